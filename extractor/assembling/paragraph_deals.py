"""Digests that open each paragraph with a company and its place: `Acme Inc., of Basel, Switzerland, said it raised`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.assembling.lines import Line
from extractor.assembling.masking import ORG
from extractor.mentions import PartyMention

_PLACE = r"[A-Z][^();:\ue000-\uedff]{2,60}?"
_PLACED_OPENING = re.compile(
    rf"[^\w\ue000-\uedff]{{0,6}}(?:(?:[A-Z][\w.&’'-]* ){{0,2}}[A-Z][\w.’'-]*-based )?({ORG})"
    rf"(?:(?: \([A-Z]+:[A-Z. ]+\))?,? of {_PLACE},| ?\({_PLACE}\)(?=,| [a-z]))"
)
_BASED_OPENING = re.compile(
    rf"[^\w\ue000-\uedff]{{0,6}}(?:[A-Z][\w.&’'-]*,? ){{0,2}}[A-Z][\w.’'-]*-based ({ORG})(?= [a-z])"
)
# a page of so many placed openings is a digest
_FEW = 3


def placed_paragraphs(lines: Sequence[Line]) -> tuple[tuple[PartyMention, tuple[Line, ...]], ...]:
    """The company and the lines of each paragraph that opens with a company's place, () when few do."""
    found = tuple(_placed(lines))
    placed = sum(_PLACED_OPENING.match(told[0].text) is not None for _, told in found)
    return found if placed >= _FEW else ()


def _placed(lines: Sequence[Line]) -> Iterator[tuple[PartyMention, tuple[Line, ...]]]:
    blocks: dict[int, list[Line]] = {}
    for line in lines:
        if not line.headline:
            blocks.setdefault(line.block, []).append(line)
    opened: list[tuple[PartyMention, list[Line]]] = []
    for told in blocks.values():
        match = _PLACED_OPENING.match(told[0].text) or _BASED_OPENING.match(told[0].text)
        if match is not None:
            opened.append((told[0].masked.parties[match.start(1)], told))
        elif opened and not any(line.masked.amounts or line.boilerplate for line in told):
            opened[-1][1].extend(told)  # `Putting up the money were Acme and Foo`
    yield from ((party, tuple(told)) for party, told in opened)
