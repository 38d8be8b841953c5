"""Which pages may be about a funding round: recall first, in every encoding a page comes in."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.screen_corpus import shells, wrapped
from extractor.reading.html import read_page
from extractor.screening.screen import screen_page, screen_text, screen_visible

SHARED = Path(__file__).parents[3] / "shared"
DEV, PAGES = SHARED / "corpus" / "dev.jsonl", SHARED / "pages"

FUNDING = [
    "Larkspur raises $4M to bring sensors into orchards",
    "Larkspur has raised €3.5 million in a seed round led by Pomona Ventures.",
    "Quillon lands $15M for its ledger",
    "Quillon nabs £9m from Aldgate Capital",
    "Larkspur bags Rs 12 crore from Aldgate",
    "Larkspur secures ₹50 lakh",
    "Larkspur secures Series B funding from existing backers",
    "Larkspur closes its angel round",
    "Pomona Ventures invests in Larkspur",
    "Larkspur announces a private placement of its shares",
    "Larkspur receives debt and equity financing from Aldgate Partners",
    "The round was led by Pomona. Larkspur did not disclose the amount of the investment in its seed round.",
    "Larkspur collected 5m dollars of fresh capital",
    "Larkspur scooped £9m from Aldgate",
    "Larkspur lands A$52M in senior debt",
    "Pomona takes a minority stake in Larkspur",
    "Larkspur was awarded $1.9 Million by the ministry",
    "Larkspur, backed by Pomona, is worth half a billion dollars at this valuation",
]
ORDINARY = [
    "The home team won the second half, and the crowd went home in the rain.",
    "Police asked for witnesses of the accident on the ring road on Monday.",
    "The phone costs $649.99 and comes with a case.",
    "She was raised in Leeds and has two sisters.",
    "A series of talks on gardening begins in May.",
    "Math.round(x); .border-radius-round { placement: top }",
    "Das Unternehmen hat von einem Fonds vier Millionen erhalten.",
    "",
]


@pytest.mark.parametrize("text", FUNDING)
def test_funding_news_is_kept(text: str) -> None:
    assert screen_text(text).keep, screen_text(text).reason


@pytest.mark.parametrize("text", ORDINARY)
def test_other_news_is_left_out(text: str) -> None:
    screening = screen_text(text)
    assert not screening.keep, screening.reason
    assert screening.reason.endswith("of funding") or "no money or round near" in screening.reason


def page(text: str) -> str:
    """`text` in a page with menus, scripts and pictures around it."""
    around = '<div class="menu"><a href="/a?b=1&c=2">News</a></div><script>var a = "$1" + Math.round(2);</script>' * 40
    marked = re.sub(r"((?:Rs\s)?[$€£₹]?\d[\d.]*\w*)", r'<a href="/x">\1</a>', html.escape(text))
    return f"<html><head><title>Wire</title></head><body>{around}<p>{marked}</p>{around}</body></html>"


ENCODINGS = {
    "utf-8": lambda text: page(text).encode(),
    "utf-8 with mark": lambda text: page(text).encode("utf-8-sig"),
    "latin-1": lambda text: page(text).encode("latin-1", "xmlcharrefreplace"),
    "windows-1252": lambda text: page(text).encode("cp1252", "xmlcharrefreplace"),
    "entities": lambda text: page(text).encode("ascii", "xmlcharrefreplace"),
    "named entities": lambda text: (
        page(text).replace("€", "&euro;").replace("£", "&pound;").encode("ascii", "xmlcharrefreplace")
    ),
    "no-break spaces": lambda text: page(text.replace(" ", "\xa0")).encode("ascii", "xmlcharrefreplace"),
    "utf-16": lambda text: page(text).encode("utf-16"),
    "utf-16-le": lambda text: page(text).encode("utf-16-le"),
    "utf-16-be": lambda text: page(text).encode("utf-16-be"),
    "all letters as numbers": lambda text: "".join(f"&#{ord(c)};" for c in text).encode(),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("text", FUNDING)
def test_funding_news_is_kept_in_every_encoding(text: str, encoding: str) -> None:
    screening = screen_page(ENCODINGS[encoding](text))
    assert screening.keep, screening.reason


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("text", ORDINARY[:6])
def test_markup_around_a_text_is_no_cue(text: str, encoding: str) -> None:
    screening = screen_page(ENCODINGS[encoding](text))
    assert not screening.keep, screening.reason


def test_the_reason_names_the_cue() -> None:
    assert screen_text(FUNDING[0]).reason == "'raises' with 'Larkspur raises $4M'"
    assert screen_text("Nothing here").reason == "no word of funding"
    assert screen_text("The fund of words").reason == "1 word of funding, no money or round near"


def _long_page(*paragraphs: str, title: str = "The garden in June") -> bytes:
    """A page of many paragraphs with links to other articles around them."""
    links = '<ul><li><a href="/1">Quillon raises $4M in seed funding</a></li><li><a href="/2">More</a></li></ul>'
    story = "".join(f"<p>{text}</p>" for text in ("Roses want water and sun. " * 8, *paragraphs, *["And rain."] * 8))
    return f"<html><head><title>{title}</title></head><body>{links}{story}{links}</body></html>".encode()


@pytest.mark.parametrize(
    ("page", "code"),
    [
        (_long_page(), "screening.no_money"),
        (_long_page("The town put $2 million of capital into the park."), "screening.weak_word"),
        (_long_page('<img alt="Quillon raises $4M in a seed round">'), "screening.no_money"),
        (_long_page("The town put $2 million of capital into it.", "Investors paid $3 million for the trees."), ""),
        (_long_page("The town raised $2 million for the park."), ""),
        (_long_page('The firm has <a href="/3">raised $2 million</a> for its park.'), ""),
        (_long_page(title="Investor puts $3 million into park"), ""),
        (_long_page("Its Series B is near."), ""),
    ],
)
def test_what_stands_in_links_and_weak_words_are_not_enough_on_a_long_page(page: bytes, code: str) -> None:
    assert screen_page(page).code == code


def test_a_weak_word_far_from_the_beginning_is_not_enough_in_a_long_text() -> None:
    told = "The town put $2 million of capital into the park. "
    assert screen_text(told + "Roses want water and sun. " * 100).keep
    assert screen_text("Roses want water and sun. " * 100 + told).code == "screening.weak_word"
    assert screen_text("Roses want water and sun. " * 100 + told + "Investors paid $3 million for the trees.").keep


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=600))
def test_any_bytes_are_decided(data: bytes) -> None:
    assert screen_page(data).reason


def test_the_corpus_is_kept() -> None:
    """99.5 % of the labelled funding documents of the development corpus, whatever they are wrapped in."""
    if not DEV.exists():
        pytest.skip("the shared development corpus is not beside the project")
    documents = [json.loads(line) for line in DEV.read_text(encoding="utf-8").splitlines()]
    texts = [f"{d['title']}\n\n{d['text']}" for d in documents if d["rounds"]]
    for make in (ENCODINGS["utf-8"], ENCODINGS["utf-16"], ENCODINGS["entities"]):
        missed = sum(not screen_page(make(text)).keep for text in texts)
        assert missed <= 0.005 * len(texts)


def test_the_corpus_is_kept_in_the_place_of_real_articles() -> None:
    """The same, with each document as the article of a real page, on the page's bytes and on the text that is read."""
    if not DEV.exists() or not PAGES.exists():
        pytest.skip("the shared development corpus and pages are not beside the project")
    documents = [json.loads(line) for line in DEV.read_text(encoding="utf-8").splitlines()]
    funding = [document for document in documents if document["rounds"]]
    around = shells(PAGES)
    missed = sum(not _is_kept(wrapped(each, around[at % len(around)])) for at, each in enumerate(funding))
    assert missed <= 0.005 * len(funding)


