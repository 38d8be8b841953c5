"""What a page's markup says about the page, before anything is chosen."""

from __future__ import annotations

from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractor.reading.page_tree import one_line

_SELECTOR = "meta, link, title, time, [itemprop], [rel~=author], script[type*=ld], abbr[title], html"
_ITEMS = frozenset({"author", "datecreated", "datemodified", "datepublished"})
_MOST_OF_A_KIND = 60
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class TimeTag:
    """A `<time>`, or an element that says it holds the date: its machine value, its text, its names."""

    value: str
    text: str
    names: str


@dataclass(slots=True)
class PageFacts:
    """`metas` is by lower-case name, the first of a name; `items` holds microdata by lower-case `itemprop`."""

    metas: dict[str, str] = field(default_factory=dict)
    items: dict[str, list[str]] = field(default_factory=dict)
    json_ld: list[str] = field(default_factory=list)
    times: list[TimeTag] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    canonical: str = ""
    head_title: str = ""
    language: str = ""


def page_facts(tree: LexborHTMLParser) -> PageFacts:
    """All facts in one pass over the tree."""
    facts = PageFacts()
    for node in tree.css(_SELECTOR):
        _take(facts, node)
    return facts


def _take(facts: PageFacts, node: LexborNode) -> None:
    tag = node.tag
    attributes = {name: value or "" for name, value in node.attributes.items()}
    if tag == "meta":
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        content = one_line(attributes.get("content") or attributes.get("value", ""))
        if name and content:
            facts.metas.setdefault(name.strip().lower(), content)
    elif tag == "link":
        if not facts.canonical and "canonical" in attributes.get("rel", "").lower().split():
            facts.canonical = one_line(attributes.get("href", ""))
    elif tag == "script":
        if len(facts.json_ld) < _MOST_OF_A_KIND:
            facts.json_ld.append(node.text() or "")
    elif tag == "title":
        # An SVG picture has titles too; the page's own comes first.
        facts.head_title = facts.head_title or one_line(node.text())
    elif tag == "html":
        facts.language = one_line(attributes.get("lang") or attributes.get("xml:lang") or "")
    else:
        _take_visible(facts, node, attributes)


def _take_visible(facts: PageFacts, node: LexborNode, attributes: dict[str, str]) -> None:
    tag = node.tag
    if tag in ("time", "abbr") and len(facts.times) < _MOST_OF_A_KIND:
        value = attributes.get("datetime") or attributes.get("title") or attributes.get("content") or ""
        parent = node.parent
        names = f"{attributes.get('class', '')} {attributes.get('itemprop', '')} {attributes.get('pubdate', '')}"
        around = (parent.attributes.get("class") or "") if parent is not None else ""
        facts.times.append(TimeTag(one_line(value), one_line(node.text())[:_LONGEST], f"{names} {around}"))
    if "author" in attributes.get("rel", "").split() and len(facts.authors) < _MOST_OF_A_KIND:
        facts.authors.append(one_line(node.text())[:_LONGEST])
    for name in attributes.get("itemprop", "").lower().split():
        found = facts.items.setdefault(name, [])
        if name in _ITEMS and len(found) < _MOST_OF_A_KIND:
            stated = attributes.get("content") or attributes.get("datetime") or node.text()
            found.append(one_line(stated[: 4 * _LONGEST])[:_LONGEST])
