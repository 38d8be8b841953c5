"""One fixture against one extraction: every key of the format, right and wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor.evaluating.fixtures import compare_fixture, fixture_fields
from extractor.evaluating.gold import Fixture, read_fixture
from extractor.records import (
    Company,
    DateValue,
    Extraction,
    Finding,
    FundingRound,
    Investor,
    Money,
    MoneyForm,
    PartialStatement,
    Party,
    Quantity,
    Statement,
    Tranche,
)


def money(value: int, currency: str = "USD", *also: tuple[int, str], **more: Any) -> Money:
    forms = tuple(MoneyForm(value=Decimal(v), currency=c, text="x") for v, c in also)
    return Money(value=Decimal(value), currency=currency, text="x", also=forms, **more)


def percent(value: str) -> Quantity:
    return Quantity(value=Decimal(value), text=f"{value}%")


# A key of the round in expected.json, its value, record fields that satisfy it, record fields that do not.
EXTRAS: list[tuple[str, Any, dict[str, Any], dict[str, Any]]] = [
    (
        "legal_name",
        "Acme Robotics Holding",
        {"company": Company(name="Acme", legal_name="Acme Robotics Holding")},
        {"company": Company(name="Acme")},
    ),
    ("parent", "Cobalt", {"company": Company(name="Acme", parent="Cobalt")}, {"company": Company(name="Acme")}),
    ("parent", None, {"company": Company(name="Acme")}, {"company": Company(name="Acme", parent="Cobalt")}),
    ("round_label", "Series B-2", {"round_label": "series  B-2"}, {"round_label": "Series B"}),
    ("modifiers", ["extension"], {"modifiers": ("extension",)}, {"modifiers": ("extension", "bridge")}),
    ("investor_count", 36, {"investor_count": 36}, {"investor_count": 21}),
    ("investor_count", None, {}, {"investor_count": 21}),
    ("target_amount", {"value": 9, "currency": "USD"}, {"target_amount": money(9)}, {"target_amount": money(9, "EUR")}),
    (
        "target_amount",
        {"value": 9, "currency": "CNY", "also": [{"value": 2, "currency": "USD"}]},
        {"target_amount": money(9, "CNY", (2, "USD"))},
        {"target_amount": money(9, "CNY")},
    ),
    (
        "committed_amount",
        {"value": 9, "currency": "USD", "qualifier": "under"},
        {"committed_amount": money(9, qualifier="under")},
        {"committed_amount": money(9)},
    ),
    ("equity_amount", {"value": 9, "currency": "USD"}, {"equity_amount": money(9)}, {}),
    ("debt_amount", None, {}, {"debt_amount": money(9)}),
    ("secondary_amount", {"value": 9, "currency": "USD"}, {"secondary_amount": money(9)}, {"equity_amount": money(9)}),
    (
        "tranches",
        [
            {"amount": {"value": 5, "currency": "USD"}, "investor_count": 15},
            {
                "amount": {"value": 13, "currency": "CNY", "qualifier": "about"},
                "also": [{"value": 2, "currency": "USD"}],
                "date": "2026-07-02",
                "status": "closed",
            },
        ],
        {
            "tranches": (
                Tranche(
                    amount=money(13, "CNY", (2, "USD"), qualifier="about"),
                    date=DateValue(value="2026-07-02", basis="relative"),
                    status="closed",
                ),
                Tranche(amount=money(5), investor_count=15),
            )
        },
        {"tranches": (Tranche(amount=money(5), investor_count=15), Tranche(amount=money(13, "CNY")))},
    ),
    ("tranches", [], {}, {"tranches": (Tranche(amount=money(5)),)}),
    (
        "use_of_funds",
        ["R&D and hiring"],
        {"use_of_funds": (Statement(text="go toward R&D\nand hiring"),)},
        {"use_of_funds": (Statement(text="go toward R&D"),)},
    ),
    ("use_of_funds", [], {}, {"use_of_funds": (Statement(text="hiring"),)}),
    ("holding_percent", 32.88, {"holding_percent": percent("32.88")}, {"stake_percent": percent("32.88")}),
    ("advisors", ["Penrose LLP"], {"advisors": (Party(name="Penrose"),)}, {"advisors": ()}),
    (
        "existing",
        ["Harbour Row", ["Quillfish Ventures", "Quillfish"]],
        {"investors": tuple(Investor(name=n, relation="existing") for n in ("Quillfish", "Harbour Row"))},
        {"investors": (Investor(name="Harbour Row", relation="existing"), Investor(name="Quillfish", relation="new"))},
    ),
    ("new", ["Zed"], {"investors": (Investor(name="Zed", relation="new"),)}, {"investors": (Investor(name="Zed"),)}),
    (
        "date_as_written",
        "July 2",
        {"date_as_written": PartialStatement(text="July 2")},
        {"date_as_written": PartialStatement(text="July 3")},
    ),
    (
        "aliases",
        {"Science City Fund": ["Guoke"]},
        {"investors": (Investor(name="Science City Fund", also_known_as=("Guoke",)),)},
        {"investors": (Investor(name="Science City Fund"), Investor(name="Guoke"))},
    ),
]


@pytest.fixture
def fixture_of(tmp_path: Path) -> Callable[..., Fixture]:
    def make(**expected: Any) -> Fixture:
        (tmp_path / "article.txt").write_text("A title\n", encoding="utf-8")
        (tmp_path / "meta.json").write_text("{}", encoding="utf-8")
        (tmp_path / "expected.json").write_text(json.dumps(expected), encoding="utf-8")
        return read_fixture(tmp_path)

    return make


def wrong_fields(fixture: Fixture, extraction: Extraction) -> set[str]:
    results = compare_fixture(fixture, extraction)
    assert tuple(r.field for r in results) == fixture_fields(fixture)
    assert all(str(r) for r in results)
    return {r.field for r in results if not r.ok}


@pytest.mark.parametrize(("key", "value", "right", "wrong"), EXTRAS)
def test_an_optional_key(
    fixture_of: Callable[..., Fixture],
    as_extraction: Callable[..., Extraction],
    key: str,
    value: Any,
    right: dict[str, Any],
    wrong: dict[str, Any],
) -> None:
    fixture = fixture_of(kind="funding", rounds=[{"company": ["Acme"], key: value}])
    for fields, differs in ((right, False), (wrong, True)):
        round_ = FundingRound(**{"round_id": "r", "company": Company(name="Acme"), **fields})
        assert (f"rounds[0].{key}" in wrong_fields(fixture, as_extraction("a", round_))) is differs


def test_every_optional_key_is_tried() -> None:
    from extractor.evaluating.gold import EXTRA_KEYS

    assert {key for key, *_ in EXTRAS} == EXTRA_KEYS


# Record fields that replace those of the full label, and the fields of the fixture that are then wrong.
BASE: list[tuple[dict[str, Any], set[str]]] = [
    ({}, set()),
    ({"company": Company(name="Borealis")}, {"company"}),
    ({"status": "partial"}, {"status"}),
    ({"round_type": "seed"}, {"round_type"}),
    ({"instrument": None}, {"instrument"}),
    ({"amount": None}, {"amount", "qualifier", "amount_also"}),
    ({"amount": money(25_000_000)}, {"amount_also"}),
    ({"amount": money(21_000_000, "EUR", (25_000_000, "USD"))}, set()),
    ({"amount": money(25_000_000, "USD", (21_000_000, "EUR"), (9, "GBP"))}, {"amount_also"}),
    ({"amount": money(25_000_001, "USD", (21_000_000, "EUR"))}, {"amount", "amount_also"}),
    ({"amount": money(25_000_000, "USD", (21_000_000, "EUR"), qualifier="over")}, {"qualifier"}),
    ({"announced_on": None}, {"date"}),
    ({"investors": ()}, {"leads", "others"}),
    ({"valuation": None}, {"valuation"}),
    ({"total_raised": money(1)}, {"total_raised"}),
    ({"stake_percent": percent("25.1")}, {"stake_percent"}),
]


@pytest.mark.parametrize(("changes", "wrong"), BASE)
def test_a_gold_field(
    fixture_of: Callable[..., Fixture],
    as_round: Callable[..., FundingRound],
    as_extraction: Callable[..., Extraction],
    label: dict[str, Any],
    changes: dict[str, Any],
    wrong: set[str],
) -> None:
    fixture = fixture_of(kind="funding", rounds=[label])
    round_ = as_round(label, **{"amount": money(25_000_000, "USD", (21_000_000, "EUR")), **changes})
    assert wrong_fields(fixture, as_extraction("a", round_)) == {f"rounds[0].{name}" for name in wrong}


def test_a_valuation_without_its_basis(
    fixture_of: Callable[..., Fixture],
    as_round: Callable[..., FundingRound],
    as_extraction: Callable[..., Extraction],
) -> None:
    worth = {"value": 9, "currency": "USD", "basis": "post"}
    fixture = fixture_of(kind="funding", rounds=[{"company": ["Acme"], "status": "closed", "valuation": worth}])
    round_ = as_round({"company": ["Acme"], "valuation": {**worth, "basis": "pre"}})
    assert wrong_fields(fixture, as_extraction("a", round_)) == {"rounds[0].valuation"}


def test_what_is_not_stated_must_not_be_given(
    fixture_of: Callable[..., Fixture],
    as_round: Callable[..., FundingRound],
    as_extraction: Callable[..., Extraction],
    label: dict[str, Any],
) -> None:
    fixture = fixture_of(kind="funding", rounds=[{"company": ["Acme Robotics"], "status": "closed"}])
    names = "round_type instrument amount qualifier amount_also date leads others valuation total_raised stake_percent"
    expected = {f"rounds[0].{name}" for name in names.split()}
    assert wrong_fields(fixture, as_extraction("a", as_round(label))) == expected
    fallback = as_round({"company": ["Acme Robotics"]}, announced_on=DateValue(value="2024-01-01", basis="published"))
    assert wrong_fields(fixture, as_extraction("a", fallback)) == set()


def test_a_round_that_is_missing_or_too_many(
    fixture_of: Callable[..., Fixture],
    as_round: Callable[..., FundingRound],
    as_extraction: Callable[..., Extraction],
    label: dict[str, Any],
) -> None:
    fixture = fixture_of(kind="funding", rounds=[label])
    assert wrong_fields(fixture, as_extraction("a")) == set(fixture_fields(fixture))
    two = as_extraction("a", as_round(label), as_round({"company": ["Borealis"]}))
    assert wrong_fields(fixture, two) == {"rounds", "rounds[0].amount_also"}
    negative = fixture_of(kind="negative", rounds=[])
    assert wrong_fields(negative, two) == {"rounds"}
    assert wrong_fields(negative, as_extraction("a")) == set()


def test_earlier_rounds_and_findings(
    fixture_of: Callable[..., Fixture],
    as_round: Callable[..., FundingRound],
    as_extraction: Callable[..., Extraction],
) -> None:
    earlier = {"company": ["Acme"], "round_type": "seed", "amount": {"value": 4, "currency": "USD"}, "date": "2019"}
    fixture = fixture_of(
        kind="negative", rounds=[], previous_rounds=[earlier], findings=["a.b"], absent_findings=["c.d"]
    )
    finding = Finding(code="a.b", severity="info", message="m")
    right = as_extraction("a", previous_rounds=(as_round(earlier),), findings=(finding,))
    assert wrong_fields(fixture, right) == set()
    other = as_round({**earlier, "date": "2020"})
    wrong = as_extraction("a", previous_rounds=(other,), findings=(finding.model_copy(update={"code": "c.d"}),))
    assert wrong_fields(fixture, wrong) == {"previous_rounds", "findings.a.b", "absent_findings.c.d"}
    more = as_extraction("a", previous_rounds=(as_round(earlier), other), findings=(finding,))
    assert wrong_fields(fixture, more) == {"previous_rounds"}
