"""The record as plain text."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor.evidence import Evidence
from extractor.records import (
    ArticleInfo,
    Company,
    Extraction,
    Finding,
    FundingRound,
    Investor,
    Money,
    MoneyForm,
    PartialStatement,
    Relevance,
    RoundType,
    Valuation,
)
from extractor.reporting.readable import render


def record(*rounds: FundingRound, findings: tuple[Finding, ...] = ()) -> Extraction:
    return Extraction(
        extractor_version="0.0.0",
        id="doc-1",
        article=ArticleInfo(title="Larkspur raises nearly $3M", text_sha256="0" * 64, text_length=26),
        relevance=Relevance(is_funding=bool(rounds), score=0.9, reason="a company raises"),
        rounds=rounds,
        findings=findings,
    )


ROUND = FundingRound(
    round_id="r",
    company=Company(name="Larkspur", evidence=(Evidence(start=0, end=8, text="Larkspur", rule="r"),)),
    round_type=RoundType.SEED,
    amount=Money(
        value=Decimal(3000000),
        currency="USD",
        qualifier="under",
        text="$3M",
        also=(MoneyForm(value=Decimal(2800000), currency="EUR", text="€2.8M"),),
        evidence=(Evidence(start=23, end=26, text="$3M", rule="r"),),
    ),
    valuation=Valuation(value=Decimal("180500000000"), currency="USD", text="$180.5 billion", basis="post"),
    investors=(
        Investor(name="Pomona", role="co_lead"),
        Investor(name="Aldgate", role="co_lead", relation="existing"),
        Investor(name="Jane Doe", affiliation="Quillon"),
    ),
    investor_count=5,
    date_as_written=PartialStatement(text="July 2"),
)
FINDING = Finding(code="stake.valuation", severity="warning", message="They imply less.", path="rounds[0].valuation")


@pytest.mark.parametrize(
    "line",
    [
        "  company         Larkspur [0:8]",
        "  type            seed",
        '  amount          under USD 3 million "$3M" [23:26]',
        '                  also EUR 2.8 million "€2.8M"',
        '  valuation       USD 180.5 billion, post-money "$180.5 billion"',
        "  investors       5 stated, 3 named",
        "  co-leads        Pomona",
        "                  Aldgate, existing investor",
        "  participant     Jane Doe, Quillon",
        '  date            "July 2", the year is not stated',
        "Findings: 1",
        "  warning stake.valuation at rounds[0].valuation",
        "          They imply less.",
    ],
)
def test_each_value_has_its_line(line: str) -> None:
    assert line in render(record(ROUND, findings=(FINDING,))).split("\n")


def test_no_round_is_said_plainly() -> None:
    text = render(record())
    assert "No funding round is reported as news." in text
    assert "Findings: none" in text


def test_colour_only_when_asked() -> None:
    extraction = record(ROUND, findings=(FINDING,))
    assert "\x1b[" not in render(extraction)
    assert "\x1b[33mwarning" in render(extraction, colour=True)


def test_several_rounds_are_numbered() -> None:
    assert "Round 2 of 2" in render(record(ROUND, ROUND))
