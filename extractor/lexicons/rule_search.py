"""Searching one text for many rules: only patterns whose required words the text holds are tried."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from ahocorasick_rs import AhoCorasick, Implementation

from extractor.lexicons.required_words import folded, read_pattern, required_words
from extractor.lexicons.rules import Rule

# twice as fast as what the library takes by itself, but slow to build for many strings
_FASTEST, _FEW = Implementation.DFA, 2_000


class Found:
    """The strings that a text holds, by their numbers; `hits` are number, start and end of each.

    Of the `openings`, those that open a pattern, it is known where they begin.
    """

    __slots__ = ("_begin", "_hits", "_openings", "numbers")

    def __init__(self, hits: Sequence[tuple[int, int, int]] = (), openings: frozenset[int] = frozenset()) -> None:
        self.numbers = frozenset([number for number, _, _ in hits])
        self._hits = hits
        self._openings = openings
        self._begin: dict[int, list[int]] = {}

    def starts(self, numbers: frozenset[int], offset: int) -> Sequence[int]:
        """Where one of these openings begins, in text order; the text in which they were found begins at `offset`."""
        present = self.numbers & numbers
        if not present:
            return ()
        begin = self._begin or self._beginnings()
        if len(present) == 1:
            (number,) = present
            return begin[number] if not offset else [start + offset for start in begin[number]]
        return sorted({start + offset for number in present for start in begin[number]})

    def _beginnings(self) -> dict[int, list[int]]:
        begin, openings = self._begin, self._openings
        for number, start, _ in self._hits:
            if number in openings:
                begin.setdefault(number, []).append(start)
        return begin


# A pattern, and where it may match; None: anywhere.
_Try = tuple[re.Pattern[str], Sequence[int] | None]
_ToTry = Sequence[tuple[Rule, Sequence[_Try]]]


class NeededStrings:
    """All strings that the patterns of some rules need, found in one pass over a text."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        alternatives = [alternative for rule in rules for alternative in rule.alternatives]
        strings = sorted({string for a in alternatives for strings in (*a.needs, a.opens or ()) for string in strings})
        self.numbers = {string: number for number, string in enumerate(strings)}
        self._openings = frozenset(self.numbers[string] for a in alternatives for string in a.opens or ())
        self._finder = AhoCorasick(strings, implementation=_FASTEST if len(strings) <= _FEW else None)

    def found_in(self, lowered: str) -> Found:
        """Those that stand in a folded text."""
        return Found(self._finder.find_matches_as_indexes(lowered, overlapping=True), self._openings)


class RuleSearch:
    """Rules ready to be searched: it yields what trying every rule in turn would yield.

    An alternative of a rule is tried when the text holds one string of each of its sets, and only where one of those
    stands with which it opens, if they are known. `strings` are those of these rules and maybe more.
    """

    def __init__(self, rules: Sequence[Rule], strings: NeededStrings) -> None:
        alternatives = [(place, alternative) for place, rule in enumerate(rules) for alternative in rule.alternatives]
        numbers = strings.numbers
        self.rules = tuple(rules)
        self._strings = strings
        self._alternatives = tuple(alternatives)
        self._opens = tuple(frozenset(numbers[s] for s in a.opens) if a.opens else None for _, a in alternatives)
        # the rarest set says which alternatives to look at, the others whether to try them
        needs = [a.needs or ((a.opens,) if a.opens else ()) for _, a in alternatives]
        self._always = frozenset(index for index, sets in enumerate(needs) if not sets)
        self._wanted: dict[int, list[int]] = {}
        for index, sets in enumerate(needs):
            for string in sets[0] if sets else ():
                self._wanted.setdefault(numbers[string], []).append(index)
        self._triggers = frozenset(self._wanted)
        self._needs = tuple(tuple(frozenset(numbers[s] for s in strings) for strings in sets[1:]) for sets in needs)
        self._tried_always = self._possible(frozenset(), Found(), 0)

    def matches(self, text: str, found: Found) -> Iterator[tuple[Rule, re.Match[str]]]:
        """Every match, rule by rule in file order; `found` are the strings in the text."""
        for rule, patterns in self._to_try(found):
            for match in _matches(patterns, text, 0, len(text)):
                yield rule, match

    def matches_in_lines(self, text: str) -> Iterator[tuple[Rule, re.Match[str]]]:
        """Every match, line by line; for rules that match no line end."""
        if not self._to_try(self._strings.found_in(folded(text))):
            return
        start = 0
        for line in text.splitlines(keepends=True):
            end = start + len(line)
            for rule, patterns in self._to_try(self._strings.found_in(folded(line)), start) if len(line) > 1 else ():
                # the search sees one character more, for `$` is the end of the text and not of its lines
                for match in _matches(patterns, text, start, end + 1):
                    if match.start() < end:
                        yield rule, match
            start = end

    def first_matches(self, text: str, found: Found) -> Iterator[tuple[Rule, re.Match[str]]]:
        """The first match of each rule that matches, in file order; `found` are the strings in the text."""
        for rule, patterns in self._to_try(found):
            match = next(_matches(patterns, text, 0, len(text)), None)
            if match is not None:
                yield rule, match

    def _to_try(self, found: Found, offset: int = 0) -> _ToTry:
        """The rules that may match with those of their alternatives that may; the text found in begins at `offset`."""
        triggers = found.numbers & self._triggers
        return self._possible(triggers, found, offset) if triggers else self._tried_always

    def _possible(self, triggers: frozenset[int], found: Found, offset: int) -> _ToTry:
        """Those that are always tried and those that a trigger asks for, in file order."""
        wanted, needs, excludes = self._wanted, self._needs, found.numbers.isdisjoint
        indexes = self._always.union(*[wanted[string] for string in triggers])
        tried: list[tuple[Rule, list[_Try]]] = []
        last = -1
        for index in sorted(indexes):
            for strings in needs[index]:
                if excludes(strings):
                    break
            else:
                place, alternative = self._alternatives[index]
                opens, starts = self._opens[index], None
                if opens is not None and not (starts := found.starts(opens, offset)):
                    continue
                if place != last:
                    tried.append((self.rules[place], []))
                    last = place
                tried[-1][1].append((alternative.pattern, starts))
        return tried


