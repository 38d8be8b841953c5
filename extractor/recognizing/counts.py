"""Stated counts of investors: `21 initial investors`, `six co-leads`."""

from __future__ import annotations

import re
from functools import cache

from extractor.lexicons.rule_search import NeededStrings, RuleSearch
from extractor.lexicons.rules import load_rules, target
from extractor.mentions import CountMention

_WORDS = {
    word: value
    for value, word in enumerate(
        (
            *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
            *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
        )
    )
} | {"thirty": 30, "forty": 40, "fifty": 50}


def _value(number: str) -> int:
    """`21`, `1,200`, `six` and `twenty-one` as a number."""
    digits = number.replace(",", "")
    return int(digits) if digits.isdigit() else sum(_WORDS[part] for part in re.split(r"[\s-]", number.lower()))


@cache
def _rules() -> RuleSearch:
    rules = load_rules("counts.toml")
    return RuleSearch(rules, NeededStrings(rules))


def find_counts(text: str) -> tuple[CountMention, ...]:
    """Counts in text order; `noun` is the rule's label: investors, additional or leads."""
    found: list[CountMention] = []
    for rule, match in _rules().matches_in_lines(text):
        start, end = target(match)
        low, high = target(match, "n")
        value = _value(text[low:high])
        before = text[max(0, start - 10) : start].lower()
        at_least = text[high : high + 1] == "+" or before.endswith(("more than ", "over "))
        found.append(CountMention(start, end, text[start:end], rule.id, value, rule.label, at_least))
    found.sort(key=lambda m: (m.start, -(m.end - m.start)))
    kept: list[CountMention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return tuple(kept)
