"""The rounds of one article, put together from lines, roles, parties and dates."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.article import Article
from extractor.assembling.companies import Candidate, aliases, all_hits, candidates
from extractor.assembling.event_lines import own_lines, renumbered, reporting_order
from extractor.assembling.investors import WEAK, Backer, PartyHit, join_hits, party_hits
from extractor.assembling.lines import Line, read_lines
from extractor.assembling.money_values import AmountGroup, group_amounts, money_of, simple_money
from extractor.assembling.relevance import Verdict, judge, signals
from extractor.assembling.roles import AmountRole, amount_roles
from extractor.assembling.roundups import Deal, deals_of
from extractor.assembling.round_dates import date_choices
from extractor.assembling.stakes import stakes
from extractor.assembling.statuses import status_of
from extractor.assembling.tranches import tranche_view
from extractor.assembling.twin_rounds import Focus, twins
from extractor.assembling.types_of_round import EQUITY_TYPES, TypeChoice, instrument_of, type_choices
from extractor.mentions import Mentions
from extractor.records import (
    Company,
    DateValue,
    Finding,
    FundingRound,
    Investor,
    Money,
    PartialStatement,
    RoundStatus,
    RoundType,
    Valuation,
)

# sentences before a line that tell whether it still speaks of a round
_CONTEXT = 3
_DATE_FLOOR = 1.0
_STATUS_REACH = 12
# a type named once, late or in passing: enough for a named equity round, not for a word like grant or strategic
_TYPE_FLOOR, _SIDE_FLOOR = 0.15, 0.45
_ROUND_WEIGHTS = {"round": 1.0, "part": 0.45, "debt_part": 0.35, "equity_part": 0.4, "secondary": 0.3, "none": 0.0}


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


@dataclass(frozen=True, slots=True)
class Assembly:
    """What assembling yields: rounds, earlier rounds, findings, and how relevant the article is."""

    rounds: tuple[FundingRound, ...]
    previous: tuple[FundingRound, ...]
    findings: tuple[Finding, ...]
    verdict: Verdict


def read(article: Article, mentions: Mentions) -> Reading:
    """Everything that all rounds of the article share."""
    lines = read_lines(article, mentions)
    hits = all_hits(lines)
    roles, parties = _roles_and_parties(lines)
    companies = candidates(hits, mentions.parties, parties)
    deals = deals_of(lines, roles, companies)
    found = signals(lines, hits, parties, roles, companies[0] if companies else None)
    return Reading(article, mentions, lines, roles, companies, parties, deals, found | {"roundup"} if deals else found)


def _roles_and_parties(lines: Sequence[Line]) -> tuple[tuple[AmountRole, ...], tuple[PartyHit, ...]]:
    texts = [line.text for line in lines]
    before = [" ".join(texts[max(0, place - _CONTEXT) : place]) for place in range(len(texts))]
    roles = tuple(role for line in lines for role in amount_roles(line))
    return roles, tuple(hit for line, text in zip(lines, before, strict=True) for hit in party_hits(line, text))


def assemble(article: Article, mentions: Mentions, *, min_relevance: float = 0.5) -> Assembly:
    """The rounds that the article reports; none when it is not about a round."""
    reading = read(article, mentions)
    verdict = judge(reading.signals)
    if verdict.score < min_relevance or not reading.companies:
        return Assembly((), (), (), verdict)
    if reading.deals:
        rounds = tuple(r for deal in reading.deals for r in _rounds_of(part_of(reading, deal), deal.company))
    else:
        rounds = _rounds_of(reading, reading.companies[0])
    return Assembly(rounds, (), (), verdict)


def _rounds_of(reading: Reading, company: Candidate) -> tuple[FundingRound, ...]:
    """One round, or several that the article tells apart by type and amount."""
    reading = _about(reading, company)
    focuses = twins(reading.lines, reading.roles)
    if not focuses:
        return (one_round(reading, company),)
    return tuple(one_round(_focused(reading, focus, focuses), company, focus.label) for focus in focuses)


def _about(reading: Reading, company: Candidate) -> Reading:
    """The reading reduced to the company's own lines, numbered from the sentence that reports the round."""
    own = own_lines(reading.lines, reading.companies, company, company_forms(reading, company))
    inside = {id(line) for line in own}
    roles = [r for r in reading.roles if id(r.line) in inside]
    lines = renumbered(own, reporting_order(own, roles, company))
    return replace(
        reading,
        lines=tuple(lines.values()),
        roles=tuple(replace(r, line=lines[id(r.line)]) for r in roles),
        parties=tuple(replace(h, line=lines[id(h.line)]) for h in reading.parties if id(h.line) in inside),
    )


def _focused(reading: Reading, focus: Focus, focuses: Sequence[Focus]) -> Reading:
    labels = frozenset(f.label for f in focuses)
    roles = tuple(r for r in reading.roles if (r.label not in _ROUND_WEIGHTS and focus.primary) or r in focus.roles)
    return replace(reading, roles=roles, parties=tuple(h for h in reading.parties if focus.holds_hit(h, labels)))


def part_of(reading: Reading, deal: Deal) -> Reading:
    """The reading of one deal of a roundup: nothing outside its lines is seen."""
    roles, parties = _roles_and_parties(deal.lines)
    return replace(reading, lines=deal.lines, roles=roles, parties=parties, companies=(deal.company,))


