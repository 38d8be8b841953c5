"""Percentages: the share sold in this round against the share held after it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from extractor.assembling.lines import Line
from extractor.assembling.masking import PLACEHOLDERS
from extractor.lexicons.rules import Rule, load_rules, target
from extractor.mentions import PercentMention
from extractor.records import Quantity


def stakes(lines: Sequence[Line]) -> dict[str, Quantity]:
    """The first `stake` and the first `holding` of the lines that report the round."""
    found: dict[str, Quantity] = {}
    for line in lines:
        if line.boilerplate or not line.masked.percents:
            continue
        for place, label in _labels(line).items():
            if label != "other" and label not in found:
                found[label] = _quantity(line.masked.percents[place], label)
    return found


def _labels(line: Line) -> dict[int, str]:
    best: dict[int, tuple[float, str]] = {}
    for rule in percent_rules():
        for match in rule.pattern.finditer(line.text):
            place = target(match)[0]
            if place in line.masked.percents and not line.is_prior(place) and rule.weight > best.get(place, (0.0, ""))[0]:
                best[place] = (rule.weight, rule.label)
    return {place: label for place, (_, label) in sorted(best.items())}


def _quantity(mention: PercentMention, label: str) -> Quantity:
    evidence = mention.evidence().model_copy(update={"rule": f"percent.{label}"})
    return Quantity(value=mention.value, max_value=mention.max_value, qualifier=mention.qualifier, text=mention.text, evidence=(evidence,))


@cache
def percent_rules() -> tuple[Rule, ...]:
    """The compiled rules of percent_roles.toml."""
    return load_rules("percent_roles.toml", PLACEHOLDERS)
