"""The rounds of one article, put together from lines, roles, parties and dates."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.article import Article
from extractor.assembling.companies import Candidate, CompanyHit, aliases, all_hits, candidates
from extractor.assembling.investors import WEAK, Backer, PartyHit, join_hits, party_hits, same_party
from extractor.assembling.lines import Line, read_lines
from extractor.assembling.money_values import AmountGroup, group_amounts, money_of, simple_money
from extractor.assembling.relevance import Verdict, judge, signals
from extractor.assembling.roles import AmountRole, amount_roles
from extractor.assembling.round_dates import date_choices
from extractor.assembling.stakes import stakes
from extractor.assembling.statuses import status_of
from extractor.assembling.types_of_round import TypeChoice, instrument_of, type_choices
from extractor.mentions import Mentions
from extractor.records import (
    Company,
    DateValue,
    Finding,
    FundingRound,
    Investor,
    Money,
    RoundStatus,
    RoundType,
    Valuation,
)

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
    roles = tuple(role for line in lines for role in amount_roles(line))
    hits = all_hits(lines)
    before = ["", *(line.text for line in lines)]
    parties = tuple(hit for line, text in zip(lines, before, strict=False) for hit in party_hits(line, text))
    companies = candidates(hits, mentions.parties, parties)
    return Reading(article, mentions, lines, roles, companies, parties, signals(lines, hits, parties, roles, companies[0] if companies else None))


def assemble(article: Article, mentions: Mentions, *, min_relevance: float = 0.5) -> Assembly:
    """The rounds that the article reports; none when it is not about a round."""
    reading = read(article, mentions)
    verdict = judge(reading.signals)
    if verdict.score < min_relevance or not reading.companies:
        return Assembly((), (), (), verdict)
    round_ = one_round(reading, reading.companies[0])
    return Assembly((round_,), (), (), verdict)


def one_round(reading: Reading, company: Candidate) -> FundingRound:
    """The round of `company` that the article reports."""
    lines = own_lines(reading, company)
    inside = {id(line) for line in lines}
    roles = [r for r in reading.roles if id(r.line) in inside]
    types = type_choices(lines)
    status = status_of([line for line in lines if not line.boilerplate and line.order < 12])
    amounts = group_amounts([r for r in roles if not r.prior and r.label in _ROUND_WEIGHTS], _ROUND_WEIGHTS)
    amount = money_of(amounts[0]) if amounts and amounts[0].score > 0 else None
    round_type = RoundType(types[0].label) if types and types[0].score >= 0.45 else None
    debt = [r for r in roles if r.label == "debt_part" and not r.prior]
    percents = stakes(lines)
    forms = company_forms(reading, company)
    backers = join_hits(_own_hits(reading.parties, inside), forms)
    return FundingRound(
        round_id=round_id(reading.article, company.name, round_type, amount),
        company=_company(reading, company, forms),
        status=status,
        round_type=round_type,
        round_label=types[0].mentions[0].text if round_type else None,
        modifiers=_modifiers(types[:1] if round_type else ()),
        instrument=instrument_of(round_type, types, lines, bool(debt) and amount is not None),
        amount=amount,
        announced_on=_date(lines, status),
        investors=tuple(_investor(b, backers) for b in backers),
        valuation=_valuation(roles, lines),
        total_raised=_total(roles, amount),
        stake_percent=percents.get("stake"),
        holding_percent=percents.get("holding"),
    )


def _own_hits(hits: Sequence[PartyHit], inside: set[int]) -> list[PartyHit]:
    """The role hits of the round's lines; weak ones only where there are no others."""
    own = [h for h in hits if id(h.line) in inside and not h.line.boilerplate and h.role != "advisor"]
    strong = [h for h in own if h.weight > WEAK]
    return strong or own


def own_lines(reading: Reading, company: Candidate) -> tuple[Line, ...]:
    """The lines that speak of this company's round: not those whose raiser is somebody else."""
    forms = company_forms(reading, company)
    foreign = {id(hit.line) for other in reading.companies if other is not company for hit in other.hits if _is_foreign(hit, forms)}
    return tuple(line for line in reading.lines if id(line) not in foreign)


def _is_foreign(hit: CompanyHit, forms: Sequence[str]) -> bool:
    """True for a line in the body where another company acts as raiser and ours is not named."""
    if hit.label != "raiser" or hit.line.headline or hit.rule not in ("company.subject", "company.talks", "company.relative"):
        return False
    if hit.prior or hit.mention.kind == "person":
        return False
    return not any(same_party(party.name, form) for party in hit.line.masked.parties.values() for form in forms)


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


def _date(lines: Sequence[Line], status: RoundStatus) -> DateValue | None:
    choices = [c for c in date_choices(lines, rumour=status in (RoundStatus.IN_TALKS, RoundStatus.DENIED)) if c.mention.value]
    if not choices or choices[0].score < 1.0:
        return None
    mention = choices[0].mention
    assert mention.value is not None
    return DateValue(value=mention.value, basis=mention.basis, evidence=(mention.evidence(),))


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
