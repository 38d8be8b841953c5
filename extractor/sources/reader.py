"""Inputs by name, streaming: each file to its articles, each fault to a Failure that says where."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from extractor import __version__
from extractor.article import Article
from extractor.errors import SourceError
from extractor.records import Failure
from extractor.sources.jsonl_files import read_jsonl
from extractor.sources.text_files import article_from_text

_HTML = {".html", ".htm", ".xhtml"}
_READABLE = {".txt", ".jsonl", *_HTML}
_LARGEST_FILE = 32 * 1024 * 1024
_STDIN = "<stdin>"

# What was read, the input that holds it, and its 1-based line where the input has one document a line.
_Located = tuple[Article | SourceError, str, int | None]


def read_sources(
    paths: Sequence[str], *, published: str | None = None, stdin: BinaryIO | None = None
) -> Iterator[Article | Failure]:
    """The articles of files and folders in the given order; `-` is JSONL from standard input.

    `published` (ISO) is the reference date of .txt and HTML articles, and of JSONL documents that have none.
    Whatever cannot be read is a Failure of stage `source`; the rest still comes. A second document with the
    id of an earlier one is a Failure too: outputs are keyed by id.
    """
    seen: set[str] = set()
    for path in paths:
        for item, origin, line in _articles(path, published, stdin):
            if isinstance(item, SourceError):
                yield failure(item)
            elif item.id in seen:
                cause = f"the document id {item.id!r} was already read; this document is left out"
                yield failure(SourceError(origin, cause, line=line, code="source.duplicate_id"), id=item.id)
            else:
                seen.add(item.id)
                yield item


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


def _articles(name: str, published: str | None, stdin: BinaryIO | None) -> Iterator[_Located]:
    if name == "-":
        stream = stdin or sys.stdin.buffer
        for item, line in read_jsonl(stream, origin=_STDIN, published=published):
            yield item, _STDIN, line
        return
    try:
        files = files_of(name, _is_readable, ".txt, .jsonl or .html")
    except SourceError as error:
        yield error, name, None
        return
    for file in files:
        try:
            for article, at_line in _file(file, published):
                yield article, str(file), at_line
        except SourceError as error:
            yield error, str(file), error.line
        except OSError as error:
            yield SourceError(str(file), error.strerror or "cannot be read"), str(file), None


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
    return path.suffix.lower() in _READABLE or is_page(path)


def _refuse_no_file(name: str) -> None:
    """Raise SourceError for an empty name (an unset shell variable) and for an address."""
    if not name.strip():
        raise SourceError(repr(name), "the name of a source is empty", code="source.missing")
    if re.match(r"https?://", name):
        raise SourceError(name, "addresses are not fetched; save the page and give its file", code="source.unsupported")


def _file(path: Path, published: str | None) -> Iterator[tuple[Article | SourceError, int | None]]:
    suffix = path.suffix.lower()
    if suffix == ".jsonl":
        with path.open("rb") as stream:
            yield from read_jsonl(stream, origin=str(path), published=published)
    elif suffix == ".txt":
        yield article_from_text(_text(path), published=published), None
    elif is_page(path):
        # Imported here: a run over text files does not pay for the HTML parser.
        from extractor.reading.html import read_html

        yield read_html(page_bytes(path), origin=str(path), url=None, published=published), None
    else:
        kind = f"{suffix} files" if suffix else "files without a suffix"
        raise SourceError(str(path), f"{kind} are not supported; use .txt, .jsonl or .html", code="source.unsupported")


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
