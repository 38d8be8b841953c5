"""What a page says in JSON-LD (schema.org), however broken: the nodes that describe its article."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

# https://schema.org/Article and its kinds, and what sites use in its place
_ARTICLES = re.compile(
    r"(?:\w{0,40}article|blogposting|liveblogposting|socialmediaposting|discussionforumposting|pressrelease|report|review"
    r"|opinion\w{0,20}|analysis\w{0,20}|newsitem|recipe|howto)$",
    re.IGNORECASE,
)
_PAGES = re.compile(r"(?:\w{0,20}page|creativework|videoobject)$", re.IGNORECASE)
_DEEPEST = 12
_MOST_NODES = 400
_CONTROL = re.compile(r"[\x00-\x1f]+")
_TRAILING_COMMA = re.compile(r",(\s{0,50}[}\]])")
_WRAPPER = re.compile(r"^\s*(?://)?\s*(?:<!--|<!\[CDATA\[)?|(?://)?\s*(?:-->|\]\]>)?\s*;?\s*$")


def article_nodes(texts: tuple[str, ...]) -> tuple[Mapping[str, Any], ...]:
    """The nodes that describe the article, those of kind article before those of kind page; () for none."""
    articles: list[Mapping[str, Any]] = []
    pages: list[Mapping[str, Any]] = []
    for text in texts:
        budget = [_MOST_NODES]
        for node in _nodes(_parsed(text), _DEEPEST, budget):
            if _is_kind(node, _ARTICLES):
                articles.append(node)
            elif _is_kind(node, _PAGES):
                pages.append(node)
    return (*articles, *pages)


def text_of(value: Any) -> str:
    """A node's or a list's text: the string itself, a `name`, the first of several; "" for none."""
    for _ in range(3):
        if isinstance(value, list):
            value = value[0] if value else ""
        elif isinstance(value, Mapping):
            value = value.get("name") or value.get("@value") or ""
    return " ".join(html.unescape(value).split()) if isinstance(value, str) else ""


def names_of(value: Any) -> tuple[str, ...]:
    """The names of people or organisations: a string, a node, or a list of them."""
    items = value if isinstance(value, list) else [value]
    names = (text_of(item) for item in items[:20])
    return tuple(dict.fromkeys(name for name in names if name and "://" not in name and len(name) < 80))


def _is_kind(node: Mapping[str, Any], kinds: re.Pattern[str]) -> bool:
    stated = node.get("@type")
    listed = stated if isinstance(stated, list) else [stated]
    return any(isinstance(kind, str) and kinds.match(kind.rpartition("/")[2].rpartition(":")[2]) for kind in listed)


def _parsed(text: str) -> Any:
    """The value of a script, with the faults that are common mended; None where that does not help."""
    text = _WRAPPER.sub("", text)
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", _CONTROL.sub(" ", text))):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    try:
        return json.JSONDecoder(strict=False).raw_decode(text.lstrip())[0]
    except (ValueError, RecursionError):
        return None


def _nodes(value: Any, depth: int, budget: list[int]) -> Iterator[Mapping[str, Any]]:
    if depth == 0 or budget[0] <= 0:
        return
    budget[0] -= 1
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item, depth - 1, budget)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _nodes(value.get(key), depth - 1, budget)
