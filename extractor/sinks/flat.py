"""A round as one flat row, for CSV and Parquet. Amounts are Decimals in full units of their currency."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from decimal import Decimal

from extractor.records import Extraction, FundingRound, Investor, Money, plain_decimal


@dataclass(frozen=True, slots=True)
class FlatRound:
    """One round that a document reports as news. Several values in one cell are parted by `; `."""

    document_id: str
    round_number: int
    round_id: str
    url: str | None
    title: str
    publisher: str | None
    published_on: str | None
    company: str
    company_legal_name: str | None
    company_also_known_as: str | None
    status: str
    round_type: str | None
    round_label: str | None
    modifiers: str | None
    instrument: str | None
    amount: Decimal | None
    amount_max: Decimal | None
    currency: str | None
    amount_qualifier: str | None
    amount_as_written: str | None
    amount_other_forms: str | None
    target_amount: Decimal | None
    target_currency: str | None
    committed_amount: Decimal | None
    committed_currency: str | None
    equity_amount: Decimal | None
    equity_currency: str | None
    debt_amount: Decimal | None
    debt_currency: str | None
    secondary_amount: Decimal | None
    secondary_currency: str | None
    valuation: Decimal | None
    valuation_currency: str | None
    valuation_basis: str | None
    total_raised: Decimal | None
    total_currency: str | None
    stake_percent: Decimal | None
    holding_percent: Decimal | None
    announced_on: str | None
    announced_basis: str | None
    closed_on: str | None
    lead_investors: str | None
    other_investors: str | None
    investor_count: int | None
    advisors: str | None
    confidence: float
    findings: str | None


@dataclass(frozen=True, slots=True)
class FlatInvestor:
    """One investor of a round."""

    document_id: str
    round_number: int
    round_id: str
    company: str
    investor: str
    investor_also_known_as: str | None
    kind: str
    role: str
    relation: str | None
    affiliation: str | None
    amount: Decimal | None
    currency: str | None


ROUND_COLUMNS = tuple(field.name for field in fields(FlatRound))
INVESTOR_COLUMNS = tuple(field.name for field in fields(FlatInvestor))


def flat_rounds(extraction: Extraction) -> Iterator[tuple[FlatRound, tuple[FlatInvestor, ...]]]:
    """Each round that the document reports as news, with its investors."""
    for number, round_ in enumerate(extraction.rounds):
        yield (
            _flat_round(extraction, number, round_),
            tuple(_flat_investor(extraction.id, number, round_, investor) for investor in round_.investors),
        )


def _flat_round(extraction: Extraction, number: int, round_: FundingRound) -> FlatRound:
    article, company, amount = extraction.article, round_.company, round_.amount
    leads = [each.name for each in round_.investors if each.role != "participant"]
    others = [each.name for each in round_.investors if each.role == "participant"]
    codes = [found.code for found in extraction.findings if (found.path or "").startswith(f"rounds[{number}]")]
    return FlatRound(
        document_id=extraction.id,
        round_number=number,
        round_id=round_.round_id,
        url=article.url,
        title=article.title,
        publisher=article.publisher,
        published_on=article.published_on,
        company=company.name,
        company_legal_name=company.legal_name,
        company_also_known_as=_cell(company.also_known_as),
        status=round_.status.value,
        round_type=round_.round_type.value if round_.round_type else None,
        round_label=round_.round_label,
        modifiers=_cell(round_.modifiers),
        instrument=round_.instrument.value if round_.instrument else None,
        amount=amount.value if amount else None,
        amount_max=amount.max_value if amount else None,
        currency=_currency(amount),
        amount_qualifier=amount.qualifier if amount else None,
        amount_as_written=amount.text if amount else None,
        amount_other_forms=_cell(f"{each.currency} {plain_decimal(each.value)}" for each in amount.also)
        if amount
        else None,
        target_amount=_value(round_.target_amount),
        target_currency=_currency(round_.target_amount),
        committed_amount=_value(round_.committed_amount),
        committed_currency=_currency(round_.committed_amount),
        equity_amount=_value(round_.equity_amount),
        equity_currency=_currency(round_.equity_amount),
        debt_amount=_value(round_.debt_amount),
        debt_currency=_currency(round_.debt_amount),
        secondary_amount=_value(round_.secondary_amount),
        secondary_currency=_currency(round_.secondary_amount),
        valuation=_value(round_.valuation),
        valuation_currency=_currency(round_.valuation),
        valuation_basis=round_.valuation.basis if round_.valuation else None,
        total_raised=_value(round_.total_raised),
        total_currency=_currency(round_.total_raised),
        stake_percent=round_.stake_percent.value if round_.stake_percent else None,
        holding_percent=round_.holding_percent.value if round_.holding_percent else None,
        announced_on=round_.announced_on.value if round_.announced_on else None,
        announced_basis=round_.announced_on.basis if round_.announced_on else None,
        closed_on=round_.closed_on.value if round_.closed_on else None,
        lead_investors=_cell(leads),
        other_investors=_cell(others),
        investor_count=round_.investor_count,
        advisors=_cell(each.name for each in round_.advisors),
        confidence=round_.confidence,
        findings=_cell(codes),
    )


def _flat_investor(document_id: str, number: int, round_: FundingRound, investor: Investor) -> FlatInvestor:
    return FlatInvestor(
        document_id=document_id,
        round_number=number,
        round_id=round_.round_id,
        company=round_.company.name,
        investor=investor.name,
        investor_also_known_as=_cell(investor.also_known_as),
        kind=investor.kind,
        role=investor.role,
        relation=investor.relation,
        affiliation=investor.affiliation,
        amount=_value(investor.amount),
        currency=_currency(investor.amount),
    )


def _value(money: Money | None) -> Decimal | None:
    return money.value if money else None


def _currency(money: Money | None) -> str | None:
    return money.currency if money else None


def _cell(values: Iterable[str]) -> str | None:
    return "; ".join(values) or None
