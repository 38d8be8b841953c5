"""Articles of several companies' rounds: one entry each, and no value crosses a boundary."""

from __future__ import annotations

import pytest

from extractor.article import Article, canonical_text
from extractor.assembling.article_reading import Reading, read
from extractor.assembling.rounds import assemble
from extractor.recognizing.recognizer import recognize
from extractor.records import FundingRound, plain_decimal

TITLE = "The week in funding"
DEALS = [
    "Brackwater Foods raised $18 million in a Series A round led by Tern Hill Capital.",
    "Lumenquill secured a €7 million seed round from Oriel Ventures.",
    "Varnholt closed a $40 million Series B led by Dovecote Partners.",
]


def article_of(title: str, *paragraphs: str) -> Article:
    text, blocks = canonical_text(title, [("paragraph", p) for p in paragraphs])
    return Article(id="a", text=text, blocks=blocks, title=title, published_on="2024-03-05")


def reading_of(title: str, *paragraphs: str) -> Reading:
    article = article_of(title, *paragraphs)
    return read(article, recognize(article))


def rounds_of(title: str, *paragraphs: str) -> tuple[FundingRound, ...]:
    article = article_of(title, *paragraphs)
    return assemble(article, recognize(article), min_relevance=0.0).rounds


def words(found: FundingRound) -> tuple[str, str, list[str]]:
    money = f"{plain_decimal(found.amount.value)} {found.amount.currency}" if found.amount else ""
    return found.company.name, money, [i.name for i in found.investors]


def test_every_deal_keeps_its_own_values() -> None:
    assert [words(r) for r in rounds_of(TITLE, *DEALS)] == [
        ("Brackwater Foods", "18000000 USD", ["Tern Hill Capital"]),
        ("Lumenquill", "7000000 EUR", ["Oriel Ventures"]),
        ("Varnholt", "40000000 USD", ["Dovecote Partners"]),
    ]


def test_a_later_paragraph_about_the_company_belongs_to_its_deal() -> None:
    found = rounds_of(TITLE, DEALS[0], "Brackwater Foods is now valued at $90 million.", *DEALS[1:])
    assert [r.valuation is not None for r in found] == [True, False, False]


def test_evidence_of_a_deal_lies_in_its_own_paragraphs() -> None:
    article = article_of(TITLE, *DEALS)
    found = assemble(article, recognize(article), min_relevance=0.0).rounds
    for number, each in enumerate(found, start=1):
        block = article.blocks[number]
        assert each.amount is not None
        spans = [*each.amount.evidence, *(e for i in each.investors for e in i.evidence)]
        assert all(block.start <= span.start and span.end <= block.end for span in spans)


def test_a_topic_before_the_colon_is_no_company() -> None:
    found = rounds_of(
        "Startups this week",
        "Money in the bank: Brackwater, a maker of tills, is now valued at $2 billion after raising $50 million.",
        "Quantum notes: Boston startup Lumenquill secured $23 million in a Series B led by Tern Hill Capital.",
        "Forestation: Soil firm Varnholt closed a $16 million Series A to plant trees.",
    )
    assert [words(r)[:2] for r in found] == [
        ("Brackwater", "50000000 USD"),
        ("Lumenquill", "23000000 USD"),
        ("Varnholt", "16000000 USD"),
    ]


def test_paragraphs_that_go_on_about_a_deal_belong_to_it() -> None:
    found = rounds_of(
        TITLE,
        "Lunch firm Brackwater has raised a pre-seed round of $1.3 million.",
        "Participants in the round included Oriel Kitchen.",
        "Resale firm Lumenquill secured $18 million in Series B funding.",
        "This was led by Tern Hill Capital with additional investment from new partners, including Larch Holdings.",
        "Mobile firm Varnholt closed a $60 million Series C funding round led by Dovecote Partners.",
    )
    assert [words(r)[2] for r in found] == [
        ["Oriel Kitchen"],
        ["Tern Hill Capital", "Larch Holdings"],
        ["Dovecote Partners"],
    ]


def test_flags_behind_names_are_passed() -> None:
    found = rounds_of(
        "Dealflow #47",
        "Brackwater 🇧🇷 raised a $45,000 Pre-Seed round led by Anjos Oriel 🇧🇷 to build a registry.",
        "Lumenquill 🇦🇷 raised a $1.8M Seed round led by Tern Hill 🇺🇸, with funding from Larch Ventures 🇮🇪.",
        "Varnholt 🇨🇷 raised a $250,000 Pre-Seed round led by Dovecote 🇺🇸 to sell cats.",
    )
    assert [words(r) for r in found] == [
        ("Brackwater", "45000 USD", ["Anjos Oriel"]),
        ("Lumenquill", "1800000 USD", ["Tern Hill", "Larch Ventures"]),
        ("Varnholt", "250000 USD", ["Dovecote"]),
    ]


