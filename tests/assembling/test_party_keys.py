"""Which two names are one party: case, accents, legal suffixes, short forms, initials, surnames."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.assembling.party_keys import is_short_form, is_surname_of, key, key_words

NAMES = st.one_of(
    st.text(max_size=30),
    st.lists(
        st.sampled_from(["The", "Tern", "Hill", "Inc.", "&", "GmbH", "de", "A", "Ltd", "’s", "紅杉", "🚀"]), max_size=5
    ).map(" ".join),
)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Tern Hill", "TERN HILL"),
        ("Tern Hill", "The Tern Hill"),
        ("Tern Hill", "Tern Hill, Inc."),
        ("Tern Hill", "Tern-Hill"),
        ("Tern Hill", "TernHill"),
        ("Société Marée", "Societe Maree"),
        ("Larch & Finch", "Larch and Finch"),
        ("Quernby’s", "Quernby"),
        ("Quernby GmbH", "Quernby"),
        ("Ｑｕｅｒｎｂｙ", "Quernby"),
    ],
)
def test_one_key(a: str, b: str) -> None:
    assert key(a) == key(b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Tern Hill", "Tern Valley"),
        ("Tern", "Terns Hill"),
        ("Tern Hill I", "Tern Hill II"),
        ("Canal+", "Canal"),
        ("紅杉", "青松"),
    ],
)
def test_two_keys(a: str, b: str) -> None:
    assert key(a) != key(b)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("Tern", "Tern Hill Capital"),
        ("Tern Hill", "Tern Hill Capital"),
        ("THC", "Tern Hill Capital"),
        ("BL", "The Bank of Larch"),
        ("Quernby", "Quernby Systems Inc."),
    ],
)
def test_short_form(short: str, full: str) -> None:
    assert is_short_form(short, full)
    assert not is_short_form(full, short)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("Hill", "Tern Hill Capital"),
        ("Te", "Te Ariki Fund"),
        ("thc", "Tern Hill Capital"),
        ("TBL", "The Bank of Larch"),
        ("T", "Tern Hill"),
        ("Tern Valley", "Tern Hill Capital"),
        ("", "Tern Hill"),
        ("Tern", ""),
    ],
)
def test_no_short_form(short: str, full: str) -> None:
    assert not is_short_form(short, full)


@pytest.mark.parametrize(
    ("short", "full", "same"),
    [
        ("Lindqvist", "Peter Lindqvist", True),
        ("Lindqvist", "Peter J. Lindqvist", True),
        ("Peter", "Peter Lindqvist", False),
        ("Li", "Wen Li", False),
        ("Capital", "Tern Hill Valley Capital", False),
    ],
)
def test_surname(short: str, full: str, same: bool) -> None:
    assert is_surname_of(short, full) is same


def test_a_name_of_nothing_but_a_suffix_keeps_it() -> None:
    assert key_words("Inc") == ("inc",)
    assert key_words("The") == ("the",)


@given(NAMES, NAMES)
def test_keys_of_any_names(a: str, b: str) -> None:
    assert key(a) == "".join(key_words(a))
    if is_short_form(a, b) and is_short_form(b, a):
        assert key_words(a) == key_words(b)
    if is_surname_of(a, b):
        assert not is_surname_of(b, a)
