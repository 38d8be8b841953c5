"""Percentages: the share sold in this round against the share held after it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from extractor.assembling.investors import same_party
from extractor.assembling.lines import Line
from extractor.assembling.masking import ORG, PLACEHOLDERS, rule_search
from extractor.lexicons.rule_search import RuleSearch
from extractor.lexicons.rules import load_rules, target
from extractor.mentions import PercentMention
from extractor.records import Quantity

_STAKE_IN = re.compile(
    rf"(?:(?:[ -][\w-]+){{0,4}} (?:stake|interest|shareholding) in|(?:[ -][\w-]+){{0,2}}? of) (?:the )?{ORG}"
)


def stakes(lines: Sequence[Line], forms: Sequence[str]) -> dict[str, Quantity]:
    """The first `stake` and the first `holding` of the lines that report the round."""
    found: dict[str, Quantity] = {}
    for line in lines:
        if line.boilerplate or not line.masked.percents:
            continue
        for place, label in _labels(line).items():
            if label != "other" and label not in found and not _of_another(line, place, forms):
                found[label] = _quantity(line.masked.percents[place], label)
    return found


def _of_another(line: Line, place: int, forms: Sequence[str]) -> bool:
    """True for `an 8% stake in Maritime`, when Maritime is not the company."""
    follows = _STAKE_IN.match(line.text, place + 1)
    party = line.masked.parties.get(follows.end() - 1) if follows else None
    return party is not None and not any(same_party(party.name, form) for form in forms)


def _labels(line: Line) -> dict[int, str]:
    best: dict[int, tuple[float, str]] = {}
    for rule, match in percent_rules().matches(line.text, line.found):
        place = target(match)[0]
        if place in line.masked.percents and not line.is_prior(place) and rule.weight > best.get(place, (0.0, ""))[0]:
            best[place] = (rule.weight, rule.label)
    return {place: label for place, (_, label) in sorted(best.items())}


def _quantity(mention: PercentMention, label: str) -> Quantity:
    evidence = mention.evidence().model_copy(update={"rule": f"percent.{label}"})
    return Quantity(
        value=mention.value,
        max_value=mention.max_value,
        qualifier=mention.qualifier,
        text=mention.text,
        evidence=(evidence,),
    )


@cache
def percent_rules() -> RuleSearch:
    """The rules of percent_roles.toml."""
    return rule_search(load_rules("percent_roles.toml", PLACEHOLDERS))
