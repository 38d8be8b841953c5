"""WARC archives, plain or packed: page by page, in flat memory, as far as a clipped or damaged archive can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from extractor.errors import SourceError, Stage
from extractor.fetching.page import FetchedPage
from extractor.fetching.unpacking import UnpackError, unpacked

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_SUFFIXES = (".warc", ".warc.gz", ".warc.lz4", ".warc.zst")
_GZIP_MEMBER = b"\x1f\x8b\x08"
_LARGEST_RECORD = 16 * 1024 * 1024
_LARGEST_PAGE = 32 * 1024 * 1024
_MOST_RESTARTS = 1000
_SCAN = 1024 * 1024
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_HTML_START = re.compile(
    rb"\s{0,64}(?:<!--.{0,512}?-->\s{0,64})?<(?:!doctype\s+html|html|head|body|article)\b", re.I | re.S
)
_CHARSET = re.compile(r"charset\s{0,3}=\s{0,3}[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]{0,100}\r?\n")


def is_archive(path: Path) -> bool:
    """Whether a file's name says that it is a WARC archive."""
    return path.name.lower().endswith(_SUFFIXES)


def read_archive(path: Path) -> Iterator[FetchedPage | SourceError]:
    """The HTML pages that an archive holds, in its order, each under its address.

    Every other response (other types, other statuses, cut off or too large) is a SourceError that names its
    address; requests, metadata and the like say nothing. A damaged record of a .gz archive costs only itself.
    """
    origin = str(path)
    start, records = 0, 0
    with path.open("rb") as stream:
        for _ in range(_MOST_RESTARTS):
            last = start
            try:
                for record, position in _records(stream, start):
                    records += 1
                    last = position
                    if (item := _item(record, origin)) is not None:
                        yield item
                break
            except OSError as error:
                cause = f"the archive is damaged after byte {last:,}: {str(error)[:120]}"
                yield SourceError(origin, cause, code="source.bad_archive")
            following = _next_member(stream, last + 1)
            if following is None:
                break
            start = following
    if not records:
        yield SourceError(origin, "the file holds no WARC record", code="source.bad_archive")


def _records(stream: BinaryIO, start: int) -> Iterator[tuple[WarcRecord, int]]:
    """The responses and resources from a byte of the file on, each with where it starts.

    All kinds of records are counted as they pass, so that an archive of requests alone is one.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    stream.seek(start)
    for record in ArchiveIterator(
        stream, record_types=WarcRecordType.any_type, parse_http=True, quirks_mode=True, auto_decode="none"
    ):
        yield record, start + record.stream_pos


def _next_member(stream: BinaryIO, position: int) -> int | None:
    """Where the next member of a gzip file may start, None when none does."""
    while True:
        stream.seek(position)
        block = stream.read(_SCAN)
        found = block.find(_GZIP_MEMBER)
        if found >= 0:
            return position + found
        if len(block) < _SCAN:
            return None
        position += len(block) - len(_GZIP_MEMBER)


@dataclass(frozen=True, slots=True)
class _Head:
    """What a record says about its page."""

    url: str
    status: int
    media_type: str
    charset: str | None
    encoding: str
    is_chunked: bool


def _item(record: WarcRecord, origin: str) -> FetchedPage | SourceError | None:
    """The record's page; an error for a response that holds none; None for other kinds of records."""
    from fastwarc.warc import WarcRecordType

    if "Content-Length" not in record.headers:  # which every record must have
        return SourceError(origin, "the head of a record is damaged or cut off", code="source.bad_archive")
    if record.record_type not in (WarcRecordType.response, WarcRecordType.resource):
        return None
    head = _head(record)
    if not head.url.startswith(("http://", "https://")):
        return None
    try:
        return FetchedPage(head.url, head.url, _payload(record, head), head.media_type, head.charset)
    except _NoPageError as error:
        # A crawl holds pictures, styles and redirects too: they are left out, and no fault of it.
        stage: Stage = "screening" if error.code == "no_page" else "source"
        return SourceError(head.url, f"{error.cause} ({origin})", code=f"{stage}.{error.code}", stage=stage)
    except UnpackError as error:
        code = "bad_archive" if error.code in {"truncated", "bad_encoding"} else error.code
        return SourceError(head.url, f"{error.cause} ({origin})", code=f"source.{code}")


class _NoPageError(Exception):
    def __init__(self, cause: str, code: str) -> None:
        super().__init__(cause)
        self.cause = cause
        self.code = code


def _head(record: WarcRecord) -> _Head:
    url = (record.headers.get("WARC-Target-URI") or "").strip().strip("<>")
    http = record.http_headers
    if http is None:
        kind = record.headers.get("Content-Type") or ""
        return _Head(url, 200, _media_type(kind), _charset(kind), "", False)
    kind = http.get("Content-Type") or ""
    return _Head(
        url=url,
        status=http.status_code or 0,
        media_type=_media_type(kind),
        charset=_charset(kind),
        encoding=http.get("Content-Encoding") or "",
        is_chunked="chunked" in (http.get("Transfer-Encoding") or "").lower(),
    )


def _payload(record: WarcRecord, head: _Head) -> bytes:
    """The page's bytes, unpacked."""
    if head.status != 200:
        raise _NoPageError(f"the archive holds the answer HTTP {head.status}", "no_page")
    if head.media_type and head.media_type not in _HTML_TYPES:
        raise _NoPageError(f"{head.media_type[:80]} is no HTML page", "no_page")
    if record.content_length > _LARGEST_RECORD:
        raise _NoPageError(f"the page is larger than {_LARGEST_RECORD:,} bytes", "too_large")
    raw = record.reader.read(_LARGEST_RECORD)
    if len(raw) < record.content_length:
        raise _NoPageError(
            f"the archive ends within this page, {record.content_length - len(raw):,} bytes early", "bad_archive"
        )
    if head.is_chunked:
        raw = _unchunked(raw)
    body = _unpacked_if_packed(raw, head.encoding)
    if not body.strip():
        raise _NoPageError("the page is empty", "empty")
    if not head.media_type and not _HTML_START.match(body):
        raise _NoPageError("this is no HTML page", "no_page")
    return body


def _unpacked_if_packed(raw: bytes, encoding: str) -> bytes:
    """Common Crawl and other archives keep the header of packing that they have undone: the bytes decide."""
    try:
        return unpacked([raw], encoding, _LARGEST_PAGE)
    except UnpackError as error:
        if error.code == "bad_encoding" and b"<" in raw[:1024]:
            return raw
        raise


def _unchunked(raw: bytes) -> bytes:
    """The body of a chunked transfer; the bytes themselves where they are chunked no more."""
    pieces: list[bytes] = []
    position = 0
    while match := _CHUNK_SIZE.match(raw, position):
        size = int(match[1], 16)
        if size == 0:
            return b"".join(pieces)
        pieces.append(raw[match.end() : match.end() + size])
        position = match.end() + size
        if raw.startswith(b"\r\n", position):
            position += 2
    return b"".join(pieces) if len(pieces) > 1 or position >= len(raw) > 0 else raw


def _media_type(stated: str) -> str:
    return stated.partition(";")[0].strip().lower()


def _charset(stated: str) -> str | None:
    found = _CHARSET.search(stated)
    return found[1] if found else None
