"""Round types: a table of sentences with label, matched text and modifiers."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.lexicons.rules import load_rules
from extractor.recognizing.round_types import find_round_types

GROUPS: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "round_types.toml").read_text(encoding="utf-8")
)["group"]
ROWS = [
    pytest.param(
        text,
        expected,
        id=f"{group['name']}: {text}",
        marks=[pytest.mark.xfail(strict=True, reason=group["gap"])] if "gap" in group else [],
    )
    for group in GROUPS
    for text, expected in group["rows"]
]


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_sentence(text: str, expected: list[list[Any]]) -> None:
    found = find_round_types(text)
    assert [[m.label, m.text, list(m.modifiers)] for m in found] == expected
    position = 0
    for mention in found:
        assert position <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.text
        position = mention.end


def test_the_table_is_large_and_covers_every_rule() -> None:
    rows = [(text, expected) for group in GROUPS for text, expected in group["rows"]]
    assert len(rows) >= 90
    assert len({text for text, _ in rows}) == len(rows)
    assert sum(not expected for _, expected in rows) >= 25
    assert all(not expected for g in GROUPS if g["name"].startswith("nothing here") for _, expected in g["rows"])
    read = {mention.rule for text, _ in rows for mention in find_round_types(text)}
    assert read == {rule.id for rule in load_rules("round_types.toml")}


def test_a_mention_names_its_rule() -> None:
    (mention,) = find_round_types("its Series B round")
    assert (mention.rule, mention.start, mention.end) == ("round.series", 4, 12)


@given(st.text(alphabet=st.sampled_from("Series AB-+12 seed pre'’.\n💶é"), max_size=120))
@settings(max_examples=200, deadline=None)
def test_any_text_gives_spans_in_order(text: str) -> None:
    position = 0
    for mention in find_round_types(text):
        assert position <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.text
        assert "*" not in mention.label
        position = mention.end


@pytest.mark.parametrize(
    "piece", ["series ", "seed-stage ", "pre-", "seed venture-led ", "$1 a a a ", "growth equity ", "debt ", "$1" * 9]
)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        started = time.process_time()
        find_round_types(text)
        return time.process_time() - started

    seconds(1_000)
    small, large = seconds(50_000), seconds(200_000)
    assert large < 12 * small + 0.5
