"""Rounds into deals: candidates by blocks, the likeliest pairs first, and no deal that holds what cannot be one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from extractor.merging.comparing import THRESHOLD, Likeness, compare
from extractor.merging.facts import RoundFacts
from extractor.merging.names import blocks, name_key

# Neighbours to compare with in a block sorted by name and day: keeps a block of thousands near linear.
_WINDOW = 40
# Of all pairs between two groups the mean score must reach this, and none may be under the floor.
_MEAN, _FLOOR = THRESHOLD * 0.6, -2.5

Reference = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person said of two rounds, by document id and round id."""

    left: Reference
    right: Reference
    verdict: Literal["same", "different"]


@dataclass(frozen=True, slots=True)
class Link:
    """Why two rounds of a deal are one."""

    left: int
    right: int
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Rounds that are one deal, in the order of their documents, with the links that hold them together."""

    members: tuple[RoundFacts, ...]
    links: tuple[Link, ...]


def cluster(rounds: Sequence[RoundFacts], decisions: Sequence[Decision] = ()) -> list[Cluster]:
    """The deals of `rounds`; the order of the input does not matter. A round without others is a deal alone."""
    ordered = sorted(rounds, key=lambda each: (each.reference, each.key))
    groups = _Groups(ordered, decisions)
    groups.join_decided(decisions)
    likely = []
    for a, b in _candidates(ordered):
        likeness = compare(ordered[a], ordered[b])
        if likeness.is_one_deal:
            likely.append((-likeness.score, a, b, likeness))
    for _, a, b, likeness in sorted(likely, key=lambda each: each[:3]):
        groups.join(a, b, likeness)
    return groups.clusters()


class _Groups:
    """Disjoint groups of rounds, by index."""

    def __init__(self, rounds: Sequence[RoundFacts], decisions: Sequence[Decision]) -> None:
        self._rounds = rounds
        self._group = list(range(len(rounds)))
        self._members = {index: [index] for index in range(len(rounds))}
        self._links: dict[int, list[Link]] = defaultdict(list)
        self._apart = {frozenset((d.left, d.right)) for d in decisions if d.verdict == "different"}
        self._parted = {reference for pair in self._apart for reference in pair}

    def join_decided(self, decisions: Sequence[Decision]) -> None:
        """Join what a person joined, whatever speaks against it."""
        index = {each.reference: place for place, each in enumerate(self._rounds)}
        for decision in decisions:
            if decision.verdict == "same" and decision.left in index and decision.right in index:
                a, b = index[decision.left], index[decision.right]
                self._unite(a, b, Likeness(0.0, ("joined by hand",)))

    def join(self, a: int, b: int, likeness: Likeness) -> None:
        """Join the groups of two rounds unless their other members speak against it."""
        left, right = self._members[self._group[a]], self._members[self._group[b]]
        if left is not right and self._may_join(left, right):
            self._unite(a, b, likeness)

    def clusters(self) -> list[Cluster]:
        """All groups, in the order of their first members."""
        found = []
        for group, members in sorted(self._members.items(), key=lambda each: min(each[1])):
            rounds = tuple(self._rounds[index] for index in sorted(members))
            found.append(Cluster(rounds, tuple(self._links[group])))
        return found

    def _may_join(self, left: Sequence[int], right: Sequence[int]) -> bool:
        pairs = [(self._rounds[a], self._rounds[b]) for a in left for b in right]
        if any(a.reference in self._parted and frozenset((a.reference, b.reference)) in self._apart for a, b in pairs):
            return False
        if len(pairs) == 1:
            return True
        scores = []
        for a, b in pairs:
            likeness = compare(a, b)
            if likeness.bar is not None and a.document_id == b.document_id:
                return False
            scores.append(max(likeness.score, -9.0) if likeness.bar is None else 0.0)
        return min(scores) >= _FLOOR and sum(scores) / len(scores) >= _MEAN

    def _unite(self, a: int, b: int, likeness: Likeness) -> None:
        keep, gone = sorted((self._group[a], self._group[b]))
        if keep == gone:
            return
        for index in self._members[gone]:
            self._group[index] = keep
        self._members[keep] += self._members.pop(gone)
        self._links[keep] += self._links.pop(gone, [])
        left, right = self._rounds[a], self._rounds[b]
        self._links[keep].append(Link(left.key, right.key, likeness.score, likeness.reasons))


def _candidates(rounds: Sequence[RoundFacts]) -> Iterator[tuple[int, int]]:
    """Pairs worth comparing, each once."""
    by_block: dict[str, list[int]] = defaultdict(list)
    for index, each in enumerate(rounds):
        for block in blocks(each.names):
            by_block[block].append(index)
    seen: set[int] = set()
    for _, indexes in sorted(by_block.items()):
        indexes.sort(key=lambda index: _sort_key(rounds[index]))
        for place, a in enumerate(indexes):
            for b in indexes[place + 1 : place + 1 + _WINDOW]:
                low, high = (a, b) if a < b else (b, a)
                pair = low * len(rounds) + high
                if pair not in seen:
                    seen.add(pair)
                    yield low, high


def _sort_key(each: RoundFacts) -> tuple[str, date, Reference]:
    return name_key(each.name).compact, each.day or date.min, each.reference
