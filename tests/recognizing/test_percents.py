"""Percentages on plain text: a sentence table and properties on arbitrary text."""

from __future__ import annotations

import time
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.mentions import PercentMention
from extractor.recognizing.percents import find_percents
from extractor.records import plain_decimal

CASES: dict[str, Any] = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "percents.toml").read_text(encoding="utf-8")
)
ROWS = [
    pytest.param(text, expected, id=f"{group['name']}: {text}")
    for group in CASES["group"]
    for text, expected in group["rows"]
]


def as_row(mention: PercentMention) -> list[str]:
    high = "" if mention.max_value is None else plain_decimal(mention.max_value)
    return [plain_decimal(mention.value), mention.qualifier, high, mention.text]


def assert_spans(text: str, mentions: tuple[PercentMention, ...]) -> None:
    position = 0
    for mention in mentions:
        assert position <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        position = mention.end


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_sentence(text: str, expected: list[list[str]]) -> None:
    mentions = find_percents(text)
    assert [as_row(mention) for mention in mentions] == expected
    assert_spans(text, mentions)


@pytest.mark.parametrize(
    ("text", "rule"),
    [("sold 5%", "percent.sign"), ("sold 5 percent", "percent.word"), ("sold 5-7%", "percent.range")],
)
def test_rule(text: str, rule: str) -> None:
    assert [mention.rule for mention in find_percents(text)] == [rule]


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(["5", "1.5", "%", " ", "-", " to ", "percent", "％", "🚀", "\u00a0", "between ", " and "]),
            max_size=20,
        ).map("".join),
    )
)
def test_offsets_hold_on_any_text(text: str) -> None:
    assert_spans(text, find_percents(text))


@given(st.integers(min_value=0, max_value=10_000), st.sampled_from(["%", " %", " percent", " per cent", " pct"]))
def test_written_percentages_come_back(hundredths: int, unit: str) -> None:
    value = Decimal(hundredths) / 100
    mentions = find_percents(f"sold {value:.2f}{unit} of it")
    assert [(mention.value, mention.text) for mention in mentions] == [(value, f"{value:.2f}{unit}")]


@pytest.mark.parametrize("piece", ["1%", "1-", "%", "9", "1 per ", "1,1% to "])
def test_hostile_text_takes_linear_time(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    started = time.process_time()
    assert_spans(text, find_percents(text))
    assert time.process_time() - started < 8.0
