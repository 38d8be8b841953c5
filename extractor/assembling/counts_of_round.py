"""How many investors the article counts in this round: `21 initial investors`, `an additional 15 investors`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.assembling.lines import Line
from extractor.assembling.tranche_cues import cues
from extractor.evidence import Evidence
from extractor.lexicons.rules import target
from extractor.mentions import CountMention

# a count of one kind of investor is not the count of the round
_SOME = re.compile(
    r"\b(?:existing|new|returning|early|lead|other|outside|named|external|shareholders?)\b", re.IGNORECASE
)
_INITIAL = re.compile(r"\binitial\b", re.IGNORECASE)
_ALL = re.compile(r"^all |\bin (?:all|total)\b|\baltogether\b|\ball told\b|\btotal\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class StatedCount:
    """The number of investors in the round as stated, and the spans that state it."""

    value: int
    evidence: tuple[Evidence, ...]


def is_initial(mention: CountMention) -> bool:
    """True for `21 initial investors`: more are said or expected to come."""
    return bool(_INITIAL.search(mention.text))


def investor_count(lines: Sequence[Line]) -> StatedCount | None:
    """The count of this round's investors; None when no sentence counts all of them.

    A count of all (`nine investors in total`) stands alone. Initial investors and additional ones are added. Counts of
    earlier rounds, of investors to date, of one kind of investor or beside further names are left out.
    """
    news = [line for line in lines if not line.boilerplate and line.masked.counts]
    found = [(line, place, mention, rule) for line in news for place, mention, rule in _full_counts(line)]
    if not found:
        return None
    _, _, base, rule = max(found, key=lambda f: bool(_ALL.search(_around(f[0], f[1]))))
    mentions = [base]
    if is_initial(base):
        mentions += [m for other in news for m in _additional(other) if m.start > base.end]
    evidence = tuple(Evidence(start=m.start, end=m.end, text=m.text, rule=rule) for m in mentions)
    return StatedCount(sum(m.value for m in mentions), evidence)


def _around(line: Line, place: int) -> str:
    return line.text[max(0, place - 12) : place + 30]


def _full_counts(line: Line) -> Iterator[tuple[int, CountMention, str]]:
    refused = {place for place, _ in _places(line, "count_none")}
    for place, rule in _places(line, "count_all"):
        mention = line.masked.counts[place]
        some = mention.noun != "investors" or bool(_SOME.search(mention.text))
        if not some and place not in refused and not line.is_prior(place):
            yield place, mention, rule


def _additional(line: Line) -> Iterator[CountMention]:
    refused = {place for place, _ in _places(line, "count_none")}
    for place, mention in line.masked.counts.items():
        if mention.noun == "additional" and place not in refused and not line.is_prior(place):
            yield mention


def _places(line: Line, label: str) -> Iterator[tuple[int, str]]:
    """Where the rules of `label` name a count, and which rule does."""
    for rule, match in cues(line, label):
        place = target(match, "c")[0]
        if place in line.masked.counts:
            yield place, rule.id
