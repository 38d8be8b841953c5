"""Calibration: reliability bins, the calibration error, and the errors that a threshold catches."""

from __future__ import annotations

import random

import pytest

from extractor.evaluating.calibration import (
    Graded,
    bins_of,
    calibration_error,
    caught,
    chance_error,
    confidences,
    report,
    sent,
)
from extractor.records import Company, FieldConfidence, FundingRound, Investor


def values(*pairs: tuple[float, bool], field: str = "round") -> list[Graded]:
    return [Graded(field, confidence, right) for confidence, right in pairs]


def drawn(count: int, *, too_sure: float = 0.0) -> list[Graded]:
    """Values that hold as often as they say, less `too_sure`."""
    source = random.Random(7)
    return [
        Graded("amount", p, source.random() < p - too_sure) for p in (source.uniform(0.3, 0.98) for _ in range(count))
    ]


def test_bins_hold_equally_many_values_and_all_of_them() -> None:
    bins = bins_of(drawn(71))
    assert [b.count for b in bins] == [14, 14, 15, 14, 14]
    assert [b.low for b in bins] == sorted(b.low for b in bins)
    assert [b.count for b in bins_of(drawn(3))] == [3]
    assert len(bins_of(drawn(5000))) == 10
    assert [b.count for b in bins_of(drawn(9), 2)] == [4, 5]
    assert bins_of([]) == ()


def test_the_error_is_the_mean_distance_of_said_and_right() -> None:
    some = values(*[(0.9, True)] * 14, *[(0.4, False)] * 14)
    assert calibration_error(bins_of(some)) == pytest.approx(0.25)
    assert calibration_error(()) == 0.0
    assert chance_error(()) == 0.0


def test_values_that_hold_show_an_error_of_chance_and_others_show_more() -> None:
    holding, too_sure = bins_of(drawn(2000)), bins_of(drawn(2000, too_sure=0.15))
    assert calibration_error(holding) < 2.5 * chance_error(holding)
    assert calibration_error(too_sure) == pytest.approx(0.15, abs=0.03)


@pytest.mark.parametrize(
    ("share", "expected"),
    [(0.1, 0.5), (0.2, 1.0), (0.05, 0.25), (1.0, 1.0), (0.0, 0.0)],
)
def test_the_share_of_errors_among_the_least_sure(share: float, expected: float) -> None:
    some = values((0.1, False), (0.2, False), *[(0.9, True)] * 8)
    assert caught(some, share) == pytest.approx(expected)


def test_of_ties_a_part_is_taken_whatever_their_order() -> None:
    some = values(*[(0.5, False)] * 2, *[(0.5, True)] * 8)
    assert caught(some, 0.5) == caught(some[::-1], 0.5) == pytest.approx(0.5)
    assert caught(values((0.5, True)), 0.5) == 0.0


def test_what_a_threshold_sends() -> None:
    told = sent(values((0.2, False), (0.4, True), (0.8, True), (0.9, False)), 0.5)
    assert (told.share, told.caught, told.kept_right) == (0.5, 0.5, 0.5)
    assert sent(values((0.2, True)), 0.5).kept_right == 0.0
    assert sent([], 0.5).share == 0.0


def test_confidences_by_path_leave_out_what_is_empty() -> None:
    found = FundingRound(
        round_id="r",
        company=Company(name="Larkspur"),
        investors=(Investor(name="Pomona Ventures", confidence=0.7), Investor(name="Jane Doe")),
        confidence=0.8,
        field_confidence=FieldConfidence(company=0.9, investors=0.0),
    )
    assert confidences(found) == {"round": 0.8, "company": 0.9, "investors": 0.0, "investor[0]": 0.7}


def test_the_report_has_a_row_for_every_field_and_both_tables() -> None:
    lines = list(report([*values((0.9, True), (0.2, False)), *values((0.8, True), field="amount")]))
    assert [line.split(" | ")[0] for line in lines[2:5]] == ["| round", "| all fields", "| amount"]
    assert lines[4].endswith("| - | - | - |")  # no error to catch
    assert "Rounds, values by rising confidence:" in lines
    assert "All fields, when all below a threshold is sent to a person:" in lines
    assert list(report([]))[1:] == ["| --- | --- | --- | --- | --- | --- | --- | --- | --- |"]
