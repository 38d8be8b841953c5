"""How far a round is, from the headline and the sentences that report it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from extractor.assembling.lines import Line
from extractor.assembling.masking import PLACEHOLDERS, rule_search
from extractor.evidence import Evidence
from extractor.lexicons.rule_search import GuardedPattern, RuleSearch
from extractor.lexicons.rules import load_rules
from extractor.records import Finding, RoundStatus

_UNCERTAIN = (RoundStatus.IN_TALKS, RoundStatus.DENIED)
# a headline's word weighs so much, and so does that a round stays open, wherever it stands
_FIRST = 2.0
_WHEREVER = "status.stays_open"
# searched for in folded text
_DOUBT = re.compile(
    r"\b(?:could|may|might) (?:still )?(?:fall apart|fall through|collapse|change|"
    r"not (?:be final|close|happen|materiali[sz]e))\b|"
    r"\b(?:not|hasn't|has not|have not|yet to)(?: yet| been)* (?:finali[sz]ed|final|been signed|signed)\b|"
    r"\bno (?:final )?(?:agreement|decision) has been\b|"
    r"\b(?:subject to change|no guarantee|not guaranteed)\b"
)


def status_of(lines: Sequence[Line]) -> RoundStatus:
    """The heaviest status over the lines that report the round; `closed` when none speaks."""
    weight: dict[str, float] = defaultdict(float)
    for line in lines:
        place = _FIRST if line.headline else max(0.3, 1.2 - 0.2 * line.order)
        for rule, match in status_rules().first_matches(line.text, line.found) if line.speaks else ():
            if not line.is_prior(match.start()):
                said = rule.weight * (_FIRST if rule.id == _WHEREVER else place)
                weight[rule.label] = max(weight[rule.label], said)
    if not weight:
        return RoundStatus.CLOSED
    best = max(weight, key=lambda label: (weight[label], label == "closed"))
    return RoundStatus(best)


@cache
def _doubt_words() -> GuardedPattern:
    return GuardedPattern(_DOUBT)


def doubts(lines: Sequence[Line], status: RoundStatus) -> tuple[Finding, ...]:
    """A finding for a round that is not certain: talks, a denial, or words such as `could still fall apart`."""
    for line in lines:
        match = None if line.boilerplate else _doubt_words().in_folded(line.folded)
        if match is not None:
            low, high = line.masked.span(match.start(), match.end())
            quote = Evidence(start=low, end=high, text=line.masked.written(low, high), rule="status.doubt")
            return (_doubt(status, quote.text, (quote,)),)
    return (_doubt(status, status.value.replace("_", " "), ()),) if status in _UNCERTAIN else ()


def _doubt(status: RoundStatus, words: str, evidence: tuple[Evidence, ...]) -> Finding:
    return Finding(
        code="status.doubt",
        severity="info",
        message=f"the round is not certain: {words}",
        path="status",
        stated=status.value,
        evidence=evidence,
    )


@cache
def status_rules() -> RuleSearch:
    """The rules of statuses.toml."""
    return rule_search(load_rules("statuses.toml", PLACEHOLDERS))
