"""A simple HTML page to an Article: its headline, its paragraphs, its own statements about date and publisher."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

from extractor.article import Article, BlockKind, canonical_text
from extractor.errors import SourceError
from extractor.reading.addresses import canonical_url, document_id
from extractor.reading.metadata import PageFacts, choose

_SKIPPED = frozenset(
    {"nav", "footer", "aside", "script", "style", "form", "noscript", "template", "iframe", "svg", "button", "head"}
)
_KINDS: dict[str, BlockKind] = {
    "p": "paragraph",
    "blockquote": "paragraph",
    "pre": "paragraph",
    "li": "list_item",
    "h1": "heading",
    "h2": "heading",
    "h3": "heading",
    "h4": "heading",
}
# Markup that opens a block of its own: its text must not run into the text before it.
_BLOCKS = frozenset({*_KINDS, "article", "div", "dl", "figure", "main", "ol", "section", "table", "td", "tr", "ul"})
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_DECLARED = re.compile(rb"charset\s{0,3}=\s{0,3}[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_DECLARED_WITHIN = 4096
# Only the first articles compete for the longest: teasers of other stories come after the page's own.
_ARTICLES_COMPARED = 20


def read_html(data: bytes, *, origin: str, url: str | None = None, published: str | None = None) -> Article:
    """The Article of a page's bytes. `url` is where it came from, `published` (ISO) overrides the page's date.

    Raises SourceError when the bytes are no text or hold none: code `source.binary` or `source.empty`.
    """
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SourceError(origin, "this is binary data, not HTML", code="source.binary")
    soup = BeautifulSoup(_parseable(_decoded(data)), "html.parser")
    facts = _facts(soup)
    metadata = choose(facts)
    body = _body(soup)
    title_key, heading_key = _key(metadata.title), _key(facts.heading)
    blocks = [(kind, text) for kind, text in body if _key(text) not in {title_key, heading_key}]
    text, placed = canonical_text(metadata.title, blocks)
    if not text:
        raise SourceError(origin, "the page has no text", code="source.empty")
    address = canonical_url(metadata.canonical) or canonical_url(url)
    return Article(
        id=document_id(None, address, text),
        text=text,
        blocks=placed,
        title=metadata.title,
        url=url or address,
        canonical_url=address,
        publisher=metadata.publisher,
        authors=metadata.authors,
        published_on=published or metadata.published_on,
        published_basis="given" if published else metadata.published_basis,
        language=metadata.language,
    )


def _facts(soup: BeautifulSoup) -> PageFacts:
    metas: dict[str, str] = {}
    for tag in soup.find_all("meta"):
        name = _attribute(tag, "property") or _attribute(tag, "name") or _attribute(tag, "itemprop")
        content = _attribute(tag, "content")
        if name and content:
            metas.setdefault(name.lower(), content)
    links = (tag for tag in soup.find_all("link") if "canonical" in _attribute(tag, "rel").lower().split())
    canonical = next((href for href in (_attribute(tag, "href") for tag in links) if href), None)
    scripts = [tag for tag in soup.find_all("script") if _attribute(tag, "type").lower() == "application/ld+json"]
    article = soup.find("article")
    heading = (article.find("h1") if article else None) or soup.find("h1")
    head_title = soup.find("title")
    return PageFacts(
        metas=metas,
        json_ld=tuple(tag.get_text() for tag in scripts),
        times=tuple(_attribute(tag, "datetime") for tag in soup.find_all("time")),
        canonical=canonical,
        heading=_one_line(heading.get_text(" ")) if heading else "",
        head_title=_one_line(head_title.get_text()) if head_title else "",
        language=_attribute(soup.html, "lang") if soup.html else None,
    )


def _attribute(tag: Tag, name: str) -> str:
    value = tag.get(name)
    text = " ".join(value) if isinstance(value, list) else value or ""
    return _UNSAFE.sub(" ", text).strip()


def _decoded(data: bytes) -> str:
    """The page's characters: by byte order mark, by its declared charset, as UTF-8, else as windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    declared = _DECLARED.search(data[:_DECLARED_WITHIN])
    names = ["utf-8-sig", *([declared[1].decode("ascii")] if declared else []), "windows-1252"]
    for name in names:
        try:
            return data.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("utf-8", "replace")


def _parseable(page: str) -> str:
    """The page without comments and tags that never close, over which the parser would take quadratic time."""
    parts: list[str] = []
    position = 0
    while (start := page.find("<!--", position)) >= 0:
        end = page.find("-->", start + 4)
        if end < 0:
            break
        parts.append(page[position:start])
        position = end + 3
    parts.append(page[position:].replace("<!--", ""))
    page = "".join(parts)
    last = page.rfind(">") + 1
    return page[:last] + page[last:].replace("<", "&lt;")


def _body(soup: BeautifulSoup) -> list[tuple[BlockKind, str]]:
    """The blocks of the longest <article>, else of <main>, else of the page; without paragraphs, its loose text."""
    articles = soup.find_all("article", limit=_ARTICLES_COMPARED)
    longest = max(articles, key=lambda tag: len(tag.get_text()), default=None)
    for root in (longest, soup.find("main"), soup):
        collector = _Blocks()
        if root is not None:
            collector.collect(root)
        if collector.blocks:
            return collector.blocks
    return [("paragraph", text) for text in collector.loose]


class _Blocks:
    """One walk over a tree, however deep: blocks in page order, and apart from them text outside any block."""

    def __init__(self) -> None:
        self.blocks: list[tuple[BlockKind, str]] = []
        self.loose: list[str] = []
        self._open: list[BlockKind] = []
        self._buffer: list[str] = []

    def collect(self, root: Tag) -> None:
        """Walk `root`; skipped elements and what is in them yield nothing."""
        pending: list[tuple[PageElement, bool]] = [(root, False)]
        while pending:
            node, leaving = pending.pop()
            if not isinstance(node, Tag):
                if type(node) is NavigableString:
                    self._buffer.append(node)
            elif leaving:
                self._leave(node)
            elif node.name == "br":
                self._buffer.append(" ")
            elif node is root or node.name not in _SKIPPED:
                self._enter(node)
                pending.append((node, True))
                pending.extend((child, False) for child in reversed(node.contents))
        self._flush()

    def _enter(self, tag: Tag) -> None:
        if tag.name in _BLOCKS:
            self._flush()
        if kind := _KINDS.get(tag.name):
            self._open.append(kind)

    def _leave(self, tag: Tag) -> None:
        if tag.name in _BLOCKS:
            self._flush()
        if tag.name in _KINDS:
            self._open.pop()

    def _flush(self) -> None:
        text = _one_line("".join(self._buffer))
        self._buffer.clear()
        if text and self._open:
            self.blocks.append((self._open[-1], text))
        elif text:
            self.loose.append(text)


def _one_line(text: str) -> str:
    return " ".join(_UNSAFE.sub(" ", text).split())


def _key(text: str) -> str:
    return "".join(text.lower().split())
