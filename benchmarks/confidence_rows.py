"""Rows to fit confidence on: one for each value of each extracted round, with its facts and whether it is right.

A row holds numbers and no text, so that the rows of articles can be kept when the rules have moved on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any, Literal
from unittest import mock

from fit_relevance import article, is_check

import extractor.assembling.one_round as one_round_module
import extractor.assembling.rounds as rounds_module
from extractor.assembling.confidence import earlier_facts, facts_of, model_of
from extractor.assembling.grounds import Facts, Grounds
from extractor.assembling.rounds import Assembly, assemble
from extractor.evaluating.gold import parse_document, parse_round
from extractor.evaluating.judging import judge_earlier, judge_rounds
from extractor.recognizing.recognizer import recognize
from extractor.records import FundingRound

FIRST_SIGHT = Path(__file__).parent / "first_sight.jsonl"

# where a row is from: news that rules were mended on, articles of ours that they were mended on, articles of ours at
# first sight, and the check quarter
Source = Literal["work", "own", "first_sight", "check"]


@dataclass(frozen=True, slots=True)
class Row:
    """One value: the model that judges it, its facts, whether the label says the same, and which program gave it."""

    source: Source
    document: str
    model: str
    facts: dict[str, float]
    right: bool
    program: str = ""


def labelled(path: Path) -> Iterator[dict[str, Any]]:
    """The documents of a gold JSONL file."""
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.strip():
            yield json.loads(line, parse_float=Decimal)


def rows_of(path: Path, source: Source, program: str = "") -> Iterator[Row]:
    """The rows of every document of a file; those of the check quarter, if it holds one, as `check`."""
    for document in labelled(path):
        part: Source = "check" if source == "work" and is_check(document) else source
        yield from rows_of_document(document, part, program)


def rows_of_document(document: dict[str, Any], source: Source, program: str = "") -> Iterator[Row]:
    """The rows of one document."""
    facts, assembly = _assembled(document)
    gold = parse_document(document, document["id"])
    for (shared, own), judgement in zip(facts, judge_rounds(gold, assembly.rounds), strict=True):
        for path, right in judgement.items():
            yield Row(source, gold.id, model_of(path), shared | own[path], right, program)
    labels = [parse_round(label, gold.id) for label in document.get("previous_rounds") or []]
    for found, right in zip(assembly.previous, judge_earlier(labels, assembly.previous), strict=True):
        yield Row(source, gold.id, "earlier", earlier_facts(found), right, program)


def _assembled(document: dict[str, Any]) -> tuple[list[tuple[Facts, dict[str, Facts]]], Assembly]:
    """The facts of every round in the order of the rounds, and the rounds themselves, without any weights."""
    seen: list[tuple[Facts, dict[str, Facts]]] = []

    def remember(grounds: Grounds) -> FundingRound:
        seen.append(facts_of(grounds))
        return grounds.record

    read = article(document)
    with (
        mock.patch.object(one_round_module, "graded", remember),
        mock.patch.object(rounds_module, "graded_earlier", lambda record: record),
    ):
        return seen, assemble(read, recognize(read))


def read_first_sight(path: Path = FIRST_SIGHT) -> list[Row]:
    """The rows that were kept of articles at first sight; none when there is no such file."""
    if not path.exists():
        return []
    header, *documents = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [
        Row(
            "first_sight",
            document["document"],
            model,
            dict(zip(header["facts"][model], map(float, numbers), strict=True)),
            bool(right),
            document["program"],
        )
        for document in documents
        for model, right, numbers in document["values"]
    ]


def write_first_sight(rows: Sequence[Row], path: Path = FIRST_SIGHT) -> None:
    """One line with the names of each model's facts, then one line a document with its values."""
    facts = {row.model: sorted(row.facts) for row in rows}
    lines = [json.dumps({"facts": dict(sorted(facts.items()))})]
    for (document, program), group in groupby(rows, key=lambda row: (row.document, row.program)):
        values = [[r.model, int(r.right), [_short(r.facts[name]) for name in facts[r.model]]] for r in group]
        lines.append(json.dumps({"document": document, "program": program, "values": values}, separators=(",", ":")))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _short(value: float) -> float | int:
    """Three digits are enough to learn from."""
    rounded = round(value, 3)
    return int(rounded) if rounded.is_integer() else rounded
