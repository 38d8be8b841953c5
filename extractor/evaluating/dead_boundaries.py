"""Alternatives of a pattern that cannot match: a word boundary beside a placeholder.

A placeholder is no word character, and blanks stand around it, so `\\b(?:round|{TYPE})` never finds a type. What is
meant is `(?<!\\w)` before and `(?!\\w)` behind.

The parsed form of a pattern comes from the standard library's own parser, which has no public name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as sre_parser  # type: ignore[attr-defined]
from typing import Any

_FIRST, _LAST = 0xE000, 0xEDFF
_Item = tuple[Any, Any]


def has_dead_boundary(pattern: str) -> bool:
    """True when a word boundary stands beside an alternative that begins or ends with a placeholder."""
    return any(_boundary_meets_placeholder(items) for items in _sequences(sre_parser.parse(pattern, re.IGNORECASE)))


def _boundary_meets_placeholder(items: Sequence[_Item]) -> bool:
    return any(
        (_is_boundary(first) and _at_edge(second, 0)) or (_is_boundary(second) and _at_edge(first, -1))
        for first, second in pairwise(items)
    )


def _is_boundary(item: _Item) -> bool:
    return item == (sre.AT, sre.AT_BOUNDARY)


def _at_edge(item: _Item, edge: int) -> bool:
    """Whether a placeholder is the first (0) or last (-1) character of the item, in one of its alternatives."""
    operation, argument = item
    if operation is sre.LITERAL:
        return bool(_FIRST <= argument <= _LAST)
    if operation is sre.IN:
        return argument[0][0] is not sre.NEGATE and any(
            kind is sre.RANGE and _FIRST <= limits[0] <= _LAST for kind, limits in argument
        )
    return any(inner and _at_edge(inner[edge], edge) for inner in _inner(item))


def _inner(item: _Item) -> Iterator[Sequence[_Item]]:
    """The sequences inside an item that consume text, each as one of its alternatives."""
    operation, argument = item
    if operation is sre.SUBPATTERN:
        yield argument[3]
    elif operation is sre.BRANCH:
        yield from argument[1]
    elif operation in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        yield argument[2]


def _sequences(items: Sequence[_Item]) -> Iterator[Sequence[_Item]]:
    yield items
    for item in items:
        insides = [item[1][1]] if item[0] in (sre.ASSERT, sre.ASSERT_NOT) else _inner(item)
        for inside in insides:
            yield from _sequences(inside)
