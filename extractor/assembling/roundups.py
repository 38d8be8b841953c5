"""Articles that report several companies' rounds: newsletters, lists, tables of deals. No value crosses a boundary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.assembling.companies import Candidate
from extractor.assembling.lines import Line
from extractor.assembling.roles import AmountRole

_EVENT_CUES = frozenset(
    {"company.subject", "company.talks", "company.relative", "company.invest_in", "company.bullet", "company.stealth"}
)
# fewer companies than this, each with a round of its own in a paragraph of its own, make no roundup
_FEW = 3
# how many paragraphs behind the one that opens a deal may still speak of it
_REACH = 4


@dataclass(frozen=True, slots=True)
class Deal:
    """One company's part of a roundup: its lines, numbered from 0."""

    company: Candidate
    lines: tuple[Line, ...]


def deals_of(lines: Sequence[Line], roles: Sequence[AmountRole], companies: Sequence[Candidate]) -> tuple[Deal, ...]:
    """The deals of a roundup in text order, () when the article is about one company."""
    openings = dict(_openings(lines, roles, companies))
    own = {company.name for company in openings.values()}
    if len(own) < 2 or (len(own) < _FEW and not _pair(lines, openings)) or _dominated(lines, companies):
        return ()
    return tuple(_deals(lines, openings))


def _openings(
    lines: Sequence[Line], roles: Sequence[AmountRole], companies: Sequence[Candidate]
) -> Iterator[tuple[int, Candidate]]:
    """Block → the company whose round that block opens; the first company of a block counts."""
    with_round = {id(r.line) for r in roles if r.label in ("round", "part") and not r.prior} | {
        id(line) for line in lines if line.masked.types
    }
    first: dict[int, tuple[int, Candidate]] = {}
    for company in companies:
        for hit in company.hits:
            if (
                hit.rule not in _EVENT_CUES
                or hit.prior
                or hit.line.boilerplate
                or hit.line.headline
                or id(hit.line) not in with_round
            ):
                continue
            if hit.mention.kind == "person" or hit.line.is_quoted(0):
                continue
            known = first.get(hit.line.block)
            if known is None or hit.mention.start < known[0]:
                first[hit.line.block] = (hit.mention.start, company)
    for block in sorted(first):
        yield block, first[block][1]


def _pair(lines: Sequence[Line], openings: dict[int, Candidate]) -> bool:
    """Two companies make a roundup only if the headline names both."""
    headline = [p.name for line in lines if line.headline for p in line.masked.parties.values()]
    return all(any(company.is_form(name) for name in headline) for company in openings.values())


def _dominated(lines: Sequence[Line], companies: Sequence[Candidate]) -> bool:
    """True when the headline or the first sentences report one company's round: then the others are background."""
    strong = [c for c in companies if any(h.line.headline and h.label != "topic" and not h.prior for h in c.hits)]
    if len(strong) == 1:
        return True
    return (
        bool(companies)
        and companies[0].score >= 10.0
        and (len(companies) < 2 or companies[0].score >= 1.8 * companies[1].score)
    )


def _deals(lines: Sequence[Line], openings: dict[int, Candidate]) -> Iterator[Deal]:
    order = sorted(openings)
    seen: set[str] = set()
    for index, block in enumerate(order):
        company = openings[block]
        if company.name in seen:
            continue
        seen.add(company.name)
        limit = order[index + 1] if index + 1 < len(order) else block + _REACH
        own = [line for line in lines if block <= line.block < min(limit, block + _REACH) and not line.headline]
        yield Deal(
            company, tuple(replace(line, order=place) for place, line in enumerate(_until_other(own, company, block)))
        )


def _until_other(own: Sequence[Line], company: Candidate, block: int) -> Iterator[Line]:
    """The lines of the opening block, and of later blocks while they go on about the company."""
    for line in own:
        if line.block == block or any(company.is_form(p.name) for p in line.masked.parties.values()):
            yield line
        elif line.masked.parties and line.masked.amounts:
            return