def one_round(reading: Reading, company: Candidate, label: str | None = None) -> FundingRound:
    """The round of `company` that the article reports; `label` fixes its type where there are several."""
    lines = reading.lines
    view = tranche_view(reading.article, lines, reading.roles)
    roles = view.relabel(reading.roles)
    forms = company_forms(reading, company)
    types = tuple(t for t in type_choices(lines) if label is None or t.label == label)
    status = status_of([line for line in lines if not line.boilerplate and line.order < _STATUS_REACH])
    date, written = _date(lines, status)
    amounts = group_amounts([r for r in roles if not r.prior and r.label in _ROUND_WEIGHTS], _ROUND_WEIGHTS)
    amount = money_of(amounts[0]) if amounts and amounts[0].score > 0 else None
    round_type = RoundType(types[0].label) if types and types[0].score >= (_SIDE_FLOOR if types[0].label not in EQUITY_TYPES else _TYPE_FLOOR) else None
    debt = [r for r in roles if r.label == "debt_part" and not r.prior]
    percents = stakes(lines, forms)
    backers = join_hits(_own_hits(reading.parties), forms)
    return FundingRound(
        round_id=round_id(reading.article, company.name, round_type, amount),
        company=_company(reading, company, forms),
        status=status,
        round_type=round_type,
        round_label=types[0].mentions[0].text if round_type else None,
        modifiers=_modifiers(types[:1] if round_type else ()),
        instrument=instrument_of(round_type, types, lines, bool(debt) and amount is not None),
        amount=amount,
        announced_on=date,
        date_as_written=written,
        investors=tuple(_investor(b, backers) for b in backers),
        valuation=_valuation(roles, lines),
        total_raised=_total(roles, amount),
        stake_percent=percents.get("stake"),
        holding_percent=percents.get("holding"),
        tranches=view.tranches,
        committed_amount=view.committed_amount,
        target_amount=view.target_amount,
        investor_count=view.investor_count,
        evidence=view.counted.evidence if view.counted else (),
    )


def _own_hits(hits: Sequence[PartyHit]) -> list[PartyHit]:
    """The role hits of the round's lines; weak ones only where there are no others."""
    own = [h for h in hits if not h.line.boilerplate and h.role != "advisor"]
    strong = [h for h in own if h.weight > WEAK]
    return strong or own


def company_forms(reading: Reading, company: Candidate) -> tuple[str, ...]:
    """All forms of the company's name, the preferred one first."""
    forms = dict.fromkeys([company.name, *company.forms, *aliases(company, reading.mentions.parties, reading.article.text)])
    return tuple(forms)


def _company(reading: Reading, company: Candidate, forms: Sequence[str]) -> Company:
    first = next(h for h in company.hits if h.mention.name == company.name)
    return Company(name=company.name, also_known_as=tuple(forms[1:]), evidence=(first.mention.evidence(),))


def round_id(article: Article, company: str, round_type: RoundType | None, amount: Money | None) -> str:
    """Deterministic: the same article yields the same ids."""
    parts = (article.id, company, round_type.value if round_type else "", str(amount.value) if amount else "")
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def _modifiers(types: Sequence[TypeChoice]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(m for choice in types for mention in choice.mentions for m in mention.modifiers))


def _date(lines: Sequence[Line], status: RoundStatus) -> tuple[DateValue | None, PartialStatement | None]:
    """The round's date, or else the words of a date that nothing resolves (`July 2` of an unknown year)."""
    choices = [c for c in date_choices(lines, rumour=status in (RoundStatus.IN_TALKS, RoundStatus.DENIED)) if c.score >= _DATE_FLOOR]
    for choice in choices:
        if choice.mention.value is not None:
            return DateValue(value=choice.mention.value, basis=choice.mention.basis, evidence=(choice.mention.evidence(),)), None
    for choice in choices:
        if choice.mention.kind == "yearless":
            return None, PartialStatement(text=choice.mention.text, evidence=(choice.mention.evidence(),))
    return None, None


def _investor(backer: Backer, backers: Sequence[Backer]) -> Investor:
    leads = sum(b.role == "lead" for b in backers)
    role = ("co_lead" if leads > 1 else "lead") if backer.role == "lead" else "participant"
    first = backer.hits[0]
    return Investor(
        name=backer.name,
        also_known_as=backer.forms,
        kind=first.mention.kind,
        role=role,
        relation=backer.relation,  # type: ignore[arg-type]
        affiliation=backer.affiliation,
        evidence=tuple(hit.mention.evidence().model_copy(update={"rule": hit.rule}) for hit in backer.hits),
    )


def _valuation(roles: Sequence[AmountRole], lines: Sequence[Line]) -> Valuation | None:
    groups = group_amounts([r for r in roles if r.label == "valuation" and not r.prior], {"valuation": 1.0})
    if not groups:
        return None
    money = money_of(groups[0])
    return Valuation(**dict(money), basis=_basis(groups[0]))


def _basis(group: AmountGroup) -> str:
    for role in group.roles:
        around = role.line.text[max(0, role.place - 60) : role.place + 40].lower()
        for word, basis in (("post", "post"), ("pre-money", "pre"), ("pre money", "pre"), ("premoney", "pre")):
            if word in around and ("money" in around):
                return basis
    return "unspecified"


def _total(roles: Sequence[AmountRole], amount: Money | None) -> Money | None:
    groups = group_amounts([r for r in roles if r.label == "total" and not r.prior], {"total": 1.0})
    return money_of(groups[0]) if groups else None
