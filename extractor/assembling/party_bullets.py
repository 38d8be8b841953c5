"""Investors listed as bullets below a line that announces them: `Our investors:`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.assembling.investors import PartyHit
from extractor.assembling.lines import Line
from extractor.assembling.list_tokens import tokens_of
from extractor.assembling.party_lists import read_list

_ANNOUNCES = re.compile(
    r"\b(?:taking part|joining|also in|investors?|backers?|angels|shareholders|participants?|syndicate|joined|"
    r"participated|invested|"
    r"the round|cap table|"
    r"led,? and the rest|led by|participation from)\b[^.;]{0,80}:\W{0,3}$|"
    r"^\W{0,3}(?:who (?:invested|put in|backed|joined)\b.{0,30}\?|(?:the |our |its )?(?:new )?(?:investors|"
    r"backers|syndicate)\W{0,2}$)",
    re.IGNORECASE,
)
# the colon and what may follow it
_END = 4
_OTHERS = re.compile(
    r"\b(?:investors? (?:relations|contacts?)|portfolio|customers|clients|highlights)\b", re.IGNORECASE
)
_LEADS = re.compile(r"\b(?:lead|leads|led|leading|co-led|lead investor)\b", re.IGNORECASE)
_LED_BY = re.compile(r"\bled by\W{0,3}$", re.IGNORECASE)
_RULE = "part.bullet"
_ENDS = frozenset(":?")
# a name by itself on a line, with who it is behind it: `Ruth Abelson (former general counsel, Minto Bank)`
_PLAIN_ITEM = re.compile(r"[\ue000-\ue7ff](?: ?\(|, |\W*$)")
_SHORT = 120
_MOST = 40


def bullet_hits(lines: Sequence[Line]) -> Iterator[PartyHit]:
    """The names that open the bullets below such a line; who `leads the round` in its bullet is a lead."""
    for place, line in enumerate(lines):
        announces = bool(set(line.text[-_END:]) & _ENDS) or line.masked.sentence.kind == "heading"
        if not announces or line.boilerplate or line.headline:
            continue
        if _ANNOUNCES.search(line.text) and not _OTHERS.search(line.text):
            told = "lead" if _LED_BY.search(line.text) else "participant"
            yield from _below(lines[place + 1 : place + 1 + _MOST], told)


def _below(lines: Sequence[Line], told: str) -> Iterator[PartyHit]:
    block = -1
    bulleted = bool(lines) and lines[0].masked.sentence.kind == "list_item"
    for line in lines:
        if bulleted and line.masked.sentence.kind != "list_item":
            return
        if not bulleted and not (_PLAIN_ITEM.match(line.text) and len(line.text) < _SHORT):
            return
        if line.block != block and line.masked.parties:
            items, _ = read_list(line.masked, tokens_of(line.text), 0)
            role = "lead" if _LEADS.search(line.text) else told
            for item in items:
                mention = line.masked.parties[item.place]
                yield PartyHit(mention, role, item.relation, None, None, _RULE, 1.0, line)
        block = line.block
