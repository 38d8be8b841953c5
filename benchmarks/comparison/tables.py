"""Measured figures as Markdown tables, and their places in a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from comparison.counting import Tally
from comparison.whole_records import FIELDS, OURS, Score

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One reader on one part: its tally over sentences and over bare spans, and its time for a sentence."""

    reader: str
    sentences: Tally
    spans: Tally
    milliseconds: float


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One system on both parts, its time for an article and how long it takes to build, in seconds."""

    system: str
    check: Score
    work: Score
    milliseconds: float
    loading: float


def table(head: Row, rows: Iterable[Row]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def money_table(rows: Sequence[ValueRow]) -> str:
    """Amounts found in the sentence and in the span alone, with and without currency, and false ones."""
    head = ["reader", "value", "with currency", "span: value", "span: with currency", "false a 100 sentences"]
    body = [
        [
            r.reader,
            *(_share(count, tally) for tally in (r.sentences, r.spans) for count in (tally.value, tally.whole)),
            _false(r.sentences),
        ]
        for r in rows
    ]
    return table([*head, "ms a sentence", "times ours"], _with_times(body, rows))


def date_table(rows: Sequence[ValueRow]) -> str:
    """Dates found in the sentence and in the span alone, and false ones."""
    head = ["reader", "date", "span: date", "false a 100 sentences", "ms a sentence", "times ours"]
    body = [
        [r.reader, _share(r.sentences.value, r.sentences), _share(r.spans.value, r.spans), _false(r.sentences)]
        for r in rows
    ]
    return table(head, _with_times(body, rows))


def record_table(rows: Sequence[RecordRow]) -> str:
    """Micro F1 on both parts, exact records, false alarms and time."""
    head = ["system", "check F1", "work F1", "exact records", "funding found", "false alarms", "ms an article"]
    ours = next(row.milliseconds for row in rows if row.system == OURS)
    body = []
    for r in rows:
        right = (r.check.micro, r.work.micro, r.check.exact, r.check.found, r.check.false_alarms)
        slow = (r.milliseconds, r.milliseconds / ours, r.loading)
        body.append([r.system, *(f"{figure:.3f}" for figure in right), *(f"{figure:.1f}" for figure in slow)])
    return table([*head, "times ours", "loading s"], body)


def field_table(rows: Sequence[RecordRow]) -> str:
    """F1 of each field on the check quarter."""
    body = [[r.system, *(f"{r.check.fields[name]:.3f}" for name in FIELDS)] for r in rows]
    return table(["system", *FIELDS], body)


def placed(document: str, sections: Mapping[str, str]) -> str:
    """`document` with each section between its marks `<!-- measured: NAME -->` and `<!-- end -->`.

    Raises ValueError naming a section that has no marks.
    """
    for name, text in sections.items():
        marks = re.compile(rf"(<!-- measured: {re.escape(name)} -->\n).*?(<!-- end -->)", re.DOTALL)
        document, count = marks.subn(lambda match, text=text: f"{match[1]}{text}\n{match[2]}", document)
        if count != 1:
            raise ValueError(f"the document has {count} places for the section {name!r}")
    return document


def _with_times(body: Sequence[list[str]], rows: Sequence[ValueRow]) -> list[list[str]]:
    ours = rows[0].milliseconds
    return [
        [*cells, f"{row.milliseconds:.2f}", f"{row.milliseconds / ours:.1f}"]
        for cells, row in zip(body, rows, strict=True)
    ]


def _share(count: int, tally: Tally) -> str:
    return f"{count / tally.asked:.3f}" if tally.asked else "-"


def _false(tally: Tally) -> str:
    return f"{100 * tally.false / tally.sentences:.1f}" if tally.sentences else "-"
