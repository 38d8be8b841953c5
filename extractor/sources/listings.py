"""Pages that list other pages: RSS, Atom and JSON feeds, sitemaps and sitemap indexes."""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from extractor.errors import SourceError
from extractor.fetching.page import FeedEntry, Listed
from extractor.sources.feed_texts import FeedText, told_in_feed, told_in_json_feed

_SNIFFED = 4096
# What may stand before the first element: declarations, comments, white space.
_PROLOGUE = re.compile(
    rb"\s+|<\?[^>]{0,500}>|<!--.{0,2000}?-->|<![A-Za-z][^>\[]{0,500}(?:\[[^\]]{0,500}\])?\s*>", re.DOTALL
)
_ELEMENT = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,40}:)?([A-Za-z]{1,20})[\s>/]")
_MARKS = re.compile(rb"^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)")
_FEEDS = frozenset({b"rss", b"feed", b"rdf"})
_SITEMAPS = frozenset({b"urlset", b"sitemapindex"})
# `image:loc` and `video:…loc` are pictures and films of a page, not pages.
_LOCATION = re.compile(r"<loc(?:\s[^<>]{0,200})?>\s{0,200}(?:<!\[CDATA\[)?\s{0,200}([^<\]]{1,4096})")
_STATED_ENCODING = re.compile(r"^(\s{0,20}<\?xml[^>]{0,200}?)\sencoding\s{0,3}=\s{0,3}[\"'][^\"'>]{0,40}[\"']")
_XML_ENCODING = re.compile(rb"<\?xml[^>]{0,200}encoding\s{0,3}=\s{0,3}[\"']([\w.-]{1,40})")


def listed_addresses(data: bytes, *, origin: str, base: str = "", with_texts: bool = False) -> list[Listed] | None:
    """The addresses of the pages that a feed or sitemap names, in its order; None for any other page.

    `base` is the listing's own address, against which relative ones are resolved. `with_texts` gives an entry that
    carries the whole text of its page as a FeedEntry. An entry that names no page is a SourceError in its place.
    Raises SourceError (`source.bad_listing`) for a feed that cannot be read at all.
    """
    kind = _kind(data)
    if kind == "json":
        return list(_of_json_feed(data, origin, base, with_texts))
    if kind == "feed":
        return list(_of_feed(data, origin, base, with_texts))
    if kind == "sitemap":
        return [_absolute(html.unescape(found), base) for found in _LOCATION.findall(_without_comments(_text(data)))]
    return None


def _kind(data: bytes) -> str:
    """`json`, `feed`, `sitemap`, or "" for any other page."""
    head = _MARKS.sub(b"", data[:_SNIFFED]).replace(b"\0", b"").lstrip()
    if head.startswith(b"{"):
        return "json" if b"jsonfeed.org/version" in head.replace(b"\\/", b"/") else ""
    position = 0
    while match := _PROLOGUE.match(head, position):
        position = match.end()
    element = _ELEMENT.match(head, position)
    name = element[1].lower() if element else b""
    return "feed" if name in _FEEDS else "sitemap" if name in _SITEMAPS else ""


def _of_feed(data: bytes, origin: str, base: str, with_texts: bool) -> Iterator[Listed]:
    import feedparser

    # A stream, never a string: feedparser would open a string as an address or a file.
    headers = {"content-location": base, "content-type": "application/xml"}
    try:
        feed = feedparser.parse(io.BytesIO(_as_utf8(data)), response_headers=headers, sanitize_html=False)
    except Exception as error:  # it promises to raise nothing, but its parsers below do
        cause = f"the feed cannot be read: {type(error).__name__}"
        raise SourceError(origin, cause, code="source.bad_listing") from None
    if not feed.entries and isinstance(feed.get("bozo_exception"), Exception):
        cause = "the feed cannot be read: " + " ".join(str(feed.bozo_exception).split())[:200]
        raise SourceError(origin, cause, code="source.bad_listing")
    for number, entry in enumerate(feed.entries, 1):
        links = entry.get("links") or []
        alternate = (link.get("href") for link in links if link.get("rel") == "alternate")
        told = told_in_feed(feed.feed, entry) if with_texts else None
        yield _entry(next(alternate, None) or entry.get("link"), number, origin, base, told)


def _as_utf8(data: bytes) -> bytes:
    """A feed in UTF-16 as UTF-8: feedparser fails on most of them."""
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data
    text = data.decode("utf-16", "replace")
    return re.sub(
        r"^(\s{0,20}<\?xml[^>]{0,200}?)\sencoding\s{0,3}=\s{0,3}[\"'][^\"'>]{0,40}[\"']", r"\1", text
    ).encode()


def _of_json_feed(data: bytes, origin: str, base: str, with_texts: bool) -> Iterator[Listed]:
    """The pages of a JSON Feed, https://www.jsonfeed.org/version/1.1/."""
    try:
        feed = json.loads(data)
    except (ValueError, RecursionError):
        raise SourceError(origin, "the feed is not JSON", code="source.bad_listing") from None
    items = feed.get("items")
    for number, item in enumerate(items if isinstance(items, list) else (), 1):
        fields = item if isinstance(item, dict) else {}
        link = fields.get("url") or fields.get("external_url")
        name = fields.get("id")  # often the page's address, and often not
        link = link or (name if isinstance(name, str) and _is_absolute(name) else None)
        yield _entry(link, number, origin, base, told_in_json_feed(feed, fields) if with_texts else None)


def _entry(link: object, number: int, origin: str, base: str, told: FeedText | None) -> Listed:
    address = _absolute(link, base) if isinstance(link, str) else ""
    if _is_absolute(address):
        page = told.page(address) if told is not None else None
        return address if page is None else FeedEntry(address, page)
    return SourceError(origin, f"entry {number} of the feed names no page", code="source.bad_address")


def _is_absolute(address: str) -> bool:
    """Whether the address has a scheme and a host."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(parts.scheme and parts.netloc)


def _absolute(link: str, base: str) -> str:
    link = link.strip()
    try:
        return urljoin(base, link) if base else link
    except ValueError:
        return link


def _without_comments(text: str) -> str:
    """By search, not by pattern: a pattern takes quadratic time over comments that never close."""
    parts: list[str] = []
    position = 0
    while (start := text.find("<!--", position)) >= 0:
        parts.append(text[position:start])
        end = text.find("-->", start + 4)
        position = end + 3 if end >= 0 else len(text)
    return "".join(parts) + text[position:]


def _text(data: bytes) -> str:
    """The characters of a sitemap: by its mark or declaration, else UTF-8, which the protocol asks for."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    declared = _XML_ENCODING.search(data[:400])
    try:
        return data.decode(declared[1].decode("ascii") if declared else "utf-8-sig", "replace")
    except LookupError:
        return data.decode("utf-8-sig", "replace")
