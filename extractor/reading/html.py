"""A page's bytes to what was read: an Article, or the kind of page that stands in its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from extractor.article import Article, BlockKind, canonical_text
from extractor.errors import SourceError
from extractor.reading.addresses import canonical_url, document_id
from extractor.reading.body import Body, Titles, choose_body
from extractor.reading.decoding import decoded, parseable, unpacked
from extractor.reading.fallback import is_weak, second_opinion, stated_body
from extractor.reading.json_ld import article_nodes
from extractor.reading.metadata import Metadata, choose
from extractor.reading.page_dates import PageDates, choose_dates
from extractor.reading.page_facts import PageFacts, page_facts
from extractor.reading.page_kinds import PageKind, is_english, judge_page, link_list
from extractor.reading.page_tree import Outline, TextBlock, outline

_MESSAGES: dict[PageKind, str] = {
    "consent": "this is a consent page, not the article",
    "paywall_stub": "this is the beginning of an article behind a paywall",
    "soft_404": "this page says that there is no such page",
    "link_list": "this is a list of links, not an article",
    "non_english": "the article is not in English",
    "no_text": "the page has no text",
}
_KINDS: dict[str, BlockKind] = {
    "h1": "heading",
    "h2": "heading",
    "h3": "heading",
    "h4": "heading",
    "h5": "heading",
    "h6": "heading",
    "li": "list_item",
}
# A date at the head of a paragraph: `27.1.2022 - The company …`, `5 May 2024: …`, `May 5, 2024 …`
_DATELINE = re.compile(
    r"\W{0,3}\d[\d./ ]{5,10}\d\b|\W{0,3}\d{1,2}\.? [^\W\d]{3,10}\.? \d{4}\b|[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}\b"
)
_DATE_LINE_WEIGHT = 140
_LINES_BEFORE_TITLE = 6
# A page of more boxes is not read a second time: trafilatura's time grows with the square of them.
_MOST_BOXES_TWICE = 6000
_LINES_AFTER_TITLE = 16
_UNSHOWN = ["script", "style", "template", "svg"]


@dataclass(frozen=True, slots=True)
class PageReading:
    """What was read of a page.

    `article` holds the text of an article, also of one in another language and of the beginning of one behind a
    paywall; for a page that is none, what it says about itself and no text but its title. `message` says, for every
    kind but `article`, what shows it.
    """

    kind: PageKind
    article: Article
    message: str = ""


def read_html(
    data: bytes,
    *,
    origin: str,
    url: str | None = None,
    published: str | None = None,
    today: date | None = None,
    first_look: Callable[[str], None] | None = None,
) -> Article:
    """The Article of a page's bytes. `url` is where it came from, `published` (ISO) overrides the page's date.

    `first_look` is shown all that the page shows as soon as it is parsed, at a tenth of what reading costs; what it
    raises ends the reading.

    Raises SourceError of stage `reading` with code `page.KIND` for a page that is no article in English, and with
    code `source.binary`, `source.empty`, `source.bad_gzip` or `source.too_large` for bytes that are no page.
    """
    reading = read_page(data, origin=origin, url=url, published=published, today=today, first_look=first_look)
    if reading.kind != "article":
        raise SourceError(origin, reading.message, code=f"page.{reading.kind}", stage="reading")
    return reading.article


def read_page(
    data: bytes,
    *,
    origin: str,
    url: str | None = None,
    published: str | None = None,
    today: date | None = None,
    first_look: Callable[[str], None] | None = None,
) -> PageReading:
    """What a page's bytes hold, of whatever kind. `today` (by default the clock's) bounds the page's own dates.

    Raises SourceError for bytes that are no page or hold neither a title nor a text.
    """
    characters = parseable(decoded(unpacked(data, origin), origin), origin)
    tree = LexborHTMLParser(characters)
    facts = page_facts(tree)
    nodes = article_nodes(tuple(facts.json_ld))
    if first_look is not None:
        first_look(_shown(tree, facts, nodes))
    page = outline(tree)
    metadata = choose(facts, nodes, page.headings(), url)
    titles = Titles((metadata.title, facts.head_title, facts.metas.get("og:title", "")))
    own = choose_body(page, titles)
    where = url or metadata.canonical

    def article_of(body: Body, *, with_text: bool = True) -> Article:
        dates = choose_dates(facts, nodes, _lines(page, body, titles), where, today or date.today())
        return _article(body.blocks if with_text else (), metadata, dates, url=url, published=published)

    if reason := link_list(page, own, facts, nodes):
        return PageReading("link_list", article_of(own, with_text=False), f"{_MESSAGES['link_list']}: {reason}")
    body = _checked(own, page, titles, nodes, characters)
    verdict = judge_page(page, body, nodes, metadata.title or facts.head_title)
    message = f"{_MESSAGES[verdict.kind]}: {verdict.reason}" if verdict.kind in _MESSAGES else ""
    if verdict.kind in ("consent", "soft_404"):
        return PageReading(verdict.kind, article_of(body, with_text=False), message)
    if not body.blocks and not metadata.title:
        raise SourceError(origin, "the page has no text", code="source.empty")
    article = article_of(body)
    if not body.blocks:
        return PageReading("no_text", article, _MESSAGES["no_text"])
    if not is_english(article.text, metadata.language):
        declared = metadata.language if metadata.language != "en" else ""
        named = f": its language is {declared!r}" if declared else ""
        article = replace(article, language=declared or None)
        return PageReading("non_english", article, f"{_MESSAGES['non_english']}{named}")
    return PageReading(verdict.kind, replace(article, language="en"), message)


def _shown(tree: LexborHTMLParser, facts: PageFacts, nodes: Sequence[Mapping[str, Any]]) -> str:
    """All that a page shows or states of its text, its menus among it; takes scripts and styles out of the tree."""
    tree.strip_tags(_UNSHOWN)
    stated = (node.get(name) for node in nodes for name in ("headline", "description", "articleBody"))
    told = [facts.head_title, *facts.metas.values(), *(text for text in stated if isinstance(text, str))]
    return "\n".join([*told, tree.body.text(separator=" ") if tree.body is not None else ""])


def _checked(body: Body, page: Outline, titles: Titles, nodes: Sequence[Mapping[str, Any]], characters: str) -> Body:
    """Our own reading; where it is weak, what JSON-LD states, else what trafilatura finds."""
    if not is_weak(body.prose, body.share):
        return body
    blocks = stated_body(nodes, body.prose)
    if not blocks and len(page.boxes) <= _MOST_BOXES_TWICE:
        blocks = second_opinion(characters, body.prose)
    if not blocks:
        return body
    return Body(tuple(b for b in blocks if not titles.is_title(b.text)), sum(b.weight for b in blocks), 1.0)


def _article(
    body: Sequence[TextBlock], metadata: Metadata, dates: PageDates, *, url: str | None, published: str | None
) -> Article:
    blocks = [(_KINDS.get(block.tag, "paragraph"), block.text) for block in body]
    text, placed = canonical_text(metadata.title, blocks)
    stated, changed = dates.published, dates.modified
    return Article(
        id=document_id(None, metadata.canonical, text),
        text=text,
        blocks=placed,
        title=metadata.title,
        url=url or metadata.canonical,
        canonical_url=metadata.canonical or canonical_url(url),
        publisher=metadata.publisher,
        authors=metadata.authors,
        published_on=published or (stated.value if stated else None),
        published_basis="given" if published else (stated.basis if stated else None),
        modified_on=changed.value if changed else None,
        modified_basis=changed.basis if changed else None,
        language=metadata.language or None,
    )


def _lines(page: Outline, body: Body, titles: Titles) -> list[str]:
    """The short lines around the headline, where a page shows its date; around its first where it has none."""
    blocks = page.blocks
    at = next((i for i, b in enumerate(blocks) if b.tag in ("h1", "h2") and titles.is_title(b.text)), None)
    if at is None:
        at = next((i for i, b in enumerate(blocks) if titles.is_title(b.text)), None)
    if at is None:
        at = next((i for i, b in enumerate(blocks) if body.blocks and b is body.blocks[0]), 0)
    first, last = max(0, at - _LINES_BEFORE_TITLE), at + _LINES_AFTER_TITLE
    labels = [text for index, text in page.labels if at <= index <= last]
    after = [_line(block) for block in blocks[at:last]]
    before = [_line(block) for block in blocks[first:at]]
    return [line for line in (*labels, *after, *reversed(before)) if line]


def _line(block: TextBlock) -> str:
    """A short line whole; of a paragraph only a date that it begins with: `27.1.2022 - The company …`."""
    if block.weight <= _DATE_LINE_WEIGHT:
        return block.text
    return match.group() if (match := _DATELINE.match(block.text)) else ""
