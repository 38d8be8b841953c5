"""Labels and records built by hand, small enough to read in a test."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from extractor.evidence import Evidence
from extractor.records import (
    ArticleInfo,
    Company,
    DateValue,
    Extraction,
    FundingRound,
    Investor,
    Money,
    Quantity,
    Relevance,
    Valuation,
)


def _money_fields(label: dict[str, Any]) -> dict[str, Any]:
    value = Decimal(str(label["value"]))
    return {
        "value": value,
        "max_value": None if label.get("max") is None else Decimal(str(label["max"])),
        "currency": label["currency"],
        "qualifier": label.get("qualifier") or "exact",
        "text": f"{label['currency']} {value}",
    }


def build_round(label: dict[str, Any], **more: Any) -> FundingRound:
    """The record that says exactly what a label says. Keyword arguments replace fields of the record."""
    forms = label["company"]
    fields: dict[str, Any] = {
        "round_id": "r1",
        "company": Company(name=forms[0], also_known_as=tuple(forms[1:])),
        "status": label.get("status") or "closed",
        "round_type": label.get("round_type"),
        "instrument": label.get("instrument"),
        "investors": tuple(
            Investor(name=names[0], also_known_as=tuple(names[1:]), role=role)
            for key, role in (("leads", "lead"), ("others", "participant"))
            for names in label.get(key) or ()
        ),
    }
    if label.get("amount"):
        fields["amount"] = Money(**_money_fields(label["amount"]))
    if label.get("valuation"):
        fields["valuation"] = Valuation(
            **_money_fields(label["valuation"]), basis=label["valuation"].get("basis") or "unspecified"
        )
    if label.get("total_raised"):
        fields["total_raised"] = Money(**_money_fields(label["total_raised"]))
    if label.get("stake_percent") is not None:
        stake = Decimal(str(label["stake_percent"]))
        fields["stake_percent"] = Quantity(value=stake, text=f"{stake}%")
    if label.get("date"):
        fields["announced_on"] = DateValue(value=label["date"], basis="stated")
    return FundingRound(**{**fields, **more})


def build_extraction(identity: str, *rounds: FundingRound, **more: Any) -> Extraction:
    """An extraction of the given rounds."""
    return Extraction(
        extractor_version="test",
        id=identity,
        article=ArticleInfo(text_sha256="0" * 64, text_length=0),
        relevance=Relevance(is_funding=bool(rounds), score=1.0, reason="test"),
        rounds=rounds,
        **more,
    )


@pytest.fixture
def as_round() -> Callable[..., FundingRound]:
    return build_round


@pytest.fixture
def as_extraction() -> Callable[..., Extraction]:
    return build_extraction


@pytest.fixture
def evidence_at() -> Callable[[str, str], Evidence]:
    """Evidence of the first place of some words in a text."""

    def at(text: str, words: str) -> Evidence:
        start = text.index(words)
        return Evidence(start=start, end=start + len(words), text=words, rule="test")

    return at


@pytest.fixture
def label() -> dict[str, Any]:
    """A round with every gold field."""
    return {
        "company": ["Acme Robotics", "Acme"],
        "status": "closed",
        "round_type": "series_b",
        "instrument": "equity",
        "amount": {"value": 25000000, "currency": "USD", "qualifier": "exact"},
        "amount_also": [{"value": 21000000, "currency": "EUR"}],
        "date": "2021-05-04",
        "leads": [["Harbour Row Capital", "Harbour Row"]],
        "others": [["Quillfish Ventures"], ["Jo Adeyemi"]],
        "valuation": {"value": 100000000, "currency": "USD", "basis": "post"},
        "total_raised": {"value": 40000000, "currency": "USD"},
        "stake_percent": 25,
    }
