"""The cues of lexicons/screening.toml as patterns that RE2 runs over bytes in one pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import re2

from extractor.lexicons.rules import ordered_list, word_list

_FILE = "screening.toml"
# Signs of currencies as UTF-8 and as one byte of latin-1 and windows-1252.
_SIGN = r"(?:[\$\x80\xa3\xa5]|\xe2\x82[\xa0-\xbf])"
_LISTS = ("words", "verbs", "codes", "magnitudes", "magnitude_words", "units")
_GAP = r"[^a-z0-9]{1,12}"
# Between two words of a page that is not yet cleaned stand spaces, hyphens, entities and tags of emphasis.
_RAW_GAP = r"(?:[ \t\r\n-]{1,8}|&nbsp;|&#160;|\xc2?\xa0|</?[a-z]{1,6}>){1,3}"


class ByteMatch(Protocol):
    """What is used of a match."""

    def group(self) -> bytes: ...

    def span(self) -> tuple[int, int]: ...


class BytePattern(Protocol):
    """What is used of a compiled RE2 pattern."""

    def search(self, text: bytes) -> ByteMatch | None: ...

    def finditer(self, text: bytes) -> Iterator[ByteMatch]: ...


@dataclass(frozen=True, slots=True)
class Cues:
    """`word` finds where to look; `decisive` is money or a phrase that needs none."""

    word: BytePattern
    decisive: BytePattern


@cache
def cues() -> Cues:
    """The compiled cues; all patterns take linear time."""
    words, verbs, codes, short, long, units = map(_any, _LISTS)
    pairs = "|".join(pair.replace(" ", _RAW_GAP) for pair in ordered_list("pairs", _FILE))
    phrases = "|".join(phrase.replace(" ", _GAP) for phrase in ordered_list("phrases", _FILE))
    before = rf"(?:{_SIGN}|\b(?:{codes})\.?) ?"
    money = (
        rf"{before}[0-9][0-9.,]{{0,12}}[ -]?(?:{short}|{long})\b|{before}[0-9][0-9,.]{{4,}}"
        rf"|[0-9] ?(?:{short}) ?(?:{_SIGN}|\b(?:{units})\b)|[0-9,.]{{5,}} ?(?:{_SIGN}|\b(?:{units})\b)|\b(?:{long})\b"
        rf"|[0-9](?:{long}|m)\b"
    )
    # The sign may be a character of its own or an entity: `&#8364;15`, `&pound;15`.
    announced = rf"(?:{verbs})(?: |&nbsp;|&#160;|\xa0|\xc2\xa0)(?:{_SIGN}|&#?[a-z0-9]{{2,6}};|(?:{codes})\.? ?)[0-9]"
    return Cues(_compiled(rf"\b(?:(?:{words}|{pairs})\b|{announced})"), _compiled(rf"{money}|\b(?:{phrases})\b"))


def _any(name: str) -> str:
    return "|".join(sorted(word_list(name, _FILE)))


def _compiled(pattern: str) -> BytePattern:
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.case_sensitive = False
    options.never_capture = True
    compiled: BytePattern = re2.compile(pattern.encode("latin-1"), options)
    return compiled
