"""Names, numbers and pairs of rounds."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor.evaluating.gold import GoldMoney, parse_round
from extractor.evaluating.matching import close, pair_names, pair_rounds, same_money, same_name
from extractor.records import Investor, Money

NAMES: dict[str, list[list[str]]] = tomllib.loads((Path(__file__).parent / "names.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("first", "second"), NAMES["same"])
def test_same_names(first: str, second: str) -> None:
    assert same_name((first,), second)
    assert same_name((second,), first)


@pytest.mark.parametrize(("first", "second"), NAMES["different"])
def test_different_names(first: str, second: str) -> None:
    assert not same_name((first,), second)


def test_any_accepted_form_will_do() -> None:
    assert same_name(("Zhongguancun Science City Fund", "Guoke Investment"), "Guoke Investment")
    assert not same_name((), "Guoke Investment")


@pytest.mark.parametrize(
    ("first", "second", "equal"),
    [("100", "100.6", True), ("100", "101", False), ("16.67", "16.7", True), ("0", "0", True), ("0", "1", False)],
)
def test_close(first: str, second: str, equal: bool) -> None:
    assert close(Decimal(first), Decimal(second)) is equal


def test_nothing_is_close_to_nothing() -> None:
    assert not close(None, None)
    assert not close(Decimal(1), None)


def money(value: int, currency: str, high: int | None = None) -> Money:
    return Money(value=Decimal(value), currency=currency, max_value=None if high is None else Decimal(high), text="x")


EURO = GoldMoney(Decimal(5_000_000), "EUR")
DOLLAR = GoldMoney(Decimal(5_500_000), "USD")
RANGE = GoldMoney(Decimal(5_000_000), "USD", "range", max=Decimal(7_000_000))


@pytest.mark.parametrize(
    ("gold", "also", "predicted", "same"),
    [
        (EURO, (), money(5_000_000, "EUR"), True),
        (EURO, (), money(5_000_000, "USD"), False),
        (EURO, (DOLLAR,), money(5_500_000, "USD"), True),
        (EURO, (DOLLAR,), money(5_500_000, "EUR"), False),
        (EURO, (), None, False),
        (None, (), money(1, "EUR"), False),
        (RANGE, (), money(5_000_000, "USD", 7_000_000), True),
        (RANGE, (), money(7_000_000, "USD"), True),
        (RANGE, (), money(6_000_000, "USD"), False),
    ],
)
def test_same_money(gold: GoldMoney | None, also: tuple[GoldMoney, ...], predicted: Money | None, same: bool) -> None:
    assert same_money(gold, also, predicted) is same


def test_names_are_paired_once() -> None:
    two = (Investor(name="Quillfish"), Investor(name="Quillfish"))
    met, spurious, missed = pair_names((("Quillfish",),), two)
    assert (met, [s.name for s in spurious], missed) == (1, ["Quillfish"], ())
    met, spurious, missed = pair_names((("Quillfish",), ("Harbour Row",)), two[:1])
    assert (met, spurious, missed) == (1, (), (("Harbour Row",),))


def test_rounds_are_paired_by_what_they_say(as_round: Callable[..., Any]) -> None:
    one = {"company": ["Acme"], "round_type": "seed", "amount": {"value": 4, "currency": "USD"}}
    two = {"company": ["Acme"], "round_type": "series_a", "amount": {"value": 20, "currency": "USD"}}
    other = {"company": ["Borealis"], "round_type": "series_a"}
    golds = [parse_round(x, "test") for x in (one, two)]
    pairs, extra = pair_rounds(golds, [as_round(other), as_round(two), as_round(one)])
    assert {(g.round_type, p and p.round_type) for g, p in pairs} == {("seed", "seed"), ("series_a", "series_a")}
    assert [r.company.name for r in extra] == ["Borealis"]


def test_a_single_round_is_paired_with_whatever_there_is(as_round: Callable[..., Any]) -> None:
    gold = parse_round({"company": ["Acme"]}, "test")
    wrong = as_round({"company": ["Borealis"]})
    assert pair_rounds([gold], [wrong]) == (((gold, wrong),), ())
    twice = [gold, parse_round({"company": ["Cobalt"]}, "test")]
    pairs, extra = pair_rounds(twice, [wrong])
    assert [p for _, p in pairs] == [None, None]
    assert extra == (wrong,)
