"""The lines of one round: somebody else's left out, and numbered from the sentence that reports it.

A profile tells of its round in the thirtieth sentence. What counts is nearness to that sentence, so lines are
renumbered: 0 is the reporting sentence, those after it follow, those before it count as a little farther.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import replace

from extractor.assembling.companies import Candidate, CompanyHit
from extractor.assembling.investors import PartyHit, same_party
from extractor.assembling.lines import Line
from extractor.assembling.masking import ORG
from extractor.assembling.party_keys import key
from extractor.assembling.roles import AmountRole

_FOREIGN_CUES = frozenset(
    {"company.subject", "company.talks", "company.relative", "company.bullet", "company.stealth", "company.so_far"}
)
# a round told within the first sentences needs no renumbering
_LEAD = 4
_BEFORE = 3
# `In March, Quillonet, a maker of tills, went public`: a sentence about whom it opens with
_OPENS_WITH = re.compile(
    r"[\W_]{0,4}(?:(?:[Ii]n|[Oo]n|[Aa]t|[Bb]y|[Ll]ast|[Tt]his|[Ee]arlier|[Mm]eanwhile|[Aa]lso|[A-Z][a-z]+ly)\b"
    rf"[^,.;]{{0,30}}, )?({ORG})(?:,[^,.;]{{1,100}},)? (?:has|had|have|is|was|will|would|went|took|bought|sold|got|won|"
    r"paid|plans|makes|sells|employs|offers|runs|operates|owns|expects|raises|"
    r"(?!added|noted|explained|commented|claimed|stated|remarked|argued|joked|continued|concluded|replied)[a-z]+ed)\b"
)
# what leads back to the company
_LEADS_BACK = re.compile(
    r"\b(?:the (?:[\w-]+ )?(?:company|start-?up|firm|business|round|deal|financing|funding|investment|raise|"
    r"transaction|money|cash|proceeds|funds|capital)|this (?:round|deal|financing|funding|investment|raise)|"
    r"it|them|us|we|our)\b",
    re.IGNORECASE,
)
_BYSTANDER_FROM, _BYSTANDER_MOST = 2, 2


def own_lines(
    lines: Sequence[Line],
    companies: Sequence[Candidate],
    company: Candidate,
    forms: Sequence[str],
    parties: Sequence[PartyHit] = (),
) -> tuple[Line, ...]:
    """The lines that speak of this company's round: not those whose raiser is somebody else, nor a bystander's.

    `parties` are all who have a role in the article: `Acme Capital is expected to lead the round` is told of it, and
    `Acme put in $5 million, Foo added $2 million`.
    """
    told = Counter(id(hit.line) for hit in parties if hit.role != "advisor")
    backers = {
        (id(hit.line), hit.mention.start)
        for hit in parties
        if hit.role == "lead" or (hit.role == "participant" and told[id(hit.line)] > 1)
    }
    foreign = {
        id(hit.line)
        for other in companies
        if other is not company
        for hit in other.hits
        if _is_foreign(hit, forms) and (id(hit.line), hit.mention.start) not in backers
    }
    known = {key(hit.mention.name) for hit in parties}
    counts = Counter(key(party.name) for line in lines for party in line.masked.parties.values())
    heads = {key(party.name) for line in lines if line.headline for party in line.masked.parties.values()}
    return tuple(
        line for line in lines if id(line) not in foreign and not _is_bystanders(line, forms, known | heads, counts)
    )


def _is_bystanders(line: Line, forms: Sequence[str], known: Container[str], counts: Counter[str]) -> bool:
    """True for a sentence that opens with a name of no role, hardly ever written, and leads back to nobody."""
    if line.headline or line.order < _BYSTANDER_FROM or not line.speaks:
        return False
    found = _OPENS_WITH.match(line.text)
    if found is None or _LEADS_BACK.search(line.text):
        return False
    name = key(line.masked.parties[found.start(1)].name)
    return name not in known and counts[name] <= _BYSTANDER_MOST and not _names(line, forms)


def _is_foreign(hit: CompanyHit, forms: Sequence[str]) -> bool:
    """True for a line in the body where another company acts as raiser and ours is not named."""
    if hit.rule not in _FOREIGN_CUES or hit.line.headline or hit.prior or hit.mention.kind == "person":
        return False
    return not _names(hit.line, forms)


def _names(line: Line, forms: Sequence[str]) -> bool:
    return any(same_party(party.name, form) for party in line.masked.parties.values() for form in forms)


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
