"""Reading: one article with everything that all its rounds share, and the parts of it that one round may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.article import Article
from extractor.assembling.amount_choice import ROUND_WEIGHTS
from extractor.assembling.cohorts import cohort_investor, cohort_of, invests_in_each, sums_of_each
from extractor.assembling.companies import Candidate, CompanyHit, aliases, candidates, may_raise
from extractor.assembling.company_topics import all_hits
from extractor.assembling.event_lines import own_lines, renumbered, reporting_order
from extractor.assembling.investors import PartyHit, party_hits
from extractor.assembling.lines import Line, read_lines
from extractor.assembling.party_bullets import bullet_hits
from extractor.assembling.party_keys import WrittenNames
from extractor.assembling.relevance import signals
from extractor.assembling.roles import AmountRole, amount_roles
from extractor.assembling.roundups import Deal, deals_of
from extractor.assembling.twin_rounds import Focus
from extractor.mentions import Mentions
from extractor.recognizing.entries import listed_entries

# sentences before a line that tell whether it still speaks of a round
_CONTEXT = 3
_COHORT_RULE = "part.cohort"


@dataclass(frozen=True, slots=True)
class Reading:
    """One article, read: its lines, the roles of its amounts and the companies it may be about."""

    article: Article
    mentions: Mentions
    lines: tuple[Line, ...]
    roles: tuple[AmountRole, ...]
    companies: tuple[Candidate, ...]
    parties: tuple[PartyHit, ...]
    deals: tuple[Deal, ...]
    signals: frozenset[str]
    names: WrittenNames


def read(article: Article, mentions: Mentions) -> Reading:
    """Everything that all rounds of the article share."""
    lines = read_lines(article, mentions)
    hits = all_hits(lines)
    roles, parties = _roles_and_parties(lines)
    companies = candidates(hits, mentions.parties, parties, lines)
    names = WrittenNames(party.name for party in mentions.parties)
    entries = listed_entries(article)
    deals = deals_of(lines, roles, companies, entries)
    found = signals(lines, hits, parties, roles, companies[0] if companies else None)
    cohort = cohort_of(lines) if not deals or invests_in_each(lines) or len(entries) >= len(deals) else ()
    if cohort and not any(_invested_in_alone(hit) for company in companies for hit in company.hits):
        presenter = cohort_investor(lines)
        return Reading(article, mentions, lines, roles, companies, presenter, cohort, found | {"cohort"}, names)
    # the first item of a digest may price its shares, and the others raise money
    found = (found - {"irrelevant.ipo_priced@L"}) | {"roundup"} if deals else found
    return Reading(article, mentions, lines, roles, companies, parties, deals, found, names)


def _invested_in_alone(hit: CompanyHit) -> bool:
    """`Acme Capital invests in Foo`, `Foo secures seed investment from Acme Accelerator`: the headline names one."""
    one_raises = hit.label == "raiser" and may_raise(hit.mention)
    return hit.line.headline and not hit.prior and (hit.rule == "company.invest_in" or one_raises)


def _roles_and_parties(lines: Sequence[Line]) -> tuple[tuple[AmountRole, ...], tuple[PartyHit, ...]]:
    texts = [line.text for line in lines]
    before = [" ".join(texts[max(0, place - _CONTEXT) : place]) for place in range(len(texts))]
    roles = tuple(role for line in lines for role in amount_roles(line))
    hits = [hit for line, text in zip(lines, before, strict=True) for hit in party_hits(line, text)]
    return roles, (*hits, *bullet_hits(lines))


def about(reading: Reading, company: Candidate) -> Reading:
    """The reading reduced to the company's own lines, numbered from the sentence that reports the round."""
    own = own_lines(reading.lines, reading.companies, company, company_forms(reading, company), reading.parties)
    inside = {id(line) for line in own}
    roles = [r for r in reading.roles if id(r.line) in inside]
    lines = renumbered(own, reporting_order(own, roles, company))
    return replace(
        reading,
        lines=tuple(lines.values()),
        roles=tuple(replace(r, line=lines[id(r.line)]) for r in roles),
        parties=tuple(replace(h, line=lines[id(h.line)]) for h in reading.parties if id(h.line) in inside),
    )


def focused(reading: Reading, focus: Focus, focuses: Sequence[Focus]) -> Reading:
    """The reading of one of a company's rounds: its amounts and investors and, where sentences part them, its lines."""
    labels = frozenset(f.label for f in focuses)
    roles = tuple(r for r in reading.roles if (r.label not in ROUND_WEIGHTS and focus.primary) or r in focus.roles)
    others = [f.line for f in focuses if f.line is not None and f is not focus]
    lines = (focus.line,) if focus.line else tuple(x for x in reading.lines if not any(x is line for line in others))
    inside = {id(line) for line in lines}
    parties = tuple(h for h in reading.parties if id(h.line) in inside and focus.holds_hit(h, labels))
    return replace(reading, lines=lines, roles=tuple(r for r in roles if id(r.line) in inside), parties=parties)


def part_of(reading: Reading, deal: Deal) -> Reading:
    """The reading of one deal of a roundup: nothing outside its lines is seen."""
    if any(hit.rule == _COHORT_RULE for hit in reading.parties):
        presenter = tuple(replace(hit, line=deal.lines[0]) for hit in reading.parties)
        each = sums_of_each(deal.lines)
        return replace(reading, lines=deal.lines, roles=each, parties=presenter, companies=(deal.company,))
    roles, parties = _roles_and_parties(deal.lines)
    return replace(reading, lines=deal.lines, roles=roles, parties=parties, companies=(deal.company,))


def company_forms(reading: Reading, company: Candidate) -> tuple[str, ...]:
    """All forms of the company's name, the preferred one first."""
    forms = dict.fromkeys(
        [company.name, *company.forms, *aliases(company, reading.mentions.parties, reading.names, reading.article.text)]
    )
    return tuple(forms)
