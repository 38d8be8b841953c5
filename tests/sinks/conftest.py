"""A hand-made extraction that uses every part of the record."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor.evidence import Evidence
from extractor.records import (
    ArticleInfo,
    Company,
    DateValue,
    Extraction,
    FieldConfidence,
    Finding,
    FundingRound,
    Investor,
    Money,
    MoneyForm,
    Party,
    Quantity,
    RedirectStep,
    Relevance,
    RoundStatus,
    RoundType,
    Statement,
    Tranche,
    Valuation,
)

TEXT = "Larkspur raises nearly $3 billion 🚀"


def evidence(start: int, end: int, rule: str = "test.rule") -> tuple[Evidence, ...]:
    return (Evidence(start=start, end=end, text=TEXT[start:end], rule=rule),)


def money(value: str, currency: str = "USD") -> Money:
    return Money(value=Decimal(value), currency=currency, text=f"{currency} {value}", evidence=evidence(23, 33))


@pytest.fixture
def extraction() -> Extraction:
    amount = Money(
        value=Decimal("2999999999999.01"),
        currency="USD",
        qualifier="under",
        text="$3 billion",
        also=(MoneyForm(value=Decimal("20447100000"), currency="CNY", text="RMB 20.4471 billion"),),
        evidence=evidence(23, 33),
    )
    round_ = FundingRound(
        round_id="r1",
        company=Company(name="Larkspur", also_known_as=("LKS",), parent="Orchard Group", evidence=evidence(0, 8)),
        status=RoundStatus.PARTIAL,
        round_type=RoundType.SERIES_B,
        round_label="Series B-2",
        modifiers=("extension",),
        amount=amount,
        tranches=(Tranche(amount=money("13800000000", "CNY"), status=RoundStatus.CLOSED, investor_count=21),),
        announced_on=DateValue(value="2024-05", basis="relative"),
        investors=(
            Investor(
                name="Pomona Ventures",
                role="lead",
                kind="firm",
                amount=money("5"),
                confidence=0.8,
                evidence=evidence(0, 8),
            ),
            Investor(name="華策 🎬", relation="existing"),
        ),
        investor_count=36,
        valuation=Valuation(value=Decimal("180000000000"), currency="USD", text="$180 billion", basis="post"),
        stake_percent=Quantity(value=Decimal("16.670"), text="16.67%"),
        use_of_funds=(Statement(text="raises nearly", evidence=evidence(9, 22)),),
        advisors=(Party(name="Quill LLP", role="law firm"),),
        confidence=0.9,
        field_confidence=FieldConfidence(company=0.97, amount=0.9, investors=0.4),
    )
    earlier = FundingRound(round_id="r0", company=Company(name="Larkspur"), amount=money("10000000"))
    finding = Finding(
        code="stake.valuation",
        severity="warning",
        message="The amount and the stake imply about USD 18 billion.",
        path="rounds[0].valuation",
        stated="180000000000",
        expected="18000000000",
        evidence=evidence(23, 33),
    )
    return Extraction(
        extractor_version="0.0.0",
        id="doc-1",
        article=ArticleInfo(
            title=TEXT,
            authors=("Jane Doe", "Omar Li"),
            modified_on="2024-05",
            modified_basis="json_ld",
            redirects=(RedirectStep(url="https://t.example/1", status=301),),
            text_sha256="0" * 64,
            text_length=len(TEXT),
        ),
        relevance=Relevance(is_funding=True, score=0.97, reason="a company raises"),
        rounds=(round_,),
        previous_rounds=(earlier,),
        findings=(finding,),
    )
