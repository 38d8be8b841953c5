"""Fetching from real hosts on loopback: every address ends as a page or as an error with its code."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Iterator
from dataclasses import replace
from email.utils import formatdate
from itertools import pairwise
from pathlib import Path

import brotli
import pytest

from benchmarks import loopback
from benchmarks.loopback import Behaviour, Host, article, first, redirect, reply, reset, stall, status, tagged
from extractor.errors import SourceError, UsageError
from extractor.fetching.fetcher import Fetcher
from extractor.fetching.page import FetchedPage, Redirect
from extractor.settings import FetchSettings

PAGE = article("Larkspur raises $4 million", "Larkspur has raised $4 million in a seed round.")
QUICK = FetchSettings(
    user_agent="fundingwire/test",
    allow_private=True,
    delay=0.0,
    per_host=4,
    connect_timeout=2.0,
    read_timeout=0.5,
    page_timeout=1.5,
    retries=1,
    backoff=0.02,
    longest_wait=3.0,
    most_redirects=5,
    largest_download=200_000,
    largest_page=400_000,
)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.fixture
def host() -> Iterator[Host]:
    with Host() as running:
        yield running


def fetched(settings: FetchSettings, *urls: str) -> list[FetchedPage | SourceError]:
    with Fetcher(settings) as fetcher:
        return list(fetcher.fetch_all(urls))


def page(settings: FetchSettings, url: str) -> FetchedPage:
    (result,) = fetched(settings, url)
    assert isinstance(result, FetchedPage), result
    return result


def error(settings: FetchSettings, url: str) -> SourceError:
    (result,) = fetched(settings, url)
    assert isinstance(result, SourceError), result
    return result


FAULTS: list[tuple[str, Behaviour, str, str]] = [
    ("absent", status(404), "not_found", "HTTP 404 Not Found"),
    ("gone", status(410), "not_found", "HTTP 410 Gone"),
    ("denied", status(403), "denied", "HTTP 403 Forbidden"),
    ("payment", status(402), "denied", "HTTP 402"),
    ("teapot", status(418), "status", "HTTP 418"),
    ("unknown status", status(799), "server_error", "HTTP 799"),
    ("no content", loopback.raw(b"HTTP/1.1 204 No Content\r\n\r\n"), "status", "HTTP 204"),
    ("server error", status(500), "server_error", "HTTP 500 Internal Server Error"),
    ("always busy", status(503), "server_error", "HTTP 503"),
    ("rate limit", status(429), "rate_limited", "HTTP 429 Too Many Requests"),
    ("long wait", status(429, Retry_After="3600"), "rate_limited", "asks to wait 3,600 s"),
    ("redirect to nowhere", status(302), "status", "HTTP 302"),
    ("circle", redirect("/x"), "redirects", "in a circle"),
    ("refused scheme", redirect("file:///etc/passwd"), "refused_scheme", "file: addresses are not fetched"),
    ("picture", reply(b"GIF89a", kind="image/gif"), "content_type", "image/gif is no page"),
    ("paper", reply(b"%PDF-1.7", kind="application/pdf"), "content_type", "application/pdf is no page"),
    ("reset at once", reset(), "reset", "broke the connection off"),
    ("reset in the body", reset(HEAD + b"Content-Length: 5000\r\n\r\n<html>"), "reset", "broke the connection off"),
    ("silence", stall(3.0), "timeout", "nothing came for 0.5 s"),
    ("stall in the body", stall(3.0, HEAD + b"Content-Length: 99\r\n\r\n<p>"), "timeout", "nothing came for 0.5 s"),
    ("slow head", loopback.drip(HEAD * 3, 0.1), "timeout", "did not come whole within 1.5 s"),
    ("slow body", loopback.drip(b"x" * 40, 0.1, HEAD + b"\r\n"), "timeout", "did not come whole within 1.5 s"),
    ("cut off", loopback.raw(HEAD + b"Content-Length: 500\r\n\r\n<p>half"), "truncated", "the body ends early"),
    ("cut off chunk", loopback.raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n50\r\n<p>"), "truncated", "ends early"),
    ("no HTTP", loopback.raw(b"SSH-2.0-OpenSSH_9.6\r\n"), "protocol", "does not speak HTTP"),
    ("nothing", loopback.raw(b""), "reset", "broke the connection off"),
    ("announced too large", loopback.raw(HEAD + b"Content-Length: 999999\r\n\r\n"), "too_large", "200,000 bytes"),
    ("endless", loopback.endless(), "too_large", "larger than 200,000 bytes"),
    (
        "gzip bomb",
        reply(loopback.gzip_bomb(50), headers={"Content-Encoding": "gzip"}),
        "too_large",
        "larger than 400,000 bytes when unpacked",
    ),
    (
        "endless gzip bomb",
        loopback.endless(encoding="gzip", block=loopback.gzip_bomb(1)),
        "too_large",
        "when unpacked",
    ),
    (
        "deflate bomb",
        reply(zlib.compress(bytes(50_000_000)), headers={"Content-Encoding": "deflate"}),
        "too_large",
        "when unpacked",
    ),
    (
        "brotli bomb",
        reply(brotli.compress(bytes(50_000_000), quality=5), headers={"Content-Encoding": "br"}),
        "too_large",
        "when unpacked",
    ),
    (
        "bomb within a bomb",
        reply(gzip.compress(loopback.gzip_bomb(500), mtime=0), headers={"Content-Encoding": "gzip, gzip"}),
        "too_large",
        "when unpacked",
    ),
    ("not gzip", reply(PAGE, headers={"Content-Encoding": "gzip"}), "bad_encoding", "not packed as it says"),
    (
        "clipped gzip",
        reply(gzip.compress(PAGE, mtime=0)[:-12], headers={"Content-Encoding": "gzip"}),
        "truncated",
        "ends too early",
    ),
    ("unknown packing", reply(PAGE, headers={"Content-Encoding": "lzma"}), "bad_encoding", "'lzma'"),
    ("packed too often", reply(PAGE, headers={"Content-Encoding": "gzip," * 9}), "bad_encoding", "9 times over"),
]


@pytest.mark.parametrize(("behaviour", "code", "cause"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_each_fault_has_its_code_and_names_the_address(host: Host, behaviour: Behaviour, code: str, cause: str) -> None:
    host.pages["/x"] = behaviour
    found = error(QUICK, host.url("/x"))
    assert (found.code, found.source, found.stage) == (f"fetching.{code}", host.url("/x"), "fetching")
    assert cause in found.cause


PASSING: list[tuple[str, Behaviour]] = [
    ("500", status(500)),
    ("503 with a second's wait", status(503, Retry_After="1")),
    ("429", status(429, Retry_After="1")),
    ("reset", reset()),
    ("stall", stall(1.0)),
    ("cut off", loopback.raw(HEAD + b"Content-Length: 500\r\n\r\n<p>half")),
]


@pytest.mark.parametrize("fault", [row[1] for row in PASSING], ids=[row[0] for row in PASSING])
def test_a_fault_that_passes_costs_another_request_only(host: Host, fault: Behaviour) -> None:
    host.pages["/x"] = first(fault, reply(PAGE))
    assert page(QUICK, host.url("/x")).body == PAGE
    assert host.log.paths() == ["/robots.txt", "/x", "/x"]


@pytest.mark.parametrize("header", ["1", "date"])
def test_retry_after_is_honoured_for_the_whole_host(host: Host, header: str) -> None:
    stated = formatdate(time.time() + 2, usegmt=True) if header == "date" else header
    host.pages |= {"/a": first(status(429, Retry_After=stated), reply(PAGE)), "/b": reply(PAGE)}
    results = fetched(replace(QUICK, per_host=1), host.url("/a"), host.url("/b"))
    assert all(isinstance(result, FetchedPage) for result in results)
    asked = [request.at for request in host.log.requests]
    assert asked[2] - asked[1] >= 0.9


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", "deflate", "raw deflate", "br", "identity", "br, gzip"])
def test_packed_pages_are_unpacked(host: Host, encoding: str) -> None:
    bare = zlib.compressobj(wbits=-15)
    packed = {
        "gzip": gzip.compress(PAGE[:40]) + gzip.compress(PAGE[40:]) + b"\0\0trailing",
        "x-gzip": gzip.compress(PAGE, mtime=0),
        "deflate": zlib.compress(PAGE),
        "raw deflate": bare.compress(PAGE) + bare.flush(),
        "br": brotli.compress(PAGE),
        "identity": PAGE,
        "br, gzip": gzip.compress(brotli.compress(PAGE), mtime=0),
    }[encoding]
    host.pages["/x"] = reply(packed, headers={"Content-Encoding": encoding.removeprefix("raw ")})
    assert page(QUICK, host.url("/x")).body == PAGE


def test_chunked_bodies_are_joined(host: Host) -> None:
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (PAGE[:30], PAGE[30:])) + b"0\r\n\r\n"
    host.pages["/x"] = loopback.raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunks)
    assert page(QUICK, host.url("/x")).body == PAGE


def test_redirects_are_recorded_also_to_another_host(host: Host) -> None:
    with Host({"/end": reply(PAGE)}, address="127.0.0.2") as other:
        host.pages |= {"/a": redirect("/b", 301), "/b": redirect(other.url("/end#part"), 307)}
        found = page(QUICK, host.url("/a"))
        assert (found.asked, found.url) == (host.url("/a"), other.url("/end"))
        assert found.redirects == (Redirect(host.url("/a"), 301), Redirect(host.url("/b"), 307))
        assert other.log.paths() == ["/robots.txt", "/end"]


def test_too_many_redirects(host: Host) -> None:
    host.pages |= {f"/{number}": redirect(f"/{number + 1}") for number in range(20)}
    assert error(QUICK, host.url("/0")).cause.startswith("more than 5 redirects")


def test_connections_are_used_again(host: Host) -> None:
    opened = 0
    accept = host.get_request

    def counting() -> object:
        nonlocal opened
        opened += 1
        return accept()

    host.get_request = counting  # type: ignore[method-assign, assignment]
    host.pages |= {f"/{number}": reply(PAGE) for number in range(30)}
    results = fetched(replace(QUICK, per_host=2), *(host.url(f"/{number}") for number in range(30)))
    assert all(isinstance(result, FetchedPage) for result in results)
    assert opened <= 4


def test_results_come_in_the_order_asked_and_never_too_many_at_once(host: Host) -> None:
    for number in range(24):
        host.pages[f"/{number}"] = reply(PAGE + str(number).encode(), wait=0.05 if number % 3 else 0.2)
    urls = [host.url(f"/{number}") for number in range(24)]
    results = fetched(replace(QUICK, per_host=3, workers=12), *urls)
    assert [result.asked for result in results if isinstance(result, FetchedPage)] == urls
    assert host.log.most_open == 3


def test_pages_that_wait_for_their_turn_wait_on_disk(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.fetching.fetcher.Waiting", lambda: Waiting(memory=1000))
    from extractor.fetching.slots import Waiting

    for number in range(8):
        host.pages[f"/{number}"] = reply(PAGE * 10 + str(number).encode(), wait=0.3 if number == 0 else 0.0)
    results = fetched(QUICK, *(host.url(f"/{number}") for number in range(8)))
    assert [result.body[-1:] for result in results if isinstance(result, FetchedPage)] == [b"%d" % n for n in range(8)]


def test_the_delay_between_requests_is_kept(host: Host) -> None:
    host.pages |= {f"/{number}": reply(PAGE) for number in range(4)}
    fetched(replace(QUICK, delay=0.15), *(host.url(f"/{number}") for number in range(4)))
    asked = [request.at for request in host.log.requests]
    assert min(later - earlier for earlier, later in pairwise(asked)) >= 0.12


def test_a_dead_host_is_given_up(host: Host) -> None:
    host.pages |= {f"/{number}": reset() for number in range(30)}
    settings = replace(QUICK, per_host=1, retries=0, failures_in_row=3)
    codes = [
        result.code
        for result in fetched(settings, *(host.url(f"/{n}") for n in range(30)))
        if isinstance(result, SourceError)
    ]
    assert codes == ["fetching.reset"] * 3 + ["fetching.host_down"] * 27


def test_an_address_asked_twice_is_fetched_once(host: Host) -> None:
    host.pages["/x"] = reply(PAGE)
    urls = [host.url("/x"), host.url("/x#comments"), host.url("/x?utm_source=mail"), host.url("/x")]
    results = fetched(QUICK, *urls)
    assert isinstance(results[0], FetchedPage)
    assert [result.code for result in results[1:] if isinstance(result, SourceError)] == ["source.duplicate"] * 3
    assert host.log.paths().count("/x") == 1


ROBOTS = b"User-agent: *\nDisallow: /private\nAllow: /private/open\n\nUser-agent: other\nDisallow: /\n"


@pytest.mark.parametrize(
    ("robots", "path", "code"),
    [
        (reply(ROBOTS, kind="text/plain"), "/news", ""),
        (reply(ROBOTS, kind="text/plain"), "/private/a", "fetching.robots"),
        (reply(ROBOTS, kind="text/plain"), "/private/open", ""),
        (reply(b"User-agent: fundingwire\nDisallow: /news\n", kind="text/plain"), "/news", "fetching.robots"),
        (reply(b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /news\r\n", kind="text/plain"), "/news", "fetching.robots"),
        (reply(b"<!doctype html><p>Not found</p>"), "/news", ""),
        (reply(b"\0\xff\xfe" * 99, kind="text/plain"), "/news", ""),
        (status(404), "/news", ""),
        (status(403), "/news", ""),
        (redirect("/robots.txt"), "/news", ""),
        (redirect("/real-robots"), "/news", "fetching.robots"),
        (status(500), "/news", "fetching.robots_unreachable"),
        (status(429), "/news", "fetching.robots_unreachable"),
        (reset(), "/news", "fetching.reset"),
        (first(status(500), reply(ROBOTS)), "/news", ""),
        (reply(b"User-agent: *\nCrawl-delay: 3600\n", kind="text/plain"), "/news", "fetching.crawl_delay"),
    ],
)
def test_robots_txt_is_kept_to(host: Host, robots: Behaviour, path: str, code: str) -> None:
    host.pages |= {"/robots.txt": robots, "/news": reply(PAGE), "/private/a": reply(PAGE), "/private/open": reply(PAGE)}
    host.pages["/real-robots"] = reply(b"User-agent: *\nDisallow: /news\n", kind="text/plain")
    (result,) = fetched(QUICK, host.url(path))
    assert (result.code if isinstance(result, SourceError) else "") == code
    assert (path in host.log.paths()) == (code == "")


def test_robots_txt_is_not_asked_when_it_is_ignored(host: Host) -> None:
    host.pages |= {"/robots.txt": reply(b"User-agent: *\nDisallow: /\n", kind="text/plain"), "/news": reply(PAGE)}
    assert page(replace(QUICK, respect_robots=False), host.url("/news")).body == PAGE
    assert host.log.paths() == ["/news"]


def test_a_crawl_delay_slows_down_and_takes_one_page_at_a_time(host: Host) -> None:
    host.pages["/robots.txt"] = reply(b"User-agent: *\nCrawl-delay: 0.3\n", kind="text/plain")
    host.pages |= {f"/{number}": reply(PAGE, wait=0.1) for number in range(3)}
    fetched(QUICK, *(host.url(f"/{number}") for number in range(3)))
    asked = [request.at for request in host.log.requests]
    assert min(later - earlier for earlier, later in pairwise(asked)) >= 0.25
    assert host.log.most_open == 1


def test_hosts_are_told_who_asks(host: Host) -> None:
    host.pages["/x"] = reply(PAGE, headers={"Set-Cookie": "a=b"})
    fetched(QUICK, host.url("/x"), host.url("/x?2"))
    assert {request.headers["User-Agent"] for request in host.log.requests} == {"fundingwire/test"}
    assert not any("Cookie" in request.headers for request in host.log.requests)


@pytest.mark.parametrize("marks", [{"etag": '"a1"'}, {"etag": "", "last_modified": "Wed, 01 May 2024 08:00:00 GMT"}])
def test_a_second_run_downloads_nothing_that_is_unchanged(host: Host, tmp_path: Path, marks: dict[str, str]) -> None:
    settings = replace(QUICK, cache=str(tmp_path / "deep" / "pages.sqlite"))
    host.pages["/x"] = tagged(PAGE, **marks)
    before = page(settings, host.url("/x"))
    after = page(settings, host.url("/x"))
    assert (before.is_unchanged, after.is_unchanged) == (False, True)
    assert (after.body, after.media_type, after.charset) == (PAGE, "text/html", "utf-8")
    assert host.log.downloads == ["/x"]
    host.pages["/x"] = tagged(PAGE + b"more", etag='"a2"')
    assert page(settings, host.url("/x")).body == PAGE + b"more"


def test_what_may_not_be_stored_is_not(host: Host, tmp_path: Path) -> None:
    settings = replace(QUICK, cache=str(tmp_path / "pages.sqlite"))
    host.pages["/x"] = reply(PAGE, headers={"ETag": '"1"', "Cache-Control": "private, no-store"})
    fetched(settings, host.url("/x"))
    fetched(settings, host.url("/x"))
    assert not any("If-None-Match" in request.headers for request in host.log.requests)


def test_a_broken_cache_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "cache").write_bytes(b"no database" * 1000)
    with pytest.raises(UsageError, match="cannot be used as the cache"):
        Fetcher(replace(QUICK, cache=str(tmp_path / "cache")))


def test_closing_early_is_quick(host: Host) -> None:
    host.pages |= {f"/{number}": stall(30.0) for number in range(20)}
    settings = replace(QUICK, read_timeout=30.0, page_timeout=30.0)
    with Fetcher(settings) as fetcher:
        results = fetcher.fetch_all([host.url("/good"), *(host.url(f"/{number}") for number in range(20))])
        next(results)
        time.sleep(0.2)
        begin = time.monotonic()
    assert time.monotonic() - begin < 2.0
