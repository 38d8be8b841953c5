"""Web addresses: one form for the same page."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|igshid|cmpid", re.IGNORECASE)
_DEFAULT_PORT = {"http": ":80", "https": ":443"}


def canonical_url(url: str | None) -> str | None:
    """`url` without fragment and tracking parameters, scheme and host in lower case; None for no web address."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORT or not parts.netloc:
        return None
    host = parts.netloc.lower().removesuffix(_DEFAULT_PORT[scheme])
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not _TRACKING.fullmatch(name)]
    query = parts.query if len(kept) == len(pairs) else urlencode(kept)
    return urlunsplit((scheme, host, parts.path or "/", query, ""))


def document_id(given: str | None, url: str | None, text: str) -> str:
    """The given id; else 16 hex digits of the SHA-256 of the canonical URL; else of the text."""
    if given:
        return given
    return hashlib.sha256((url or text).encode("utf-8", "surrogatepass")).hexdigest()[:16]
