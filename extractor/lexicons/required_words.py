"""What a text must hold for a pattern to match, read off the pattern itself.

Most patterns cannot match in most sentences: `\\b(?:co-)?led by {ORG}` needs `led by ` and a placeholder. What is read
here is necessary and never sufficient, so it changes no result; where nothing can be read, nothing is required.

The parsed form of a pattern comes from the standard library's own parser, which has no public name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as sre_parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

Openings = frozenset[str]
"""Strings: wherever the pattern matches in a folded text, the text goes on with one of them."""
Needs = tuple[frozenset[str], ...]
"""Sets of strings: a folded text in which the pattern matches holds at least one string of every set."""

# what follows steers speed and no result: the share of sentences that hold a string, by its length, as measured on news
_SHARE = (1.0, 0.5, 0.3, 0.06, 0.03, 0.02, 0.01, 0.007, 0.005, 0.001)
_COMMON = frozenset(
    {"a", "an", "and", "are", "as", "at", "by", "for", "from", "has", "in"}
    | {"is", "it", "its", "of", "on", "that", "the", "to", "with"}
)
_COMMON_SHARE, _ORG_SHARE, _VALUE_SHARE = 0.5, 0.8, 0.25
# a set of strings of which nearly every sentence holds one rules nothing out
_TOO_COMMON = 0.95
_MOST_FORMS = 64
_MOST_JOINED, _MOST_OPENINGS = 5_000, 400
# openings are cut where they are long enough to be rare, shorter where they are too many
_OPENING_LENGTHS = (7, 5, 4)
_ANYWHERE = frozenset(" abcdefghijklmnopqrstuvwxyz")
_MOST_CHARACTERS = 16
# the classes of placeholders, each from its first character to the next class
_CLASSES = (0xE000, 0xE800, 0xEA00, 0xEB00, 0xEC00, 0xED00, 0xEE00)
_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
_CLASS = {chr(code): chr(low) for low, high in pairwise(_CLASSES) for code in range(low, high)}
_NUMBERED = re.compile("[" + "".join(f"{chr(low + 1)}-{chr(high - 1)}" for low, high in pairwise(_CLASSES)) + "]")
# letters that IGNORECASE takes for ASCII ones and `lower` does not, or as two
_ODD_LETTERS = {"İ": "i", "ı": "i", "ſ": "s"}


class _Reading(NamedTuple):
    """What a part of a pattern tells: all forms that it matches, None when they are too many, and what it needs."""

    forms: frozenset[str] | None
    needs: Needs = ()


_EMPTY = frozenset([""])
_ANYTHING = _Reading(None)


def folded(text: str) -> str:
    """The text in lower case, each placeholder as the first of its class: what needs are looked up in.

    It is as long as the text, so that offsets agree.
    """
    if text.isascii():
        return text.lower()
    for odd, letter in _ODD_LETTERS.items():
        if odd in text:
            text = text.replace(odd, letter)
    return _NUMBERED.sub(lambda placeholder: _CLASS[placeholder[0]], text.lower())


def required_words(pattern: str, too_common: float = _TOO_COMMON) -> Needs:
    """What a folded text needs for `pattern` to match in any case, the rarest first; () when nothing is known.

    Sets of which about this share of all sentences holds a string are left out.
    """
    return _Parsed(pattern).needs(too_common)


def read_pattern(pattern: str) -> tuple[Needs, Openings | None]:
    """Its `required_words`, and what a folded text goes on with wherever it matches in any case.

    The openings are None when they may be anything, and when they stand nearly everywhere: trying each place would
    gain nothing.
    """
    parsed = _Parsed(pattern)
    return parsed.needs(_TOO_COMMON), parsed.opens()


class _Parsed:
    """A parsed pattern; what is read of one of its parts is kept for who asks again."""

    def __init__(self, pattern: str) -> None:
        self._parts = sre_parser.parse(pattern, re.IGNORECASE)
        self._known: dict[tuple[Any, int], _Reading] = {}

    def needs(self, too_common: float) -> Needs:
        """The sets of strings, the rarest first, without those that are about so common."""
        needs = _all_needs(self._read(self._parts))
        return tuple(sorted({n for n in needs if _share(n) < too_common}, key=lambda n: (_share(n), sorted(n))))

    def opens(self) -> Openings | None:
        """The openings, cut, None when they are unknown or tell nothing."""
        found = self._openings(self._parts)
        if found is None or "" in found:
            return None
        cuts = (_cut(found, length) for length in _OPENING_LENGTHS)
        few = next((cut for cut in cuts if len(cut) <= _MOST_OPENINGS), _ANYWHERE)
        return None if few & _ANYWHERE else few

    def _openings(self, parts: Iterable[tuple[Any, Any]]) -> Openings | None:
        """The openings of a sequence, the empty one among them where it may match nothing; None when unknown."""
        whole, closed = _EMPTY, frozenset[str]()
        for operation, argument in parts:
            closed |= {string for string in whole if len(string) >= _OPENING_LENGTHS[0]}
            whole -= closed
            if not whole:
                break
            forms = self._read_one(operation, argument).forms
            if forms is not None and len(whole) * len(forms) <= _MOST_JOINED:
                whole = frozenset(first + second for first in whole for second in forms)
                continue
            opens = self._openings_of(operation, argument)
            if opens is None or len(whole) * len(opens) > _MOST_JOINED:
                return None if "" in whole else closed | whole
            closed |= {first + second for first in whole for second in opens if second}
            if "" not in opens:
                return closed
        return closed | whole

    def _openings_of(self, operation: Any, argument: Any) -> Openings | None:
        if operation is sre.SUBPATTERN:
            return self._openings(argument[3])
        if operation is sre.ATOMIC_GROUP:
            return self._openings(argument)
        if operation is sre.BRANCH:
            found = [self._openings(branch) for branch in argument[1]]
            return None if None in found else frozenset().union(*(opens for opens in found if opens))
        if operation in _REPEATS:
            least, _, inside = argument
            opens = self._openings(inside)
            return opens if opens is None or least else opens | _EMPTY
        return self._read_one(operation, argument).forms

    def _read(self, parts: Iterable[tuple[Any, Any]]) -> _Reading:
        """A sequence: neighbouring forms are joined while they are few."""
        forms, needs, complete = _EMPTY, list[frozenset[str]](), True
        for operation, argument in parts:
            part = self._read_one(operation, argument)
            needs.extend(part.needs)
            if part.forms is not None and len(forms) * len(part.forms) <= _MOST_FORMS:
                forms = frozenset(first + second for first in forms for second in part.forms)
            else:
                needs.append(forms)
                forms, complete = part.forms or _EMPTY, False
        return _Reading(forms, tuple(needs)) if complete else _Reading(None, (*needs, forms))

    def _read_one(self, operation: Any, argument: Any) -> _Reading:
        if operation is sre.LITERAL:
            return _one_of((argument,))
        # the parsed parts live as long as what is known of them, so that no id comes twice
        part = (operation, id(argument))
        if part not in self._known:
            self._known[part] = self._read_group(operation, argument)
        return self._known[part]

    def _read_group(self, operation: Any, argument: Any) -> _Reading:
        if operation is sre.IN:
            return _one_of(_members(argument))
        if operation is sre.SUBPATTERN:
            return self._read(argument[3])
        if operation is sre.ATOMIC_GROUP:
            return self._read(argument)
        if operation is sre.BRANCH:
            return _either([self._read(branch) for branch in argument[1]])
        if operation in _REPEATS:
            least, most, inside = argument
            return _repeated(least, most, self._read(inside))
        if operation is sre.ASSERT:
            return _Reading(_EMPTY, _all_needs(self._read(argument[1])))
        return _Reading(_EMPTY) if operation in (sre.AT, sre.ASSERT_NOT) else _ANYTHING


def _cut(strings: Openings, length: int) -> Openings:
    """The first `length` characters of each, without those that another one opens."""
    kept: set[str] = set()
    for string in sorted({string[:length] for string in strings}, key=len):
        if not any(string[:shorter] in kept for shorter in range(1, len(string))):
            kept.add(string)
    return frozenset(kept)


@cache
def _one_of(codes: tuple[int, ...]) -> _Reading:
    """One character out of these; a letter outside ASCII is left open, for its other cases are not looked up."""
    letters = [chr(code).lower() for code in codes]
    if not letters or any(not letter.isascii() and letter != letter.upper() for letter in letters):
        return _ANYTHING
    return _Reading(frozenset(map(folded, letters)))


def _members(items: Sequence[tuple[Any, Any]]) -> tuple[int, ...]:
    """The character codes of a set, one for each class of placeholders; () when it is open or large."""
    codes: list[int] = []
    for operation, argument in items:
        if operation is sre.LITERAL:
            codes.append(argument)
        elif operation is sre.RANGE and chr(argument[0]) in _CLASS and chr(argument[1]) in _CLASS:
            codes.extend(low for low, high in pairwise(_CLASSES) if argument[0] < high and low <= argument[1])
        elif operation is sre.RANGE and argument[1] - argument[0] < _MOST_CHARACTERS:
            codes.extend(range(argument[0], argument[1] + 1))
        else:
            return ()
    return tuple(codes) if len(codes) <= _MOST_CHARACTERS else ()


def _either(branches: Sequence[_Reading]) -> _Reading:
    forms = frozenset(form for branch in branches for form in branch.forms or ())
    if len(forms) <= _MOST_FORMS and all(branch.forms is not None and not branch.needs for branch in branches):
        return _Reading(forms)
    rarest = [min(_all_needs(branch), key=_share, default=_EMPTY) for branch in branches]
    return _Reading(None, () if _EMPTY in rarest else (_shortest(frozenset().union(*rarest)),))


def _repeated(least: int, most: Any, inside: _Reading) -> _Reading:
    if least == 0:
        return _Reading(inside.forms | _EMPTY) if most == 1 and inside.forms is not None else _ANYTHING
    return inside if most == 1 else _Reading(None, _all_needs(inside))


def _all_needs(reading: _Reading) -> Needs:
    """The needs of a part with its forms among them, without those that hold for every text."""
    return tuple(_shortest(n) for n in (*reading.needs, reading.forms or _EMPTY) if "" not in n)


def _shortest(strings: frozenset[str]) -> frozenset[str]:
    """The strings without those that hold another one of them."""
    kept: list[str] = []
    for string in sorted(strings, key=len):
        if not any(shorter in string for shorter in kept):
            kept.append(string)
    return frozenset(kept)


def _share(strings: frozenset[str]) -> float:
    """A rough guess of how many sentences hold one of the strings."""
    return sum(map(_share_of_one, strings))


@cache
def _share_of_one(string: str) -> float:
    written = "".join(letter for letter in string if letter < "\ue000").strip()
    share = _COMMON_SHARE if written in _COMMON else _SHARE[min(len(written), len(_SHARE) - 1)]
    for letter in string:
        if letter >= "\ue000":
            share *= _ORG_SHARE if letter == "\ue000" else _VALUE_SHARE
    return share
