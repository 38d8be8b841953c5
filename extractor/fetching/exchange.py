"""One request and its answer: every way in which it can fail has a code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urljoin

import requests
from urllib3.exceptions import HTTPError, IncompleteRead, ReadTimeoutError

from extractor.errors import FetchError
from extractor.fetching.connections import Ticket, Watch
from extractor.fetching.unpacking import UnpackError, unpacked
from extractor.settings import FetchSettings

_CHUNK = 64 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# RFC 9110, 15.5 and 15.6: what may be otherwise when asked again
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529})
_CODES = {
    408: "timeout",
    401: "denied",
    402: "denied",
    403: "denied",
    404: "not_found",
    410: "not_found",
    429: "rate_limited",
}
_TEXTUAL = re.compile(r"text/(?:html|plain|xml)|application/(?:xhtml\+xml|json|[\w.+-]*(?:xml|json))")
_UNKNOWN_TYPES = frozenset({"", "application/octet-stream", "binary/octet-stream", "unknown/unknown"})
_CHARSET = re.compile(r"charset\s{0,3}=\s{0,3}[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_OPENSSL_PLACE = re.compile(r" ?\(_ssl\.c:\d{1,6}\)")
_GZIP_MAGIC = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host answered: a page (200), `unchanged` (304), or the address where to go on (`location`)."""

    url: str
    status: int
    body: bytes = b""
    media_type: str = ""
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    location: str | None = None
    may_be_stored: bool = True


def ask(
    session: requests.Session,
    url: str,
    *,
    settings: FetchSettings,
    watch: Watch,
    conditions: Mapping[str, str] | None = None,
    any_type: bool = False,
) -> Answer:
    """The answer to one GET request, with `conditions` as further headers. Redirects are not followed.

    `any_type` takes a body of whatever content type. Raises FetchError for everything else than 200, 304 and
    redirects, for answers that are too slow, too large, cut off or of a type that holds no page.
    """
    with watch.over(settings.page_timeout) as ticket:
        try:
            answer = _asked(session, url, settings, conditions or {}, any_type)
            if ticket.is_expired:  # http.client takes a connection cut within the head for the end of the head
                raise _too_slow(url, settings)
            return answer
        except FetchError as error:
            if ticket.is_expired and error.may_pass:
                raise _too_slow(url, settings) from None
            error.source = url
            raise
        except UnpackError as error:
            if ticket.is_expired and error.code == "truncated":
                raise _too_slow(url, settings) from None
            may_pass = error.code == "truncated"
            raise FetchError(url, error.cause, code=f"fetching.{error.code}", may_pass=may_pass) from None
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            raise _failed(error, url, settings, ticket) from None


def _asked(
    session: requests.Session, url: str, settings: FetchSettings, conditions: Mapping[str, str], any_type: bool
) -> Answer:
    timeouts = (settings.connect_timeout, settings.read_timeout)
    response = session.get(url, headers=dict(conditions), stream=True, allow_redirects=False, timeout=timeouts)
    is_done = False
    try:
        answer = _head(response, url)
        if answer.status == HTTPStatus.OK:
            answer = _with_body(answer, response, settings, any_type)
        is_done = True
        return answer
    finally:
        # A body that was not read to its end would be taken for the next answer: that connection is not kept.
        if is_done and response.raw.length_remaining in (0, None):
            response.raw.release_conn()
        response.close()


def _head(response: requests.Response, url: str) -> Answer:
    """The answer without its body; raises FetchError for a status that brings none."""
    status, headers = response.status_code, response.headers
    if status in _REDIRECTS and (location := headers.get("Location")):
        return Answer(url, status, location=_joined(url, location))
    if status not in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED):
        raise _refusal(url, status, headers)
    kind = headers.get("Content-Type", "")
    declared = _CHARSET.search(kind)
    return Answer(
        url,
        status,
        media_type=kind.partition(";")[0].strip().lower(),
        charset=declared[1] if declared else None,
        etag=headers.get("ETag"),
        last_modified=headers.get("Last-Modified"),
        may_be_stored="no-store" not in headers.get("Cache-Control", "").lower(),
    )


def _refusal(url: str, status: int, headers: Mapping[str, str]) -> FetchError:
    try:
        phrase = f"HTTP {status} {HTTPStatus(status).phrase}"
    except ValueError:
        phrase = f"HTTP {status}"
    code = _CODES.get(status) or ("server_error" if status >= 500 else "status")
    return FetchError(
        url,
        f"the host answered {phrase}",
        code=f"fetching.{code}",
        may_pass=status in _PASSING,
        retry_after=retry_after(headers.get("Retry-After")),
    )


def retry_after(stated: str | None, *, now: datetime | None = None) -> float | None:
    """The seconds of a Retry-After header, which holds seconds or a date; None for none that can be read."""
    text = (stated or "").strip()
    if re.fullmatch(r"\d{1,9}", text):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())


