"""How answers are counted: hits, wrong answers and milliseconds. No library is needed here, so that tests are cheap."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from time import process_time
from typing import Any

from comparison import stated_dates, stated_money
from comparison.gold_spans import DateQuestion, MoneyQuestion

Amounts = Sequence[tuple[Decimal, str | None]]
DatedLine = tuple[str, str | None]  # a sentence and the day on which its article was published


@dataclass(frozen=True, slots=True)
class Tally:
    """Of `asked` questions: `value` answered with the right amount or date, `whole` with its currency too.

    `false` answers are stated nowhere in their sentence; `sentences` is how many different texts were read.
    """

    asked: int = 0
    value: int = 0
    whole: int = 0
    false: int = 0
    sentences: int = 0


def tally_money(questions: Sequence[MoneyQuestion], answers: Mapping[str, Amounts]) -> Tally:
    """`answers` maps every text that was read to the amounts found in it: the texts asked about, and others."""
    value = whole = 0
    for question in questions:
        found = answers[question.sentence]
        same = [currency for amount, currency in found if stated_money.same_value(amount, question.value)]
        value += bool(same)
        whole += question.currency in same
    false = sum(stated_money.span_of(line, amount) is None for line, found in answers.items() for amount, _ in found)
    return Tally(len(questions), value, whole, false, len(answers))


def tally_dates(questions: Sequence[DateQuestion], answers: Mapping[DatedLine, Sequence[str]]) -> Tally:
    """`answers` maps every text that was read, with its published day, to the ISO dates found in it."""
    hits = sum(any(same_date(found, q.date) for found in answers[q.sentence, q.published]) for q in questions)
    false = sum(not stated_dates.supported(*line, value) for line, found in answers.items() for value in found)
    return Tally(len(questions), hits, hits, false, len(answers))


def same_date(found: str, labelled: str) -> bool:
    """A found day meets a labelled month or year that it lies in: not every library tells how precise it is."""
    return found == labelled or found.startswith(labelled + "-")


def answers_of(systems: Mapping[str, Callable[[Any], Any]], items: Sequence[Any]) -> dict[str, list[Any]]:
    """What every system answers to every item."""
    return {name: [system(item) for item in items] for name, system in systems.items()}


def milliseconds(systems: Mapping[str, Callable[[Any], Any]], items: Sequence[Any], repeats: int) -> dict[str, float]:
    """Mean milliseconds of processor time an item: the median of the repeats of each item.

    The systems run side by side and in turning order, so that nothing that a machine does beside favours one of them.
    """
    names = list(systems)
    times: dict[str, list[list[float]]] = {name: [[] for _ in items] for name in names}
    for repeat in range(repeats):
        for place, item in enumerate(items):
            turn = (place + repeat) % len(names)
            for name in names[turn:] + names[:turn]:
                start = process_time()
                systems[name](item)
                times[name][place].append(process_time() - start)
    return {name: 1000 * statistics.fmean(map(statistics.median, rows)) for name, rows in times.items()}
