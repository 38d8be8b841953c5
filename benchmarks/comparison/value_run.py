"""Amounts and dates: every reader on the same sentences and spans, on each part of the corpus."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from comparison.counting import Tally, answers_of, milliseconds, tally_dates, tally_money
from comparison.gold_spans import Document, Questions, date_questions, money_questions
from comparison.tables import ValueRow
from comparison.value_readers import Reader, Readers

TIMED = 60  # sentences on which the time is measured
REPEATS = 5
Finders = Mapping[str, Callable[[Any], Any]]


@dataclass(frozen=True, slots=True)
class ValueResult:
    """The rows of one part, and the questions they answer."""

    rows: tuple[ValueRow, ...]
    questions: Questions


def money_result(documents: Sequence[Document], readers: Readers) -> ValueResult:
    """Every reader of amounts on the sentences and spans of `documents`."""
    finders = {r.name: r.money for r in readers.ready if r.money}
    questions = money_questions(documents)
    spans = [replace(q, sentence=q.span) for q in questions.asked]
    lines = _distinct([q.sentence for q in questions.asked] + [line for line, _ in questions.others])
    whole = _tallies(finders, lines, lambda found: tally_money(questions.asked, found))
    alone = _tallies(finders, _distinct([q.sentence for q in spans]), lambda found: tally_money(spans, found))
    return ValueResult(_rows(finders, whole, alone, lines), questions)


def date_result(documents: Sequence[Document], readers: Readers) -> ValueResult:
    """Every reader of dates on the sentences and spans of `documents`, with the published day as reference."""
    dated = [r for r in readers.ready if r.dates]
    finders = {r.name: _on_pair(r.dates) for r in dated}
    questions = date_questions(documents)
    spans = [replace(q, sentence=q.span) for q in questions.asked]
    lines = _distinct([(q.sentence, q.published) for q in questions.asked] + list(questions.others))
    whole = _tallies(finders, lines, lambda found: tally_dates(questions.asked, found))
    pairs = _distinct([(q.sentence, q.published) for q in spans])
    alone = _tallies(_span_finders(dated), pairs, lambda found: tally_dates(spans, found))
    return ValueResult(_rows(finders, whole, alone, lines), questions)


def _span_finders(readers: Sequence[Reader]) -> Finders:
    return {r.name: _on_pair(r.dates_of_span or r.dates) for r in readers}


def _on_pair(finder: Any) -> Callable[[tuple[str, str | None]], list[str]]:
    return lambda pair: finder(*pair)


def _distinct(items: list[Any]) -> list[Any]:
    return list(dict.fromkeys(items))


def _tallies(finders: Finders, lines: list[Any], tally: Callable[[dict[Any, Any]], Tally]) -> dict[str, Tally]:
    return {n: tally(dict(zip(lines, found, strict=True))) for n, found in answers_of(finders, lines).items()}


def _rows(
    finders: Finders, whole: Mapping[str, Tally], alone: Mapping[str, Tally], lines: list[Any]
) -> tuple[ValueRow, ...]:
    sample = lines[:: max(1, len(lines) // TIMED)]
    times = milliseconds(finders, sample, REPEATS)
    return tuple(ValueRow(name, whole[name], alone[name], times[name]) for name in finders)
