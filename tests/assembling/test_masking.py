"""Masked sentences: placeholders for mentions, and offsets that lead back to the article whatever it holds."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.article import Article, canonical_text
from extractor.assembling.masking import (
    COUNT,
    DATE,
    MONEY,
    ORG,
    PERCENT,
    TYPE,
    Masked,
    gather_amounts,
    mask_article,
)
from extractor.mentions import Mentions
from extractor.recognizing.recognizer import recognize

PLACEHOLDER = re.compile("[\ue000-\uedff]")
PIECES = st.sampled_from(
    [
        "$5 million",
        "€3.2m",
        "RMB 10 crore",
        "Tern Hill Capital",
        "Quernby",
        "Jane Roe",
        "Series A",
        "seed round",
        "12%",
        "March 5, 2024",
        "on Tuesday",
        "21 investors",
        " led by ",
        " raised ",
        ", ",
        " (",
        ") ",
        ". ",
        "\n",
        "“",
        "”",
        "’s ",
        "🚀",
        "🧑\u200d🔬",
        "👩🏽",
        "株式会社",
        "融资",
        "é",
        "é",
        "\u200b",
        "\xa0",
        "𝒳",
        "\x00",
        "ﬁ",
        "İ",
        "\ue000",
        "\ue801",
        "\uec07",
        "\uedff",
        "\uee00",
        "\uf8ff",
        "\U000f0000",
        "\U0010ffff",
    ]
)


def masked_of(*paragraphs: str) -> tuple[Article, Mentions, tuple[Masked, ...]]:
    text, blocks = canonical_text("", [("paragraph", p) for p in paragraphs])
    article = Article(id="a", text=text, blocks=blocks, published_on="2024-03-05")
    mentions = recognize(article)
    return article, mentions, mask_article(article, mentions)


def placed(masked: Masked) -> dict[int, tuple[int, int, str]]:
    """Every placeholder: its place, the canonical offsets of what it stands for, and its class."""
    groups = [
        (masked.parties, ORG),
        (masked.percents, PERCENT),
        (masked.dates, DATE),
        (masked.types, TYPE),
        (masked.counts, COUNT),
        (masked.amounts, MONEY),
    ]
    return {place: (m.start, m.end, kind) for group, kind in groups for place, m in group.items()}  # type: ignore[attr-defined]


def assert_offsets(article: Article, masked: Masked) -> None:
    assert masked.source == article.text[masked.sentence.start : masked.sentence.end]
    items = placed(masked)
    for place, char in enumerate(masked.text):
        start, end = masked.span(place, place + 1)
        if place in items:
            assert (start, end) == items[place][:2]
            assert re.fullmatch(items[place][2], char)
        else:
            # a blank without width gives back the space that the article lacks beside a mention
            joint = char == " " and (place - 1 in items or place + 1 in items)
            assert end == start + 1 or (joint and end == start)
            assert not PLACEHOLDER.match(char)
    edges = [masked.sentence.start, *map(masked.end_of, range(len(masked.text)))]
    assert [*map(masked.start_of, range(len(masked.text)))] == edges[:-1]
    assert edges[-1] == masked.sentence.end
    for low, high in ((0, len(masked.text)), (len(masked.text) // 2, len(masked.text))):
        if low < high:
            span = masked.span(low, high)
            assert masked.written(*span) == article.text[span[0] : span[1]]


def shape(masked: Masked) -> str:
    """The masked text with a capital for each class of placeholder."""
    text = masked.text
    for kind, letter in ((ORG, "O"), (MONEY, "M"), (PERCENT, "P"), (DATE, "D"), (TYPE, "T"), (COUNT, "N")):
        text = re.sub(kind, letter, text)
    return text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Quernby raised a $25 million Series B led by Tern Hill Capital.", "O raised a M T led by O."),
        ("Quernby raised nearly $3 billion.", "O raised M."),
        ("Quernby raised €5 million ($5.5 million) on Tuesday.", "O raised M on D."),
        ("Quernby sold 12% for £4m.", "O sold P for M."),
        ("it raised “nothing” – yet", 'it raised "nothing" — yet'),
        ("no mention here", "no mention here"),
    ],
)
def test_shape(text: str, expected: str) -> None:
    article, _, (masked,) = masked_of(text)
    assert shape(masked) == expected
    assert_offsets(article, masked)


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("It raised €5 million ($5.5 million).", [("€5 million", ["$5.5 million"])]),
        ("It raised RMB 100 million, or about $14 million.", [("RMB 100 million", ["$14 million"])]),
        ("It raised $5 million and €3 million.", [("$5 million", []), ("€3 million", [])]),
        ("It raised $5 million ($2 million earlier).", [("$5 million", []), ("$2 million", [])]),
        ("It costs $49 per month.", []),
    ],
)
def test_an_amount_in_two_currencies_is_one(text: str, amounts: list[tuple[str, list[str]]]) -> None:
    article, mentions, _ = masked_of(text)
    found = gather_amounts(article, mentions)
    assert [(a.primary.text, [m.text for m in a.also]) for a in found] == amounts


def test_a_private_use_character_of_the_article_is_no_placeholder() -> None:
    article, _, (masked,) = masked_of("x \ue000 raised \ue800 led by \uec05 y")
    assert placed(masked) == {}
    assert masked.text == "x � raised � led by � y"
    assert_offsets(article, masked)


@settings(max_examples=120, deadline=None)
@given(st.lists(PIECES, max_size=30), st.lists(PIECES, max_size=10))
def test_offsets_hold_on_mixed_text(first: list[str], second: list[str]) -> None:
    article, _, found = masked_of("".join(first), "".join(second))
    for masked in found:
        assert_offsets(article, masked)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=120))
def test_offsets_hold_on_any_text(text: str) -> None:
    article, _, found = masked_of(text)
    for masked in found:
        assert_offsets(article, masked)


def test_more_amounts_than_placeholders_stay_readable() -> None:
    article, _, found = masked_of("It sold for $5 million, " * 700)
    assert sum(len(m.amounts) for m in found) <= 0x200 * len(found)
    for masked in found:
        assert_offsets(article, masked)


@pytest.mark.parametrize("piece", ["Tern, ", "((", "$5 million, "])
def test_a_line_of_100_kb_takes_linear_time(piece: str) -> None:
    def seconds(size: int) -> float:
        text, blocks = canonical_text("", [("paragraph", piece * (size // len(piece)))])
        article = Article(id="a", text=text, blocks=blocks)
        mentions = recognize(article)
        start = time.perf_counter()
        mask_article(article, mentions)
        return time.perf_counter() - start

    assert seconds(100_000) < 30 * seconds(10_000) + 1.0
