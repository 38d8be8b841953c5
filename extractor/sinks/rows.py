"""A record to rows, once for the relational tables. Values stand in the order of the columns in `tables.py`.

Decimals are plain digits as text: SQLite keeps them so, PostgreSQL reads them as NUMERIC.
"""

from __future__ import annotations

import hashlib
import typing
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date as calendar_date
from functools import cache, lru_cache
from typing import Any

from pydantic import BaseModel

from extractor.evidence import Evidence
from extractor.records import Extraction, Failure, FieldConfidence, FundingRound, Money, MoneyForm, plain_decimal
from extractor.sinks.keys import hash_key, organization_key, version_key

Row = tuple[Any, ...]

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
_QUANTITY_FIELDS = ("stake_percent", "holding_percent")
_CONFIDENT_FIELDS = tuple(FieldConfidence.model_fields)
_PRECISIONS = {4: "year", 7: "month", 10: "day"}


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of extractions, by table."""

    document_versions: list[Row] = field(default_factory=list)
    authors: list[Row] = field(default_factory=list)
    redirects: list[Row] = field(default_factory=list)
    organizations: dict[int, str] = field(default_factory=dict)
    rounds: list[Row] = field(default_factory=list)
    round_modifiers: list[Row] = field(default_factory=list)
    aliases: list[Row] = field(default_factory=list)
    amounts: list[Row] = field(default_factory=list)
    quantities: list[Row] = field(default_factory=list)
    field_confidences: list[Row] = field(default_factory=list)
    tranches: list[Row] = field(default_factory=list)
    participations: list[Row] = field(default_factory=list)
    statements: list[Row] = field(default_factory=list)
    findings: list[Row] = field(default_factory=list)
    evidence: list[Row] = field(default_factory=list)


def record_sha256(extraction: Extraction) -> str:
    """What tells whether a record changed: the SHA-256 of its JSON."""
    return hashlib.sha256(extraction.model_dump_json().encode("utf-8", "surrogatepass")).hexdigest()


def add_rows(rows: Rows, extraction: Extraction, *, version: int, run_id: str | None, sha256: str) -> None:
    """Append all rows of one extraction; deterministic, in the record's own order."""
    key = version_key(extraction.id, extraction.article.text_sha256)
    rows.document_versions.append(_version(extraction, key, version, run_id, sha256))
    rows.authors.extend((key, place, name) for place, name in enumerate(extraction.article.authors))
    steps = enumerate(extraction.article.redirects)
    rows.redirects.extend((key, place, step.url, step.status) for place, step in steps)
    for name, rounds in (("rounds", extraction.rounds), ("previous_rounds", extraction.previous_rounds)):
        for place, round_ in enumerate(rounds):
            _add_round(rows, key, round_, place, is_previous=name == "previous_rounds")
            _add_evidence(rows.evidence, key, round_, f"{name}[{place}]")
    for place, found in enumerate(extraction.findings):
        told = (found.code, found.severity, found.message, found.path, found.stated, found.expected)
        rows.findings.append((key, place, *told))
        _add_evidence(rows.evidence, key, found, f"findings[{place}]")


def failure_row(failure: Failure, run_id: str | None) -> Row:
    """The row of one failure; the same failure of the same run has the same key."""
    named = (run_id or "", failure.source, str(failure.line), failure.id or "", failure.stage, failure.code)
    told = (failure.id, failure.source, failure.line, failure.stage, failure.code, failure.message)
    return (hash_key("failure", *named), run_id, *told, failure.schema_version, failure.extractor_version)


def partial(date: str | None) -> Row:
    """An ISO date, possibly partial, with its precision and the first day that it can be (None: no such day)."""
    if date is None:
        return (None, None, None)
    return (date, _PRECISIONS[len(date)], _first_day(date))


@lru_cache(maxsize=4096)
def _first_day(date: str) -> str | None:
    day = date + "-01-01"[len(date) - 4 :]
    try:
        return calendar_date.fromisoformat(day).isoformat()
    except ValueError:
        return None


def round_key(version: int, *, is_previous: bool, position: int) -> int:
    """The key of a round by its place in a version of a document."""
    return hash_key("round", str(version), "previous" if is_previous else "news", str(position))


def _version(extraction: Extraction, key: int, version: int, run_id: str | None, sha256: str) -> Row:
    article, relevance = extraction.article, extraction.relevance
    return (
        key,
        extraction.id,
        version,
        True,
        run_id,
        sha256,
        extraction.schema_version,
        extraction.extractor_version,
        article.title,
        article.publisher,
        *partial(article.published_on),
        article.published_basis,
        article.language,
        article.text_sha256,
        article.text_length,
        article.text,
        relevance.is_funding,
        relevance.score,
        relevance.reason,
        *partial(article.modified_on),
        article.modified_basis,
    )


