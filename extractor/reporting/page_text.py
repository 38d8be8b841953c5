"""A page as it was read, as plain text for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from extractor.article import Article, PublishedBasis
from extractor.reading.html import PageReading

_LABEL_WIDTH = 12
_WIDTH = 110


def render_page(source: str, reading: PageReading) -> str:
    """The page's kind, its metadata and its body, ending in a line end."""
    lines = [_labelled("page", source), _labelled("kind", reading.kind.replace("_", " "))]
    if reading.message:
        lines.append(_labelled("why", reading.message))
    lines += [_labelled(label, value) for label, value in _metadata(reading.article) if value]
    for block in reading.article.blocks:
        if block.kind != "headline":
            lines += ["", _body(block.kind, reading.article.block_text(block))]
    return "\n".join(lines) + "\n"


def _metadata(article: Article) -> Iterator[tuple[str, str]]:
    yield "title", article.title
    yield "by", ", ".join(article.authors)
    yield "publisher", article.publisher or ""
    yield "url", article.canonical_url or article.url or ""
    yield "language", article.language or ""
    yield "published", _date(article.published_on, article.published_basis) or "not stated"
    yield "modified", _date(article.modified_on, article.modified_basis)


def _date(value: str | None, basis: PublishedBasis | None) -> str:
    return f"{value} ({(basis or 'unknown').replace('_', ' ')})" if value else ""


def _body(kind: str, text: str) -> str:
    mark = {"heading": "## ", "list_item": "- "}.get(kind, "")
    return textwrap.fill(text, _WIDTH, initial_indent=mark, subsequent_indent=" " * len(mark), break_long_words=False)


def _labelled(label: str, value: str) -> str:
    head = f"{label:<{_LABEL_WIDTH}}"
    return textwrap.fill(value, _WIDTH, initial_indent=head, subsequent_indent=" " * len(head), break_long_words=False)
