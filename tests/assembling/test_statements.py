"""The use of funds in the article's own words, and advisers with their roles."""

from __future__ import annotations

import pytest

from extractor.article import Article, canonical_text
from extractor.assembling.article_reading import Reading, read
from extractor.assembling.statements import MOST_STATEMENTS, advisors, use_of_funds
from extractor.recognizing.recognizer import recognize


def reading_of(*paragraphs: str, title: str = "Marlowe Robotics raises $12 million") -> Reading:
    text, blocks = canonical_text(title, [("paragraph", p) for p in paragraphs])
    article = Article(id="a", text=text, blocks=blocks, title=title, published_on="2024-03-05")
    return read(article, recognize(article))


def uses(*paragraphs: str, title: str = "Marlowe Robotics raises $12 million") -> list[str]:
    reading = reading_of(*paragraphs, title=title)
    found = use_of_funds(reading.lines, reading.article)
    for statement in found:
        (evidence,) = statement.evidence
        assert reading.article.text[evidence.start : evidence.end] == evidence.text == statement.text
    return [statement.text for statement in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Marlowe will use the funds to open an office in Nashville.", "open an office in Nashville"),
        ("The company plans to use the fresh capital for hiring engineers.", "hiring engineers"),
        ("Dray Holdings said funds will go toward R&D and ecosystem expansion.", "R&D and ecosystem expansion"),
        ("The funding will be used to build a plant (its second) in Spain.", "build a plant (its second) in Spain"),
        ("The new funds are to pay for a third fermenter.", "pay for a third fermenter"),
        ("With the $12 million the company will open a workshop in Dallas.", "open a workshop in Dallas"),
        ("The investment will help Marlowe expand into Portugal.", "expand into Portugal"),
        ("Marlowe has raised $12 million from Tern Hill to fuel its growth in Spain.", "fuel its growth in Spain"),
        ("It will spend the money on cars and on mapping Busan, Marlowe said.", "cars and on mapping Busan"),
        ("The round will accelerate its U.S. launch, bringing the total to $20 million.", "accelerate its U.S. launch"),
    ],
)
def test_use_of_funds(text: str, expected: str) -> None:
    assert uses(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Marlowe uses robots to build plants.",
        "Dray Holdings put £24 million into Marlowe, tightening its grip on the maker of boats.",
        "The app will help users expand their gardens.",
        "Marlowe will not use the funds to open an office.",
        "At that time, Marlowe said it would use the funds to expand its plant.",
        "The facility is scheduled to enter production this year.",
    ],
)
def test_what_is_no_use_of_funds(text: str) -> None:
    assert uses(text) == []


def test_a_headline_is_not_read() -> None:
    assert uses("Marlowe makes robots.", title="Marlowe will use the funds to build a plant") == []


def test_at_most_three_and_none_twice() -> None:
    texts = [f"Marlowe will use the funds to build plant number {word}." for word in ("one", "two", "three", "four")]
    assert len(uses(*texts)) == MOST_STATEMENTS
    assert len(uses(texts[0], texts[0])) == 1


def test_a_long_line_ends_at_a_word() -> None:
    (found,) = uses("Marlowe will use the funds to build " + "very " * 400 + "big plants.")
    assert found.endswith(" very")
    assert len(found) <= 320


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Larkspur Securities acted as exclusive placement agent.", ("Larkspur Securities", "placement agent")),
        ("Dunmore & Pell LLP served as legal counsel to Marlowe.", ("Dunmore & Pell LLP", "legal counsel")),
        ("Peiyuan Advisory acted as financial adviser to Marlowe.", ("Peiyuan Advisory", "financial advisor")),
        ("Marlowe was advised by Rothmere Partners.", ("Rothmere Partners", "advisor")),
    ],
)
def test_advisors(text: str, expected: tuple[str, str]) -> None:
    found = advisors(reading_of("Marlowe has raised $12 million.", text).parties, ("Marlowe Robotics", "Marlowe"))
    assert [(party.name, party.role) for party in found] == [expected]


def test_an_investor_is_no_adviser() -> None:
    assert advisors(reading_of("Marlowe raised $12 million in a round led by Tern Hill Capital.").parties) == ()
