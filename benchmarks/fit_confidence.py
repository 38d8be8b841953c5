"""Fit lexicons/confidence_weights.toml on labelled articles, and write the tables of docs/confidence.md.

usage: python benchmarks/fit_confidence.py GOLD.jsonl --own fixtures/news.jsonl [--write]

GOLD's check quarter is never fitted on: its tables are the honest ones. Everything else is judged by models that have
not seen the article (folds by article). Rows at first sight come from benchmarks/first_sight.jsonl, written by
benchmarks/collect_first_sight.py. Deterministic; without --write nothing is changed.
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from confidence_model import Fitted, calibrated, held_out, sigmoid
from confidence_rows import Row, read_first_sight, rows_of

from extractor.assembling.confidence import HIGHEST, LOWEST
from extractor.evaluating.calibration import Graded, bins_of, calibration_error, report
from extractor.records import FieldConfidence

ROOT = Path(__file__).parent.parent
WEIGHTS = ROOT / "extractor" / "lexicons" / "confidence_weights.toml"
PAPER = ROOT / "docs" / "confidence.md"
FIELDS = (*FieldConfidence.model_fields, "investor")
MODELS = ("round", *FIELDS, "earlier")
DRAWS = 500
SOURCES = {
    "work": "news, rules mended on it",
    "own": "our articles, rules mended on them",
    "first_sight": "our articles, unseen",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--own", nargs="*", type=Path, default=[])
    parser.add_argument("--write", action="store_true", help="write the weights and the tables")
    options = parser.parse_args()
    rows = [*rows_of(options.gold, "work"), *(row for path in options.own for row in rows_of(path, "own"))]
    first_sight = read_first_sight()
    refuse_other_facts(rows, first_sight)
    check = [row for row in rows if row.source == "check"]
    known = [row for row in rows if row.source != "check"] + first_sight
    fitted = calibrated(known)
    unseen = graded(known, fitted.slope * held_out(known) + fitted.shift)
    tables = {
        "check": list(report(graded(check, fitted.logits(check, in_use=True)))),
        "chance": list(by_chance(known, unseen, len({row.document for row in check}))),
        "held-out": list(report(unseen)),
        "sources": list(by_source(known)),
    }
    for name, lines in tables.items():
        print(f"== {name}", *lines, "", sep="\n")
    print(f"held-out logits scaled by {fitted.slope:.3f}, shifted by {fitted.shift:.3f}")
    if options.write:
        WEIGHTS.write_text("\n".join(weight_lines(fitted)) + "\n", encoding="utf-8")
        paper = PAPER.read_text(encoding="utf-8")
        for name, lines in tables.items():
            paper = replaced(paper, name, lines)
        PAPER.write_text(paper, encoding="utf-8")


def refuse_other_facts(rows: Iterable[Row], first_sight: Iterable[Row]) -> None:
    """Rows kept of an earlier program serve as long as it told the same facts."""
    now = {row.model: set(row.facts) for row in rows}
    for row in first_sight:
        if row.model in now and set(row.facts) != now[row.model]:
            differing = ", ".join(sorted(set(row.facts) ^ now[row.model]))
            raise SystemExit(f"first_sight.jsonl: facts of {row.model} differ from today's ({differing}); collect anew")


def graded(rows: Sequence[Row], logits: np.ndarray) -> list[Graded]:
    """Values with their confidence as the program gives it."""
    given = np.clip(sigmoid(logits), LOWEST, HIGHEST).round(3)
    return [Graded(row.model, float(p), row.right) for row, p in zip(rows, given, strict=True)]


def by_chance(rows: Sequence[Row], values: Sequence[Graded], documents: int) -> Iterator[str]:
    """The calibration error of as many articles as the check quarter has, drawn again and again from held-out ones.

    The held-out values hold, all together; so this is what chance does to a model that holds.
    """
    articles: dict[tuple[str, str], list[Graded]] = defaultdict(list)
    for row, value in zip(rows, values, strict=True):
        articles[row.source, row.document].append(value)
    pool = list(articles.values())
    drawn: dict[str, list[float]] = {"round": [], "all fields": []}
    draw = np.random.default_rng(0)
    for _ in range(DRAWS):
        sample = [v for place in draw.integers(len(pool), size=documents) for v in pool[place]]
        drawn["round"].append(calibration_error(bins_of([v for v in sample if v.field == "round"])))
        drawn["all fields"].append(calibration_error(bins_of([v for v in sample if v.field in FIELDS])))
    yield f"| calibration error of {documents} articles | median | 95 of 100 are below |"
    yield "| --- | --- | --- |"
    for name, errors in drawn.items():
        yield f"| {name} | {np.median(errors):.3f} | {np.quantile(errors, 0.95):.3f} |"


def by_source(rows: Sequence[Row]) -> Iterator[str]:
    """How many values each kind of article gives and how many of them are right."""
    yield "| value | " + " | ".join(SOURCES.values()) + " |"
    yield "| --- |" + " --- |" * len(SOURCES)
    for model in MODELS:
        cells = []
        for source in SOURCES:
            right = [row.right for row in rows if row.model == model and row.source == source]
            cells.append(f"{np.mean(right):.3f} of {len(right)}" if right else "-")
        yield f"| {model} | " + " | ".join(cells) + " |"


def weight_lines(fitted: Fitted) -> Iterator[str]:
    """The weights file: one table a model, its facts by name."""
    yield "# Fitted by benchmarks/fit_confidence.py; do not edit by hand. One table a field."
    for model in MODELS:
        weights = fitted.table(model)
        yield from ("", f"[{model}]", f"bias = {weights.pop('bias'):.3f}")
        yield from (f'"{name}" = {weight:.3f}' for name, weight in sorted(weights.items()))


def replaced(paper: str, name: str, lines: Sequence[str]) -> str:
    """The paper with the lines between the marks of a table replaced."""
    begin, end = f"<!-- begin {name} -->\n", f"<!-- end {name} -->"
    filled = "\n".join([begin, *lines, "", end])
    text, count = re.subn(re.escape(begin) + ".*?" + re.escape(end), lambda _: filled, paper, flags=re.DOTALL)
    if count != 1:
        raise SystemExit(f"{PAPER.name}: needs one pair of marks {begin.strip()} and {end}")
    return text


if __name__ == "__main__":
    main()