def _add_round(rows: Rows, version: int, round_: FundingRound, position: int, *, is_previous: bool) -> None:
    key = round_key(version, is_previous=is_previous, position=position)
    rows.rounds.append(_round(rows, round_, (key, version, is_previous, position)))
    rows.round_modifiers.extend((key, place, modifier) for place, modifier in enumerate(round_.modifiers))
    rows.aliases.extend((key, 0, place, name) for place, name in enumerate(round_.company.also_known_as))
    for name in MONEY_FIELDS:
        money: Money | None = getattr(round_, name)
        if money is not None:
            _add_money(rows.amounts, key, name, money)
    for name in _QUANTITY_FIELDS:
        stated = getattr(round_, name)
        if stated is not None:
            numbers = (plain_decimal(stated.value), _digits(stated.max_value))
            rows.quantities.append((key, name, *numbers, stated.unit, stated.qualifier, stated.text))
    rows.field_confidences.extend((key, name, value) for name, value in _confidences(round_))
    for place, tranche in enumerate(round_.tranches):
        date = tranche.date
        when = (*partial(date.value), date.basis) if date else (None,) * 4
        status = tranche.status.value if tranche.status else None
        rows.tranches.append((key, place, status, tranche.investor_count, *when, tranche.condition))
        if tranche.amount is not None:
            _add_money(rows.amounts, key, f"tranches[{place}].amount", tranche.amount)
    _add_parties(rows, key, round_)
    rows.statements.extend((key, place, "use_of_funds", use.text) for place, use in enumerate(round_.use_of_funds))


def _round(rows: Rows, round_: FundingRound, key: Row) -> Row:
    company, announced, closed = round_.company, round_.announced_on, round_.closed_on
    return (
        *key,
        round_.round_id,
        _organization(rows, company.name),
        company.legal_name,
        company.parent,
        round_.status.value,
        round_.round_type.value if round_.round_type else None,
        round_.round_label,
        round_.instrument.value if round_.instrument else None,
        *partial(announced.value if announced else None),
        announced.basis if announced else None,
        *partial(closed.value if closed else None),
        closed.basis if closed else None,
        round_.date_as_written.text if round_.date_as_written else None,
        round_.investor_count,
        round_.valuation.basis if round_.valuation else None,
        round_.confidence,
    )


def _add_parties(rows: Rows, key: int, round_: FundingRound) -> None:
    for place, investor in enumerate(round_.investors):
        who = _organization(rows, investor.name)
        told = (investor.role, investor.kind, investor.relation, investor.affiliation)
        rows.participations.append((key, place, who, "investor", *told))
        rows.aliases.extend((key, place + 1, index, name) for index, name in enumerate(investor.also_known_as))
        if investor.amount is not None:
            _add_money(rows.amounts, key, f"investors[{place}].amount", investor.amount)
    for place, advisor in enumerate(round_.advisors, len(round_.investors)):
        who = _organization(rows, advisor.name)
        rows.participations.append((key, place, who, "advisor", advisor.role, None, None, None))


def _confidences(round_: FundingRound) -> Iterator[tuple[str, float]]:
    """The confidence of each filled field and of each investor."""
    for name in _CONFIDENT_FIELDS:
        value = getattr(round_.field_confidence, name)
        if value is not None:
            yield name, value
    for place, investor in enumerate(round_.investors):
        if investor.confidence is not None:
            yield f"investors[{place}]", investor.confidence


def _organization(rows: Rows, name: str) -> int:
    key = organization_key(name)
    rows.organizations[key] = name
    return key


def _add_money(amounts: list[Row], key: int, name: str, money: Money) -> None:
    """The amount as chiefly stated (`form` 0) and its other forms."""
    forms: tuple[Money | MoneyForm, ...] = (money, *money.also)
    for form, stated in enumerate(forms):
        numbers = (plain_decimal(stated.value), _digits(stated.max_value))
        told = (stated.currency, stated.qualifier, money.currency_basis, stated.text)
        amounts.append((key, name, form, *numbers, *told))


def _digits(value: Any) -> str | None:
    return None if value is None else plain_decimal(value)


def _add_evidence(evidence: list[Row], key: int, part: BaseModel, path: str) -> None:
    """The evidence in `part` and in all that it holds, with the path of the value it belongs to."""
    for name in _holding_parts(type(part)):
        value = getattr(part, name)
        if not value:
            continue
        if name == "evidence":
            for place, one in enumerate(value):
                evidence.append((key, path, place, one.start, one.end, one.text, one.rule))
        elif isinstance(value, tuple):
            for place, item in enumerate(value):
                _add_evidence(evidence, key, item, f"{path}.{name}[{place}]")
        else:
            _add_evidence(evidence, key, value, f"{path}.{name}")


@cache
def _holding_parts(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields of `model` whose values are records, or tuples of them."""
    return tuple(name for name, info in model.model_fields.items() if any(_records_in(info.annotation)))


def _records_in(annotation: Any) -> Iterator[bool]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel | Evidence):
        yield True
    for inner in typing.get_args(annotation):
        yield from _records_in(inner)
