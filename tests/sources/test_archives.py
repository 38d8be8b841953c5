"""WARC archives: every page they hold, whatever stands around it and wherever they end."""

from __future__ import annotations

import gzip
import random
import zlib
from collections.abc import Mapping
from pathlib import Path

import brotli
import pytest

from benchmarks.loopback import article, gzip_bomb
from extractor.article import Article
from extractor.errors import SourceError
from extractor.fetching.page import FetchedPage
from extractor.records import Failure
from extractor.sources import read_sources
from extractor.sources.archives import is_archive, read_archive

SAMPLES = Path("../shared/samples")
PAGE = article("Larkspur raises $4 million", "Larkspur has raised €4 million in a seed round.")


def record(
    body: bytes = PAGE,
    *,
    url: str = "https://news.example/a",
    status: str = "200 OK",
    kind: str = "text/html; charset=utf-8",
    headers: Mapping[str, str] | None = None,
    of: str = "response",
) -> bytes:
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n" if kind else f"HTTP/1.1 {status}\r\n"
    http += "".join(f"{name}: {value}\r\n" for name, value in (headers or {}).items())
    block = http.encode() + b"\r\n" + body if of == "response" else body
    media = "application/http; msgtype=response" if of == "response" else kind
    head = f"WARC/1.0\r\nWARC-Type: {of}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-05-06T08:00:00Z\r\n"
    head += f"WARC-Record-ID: <urn:uuid:{zlib.crc32(url.encode()):032x}>\r\nContent-Type: {media}\r\n"
    return f"{head}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


def archive(folder: Path, *records: bytes, packed: bool = True) -> Path:
    path = folder / ("news.warc.gz" if packed else "news.warc")
    path.write_bytes(b"".join(gzip.compress(item) if packed else item for item in records))
    return path


def outcomes(path: Path) -> list[str]:
    """The address of each page, and the code of each error."""
    return [item.url if isinstance(item, FetchedPage) else item.code for item in read_archive(path)]


@pytest.mark.parametrize("packed", [True, False])
def test_pages_come_under_their_addresses(tmp_path: Path, packed: bool) -> None:
    path = archive(
        tmp_path,
        record(b"software: test\r\n", of="warcinfo", kind="application/warc-fields"),
        record(b"GET / HTTP/1.1\r\n\r\n", of="request", kind="application/http; msgtype=request"),
        record(),
        record(b"fetchTimeMs: 12\r\n", of="metadata", kind="application/warc-fields"),
        record(url="<https://news.example/b>"),
        record(PAGE, of="resource", url="https://news.example/c", kind="text/html"),
        packed=packed,
    )
    assert outcomes(path) == [f"https://news.example/{name}" for name in "abc"]
    assert [item.body for item in read_archive(path) if isinstance(item, FetchedPage)] == [PAGE] * 3


CHUNKED = b"%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n" % (50, PAGE[:50], len(PAGE) - 50, PAGE[50:])


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(PAGE, mtime=0), {"Content-Encoding": "gzip"}),
        (brotli.compress(PAGE), {"Content-Encoding": "br"}),
        (zlib.compress(PAGE), {"Content-Encoding": "deflate"}),
        (PAGE, {"Content-Encoding": "gzip"}),  # as Common Crawl keeps pages: unpacked, under the old header
        (CHUNKED, {"Transfer-Encoding": "chunked"}),
        (PAGE, {"Transfer-Encoding": "chunked"}),
        (PAGE, {}),
    ],
)
def test_payloads_are_unpacked(tmp_path: Path, body: bytes, headers: dict[str, str]) -> None:
    (item,) = read_archive(archive(tmp_path, record(body, headers=headers)))
    assert isinstance(item, FetchedPage)
    assert item.body == PAGE


@pytest.mark.parametrize(
    ("item", "code", "cause"),
    [
        (record(status="404 Not Found"), "screening.no_page", "HTTP 404"),
        (record(b"", status="301 Moved", headers={"Location": "/b"}), "screening.no_page", "HTTP 301"),
        (record(b"%PDF-1.7", kind="application/pdf"), "screening.no_page", "application/pdf is no HTML page"),
        (record(b"binary", kind=""), "screening.no_page", "no HTML page"),
        (record(b" "), "source.empty", "empty"),
        (record(gzip_bomb(100), headers={"Content-Encoding": "gzip"}), "source.too_large", "when unpacked"),
        (record(b"x" * 17_000_000), "source.too_large", "16,777,216 bytes"),
        (
            record(gzip.compress(PAGE, mtime=0)[:-9], headers={"Content-Encoding": "gzip"}),
            "source.bad_archive",
            "too early",
        ),
    ],
)
def test_other_responses_say_why_they_are_left_out(tmp_path: Path, item: bytes, code: str, cause: str) -> None:
    path = archive(tmp_path, item, record(url="https://news.example/next"))
    error, page = read_archive(path)
    assert isinstance(error, SourceError)
    assert (error.code, error.source) == (code, "https://news.example/a")
    assert cause in error.cause
    assert str(path) in error.cause
    assert isinstance(page, FetchedPage)


