"""The lines of one round: somebody else's left out, and numbered from the sentence that reports it.

A profile tells of its round in the thirtieth sentence. What counts is nearness to that sentence, so lines are
renumbered: 0 is the reporting sentence, those after it follow, those before it count as a little farther.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace

from extractor.assembling.companies import Candidate, CompanyHit
from extractor.assembling.investors import same_party
from extractor.assembling.lines import Line
from extractor.assembling.roles import AmountRole

_FOREIGN_CUES = frozenset(
    {"company.subject", "company.talks", "company.relative", "company.bullet", "company.stealth", "company.so_far"}
)
# a round told within the first sentences needs no renumbering
_LEAD = 4
_BEFORE = 3


def own_lines(
    lines: Sequence[Line],
    companies: Sequence[Candidate],
    company: Candidate,
    forms: Sequence[str],
    leads: Container[tuple[int, int]] = (),
) -> tuple[Line, ...]:
    """The lines that speak of this company's round: not those whose raiser is somebody else.

    `leads` holds line identity and masked mention of those who lead: `Acme Capital is expected to lead the round`.
    """
    foreign = {
        id(hit.line)
        for other in companies
        if other is not company
        for hit in other.hits
        if _is_foreign(hit, forms) and (id(hit.line), hit.mention.start) not in leads
    }
    return tuple(line for line in lines if id(line) not in foreign)


def _is_foreign(hit: CompanyHit, forms: Sequence[str]) -> bool:
    """True for a line in the body where another company acts as raiser and ours is not named."""
    if hit.rule not in _FOREIGN_CUES or hit.line.headline or hit.prior or hit.mention.kind == "person":
        return False
    return not any(same_party(party.name, form) for party in hit.line.masked.parties.values() for form in forms)


def reporting_order(lines: Sequence[Line], roles: Sequence[AmountRole], company: Candidate) -> int:
    """The order of the sentence that reports the round, 0 when it stands in the lead or cannot be told."""
    amounts = {
        id(r.line) for r in roles if r.label == "round" and not r.prior and not r.line.boilerplate and r.weight >= 2.0
    }
    acting = {id(h.line) for h in company.hits if h.label != "topic" and not h.prior}
    for line in lines:
        typed = any(not line.is_prior(place) for place in line.masked.types)
        if line.headline or line.boilerplate or not (id(line) in amounts or (typed and id(line) in acting)):
            continue
        if id(line) in acting or typed or line.order <= _LEAD:
            return line.order if line.order > _LEAD else 0
    return 0


def renumbered(lines: Sequence[Line], event: int) -> dict[int, Line]:
    """Line identity → the same line with its order counted from the reporting sentence."""
    if event == 0:
        return {id(line): line for line in lines}
    return {
        id(line): line
        if line.headline
        else replace(line, order=line.order - event if line.order >= event else event - line.order + _BEFORE)
        for line in lines
    }
