"""One round's record, put together from its lines, amounts, parties and dates."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from extractor.article import Article
from extractor.assembling.amount_choice import AmountChoice, choose_amount, split_amounts
from extractor.assembling.article_reading import Reading, company_forms
from extractor.assembling.backers import Backer, join_hits
from extractor.assembling.coming_rounds import without_finished
from extractor.assembling.companies import Candidate
from extractor.assembling.confidence import graded
from extractor.assembling.grounds import Grounds
from extractor.assembling.identities import identity
from extractor.assembling.investor_amounts import amount_of
from extractor.assembling.lines import Line
from extractor.assembling.money_values import AmountGroup, group_amounts, money_of
from extractor.assembling.own_backers import own_hits
from extractor.assembling.party_kinds import kind_told
from extractor.assembling.roles import AmountRole
from extractor.assembling.round_dates import date_choices, is_news
from extractor.assembling.second_opinions import DATE_RULE, Surroundings, day_left_out, supported, total_left_out
from extractor.assembling.stakes import stakes
from extractor.assembling.statements import advisors, use_of_funds
from extractor.assembling.statuses import doubts, status_of
from extractor.assembling.tranches import TrancheView, tranche_view
from extractor.assembling.types_of_round import EQUITY_TYPES, TypeChoice, instrument_of, is_mixed, type_choices
from extractor.lexicons.rules import word_list
from extractor.mentions import DateMention
from extractor.records import (
    Company,
    DateValue,
    Finding,
    FundingRound,
    Instrument,
    Investor,
    Money,
    PartialStatement,
    RoundStatus,
    RoundType,
    Valuation,
)

_DATE_FLOOR = 1.0
_STATUS_REACH = 12
_TO_COME = (RoundStatus.PLANNED, RoundStatus.IN_TALKS, RoundStatus.DENIED)
# a type named once, late or in passing: enough for a named equity round, not for a word like grant or strategic
_TYPE_FLOOR, _SIDE_FLOOR = 0.15, 0.45


@dataclass(frozen=True, slots=True)
class Reported:
    """A round and what could not be decided about it; the findings' paths are relative to the round."""

    round: FundingRound
    findings: tuple[Finding, ...]


def one_round(reading: Reading, company: Candidate, label: str | None = None) -> Reported:
    """The round of `company` that the article reports; `label` fixes its type where there are several."""
    status = status_of([line for line in reading.lines if not line.boilerplate and line.order < _STATUS_REACH])
    reading = without_finished(reading, status)
    lines = reading.lines
    view = tranche_view(reading.article, lines, reading.roles)
    roles = view.relabel(reading.roles)
    forms = company_forms(reading, company)
    around = Surroundings(lines, forms, reading.article.published_on)
    types = tuple(t for t in type_choices(lines) if label is None or t.label == label)
    choice = choose_amount(roles)
    round_type = _round_type(types)
    mixed = round_type is RoundType.DEBT and is_mixed(lines, roles)
    if mixed:
        round_type = None  # one sum of equity and debt is no debt round
    days, day_findings = _dates(lines, status, reading.article.published_on, around)
    total, total_findings = _total(roles, choice, status, around)
    backers, left_out = supported(join_hits(own_hits(reading.parties, round_type, forms, roles), forms), around)
    record = FundingRound(
        round_id=round_id(reading.article, company.name, round_type, choice.amount),
        company=_company(reading, company, forms, [b.name for b in backers]),
        status=status,
        round_type=round_type,
        round_label=types[0].mentions[0].text if round_type else None,
        modifiers=_modifiers(types[:1] if round_type else ()),
        instrument=Instrument.MIXED if mixed else instrument_of(round_type, types, lines, roles),
        amount=choice.amount,
        investors=tuple(_investor(b, backers, choice.amount) for b in backers),
        valuation=_valuation(roles),
        total_raised=total,
        use_of_funds=use_of_funds(lines, reading.article),
        advisors=advisors(reading.parties, forms),
        evidence=view.counted.evidence if view.counted else (),
        **days,
        **_parts(view, roles, choice.amount),
        **_shares(lines, forms),
    )
    findings = (*choice.findings, *left_out, *total_findings, *day_findings, *doubts(lines, status))
    return Reported(graded(Grounds(reading, company, record, types, roles, backers, findings)), findings)


def _parts(view: TrancheView, roles: Sequence[AmountRole], whole: Money | None) -> dict[str, Any]:
    """The record's fields about parts of the round."""
    return {
        "tranches": view.tranches,
        "committed_amount": view.committed_amount,
        "target_amount": view.target_amount,
        "investor_count": view.investor_count,
        **split_amounts(roles, whole),
    }


def _shares(lines: Sequence[Line], forms: Sequence[str]) -> dict[str, Any]:
    found = stakes(lines, forms)
    return {"stake_percent": found.get("stake"), "holding_percent": found.get("holding")}


def _round_type(types: Sequence[TypeChoice]) -> RoundType | None:
    """The heaviest type, None when it is named too weakly."""
    if not types or types[0].score < (_TYPE_FLOOR if types[0].label in EQUITY_TYPES else _SIDE_FLOOR):
        return None
    return RoundType(types[0].label)