def _joined(url: str, location: str) -> str:
    """The absolute form of a Location header, which servers send in UTF-8 though headers are latin-1."""
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    try:
        return urljoin(url, location.strip()).partition("#")[0]
    except ValueError:
        raise FetchError(url, "the host redirects to what is no address", code="fetching.bad_address") from None


def _with_body(answer: Answer, response: requests.Response, settings: FetchSettings, any_type: bool) -> Answer:
    kind = answer.media_type
    if not (any_type or kind in _UNKNOWN_TYPES or _TEXTUAL.fullmatch(kind) or kind.endswith("gzip")):
        raise FetchError(answer.url, f"{kind[:80]} is no page", code="fetching.content_type")
    stated = response.headers.get("Content-Length", "")
    if stated.isdecimal() and int(stated) > settings.largest_download:
        raise _too_large(answer.url, settings)
    encoding = response.headers.get("Content-Encoding", "")
    chunks = _chunks(response.raw, answer.url, settings)
    body = unpacked(chunks, encoding, settings.largest_page)
    for _ in chunks:  # what follows a packed body; its end keeps the connection usable
        pass
    if kind.endswith("gzip") and body.startswith(_GZIP_MAGIC):  # a sitemap.xml.gz, packed as a file
        body = unpacked([body], "gzip", settings.largest_page)
    return replace(answer, body=body)


def _chunks(raw: Any, url: str, settings: FetchSettings) -> Iterator[bytes]:
    """The body as sent, as it comes in: each read returns what is there, so the watch sees slow senders."""
    total = 0
    while chunk := raw.read1(_CHUNK, decode_content=False):
        total += len(chunk)
        if total > settings.largest_download:
            raise _too_large(url, settings)
        yield chunk
    if raw.length_remaining:
        raise FetchError(
            url, f"the body ends {raw.length_remaining:,} bytes early", code="fetching.truncated", may_pass=True
        )


def _too_large(url: str, settings: FetchSettings) -> FetchError:
    return FetchError(url, f"the page is larger than {settings.largest_download:,} bytes", code="fetching.too_large")


def _too_slow(url: str, settings: FetchSettings) -> FetchError:
    cause = f"the page did not come whole within {settings.page_timeout:g} s"
    return FetchError(url, cause, code="fetching.timeout", may_pass=True)


def _failed(error: Exception, url: str, settings: FetchSettings, ticket: Ticket) -> FetchError:
    """What went wrong below HTTP, in words that name the cause and no Python class."""
    if ticket.is_expired:
        return _too_slow(url, settings)
    if isinstance(error, requests.exceptions.ConnectTimeout):
        cause = f"no connection within {settings.connect_timeout:g} s"
        return FetchError(url, cause, code="fetching.timeout", may_pass=True)
    causes = list(_causes(error))
    if any(isinstance(cause, (requests.exceptions.ReadTimeout, ReadTimeoutError, TimeoutError)) for cause in causes):
        cause = f"nothing came for {settings.read_timeout:g} s"
        return FetchError(url, cause, code="fetching.timeout", may_pass=True)
    if isinstance(error, requests.exceptions.SSLError):
        return FetchError(url, f"no secure connection: {_last_words(error)}", code="fetching.tls")
    if isinstance(error, requests.exceptions.InvalidURL) or _is_address_error(error):
        return FetchError(url, "this is no web address", code="fetching.bad_address")
    names = " ".join(type(cause).__name__ for cause in causes)
    if isinstance(error, IncompleteRead) or "IncompleteRead" in names or "InvalidChunkLength" in names:
        return FetchError(url, "the body ends early", code="fetching.truncated", may_pass=True)
    if "NewConnectionError" in names:
        return FetchError(url, f"no connection: {_last_words(error)}", code="fetching.connect", may_pass=True)
    if any(isinstance(cause, ConnectionError) for cause in causes) or "RemoteDisconnected" in names:
        return FetchError(url, "the host broke the connection off", code="fetching.reset", may_pass=True)
    return FetchError(url, "the host does not speak HTTP as it should", code="fetching.protocol", may_pass=True)


def _is_address_error(error: Exception) -> bool:
    kinds = (requests.exceptions.MissingSchema, requests.exceptions.InvalidSchema, UnicodeError)
    return isinstance(error, kinds) or type(error).__name__ == "LocationParseError"


def _causes(error: BaseException, depth: int = 8) -> Iterator[BaseException]:
    """The error with what it wraps: urllib3 and requests pass on the first cause as argument or `reason`."""
    if depth == 0:
        return
    yield error
    wrapped = [getattr(error, "reason", None), *error.args, error.__cause__ or error.__context__]
    for inner in wrapped:
        if isinstance(inner, BaseException):
            yield from _causes(inner, depth - 1)


def _last_words(error: BaseException) -> str:
    """The innermost message, on one line."""
    *_, last = _causes(error)
    text = " ".join(str(last).split())
    text = _OPENSSL_PLACE.sub("", text.rpartition(": ")[2]).rpartition("] ")[2]
    return text[:120] or type(last).__name__
