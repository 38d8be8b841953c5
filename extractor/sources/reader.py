"""Inputs by name, streaming: each file to its articles, each fault to a Failure that says where."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal

from extractor import __version__
from extractor.article import Article
from extractor.errors import SourceError
from extractor.fetching.page import FetchedPage, Listed
from extractor.reading.addresses import document_id
from extractor.records import Failure
from extractor.settings import FetchSettings
from extractor.sources.address_files import addresses_in
from extractor.sources.address_lists import Peeked, is_address, is_list, read_addresses
from extractor.sources.archives import is_archive, read_archive
from extractor.sources.jsonl_files import read_jsonl
from extractor.sources.text_files import article_from_text
from extractor.sources.web import Earlier, Web, article_of

if TYPE_CHECKING:
    from extractor.screening.screen import Screening

Screened = Literal["none", "pages", "all"]

_HTML = {".html", ".htm", ".xhtml"}
_READABLE = {".txt", ".jsonl", *_HTML}
_LARGEST_FILE = 32 * 1024 * 1024
_STDIN = "<stdin>"
_KINDS = ".txt, .jsonl, .html or .warc.gz"


@dataclass(frozen=True, slots=True)
class _Found:
    """What was read, the input that holds it, and its 1-based line where the input has one document a line.

    `is_page` marks what has no id of its own: a page, of which copies may be about. `is_screened` marks a page of
    which the bytes may be about funding; its text is still to be looked at.
    """

    item: Article | SourceError
    origin: str
    line: int | None = None
    is_page: bool = False
    is_screened: bool = False


def read_sources(
    paths: Sequence[str],
    *,
    published: str | None = None,
    stdin: BinaryIO | None = None,
    web: Web | None = None,
    screening: Screened = "none",
) -> Generator[Article | Failure, None, None]:
    """The articles of files, folders, archives and web addresses in the given order.

    `-` is standard input: JSONL, or addresses one a line. `published` (ISO) is the reference date of .txt articles
    and pages, and of JSONL documents that have none. `web` fetches what is named by an address, and is closed by
    whoever made it; without one, default settings are used. `screening` leaves out what does not speak of a funding
    round, as Failures of that stage: HTML `pages`, by their bytes and then by their text, or `all` articles.

    Whatever cannot be read is a Failure that says at which stage; the rest still comes. A second document with the id
    of an earlier one is a Failure too, since outputs are keyed by id; a page, or a document without an id, that was
    already read, by its address or its text, is one with the code `source.duplicate`.
    """
    with ExitStack() as closing_own:
        if web is None:
            web = closing_own.enter_context(closing(Web(FetchSettings())))
        seen = _Seen(web.earlier)
        for found in _Reader(published, stdin, web, screening).read(paths):
            problem = found.item if isinstance(found.item, SourceError) else seen.problem(found, found.item)
            if problem is None and isinstance(found.item, Article) and (screening == "all" or found.is_screened):
                problem = _not_about_funding(found.item.text, found.origin, found.line)
            if problem is not None:
                id = found.item.id if isinstance(found.item, Article) else None
                yield failure(problem, id=id)
            elif isinstance(found.item, Article):
                yield found.item


def failure(error: SourceError, *, id: str | None = None) -> Failure:
    """The record of an input that cannot be read."""
    return Failure(
        extractor_version=__version__,
        id=id,
        source=error.source,
        line=error.line,
        stage=error.stage,
        code=error.code,
        message=error.cause,
    )


def _not_about_funding(data: bytes | str, origin: str, line: int | None = None) -> SourceError | None:
    """Why a page's bytes or an article's text are left out, None when they may be about funding."""
    # Imported here: what is not screened needs no Hyperscan.
    from extractor.screening.screen import screen_page, screen_text

    return _left_out(screen_text(data) if isinstance(data, str) else screen_page(data), origin, line)


def refuse_other_news(shown: str, origin: str) -> None:
    """Raise SourceError for a parsed page that shows nothing of funding."""
    from extractor.screening.screen import screen_visible

    if (problem := _left_out(screen_visible(shown), origin)) is not None:
        raise problem


def _left_out(screening: Screening, origin: str, line: int | None = None) -> SourceError | None:
    if screening.keep:
        return None
    return SourceError(origin, f"left out: {screening.reason}", line=line, code=screening.code, stage="screening")


class _Seen:
    """What was already read in this run, also in an earlier part of it; 64 bits of each id and text, to stay small.

    Two of a million documents share them with a chance of about 3e-8 (n² / 2^65).
    """

    def __init__(self, earlier: Earlier) -> None:
        self._earlier = earlier
        self._ids: set[int] = set()
        self._texts: set[int] = set()

    def problem(self, found: _Found, article: Article) -> SourceError | None:
        """Why the article is left out, None (and it is remembered) when it is the first of its kind."""
        text, named = int(article.text_sha256[:16], 16), hash(article.id)
        # What has no id of its own is known by its address or its text: another one is a copy, and no mistake.
        has_no_id = found.is_page or article.id == document_id(None, article.canonical_url or article.url, article.text)
        if has_no_id and (named in self._ids or text in self._texts or self._earlier.has_article(article)):
            is_text = text in self._texts and (named not in self._ids or not article.canonical_url)
            what = "text" if is_text else "page"
            cause = f"the same {what} was already read in this run"
            return SourceError(found.origin, cause, line=found.line, code="source.duplicate")
        if named in self._ids:
            cause = f"the document id {article.id!r} was already read; this document is left out"
            return SourceError(found.origin, cause, line=found.line, code="source.duplicate_id")
        self._ids.add(named)
        self._texts.add(text)
        return None


@dataclass(frozen=True, slots=True)
class _Reader:
    """Names to what they hold."""

    published: str | None
    stdin: BinaryIO | None
    web: Web
    screening: Screened

    @property
    def _screens_pages(self) -> bool:
        return self.screening != "none"

    def _first_look(self, origin: str) -> Callable[[str], None] | None:
        return partial(refuse_other_news, origin=origin) if self._screens_pages else None

    def read(self, names: Sequence[str]) -> Iterator[_Found]:
        """What the names hold, in their order; addresses that follow each other are fetched together."""
        for are_addresses, group in groupby(names, is_address):
            if are_addresses:
                yield from self._fetched(group)
            else:
                for name in group:
                    yield from self._local(name)

    def _fetched(self, addresses: Iterable[Listed]) -> Iterator[_Found]:
        for page in self.web.pages(addresses):
            found = self._article(page)
            if isinstance(page, FetchedPage) and isinstance(found.item, Article):
                found = replace(found, item=replace(found.item, asked=page.asked))
            yield found

    def _article(self, page: FetchedPage | SourceError) -> _Found:
        """What was read of a page; where it is no article, of what its feed carries for it."""
        if isinstance(page, SourceError):
            return _Found(page, page.source)
        found = self._article_of(page)
        if isinstance(found.item, SourceError) and (told := page.from_feed()) is not None:
            other = self._article_of(told)
            found = other if isinstance(other.item, Article) else found
        return found

    def _article_of(self, page: FetchedPage) -> _Found:
        try:
            if self._screens_pages and (problem := _not_about_funding(page.body, page.asked)) is not None:
                return _Found(problem, page.asked)
            article = article_of(page, published=self.published, first_look=self._first_look(page.asked))
            return _Found(article, page.asked, is_page=True, is_screened=self._screens_pages)
        except SourceError as error:
            return _Found(error, page.asked)
        except Exception as error:  # one page that breaks the program must not cost the others
            cause = f"internal error, {type(error).__name__}: {error}"
            return _Found(SourceError(page.asked, cause, code="internal.error", stage="reading"), page.asked)

    def _local(self, name: str) -> Iterator[_Found]:
        if name == "-":
            yield from self._standard_input()
            return
        try:
            addresses = addresses_in(Path(name)) if name.strip() else None
            if addresses is not None:
                yield from self._fetched(addresses)
                return
            files = files_of(name, _is_readable, _KINDS)
        except SourceError as error:
            yield _Found(error, name)
            return
        except OSError as error:
            yield _Found(SourceError(name, error.strerror or "cannot be read"), name)
            return
        for file in files:
            try:
                yield from self._file(file)
            except SourceError as error:
                yield _Found(error, str(file), error.line)
            except OSError as error:
                yield _Found(SourceError(str(file), error.strerror or "cannot be read"), str(file))

    def _standard_input(self) -> Iterator[_Found]:
        stream = Peeked(self.stdin or sys.stdin.buffer)
        if is_list(stream.head()):
            yield from self._fetched(read_addresses(stream, origin=_STDIN))
            return
        for item, line in read_jsonl(stream, origin=_STDIN, published=self.published):
            yield _Found(item, _STDIN, line)

    def _file(self, path: Path) -> Iterator[_Found]:
        suffix = path.suffix.lower()
        origin = str(path)
        if is_archive(path):
            for page in read_archive(path):
                yield self._article(page)
        elif suffix == ".jsonl":
            with path.open("rb") as stream:
                for item, line in read_jsonl(stream, origin=origin, published=self.published):
                    yield _Found(item, origin, line)
        elif suffix == ".txt":
            yield _Found(article_from_text(_text(path), published=self.published), origin)
        elif is_page(path):
            # Imported here: a run over text files does not pay for the HTML parser.
            from extractor.reading.decoding import unpacked
            from extractor.reading.html import read_html

            data = unpacked(page_bytes(path), origin)
            if self._screens_pages and (problem := _not_about_funding(data, origin)) is not None:
                raise problem
            first_look = self._first_look(origin)
            article = read_html(data, origin=origin, url=None, published=self.published, first_look=first_look)
            yield _Found(article, origin, is_page=True, is_screened=self._screens_pages)
        else:
            kind = f"{suffix} files" if suffix else "files without a suffix"
            raise SourceError(origin, f"{kind} are not supported; use {_KINDS}", code="source.unsupported")


def files_of(name: str, is_wanted: Callable[[Path], bool], kinds: str) -> list[Path]:
    """The file itself, or a folder's wanted files, sorted by path; hidden ones are left out.

    Raises SourceError for a name that is no file or folder, and for a folder without files of these `kinds`.
    """
    _refuse_no_file(name)
    path = Path(name)
    if not path.exists():
        raise SourceError(str(path), "no such file or folder", code="source.missing")
    if not path.is_dir():
        return [path]
    found = [
        file
        for file in path.rglob("*")
        if is_wanted(file) and file.is_file() and not any(part.startswith(".") for part in file.relative_to(path).parts)
    ]
    if not found:
        raise SourceError(str(path), f"the folder has no {kinds} file", code="source.empty")
    return sorted(found, key=lambda file: file.as_posix())


def is_page(path: Path) -> bool:
    """Whether a file's name says that it is an HTML page, plain or packed by gzip."""
    return Path(path.name.lower().removesuffix(".gz")).suffix in _HTML


