"""What is named by an address, as `read_sources` gives it: pages, feeds, sitemaps and lists, in the order named."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.loopback import Host, article, redirect, reply, status
from extractor.article import Article
from extractor.records import Failure
from extractor.settings import FetchSettings
from extractor.sources import read_sources
from extractor.sources.web import Web

SETTINGS = FetchSettings(allow_private=True, delay=0.0, retries=0, read_timeout=2.0, page_timeout=5.0)


@pytest.fixture
def host() -> Iterator[Host]:
    pages = {f"/{name}": reply(article(f"Company {name} raises $4 million", f"It is {name}.")) for name in "abcdef"}
    with Host(pages) as running:
        running.pages["/feed"] = reply(feed(running, "/a", "/b"), kind="application/rss+xml")
        yield running


def feed(host: Host, *paths: str) -> bytes:
    items = "".join(f"<item><link>{host.url(path)}</link></item>" for path in paths)
    return f'<rss version="2.0"><channel><title>News</title>{items}</channel></rss>'.encode()


def sitemap(host: Host, *paths: str, root: str = "urlset") -> bytes:
    return f"<{root}>{''.join(f'<url><loc>{host.url(path)}</loc></url>' for path in paths)}</{root}>".encode()


def read(*names: str, settings: FetchSettings = SETTINGS, stdin: bytes = b"") -> list[str]:
    """The last letter of each article's address, and the code of each failure."""
    with closing(Web(settings)) as web:
        items = list(read_sources(names, web=web, stdin=io.BytesIO(stdin)))
    return [item.code if isinstance(item, Failure) else (item.url or item.title)[-1] for item in items]


def test_pages_feeds_and_files_come_in_the_order_named(host: Host, tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text("Own article Z\n\nIts body.", encoding="utf-8")
    names = [host.url("/c"), host.url("/feed"), str(tmp_path / "own.txt"), host.url("/d")]
    assert read(*names) == ["c", "a", "b", "Z", "d"]


def test_sitemaps_and_their_indexes_are_followed(host: Host) -> None:
    host.pages["/index.xml"] = reply(sitemap(host, "/one.xml", "/two.xml.gz", root="sitemapindex"), kind="text/xml")
    host.pages["/one.xml"] = reply(sitemap(host, "/a", "/b"), kind="application/xml")
    host.pages["/two.xml.gz"] = reply(gzip.compress(sitemap(host, "/c", "/a", "/gone")), kind="application/x-gzip")
    assert read(host.url("/index.xml")) == ["a", "b", "c", "source.duplicate", "fetching.not_found"]


def test_a_sitemap_of_itself_ends(host: Host) -> None:
    for depth in range(9):
        listed = sitemap(host, f"/s{depth + 1}", "/s0", "/a", root="sitemapindex")
        host.pages[f"/s{depth}"] = reply(listed, kind="text/xml")
    assert "fetching.nesting" in read(host.url("/s0"))


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (reply(b"<rss><channel></channel></rss>", kind="text/xml"), "source.empty"),
        (reply(b"<rss><channel><item", kind="text/xml"), "source.bad_listing"),
        (reply(b'{"a": 1}', kind="application/json"), "fetching.content_type"),
        (reply(b"<opml></opml>", kind="text/xml"), "fetching.content_type"),
        (reply(b"\0\1\2\3"), "source.binary"),
        (reply(b""), "source.empty"),
        (status(503), "fetching.server_error"),
    ],
)
def test_a_listing_that_gives_nothing_is_a_failure(host: Host, answer: object, code: str) -> None:
    host.pages["/x"] = answer  # type: ignore[assignment]
    assert read(host.url("/x")) == [code]


def test_the_number_of_listed_pages_is_limited(host: Host) -> None:
    host.pages["/feed"] = reply(feed(host, *(f"/{name}" for name in "abcdef")), kind="text/xml")
    found = read(host.url("/feed"), settings=replace(SETTINGS, most_addresses=4))
    assert found == ["a", "b", "c", "d", "fetching.most_addresses"]


LIST = "# companies\n\n{a}\n  {b}  \nnot an address\nftp://news.example/x\n{a}\n"


