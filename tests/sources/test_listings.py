"""Feeds and sitemaps: the pages they name, in their order, however they are written."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import SourceError
from extractor.sources.listings import listed_addresses

BASE = "https://news.example/feeds/all.xml"
SAMPLES = Path("../shared/samples")

RSS = """<?xml version="1.0"?><!-- ours --><rss version="2.0"><channel><title>News</title><link>https://news.example/</link>
<item><title>A &amp; B</title><link>https://news.example/a?x=1&amp;y=2</link></item>
<item><link> /b </link></item>
<item><guid isPermaLink="true">https://news.example/c</guid></item>
<item><title>No page</title></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><link rel="self" href="https://news.example/feed"/>
<entry><link rel="enclosure" href="https://news.example/a.mp3"/><link rel="alternate" href="https://news.example/a"/></entry>
<entry><link href="../b"/></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel><title>News</title></channel><item><link>https://news.example/a</link></item></rdf:RDF>"""
JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": [
{"id": "1", "url": "https://news.example/a"}, {"id": "2", "external_url": "https://other.example/b"},
{"id": "https://news.example/c"}, {"id": "4"}, 5]}"""
SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://news.example/a?x=1&amp;y=2</loc><image:image><image:loc>https://news.example/a.jpg</image:loc></image:image>
<news:news><news:title>Larkspur raises</news:title></news:news></url>
<!-- <url><loc>https://news.example/hidden</loc></url> -->
<url><loc>
  <![CDATA[https://news.example/b]]>
</loc></url></urlset>"""
INDEX = """<sitemapindex><sitemap><loc>https://news.example/s1.xml.gz</loc></sitemap></sitemapindex>"""
A, B, C = (f"https://news.example/{name}" for name in "abc")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (RSS, [f"{A}?x=1&y=2", B, C, None]),
        (ATOM, [A, B]),
        (RDF, [A]),
        (JSON, [A, "https://other.example/b", C, None, None]),
        (SITEMAP, [f"{A}?x=1&y=2", B]),
        (INDEX, ["https://news.example/s1.xml.gz"]),
        (SITEMAP.replace("&amp;", "&"), [f"{A}?x=1&y=2", B]),  # written by hand, no XML
        (SITEMAP[:400], [f"{A}?x=1&y=2"]),  # cut off
        (RSS.split("<item><guid")[0], [f"{A}?x=1&y=2", B]),  # cut off
        ("<urlset></urlset>", []),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_pages_that_are_listed(text: str, expected: list[str | None], encoding: str) -> None:
    if encoding == "utf-16":
        text = text.replace('encoding="UTF-8"', 'encoding="UTF-16"')
    found = listed_addresses(text.encode(encoding), origin="feed", base=BASE)
    assert found is not None
    assert [None if isinstance(item, SourceError) else item for item in found] == expected
    assert all(item.code == "source.bad_address" for item in found if isinstance(item, SourceError))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<!doctype html><html><body><urlset><loc>https://news.example/a</loc></urlset>",
        "<html><head><link rel='alternate' type='application/rss+xml' href='/feed'></head></html>",
        "<svg></svg>",
        '{"version": "2.0", "items": []}',
        "Larkspur raises $4 million",
        "<?xml version='1.0'?><opml><body/></opml>",
    ],
)
def test_other_pages_list_nothing(text: str) -> None:
    assert listed_addresses(text.encode(), origin="page") is None


@pytest.mark.parametrize(
    "text", ["<rss><channel><item", '{"version": "https://jsonfeed.org/version/1", "items": [', "<feed>"]
)
def test_a_feed_that_cannot_be_read_is_told_so(text: str) -> None:
    assert outcome(text.encode()) in ("source.bad_listing", [])


def outcome(data: bytes) -> str | list[str | SourceError] | None:
    """What is listed, or the code of the error."""
    try:
        return listed_addresses(data, origin="feed", base=BASE)
    except SourceError as error:
        return error.code


def test_a_feed_is_never_opened_as_a_file_or_fetched(tmp_path: Path) -> None:
    """feedparser opens strings that look like an address; entities that grow are dropped."""
    secret = tmp_path / "secret.xml"
    secret.write_text(RSS, encoding="utf-8")
    entity = f'<!DOCTYPE rss [<!ENTITY e SYSTEM "file://{secret}">]>'
    entity += "<rss><channel><item><link>&e;</link></item></channel></rss>"
    found = listed_addresses(entity.encode(), origin="feed", base=BASE) or []
    assert not any("x=1" in str(item) for item in found)


@pytest.mark.parametrize(
    "data",
    [
        b"<urlset>" + b"<!--" * 500_000,
        b"<urlset>" + b"<loc>" * 400_000,
        b"<urlset>" + b"<loc " * 400_000,
        b"<?xml " * 300_000,
        b"<!DOCTYPE [" * 200_000,
        b"<urlset>" + b"<loc><![CDATA[" * 200_000,
    ],
    ids=["comments", "open", "attributes", "declarations", "doctypes", "cdata"],
)
def test_hostile_sitemaps_take_linear_time(data: bytes) -> None:
    begin = time.monotonic()
    listed_addresses(data, origin="sitemap")
    assert time.monotonic() - begin < 5.0


@given(st.binary(max_size=300), st.sampled_from([RSS, ATOM, JSON, SITEMAP, RDF]), st.integers(0, 600))
def test_whatever_comes_is_a_list_or_an_error(noise: bytes, text: str, position: int) -> None:
    data = text.encode()
    found = outcome(data[:position] + noise + data[position:])
    assert found is None or found == "source.bad_listing" or isinstance(found, list)


@pytest.mark.skipif(not SAMPLES.exists(), reason="needs ../shared/samples")
@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("adbar+trafilatura__tests__resources__feed.json", 25),
        ("adbar+trafilatura__tests__resources__feed2.rss", 1),
        ("adbar+trafilatura__tests__resources__sitemap.xml", 84),
        ("adbar+trafilatura__tests__resources__sitemap2.xml", 2),
        ("adbar+trafilatura__tests__resources__sitemap-hreflang.xml", 4),
        ("AndyTheFactory+newspaper4k__tests__data__html__sample_rss.html", 3),
    ],
)
def test_real_feeds_and_sitemaps(name: str, count: int) -> None:
    found = listed_addresses((SAMPLES / name).read_bytes(), origin=name) or []
    assert len([item for item in found if isinstance(item, str)]) == count


@pytest.mark.skipif(not SAMPLES.exists(), reason="needs ../shared/samples")
def test_every_real_sample_is_read_or_told() -> None:
    for path in SAMPLES.glob("*.xml"):
        found = outcome(path.read_bytes())
        assert found is None or found == "source.bad_listing" or isinstance(found, list)
