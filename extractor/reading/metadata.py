"""What a page says about itself in its head: reliable statements first, each with its basis."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from extractor.article import PublishedBasis
from extractor.reading.published import parse_published

_ARTICLE_TYPES = frozenset({"article", "newsarticle", "reportagenewsarticle", "blogposting", "pressrelease", "webpage"})
_DATE_FIELDS = ("article:published_time", "og:article:published_time", "datepublished", "dc.date", "date", "pubdate")
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the page's own markup holds, before anything is chosen: `<meta>` by lower-case name, JSON-LD, `<time>`."""

    metas: dict[str, str]
    json_ld: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    canonical: str | None = None
    heading: str = ""
    head_title: str = ""
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """The page's metadata as chosen; `published_on` is ISO, possibly partial, with the statement it rests on."""

    title: str
    published_on: str | None
    published_basis: PublishedBasis | None
    publisher: str | None
    authors: tuple[str, ...]
    canonical: str | None
    language: str | None


def choose(facts: PageFacts) -> Metadata:
    """Metadata of a page; absent values are None, "" or ()."""
    nodes = [node for text in facts.json_ld for node in _articles(text)]
    published_on, basis = _published(facts, nodes)
    publishers = (_name(node.get("publisher")) for node in nodes)
    publisher = facts.metas.get("og:site_name") or next(filter(None, publishers), None)
    return Metadata(
        title=_title(facts, publisher),
        published_on=published_on,
        published_basis=basis,
        publisher=publisher,
        authors=_authors(facts, nodes),
        canonical=facts.canonical or facts.metas.get("og:url"),
        language=(facts.language or "").strip().lower()[:2] or None,
    )


def _published(facts: PageFacts, nodes: list[dict[str, Any]]) -> tuple[str | None, PublishedBasis | None]:
    for node in nodes:
        stated = node.get("datePublished")
        if isinstance(stated, str) and (value := parse_published(stated)):
            return value, "json_ld"
    for name in _DATE_FIELDS:
        if value := parse_published(facts.metas.get(name, "")):
            return value, "open_graph"
    for stated in facts.times:
        if value := parse_published(stated):
            return value, "time_tag"
    return None, None


def _title(facts: PageFacts, publisher: str | None) -> str:
    title = facts.metas.get("og:title") or facts.heading or facts.head_title
    title = " ".join(title.split())
    for mark in (" | ", " - ", " – ", " — ", " · "):
        if publisher and title.lower().endswith(f"{mark}{publisher}".lower()):
            return title[: -len(mark) - len(publisher)].rstrip()
    return title


def _authors(facts: PageFacts, nodes: list[dict[str, Any]]) -> tuple[str, ...]:
    for node in nodes:
        stated = node.get("author")
        people = stated if isinstance(stated, list) else [stated]
        names = tuple(name for name in map(_name, people) if name)
        if names:
            return names
    author = facts.metas.get("author", "")
    return (author,) if author and "://" not in author else ()


def _articles(text: str) -> Iterator[dict[str, Any]]:
    """The JSON-LD nodes that describe an article; nothing for JSON-LD that is malformed, as it often is."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return
    yield from _nodes(value, _DEEPEST)


def _nodes(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth == 0:
        return
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item, depth - 1)
    elif isinstance(value, dict):
        stated = value.get("@type")
        kinds = stated if isinstance(stated, list) else [stated]
        if any(isinstance(kind, str) and kind.lower() in _ARTICLE_TYPES for kind in kinds):
            yield value
        yield from _nodes(value.get("@graph"), depth - 1)


def _name(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("name")
    if not isinstance(value, str):
        return None
    return " ".join(value.split()) or None
