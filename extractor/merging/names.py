"""Company and investor names: what is the same name written otherwise, and where to look for it."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz.distance import DamerauLevenshtein

from extractor.lexicons.rules import word_list

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_INITIALS = re.compile(r"\b(?:\w\.){2,}\w?\b")
_WORD = re.compile(r"[^\W_]+")
# The letters of a name that must be there before one of them may be wrong; twice as many for two.
_LETTERS_PER_TYPO = 6
_PREFIX = 5


class NameMatch(IntEnum):
    """How surely two names are one company's, by the names alone."""

    NONE = 0
    SECTOR = 1  # `Apollo`, `Apollo Health`
    TYPO = 2  # `Brackenfield`, `Brakenfield`
    GENERIC = 3  # `Kling`, `Kling AI`
    SAME = 4  # `Larkspur`, `LARKSPUR, Inc.`


@dataclass(frozen=True, slots=True)
class NameKey:
    """A name taken apart: its words without legal form, the ones that tell it from others, and those run together."""

    words: tuple[str, ...]
    core: tuple[str, ...]
    compact: str


@cache
def vocabulary(name: str) -> frozenset[str]:
    """A list of `vocabulary.toml`."""
    text = (files("extractor.merging") / "vocabulary.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)[name])


@lru_cache(maxsize=65_536)
def name_key(name: str) -> NameKey:
    """The parts of a company's name; a name that is all generic words keeps them."""
    words = _words(name)
    while len(words) > 1 and words[-1] in word_list("legal_suffixes"):
        words = words[:-1]
    core = tuple(word for word in words if word not in vocabulary("generic")) or words
    return NameKey(words, core, "".join(core))


@lru_cache(maxsize=65_536)
def investor_key(name: str) -> str:
    """What two writings of an investor's name share."""
    words = _words(name)
    generic = vocabulary("investor_generic") | word_list("legal_suffixes")
    return "".join(word for word in words if word not in generic) or "".join(words)


def match_names(left: Iterable[str], right: Iterable[str]) -> NameMatch:
    """The best match of any name of one company with any of the other."""
    return _best_match(tuple(left), tuple(right))


@lru_cache(maxsize=262_144)
def _best_match(left: tuple[str, ...], right: tuple[str, ...]) -> NameMatch:
    return max((_match(name_key(a), name_key(b)) for a in left for b in right), default=NameMatch.NONE)


def blocks(names: Iterable[str]) -> frozenset[str]:
    """Keys that two names share whenever `match_names` finds them alike, but for rare typos."""
    found = set()
    for name in names:
        key = name_key(name)
        if key.compact:
            found.add(f"p:{key.compact[:_PREFIX]}")
            found.add(f"w:{key.core[0]}")
            found.add(f"e:{key.compact[-_PREFIX:]}")
    return frozenset(found)


def _match(a: NameKey, b: NameKey) -> NameMatch:
    if not a.compact or not b.compact:
        return NameMatch.NONE
    if "".join(a.words) == "".join(b.words):
        return NameMatch.SAME
    if a.compact == b.compact:
        return NameMatch.GENERIC
    if _is_typo(a.compact, b.compact):
        return NameMatch.TYPO
    short, long = sorted((a.core, b.core), key=len)
    rest = set(long) - set(short)
    if rest and set(short) <= set(long) and short[0] == long[0] and rest <= vocabulary("sector"):
        return NameMatch.SECTOR
    return NameMatch.NONE


def _is_typo(a: str, b: str) -> bool:
    """One letter wrong in six, two in twelve; never a digit, and never the first of a short name."""
    allowed = min(len(a), len(b)) // _LETTERS_PER_TYPO
    if not allowed or re.sub(r"\D", "", a) != re.sub(r"\D", "", b) or a[0] != b[0]:
        return False
    return bool(DamerauLevenshtein.distance(a, b, score_cutoff=min(allowed, 2)) <= min(allowed, 2))


def _words(name: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKD", _BRACKETS.sub(" ", name) if _BRACKETS.sub("", name).strip() else name)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    plain = plain.replace("’", "'").replace("'s ", " ").replace("&", " and ")
    plain = _INITIALS.sub(lambda match: match[0].replace(".", ""), plain)
    return tuple(_WORD.findall(plain))
