"""A document's plain fields to an Article; the canonical text keeps clean input character by character."""

from __future__ import annotations

from urllib.parse import urlsplit

from extractor.article import Article, BlockKind, PublishedBasis, canonical_text
from extractor.reading.addresses import canonical_url, document_id
from extractor.sources.asides import without_asides
from extractor.sources.layout import clean_characters, clean_text, paragraphs, typed


def article_from_fields(
    *,
    text: str,
    title: str = "",
    id: str | None = None,
    url: str | None = None,
    outlet: str | None = None,
    authors: tuple[str, ...] = (),
    published_on: str | None = None,
    published_basis: PublishedBasis | None = None,
) -> Article:
    """An Article whose text is title, blank line and paragraphs separated by a blank line.

    Where `text` already is such paragraphs, the canonical text is exactly `title + "\\n\\n" + text`.
    `published_on` is ISO, possibly partial.
    """
    title = _headline(title)
    body = typed(paragraphs(clean_text(text)))
    # The headline is passed as a block: canonical_text would otherwise fold white space that a source wrote.
    headline: list[tuple[BlockKind, str]] = [("headline", title)] if title else []
    canonical, blocks = canonical_text("", [*headline, *body])
    address = canonical_url(url)
    return Article(
        id=document_id(id, address or url, canonical),
        text=canonical,
        blocks=without_asides(canonical, blocks, outlet=outlet or "", host=urlsplit(address or "").netloc),
        title=" ".join(title.split()),
        url=url,
        canonical_url=address,
        publisher=outlet,
        authors=authors,
        published_on=published_on,
        published_basis=published_basis if published_on else None,
    )


def _headline(title: str) -> str:
    """One line; a stray carriage return inside stays, so that offsets agree with the source's own title."""
    title = clean_characters(title).strip()
    return " ".join(title.split()) if "\n" in title else title
