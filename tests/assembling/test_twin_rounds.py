"""Two rounds of one company in one announcement, and one round that only looks like two."""

from __future__ import annotations

import pytest

from extractor.article import Article, canonical_text
from extractor.assembling.article_reading import read
from extractor.assembling.rounds import assemble
from extractor.assembling.twin_rounds import twins
from extractor.recognizing.recognizer import recognize
from extractor.records import FundingRound, plain_decimal


def article_of(title: str, *paragraphs: str) -> Article:
    text, blocks = canonical_text(title, [("paragraph", p) for p in paragraphs])
    return Article(id="a", text=text, blocks=blocks, title=title, published_on="2024-03-05")


def labels(*paragraphs: str) -> list[tuple[str, bool]]:
    article = article_of("", *paragraphs)
    reading = read(article, recognize(article))
    return [(focus.label, focus.primary) for focus in twins(reading.lines, reading.roles)]


def rounds_of(title: str, *paragraphs: str) -> tuple[FundingRound, ...]:
    article = article_of(title, *paragraphs)
    return assemble(article, recognize(article), min_relevance=0.0).rounds


def words(found: FundingRound) -> tuple[str, str]:
    kind = found.round_type.value if found.round_type else ""
    return kind, f"{plain_decimal(found.amount.value)} {found.amount.currency}" if found.amount else ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Quernby raised a $9 million seed round and a $30 million Series A.", [("seed", False), ("series_a", True)]),
        ("It closed a €2.5 million grant and a €6 million seed round.", [("grant", False), ("seed", True)]),
        ("Quernby raised a $30 million Series A.", []),
        ("Quernby raised a $30 million Series A and a $10 million loan.", []),
        ("Quernby raised $30 million in a Series A, following a $3 million seed round.", []),
        ("Its seed round and its Series A came to $39 million.", []),
        ("Quernby raised a $30 million Series A, or $30 million in Series A shares.", []),
    ],
)
def test_twins(text: str, expected: list[tuple[str, bool]]) -> None:
    assert labels(text) == expected


def test_each_round_keeps_its_own_type_amount_and_lead() -> None:
    found = rounds_of(
        "Quernby Systems raises seed and Series A",
        "Quernby Systems has raised a $9 million seed round and a $30 million Series A.",
        "The seed round was led by Oriel Ventures.",
        "The Series A was led by Tern Hill Capital.",
    )
    assert [words(r) for r in found] == [("seed", "9000000 USD"), ("series_a", "30000000 USD")]
    assert [[i.name for i in r.investors] for r in found] == [["Oriel Ventures"], ["Tern Hill Capital"]]
    assert len({r.round_id for r in found}) == 2
    assert {r.company.name for r in found} == {"Quernby Systems"}


def test_an_ordinary_announcement_is_one_round() -> None:
    (found,) = rounds_of("Quernby Systems raises Series A", "Quernby Systems has raised a $30 million Series A.")
    assert words(found) == ("series_a", "30000000 USD")


def test_boilerplate_makes_no_twins() -> None:
    texts = [
        "It counts fish.",
        "It hires.",
        "It sells.",
        "About Quernby",
        "It raised a $9 million seed and a $30 million Series A.",
    ]
    assert labels(*texts) == []


def test_a_second_sum_from_somebody_else_is_a_round_of_its_own() -> None:
    found = rounds_of(
        "Marchbank invests in travel site Quernby",
        "LONDON (AP) - Marchbank Group is investing $60 million in members-only travel site Quernby.",
        "Quernby said it also received $6 million from Tern Hill Capital, and will use the money to open in Italy.",
    )
    assert [words(r)[1] for r in found] == ["60000000 USD", "6000000 USD"]
    assert [[i.name for i in r.investors] for r in found] == [["Marchbank Group"], ["Tern Hill Capital"]]


def test_what_the_investors_still_mean_to_raise_is_planned() -> None:
    found = rounds_of(
        "Marchbank and Oriel back Quernby",
        "Quernby has raised $500 million from Marchbank Group and Oriel Ventures.",
        "The firms also plan to raise at least $1 billion in additional funding for Quernby.",
    )
    assert [(words(r)[1], r.status.value) for r in found][1] == ("1000000000 USD", "planned")


def test_a_total_or_the_same_sum_again_is_no_second_round() -> None:
    (found,) = rounds_of(
        "Quernby raises $6 million",
        "Quernby has raised $6 million in a round led by Tern Hill Capital.",
        "It also received $6 million from Tern Hill Capital, the filing says.",
    )
    assert words(found)[1] == "6000000 USD"
