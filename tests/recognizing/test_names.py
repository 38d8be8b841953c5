"""Names of organisations and people: a table of sentences with the exact list of names in each."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.article import Article, canonical_text
from extractor.mentions import PartyMention
from extractor.recognizing.firm_names import is_place
from extractor.recognizing.name_words import joined_document, looks_named, words
from extractor.recognizing.names import plain
from extractor.recognizing.parties import find_parties, is_medium, kind_of
from extractor.recognizing.sentences import split_sentences

GROUPS: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "names.toml").read_text(encoding="utf-8")
)["group"]
ROWS = [
    pytest.param(
        group["form"],
        text,
        expected,
        id=f"{group['name']}: {text}",
        marks=[pytest.mark.xfail(strict=True, reason=group["gap"])] if "gap" in group else [],
    )
    for group in GROUPS
    for text, expected in group["rows"]
]


def read(form: str, text: str) -> tuple[Article, tuple[PartyMention, ...]]:
    title, _, body = text.partition("\n\n") if form == "article" else ("", "", text)
    canonical, blocks = canonical_text(title, [("headline" if form == "headline" else "paragraph", body)])
    article = Article(id="case", text=canonical, blocks=blocks, title=title)
    return article, find_parties(article, split_sentences(article))


@pytest.mark.parametrize(("form", "text", "expected"), ROWS)
def test_sentence(form: str, text: str, expected: list[str]) -> None:
    article, found = read(form, text)
    assert [party.name for party in found] == expected
    position = 0
    for party in found:
        assert position <= party.start < party.end
        assert article.text[party.start : party.end] == party.text
        position = party.end


def test_the_table_is_large_and_holds_negatives() -> None:
    rows = [(text, expected) for group in GROUPS for text, expected in group["rows"]]
    assert len(rows) >= 120
    assert len({text for text, _ in rows}) == len(rows)
    assert sum(not expected for _, expected in rows) >= 15


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Tarnwick Capital", "firm"),
        ("Orlo Ventures", "firm"),
        ("Ministry of Economic Affairs", "public_body"),
        ("European Innovation Council", "public_body"),
        ("Tarnwick Robotics Inc.", "corporate"),
        ("Quay GmbH", "corporate"),
        ("Jane Doe", "person"),
        ("David van der Meer", "person"),
        ("Larkspur", "unknown"),
        ("Jane", "unknown"),
        ("", "unknown"),
    ],
)
def test_kind_by_form(name: str, kind: str) -> None:
    assert kind_of(name) == kind


def test_places_and_media_are_told_apart_from_names() -> None:
    assert is_place("Berlin")
    assert is_place("the Netherlands")
    assert is_place("German")
    assert not is_place("Berlin Ventures")
    assert is_medium("The Wall Street Journal")
    assert not is_medium("Orlo")


@pytest.mark.parametrize(
    ("word", "named"),
    [
        ("Larkspur", True),
        ("eBay", True),
        ("fal.ai", True),
        ("n8n", True),
        ("1mg", False),
        ("83North", True),
        ("@Orlo", True),
        ("raises", False),
        ("10x", False),
        ("5G", False),
        ("B2B", True),
        ("non-US", False),
        ("co-CEO", False),
        ("HOLT.L", False),
        ("U.S", True),
    ],
)
def test_form_of_a_word(word: str, named: bool) -> None:
    assert looks_named(word) is named


def test_comparable_form() -> None:
    assert plain("The  Tarnwick Fund's") == "tarnwick fund"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The round was led byAcme.", True),
        ("It was led by byFounders.", False),
        ("It was led withFounders Fund.", True),
        ("an app calledIt", False),  # two letters more make a name
        ("sold toAccel", False),
        ("sold toAccel, is inParis", True),
        ("its iPhone and itsPad, an e-commerce site", False),
        ("Doeco-founder Jane", True),
        ("a co-founder of it", False),
        ("non-toAccel, _isParis", False),
        ("", False),
    ],
)
def test_one_or_two_glued_words_tell_of_a_joined_document(text: str, expected: bool) -> None:
    assert joined_document(text) is expected


def test_glued_words_are_cut_in_a_joined_document_only() -> None:
    text = "led byAccel and withBelfius"
    assert joined_document(text)
    assert joined_document("sold toAccel, is inParis")
    assert not joined_document("sold toAccel, is in Paris")
    cut = [word.text for word in words(text, 0, len(text), joined=True)]
    assert cut == ["led", "by", "Accel", "and", "with", "Belfius"]
    whole = [word.text for word in words(text, 0, len(text), joined=False)]
    assert whole == ["led", "byAccel", "and", "withBelfius"]


@given(st.text(alphabet=st.sampled_from("Ab1 .,&'’-\n$()é高🚀\"+@#/"), max_size=120))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_spans_in_order(text: str) -> None:
    for form in ("paragraph", "headline"):
        article, found = read(form, text)
        position = 0
        for party in found:
            assert position <= party.start < party.end <= len(article.text)
            assert article.text[party.start : party.end] == party.text
            assert party.name == " ".join(party.text.split())
            position = party.end


@pytest.mark.parametrize("piece", ["Aa ", "A & ", "Aa and ", "A. ", "byAa ", "Aa-", "a.b", "Aa, ", "'", "Aa's "])
def test_hostile_text_takes_linear_time(piece: str) -> None:
    def seconds(size: int) -> float:
        started = time.process_time()
        read("paragraph", piece * (size // len(piece)))
        return time.process_time() - started

    seconds(1_000)
    small, large = seconds(20_000), seconds(80_000)
    assert large < 12 * small + 0.5