def test_a_clipped_archive_gives_what_it_has(tmp_path: Path) -> None:
    noise = random.Random(1).randbytes(50_000).hex().encode()
    pages = [record(PAGE + noise, url=f"https://news.example/{number}") for number in range(4)]
    whole = archive(tmp_path, *pages).read_bytes()
    (tmp_path / "clipped.warc.gz").write_bytes(whole[: -len(whole) // 8])
    assert outcomes(tmp_path / "clipped.warc.gz") == [
        *(f"https://news.example/{number}" for number in range(3)),
        "source.bad_archive",
    ]


def test_a_damaged_record_costs_only_itself(tmp_path: Path) -> None:
    noise = random.Random(1).randbytes(50_000).hex().encode()
    members = [gzip.compress(record(PAGE + noise, url=f"https://news.example/{number}")) for number in range(5)]
    members[2] = members[2][:20_000] + b"damage" * 100 + members[2][20_600:]
    (tmp_path / "damaged.warc.gz").write_bytes(b"".join(members))
    found = outcomes(tmp_path / "damaged.warc.gz")
    assert [item for item in found if item.startswith("https")] == [f"https://news.example/{n}" for n in (0, 1, 3, 4)]
    assert "source.bad_archive" in found


@pytest.mark.parametrize(
    "data", [b"", b"no archive", gzip.compress(b"no archive", mtime=0), b"\x1f\x8b\x08" * 500, b"\0" * 9999]
)
def test_what_is_no_archive_is_told_so(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "some.warc.gz"
    path.write_bytes(data)
    found = outcomes(path)
    assert found
    assert set(found) == {"source.bad_archive"}


def test_any_cut_and_any_damage_ends_in_pages_or_errors(tmp_path: Path) -> None:
    whole = archive(tmp_path, *(record(url=f"https://news.example/{number}") for number in range(6))).read_bytes()
    dice = random.Random(4)
    path = tmp_path / "fuzzed.warc.gz"
    for _ in range(150):
        path.write_bytes(whole[: dice.randrange(len(whole))])
        assert outcomes(path)
        damaged = bytearray(whole)
        for _ in range(dice.randrange(1, 5)):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        path.write_bytes(damaged)
        assert len(outcomes(path)) >= 1


def test_an_archive_is_a_source_and_copies_are_read_once(tmp_path: Path) -> None:
    other = article("Quillon raises €6 million", "Quillon raised €6 million from Aldgate Capital.")
    latin = "<h1>Café</h1><p>Café Larkspur raised £3m.</p>".encode("latin-1")
    path = archive(
        tmp_path,
        record(),
        record(),
        record(url="https://copy.example/a"),
        record(other, url="https://news.example/b"),
        record(latin, url="https://news.example/c", kind="text/html; charset=iso-8859-1"),
    )
    items = list(read_sources([str(tmp_path)]))
    articles = [item for item in items if isinstance(item, Article)]
    assert [item.title for item in articles] == [
        "Larkspur raises $4 million",
        "Quillon raises €6 million",
        "Café",
    ]
    assert articles[0].url == "https://news.example/a"
    failures = [(item.code, item.source) for item in items if isinstance(item, Failure)]
    assert failures == [("source.duplicate", "https://news.example/a"), ("source.duplicate", "https://copy.example/a")]
    assert is_archive(path)


@pytest.mark.skipif(not SAMPLES.exists(), reason="needs ../shared/samples")
@pytest.mark.parametrize(
    ("name", "pages", "errors"),
    [
        ("chatnoir-eu+chatnoir-resiliparse__tests__data__warcfile.warc", 16, []),
        ("chatnoir-eu+chatnoir-resiliparse__tests__data__warcfile.warc.gz", 16, []),
        ("chatnoir-eu+chatnoir-resiliparse__tests__data__warcfile.warc.lz4", 16, []),
        ("chatnoir-eu+chatnoir-resiliparse__tests__data__clueweb-quirk.warc.gz", 29, []),
        ("chatnoir-eu+chatnoir-resiliparse__tests__data__clipped.warc.gz", 0, ["source.bad_archive"]),
        ("webrecorder+warcio__test__data__example.warc.gz", 1, []),
        ("webrecorder+warcio__test__data__example-iana.org-chunked.warc", 1, []),
        ("webrecorder+warcio__test__data__example-resource.warc.gz", 1, []),
        ("webrecorder+warcio__test__data__example-wget-bad-target-uri.warc.gz", 1, []),
        ("webrecorder+warcio__test__data__example-wrong-chunks.warc.gz", 1, []),
        ("webrecorder+warcio__test__data__example-bad.warc.gz.bad", 1, ["screening.no_page"]),
        ("webrecorder+warcio__test__data__example.arc", 0, ["source.bad_archive"]),
    ],
)
def test_real_archives(name: str, pages: int, errors: list[str]) -> None:
    found = outcomes(SAMPLES / name)
    assert len([item for item in found if item.startswith("http")]) == pages
    assert [item for item in found if item.startswith(("source.", "screening."))] == errors
