"""A page as a whole: its blocks, its metadata, its encoding, and what hostile bytes do."""

from __future__ import annotations

import gzip
import time
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.errors import SourceError
from extractor.reading.html import PageReading, read_html, read_page

PAGE = """<!doctype html><html lang="en-GB"><head>
<title>Larkspur raises $4M - Orchard Wire</title>
<meta property="og:title" content="Larkspur raises $4M - Orchard Wire">
<meta property="og:site_name" content="Orchard Wire">
<meta property="article:modified_time" content="2024-05-07T10:00:00Z">
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
    assert [block.kind for block in article.blocks] == ["headline", "paragraph", "heading", "list_item", "list_item"]
    assert (article.title, article.publisher, article.authors) == ("Larkspur raises $4M", "Orchard Wire", ("Jane Doe",))
    assert (article.published_on, article.published_basis) == ("2024-05-05", "json_ld")
    assert (article.modified_on, article.modified_basis) == ("2024-05-07", "open_graph")
    assert article.canonical_url == "https://wire.example/larkspur"
    assert article.language == "en"
    for block in article.blocks:
        assert article.block_text(block).strip() == article.block_text(block) != ""


def test_a_packed_page_is_the_same_page() -> None:
    assert read_html(gzip.compress(PAGE.encode()), origin="page.html.gz") == read_html(
        PAGE.encode(), origin="page.html"
    )


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
        ('<meta charset="iso-8859-1"><p>“5€”</p>'.encode("windows-1252"), "“5€”"),
        ('<?xml version="1.0" encoding="koi8-r"?><p>раунд</p>'.encode("koi8-r"), "раунд"),
        ('<script charset="utf-8"></script><meta charset="gbk"><p>资金</p>'.encode("gbk"), "资金"),
        ('<meta charset="no-such-thing"><p>Café</p>'.encode("latin-1"), "Café"),
        ("<p>融资 🚀</p>".encode("utf-16"), "融资 🚀"),
        ("<html><body><p>Cafés, €5</p></body></html>".encode("utf-16-le"), "Cafés, €5"),
        ("<html><body><p>Cafés, €5</p></body></html>".encode("utf-16-be"), "Cafés, €5"),
        ('<meta charset="utf-8"><p>Café \N{EURO SIGN}'.encode() + b"\xff</p>", "Café €\N{REPLACEMENT CHARACTER}"),
        (b"<div>Loose text<div>in boxes</div></div>", "Loose text\n\nin boxes"),
        (b"<main><p>Main</p></main><p>Outside</p>", "Main"),
        (b"<article><p>Teaser</p></article><article><p>The long story</p></article>", "The long story"),
        (b"<blockquote>Said<p>Inner</p>after</blockquote>", "Said\n\nInner\n\nafter"),
        (b"<p>unclosed <b>markup<p>next", "unclosed markup\n\nnext"),
        (b"<p>a<!-- never closed <p>b</p>", "a never closed\n\nb"),
        (b"<p>one<br><br>two<br>three</p>", "one\n\ntwo three"),
        (b"<p>zero\xe2\x80\x8bwidth and soft\xc2\xadhyphen</p>", "zerowidth and softhyphen"),
    ],
)
def test_encodings_and_odd_markup(data: bytes, text: str) -> None:
    assert read_page(data, origin="x").article.text == text


@pytest.mark.parametrize(
    ("data", "code", "message"),
    [
        (b"<html><script>1</script></html>", "source.empty", "page.html: the page has no text"),
        (b"", "source.empty", "page.html: the page has no text"),
        (b"\x89PNG\r\n\0\0\0", "source.binary", "page.html: this is binary data, not HTML"),
        (b"\x1f\x8bnot really", "source.bad_gzip", "page.html: this is gzip data that cannot be unpacked"),
        (b"<div>" * 9000 + b"x", "source.too_deep", "page.html: its elements nest 9000 deep"),
    ],
)
def test_bytes_that_are_no_page_are_named(data: bytes, code: str, message: str) -> None:
    with pytest.raises(SourceError) as raised:
        read_html(data, origin="page.html")
    assert (raised.value.code, str(raised.value)) == (code, message)


HOSTILE = [
    "<div>", "<p><b>", "<!--", "<a ", "<![CDATA[", "<ul><li>x", '<a b="', "</a ", "<table><tr><td>", "<h1>x",
    "<time>x", "<span class=share>", "<i itemprop=author>x", "&#x41;", "<p>x y z</p>", '{"@type":', "<title>",
    "<a><b></a>", "<svg>",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_markup_takes_linear_time(piece: str) -> None:
    data = ("<p>x" + piece * (120_000 // len(piece))).encode()
    started = time.process_time()
    with suppress(SourceError):
        read_page(data, origin="x")
    assert time.process_time() - started < 5


TAGS = [
    "p", "div", "h1", "h2", "ul", "li", "table", "tr", "td", "a", "b", "span", "article", "main", "aside", "nav",
    "footer", "form", "time", "title", "meta", "script", "br", "img", "svg", "template", "noscript",
]  # fmt: skip
NAMES = ["", "comment", "article-body", "share", "author byline", "hidden", "related", "content", "caption"]
WORDS = [
    "Larkspur",
    "raised",
    "$4 million",
    "May 5, 2024",
    "Read more:",
    "©",
    "2024",
    "\N{ROCKET}",
    "<",
    "&",
    "\0",
    "404",
]


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Markup that is nearly HTML: tags that may not close, odd names, JSON-LD that may be broken."""
    parts = []
    for _ in range(draw(st.integers(0, 30))):
        tag = draw(st.sampled_from(TAGS))
        name = draw(st.sampled_from(NAMES))
        text = " ".join(draw(st.lists(st.sampled_from(WORDS), max_size=6)))
        close = draw(st.sampled_from(["", f"</{tag}>", "</div>"]))
        parts.append(f'<{tag} class="{name}" itemprop="datePublished" content="{text}">{text}{close}')
    head = draw(st.sampled_from(["", '<script type="application/ld+json">{"@type": "Article", "headline": ', "<base>"]))
    return head + "".join(parts)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=400), pages().map(lambda page: page.encode("utf-8", "surrogatepass"))))
