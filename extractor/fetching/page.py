"""A fetched page: its bytes, unpacked, and how they were come by."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, replace

from extractor.article import Redirect
from extractor.errors import SourceError

_BYTE_ORDER_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Servers name these by default, whatever they send; browsers read all three as windows-1252.
# https://encoding.spec.whatwg.org/#names-and-labels
_UNRELIABLE = {"iso8859-1", "ascii", "cp1252"}


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A page that a feed lists, with the text that the feed itself carries for it, as HTML."""

    address: str
    html: bytes


# What a list, a feed or a sitemap names: an address, one with the text of its page, or an error in its place.
Listed = str | FeedEntry | SourceError


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """What a host answered. `asked` is the address as given, `url` the one that answered, after `redirects`.

    `media_type` is lower case and without parameters, "" when the host names none; `is_unchanged` says that the
    host confirmed the copy of an earlier run (304), so that nothing was downloaded. `feed_html` is what the feed that
    listed the page carries for it.
    """

    asked: str
    url: str
    body: bytes
    media_type: str = ""
    charset: str | None = None
    redirects: tuple[Redirect, ...] = ()
    is_unchanged: bool = False
    feed_html: bytes | None = None

    def from_feed(self) -> FetchedPage | None:
        """The page as its feed carries it, None where no feed does."""
        if self.feed_html is None:
            return None
        return replace(self, body=self.feed_html, media_type="text/html", charset=None, feed_html=None)

    def readable_body(self) -> bytes:
        """The body so that a reader of HTML finds its charset: as UTF-8 with a mark where HTTP names another one.

        A charset that is unknown, or that the body contradicts, is ignored: the page's own statement decides then.
        """
        if not self.charset or self.body.startswith(_BYTE_ORDER_MARKS):
            return self.body
        try:
            name = codecs.lookup(self.charset).name
            if name == "utf-8" or (name in _UNRELIABLE and _is_utf8(self.body)):
                return self.body
            text = self.body.decode("cp1252" if name in _UNRELIABLE else name)
        except (LookupError, UnicodeError, ValueError):
            return self.body
        return codecs.BOM_UTF8 + text.encode("utf-8", "replace")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