def _is_readable(path: Path) -> bool:
    return path.suffix.lower() in _READABLE or is_page(path) or is_archive(path)


def _refuse_no_file(name: str) -> None:
    """Raise SourceError for an empty name (an unset shell variable) and for an address."""
    if not name.strip():
        raise SourceError(repr(name), "the name of a source is empty", code="source.missing")
    if is_address(name):
        cause = "only files are read here; save the page with `extractor fetch` and give its file"
        raise SourceError(name, cause, code="source.unsupported")


def page_bytes(path: Path) -> bytes:
    """A file's bytes.

    Raises SourceError when it is empty or larger than any article, OSError when it cannot be opened.
    """
    if path.stat().st_size > _LARGEST_FILE:
        raise SourceError(str(path), "the file is too large for one article", code="source.too_large")
    data = path.read_bytes()
    if not data.strip():
        raise SourceError(str(path), "the file is empty", code="source.empty")
    return data


def _text(path: Path) -> str:
    data = page_bytes(path)
    is_utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in data and not is_utf16:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise SourceError(str(path), "this is binary data, not text", line=line, code="source.binary")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SourceError(str(path), f"not UTF-8 (byte {error.start + 1})", line=line, code="source.not_utf8") from None
    if not text.strip():
        raise SourceError(str(path), "the file is empty", code="source.empty")
    return text
