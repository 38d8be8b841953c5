"""Articles that a feed carries whole: in place of a page that is not to be had, or of every page on demand."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.loopback import Host, article, reply
from extractor.article import Article
from extractor.fetching import fetcher
from extractor.records import Failure
from extractor.settings import FetchSettings
from extractor.sources import read_sources
from extractor.sources.feed_texts import FeedText
from extractor.sources.web import Web

SETTINGS = FetchSettings(allow_private=True, delay=0.0, retries=0, read_timeout=2.0, page_timeout=5.0)
TITLE = "Larkspur raises $4 million & more"
LEAD = "<p>Larkspur has raised $4 million in a seed round led by Pomona Ventures, it said.</p>"
MORE = "<p>The money goes into sensors that tell growers when an orchard needs water, and how much of it.</p>"
BODY = LEAD + MORE * 7
CONTENT = "http://purl.org/rss/1.0/modules/content/"


def rss(host: Host, *items: tuple[str, str]) -> bytes:
    told = "".join(
        f"<item><title>{html.escape(TITLE)}</title><link>{host.url(path)}</link>"
        f"<pubDate>Mon, 06 May 2024 09:00:00 +0200</pubDate><author>Jane Doe</author>"
        f"<content:encoded><![CDATA[{body}]]></content:encoded></item>"
        for path, body in items
    )
    return (
        f'<rss version="2.0" xmlns:content="{CONTENT}"><channel><title>Orchard Wire</title>{told}</channel></rss>'
    ).encode()


def json_feed(host: Host, path: str) -> bytes:
    item = {"url": host.url(path), "title": TITLE, "content_html": BODY, "date_published": "2024-05-06T09:00:00+02:00"}
    item["authors"] = [{"name": "Jane Doe"}]  # type: ignore[assignment]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Orchard Wire", "language": "en", "items": [item]}
    return json.dumps(feed).encode()


@pytest.fixture
def host() -> Iterator[Host]:
    with Host() as running:
        yield running


def read(*names: str, settings: FetchSettings = SETTINGS) -> list[Article | Failure]:
    with closing(Web(settings)) as web:
        return list(read_sources(names, web=web))


@pytest.mark.parametrize("form", ["rss", "json"])
def test_the_text_of_a_feed_stands_in_for_a_page_that_is_gone(host: Host, form: str) -> None:
    feed, kind = (rss(host, ("/gone", BODY)), "text/xml") if form == "rss" else (json_feed(host, "/gone"), "text/json")
    host.pages["/feed"] = reply(feed, kind=kind.replace("text/json", "application/feed+json"))
    (found,) = read(host.url("/feed"))
    assert isinstance(found, Article)
    assert (found.title, found.url, found.asked) == (TITLE, host.url("/gone"), host.url("/gone"))
    assert found.text.startswith(f"{TITLE}\n\nLarkspur has raised $4 million in a seed round")
    assert (found.published_on, found.published_basis) == ("2024-05-06", "feed")
    assert (found.publisher, found.authors) == ("Orchard Wire", ("Jane Doe",))


def test_a_page_goes_before_the_text_of_its_feed(host: Host) -> None:
    host.pages["/feed"] = reply(rss(host, ("/a", BODY)), kind="text/xml")
    host.pages["/a"] = reply(article("The page's own title", "The page's own text."))
    (found,) = read(host.url("/feed"))
    assert isinstance(found, Article)
    assert found.title == "The page's own title"


def test_the_text_of_a_feed_stands_in_for_a_page_that_is_no_article(host: Host) -> None:
    host.pages["/feed"] = reply(rss(host, ("/a", BODY)), kind="text/xml")
    host.pages["/a"] = reply(b"<html><title>404 - Page not found</title><p>There is no such page.</p></html>")
    (found,) = read(host.url("/feed"))
    assert isinstance(found, Article)
    assert found.title == TITLE


def test_a_summary_stands_in_for_nothing(host: Host) -> None:
    host.pages["/feed"] = reply(rss(host, ("/gone", LEAD)), kind="text/xml")
    (found,) = read(host.url("/feed"))
    assert isinstance(found, Failure)
    assert (found.code, found.source) == ("fetching.not_found", host.url("/gone"))


def test_on_demand_no_page_is_asked_for(host: Host, tmp_path: Path) -> None:
    host.pages["/a"] = reply(article("The page's own title", "The page's own text."))
    saved = tmp_path / "feed.xml"
    saved.write_bytes(rss(host, ("/b", BODY), ("/a", LEAD)))
    first, second = read(str(saved), settings=replace(SETTINGS, feed_text=True))
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.title, second.title) == (TITLE, "The page's own title")
    assert host.log.paths() == ["/robots.txt", "/a"]


def test_no_more_texts_of_feeds_are_held_than_fit(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetcher, "_MOST_FEED_BYTES", len(BODY) + 1_000)
    host.pages["/feed"] = reply(rss(host, ("/a", BODY), ("/b", BODY), ("/c", LEAD)), kind="text/xml")
    found = read(host.url("/feed"))
    codes = [item.code for item in found if isinstance(item, Failure)]
    assert (len(found), codes) == (3, ["fetching.not_found"] * 2)


@pytest.mark.parametrize(
    ("body", "is_whole"),
    [
        (BODY, True),
        (LEAD, False),
        ("", False),
        (BODY + "<p>Their next step is …</p>", False),
        (BODY + "<p>It goes on [&#8230;]</p>", False),
        (BODY + '<p><a href="/a">Continue reading</a></p>', False),
        (f"<p>{'<b>' * 400}</p>", False),
        ("x" * 3_000_000, False),
    ],
)
def test_what_counts_as_the_whole_text(body: str, is_whole: bool) -> None:
    assert (FeedText(body=body).page("https://wire.example/a") is not None) == is_whole