def test_a_numbered_newsletter_with_footnotes_behind_its_names() -> None:
    found = rounds_of(
        "Dealflow #61 - Capybaras invade golf club, Brackwater 🇵🇪 raises $11 Million",
        "Lumenquill 🇨🇷 raised a $260,000 Seed round led by Dovecote 🇨🇷 to sell cats.",
        "Brackwater 🇵🇪 raised an $11 Million Series A round with funding from Larch Ventures 🇳🇱.",
        "Varnholt^ 🇲🇽 raised a $6.5 Million Seed round led by Oriel Capital 🇲🇽 to lease trucks.",
    )
    assert [words(r) for r in found] == [
        ("Lumenquill", "260000 USD", ["Dovecote"]),
        ("Brackwater", "11000000 USD", ["Larch Ventures"]),
        ("Varnholt", "6500000 USD", ["Oriel Capital"]),
    ]


def test_an_introduction_may_name_both_companies() -> None:
    found = rounds_of(
        "Fin Weekly: Top news stories of the week",
        "Here is our pick, featuring Brackwater, Lumenquill and more.",
        "Brackwater bags £27m funding round days after chief executive leaves",
        "Merchant acquirer Brackwater has closed its latest funding round at £27 million. Tern Hill led the round.",
        "Lumenquill raises $30m in equity",
        "Arizona-based Lumenquill has raised $30 million in equity from Larch Ventures.",
    )
    assert [words(r) for r in found] == [
        ("Brackwater", "27000000 GBP", ["Tern Hill"]),
        ("Lumenquill", "30000000 USD", ["Larch Ventures"]),
    ]


def test_a_newsletter_may_name_one_of_its_deals_in_the_headline() -> None:
    found = rounds_of("The Week in Tech: Brackwater's $18m, robots and more", *DEALS)
    assert [r.company.name for r in found] == ["Brackwater Foods", "Lumenquill", "Varnholt"]


def test_paragraphs_that_open_with_a_company_and_its_place_are_a_digest() -> None:
    found = rounds_of(
        "Financings for Sept. 22, 2020",
        "Amberly Inc., of Durham, N.C., said it priced its underwritten offering of 6 million shares at $16 apiece.",
        "Basel-based Corvino AG closed the final tranche of its series A round, CHF18 million. Tern Hill led it.",
        "Delphi Foods Ltd., of Haifa, Israel, said it received a grant of $2.8 million from the Carmel Science Fund.",
        "Brindle Bio AG, of Basel, Switzerland, said it has come out of stealth with a $11.2 million series A, in "
        "which Lantern Hill Ventures took the lead.",
        "Granary Corp., of Toronto, filed with the SEC for an IPO to raise up to $86 million.",
    )
    assert [words(r) for r in found] == [
        ("Corvino AG", "18000000 CHF", ["Tern Hill"]),
        ("Delphi Foods Ltd.", "2800000 USD", ["Carmel Science Fund"]),
        ("Brindle Bio AG", "11200000 USD", ["Lantern Hill Ventures"]),
    ]


def test_a_heading_keeps_every_paragraph_below_it() -> None:
    found = rounds_of(
        "Money on the move",
        "Brackwater Foods Scores $200M for Yoghurt",
        "Brackwater Foods has obtained $200 million in a Series B extension.",
        "The money will be used for a second dairy.",
        "New investors, Tern Hill and Dovecote Capital, were the lead financiers with support from Oriel Ventures.",
        "Lumenquill Raises $97 Million for Robots",
        "Lumenquill closed a Series B round of $97 million. The financing was led by Larch Ventures.",
    )
    assert [words(r) for r in found] == [
        ("Brackwater Foods", "200000000 USD", ["Tern Hill", "Dovecote Capital", "Oriel Ventures"]),
        ("Lumenquill", "97000000 USD", ["Larch Ventures"]),
    ]


def test_a_dated_headline_may_name_one_of_several_deals() -> None:
    found = rounds_of(
        "02 November 2020 – $310m series D for Brackwater",
        "It has been a hectic year for truck maker Brackwater, which has now pulled in $310m in a series D round.",
        "Elsewhere, scooter service Lumenquill has secured $10.6m from Larch Ventures.",
        "Varnholt, a seller of insurance, has completed a $65m series C round. Dovecote led the round.",
    )
    assert [r.company.name for r in found] == ["Brackwater", "Lumenquill", "Varnholt"]


