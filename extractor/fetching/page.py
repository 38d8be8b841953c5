"""A fetched page: its bytes, unpacked, and how they were come by."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

_BYTE_ORDER_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Servers name these by default, whatever they send; browsers read all three as windows-1252.
# https://encoding.spec.whatwg.org/#names-and-labels
_UNRELIABLE = {"iso8859-1", "ascii", "cp1252"}


@dataclass(frozen=True, slots=True)
class Redirect:
    """One step on the way to a page: the address that was asked, and the status that led on."""

    url: str
    status: int


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """What a host answered. `asked` is the address as given, `url` the one that answered, after `redirects`.

    `media_type` is lower case and without parameters, "" when the host names none; `is_unchanged` says that the
    host confirmed the copy of an earlier run (304), so that nothing was downloaded.
    """

    asked: str
    url: str
    body: bytes
    media_type: str = ""
    charset: str | None = None
    redirects: tuple[Redirect, ...] = ()
    is_unchanged: bool = False

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
