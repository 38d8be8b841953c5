"""Findings: a table of rounds that must and must not give each code, and what a finding carries."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor.article import Article
from extractor.checking import check_extraction, check_round
from extractor.checking.rates import plausible_rate
from extractor.checking.wording import factor_words, spoken
from extractor.evidence import Evidence
from extractor.records import (
    Company,
    DateValue,
    Finding,
    FundingRound,
    Investor,
    Money,
    MoneyForm,
    PartialStatement,
    Quantity,
    Tranche,
    Valuation,
)

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = tomllib.loads((HERE / "cases.toml").read_text(encoding="utf-8"))["case"]
CODES = (
    "amount.contradiction",
    "amount.conversion_implausible",
    "amount.conversion_mismatch",
    "date.after_publication",
    "date.year_unresolved",
    "investors.count_mismatch",
    "split.sum_mismatch",
    "total.below_amount",
    "tranches.sum_mismatch",
    "valuation.below_amount",
    "valuation.stake_mismatch",
)
AMOUNTS = (
    "amount",
    "target_amount",
    "committed_amount",
    "total_raised",
    "equity_amount",
    "debt_amount",
    "secondary_amount",
)


def form_fields(written: str) -> dict[str, Any]:
    """`USD 5-9 range post` to the fields of a form. Evidence stands at the value's own offset, to tell spans apart."""
    currency, numbers, *words = written.split()
    low, _, high = numbers.partition("-")
    start = int(low) % 997
    text = f"{currency} {spoken(Decimal(low))}"
    return {
        "value": Decimal(low),
        "max_value": Decimal(high) if high else None,
        "currency": currency,
        "qualifier": next((w for w in words if w not in ("pre", "post")), "exact"),
        "text": text,
        "evidence": (Evidence(start=start, end=start + len(text), text=text, rule="test"),),
    }


def money(written: str) -> Money:
    first, *others = written.split(" = ")
    return Money(**form_fields(first), also=tuple(MoneyForm(**form_fields(o)) for o in others))


def valuation(written: str) -> Valuation:
    basis: Any = next((w for w in written.split() if w in ("pre", "post")), "unspecified")
    return Valuation(**form_fields(written), basis=basis)


def percent(written: str) -> Quantity:
    value, *words = written.split()
    qualifier: Any = words[0] if words else "exact"
    return Quantity(value=Decimal(value), qualifier=qualifier, text=f"{value}%")


def round_of(case: dict[str, Any]) -> FundingRound:
    values: dict[str, Any] = {k: money(case[k]) for k in AMOUNTS if k in case}
    values.update({k: case[k] for k in ("status", "round_type", "instrument", "investor_count") if k in case})
    values.update({k: DateValue(value=case[k], basis="stated") for k in ("announced_on", "closed_on") if k in case})
    if "valuation" in case:
        values["valuation"] = valuation(case["valuation"])
    if "stake_percent" in case:
        values["stake_percent"] = percent(case["stake_percent"])
    if "date_as_written" in case:
        values["date_as_written"] = PartialStatement(text=case["date_as_written"])
    values["investors"] = tuple(Investor(name=name) for name in case.get("investors", ()))
    values["tranches"] = tuple(Tranche(amount=money(t) if t else None) for t in case.get("tranches", ()))
    return FundingRound(round_id="r1", company=Company(name="Acme Robotics"), **values)


def article_of(case: dict[str, Any]) -> Article:
    return Article(id="a", text="", blocks=(), published_on=case.get("published"))


def found(case: dict[str, Any]) -> tuple[Finding, ...]:
    return check_round(round_of(case), article_of(case))


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['code']}: {c['name']}")
def test_case(case: dict[str, Any]) -> None:
    findings = [f for f in found(case) if f.code == case["code"]]
    assert len(findings) == int(case["fires"])
    for finding in findings:
        assert finding.severity == case.get("severity", finding.severity)
        assert finding.path == case.get("path", finding.path)
        assert case.get("message", "") in finding.message
        assert finding.stated
        assert finding.expected


