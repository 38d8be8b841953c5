"""A record to flat rows, once for all tabular outputs. Keys are the column names of `database.py`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from extractor.evidence import Evidence
from extractor.records import Extraction, Finding, FundingRound, Investor, Money, MoneyForm, Tranche
from extractor.sinks.doubtful import confidences

Row = dict[str, Any]

# The fields of a round that hold money, by the name under which `amounts` lists them.
MONEY_FIELDS = (
    "amount",
    "target_amount",
    "committed_amount",
    "valuation",
    "total_raised",
    "equity_amount",
    "debt_amount",
    "secondary_amount",
)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one extraction, by table."""

    documents: list[Row] = field(default_factory=list)
    rounds: list[Row] = field(default_factory=list)
    amounts: list[Row] = field(default_factory=list)
    participations: list[Row] = field(default_factory=list)
    field_confidences: list[Row] = field(default_factory=list)
    findings: list[Row] = field(default_factory=list)
    evidence: list[Row] = field(default_factory=list)


def to_rows(extraction: Extraction) -> Rows:
    """All rows of one extraction; deterministic, in the record's own order."""
    rows = Rows()
    rows.documents.append(_document(extraction))
    for name, rounds in (("rounds", extraction.rounds), ("previous_rounds", extraction.previous_rounds)):
        for position, round_ in enumerate(rounds):
            _add_round(rows, extraction.id, round_, position, is_previous=name == "previous_rounds")
            rows.evidence.extend(_evidence(extraction.id, round_, f"{name}[{position}]"))
    for position, finding in enumerate(extraction.findings):
        rows.findings.append(_finding(extraction.id, finding, position))
        rows.evidence.extend(_evidence(extraction.id, finding, f"findings[{position}]"))
    return rows


def _document(extraction: Extraction) -> Row:
    article = extraction.article
    return {
        "document_id": extraction.id,
        "schema_version": extraction.schema_version,
        "extractor_version": extraction.extractor_version,
        "url": article.url,
        "canonical_url": article.canonical_url,
        "title": article.title,
        "publisher": article.publisher,
        "authors": "; ".join(article.authors) or None,
        "published_on": article.published_on,
        "published_basis": article.published_basis,
        "language": article.language,
        "text_sha256": article.text_sha256,
        "text_length": article.text_length,
        "text": article.text,
        "is_funding": extraction.relevance.is_funding,
        "relevance_score": extraction.relevance.score,
        "relevance_reason": extraction.relevance.reason,
    }


def _add_round(rows: Rows, document_id: str, round_: FundingRound, position: int, *, is_previous: bool) -> None:
    key = {"document_id": document_id, "is_previous": is_previous, "position": position}
    rows.rounds.append(key | _round(round_))
    rows.field_confidences.extend(
        key | {"field": trust.path, "confidence": trust.confidence} for trust in confidences(round_)
    )
    for name in MONEY_FIELDS:
        money: Money | None = getattr(round_, name)
        if money is not None:
            rows.amounts.extend(_amounts(key, name, money))
    for index, tranche in enumerate(round_.tranches):
        rows.amounts.extend(_tranche(key, index, tranche))
    for index, investor in enumerate(round_.investors):
        rows.participations.append(key | {"investor_position": index} | _participation(investor))
        if investor.amount is not None:
            rows.amounts.extend(_amounts(key, f"investors[{index}].amount", investor.amount))


def _round(round_: FundingRound) -> Row:
    return {
        "round_id": round_.round_id,
        "company": round_.company.name,
        "company_legal_name": round_.company.legal_name,
        "company_parent": round_.company.parent,
        "company_also_known_as": "; ".join(round_.company.also_known_as) or None,
        "status": round_.status.value,
        "round_type": round_.round_type.value if round_.round_type else None,
        "round_label": round_.round_label,
        "modifiers": "; ".join(round_.modifiers) or None,
        "instrument": round_.instrument.value if round_.instrument else None,
        "announced_on": round_.announced_on.value if round_.announced_on else None,
        "announced_basis": round_.announced_on.basis if round_.announced_on else None,
        "closed_on": round_.closed_on.value if round_.closed_on else None,
        "date_as_written": round_.date_as_written.text if round_.date_as_written else None,
        "investor_count": round_.investor_count,
        "valuation_basis": round_.valuation.basis if round_.valuation else None,
        "stake_percent": round_.stake_percent.value if round_.stake_percent else None,
        "holding_percent": round_.holding_percent.value if round_.holding_percent else None,
        "use_of_funds": "\n".join(statement.text for statement in round_.use_of_funds) or None,
        "advisors": "; ".join(advisor.name for advisor in round_.advisors) or None,
        "confidence": round_.confidence,
    }


def _amounts(key: Row, name: str, money: Money) -> Iterator[Row]:
    """The amount as chiefly stated (`form` 0) and its other forms."""
    forms: tuple[Money | MoneyForm, ...] = (money, *money.also)
    for form, stated in enumerate(forms):
        yield key | {"field": name, "form": form} | _money(stated) | {"currency_basis": money.currency_basis}


def _money(money: Money | MoneyForm) -> Row:
    return {
        "value": money.value,
        "max_value": money.max_value,
        "currency": money.currency,
        "qualifier": money.qualifier,
        "as_written": money.text,
    }


def _tranche(key: Row, index: int, tranche: Tranche) -> Iterator[Row]:
    if tranche.amount is not None:
        yield from _amounts(key, f"tranches[{index}].amount", tranche.amount)


def _participation(investor: Investor) -> Row:
    return {
        "name": investor.name,
        "also_known_as": "; ".join(investor.also_known_as) or None,
        "kind": investor.kind,
        "role": investor.role,
        "relation": investor.relation,
        "affiliation": investor.affiliation,
    }


def _finding(document_id: str, finding: Finding, position: int) -> Row:
    return {
        "document_id": document_id,
        "position": position,
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "path": finding.path,
        "stated": finding.stated,
        "expected": finding.expected,
    }


def _evidence(document_id: str, part: BaseModel, path: str) -> Iterator[Row]:
    """The evidence in `part` and in all that it holds, with the path of the value it belongs to."""
    for name in type(part).model_fields:
        value = getattr(part, name)
        if name == "evidence":
            for index, evidence in enumerate(value):
                yield _evidence_row(document_id, path, index, evidence)
        elif isinstance(value, BaseModel):
            yield from _evidence(document_id, value, f"{path}.{name}")
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from _evidence(document_id, item, f"{path}.{name}[{index}]")


def _evidence_row(document_id: str, path: str, index: int, evidence: Evidence) -> Row:
    return {
        "document_id": document_id,
        "path": path,
        "position": index,
        "start": evidence.start,
        "end": evidence.end,
        "text": evidence.text,
        "rule": evidence.rule,
    }
