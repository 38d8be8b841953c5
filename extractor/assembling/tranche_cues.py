"""The rules of tranche_cues.toml, searched in one line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extractor.assembling.lines import Line
from extractor.assembling.masking import PLACEHOLDERS
from extractor.lexicons.rules import Rule, load_rules


def cues(line: Line, *labels: str) -> Iterator[tuple[Rule, re.Match[str]]]:
    """Every match of the rules with these labels, in rule order."""
    lowered = line.text.lower()
    for rule in _rules():
        if rule.label in labels and rule.may_match(lowered):
            for match in rule.pattern.finditer(line.text):
                yield rule, match


@cache
def _rules() -> tuple[Rule, ...]:
    return load_rules("tranche_cues.toml", PLACEHOLDERS)
