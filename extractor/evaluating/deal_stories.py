"""Labelled stories of deals: reports of rounds, and which of them are one deal.

A story is a heading in brackets and a report a line; see the head of fixtures/deals/stories.txt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations

from extractor.errors import GoldError
from extractor.merging.clustering import cluster
from extractor.merging.facts import Backer, RoundFacts, Sum

_AMOUNT = re.compile(r"([~><^]?)([\d.]+) ?(cr|m|b|k)? ([A-Z]{3})")
_QUALIFIERS = {"~": "about", ">": "over", "<": "under", "^": "up_to", "": "exact"}
_FACTORS = {"k": 1_000, "m": 1_000_000, "b": 1_000_000_000, "cr": 10_000_000, None: 1}


@dataclass(frozen=True, slots=True)
class Story:
    """Reports in their order, each with the letter of its deal."""

    name: str
    reports: tuple[RoundFacts, ...]
    deals: tuple[str, ...]

    def pairs(self) -> Iterator[tuple[int, int, bool]]:
        """Every two reports by key, and whether they are one deal."""
        for (a, ours), (b, theirs) in combinations(zip(self.reports, self.deals, strict=True), 2):
            yield a.key, b.key, ours == theirs


@dataclass(frozen=True, slots=True)
class PairScore:
    """Pairs joined rightly, joined wrongly, and missed."""

    right: int
    wrong: int
    missed: int
    pairs: int

    @property
    def precision(self) -> float:
        """Of the pairs that were joined, the share that are one deal."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Of the pairs that are one deal, the share that were joined."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def parse_stories(text: str) -> list[Story]:
    """The stories of a file's text. Raises GoldError, naming the line."""
    stories: list[Story] = []
    name, reports, deals = "", list[RoundFacts](), list[str]()
    for number, line in enumerate([*text.splitlines(), "[end]"], 1):
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("["):
            if reports:
                stories.append(Story(name, tuple(reports), tuple(deals)))
            name, reports, deals = line.strip("[]"), [], []
            continue
        columns = [column.strip() for column in line.split("|")]
        if len(columns) != 8:
            raise GoldError(f"line {number}: 8 columns are needed, not {len(columns)}")
        deals.append(columns[0])
        reports.append(_report(number, columns[1:]))
    return stories


def score_stories(stories: Sequence[Story]) -> tuple[PairScore, list[str]]:
    """Merge the reports of all stories together and compare pair by pair; also what is wrong, for reading."""
    reports = {each.key: each for story in stories for each in story.reports}
    found = cluster(list(reports.values()))
    deal_of = {member.key: place for place, deal in enumerate(found) for member in deal.members}
    labels = {pair: same for story in stories for *pair_, same in story.pairs() for pair in [tuple(pair_)]}
    right = sum(same and deal_of[a] == deal_of[b] for (a, b), same in labels.items())
    missed = [pair for pair, same in labels.items() if same and deal_of[pair[0]] != deal_of[pair[1]]]
    # Reports of different stories are never one deal.
    joined = {tuple(sorted(pair)) for deal in found for pair in combinations([m.key for m in deal.members], 2)}
    wrong = [pair for pair in joined if not labels.get(pair, labels.get(pair[::-1], False))]
    told = [f"missed: {_tell(reports[a])} / {_tell(reports[b])}" for a, b in missed]
    told += [f"wrong: {_tell(reports[a])} / {_tell(reports[b])}" for a, b in wrong]
    return PairScore(right, len(wrong), len(missed), len(labels)), told


def _tell(report: RoundFacts) -> str:
    return f"line {report.key} {report.name} {report.round_type} {report.told_on} {report.status}"


def _report(number: int, columns: Sequence[str]) -> RoundFacts:
    company, kind, amount, told_on, status, backers, more = columns
    extra = dict(each.split("=", 1) for each in re.split(r" ?; ?", more) if each)
    words = status.split()
    names = [company, *(extra[name] for name in ("legal", "aka") if name in extra)]
    return RoundFacts(
        key=number,
        document_id=f"story-{number}",
        round_id=f"r{number}",
        names=tuple(names),
        status=words[0],
        round_type=None if kind == "-" else kind,
        modifiers=tuple(words[1:]),
        amounts=tuple(_sums(amount, number)),
        parts=tuple(_sums(extra.get("parts", "-"), number)),
        target=next(_sums(extra.get("target", "-"), number), None),
        total=next(_sums(extra.get("total", "-"), number), None),
        valuation=next(_sums(extra.get("valuation", "-"), number), None),
        announced_on=extra.get("announced"),
        told_on=date.fromisoformat(told_on),
        backers=tuple(_backers(backers)),
        publisher=extra.get("publisher"),
    )


def _sums(text: str, number: int) -> Iterator[Sum]:
    if text == "-":
        return
    for part in re.split(r" ?[=,] ?", text):
        match = _AMOUNT.fullmatch(part)
        if match is None:
            raise GoldError(f"line {number}: {part!r} is no amount")
        sign, digits, unit, currency = match.groups()
        yield Sum(Decimal(digits) * _FACTORS[unit], currency, _QUALIFIERS[sign])


def _backers(text: str) -> Iterator[Backer]:
    if text == "-":
        return
    for name in text.split(", "):
        yield Backer(name.lstrip("*"), "lead" if name.startswith("*") else "participant")
