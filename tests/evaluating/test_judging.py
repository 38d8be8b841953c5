"""Judging: which values of an extracted round the label bears out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from extractor.evaluating.gold import parse_document, parse_round
from extractor.evaluating.judging import judge_earlier, judge_rounds
from extractor.records import Company, DateValue, FundingRound, Investor, Money, RoundStatus, RoundType

LABEL: dict[str, Any] = {
    "company": ["Larkspur Health", "Larkspur"],
    "status": "closed",
    "round_type": "seed",
    "instrument": None,
    "amount": {"value": 4000000, "currency": "USD"},
    "amount_also": [{"value": 3700000, "currency": "EUR"}],
    "date": "2024-05-06",
    "leads": [["Pomona Ventures"]],
    "others": [["Jane Doe"]],
}


def money(value: str, currency: str = "USD") -> Money:
    return Money(value=Decimal(value), currency=currency, text=value)


def found(**changes: Any) -> FundingRound:
    fields: dict[str, Any] = {
        "round_id": "r",
        "company": Company(name="Larkspur"),
        "round_type": RoundType.SEED,
        "amount": money("4000000"),
        "announced_on": DateValue(value="2024-05-06", basis="stated"),
        "investors": (Investor(name="Pomona Ventures", role="lead"), Investor(name="Jane Doe")),
    }
    return FundingRound(**fields | changes)


def judged(*rounds: FundingRound, **label: Any) -> list[dict[str, bool]]:
    document = parse_document({"id": "d", "kind": "funding", "rounds": [LABEL | label]}, "d")
    return [dict(judgement) for judgement in judge_rounds(document, rounds)]


def test_a_right_round_is_right_in_every_filled_field() -> None:
    names = {"round", "company", "status", "round_type", "amount", "announced_on", "investors"}
    assert judged(found()) == [dict.fromkeys([*names, "investor[0]", "investor[1]"], True)]


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"company": Company(name="Pomona")}, {"round", "company"}),
        ({"status": RoundStatus.PLANNED}, {"round", "status"}),
        ({"round_type": RoundType.SERIES_A}, {"round", "round_type"}),
        ({"round_type": None}, {"round"}),  # no value to be wrong, but the round lacks what the article states
        ({"amount": None}, {"round"}),
        ({"amount": money("5000000")}, {"round", "amount"}),
        ({"amount": money("3700000", "EUR")}, set()),
        ({"announced_on": DateValue(value="2024-05", basis="stated")}, {"announced_on"}),
        ({"investors": ()}, set()),
        ({"investors": (Investor(name="Pomona Ventures", role="lead"),)}, {"investors"}),
        ({"investors": (Investor(name="Pomona Ventures"), Investor(name="Jane Doe"))}, {"investors", "investor[0]"}),
        (
            {
                "investors": (
                    Investor(name="Pomona Ventures", role="lead"),
                    Investor(name="Jane Doe"),
                    Investor(name="X"),
                )
            },
            {"investors", "investor[2]"},
        ),
        ({"valuation": {"value": "9", "currency": "USD", "text": "$9"}}, {"valuation"}),
        ({"total_raised": money("9")}, {"total_raised"}),
        ({"stake_percent": {"value": "9", "text": "9%"}}, {"stake_percent"}),
    ],
)
def test_what_differs_is_wrong_and_nothing_else(changes: dict[str, Any], wrong: set[str]) -> None:
    (judgement,) = judged(found(**changes))
    assert {path for path, right in judgement.items() if not right} == wrong


def test_of_a_round_that_no_label_has_nothing_is_right() -> None:
    first, second = judged(found(), found(company=Company(name="Quillon"), amount=money("9")))
    assert all(first.values())
    assert second
    assert not any(second.values())


def test_a_round_of_a_negative_article_is_wrong() -> None:
    document = parse_document({"id": "d", "kind": "negative", "rounds": []}, "d")
    (judgement,) = judge_rounds(document, [found()])
    assert not any(judgement.values())


def test_an_undisclosed_amount_that_is_not_found_is_right() -> None:
    (judgement,) = judged(found(amount=None), amount=None, amount_also=[])
    assert judgement["round"]
    assert "amount" not in judgement


def test_each_earlier_label_serves_once() -> None:
    label = parse_round({"company": "Larkspur", "round_type": "seed", "amount": LABEL["amount"]}, "d")
    other = found(round_type=None)
    assert judge_earlier([label], [other, found(), found()]) == (False, True, False)
    assert judge_earlier([], [found()]) == (False,)
