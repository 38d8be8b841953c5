"""Fit lexicons/confidence_weights.toml on labelled articles, and print the reliability table.

usage: python benchmarks/fit_confidence.py GOLD.jsonl [--own FILE.jsonl ...] [--write]

A round is right when its company, amount and type are those of the label it is paired with (a spurious round is wrong).
The check quarter of GOLD is never fitted on: its table is the honest one.
"""

from __future__ import annotations

import argparse
import itertools
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
from fit_relevance import article, is_check

import extractor.assembling.one_round as one_round_module
from extractor.assembling.confidence import facts
from extractor.assembling.rounds import assemble
from extractor.evaluating.gold import parse_document
from extractor.evaluating.matching import pair_rounds, same_money, same_name
from extractor.recognizing.recognizer import recognize
from extractor.records import FundingRound

RIDGE = 2.0
BINS = (0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0001)
TARGET = Path(__file__).parent.parent / "extractor" / "lexicons" / "confidence_weights.toml"


def judged(document: dict[str, Any]) -> Iterator[tuple[dict[str, float], bool]]:
    """The facts of every round found in one document, and whether it is right."""
    seen: list[dict[str, float]] = []

    def remember(*arguments: Any) -> float:
        seen.append(dict(facts(*arguments)))
        return (len(seen) - 1) / 1000

    read = article(document)
    with mock.patch.object(one_round_module, "confidence", remember):
        found = assemble(read, recognize(read)).rounds
    gold = parse_document(document, document["id"])
    right = {id(p) for g, p in pair_rounds(gold.rounds, found)[0] if p is not None and is_right(g, p)}
    for record in found:
        yield seen[round(record.confidence * 1000)], id(record) in right


def is_right(gold: Any, found: FundingRound) -> bool:
    amount = same_money(gold.amount, gold.amount_also, found.amount) if gold.amount and found.amount else False
    nothing = gold.amount is None and found.amount is None
    named = found.round_type.value if found.round_type else None
    return same_name(gold.company, found.company.name) and (amount or nothing) and gold.round_type == named


def fit(matrix: np.ndarray, truth: np.ndarray) -> tuple[np.ndarray, float]:
    weights, bias = np.zeros(matrix.shape[1]), 0.0
    for _ in range(20000):
        error = 1 / (1 + np.exp(-(matrix @ weights + bias))) - truth
        bias -= 0.1 * float(error.mean())
        weights -= 0.1 * (matrix.T @ error + RIDGE * weights) / len(truth)
    return weights, bias


def table(name: str, probability: np.ndarray, truth: np.ndarray) -> None:
    """Reliability by bin, the expected calibration error, and the share of errors among the least sure tenth."""
    print(f"{name}: {len(truth)} rounds, {truth.mean():.3f} right")
    gap = 0.0
    for low, high in itertools.pairwise(BINS):
        inside = (probability >= low) & (probability < high)
        if inside.any():
            gap += inside.mean() * abs(probability[inside].mean() - truth[inside].mean())
            said, right = probability[inside].mean(), truth[inside].mean()
            print(f"  {low:.1f}-{min(high, 1):.1f}  {inside.sum():4d} rounds  said {said:.2f}  right {right:.2f}")
    tenth = np.argsort(probability)[: max(1, len(truth) // 10)]
    caught = (1 - truth[tenth]).sum() / max(1.0, (1 - truth).sum())
    print(f"  expected calibration error {gap:.3f}; the doubtful tenth holds {caught:.2f} of the errors")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold")
    parser.add_argument("--own", nargs="*", default=[])
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    documents: list[tuple[dict[str, Any], bool]] = []
    for place, name in enumerate([options.gold, *options.own]):
        for line in Path(name).read_text(encoding="utf-8").splitlines():
            if line.strip():
                document = json.loads(line, parse_float=Decimal)
                documents.append((document, place == 0 and is_check(document)))
    rows = [(f, right, check) for document, check in documents for f, right in judged(document)]
    names = sorted(rows[0][0])
    matrix = np.array([[f[n] for n in names] for f, _, _ in rows])
    truth = np.array([right for _, right, _ in rows], dtype=float)
    check = np.array([c for _, _, c in rows])
    weights, bias = fit(matrix[~check], truth[~check])
    probability = np.clip(1 / (1 + np.exp(-(matrix @ weights + bias))), 0.02, 0.98)
    table("fitted on", probability[~check], truth[~check])
    table("check quarter", probability[check], truth[check])
    if options.write:
        lines = ["# Fitted by benchmarks/fit_confidence.py; do not edit by hand.", "[model]", f"bias = {bias:.3f}"]
        lines += ["", "[weights]", *(f"{name} = {weight:.3f}" for name, weight in zip(names, weights, strict=True))]
        TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
