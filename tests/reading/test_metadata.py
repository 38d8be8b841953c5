"""Title, authors, publisher, address and language of a page, where its statements differ."""

from __future__ import annotations

import pytest

from extractor.article import Article
from extractor.reading.html import read_page
from extractor.reading.page_titles import choose_title, without_site

T = "Larkspur raises $4M to bring sensors into orchards"
SHORT = "Larkspur raises $4M"
TITLES = [
    ("JSON-LD first", {"stated": [T, "Sensors!", ""], "headings": [], "head_title": ""}, T),
    ("OpenGraph before the heading", {"stated": ["", T, ""], "headings": [SHORT], "head_title": f"{T} | Wire"}, T),
    (
        "the heading before the title",
        {"stated": ["", "", ""], "headings": [T], "head_title": f"{SHORT} to … | Wire"},
        T,
    ),
    (
        "the heading is the site's",
        {"stated": ["", "", ""], "headings": ["Orchard Wire"], "head_title": f"{T} - Orchard Wire"},
        T,
    ),
    ("OpenGraph names the section", {"stated": ["", "Press releases", ""], "headings": [T], "head_title": T}, T),
    ("cut by OpenGraph", {"stated": ["", "Larkspur raises $4M to bring…", ""], "headings": [T], "head_title": ""}, T),
    (
        "several headings",
        {"stated": ["", "", ""], "headings": ["Top stories", T, "Comments"], "head_title": f"{T} · Wire"},
        T,
    ),
    (
        "a full heading before OpenGraph",
        {"stated": ["", "Orchards get sensors", ""], "headings": [T], "head_title": "Larkspur raises millions"},
        T,
    ),
    (
        "JSON-LD before a heading",
        {"stated": [T, "", ""], "headings": [f"{SHORT} from Pomona Ventures"], "head_title": ""},
        T,
    ),
    ("a heading with its section", {"stated": ["", T, ""], "headings": [f"Start-ups {T}"], "head_title": ""}, T),
    ("a heading that is a part", {"stated": ["", f"Sensors: {T}", ""], "headings": [T], "head_title": ""}, T),
    ("a section that the heading lacks", {"stated": [f"Start-ups: {T}", "", ""], "headings": [T], "head_title": ""}, T),
    (
        "words before a colon that belong to the headline",
        {"stated": [f"Orchard sensors: {T}", "", ""], "headings": [T], "head_title": ""},
        f"Orchard sensors: {T}",
    ),
    ("a press release", {"stated": ["", f"Press release: {T}", ""], "headings": [], "head_title": ""}, T),
    (
        "a press release of somebody",
        {"stated": ["", "News", ""], "headings": [f"Medienmitteilung der Larkspur AG :{T}"], "head_title": T},
        T,
    ),
    (
        "two leads",
        {"stated": ["", f"News from Lyon: {T}", ""], "headings": [f"Money for farms {T}"], "head_title": ""},
        T,
    ),
    ("a site that nothing names", {"stated": ["", f"{T} -- Fruit.example", ""], "headings": [T], "head_title": ""}, T),
    ("nothing but a site", {"stated": ["", "", ""], "headings": [], "head_title": "Orchard Wire"}, "Orchard Wire"),
    ("nothing", {"stated": ["", "", ""], "headings": [], "head_title": ""}, ""),
]


@pytest.mark.parametrize(("facts", "expected"), [row[1:] for row in TITLES], ids=[row[0] for row in TITLES])
def test_choose_title(facts: dict[str, object], expected: str) -> None:
    assert choose_title(**facts, publisher="Orchard Wire", host="www.orchardwire.example") == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (f"{SHORT} - Orchard Wire", SHORT),
        (f"{SHORT} | News | Orchard Wire", SHORT),
        (f"Orchard Wire: {SHORT}", f"Orchard Wire: {SHORT}"),
        (f"Orchard Wire | {SHORT}", SHORT),
        (f"{SHORT} - and what it means", f"{SHORT} - and what it means"),
        ("Seed – or Series A – at last", "Seed – or Series A – at last"),
        (f"{SHORT} – orchardwire", SHORT),
        ("Orchard Wire", "Orchard Wire"),
    ],
)
def test_without_site(title: str, expected: str) -> None:
    assert without_site(title, "Orchard Wire", "orchardwire.example") == expected


def read(head: str, url: str | None = None) -> Article:
    page = f"<html><head><title>{T}</title>{head}</head><body><h1>{T}</h1><p>Body.</p></body></html>"
    return read_page(page.encode(), origin="x", url=url).article


LD = '<script type="application/ld+json">{{"@type": "NewsArticle", {}}}</script>'
AUTHORS = [
    (LD.format('"author": {"name": "Jane Doe"}'), ("Jane Doe",)),
    (LD.format('"author": [{"name": "Jane Doe"}, "John Roe"]'), ("Jane Doe", "John Roe")),
    (LD.format('"author": {"@type": "Person"}'), ()),
    ('<meta name="author" content="By Jane Doe and John Roe">', ("Jane Doe", "John Roe")),
    ('<meta name="author" content="https://wire.example/jane">', ()),
    ('<meta property="article:author" content="Jane Doe">', ("Jane Doe",)),
    ("", ()),
]


@pytest.mark.parametrize(("head", "authors"), AUTHORS)
def test_authors(head: str, authors: tuple[str, ...]) -> None:
    assert read(head).authors == authors


@pytest.mark.parametrize(
    ("head", "publisher"),
    [
        ('<meta property="og:site_name" content="Orchard Wire">', "Orchard Wire"),
        (LD.format('"publisher": {"name": "Orchard Wire"}'), "Orchard Wire"),
        ("", None),
    ],
)
def test_publisher(head: str, publisher: str | None) -> None:
    assert read(head).publisher == publisher


ADDRESSES = [
    ('<link rel="canonical" href="https://w.example/a?utm_source=x#top">', None, "https://w.example/a"),
    ('<link rel="canonical" href="/a">', "https://w.example/b", "https://w.example/a"),
    ('<link rel="canonical" href="https://w.example/">', "https://w.example/b", "https://w.example/b"),
    ('<link rel="canonical" href="/a">', None, None),
    ('<meta property="og:url" content="https://w.example/a">', "https://w.example/b", "https://w.example/a"),
    ('<link rel="canonical" href="https://[broken">', "https://w.example/b", "https://w.example/b"),
    ("", "https://w.example/b", "https://w.example/b"),
]


@pytest.mark.parametrize(("head", "url", "expected"), ADDRESSES)
def test_canonical_address(head: str, url: str | None, expected: str | None) -> None:
    assert read(head, url).canonical_url == expected