def test_a_dash_list_is_a_roundup() -> None:
    found = rounds_of(
        "Deals",
        "Brackwater Foods (Leeds, yoghurt) - $18 million, Series A",
        "Lumenquill (Porto, robots) - €7 million, seed",
        "Varnholt (Kassel, batteries) - $40 million, Series B",
    )
    assert [words(r)[:2] for r in found] == [
        ("Brackwater Foods", "18000000 USD"),
        ("Lumenquill", "7000000 EUR"),
        ("Varnholt", "40000000 USD"),
    ]


def test_two_companies_of_the_headline_are_a_roundup() -> None:
    assert [d.company.name for d in reading_of("Brackwater Foods and Lumenquill raise money", *DEALS[:2]).deals] == [
        "Brackwater Foods",
        "Lumenquill",
    ]


def test_two_companies_in_paragraphs_of_their_own_are_a_roundup() -> None:
    assert [d.company.name for d in reading_of("Financings for March 17", *DEALS[:2]).deals] == [
        "Brackwater Foods",
        "Lumenquill",
    ]


@pytest.mark.parametrize(
    ("title", "paragraphs"),
    [
        ("Brackwater Foods raises $18 million", DEALS),
        ("Brackwater Foods raises $18 million", [DEALS[0], "Its rival Lumenquill raised €7 million in seed funding."]),
        ("Funding news", [DEALS[0], DEALS[1] + " Brackwater Foods is a customer."]),
        ("Funding news", ["Brackwater Foods makes yoghurt.", "Lumenquill makes robots.", "Varnholt makes batteries."]),
        ("", []),
    ],
)
def test_no_roundup(title: str, paragraphs: list[str]) -> None:
    assert reading_of(title, *paragraphs).deals == ()


def test_the_lines_of_a_deal_count_from_zero() -> None:
    for deal in reading_of(TITLE, *DEALS).deals:
        assert [line.order for line in deal.lines] == list(range(len(deal.lines)))
        assert not any(line.headline for line in deal.lines)


SIGNED = [
    "🇫🇷 Brackwater Foods secures €18M Series A to smoke trout. The round was led by Tern Hill Capital.",
    "🇸🇪 Lumenquill borrows €64M from Oriel Ventures. The loan will help to finish a plant.",
    "🇩🇪 Hamburg's Varnholt hooks a €45M Series B for its port software. Dovecote Partners led the round.",
    "🇬🇧 Leeds-based Petrola Labs is in talks to raise about £30M, according to the paper.",
    "🇳🇱 Dutch bookkeeper Kasbook has been sold to Visna for €85M.",
    "🇫🇮 Helsinki's Nordwind Partners held a first close of its second fund at €72M.",
]


def test_paragraphs_that_open_with_a_sign_are_entries() -> None:
    found = rounds_of("This week: the Series A of Brackwater, a loan for a plant, and more", *SIGNED)
    assert [words(each)[:2] for each in found] == [
        ("Brackwater Foods", "18000000 EUR"),
        ("Lumenquill", "64000000 EUR"),
        ("Varnholt", "45000000 EUR"),
        ("Petrola Labs", "30000000 GBP"),
    ]


def test_numbered_entries_name_company_and_sum() -> None:
    found = rounds_of(
        "The week's biggest rounds",
        "1. Brackwater Foods, $600M, food: It pays to be boring. Brackwater locked up a $600 million Series D.",
        "2. (tied) Lumenquill, $150M, paper: Lumenquill closed a $150 million Series B led by Oriel Ventures.",
        "2. (tied) Varnholt, $150M, ports: It picked up a $150 million Series C led by Dovecote Partners.",
    )
    assert [words(each)[:2] for each in found] == [
        ("Brackwater Foods", "600000000 USD"),
        ("Lumenquill", "150000000 USD"),
        ("Varnholt", "150000000 USD"),
    ]


def test_funds_and_flotations_between_deals_are_none() -> None:
    found = rounds_of(
        TITLE,
        *DEALS,
        "Foundry Street Partners raised $225 million for its fourth early-stage fund.",
        "Kestrel Biologics has filed to raise up to $150 million on the Nasdaq.",
    )
    assert [each.company.name for each in found] == ["Brackwater Foods", "Lumenquill", "Varnholt"]
