"""Counts per field, one change of the record at a time."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from extractor.evaluating.gold import GoldDocument, parse_round
from extractor.evaluating.scores import FIELDS, Report, Tally, score
from extractor.evaluating.words import CONTEXT, error_lines, find_clue, words_of
from extractor.records import Company, DateValue, Investor, Money


def money(value: int, currency: str = "USD", **more: Any) -> Money:
    return Money(value=Decimal(value), currency=currency, text="x", **more)


def document(*labels: dict[str, Any]) -> GoldDocument:
    return GoldDocument("d1", bool(labels), tuple(parse_round(x, "test") for x in labels))


@pytest.fixture
def scored(
    label: dict[str, Any], as_round: Callable[..., Any], as_extraction: Callable[..., Any]
) -> Callable[..., Report]:
    """The report of the full label against its own record with the given fields replaced."""

    def run(**changes: Any) -> Report:
        return score([document(label)], {"d1": as_extraction("d1", as_round(label, **changes))})

    return run


def test_the_label_itself_is_right_everywhere(scored: Callable[..., Report]) -> None:
    report = scored()
    assert set(report.tallies) == set(FIELDS)
    assert all(t.fp == t.fn == 0 and t.tp > 0 for t in report.tallies.values())
    assert report.tallies["investors"].tp == 3
    assert (report.micro.f1, report.exact_rounds, report.documents_found) == (1.0, 1, 1)
    assert report.errors == ()


# What is changed, the field whose counts move, and the counts.
CHANGES = [
    ({"company": Company(name="Borealis")}, "company", Tally(0, 1, 1)),
    ({"company": Company(name="ACME, Inc.")}, "company", Tally(1)),
    ({"amount": None}, "amount", Tally(0, 0, 1)),
    ({"amount": money(26_000_000)}, "amount", Tally(0, 1, 1)),
    ({"amount": money(21_000_000, "EUR")}, "amount", Tally(1)),
    ({"amount": money(25_000_000, qualifier="about")}, "qualifier", Tally(0, 1, 1)),
    ({"amount": money(99)}, "qualifier", Tally()),
    ({"round_type": "seed"}, "round_type", Tally(0, 1, 1)),
    ({"round_type": None}, "round_type", Tally(0, 0, 1)),
    ({"status": "planned"}, "status", Tally(0, 1, 1)),
    ({"instrument": None}, "instrument", Tally(0, 0, 1)),
    ({"investors": ()}, "leads", Tally(0, 0, 1)),
    ({"investors": ()}, "investors", Tally(0, 0, 3)),
    ({"investors": (Investor(name="Harbour Row"),)}, "leads", Tally(0, 0, 1)),
    ({"investors": (Investor(name="Harbour Row"), Investor(name="Zed"))}, "investors", Tally(1, 1, 2)),
    ({"valuation": None}, "valuation", Tally(0, 0, 1)),
    ({"total_raised": money(1)}, "total_raised", Tally(0, 1, 1)),
    ({"stake_percent": None}, "stake_percent", Tally(0, 0, 1)),
    ({"announced_on": DateValue(value="2021-05", basis="stated")}, "date", Tally(0, 1, 1)),
    ({"announced_on": None}, "date", Tally(0, 0, 1)),
]


@pytest.mark.parametrize(("changes", "name", "tally"), CHANGES)
def test_one_change(scored: Callable[..., Report], changes: dict[str, Any], name: str, tally: Tally) -> None:
    report = scored(**changes)
    assert report.tallies[name] == tally
    assert report.exact_rounds == int(report.micro.fp + report.micro.fn == 0)
    assert all(e.field in FIELDS and e.document == "d1" for e in report.errors)
    assert bool(report.errors) == any(t.fp or t.fn for t in report.tallies.values())


def test_the_published_date_is_no_claim_where_none_is_stated(
    label: dict[str, Any], as_round: Callable[..., Any], as_extraction: Callable[..., Any]
) -> None:
    fallback = DateValue(value="2021-05-06", basis="published")
    predicted = {"d1": as_extraction("d1", as_round(label, announced_on=fallback))}
    assert score([document({**label, "date": None})], predicted).tallies["date"] == Tally()
    assert score([document(label)], predicted).tallies["date"] == Tally(0, 1, 1)


def test_a_false_alarm_counts_what_it_claims(
    label: dict[str, Any], as_round: Callable[..., Any], as_extraction: Callable[..., Any]
) -> None:
    report = score([document()], {"d1": as_extraction("d1", as_round(label))})
    assert (report.false_alarms, report.negatives, report.funding_documents) == (1, 1, 0)
    counts = {name: t.fp for name, t in report.tallies.items() if t.fp}
    assert counts == {"company": 1, "amount": 1, "leads": 1, "investors": 3}
    assert report.metrics()["negatives_silent"] == 0.0
    assert "documents_found" not in report.metrics()


def test_a_missing_document_is_all_missed(label: dict[str, Any]) -> None:
    report = score([document(label)], {})
    assert (report.missing, report.documents_found) == (1, 0)
    assert report.tallies["investors"] == Tally(0, 0, 3)
    assert report.micro.recall == 0.0


TEXT = (
    "Acme Robotics raises cash\n\n" + "x " * 80 + "The $25 million Series B was led by Harbour Row Capital." + " y" * 80
)


def test_a_missed_value_is_shown_where_the_text_has_it(
    label: dict[str, Any], as_round: Callable[..., Any], as_extraction: Callable[..., Any]
) -> None:
    report = score([document(label)], {"d1": as_extraction("d1", as_round(label, amount=None, investors=()))})
    lines = list(error_lines(report.errors, {"d1": TEXT}))
    assert any("d1 | amount | missed | gold exact 25,000,000 USD" in line for line in lines)
    assert any("⟦25⟧ million" in line for line in lines)
    assert any("led by ⟦Harbour Row Capital⟧" in line for line in lines)
    assert all(len(line) < CONTEXT + 40 for line in lines if line.startswith("    "))


def test_a_wrong_value_is_shown_where_it_was_read(
    label: dict[str, Any],
    as_round: Callable[..., Any],
    as_extraction: Callable[..., Any],
    evidence_at: Callable[..., Any],
) -> None:
    wrong = money(25, evidence=(evidence_at(TEXT, "Series B"),))
    report = score([document(label)], {"d1": as_extraction("d1", as_round(label, amount=wrong))})
    (error,) = report.errors
    assert error.kind == "wrong"
    assert "⟦Series B⟧" in words_of(error, TEXT)


@pytest.mark.parametrize(
    ("text", "clue", "place"),
    [
        ("raised $125 million and 25 more", "25", (24, 26)),
        ("raised 2.25 million", "25", None),
        ("in 25,000 homes", "25", None),
        ("raised 25.", "25", (7, 9)),
        ("a 16.67% stake", "16.67%", (2, 8)),
        ("Acmeville and ACME", "Acme", (14, 18)),
        ("nothing", "", None),
    ],
)
def test_clues_are_whole(text: str, clue: str, place: tuple[int, int] | None) -> None:
    assert find_clue(text, clue) == place
