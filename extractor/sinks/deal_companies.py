"""Rounds of a database by company: deals are made company by company, so that memory does not grow with them."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from extractor.merging.companies import Names, companies


class CompanyRounds:
    """Keys of rounds by the names of their companies: sixteen bytes a round, and every name once."""

    def __init__(self) -> None:
        self._keys = array("q")
        self._places = array("q")
        self._names: dict[Names, int] = {}

    def add(self, named: Mapping[int, Names]) -> set[Names]:
        """Take in rounds with their names; which names had not been met before."""
        unknown = {names for names in named.values() if names not in self._names}
        for key, names in named.items():
            self._keys.append(key)
            self._places.append(self._names.setdefault(names, len(self._names)))
        return unknown

    def groups(self, count: int, together: Iterable[Sequence[int]], size: int) -> Iterator[list[int]]:
        """Rounds of companies with one of the first `count` rounds, `size` or more at a time, a company never parted.

        `together` has keys of rounds that are not to be parted either.
        """
        roots = companies(list(self._names), self._same(together))
        touched = {roots[place] for place in self._places[:count]}
        company = [roots[place] for place in self._places]
        order = sorted((index for index, root in enumerate(company) if root in touched), key=company.__getitem__)
        batch: list[int] = []
        for _, some in groupby(order, key=company.__getitem__):
            batch.extend(self._keys[index] for index in some)
            if len(batch) >= size:
                yield batch
                batch = []
        if batch:
            yield batch

    def _same(self, together: Iterable[Sequence[int]]) -> Iterator[tuple[int, int]]:
        sets = [keys for keys in together if len(keys) > 1]
        wanted = {key for keys in sets for key in keys}
        place = {key: place for key, place in zip(self._keys, self._places, strict=True) if key in wanted}
        for keys in sets:
            found = [place[key] for key in keys if key in place]
            yield from pairwise(found)
