"""Datelines: `LONDON, 5 March 2024 /PRNewswire/ --` at the start of a paragraph gives the day of the announcement."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from extractor.mentions import DateMention
from extractor.recognizing.dates_vocabulary import GAP

REACH = 160
"""How far into a paragraph a dateline's date may begin, in code points; long place lists end well before."""

_PLACE_WORD = r"(?:[^\W\d_a-z][\w.'\u2019-]{0,24}+|and|of|the|de|la|del|am|via|und|y|n/a)"
# Possessive, so that a hostile run of capitals is not split in every way.
_PREFIX = re.compile(rf"(?>{_PLACE_WORD}|\([\w.,' &/-]{{1,40}}+\)|[\s,.|:;/()\u2022*&@\u2010-\u2015-]){{0,90}}+\Z")
_NO_PLACE = re.compile(
    r"\b(?:On|In|By|As|Since|At|From|Until|Updated?|Posted|Published|Last|Date|Dated|After|During|Founded|Announced|"
    r"Raises?|Raised|Secures?|Closes?|Before|This|That|It|He|She|We|They|Also|Read|Source)\b"
)
_CLOCK = (
    rf"(?:,?{GAP}?(?:@|at|AT)?{GAP}?[0-9]{{1,2}}:[0-9]{{2}}(?:{GAP}?[AaPp]\.?[Mm]\.?)?"
    rf"(?:{GAP}(?:[A-Z]{{2,4}}|Pacific|Eastern|Central)\b)?)"
)
_WIRE = (
    rf"(?:{GAP}?,?{GAP}?(?:\([^()\n]{{2,40}}\)|/{GAP}?[\w .-]{{2,30}}/(?:{GAP}?[\w .-]{{2,20}}/)?|\[[^\[\]\n]{{2,40}}\]"
    rf"|PRNewswire|BUSINESS WIRE|GLOBE NEWSWIRE|Business Wire))"
)
_SUFFIX = re.compile(rf"{_CLOCK}?(?:{_WIRE}?{GAP}?(?:-{{1,3}}|[\u2010-\u2015]{{1,2}}|[:|\u2022]|\.(?=\s))|{_WIRE})")


def mark_datelines(text: str, mentions: tuple[DateMention, ...]) -> tuple[DateMention, ...]:
    """The same mentions; the first day of a paragraph that stands in a dateline becomes kind `dateline`."""
    return tuple(_marked(text, mentions))


def _marked(text: str, mentions: tuple[DateMention, ...]) -> Iterator[DateMention]:
    paragraph, previous = -1, 0
    for mention, following in zip_longest(mentions, mentions[1:]):
        found = text.rfind("\n\n", previous, mention.start)
        begin = found + 2 if found >= 0 else (0 if previous == 0 else None)
        previous = mention.end
        if begin is None or begin == paragraph:
            yield mention
            continue
        if mention.kind in ("absolute", "yearless") and mention.rule != "date.month_year":
            paragraph = begin
            alone = following is None or following.start - mention.end > len(" through ")
            yield _dateline(text, begin, mention) if alone else mention
        else:
            yield mention


def _dateline(text: str, begin: int, mention: DateMention) -> DateMention:
    if mention.start - begin > REACH or (mention.value is not None and len(mention.value) < len("2024-05-09")):
        return mention
    before = text[begin : mention.start]
    if not _PREFIX.match(before) or _NO_PLACE.search(before) or not _SUFFIX.match(text, mention.end):
        return mention
    return replace(mention, kind="dateline", rule="date.dateline")
