"""The cues of lexicons/screening.toml, compiled once for Hyperscan: all of them in one linear pass over bytes."""

from __future__ import annotations

from functools import cache

import hyperscan

from extractor.lexicons.rules import ordered_list, word_list

_FILE = "screening.toml"
# Signs of currencies as UTF-8 and as one byte of latin-1 and windows-1252.
_SIGN = r"(?:[\$\x80\xa3\xa5]|\xe2\x82[\xa0-\xbf])"
_GAP = r"[^a-z0-9]{1,4}"
# Between two words of a page that is not yet cleaned stand spaces, hyphens, entities and tags of emphasis.
_RAW_GAP = r"(?:[ \t\r\n-]{1,8}|&nbsp;|&#160;|\xc2?\xa0|</?[a-z]{1,6}>){1,3}"
_LISTS = ("words", "verbs", "codes", "magnitudes", "magnitude_words", "units")


class Cues:
    """Where to look in a page, and what decides there."""

    def __init__(self) -> None:
        words, verbs, codes, short, long, units = map(_any, _LISTS)
        pairs = (rf"\b{pair.replace(' ', _RAW_GAP)}\b" for pair in ordered_list("pairs", _FILE))
        phrases = [rf"\b{phrase.replace(' ', _GAP)}\b" for phrase in ordered_list("phrases", _FILE)]
        weak_phrases = [rf"\b{phrase.replace(' ', _GAP)}\b" for phrase in ordered_list("weak_phrases", _FILE)]
        before = rf"(?:{_SIGN}|\b(?:{codes})\.?) ?"
        # The sign may be a character of its own or an entity: `&#8364;15`, `&pound;15`.
        announced = (
            rf"(?:{verbs})(?:[ \t\r\n]|&nbsp;|&#160;|\xc2?\xa0){{1,4}}(?:<[a-z][^<>]{{0,80}}>)?"
            rf"(?:(?:a|c|s|us|hk|nt|nz|r|\xc2)?{_SIGN}|&#?[a-z0-9]{{2,6}};|"
            rf"(?:{codes})\.?(?: |&nbsp;|&#160;|\xc2?\xa0)?)[0-9]"
        )
        money = (
            rf"{before}[0-9][0-9.,]{{0,12}}[ -]?(?:{short}|{long})\b",
            rf"{before}[0-9][0-9,.]{{4}}",
            rf"[0-9] ?(?:{short}) ?(?:{_SIGN}|\b(?:{units})\b)",
            rf"[0-9,.]{{5}} ?(?:{_SIGN}|\b(?:{units})\b)",
            rf"\b(?:{long})\b",
            rf"[0-9](?:{long}|m)\b",
        )
        self._words = _compiled([rf"\b(?:{words})\b", *pairs, rf"\b{announced}"], hyperscan.HS_FLAG_CASELESS)
        self._decisive = _compiled([*phrases, *money, *weak_phrases], hyperscan.HS_FLAG_CASELESS)
        self._strong = len(phrases)
        self._weak_words = frozenset(word.encode() for word in word_list("weak_words", _FILE))

    def words(self, data: bytes) -> list[int]:
        """Where the words of funding end, in order."""
        ends: list[int] = []
        self._words.scan(data, match_event_handler=lambda _id, _start, end, _flags, _context: ends.append(end))
        return ends

    def decisive(self, data: bytes) -> tuple[int, bool] | None:
        """Where the first amount of money, or the first phrase that needs none, ends; and is there a telling phrase."""
        found: list[tuple[int, int]] = []
        self._decisive.scan(data, match_event_handler=lambda id, _start, end, _flags, _context: found.append((end, id)))
        return (min(found)[0], any(id < self._strong for _, id in found)) if found else None

    def is_weak(self, word: bytes) -> bool:
        """Whether a word of funding says little alone."""
        return word.lower() in self._weak_words


@cache
def cues() -> Cues:
    """The compiled cues; some tens of milliseconds, once."""
    return Cues()


def _any(name: str) -> str:
    return "|".join(sorted(word_list(name, _FILE)))


def _compiled(patterns: list[str], flags: int) -> hyperscan.Database:
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    count = len(patterns)
    expressions = [pattern.encode("latin-1") for pattern in patterns]
    database.compile(expressions=expressions, ids=list(range(count)), elements=count, flags=[flags] * count)
    return database
