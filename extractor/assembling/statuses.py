"""How far a round is, from the headline and the sentences that report it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from extractor.assembling.lines import Line
from extractor.assembling.masking import PLACEHOLDERS
from extractor.lexicons.rules import Rule, load_rules
from extractor.records import RoundStatus


def status_of(lines: Sequence[Line]) -> RoundStatus:
    """The heaviest status over the lines that report the round; `closed` when none speaks."""
    weight: dict[str, float] = defaultdict(float)
    for line in lines:
        place = 2.0 if line.headline else max(0.3, 1.2 - 0.2 * line.order)
        for rule in status_rules():
            match = rule.pattern.search(line.text)
            if match is not None and not line.is_prior(match.start()):
                weight[rule.label] = max(weight[rule.label], rule.weight * place)
    if not weight:
        return RoundStatus.CLOSED
    best = max(weight, key=lambda label: (weight[label], label == "closed"))
    return RoundStatus(best)


@cache
def status_rules() -> tuple[Rule, ...]:
    """The compiled rules of statuses.toml."""
    return load_rules("statuses.toml", PLACEHOLDERS)
