"""Rounds into deals: candidates by blocks, the likeliest pairs first, and no deal that holds what cannot be one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from operator import attrgetter
from typing import Any, Literal

from extractor.merging.companies import companies
from extractor.merging.comparing import THRESHOLD, Likeness, compare
from extractor.merging.facts import RoundFacts
from extractor.merging.names import blocks, name_key

# Neighbours to compare with in a block sorted by name and day: keeps a block of thousands near linear.
_WINDOW = 40
# Of all pairs between two groups the mean score must reach this, and none may be under the floor.
_MEAN, _FLOOR = THRESHOLD * 0.6, -2.5
# Two large groups are judged by about so many of their pairs, picked evenly.
_PAIRS = 500
# Likenesses that are kept for rounds told alike.
_KNOWN = 100_000
# What comparing does not look at, but for one document in both.
_UNSEEN = {"key", "document_id", "round_id", "publisher", "confidence", "announced_basis", "valuation_basis"}
_told = attrgetter(*(field.name for field in fields(RoundFacts) if field.name not in _UNSEEN))
# Pairs as numbers: hundredths of a point below more than any score, then two indexes.
_BEST = 10_000
_INDEX_BITS = 32
_INDEX_MASK = (1 << _INDEX_BITS) - 1

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
    found: list[Cluster] = []
    for ordered, decided in _by_company(sorted(rounds, key=lambda each: (each.reference, each.key)), decisions):
        found.extend(_cluster(ordered, decided))
    return sorted(found, key=lambda each: (each.members[0].reference, each.members[0].key))


def _by_company(
    ordered: Sequence[RoundFacts], decisions: Sequence[Decision]
) -> Iterator[tuple[list[RoundFacts], list[Decision]]]:
    """Rounds that may be one company's, with what a person said of them."""
    names: dict[tuple[str, ...], int] = {}
    named = [names.setdefault(each.names, len(names)) for each in ordered]
    index = {each.reference: place for each, place in zip(ordered, named, strict=True)}
    known = [each for each in decisions if each.left in index and each.right in index]
    same = [(index[each.left], index[each.right]) for each in known if each.verdict == "same"]
    groups = companies(list(names), same)
    members: dict[int, list[RoundFacts]] = defaultdict(list)
    for each, place in zip(ordered, named, strict=True):
        members[groups[place]].append(each)
    decided: dict[int, list[Decision]] = defaultdict(list)
    for decision in known:
        decided[groups[index[decision.left]]].append(decision)
    for group, some in members.items():
        yield some, decided[group]


def _cluster(ordered: Sequence[RoundFacts], decisions: Sequence[Decision]) -> list[Cluster]:
    if len(ordered) == 1:
        return [Cluster((ordered[0],), ())]
    weigh = _Weighing(ordered)
    groups = _Groups(ordered, decisions, weigh)
    groups.join_decided(decisions)
    # The likeliest first, then in the order of documents; a number a pair, since a large crowd has millions of pairs.
    likely = []
    for a, b in _candidates(ordered):
        likeness = weigh(a, b)
        if likeness.is_one_deal:
            likely.append((_BEST - round(likeness.score * 100)) << 2 * _INDEX_BITS | a << _INDEX_BITS | b)
    likely.sort()
    for pair in likely:
        groups.join(pair >> _INDEX_BITS & _INDEX_MASK, pair & _INDEX_MASK)
    return groups.clusters()


class _Weighing:
    """Compares rounds by index; what agencies send to hundreds of sites is weighed once."""

    def __init__(self, rounds: Sequence[RoundFacts]) -> None:
        self._rounds = rounds
        kinds: dict[tuple[Any, ...], int] = {}
        self._kind = [kinds.setdefault(_told(each), len(kinds)) for each in rounds]
        counts = Counter(self._kind)
        self._is_repeated = [counts[kind] > 1 for kind in range(len(kinds))]
        self._known: dict[tuple[int, int], Likeness] = {}

    def __call__(self, a: int, b: int) -> Likeness:
        left, right = self._kind[a], self._kind[b]
        is_repeated = self._is_repeated[left] or self._is_repeated[right]
        if not is_repeated or self._rounds[a].document_id == self._rounds[b].document_id:
            return compare(self._rounds[a], self._rounds[b])
        known = self._known.get((left, right))
        if known is None:
            if len(self._known) >= _KNOWN:
                self._known.clear()
            known = self._known[left, right] = compare(self._rounds[a], self._rounds[b])
        return known


class _Groups:
    """Disjoint groups of rounds, by index."""

    def __init__(self, rounds: Sequence[RoundFacts], decisions: Sequence[Decision], weigh: _Weighing) -> None:
        self._rounds = rounds
        self._weigh = weigh
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

    def join(self, a: int, b: int) -> None:
        """Join the groups of two rounds unless their other members speak against it."""
        if self._group[a] == self._group[b]:
            return
        left, right = self._members[self._group[a]], self._members[self._group[b]]
        if self._may_join(left, right):
            self._unite(a, b, self._weigh(a, b))

    def clusters(self) -> list[Cluster]:
        """All groups, in the order of their first members."""
        found = []
        for group, members in sorted(self._members.items(), key=lambda each: min(each[1])):
            rounds = tuple(self._rounds[index] for index in sorted(members))
            found.append(Cluster(rounds, tuple(self._links[group])))
        return found

    def _may_join(self, left: Sequence[int], right: Sequence[int]) -> bool:
        ours, theirs = ([self._rounds[index] for index in each] for each in (left, right))
        if self._are_parted(ours, theirs):
            return False
        count = len(left) * len(right)
        if count == 1:
            return True
        if not {each.document_id for each in ours}.isdisjoint(each.document_id for each in theirs):
            return False
        scores = []
        for place in range(0, count, max(1, count // _PAIRS)):
            likeness = self._weigh(left[place // len(right)], right[place % len(right)])
            scores.append(max(likeness.score, -9.0) if likeness.bar is None else 0.0)
        return min(scores) >= _FLOOR and sum(scores) / len(scores) >= _MEAN

    def _are_parted(self, ours: Sequence[RoundFacts], theirs: Sequence[RoundFacts]) -> bool:
        """Whether a person said of a pair that it is not one deal."""
        parted = [each.reference for each in ours if each.reference in self._parted]
        return any(frozenset((one, other.reference)) in self._apart for one in parted for other in theirs)

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
    # For each round its blocks and its place in them; all blocks have the same order, so a pair is met at its first.
    found_in: list[list[tuple[list[int], int]]] = [[] for _ in rounds]
    order = sorted(range(len(rounds)), key=lambda index: _sort_key(rounds[index]))
    for index in order:
        for block in blocks(rounds[index].names):
            found_in[index].append((by_block[block], len(by_block[block])))
            by_block[block].append(index)
    for a in order:
        near = {b for members, place in found_in[a] for b in members[place + 1 : place + 1 + _WINDOW]}
        for b in near:
            yield (a, b) if a < b else (b, a)


def _sort_key(each: RoundFacts) -> tuple[str, date, Reference]:
    return name_key(each.name).compact, each.day or date.min, each.reference
