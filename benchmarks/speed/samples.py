"""The documents that are timed: labelled articles as text and within real pages, and news pages of any kind.

Pages of ../shared are templates: the paragraphs of a page's article are replaced by those of a labelled article, and
its titles by that article's, so that markup, scripts and furniture are a real site's. No reader has a say in where the
article of a page is: it is where most of the text in paragraphs stands. Without ../shared, articles of our own are put
into plain pages, and the rows of pages measure just that. Labelled articles of less than 800 characters are left out.
"""

from __future__ import annotations

import gzip
import html
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
GOLD = SHARED / "corpus" / "dev.jsonl"
PAGES = SHARED / "pages"
_OWN = ROOT / "fixtures" / "news.jsonl"
_FEWEST_PARAGRAPHS = 5
# A shorter article is a snippet of a feed, which no page holds as its article.
_SHORTEST = 800
_LEAST_SHARE = 0.6
_STATED_TITLE = re.compile(r'("(?:headline|name)"\s*:\s*)"(?:[^"\\]|\\.){20,}"')
_STATED_BODY = re.compile(r'"articleBody"\s*:\s*"(?:[^"\\]|\\.)*"')


@dataclass(frozen=True, slots=True)
class Sample:
    """A labelled document, and the page that holds it; `document` has id, title, text, published, url and outlet."""

    document: dict[str, Any]
    page: bytes


@dataclass(frozen=True, slots=True)
class Samples:
    """What is measured: funding articles, ordinary English pages, and whether all of them are our own."""

    funding: tuple[Sample, ...]
    ordinary: tuple[bytes, ...]
    are_own: bool


def samples(funding: int, ordinary: int) -> Samples:
    """Evenly drawn samples of at most so many documents."""
    if not (GOLD.is_file() and (PAGES / "index.jsonl").is_file()):
        own = _documents(_OWN)
        about = _drawn([d for d in own if d["rounds"]], funding)
        others = _drawn([d for d in own if not d["rounds"]], ordinary)
        return Samples(
            tuple(Sample(d, _plain_page(d)) for d in about), tuple(_plain_page(d) for d in others), are_own=True
        )
    pages = _pages()
    shells = [page for page in pages if _article(LexborHTMLParser(page)) is not None]
    about = _drawn([d for d in _documents(GOLD) if d["rounds"] and len(d["text"]) >= _SHORTEST], funding)
    wrapped = tuple(Sample(d, _wrapped(d, shells[at * 7 % len(shells)])) for at, d in enumerate(about))
    return Samples(wrapped, tuple(_drawn(pages, ordinary)), are_own=False)


def _documents(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _drawn(items: Sequence[Any], count: int) -> list[Any]:
    return list(items[:: max(1, len(items) // count)])[:count]


def _pages() -> list[bytes]:
    """Ordinary English news pages as they were sent."""
    entries = _documents(PAGES / "index.jsonl")
    chosen = [entry for entry in entries if entry["lang"] == "en" and not entry["is_funding"]]
    return [gzip.decompress((PAGES / entry["html"]).read_bytes()) for entry in chosen]


def _article(tree: LexborHTMLParser) -> list[LexborNode] | None:
    """The paragraphs beside each other that hold most of a page's text in paragraphs; None when no place has most."""
    groups: dict[int, list[LexborNode]] = defaultdict(list)
    for paragraph in tree.css("p"):
        if paragraph.parent is not None:
            groups[paragraph.parent.mem_id].append(paragraph)
    lengths = {place: sum(len(p.text()) for p in group) for place, group in groups.items()}
    if not lengths:
        return None
    best = max(lengths, key=lambda place: lengths[place])
    enough = lengths[best] >= _LEAST_SHARE * sum(lengths.values()) and len(groups[best]) >= _FEWEST_PARAGRAPHS
    return groups[best] if enough else None


def _wrapped(document: dict[str, Any], shell: bytes) -> bytes:
    """The shell with the document's title and text in the place of its own."""
    tree = LexborHTMLParser(shell)
    paragraphs = _article(tree)
    assert paragraphs is not None
    paragraphs[0].insert_before(_fragment(_paragraphs(document)))
    for paragraph in paragraphs:
        paragraph.decompose()
    _retitle(tree, document["title"])
    return (tree.html or "").encode()


def _fragment(markup: str) -> LexborNode:
    node = LexborHTMLParser(f"<div>{markup}</div>").css_first("div")
    assert node is not None
    return node


def _retitle(tree: LexborHTMLParser, title: str) -> None:
    heading = _fragment(f"<h1>{html.escape(title)}</h1>").css_first("h1")
    shown = tree.css("h1")
    for node in tree.css("title"):
        node.replace_with(title)
    head = tree.head
    if head is not None:
        head.insert_child(LexborHTMLParser(f"<title>{html.escape(title)}</title>").css_first("title"))
    for meta in tree.css("meta[property='og:title'], meta[name='twitter:title'], meta[name='title']"):
        meta.attrs["content"] = title
    if shown and heading is not None:
        shown[0].replace_with(heading)
    for script in tree.css("script[type='application/ld+json']"):
        stated = _STATED_BODY.sub('"articleBody":""', script.text())
        stated = _STATED_TITLE.sub(lambda found: found[1] + json.dumps(title), stated)
        script.replace_with(_script(stated))


def _script(text: str) -> LexborNode:
    node = LexborHTMLParser(f"<script type='application/ld+json'>{text}</script>").css_first("script")
    assert node is not None
    return node


def _paragraphs(document: dict[str, Any]) -> str:
    return "".join(f"<p>{html.escape(part)}</p>" for part in _parts(document))


def _parts(document: dict[str, Any]) -> Iterator[str]:
    yield from (part for part in document["text"].split("\n") if part.strip())


def _plain_page(document: dict[str, Any]) -> bytes:
    title = html.escape(document["title"])
    head = f"<!doctype html><html lang=en><head><title>{title}</title></head>"
    return f"{head}<body><article><h1>{title}</h1>{_paragraphs(document)}</article></body></html>".encode()