def test_any_bytes_give_a_reading_or_a_typed_failure(data: bytes) -> None:
    reading, failure = _reading_or_failure(data)
    if failure is not None:
        assert failure.code.startswith("source.")
        assert str(failure).startswith("fuzz: ")
    if reading is not None:
        assert reading.kind == "article" or reading.message
        _assert_no_empty_article(reading)


def _reading_or_failure(data: bytes) -> tuple[PageReading | None, SourceError | None]:
    try:
        return read_page(data, origin="fuzz", today=date(2026, 1, 1)), None
    except SourceError as error:
        return None, error


def _assert_no_empty_article(reading: PageReading) -> None:
    article = reading.article
    has_text = any(block.kind != "headline" for block in article.blocks)
    assert has_text == (reading.kind in ("article", "non_english", "paywall_stub"))
    assert all(article.block_text(block).strip() for block in article.blocks)
    article.text.encode("utf-8")


def test_a_first_look_sees_all_that_the_page_shows_and_may_end_the_reading() -> None:
    seen: list[str] = []
    page = PAGE.replace("</body>", "<script>var hidden = 'unseen';</script><style>.unseen {}</style></body>").encode()
    assert read_html(page, origin="a", first_look=seen.append) == read_html(page, origin="a")
    assert "Larkspur raises $4M" in seen[0]
    assert "unseen" not in seen[0]

    def refuse(shown: str) -> None:
        raise SourceError("a", "not wanted", code="screening.no_word", stage="screening")

    with pytest.raises(SourceError, match="not wanted"):
        read_html(page, origin="a", first_look=refuse)
