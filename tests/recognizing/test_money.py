"""Money on plain text: sentence tables, lexicon examples, and properties on arbitrary text."""

from __future__ import annotations

import random
import time
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.mentions import MoneyMention
from extractor.recognizing.money import find_money
from extractor.recognizing.money_tables import lexicon
from extractor.records import plain_decimal

CASES: dict[str, Any] = tomllib.loads((Path(__file__).parents[1] / "cases" / "money.toml").read_text(encoding="utf-8"))
ROWS = [
    pytest.param(text, expected, id=f"{group['name']}: {text}")
    for group in CASES["group"]
    for text, expected in group["rows"]
]
CURRENCIES = lexicon("currencies.toml")["currency"]


def as_row(mention: MoneyMention) -> list[str]:
    high = "" if mention.max_value is None else plain_decimal(mention.max_value)
    return [plain_decimal(mention.value), mention.currency, mention.qualifier, high, mention.text]


def assert_spans(text: str, mentions: tuple[MoneyMention, ...]) -> None:
    position = 0
    for mention in mentions:
        assert position <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        assert (mention.qualifier == "range") == (mention.max_value is not None)
        position = mention.end


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_sentence(text: str, expected: list[list[str]]) -> None:
    mentions = find_money(text)
    assert [as_row(mention) for mention in mentions] == expected
    assert_spans(text, mentions)


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_sentence_inside_a_paragraph(text: str, expected: list[list[str]]) -> None:
    mentions = find_money(f"Naming no sums.\n\n{text}.\n\nIt employs 40 people.")
    assert [as_row(mention) for mention in mentions] == expected


def test_the_table_is_large_and_holds_negatives() -> None:
    rows = [expected for group in CASES["group"] for _, expected in group["rows"]]
    assert len(rows) >= 220
    assert sum(not expected for expected in rows) >= 50
    for group in CASES["group"]:
        assert all(bool(expected) != group["name"].startswith("nothing here") for _, expected in group["rows"])


@pytest.mark.parametrize("currency", CURRENCIES, ids=[row["code"] for row in CURRENCIES])
def test_lexicon_examples(currency: dict[str, Any]) -> None:
    code = currency["code"]
    assert currency["examples"]
    assert currency["counter_examples"]
    for example in currency["examples"]:
        assert [mention.currency for mention in find_money(example)] == [code], example
    for counter in currency["counter_examples"]:
        assert code not in [mention.currency for mention in find_money(counter)], counter


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("raised $5 million", "money.symbol"),
        ("raised USD 5 million", "money.code"),
        ("raised 5 million euros", "money.word"),
        ("raised Rs 40 crore", "money.indian"),
        ("raised Rs 12,50,00,000", "money.indian"),
        ("raised $5-7 million", "money.range"),
        ("at $3.88 per share", "money.per_unit"),
        ("at $15 per month", "money.per_unit"),
        ("at $0.50 a share", "money.per_unit"),
        ("at $20-$30 per month", "money.per_unit"),
        ("raised $5 million a day after", "money.symbol"),
        ("raised $5 million per cent", "money.symbol"),
    ],
)
def test_rule(text: str, rule: str) -> None:
    assert [mention.rule for mention in find_money(text)] == [rule]


@pytest.mark.parametrize(
    ("text", "currency", "basis"),
    [
        ("raised $5 million", "USD", "inferred"),
        ("raised US$5 million", "USD", "stated"),
        ("raised $5 million USD", "USD", "stated"),
        ("raised €5 million", "EUR", "stated"),
        ("raised ¥500 million", "JPY", "inferred"),
        ("raised ¥500 million, or 500 million yuan", "CNY", "inferred"),
        ("raised ¥620 million ($97 million)", "CNY", "inferred"),
        ("raised ¥620 million ($5.7 million)", "JPY", "inferred"),
        ("the Sydney firm raised $31 million (US$21 million), its Australian backers said", "AUD", "inferred"),
        ("raised kr 50m", "SEK", "inferred"),
        ("raised kr 50m in Oslo", "NOK", "inferred"),
        ("raised 5 million kroner, a Danish record", "DKK", "inferred"),
        ("raised Rs 5 crore", "INR", "stated"),
        ("raised Rs 5 crore in Karachi", "PKR", "stated"),
        ("raised 5 million pesos in Manila", "PHP", "inferred"),
        ("raised 5 million dollars", "USD", "inferred"),
        ("raised A$5M-$7M", "AUD", "stated"),
    ],
)
def test_currency_basis(text: str, currency: str, basis: str) -> None:
    mention = find_money(text)[0]
    assert (mention.currency, mention.currency_basis) == (currency, basis)


PIECES = st.sampled_from(
    [
        "$",
        "US$",
        "€",
        "¥",
        "kr",
        "Rs ",
        "USD",
        " ",
        "5",
        "12,5",
        "1.234",
        "000",
        "m",
        "bn",
        " million",
        "亿",
        "元",
        "-",
        "–",
        " to ",
        "half a ",
        "a ",
        "million ",
        "dollars",
        "(",
        ")",
        "+",
        "%",
        "🚀",
        "漢",
        "\xa0",
        "\u200b",
        "１",
        "＄",
        "\n\n",
        "İ",
        "between ",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=24).map("".join)))
def test_offsets_hold_on_any_text(text: str) -> None:
    assert_spans(text, find_money(text))


AMOUNT = st.integers(min_value=1, max_value=999_999)
SCALES = {"": 1, "k": 10**3, "m": 10**6, " million": 10**6, "bn": 10**9, " billion": 10**9, " trillion": 10**12}
PREFIXES = {"US$": "USD", "€": "EUR", "£": "GBP", "A$": "AUD", "CHF ": "CHF", "SEK ": "SEK", "₹": "INR", "RMB ": "CNY"}


@settings(max_examples=200, deadline=None)
@given(AMOUNT, st.sampled_from(sorted(SCALES)), st.sampled_from(sorted(PREFIXES)), st.booleans())
def test_written_amounts_come_back(number: int, scale: str, prefix: str, grouped: bool) -> None:
    written = f"{prefix}{number:,}{scale}" if grouped else f"{prefix}{number}{scale}"
    text = f"🚀 Vello raised {written} in May"
    mentions = find_money(text)
    assert [(m.value, m.currency, m.text) for m in mentions] == [
        (Decimal(number * SCALES[scale]), PREFIXES[prefix], written)
    ]


@pytest.mark.parametrize(
    "piece", ["1,", "1$", "$", "9", "a million ", "USD ", "$1-", "1 000 ", "kr", "up to ", "between $1 and "]
)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    assert_linear(piece * (200_000 // len(piece)))


def test_random_signs_take_linear_time() -> None:
    assert_linear("".join(random.Random(7).choices("0123456789,.$€£ -", k=200_000)))


def assert_linear(text: str) -> None:
    started = time.process_time()
    mentions = find_money(text)
    assert time.process_time() - started < 8.0
    assert_spans(text, mentions)