class GuardedPattern:
    """An expression, searched only in texts that hold a string which it needs."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern
        self._strings = AhoCorasick(required_words(pattern.pattern, too_common=math.inf)[0])

    def search(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """The first match between two offsets."""
        if not self._strings.find_matches_as_indexes(folded(text[start:end])):
            return None
        return self._pattern.search(text, start, end)

    def in_folded(self, text: str) -> re.Match[str] | None:
        """The first match in a text that is folded, for an expression in lower case."""
        return self._pattern.search(text) if self._strings.find_matches_as_indexes(text) else None


class OpenedPattern:
    """An expression, tried only where a text goes on with a string with which it opens; ValueError when it has none."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        openings = read_pattern(pattern.pattern)[1]
        if openings is None:
            raise ValueError(f"what opens this expression is not known: {pattern.pattern[:60]}")
        self._pattern = pattern
        self._openings = AhoCorasick(sorted(openings))

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """What `finditer` of the expression gives, a search of all characters being spared."""
        passed = 0
        for start in sorted({s for _, s, _ in self._openings.find_matches_as_indexes(folded(text), overlapping=True)}):
            if start >= passed and (match := self._pattern.match(text, start)):
                passed = max(match.end(), start + 1)
                yield match


def _matches(patterns: Sequence[_Try], text: str, start: int, stop: int) -> Iterator[re.Match[str]]:
    """The matches of one alternation: the leftmost, at one place that of the first pattern, and none overlaps."""
    if len(patterns) == 1:
        pattern, places = patterns[0]
        if places is None:
            yield from pattern.finditer(text, start, stop)
            return
        for place in places:
            if place >= start and (match := pattern.match(text, place, stop)):
                yield match
                start = max(match.end(), place + 1)
        return
    ahead = [(match, each) for each in patterns if (match := _next(each, text, start, stop))]
    while ahead:
        best = ahead[0][0] if len(ahead) == 1 else min(ahead, key=_start)[0]
        yield best
        end = max(best.end(), best.start() + 1)
        later = [(m if m.start() >= end else _next(each, text, end, stop), each) for m, each in ahead]
        ahead = [(match, each) for match, each in later if match]


def _next(each: _Try, text: str, start: int, stop: int) -> re.Match[str] | None:
    """The first match that begins at `start` or later."""
    pattern, places = each
    if places is None:
        return pattern.search(text, start, stop)
    for index in range(bisect_left(places, start), len(places)):
        if match := pattern.match(text, places[index], stop):
            return match
    return None


def _start(found: tuple[re.Match[str], _Try]) -> int:
    return found[0].start()
