"""Investors listed as bullets below a line that announces them: `Our investors:`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.assembling.investors import PartyHit
from extractor.assembling.lines import Line
from extractor.assembling.list_tokens import tokens_of
from extractor.assembling.party_lists import read_list

_ANNOUNCES = re.compile(
    r"\b(?:investors?|backers?|angels|shareholders|participants?|syndicate|joined|participated|invested|"
    r"the round|cap table|"
    r"led,? and the rest)\b[^.;]{0,80}:\W{0,3}$",
    re.IGNORECASE,
)
# the colon and what may follow it
_END = 4
_OTHERS = re.compile(
    r"\b(?:investors? (?:relations|contacts?)|portfolio|customers|clients|highlights)\b", re.IGNORECASE
)
_LEADS = re.compile(r"\b(?:lead|leads|led|leading|co-led|lead investor)\b", re.IGNORECASE)
_RULE = "part.bullet"
_MOST = 40


def bullet_hits(lines: Sequence[Line]) -> Iterator[PartyHit]:
    """The names that open the bullets below such a line; who `leads the round` in its bullet is a lead."""
    for place, line in enumerate(lines):
        if ":" not in line.text[-_END:] or line.boilerplate or line.headline:
            continue
        if _ANNOUNCES.search(line.text) and not _OTHERS.search(line.text):
            yield from _below(lines[place + 1 : place + 1 + _MOST])


def _below(lines: Sequence[Line]) -> Iterator[PartyHit]:
    block = -1
    for line in lines:
        if line.masked.sentence.kind != "list_item":
            return
        if line.block != block and line.masked.parties:
            items, _ = read_list(line.masked, tokens_of(line.text), 0)
            role = "lead" if _LEADS.search(line.text) else "participant"
            for item in items:
                mention = line.masked.parties[item.place]
                yield PartyHit(mention, role, item.relation, None, None, _RULE, 1.0, line)
        block = line.block