def _is_kept(page: bytes) -> bool:
    if not screen_page(page).keep:
        return False
    reading = read_page(page, origin="page")
    return reading.kind != "article" or screen_text(reading.article.text).keep


WORDLESS = "The mayor opened the new bridge, and the band played until late. "


@pytest.mark.parametrize(
    ("told", "length", "keeps"),
    [
        ("Larkspur raised $45 million.", 1_000, True),
        ("Larkspur raised $45 million.", 4_000, False),
        ("Larkspur raised $45 million from investors.", 4_000, True),
        ("Larkspur raised $45 million from investors.", 9_000, False),
        ("Larkspur raised $45 million in a funding round; the venture has backers.", 9_000, True),
    ],
)
def test_a_long_text_must_say_more(told: str, length: int, keeps: bool) -> None:
    text = (WORDLESS * (length // len(WORDLESS) + 1))[:length]
    assert screen_text(f"{told} {text}").keep == keeps


def test_words_in_scripts_and_in_links_to_other_stories_keep_no_page() -> None:
    other = "Quillon raises $15M for its ledger"
    links = f'<ul><li><a href="/a"><img src="a.png"><h4>{other}</h4></a></li></ul>'
    script = f'<script>var next = {{"title": "{other}"}};</script>'
    assert not screen_page(f"<body><p>{WORDLESS}</p>{links}{script}</body>".encode()).keep
    stated = f'<script type="application/ld+json">{{"articleBody": "{other}"}}</script>'
    assert screen_page(f"<body><p>{WORDLESS}</p>{stated}</body>".encode()).keep


def test_what_a_parsed_page_shows_decides() -> None:
    assert screen_visible("Menu Sport Larkspur raises $4M").keep
    assert screen_visible("Menu Sport").code == "screening.no_word"
    assert screen_visible("Menu Sport. She was raised in Leeds.").code == "screening.no_money"
