"""Which names may be one company's: rounds of other companies can never be one deal, so each group is merged alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from extractor.merging.names import NameMatch, blocks, match_names, name_key

# Neighbours to compare with in a block sorted by name: keeps a block of thousands near linear.
_WINDOW = 40

Names = tuple[str, ...]


def companies(names: Sequence[Names], same: Iterable[tuple[int, int]] = ()) -> list[int]:
    """For each company, given by its names, the first of all that it is linked with, directly or through others.

    `same` has pairs of indexes that belong together whatever they are called.
    """
    first = list(range(len(names)))

    def find(index: int) -> int:
        while first[index] != index:
            first[index] = first[first[index]]
            index = first[index]
        return index

    def unite(a: int, b: int) -> None:
        low, high = sorted((find(a), find(b)))
        first[high] = low

    for a, b in same:
        unite(a, b)
    by_block: dict[str, list[int]] = defaultdict(list)
    for index in sorted(range(len(names)), key=lambda index: (name_key(names[index][0]).compact, names[index])):
        for block in blocks(names[index]):
            for other in by_block[block][-_WINDOW:]:
                if find(other) != find(index) and match_names(names[other], names[index]) is not NameMatch.NONE:
                    unite(other, index)
            by_block[block].append(index)
    return [find(index) for index in range(len(names))]
