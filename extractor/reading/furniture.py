"""Lines that stand on every news page and belong to no article: shares, sign-ups, rights, links to other stories."""

from __future__ import annotations

import re
from functools import cache

from extractor.lexicons.rules import load_rules


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """One pattern for each label, in the order in which the labels count."""
    groups: dict[str, list[str]] = {"end": [], "section": [], "line": []}
    for rule in load_rules("page_furniture.toml"):
        groups[rule.label].append(rule.pattern.pattern)
    return tuple((label, re.compile("|".join(p), re.IGNORECASE)) for label, p in groups.items())


def line_label(text: str) -> str:
    """`end`, `section`, `line` for furniture, "" for text; see lexicons/page_furniture.toml."""
    for label, pattern in _patterns():
        if pattern.match(text):
            return label
    return ""


# what no text that somebody took from a page needs either; `exclusive:` and `published:` are not among them
_ON_EVERY_PAGE = frozenset(
    f"furniture.{name}" for name in ("subscribe", "follow", "rights", "cookies", "commission", "contact")
)


@cache
def _on_every_page() -> re.Pattern[str]:
    rules = (rule for rule in load_rules("page_furniture.toml") if rule.id in _ON_EVERY_PAGE)
    return re.compile("|".join(rule.pattern.pattern for rule in rules), re.IGNORECASE)


def stands_on_every_page(text: str) -> bool:
    """True for a line that asks to subscribe or to follow, that states rights, or that tells how to write to a site."""
    return _on_every_page().match(text) is not None