def test_every_code_has_cases_that_fire_and_that_do_not() -> None:
    assert {c["code"] for c in CASES if c["fires"]} == set(CODES)
    assert {c["code"] for c in CASES if not c["fires"]} == set(CODES)


def test_a_case_gives_no_code_that_is_not_known() -> None:
    assert {f.code for case in CASES for f in found(case)} == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_documented(code: str) -> None:
    documented = (HERE.parents[1] / "docs" / "findings.md").read_text(encoding="utf-8")
    assert f"## `{code}`" in documented


def test_an_ordinary_round_has_no_findings() -> None:
    case = {
        "amount": "USD 25000000 = EUR 23000000",
        "valuation": "USD 100000000 post",
        "stake_percent": "25",
        "total_raised": "USD 40000000",
        "announced_on": "2021-05-04",
        "published": "2021-05-04",
        "investors": ["Harbour Row", "Quillfish Ventures"],
        "investor_count": 2,
    }
    assert found(case) == ()


def test_a_finding_carries_the_evidence_of_all_its_values_once() -> None:
    case = {"amount": "USD 20000000 = USD 20000000", "total_raised": "USD 11000000"}
    (finding,) = found(case)
    assert [e.text for e in finding.evidence] == ["USD 11 million", "USD 20 million"]


def test_rounds_are_told_apart_by_path() -> None:
    bad = round_of({"amount": "USD 20000000", "total_raised": "USD 11000000"})
    good = round_of({"amount": "USD 20000000"})
    findings = check_extraction((good, bad), (bad,), article_of({}))
    assert [f.path for f in findings] == ["rounds[1].total_raised", "previous_rounds[0].total_raised"]


def test_conversions_contradict_each_other_across_rounds() -> None:
    first = round_of({"amount": "EUR 10000000 = USD 11000000"})
    second = round_of({"amount": "EUR 40000000 = USD 60000000"})
    (finding,) = check_extraction((first, second), (), article_of({}))
    assert (finding.code, finding.path) == ("amount.conversion_mismatch", "rounds[0].amount")
    # An earlier round is converted at the rate of its own time.
    assert check_extraction((first,), (second,), article_of({})) == ()


def test_an_earlier_round_is_not_asked_for_names_and_years() -> None:
    recalled = round_of({"investor_count": 5, "investors": ["Harbour Row"], "date_as_written": "in March"})
    assert check_extraction((), (recalled,), article_of({})) == ()


def test_checking_changes_nothing() -> None:
    for case in CASES:
        before = round_of(case)
        check_round(before, article_of(case))
        assert before == round_of(case)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("20447100000", "20.4471 billion"),
        ("180000000000", "180 billion"),
        ("2500000", "2.5 million"),
        ("1200000000000", "1.2 trillion"),
        ("750000", "750000"),
        ("999999999", "1 billion"),
        ("0", "0"),
    ],
)
def test_numbers_are_spoken(value: str, words: str) -> None:
    assert spoken(Decimal(value)) == words


@pytest.mark.parametrize(
    ("stated", "expected", "words"),
    [
        ("180", "18", "off by a factor of about 10"),
        ("18", "180", "off by a factor of about 10"),
        ("9000", "100", "off by a factor of about 100"),
        ("50", "10", ""),
        ("20", "18", ""),
        ("0", "18", ""),
    ],
)
def test_powers_of_ten_are_named(stated: str, expected: str, words: str) -> None:
    assert factor_words(Decimal(stated), Decimal(expected)) == words


def test_bands_are_bands() -> None:
    euro = plausible_rate("USD", "EUR")
    assert euro is not None
    assert euro.low < Decimal("1.1") < euro.high
    yen = plausible_rate("JPY", "GBP")
    assert yen is not None
    assert yen.low < Decimal(190) < yen.high
    assert plausible_rate("USD", "NGN") is None
