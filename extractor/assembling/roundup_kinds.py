"""Whether an article whose sentences tell of several companies' rounds is a roundup: one of them may rule it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from extractor.assembling.companies import Candidate, CompanyHit
from extractor.assembling.lines import Line
from extractor.assembling.roles import AmountRole

# fewer companies than this, each with a round of its own in a paragraph of its own, make no roundup
FEW = 3
# so many companies with openings of their own make one whatever the headline says
_MANY = 5
ENTRY_CUE = "company.bullet"


def is_roundup(
    lines: Sequence[Line],
    roles: Sequence[AmountRole],
    companies: Sequence[Candidate],
    openings: Mapping[int, Candidate],
) -> bool:
    """`openings`: line order → the company whose round that line tells first."""
    own = {company.name for company in openings.values()}
    if len(own) < 2:
        return False
    whole = _pair(lines, openings, roles) if len(own) < FEW else _whole(lines, openings, roles) >= FEW
    return (whole or len(own) >= FEW) and not _dominated(lines, companies, openings, whole=whole)


def stands_alone(lines: Sequence[Line], start: int) -> bool:
    """True when the line that opens the deal is a paragraph by itself, a heading of the text below."""
    opening = opening_line(lines, start)
    alone = sum(line.block == opening.block for line in lines if not line.headline) == 1
    return alone and not opening.text.rstrip().endswith((".", "!", "?"))


def opening_line(lines: Sequence[Line], start: int) -> Line:
    """The body line of that order."""
    return next(line for line in lines if line.order == start and not line.headline)


def _pair(lines: Sequence[Line], openings: Mapping[int, Candidate], roles: Sequence[AmountRole]) -> bool:
    """Two companies make a roundup if the headline names both, or neither and each has paragraphs of its own."""
    headline = [p.name for line in lines if line.headline for p in line.masked.parties.values()]
    named = [any(company.is_form(name) for name in headline) for company in openings.values()]
    if all(named) or any(named):
        return all(named)
    headed = all(stands_alone(lines, order) for order in _firsts(openings).values())
    return (headed or _whole(lines, openings, roles) > 1) and _apart(lines, openings)


def _firsts(openings: Mapping[int, Candidate]) -> dict[str, int]:
    """The order of the line that opens each company's deal first."""
    return {openings[order].name: order for order in sorted(openings, reverse=True)}


def _apart(lines: Sequence[Line], openings: Mapping[int, Candidate]) -> bool:
    """Whether each of two companies opens a paragraph and is named on its own side of the second one only."""
    heads = _firsts(openings)
    body = [line for line in lines if not line.headline]
    blocks = {line.order: line.block for line in body}
    companies = [openings[order] for order in heads.values()]
    if any(blocks.get(order - 1) == blocks[order] for order in heads.values()):
        return False
    below = blocks[max(heads.values())]
    for order in heads.values():
        named = [li for li in body if names_company(li, openings[order]) and not li.boilerplate]
        told = [line for line in named if not all(names_company(line, company) for company in companies)]
        if any((line.block >= below) != (blocks[order] == below) for line in told):
            return False
    return True


def names_company(line: Line, company: Candidate) -> bool:
    """Whether the line holds a name of the company."""
    return any(company.is_form(party.name) for party in line.masked.parties.values())


def _whole(lines: Sequence[Line], openings: Mapping[int, Candidate], roles: Sequence[AmountRole]) -> int:
    """How many companies' openings name an amount and a type, each in a paragraph of its own."""
    sums = {id(r.line) for r in roles if r.label == "round" and not r.prior}
    own = {line.order: line for line in lines if line.order in openings and id(line) in sums and line.masked.types}
    places: dict[str, int] = {}
    for order, line in own.items():
        if line.block not in places.values():
            places.setdefault(openings[order].name, line.block)
    return len(places)


def _dominated(
    lines: Sequence[Line], companies: Sequence[Candidate], openings: Mapping[int, Candidate], *, whole: bool
) -> bool:
    """True when the headline or most sentences report one company's round: then the others are background."""
    counted = Counter(company.name for company in openings.values())
    if len(counted) >= _MANY:
        return counted.most_common(1)[0][1] > len(openings) / 2
    headline = [p.name for line in lines if line.headline for p in line.masked.parties.values()]
    own = {company.name: company for company in openings.values()}.values()
    if len(own) >= FEW and sum(any(company.is_form(name) for name in headline) for company in own) > 1:
        return False
    strong = [c for c in companies if any(_raises_in_headline(hit) for hit in c.hits)]
    if len(strong) == 1 and not _is_newsletter(lines):
        return True
    if whole or (len(own) >= FEW and _moves_on(lines, openings)):
        return False
    top = companies[0]
    return top.score >= 10.0 and (len(companies) < 2 or top.score >= 1.8 * companies[1].score)


def _moves_on(lines: Sequence[Line], openings: Mapping[int, Candidate]) -> bool:
    """Whether each company opens a paragraph, and the first one is not named again from the second's on."""
    heads = _firsts(openings)
    body = [line for line in lines if not line.headline]
    blocks = {line.order: line.block for line in body}
    if any(blocks.get(order - 1) == blocks[order] for order in heads.values()):
        return False
    first, second = sorted(heads.values())[:2]
    return not any(names_company(li, openings[first]) for li in body if li.block >= blocks[second])


# `The Week in Tech: Pennywell's £9m, an edtech raise and more`
_NEWSLETTER = re.compile(
    r"& more\b|\b(?:and more|deals news|[ap]\.?m\.? news|news in brief|week(?:ly)? (?:in|of|wrap)|round-?up|"
    r"in brief|briefs|briefing|digest|of the week|this week in|"
    r"deals of the)\b|(?<!\w)#\d{1,4}\b",
    re.IGNORECASE,
)


# `02 November 2020 – $310m series D for Acme`
_DATED = re.compile(r"\W{0,3}[\ueb00-\uebff] ?[:—–-]")


def _is_newsletter(lines: Sequence[Line]) -> bool:
    return any(
        line.headline and (_NEWSLETTER.search(line.masked.source) or _DATED.match(line.text) is not None)
        for line in lines
    )


def _raises_in_headline(hit: CompanyHit) -> bool:
    """`Acme raises $5 million`; not the name of a column, `Bench Notes: A comeback`."""
    return hit.line.headline and hit.label != "topic" and not hit.prior and hit.rule != ENTRY_CUE
