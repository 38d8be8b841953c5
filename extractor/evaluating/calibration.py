"""Calibration: do values that are given a confidence of 0.9 hold nine times in ten, and where are the errors."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from extractor.evaluating.gold import GoldDocument
from extractor.evaluating.judging import judge_rounds
from extractor.records import Extraction, FieldConfidence, FundingRound

# bins hold equally many values, at least so many each: with fewer, the calibration error is mostly chance
_BIN_SIZE, _MOST_BINS = 14, 10
SHARES = (0.05, 0.10, 0.20)
THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.9)
# of one value, the mean distance from its mean of a normal variable is this many standard deviations
_MEAN_DEVIATION = math.sqrt(2 / math.pi)


@dataclass(frozen=True, slots=True)
class Graded:
    """One value: the field (`round`, `company`, …, `investor`), the confidence given, and whether it is right."""

    field: str
    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Values of neighbouring confidence: how many, their mean confidence, and the share that is right."""

    count: int
    said: float
    right: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Sent:
    """What is sent to a person below one threshold.

    `share` of the values is sent and holds `caught` of all errors; of what is kept, `kept_right` is right.
    """

    threshold: float
    share: float
    caught: float
    kept_right: float


def graded_values(document: GoldDocument, extraction: Extraction) -> Iterator[Graded]:
    """Every value of the document's rounds with its confidence and whether the label says the same."""
    for found, judgement in zip(extraction.rounds, judge_rounds(document, extraction.rounds), strict=True):
        given = confidences(found)
        for path, right in judgement.items():
            if path in given:
                yield Graded(path.partition("[")[0], given[path], right)


def confidences(found: FundingRound) -> Mapping[str, float]:
    """The confidences of a round by path: `round`, the filled fields by name, `investor[0]`, …"""
    given = {"round": found.confidence}
    fields = {name: getattr(found.field_confidence, name) for name in FieldConfidence.model_fields}
    investors = {f"investor[{place}]": investor.confidence for place, investor in enumerate(found.investors)}
    return given | {path: value for path, value in (fields | investors).items() if value is not None}


def bins_of(values: Sequence[Graded], count: int | None = None) -> tuple[Bin, ...]:
    """Bins of equal size by rising confidence; as many as the number of values bears unless `count` says how many."""
    ordered = sorted(values, key=lambda v: v.confidence)
    number = count or max(1, min(_MOST_BINS, len(ordered) // _BIN_SIZE))
    borders = [round(index * len(ordered) / number) for index in range(number + 1)]
    parts = (ordered[low:high] for low, high in pairwise(borders))
    return tuple(_bin(part) for part in parts if part)


def _bin(part: Sequence[Graded]) -> Bin:
    said, right = (sum(values) / len(part) for values in ([v.confidence for v in part], [v.right for v in part]))
    return Bin(len(part), said, right, part[0].confidence, part[-1].confidence)


def calibration_error(bins: Sequence[Bin]) -> float:
    """Expected calibration error: the mean distance between what is said and what is right, over all values."""
    total = sum(b.count for b in bins)
    return sum(b.count * abs(b.said - b.right) for b in bins) / total if total else 0.0


def chance_error(bins: Sequence[Bin]) -> float:
    """The calibration error that a perfect model shows on so few values, were they independent of each other."""
    total = sum(b.count for b in bins)
    deviations = (math.sqrt(b.count * b.said * (1 - b.said)) for b in bins)
    return _MEAN_DEVIATION * sum(deviations) / total if total else 0.0


def caught(values: Sequence[Graded], share: float) -> float:
    """The share of all errors among the least confident `share` of the values; ties are taken in part."""
    errors = sum(not v.right for v in values)
    left = share * len(values)
    found = 0.0
    for _, group in groupby(sorted(values, key=lambda v: v.confidence), key=lambda v: v.confidence):
        tied = list(group)
        part = min(1.0, left / len(tied))
        found += part * sum(not v.right for v in tied)
        left -= part * len(tied)
        if left <= 0:
            break
    return found / errors if errors else 0.0


def sent(values: Sequence[Graded], threshold: float) -> Sent:
    """What a person gets to see when everything under `threshold` is sent, and what is left in the rest."""
    below = [v for v in values if v.confidence < threshold]
    kept = [v for v in values if v.confidence >= threshold]
    errors = sum(not v.right for v in values)
    return Sent(
        threshold,
        len(below) / len(values) if values else 0.0,
        sum(not v.right for v in below) / errors if errors else 0.0,
        sum(v.right for v in kept) / len(kept) if kept else 0.0,
    )


def report(values: Sequence[Graded]) -> Iterator[str]:
    """Lines of Markdown: one row a field, then the reliability and the thresholds of rounds and of all fields."""
    rounds = [v for v in values if v.field == "round"]
    fields = [v for v in values if v.field not in ("round", "earlier")]
    yield from _summary(values, rounds, fields)
    for title, group in (("Rounds", rounds), ("All fields", fields)):
        if group:
            yield from ("", f"{title}, values by rising confidence:", "", *_reliability(group))
            yield from ("", f"{title}, when all below a threshold is sent to a person:", "", *_thresholds(group))


def _summary(values: Sequence[Graded], rounds: Sequence[Graded], fields: Sequence[Graded]) -> Iterator[str]:
    names = dict.fromkeys(v.field for v in values if v.field != "round")
    rows = [("round", rounds), ("all fields", fields)]
    rows += [(name, [v for v in values if v.field == name]) for name in sorted(names)]
    yield "| value | number | said | right | calibration error | by chance | errors caught by 5 % | 10 % | 20 % |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    for name, group in rows:
        if group:
            bins = bins_of(group)
            said, right = (sum(x) / len(group) for x in ([v.confidence for v in group], [v.right for v in group]))
            shares = " | ".join(_of_errors(group, share) for share in SHARES)
            error, chance = calibration_error(bins), chance_error(bins)
            yield f"| {name} | {len(group)} | {said:.3f} | {right:.3f} | {error:.3f} | {chance:.3f} | {shares} |"


def _of_errors(group: Sequence[Graded], share: float) -> str:
    """`0.45`, or a dash where there is no error to catch."""
    return "-" if all(v.right for v in group) else f"{caught(group, share):.2f}"


def _reliability(group: Sequence[Graded]) -> Iterator[str]:
    yield "| confidence | number | said | right |"
    yield "| --- | --- | --- | --- |"
    for b in bins_of(group):
        yield f"| {b.low:.2f}–{b.high:.2f} | {b.count} | {b.said:.3f} | {b.right:.3f} |"


def _thresholds(group: Sequence[Graded]) -> Iterator[str]:
    yield "| below | sent | errors caught | right among the rest |"
    yield "| --- | --- | --- | --- |"
    for threshold in THRESHOLDS:
        told = sent(group, threshold)
        yield f"| {threshold:.1f} | {told.share:.3f} | {told.caught:.3f} | {told.kept_right:.3f} |"
