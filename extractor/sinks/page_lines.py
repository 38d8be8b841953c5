"""A page as it was read, as one line of JSON."""

from __future__ import annotations

import json

from extractor.article import Article
from extractor.reading.html import PageReading


def page_line(id: str, reading: PageReading) -> str:
    """One JSON object: `id`, `kind`, `message`, the page's metadata, and `text`, its body without the title.

    What a page does not state is null, and so is `text` for a page that holds none.
    """
    return json.dumps({"id": id, "kind": reading.kind, "message": reading.message or None} | _fields(reading.article))


def _fields(article: Article) -> dict[str, object]:
    return {
        "title": article.title or None,
        "url": article.canonical_url or article.url,
        "publisher": article.publisher,
        "authors": list(article.authors),
        "language": article.language,
        "published_on": article.published_on,
        "published_basis": article.published_basis,
        "modified_on": article.modified_on,
        "modified_basis": article.modified_basis,
        "text": body_text(article) or None,
    }


def body_text(article: Article) -> str:
    """The canonical text without its headline."""
    blocks = [block for block in article.blocks if block.kind != "headline"]
    return article.text[blocks[0].start :] if blocks else ""
