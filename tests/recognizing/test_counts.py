"""Stated numbers of investors."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.recognizing.counts import find_counts

ROWS: list[tuple[str, list[tuple[int, str, bool, str]]]] = [
    ("signed with 21 initial investors", [(21, "investors", False, "21 initial investors")]),
    ("raised $3 million from five investors", [(5, "investors", False, "five investors")]),
    ("Five investors took part.", [(5, "investors", False, "Five investors")]),
    ("the 20+ investors include Orlo", [(20, "investors", True, "20+ investors")]),
    ("more than 40 investors joined", [(40, "investors", True, "40 investors")]),
    ("from over thirty angel investors", [(30, "investors", True, "thirty angel investors")]),
    ("two new institutional investors", [(2, "investors", False, "two new institutional investors")]),
    ("twelve business angels", [(12, "investors", False, "twelve business angels")]),
    ("three venture firms", [(3, "investors", False, "three venture firms")]),
    ("its 7 existing backers", [(7, "investors", False, "7 existing backers")]),
    ("nineteen shareholders", [(19, "investors", False, "nineteen shareholders")]),
    ("four VCs", [(4, "investors", False, "four VCs")]),
    ("Six co-leads: Orlo and others", [(6, "leads", False, "Six co-leads")]),
    ("two lead investors", [(2, "leads", False, "two lead investors")]),
    ("two co-lead investors", [(2, "leads", False, "two co-lead investors")]),
    ("An additional 15 investors will join", [(15, "additional", False, "An additional 15 investors")]),
    ("12 more investors joined", [(12, "additional", False, "12 more investors")]),
    ("another four investors joined", [(4, "investors", False, "four investors")]),
    ("a further 3 angel investors", [(3, "additional", False, "a further 3 angel investors")]),
    (
        "two lead investors and 10 other backers",
        [(2, "leads", False, "two lead investors"), (10, "additional", False, "10 other backers")],
    ),
    ("21 investors and 21 investors", [(21, "investors", False, "21 investors")] * 2),
    ("1,200 investors", [(1200, "investors", False, "1,200 investors")]),
    ("twenty-one investors", [(21, "investors", False, "twenty-one investors")]),
    ("twenty one investors", [(21, "investors", False, "twenty one investors")]),
    ("forty-five more investors", [(45, "additional", False, "forty-five more investors")]),
    # nothing here
    ("investors of 15 countries", []),
    ("investors in 21 markets", []),
    ("the lead of six points", []),
    ("30.5 investors each", []),
    ("$5 investors", []),
    ("several investors and a few angels", []),
    ("21 employees and five founders", []),
    ("a two-investor round", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_sentence(text: str, expected: list[tuple[int, str, bool, str]]) -> None:
    found = find_counts(text)
    assert [(m.value, m.noun, m.at_least, m.text) for m in found] == expected
    assert all(text[m.start : m.end] == m.text for m in found)


@pytest.mark.xfail(strict=True, reason="a number that belongs to the words before it")
@pytest.mark.parametrize("text", ["Stage 2 investors met.", "It spoke to its Fund 3 investors."])
def test_a_number_of_something_else(text: str) -> None:
    assert find_counts(text) == ()


@given(
    st.lists(
        st.sampled_from(["12", " ", "twenty", "-", "two", "+", "new ", "lead ", "investors", ",", "co-", "1,200", "$"]),
        max_size=40,
    ).map("".join)
)
@settings(max_examples=200, deadline=None)
def test_any_text_gives_spans_in_order(text: str) -> None:
    position = 0
    for mention in find_counts(text):
        assert position <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.text
        assert mention.value >= 0
        position = mention.end