def _company(reading: Reading, company: Candidate, forms: Sequence[str], investors: Sequence[str]) -> Company:
    first = next(h for h in company.hits if h.mention.name == company.name)
    who = identity(reading, company, forms, investors)
    others = dict.fromkeys(
        n for n in (*forms[1:], *who.other_names) if n != company.name and _is_alias(n, company.name)
    )
    return Company(
        name=company.name,
        legal_name=who.legal_name,
        also_known_as=tuple(others),
        parent=who.parent,
        evidence=(first.mention.evidence(), *who.evidence),
    )


# `Hailo-10` is a product of Hailo, `goodmeat.co` the address of GOOD Meat
_PRODUCT = re.compile(r"[-\s]\d|[a-z]\.[a-z]{2,}$")


def _is_alias(form: str, name: str) -> bool:
    """False for a product's number, an address, and a headline's verb taken for a part of the name."""
    if _PRODUCT.search(form) and not _PRODUCT.search(name):
        return False
    last = form.split()[-1]
    return " " not in form or last.lower() not in word_list("headline_words") or last in name.split()


def round_id(article: Article, company: str, round_type: RoundType | None, amount: Money | None) -> str:
    """Deterministic: the same article yields the same ids."""
    parts = (article.id, company, round_type.value if round_type else "", str(amount.value) if amount else "")
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def _modifiers(types: Sequence[TypeChoice]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(m for choice in types for mention in choice.mentions for m in mention.modifiers))


def _dates(
    lines: Sequence[Line], status: RoundStatus, published: str | None, around: Surroundings
) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    """The round's date, or else the words of a date that nothing resolves (`July 2` of an unknown year)."""
    rumour = status in (RoundStatus.IN_TALKS, RoundStatus.DENIED)
    choices = [c for c in date_choices(lines, rumour=rumour) if c.score >= _DATE_FLOOR]
    for choice in choices:
        if choice.mention.value is not None and is_news(choice.mention.value, published):
            if around.doubts_day(choice.mention.value):
                return {}, (day_left_out(choice.mention),)
            return {"announced_on": _date_value(choice.mention, choice.mention.rule)}, ()
    for choice in choices:
        if choice.mention.kind == "yearless":
            words = PartialStatement(text=choice.mention.text, evidence=(choice.mention.evidence(),))
            return {"date_as_written": words}, ()
    likely = None if rumour else around.likely_day()
    if likely is not None and is_news(likely.value or "", published):
        return {"announced_on": _date_value(likely, DATE_RULE)}, ()
    return {}, ()


def _date_value(mention: DateMention, rule: str) -> DateValue:
    evidence = mention.evidence().model_copy(update={"rule": rule})
    return DateValue(value=mention.value or "", basis=mention.basis, evidence=(evidence,))


def _investor(backer: Backer, backers: Sequence[Backer], whole: Money | None) -> Investor:
    role: Literal["lead", "co_lead", "participant"] = "participant"
    if backer.role == "lead":
        role = "co_lead" if sum(b.role == "lead" for b in backers) > 1 else "lead"
    return Investor(
        name=backer.name,
        also_known_as=backer.forms,
        kind=kind_told(backer.name, backer.hits),
        role=role,
        relation=backer.relation,  # type: ignore[arg-type]
        affiliation=backer.affiliation,
        amount=amount_of(backer, whole),
        evidence=tuple(hit.mention.evidence().model_copy(update={"rule": hit.rule}) for hit in backer.hits),
    )


def _valuation(roles: Sequence[AmountRole]) -> Valuation | None:
    groups = group_amounts([r for r in roles if r.label == "valuation" and not r.prior], {"valuation": 1.0})
    if not groups:
        return None
    group = groups[0]
    if _basis(group) == "pre":  # of both, the one with the new money
        group = next((other for other in groups if _basis(other) == "post"), group)
    return Valuation(**dict(money_of(group)), basis=_basis(group))


_BASIS = re.compile(
    r"(?P<post>\bpost[- ]?money\b|\bpost-investment\b)|"
    r"\bpre[- ]?money\b|\bbefore the (?:new money|raise|round|investment)\b"
)


def _basis(group: AmountGroup) -> Literal["pre", "post", "unspecified"]:
    """What the words beside the amount say: `pre-money`, `post-money`."""
    for role in group.roles:
        text = role.line.text.lower()
        before = list(_BASIS.finditer(text, max(0, role.place - 60), role.place))
        behind = _BASIS.search(text, role.place, role.place + 40)
        follows = behind and not re.search(r",| and ", text[role.place : behind.start()])
        found = behind if follows or not before else before[-1]
        if found:
            return "post" if found["post"] else "pre"
    return "unspecified"


def _total(
    roles: Sequence[AmountRole], choice: AmountChoice, status: RoundStatus, around: Surroundings
) -> tuple[Money | None, tuple[Finding, ...]]:
    """All money raised, this round's included: what was raised before a coming round is no such sum.

    A total as high as the round says the round's sum again (`raised a total of $5 million`).
    """
    if status in _TO_COME:
        return None, ()
    groups = group_amounts([r for r in roles if r.label == "total" and not r.prior], {"total": 1.0})
    total = money_of(groups[0]) if groups else choice.total
    whole = choice.amount
    again = total and whole and (total.value, total.currency) == (whole.value, whole.currency)
    if total is None or again:
        return None, ()
    if groups and around.doubts_total(groups[0].roles):
        return None, (total_left_out(total),)
    return total, ()
