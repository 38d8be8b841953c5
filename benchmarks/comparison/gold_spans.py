"""The questions of the comparison: sentences of labelled articles that state a labelled amount or date.

Nobody's recogniser chooses them. An article is cut at sentence ends; a sentence is asked about when a numeral with its
scale and a mark of money near it may be read as the labelled amount (stated_money), or when a way to write the labelled
date stands in it (stated_dates). Each pair of sentence and value counts once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any

from comparison import stated_dates, stated_money

Document = Mapping[str, Any]
_OTHERS = 10  # every tenth sentence of all articles is read too, to count false answers
_MONEY_FIELDS = ("amount", "valuation", "total_raised")
_END = re.compile(r"[.!?][\"”’)]?(?P<gap>\s+)(?=[\"“‘(]?[A-Z0-9$€£])|(?P<line>\n+)")
# a full stop after these, or after a single capital, ends no sentence
_SHORT = re.compile(
    r"(?:\b(?:[A-Z]|[A-Z]\.[A-Z]|Inc|Ltd|Co|Corp|Mr|Mrs|Ms|Dr|No|St|Rs|vs|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct"
    r"|Nov|Dec|Calif|Mass|Pa|Fla|Tex|Wash|Ill|Ga|Md|Va))$"
)


@dataclass(frozen=True, slots=True)
class MoneyQuestion:
    """A sentence, the characters of it that state the amount, and the labelled amount."""

    sentence: str
    span: str
    value: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class DateQuestion:
    """A sentence, the characters of it that state the date, the day of publication, and the labelled ISO date."""

    sentence: str
    span: str
    published: str | None
    date: str


@dataclass(frozen=True, slots=True)
class Questions:
    """All questions of one kind, with how many labelled values there are and how many no sentence states literally.

    `others` are further sentences of the same articles with their published days, to count false answers in.
    """

    asked: tuple[Any, ...]
    labelled: int
    unplaced: int
    others: tuple[tuple[str, str | None], ...]


def sentences(document: Document) -> tuple[str, ...]:
    """The title and the sentences of the body."""
    body = (piece.strip() for piece in _pieces(document["text"]))
    return (" ".join(document["title"].split()), *(piece for piece in body if piece))


def _pieces(text: str) -> Iterator[str]:
    start = 0
    for match in _END.finditer(text):
        if match["line"] or not _SHORT.search(text, max(start, match.start() - 12), match.start()):
            yield text[start : match.end()]
            start = match.end()
    yield text[start:]


def money_questions(documents: Sequence[Document]) -> Questions:
    """Every labelled amount, other form of it, valuation and total, in every sentence that states it."""
    asked: list[MoneyQuestion] = []
    labelled = unplaced = 0
    for document in documents:
        lines = sentences(document)
        for value, currency in sorted(set(_amounts(document))):
            found = [(line, stated_money.span_of(line, value)) for line in lines]
            placed = [MoneyQuestion(line, span, value, currency) for line, span in dict(found).items() if span]
            asked.extend(placed)
            labelled += 1
            unplaced += not placed
    return Questions(tuple(asked), labelled, unplaced, _others(documents))


def date_questions(documents: Sequence[Document]) -> Questions:
    """Every labelled date of a round, in every sentence that states it."""
    asked: list[DateQuestion] = []
    labelled = unplaced = 0
    for document in documents:
        published = document["published"]
        for value in sorted({r["date"] for r in document["rounds"] if r.get("date")}):
            found = {line: stated_dates.span_of(line, value, published) for line in sentences(document)}
            placed = [DateQuestion(line, span, published, value) for line, span in found.items() if span]
            asked.extend(placed)
            labelled += 1
            unplaced += not placed
    return Questions(tuple(asked), labelled, unplaced, _others(documents))


def _others(documents: Sequence[Document]) -> tuple[tuple[str, str | None], ...]:
    lines = (line for d in documents for line in ((text, d["published"]) for text in sentences(d)))
    return tuple(sorted(set(islice(lines, 0, None, _OTHERS)), key=str))


def _amounts(document: Document) -> Iterator[tuple[Decimal, str]]:
    for round_ in document["rounds"]:
        moneys = [round_.get(field) for field in _MONEY_FIELDS] + (round_.get("amount_also") or [])
        for money in filter(None, moneys):
            if money.get("value") is not None and money.get("currency"):
                yield Decimal(str(money["value"])), money["currency"]
