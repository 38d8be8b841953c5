"""Searching one text for many rules: only patterns whose required words the text holds are tried."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence

from ahocorasick_rs import AhoCorasick

from extractor.lexicons.required_words import folded, required_words
from extractor.lexicons.rules import Rule

Found = frozenset[int]
"""The strings that a text holds, by their numbers."""
_ToTry = Sequence[tuple[Rule, Sequence[re.Pattern[str]]]]


class NeededStrings:
    """All strings that the patterns of some rules need, found in one pass over a text."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        alternatives = (alternative for rule in rules for alternative in rule.alternatives)
        strings = sorted({string for a in alternatives for strings in a.needs for string in strings})
        self.numbers = {string: number for number, string in enumerate(strings)}
        self._finder = AhoCorasick(strings)

    def found_in(self, lowered: str) -> Found:
        """Those that stand in a folded text."""
        return frozenset([number for number, _, _ in self._finder.find_matches_as_indexes(lowered, overlapping=True)])


class RuleSearch:
    """Rules ready to be searched: it yields what trying every rule in turn would yield.

    An alternative of a rule is tried when the text holds one string of each of its sets. `strings` are those of these
    rules and maybe more.
    """

    def __init__(self, rules: Sequence[Rule], strings: NeededStrings) -> None:
        alternatives = [(place, alternative) for place, rule in enumerate(rules) for alternative in rule.alternatives]
        numbers = strings.numbers
        self.rules = tuple(rules)
        self._strings = strings
        self._alternatives = tuple(alternatives)
        # the rarest set says which alternatives to look at, the others whether to try them
        self._always = frozenset(index for index, (_, a) in enumerate(alternatives) if not a.needs)
        self._tried_always = self._grouped(self._always)
        self._wanted: dict[int, list[int]] = {}
        for index, (_, alternative) in enumerate(alternatives):
            for string in alternative.needs[0] if alternative.needs else ():
                self._wanted.setdefault(numbers[string], []).append(index)
        self._triggers = frozenset(self._wanted)
        self._needs = tuple(tuple(frozenset(numbers[s] for s in n) for n in a.needs[1:]) for _, a in alternatives)

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
            for rule, patterns in self._to_try(self._strings.found_in(folded(line))) if len(line) > 1 else ():
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

    def _to_try(self, found: Found) -> _ToTry:
        """The rules that may match with those of their alternatives that may."""
        triggers = found & self._triggers
        if not triggers:
            return self._tried_always
        needs, excludes = self._needs, found.isdisjoint
        wanted = {index for string in triggers for index in self._wanted[string]}
        possible = [index for index in wanted if not needs[index] or not any(map(excludes, needs[index]))]
        return self._grouped(self._always.union(possible)) if possible else self._tried_always

    def _grouped(self, indexes: Iterable[int]) -> _ToTry:
        """Alternatives by their rules, both in file order."""
        patterns: dict[int, list[re.Pattern[str]]] = {}
        for index in sorted(indexes):
            place, alternative = self._alternatives[index]
            patterns.setdefault(place, []).append(alternative.pattern)
        return [(self.rules[place], alternatives) for place, alternatives in patterns.items()]


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


def _matches(patterns: Sequence[re.Pattern[str]], text: str, start: int, stop: int) -> Iterator[re.Match[str]]:
    """The matches of one alternation: the leftmost, at one place that of the first pattern, and none overlaps."""
    if len(patterns) == 1:
        yield from patterns[0].finditer(text, start, stop)
        return
    ahead = [match for pattern in patterns if (match := pattern.search(text, start, stop))]
    while ahead:
        best = ahead[0] if len(ahead) == 1 else min(ahead, key=_start)
        yield best
        end = max(best.end(), best.start() + 1)
        later = [match if match.start() >= end else match.re.search(text, end, stop) for match in ahead]
        ahead = [match for match in later if match]


def _start(match: re.Match[str]) -> int:
    return match.start()
