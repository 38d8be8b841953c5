"""Dates: a table of what must and what must not match, and properties that hold on any text."""

from __future__ import annotations

import datetime
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.mentions import DateMention
from extractor.recognizing.calendar_arithmetic import Reference, nearest_day, parse_reference, season_year, weekday
from extractor.recognizing.dates import find_dates

_CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "dates.toml").read_text(encoding="utf-8"))
_ROWS = [
    (theme, *row) for theme, rows in _CASES.items() if theme not in ("nothing", "pieces", "hostile") for row in rows
]
_RULES = {
    "date.absolute", "date.month_year", "date.year", "date.yearless", "date.weekday", "date.relative", "date.today",
    "date.dateline",
}  # fmt: skip
_DATED_TEXT = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(_CASES["pieces"]), max_size=40).map("".join))
_PUBLISHED = st.sampled_from([None, "2024-05-09", "2024-02-29", "2018-04", "2018", "0001-01-01", "9999-12-31", "soon"])


def _seen(mentions: tuple[DateMention, ...]) -> list[list[str]]:
    return [[mention.value or "", mention.kind, mention.basis, mention.text] for mention in mentions]


@pytest.mark.parametrize(("theme", "text", "published", "expected"), _ROWS)
def test_reads_what_the_table_says(theme: str, text: str, published: str, expected: list[Any]) -> None:
    assert _seen(find_dates(text, published or None)) == expected


@pytest.mark.parametrize("text", _CASES["nothing"])
def test_reads_no_date_where_there_is_none(text: str) -> None:
    assert _seen(find_dates(text, "2024-05-09")) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("on May 9, 2024", "date.absolute"),
        ("in May 2024", "date.month_year"),
        ("in 2024", "date.year"),
        ("on May 9", "date.yearless"),
        ("on Tuesday", "date.weekday"),
        ("last month", "date.relative"),
        ("announced today", "date.today"),
        ("OSLO, May 9, 2024 -- Corvane", "date.dateline"),
    ],
)
def test_names_the_rule(text: str, rule: str) -> None:
    assert [mention.rule for mention in find_dates(text, "2024-05-09")] == [rule]


@settings(max_examples=300, deadline=None)
@given(_DATED_TEXT, _PUBLISHED)
def test_mentions_are_slices_in_order_with_valid_values(text: str, published: str | None) -> None:
    mentions = find_dates(text, published)
    end = 0
    for mention in mentions:
        assert end <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.text
        assert mention.rule in _RULES
        end = mention.end
        if mention.value is not None:
            datetime.date.fromisoformat(mention.value + "0001-01-01"[len(mention.value) :])
    assert find_dates(text, published) == mentions


@pytest.mark.parametrize("piece", _CASES["hostile"])
def test_takes_linear_time_on_hostile_text(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    begin = time.process_time()
    find_dates(text, "2024-05-09")
    assert time.process_time() - begin < 8.0, "one or two seconds; a step that grows with the square takes minutes"


@given(st.dates(min_value=datetime.date(1990, 1, 1), max_value=datetime.date(2090, 1, 1)), st.integers(-300, 55))
def test_a_day_without_year_is_found_again(published: datetime.date, distance: int) -> None:
    day = published + datetime.timedelta(days=distance)
    found = nearest_day(day.month, day.day, parse_reference(published.isoformat()))
    assert found is not None
    gap = (datetime.date.fromisoformat(found) - published).days
    assert gap <= 60
    assert abs(gap) <= abs(distance)


@given(st.dates(min_value=datetime.date(1990, 1, 1)), st.integers(0, 6))
def test_a_weekday_lies_within_the_week_before(published: datetime.date, number: int) -> None:
    reference = Reference(published.year, published.month, published.day)
    near = datetime.date.fromisoformat(weekday(number, "near", reference) or "")
    last = datetime.date.fromisoformat(weekday(number, "last", reference) or "")
    assert near.weekday() == last.weekday() == number
    assert 0 <= (published - near).days <= 6
    assert 1 <= (published - last).days <= 7


@pytest.mark.parametrize("published", [None, "", "soon", "2024-13", "2024-02-30", "0000", "20240509"])
def test_a_published_date_that_is_none_gives_no_reference(published: str | None) -> None:
    assert parse_reference(published) is None


@pytest.mark.parametrize(
    ("season", "which", "published", "year"),
    [
        ("summer", "last", "2024-05-09", "2023"),
        ("summer", "last", "2024-11-09", "2024"),
        ("fall", "last", "2024-05-09", "2023"),
        ("spring", "this", "2024-05-09", "2024"),
        ("winter", "last", "2024-05-09", None),
        ("summer", "last", "2024", None),
    ],
)
def test_seasons(season: str, which: Any, published: str, year: str | None) -> None:
    assert season_year(season, which, parse_reference(published)) == year
