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


@cache
def _rule(name: str) -> re.Pattern[str]:
    rules = (rule for rule in load_rules("page_furniture.toml") if rule.id == f"furniture.{name}")
    return re.compile("|".join(rule.pattern.pattern for rule in rules), re.IGNORECASE)


def is_furniture(text: str, *names: str) -> bool:
    """True for a line that one of these rules of the lexicon matches, `subscribe` for `furniture.subscribe`."""
    return any(_rule(name).match(text) for name in names)
