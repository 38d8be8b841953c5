"""Earlier rounds that an article recalls, and what is none."""

from __future__ import annotations

import pytest

from extractor.article import Article, canonical_text
from extractor.assembling.earlier_rounds import earlier_rounds
from extractor.assembling.rounds import company_forms, read
from extractor.recognizing.recognizer import recognize
from extractor.records import FundingRound, RoundStatus

TITLE = "Marlowe Robotics raises $30 million Series B"
LEAD = "Marlowe Robotics has raised $30 million in a Series B round led by Tern Hill Capital."


def recall(*sentences: str, published: str | None = "2023-05-10") -> tuple[FundingRound, ...]:
    text, blocks = canonical_text(TITLE, [("paragraph", LEAD), *(("paragraph", s) for s in sentences)])
    article = Article(id="a", text=text, blocks=blocks, title=TITLE, published_on=published)
    reading = read(article, recognize(article))
    company = next(c for c in reading.companies if c.name == "Marlowe Robotics")
    found = earlier_rounds(reading, company, company_forms(reading, company))
    for item in found:
        for evidence in item.evidence:
            assert text[evidence.start : evidence.end] == evidence.text
    return found


def words(item: FundingRound) -> tuple[str | None, str | None, str | None]:
    return (
        item.round_type.value if item.round_type else None,
        f"{item.amount.value:f} {item.amount.currency}" if item.amount else None,
        item.announced_on.value if item.announced_on else None,
    )


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "The round follows a $10 million Series A led by Dovecote Partners in 2021.",
            [("series_a", "10000000 USD", "2021")],
        ),
        (
            "It follows a $10 million Series A in 2021 and a seed round of £1.2 million in 2019.",
            [("series_a", "10000000 USD", "2021"), ("seed", "1200000 GBP", "2019")],
        ),
        ("The company previously raised $4.2 million in seed funding.", [("seed", "4200000 USD", None)]),
        ("Last year, the company hauled in a $11 million round from Oriel Ventures.", [(None, "11000000 USD", "2022")]),
        ("The company's previous $9 million round was led by Oriel Ventures.", [(None, "9000000 USD", None)]),
        ("Marlowe Robotics raised $4 million in seed funding in June 2020.", [("seed", "4000000 USD", "2020-06")]),
        ("After raising a $3 million seed round in 2020, it hired 40 engineers.", [("seed", "3000000 USD", "2020")]),
        (
            "The round builds on the company's $12 million Series A announced in 2021.",
            [("series_a", "12000000 USD", "2021")],
        ),
        ("Jane Roe of Oriel Ventures, who led Marlowe's Series A round, joins the board.", [("series_a", None, None)]),
        ("In 2020, Oriel Ventures invested $2 million in Marlowe Robotics.", [(None, "2000000 USD", "2020")]),
    ],
)
def test_an_earlier_round(sentence: str, expected: list[tuple[str | None, str | None, str | None]]) -> None:
    assert [words(item) for item in recall(sentence)] == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "The company has raised a total of $31 million to date.",
        "The company had raised a total of $31 million.",
        "Marlowe had raised $16 million in four earlier funding rounds.",
        "It was valued at $90 million in 2021.",
        "The company's rival Slotwise raised $55 million in 2021.",
        "Slotwise previously raised $19 million in a Series A round.",
        "Oriel Ventures closed its previous $200 million fund in 2021.",
        "The company's revenue was $5 million in 2021.",
        "Marlowe acquired Pallet Works for $5 million in 2021.",
        "The $30 million round was announced on Tuesday.",
        "The company plans to raise a $100 million Series C round next year.",
        "In 2021, Oriel Ventures invested $8 million in Slotwise.",
        "A trade journal first reported the $30 million round.",
        "The company received a second tranche of its previously announced $30 million Series B.",
    ],
)
def test_what_is_no_earlier_round(sentence: str) -> None:
    assert recall(sentence) == ()


def test_two_statements_of_one_round_are_one() -> None:
    found = recall("The round follows a $10 million Series A.", "The company raised the $10 million Series A in 2021.")
    assert [words(item) for item in found] == [("series_a", "10000000 USD", "2021")]


def test_an_earlier_round_is_closed_and_has_its_own_id() -> None:
    first, second = recall("It follows a $10 million Series A in 2021 and a seed round of $2 million in 2019.")
    assert first.status is second.status is RoundStatus.CLOSED
    assert first.company.name == "Marlowe Robotics"
    assert first.round_id != second.round_id
    assert first.investors == ()


def test_without_a_published_date_the_cue_alone_tells() -> None:
    found = recall("The round follows a $10 million Series A in 2021.", published=None)
    assert [words(item) for item in found] == [("series_a", "10000000 USD", "2021")]


def test_an_article_without_recollections_has_none() -> None:
    assert recall("Its robots work in nine ports.") == ()