@pytest.mark.parametrize("name", ["list.urls", "list.txt", "-"])
def test_lists_of_addresses(host: Host, tmp_path: Path, name: str) -> None:
    text = ("\ufeff" + LIST.format(a=host.url("/a"), b=host.url("/b"))).encode()
    if name != "-":
        (tmp_path / name).write_bytes(text)
        name = str(tmp_path / name)
    expected = ["a", "b", "source.bad_address", "fetching.refused_scheme", "source.duplicate"]
    assert read(name, stdin=text) == expected


def test_a_bad_line_of_a_list_is_named_by_its_number(tmp_path: Path) -> None:
    path = tmp_path / "list.urls"
    path.write_text("# ours\nhello\n", encoding="utf-8")
    (item,) = read_sources([str(path)])
    assert isinstance(item, Failure)
    assert (item.source, item.line, item.message) == (str(path), 2, "'hello' is no web address")


def test_an_article_that_begins_with_an_address_in_its_text_is_an_article(tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_text("Larkspur raises\n\nhttps://news.example/a told of it.", encoding="utf-8")
    (item,) = read_sources([str(path)])
    assert isinstance(item, Article)


def test_local_feeds_and_sitemaps_name_pages(host: Host, tmp_path: Path) -> None:
    (tmp_path / "feed.rss").write_bytes(feed(host, "/a"))
    (tmp_path / "map.xml.gz").write_bytes(gzip.compress(sitemap(host, "/b")))
    (tmp_path / "feed.json").write_text(
        f'{{"version": "https://jsonfeed.org/version/1", "items": [{{"url": "{host.url("/c")}"}}]}}', encoding="utf-8"
    )
    (tmp_path / "other.xml").write_text("<opml/>", encoding="utf-8")
    (tmp_path / "broken.xml.gz").write_bytes(gzip.compress(sitemap(host, "/b"))[:-9])
    names = ["feed.rss", "map.xml.gz", "feed.json", "other.xml", "broken.xml.gz", "absent.xml"]
    found = read(*(str(tmp_path / name) for name in names))
    assert found == ["a", "b", "c", "source.bad_listing", "source.bad_listing", "source.missing"]


def test_a_page_reached_twice_is_read_once(host: Host) -> None:
    host.pages |= {"/moved": redirect("/a"), "/copy": host.pages["/a"]}
    assert read(host.url("/a"), host.url("/moved"), host.url("/copy")) == ["a", "source.duplicate", "source.duplicate"]


CHARSETS = [
    ("iso-8859-1", "", "latin-1"),
    ("windows-1252", "", "cp1252"),
    ("utf-8", "iso-8859-1", "utf-8"),
    ("iso-8859-1", "utf-8", "utf-8"),
    ("shift_jis", "", "shift_jis"),
    ("utf-16", "", "utf-16"),
    ("no-such-charset", "iso-8859-1", "latin-1"),
    ("utf-8", "", "cp1252"),
    ("", "", "utf-8"),
]


@pytest.mark.parametrize(("stated", "in_page", "actual"), CHARSETS)
def test_charsets_right_and_wrong(host: Host, stated: str, in_page: str, actual: str) -> None:
    title = "ラークスパー raises" if actual == "shift_jis" else "Café Larkspur raises £3m"
    meta = f"<meta charset={in_page}>" if in_page else ""
    page = f"<html><head>{meta}<title>{title}</title></head><body><h1>{title}</h1><p>Its body.</p></body></html>"
    kind = f"text/html; charset={stated}" if stated else "text/html"
    host.pages["/x"] = reply(page.encode(actual), kind=kind)
    with closing(Web(SETTINGS)) as web:
        (item,) = read_sources([host.url("/x")], web=web)
    assert isinstance(item, Article)
    assert item.title == title


def test_private_addresses_are_refused_by_default(host: Host) -> None:
    (item,) = read_sources([host.url("/a")])
    assert isinstance(item, Failure)
    assert (item.stage, item.code, item.source) == ("fetching", "fetching.refused_address", host.url("/a"))
    assert host.log.requests == []
