"""Lines of a plain text that are no part of its article, and records that do not change for them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractor.pipeline import FundingExtractor
from extractor.sources import article_from_fields
from tests.cases.stated import stated

NEWS = Path(__file__).parents[2] / "fixtures" / "news.jsonl"
TITLE = "Larkspur raises $4M to put sensors into orchards"
FIRST = "Larkspur has raised $4 million in a seed round led by Pomona."
NEXT = "The money goes into hiring."

LEFT_OUT = [
    ["Read more: Quillon raises $20M Series B led by Tern Ventures"],
    ["READ ALSO | Quillon bags €4 million"],
    ["**Related:** Quillon raises $20M"],
    ["Don’t miss: Quillon raises $20M"],
    ["Tags: larkspur, pomona, funding"],
    ["Filed under: Seed Round, Orchards"],
    ["Related stories", "Quillon raises $20M Series B led by Tern Ventures", "Moonpenny nets €4 million"],
    ["You may also like:", "- Quillon raises $20M Series B", "- Moonpenny nets €4 million"],
    ["Most read", "1 Quillon raises $20M Series B"],
    ["More stories from Orchard Wire", "Quillon raises $20M Series B"],
]
KEPT = [
    ["Read the terms: Quillon pays 4 percent."],
    ["Tagging sensors are its first product."],
    ["Related companies raised money too, Quillon $20 million of it."],
    ["Other deals", "Quillon raises $20M Series B led by Tern Ventures"],
    ["More headlines", "Quillon raises $20M Series B led by Tern Ventures"],
    ["Popular with farmers: Quillon, a maker of ladders"],
]


def kept(*lines: str) -> list[str]:
    article = article_from_fields(text="\n\n".join([FIRST, *lines, NEXT]), title=TITLE)
    assert article.text == "\n\n".join([TITLE, FIRST, *lines, NEXT])
    return [article.block_text(block) for block in article.blocks]


@pytest.mark.parametrize("lines", LEFT_OUT, ids=lambda lines: lines[0][:24])
def test_lines_that_lead_to_other_stories_are_no_blocks(lines: list[str]) -> None:
    assert kept(*lines) == [TITLE, FIRST, NEXT]


@pytest.mark.parametrize("lines", KEPT, ids=lambda lines: lines[0][:24])
def test_lines_of_the_article_are(lines: list[str]) -> None:
    assert kept(*lines) == [TITLE, FIRST, *lines, NEXT]


def test_the_line_below_the_headline_is_the_articles() -> None:
    article = article_from_fields(text="Related: Larkspur and Pomona\n\n" + FIRST, title=TITLE)
    assert len(article.blocks) == 3


HEADLINES = [
    (f"{TITLE} | Orchard Wire", TITLE),
    (f"{TITLE} | Funding", f"{TITLE} | Funding"),
    (f"{TITLE} - The Morning News", TITLE),
    (f"{TITLE} – TechCrunch", TITLE),
    (f"{TITLE} - Fruit Desk", TITLE),
    (f"{TITLE} - fruitdesk.example", TITLE),
    (f"{TITLE} - Pomona Partners", f"{TITLE} - Pomona Partners"),
    (f"{TITLE} - sources", f"{TITLE} - sources"),
    (f"{TITLE} | Pomona leads", f"{TITLE} | Pomona leads"),
    (f"{TITLE} |", f"{TITLE} |"),
    ("Fruit Desk: the week in orchards – 8 November 2024", "Fruit Desk: the week in orchards – 8 November 2024"),
]


@pytest.mark.parametrize(("title", "headline"), HEADLINES)
def test_the_name_of_the_site_is_none_of_the_headline(title: str, headline: str) -> None:
    article = article_from_fields(text=FIRST, title=title, outlet="Fruit Desk", url="https://www.fruitdesk.example/a")
    assert article.title == title
    assert article.block_text(article.blocks[0]) == headline


def _told(document: dict[str, Any]) -> list[dict[str, Any]]:
    fields = {name: document[name] for name in ("text", "title", "published", "id")}
    return stated(FundingExtractor().extract(**fields))


AROUND = {
    "related": (
        "",
        "\n\nRelated stories\n\nQuillon raises $20M Series B\n\nMoonpenny bags €4 million from Tern Angels",
    ),
    "read more": ("", "\n\nRead more: Quillon raises $20M Series B led by Tern Ventures"),
    "handles": ("", "\n\nFollow: twitter.com/{name} | @{name} | linkedin.com/company/{name}/ | hello@{name}.example"),
    "tags": ("", "\n\nTags: {name}, funding, startups"),
    "rights": ("", "\n\n© 2023 Orchard Media Ltd. All rights reserved."),
    "credit": ("Image credits: Hana Lind / Getty Images\n\n", ""),
}


def _sample() -> list[dict[str, Any]]:
    lines = NEWS.read_text(encoding="utf-8").splitlines()[::79]
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize("around", AROUND)
def test_what_stands_around_a_text_changes_no_record(around: str) -> None:
    before, after = AROUND[around]
    for document in _sample():
        name = "".join(document["rounds"][0]["company"][0].lower().split()) if document["rounds"] else "larkspur"
        framed = {**document, "text": before + document["text"] + after.format(name=name)}
        assert _told(framed) == _told(document), document["id"]


def test_spaces_that_do_not_break_change_no_record() -> None:
    for document in _sample():
        spaced = {**document, "text": document["text"].replace(" million", "\u00a0million").replace("$ ", "$\u202f")}
        assert _told(spaced) == _told(document), document["id"]


def test_the_name_of_a_site_changes_no_record() -> None:
    for document in _sample():
        assert _told({**document, "title": document["title"] + " - Morning News"}) == _told(document), document["id"]


def test_evidence_holds_the_articles_own_spaces() -> None:
    found = FundingExtractor().extract(
        text="Larkspur has raised $4\u00a0million from Base10\u00a0Partners.", title=TITLE
    )
    (round_,) = found.rounds
    (investor,) = round_.investors
    assert investor.name == "Base10 Partners"
    assert investor.evidence[0].text == "Base10\u00a0Partners"
    assert round_.amount is not None
    assert "$4\u00a0million" in {evidence.text for evidence in round_.amount.evidence}
