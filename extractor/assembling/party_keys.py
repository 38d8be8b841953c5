"""Names as keys: which two forms name the same party."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from extractor.lexicons.rules import word_list

# names of a long run that are kept with their keys
_MOST_CACHED = 1 << 14
_NUMERONYM = re.compile(r"([a-z])(\d{1,2})([a-z])")
_WORD = re.compile(r"[a-z0-9\u0080-\uffff]+")


@lru_cache(maxsize=_MOST_CACHED)
def key_words(name: str) -> tuple[str, ...]:
    """The words of a name folded for comparison: no case, accents, article, possessive or legal suffix."""
    folded = unicodedata.normalize("NFKD", name)
    plain = (
        "".join(c for c in folded if not unicodedata.combining(c)).lower().replace("&", " and ").replace("+", " plus ")
    )
    plain = re.sub(r"['’`]s?\b", "", plain)
    words = _WORD.findall(plain)
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    while len(words) > 1 and words[-1] in word_list("legal_suffixes"):
        words = words[:-1]
    return tuple(words)


@lru_cache(maxsize=_MOST_CACHED)
def key(name: str) -> str:
    """One string per party name."""
    return "".join(key_words(name))


def is_short_form(short: str, full: str) -> bool:
    """True when `short` is the first whole words of `full` (`Acme`, `Acme Venture Partners`) or its initials."""
    a, b = key_words(short), key_words(full)
    if not a or not b:
        return False
    if a[0] == b[0] and (a == b or (len(a) < len(b) and b[: len(a)] == a and (len(a) > 1 or len(a[0]) > 2))):
        return True
    if len(a) > 1:
        return False
    if a[0][1:2].isdigit() and _is_numeronym(a[0], "".join(b)):
        return True
    if len(a[0]) < 2 or not short.isupper():
        return False
    initials = _initials(b)
    return a[0] in (initials, initials[: len(a[0])] if len(a[0]) >= 3 else initials)


def short_keys(full: str) -> Iterator[tuple[str, ...]]:
    """The key words that a short form of the name may have, so that short forms can be looked up."""
    words = key_words(full)
    joined = "".join(words)
    yield from (words[:size] for size in range(1, len(words) + 1))
    yield (f"{joined[:1]}{len(joined) - 2}{joined[-1:]}",)
    initials = _initials(words)
    yield from ((initials[:size],) for size in range(2, len(initials) + 1))


def lookups(name: str) -> Iterator[tuple[str, ...]]:
    """The key words that a short form of the name or its surname may have."""
    words = key_words(name)
    yield from short_keys(name)
    yield words[-1:]


class WrittenNames:
    """The names of an article in text order, to be looked up instead of compared with each other."""

    def __init__(self, names: Iterable[str]) -> None:
        self._places: dict[str, list[int]] = {}
        for place, name in enumerate(names):
            self._places.setdefault(name, []).append(place)
        self._names: dict[str | tuple[str, ...], list[str]] = {}
        for name in self._places:
            self._names.setdefault(key(name), []).append(name)
            self._names.setdefault(key_words(name), []).append(name)
        self._full: dict[tuple[str, ...], list[str]] = {}

    def same(self, name: str) -> Sequence[str]:
        """The names that have the same key."""
        return self._names.get(key(name), ())

    def short_forms(self, name: str) -> set[str]:
        """The names that are short forms of it."""
        near = (form for words in short_keys(name) for form in self._names.get(words, ()))
        return {form for form in near if is_short_form(form, name)}

    def full_forms(self, name: str) -> set[str]:
        """The names of which it is a short form."""
        if not self._full:
            for full in self._places:
                for words in short_keys(full):
                    self._full.setdefault(words, []).append(full)
        return {full for full in self._full.get(key_words(name), ()) if is_short_form(name, full)}

    def places(self, names: Iterable[str]) -> list[int]:
        """Where these names stand, as indexes of the names in text order."""
        return sorted(place for name in names for place in self._places.get(name, ()))


def _initials(words: Iterable[str]) -> str:
    return "".join(word[0] for word in words if word not in ("and", "of", "the", "for"))


def _is_numeronym(short: str, full: str) -> bool:
    """True for `a16z` of `andreessenhorowitz`: first letter, how many are left out, last letter."""
    match = _NUMERONYM.fullmatch(short)
    return bool(match) and (full[:1], str(len(full) - 2), full[-1:]) == match.groups()  # type: ignore[union-attr]


def is_surname_of(short: str, full: str) -> bool:
    """True for `Thiel` of `Peter Thiel`."""
    a, b = key_words(short), key_words(full)
    return len(a) == 1 and len(b) in (2, 3) and a[0] == b[-1] and len(a[0]) > 2
