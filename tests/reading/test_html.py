"""A simple page: title, date, publisher, address and paragraphs."""

from __future__ import annotations

import time

import pytest

from extractor.errors import SourceError
from extractor.reading.html import read_html

PAGE = """<!doctype html><html lang="en-GB"><head>
<title>Larkspur raises $4M - Orchard Wire</title>
<meta property="og:title" content="Larkspur raises $4M - Orchard Wire">
<meta property="og:site_name" content="Orchard Wire">
<link rel="canonical" href="https://wire.example/larkspur">
<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "datePublished": "2001-01-01"},
 {"@type": "NewsArticle", "datePublished": "2024-05-05T09:30:00Z", "author": [{"name": "Jane Doe"}]}]}</script>
</head><body><nav><ul><li>Home</li></ul></nav>
<article><header><h1>Larkspur raises $4M</h1></header>
<p>Larkspur has raised <b>$4</b>&nbsp;million<br>from Pomona&#8217;s fund.</p>
<h2>Use of funds</h2><ul><li>Sensors</li><li><p>Sales</p></li></ul>
<aside><p>Read next</p></aside><form><p>Subscribe</p></form><script>var p = "<p>no</p>";</script>
<!-- <p>comment</p> --></article>
<footer><p>All rights reserved</p></footer></body></html>"""


def test_a_page_becomes_an_article() -> None:
    article = read_html(PAGE.encode(), origin="page.html")
    assert article.text.split("\n\n") == [
        "Larkspur raises $4M",
        "Larkspur has raised $4 million from Pomona’s fund.",
        "Use of funds",
        "Sensors",
        "Sales",
    ]
    assert [block.kind for block in article.blocks] == ["headline", "paragraph", "heading", "list_item", "paragraph"]
    assert (article.title, article.publisher, article.authors) == ("Larkspur raises $4M", "Orchard Wire", ("Jane Doe",))
    assert (article.published_on, article.published_basis) == ("2024-05-05", "json_ld")
    assert article.canonical_url == "https://wire.example/larkspur"
    assert article.language == "en"
    for block in article.blocks:
        assert article.block_text(block).strip() == article.block_text(block) != ""


JSON_LD = '<script type="application/ld+json">'
DATES = [
    ('<meta property="article:published_time" content="2024-05-05T01:00">', "2024-05-05", "open_graph"),
    ('<time datetime="2024-05-05">Sunday</time>', "2024-05-05", "time_tag"),
    (f'{JSON_LD}{{"@type": "Article", broken</script><time datetime="2024">', "2024", "time_tag"),
    (f'{JSON_LD}{{"@type": "Organization", "datePublished": "2020-01-01"}}</script>', None, None),
    ('<meta name="date" content="last week">', None, None),
    ("", None, None),
]


@pytest.mark.parametrize(("markup", "published", "basis"), DATES)
def test_the_date_comes_with_its_basis(markup: str, published: str | None, basis: str | None) -> None:
    article = read_html(f"<html><head>{markup}</head><body><p>Body.</p></body></html>".encode(), origin="x")
    assert (article.published_on, article.published_basis) == (published, basis)


def test_a_given_date_and_address_count() -> None:
    article = read_html(b"<h1>T</h1><p>Body.</p>", origin="x", url="https://a.example/1", published="2020-02-02")
    assert (article.published_on, article.published_basis) == ("2020-02-02", "given")
    assert (article.url, article.canonical_url) == ("https://a.example/1", "https://a.example/1")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("<p>Café</p>".encode(), "Café"),
        ("<p>Café</p>".encode("latin-1"), "Café"),
        ('<meta charset="shift_jis"><p>資金調達</p>'.encode("shift_jis"), "資金調達"),
        ('<meta charset="no-such-thing"><p>Café</p>'.encode(), "Café"),
        ("<p>融资 🚀</p>".encode("utf-16"), "融资 🚀"),
        (b"<div>Loose text<div>in boxes</div></div>", "Loose text\n\nin boxes"),
        (b"<main><p>Main</p></main><p>Outside</p>", "Main"),
        (b"<article><p>Teaser</p></article><article><p>The long story</p></article>", "The long story"),
        (b"<blockquote>Said<p>Inner</p>after</blockquote>", "Said\n\nInner\n\nafter"),
        (b"<p>unclosed <b>markup<p>next", "unclosed markup\n\nnext"),
        (b"<p>a<!-- never closed <p>b</p>", "a never closed\n\nb"),
    ],
)
def test_encodings_and_odd_markup(data: bytes, text: str) -> None:
    assert read_html(data, origin="x").text == text


def test_a_page_without_text_names_itself() -> None:
    with pytest.raises(SourceError, match=r"page\.html: the page has no text"):
        read_html(b"<html><script>1</script></html>", origin="page.html")


@pytest.mark.parametrize("piece", ["<div>", "<p><b>", "<!--", "<a ", "<![CDATA[", "<ul><li>x", '<a b="', "</a "])
def test_hostile_markup_takes_linear_time(piece: str) -> None:
    data = ("<p>x" + piece * (120_000 // len(piece))).encode()
    started = time.perf_counter()
    read_html(data, origin="x")
    assert time.perf_counter() - started < 5
