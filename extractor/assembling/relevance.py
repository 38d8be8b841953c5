"""Is the article about a company's funding round? Cues for and against, the headline counted double."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extractor.assembling.lines import Line
from extractor.assembling.masking import PLACEHOLDERS
from extractor.lexicons.rules import Rule, load_rules

_LEAD_SENTENCES = 8
# logistic midpoint and slope over the summed weights; chosen on the work part of the labelled corpus
_MIDPOINT = 3.0
_SLOPE = 0.55


@dataclass(frozen=True, slots=True)
class Verdict:
    """`score` 0…1, the sum for and against, and the rules that spoke."""

    score: float
    for_: float
    against: float
    reasons: tuple[str, ...]


def judge(lines: Sequence[Line]) -> Verdict:
    """Weigh the headline and the first sentences."""
    for_ = against = 0.0
    reasons: dict[str, float] = {}
    for line in lines:
        if line.boilerplate or line.order >= _LEAD_SENTENCES:
            continue
        place = 2.0 if line.headline else max(0.25, 1.0 - 0.12 * line.order)
        lowered = line.text.lower()
        for rule in relevance_rules():
            if not rule.may_match(lowered):
                continue
            match = rule.pattern.search(line.text)
            if match is None or (rule.label == "for" and line.is_prior(match.start())):
                continue
            gain = rule.weight * place
            reasons[rule.id] = max(reasons.get(rule.id, 0.0), gain)
    for_ = sum(gain for rule, gain in reasons.items() if rule.startswith("relevant"))
    against = sum(gain for rule, gain in reasons.items() if not rule.startswith("relevant"))
    score = 1.0 / (1.0 + math.exp(-_SLOPE * (for_ - against - _MIDPOINT)))
    spoken = tuple(sorted(reasons, key=lambda r: (-reasons[r], r))[:4])
    return Verdict(round(score, 4), for_, against, spoken)


@cache
def relevance_rules() -> tuple[Rule, ...]:
    """The compiled rules of relevance.toml."""
    return load_rules("relevance.toml", PLACEHOLDERS)
