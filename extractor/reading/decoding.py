"""The characters of a page's bytes."""

from __future__ import annotations

import re
import zlib

from extractor.errors import SourceError

_BYTE_ORDER = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DECLARED = re.compile(
    rb"<meta\b[^<>]{0,200}?charset\s{0,3}=\s{0,3}[\"']?\s{0,3}([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE
)
_XML_ENCODING = re.compile(
    rb"^\s{0,20}<\?xml[^>]{0,200}encoding\s{0,3}=\s{0,3}[\"']([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE
)
_DECLARED_WITHIN = 16_384
# https://encoding.spec.whatwg.org/#names-and-labels: what browsers read under these names
_AS_BROWSERS_READ = {
    "iso-8859-1": "windows-1252",
    "latin-1": "windows-1252",
    "latin1": "windows-1252",
    "us-ascii": "windows-1252",
    "ascii": "windows-1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
}
_LARGEST = 64 * 1024 * 1024


def unpacked(data: bytes, origin: str) -> bytes:
    """`data`, or what gzip packed into it.

    Raises SourceError (`source.bad_gzip`, `source.too_large`) when it is packed and cannot be unpacked.
    """
    if not data.startswith(b"\x1f\x8b"):
        return data
    unpacker = zlib.decompressobj(wbits=31)
    try:
        page = unpacker.decompress(data, _LARGEST)
    except zlib.error:
        raise SourceError(origin, "this is gzip data that cannot be unpacked", code="source.bad_gzip") from None
    if unpacker.unconsumed_tail:
        raise SourceError(origin, "the page is too large when unpacked", code="source.too_large")
    return page


def decoded(data: bytes, origin: str) -> str:
    """The page's characters: by byte order mark, as UTF-8, by its declared charset, else as windows-1252.

    Raises SourceError with code `source.binary` for bytes that are no text.
    """
    for mark, name in _BYTE_ORDER:
        if data.startswith(mark):
            return data.decode(name, "replace")
    if b"\0" in data:
        if order := _bare_utf16(data):
            return data.decode(order, "replace")
        raise SourceError(origin, "this is binary data, not HTML", code="source.binary")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        declared = _declared(data)
        # One bad byte in a page that is and says UTF-8 must not turn all its letters into others.
        if declared in ("utf-8", "utf8") or (declared is None and _mostly_utf8(data, error.start)):
            return data.decode("utf-8", "replace")
    for charset in (declared or "", "windows-1252"):
        try:
            if charset:
                return data.decode(charset)
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("windows-1252", "replace")


def _declared(data: bytes) -> str | None:
    head = data[:_DECLARED_WITHIN]
    match = _XML_ENCODING.search(head) or _DECLARED.search(head)
    if match is None:
        return None
    name = match[1].decode("ascii").lower()
    return _AS_BROWSERS_READ.get(name, name)


def _bare_utf16(data: bytes) -> str | None:
    """The byte order of UTF-16 without a mark: every other byte of markup is zero."""
    head = data[:200]
    if len(head) < 4:
        return None
    if head[1::2].count(0) > 0.8 * len(head[1::2]) and not head[0::2].count(0):
        return "utf-16-le"
    if head[0::2].count(0) > 0.8 * len(head[0::2]) and not head[1::2].count(0):
        return "utf-16-be"
    return None


def _mostly_utf8(data: bytes, first_fault: int) -> bool:
    """Whether the page up to its first fault already held characters of several bytes."""
    return sum(byte > 0x7F for byte in data[:first_fault][-4096:]) >= 8


# Real pages leave a few hundred elements open, mostly `<p>` and `<li>`, which do not nest.
_MOST_UNCLOSED = 5000
_NESTING = re.compile(
    r"<(/?)(?:div|section|article|ul|ol|dl|table|blockquote|center|font|span|b|i|em|strong|a|form)\b", re.I
)
_DEEPEST = 3000


def parseable(page: str, origin: str) -> str:
    """The page as a parser can take it in linear time; a comment that never closes is opened, as if it were text.

    Raises SourceError with code `source.too_deep` when elements nest thousands deep.
    """
    # the second count is the dear one
    if (tags := page.count("<")) > _MOST_UNCLOSED and tags - 2 * page.count("</") > _MOST_UNCLOSED:
        depth = sum(-1 if match[1] else 1 for match in _NESTING.finditer(page))
        if depth > _DEEPEST:
            raise SourceError(origin, f"its elements nest {depth} deep", code="source.too_deep")
    last = page.rfind("<!--")
    if last < 0 or page.find("-->", last) >= 0:
        return page
    closed = page.rfind("-->") + 1
    return page[:closed] + page[closed:].replace("<!--", "")
