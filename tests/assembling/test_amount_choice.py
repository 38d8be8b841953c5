"""Headline against body, totals, conversions and the parts of a mixed round: which amount is the round's."""

from __future__ import annotations

import pytest

from extractor.article import Article, canonical_text
from extractor.assembling.amount_choice import AmountChoice, choose_amount, split_amounts
from extractor.assembling.article_reading import read
from extractor.assembling.roles import AmountRole
from extractor.recognizing.recognizer import recognize
from extractor.records import Money, plain_decimal


def roles_of(title: str, *paragraphs: str) -> tuple[AmountRole, ...]:
    text, blocks = canonical_text(title, [("paragraph", p) for p in paragraphs])
    article = Article(id="a", text=text, blocks=blocks, title=title, published_on="2024-03-05")
    return read(article, recognize(article)).roles


def words(money: Money | None) -> str:
    if money is None:
        return ""
    mark = "" if money.qualifier == "exact" else f"{money.qualifier} "
    return f"{mark}{plain_decimal(money.value)} {money.currency}"


def chosen(title: str, *paragraphs: str) -> tuple[str, str, list[str]]:
    found = choose_amount(roles_of(title, *paragraphs))
    return words(found.amount), words(found.total), [finding.code for finding in found.findings]


@pytest.mark.parametrize(
    ("title", "text", "amount"),
    [
        ("Quernby raises $12 million", "Quernby raised $12 million in a Series A round.", "12000000 USD"),
        ("Quernby raises $2.7M", "Quernby closed a $2.67 million seed round.", "2670000 USD"),
        ("Quernby raises $8 million", "Quernby closed a C$8.0 million seed round.", "8000000 CAD"),
        ("Quernby raises $5.5M", "Quernby has raised €5 million in seed funding.", "5000000 EUR"),
        ("Quernby raises over $50 million", "Quernby has raised more than $50 million.", "over 50000000 USD"),
        (
            "Quernby raises fresh money",
            "Quernby raised £4 million in a seed round at a £20 million valuation.",
            "4000000 GBP",
        ),
        ("Quernby hits unicorn status", "The $60 million Series C values it at $1 billion.", "60000000 USD"),
        ("Quernby raises money", "Quernby raised an undisclosed sum. Its market is worth $9 billion.", ""),
        ("Quernby raises money", "The round follows a $3 million seed round in 2020.", ""),
        ("Quernby raises $5M", "Quernby has raised a total of $5 million from angels.", "5000000 USD"),
    ],
)
def test_the_amount_of_the_round(title: str, text: str, amount: str) -> None:
    assert chosen(title, text) == (amount, "", [])


def test_a_converted_headline_is_another_form_of_the_same_amount() -> None:
    found = choose_amount(roles_of("Quernby raises $5.5M", "Quernby has raised €5 million in seed funding."))
    assert found.amount is not None
    assert [(plain_decimal(f.value), f.currency) for f in found.amount.also] == [("5500000", "USD")]


def test_the_body_beats_a_headline_that_contradicts_it() -> None:
    found = choose_amount(roles_of("Quernby raises $8 million", "Quernby has closed a $6 million Series A round."))
    assert words(found.amount) == "6000000 USD"
    (finding,) = found.findings
    assert (finding.code, finding.path, finding.stated, finding.expected) == (
        "amount.contradiction",
        "amount",
        "$8 million",
        "$6 million",
    )
    assert [e.text for e in finding.evidence] == ["$8 million", "$6 million"]


def test_a_headline_that_adds_an_earlier_part_is_the_total() -> None:
    assert chosen(
        "Quernby's seed round grows to $15 million",
        "Quernby has raised $10 million in a seed extension.",
        "It comes on top of the $5 million seed round of 2022.",
    ) == ("10000000 USD", "15000000 USD", [])


def test_two_bodies_that_differ_keep_the_earlier_and_heavier() -> None:
    assert chosen(
        "Quernby raises Series A",
        "Quernby has raised $12 million in a Series A round led by Tern Hill Capital.",
        "Its staff of forty will grow.",
        "A supplier, Slotwise, raised $3 million.",
    ) == ("12000000 USD", "", [])


def test_no_statement_no_amount() -> None:
    assert choose_amount(()) == AmountChoice()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "Quernby raised $20 million in equity and $10 million in venture debt from Pomona Bank.",
            {"equity_amount": "20000000 USD", "debt_amount": "10000000 USD"},
        ),
        ("Quernby raised $20 million in equity.", {}),
        ("Quernby raised a $20 million Series B round.", {}),
        (
            "Quernby raised $90 million, including $40 million of secondary shares.",
            {"secondary_amount": "40000000 USD"},
        ),
    ],
)
def test_the_split_of_a_mixed_round(text: str, parts: dict[str, str]) -> None:
    found = split_amounts(roles_of("Quernby raises money", text))
    assert {field: words(money) for field, money in found.items()} == parts
