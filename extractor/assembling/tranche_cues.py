"""The rules of tranche_cues.toml, searched in one line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extractor.assembling.lines import Line
from extractor.assembling.masking import PLACEHOLDERS, rule_search
from extractor.lexicons.rule_search import RuleSearch
from extractor.lexicons.rules import Rule, load_rules


def cues(line: Line, *labels: str) -> Iterator[tuple[Rule, re.Match[str]]]:
    """Every match of the rules with these labels, in rule order."""
    return _rules(labels).matches(line.text, line.found)


@cache
def _rules(labels: tuple[str, ...]) -> RuleSearch:
    return rule_search([rule for rule in load_rules("tranche_cues.toml", PLACEHOLDERS) if rule.label in labels])
