"""What is sure enough to be written, and what a person should see first: extractions divided by confidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from extractor.evidence import Evidence
from extractor.records import Extraction, FieldConfidence, Finding, FundingRound

_PLACE = re.compile(r"(rounds|previous_rounds)\[(\d+)\](.*)", re.DOTALL)
# Old place of a round, as in a finding's path, to its new one.
_Moves = Mapping[tuple[str, int], int]


class Trust(NamedTuple):
    """How far one value is trusted: its path within the round, its name for a person, and where it was read."""

    path: str
    words: str
    confidence: float
    evidence: tuple[Evidence, ...]


def divide(extraction: Extraction, least: float) -> tuple[Extraction, Extraction | None]:
    """The extraction with the rounds of confidence `least` or more, and one with the others, None when there are none.

    Each part holds the findings about its own rounds, and one more for every value under `least`
    (`confidence.field`). The first part also says what it leaves out (`confidence.round`).
    """
    sure = _part(extraction, least, doubtful=False)
    left_out = [
        *(r for r in extraction.rounds if r.confidence < least),
        *(r for r in extraction.previous_rounds if r.confidence < least),
    ]
    if not left_out:
        return sure, None
    missing = tuple(_left_out(found, least) for found in left_out)
    return sure.model_copy(update={"findings": (*sure.findings, *missing)}), _part(extraction, least, doubtful=True)


def _part(extraction: Extraction, least: float, *, doubtful: bool) -> Extraction:
    """The extraction with its doubtful rounds only, or with the others only."""
    moves: dict[tuple[str, int], int] = {}
    chosen: dict[str, list[FundingRound]] = {"rounds": [], "previous_rounds": []}
    for name, kept in chosen.items():
        for place, found in enumerate(getattr(extraction, name)):
            if (found.confidence < least) is doubtful:
                moves[name, place] = len(kept)
                kept.append(found)
    doubts = tuple(_doubtful_fields(chosen["rounds"], least))
    parts = {name: tuple(kept) for name, kept in chosen.items()}
    findings = tuple(_moved(extraction.findings, moves, general=not doubtful))
    return extraction.model_copy(update={**parts, "findings": (*findings, *doubts)})


def _moved(findings: Sequence[Finding], moves: _Moves, *, general: bool) -> Iterator[Finding]:
    """The findings about rounds that are in this part, at their new places; those about no round if `general`."""
    for finding in findings:
        place = _PLACE.fullmatch(finding.path or "")
        if place is None:
            if general:
                yield finding
            continue
        name, number, field = place.groups()
        if (name, int(number)) in moves:
            yield finding.model_copy(update={"path": f"{name}[{moves[name, int(number)]}]{field}"})


def _doubtful_fields(rounds: Sequence[FundingRound], least: float) -> Iterator[Finding]:
    """A finding for each value under `least`, in the order of the record."""
    for place, found in enumerate(rounds):
        for trust in confidences(found):
            if trust.confidence < least:
                yield Finding(
                    code="confidence.field",
                    severity="info",
                    message=f"{trust.words}: confidence {trust.confidence:g} is below {least:g}",
                    path=f"rounds[{place}].{trust.path}",
                    stated=f"{trust.confidence:g}",
                    expected=f"{least:g}",
                    evidence=trust.evidence,
                )


def _left_out(found: FundingRound, least: float) -> Finding:
    return Finding(
        code="confidence.round",
        severity="info",
        message=f"a round of {found.company.name} is left out: confidence {found.confidence:g} is below {least:g}",
        stated=f"{found.confidence:g}",
        expected=f"{least:g}",
        evidence=found.company.evidence,
    )


def confidences(found: FundingRound) -> Iterator[Trust]:
    """Every filled field and every investor of a round that has a confidence, in the order of the record."""
    for name in FieldConfidence.model_fields:
        value = getattr(found.field_confidence, name)
        if value is not None:
            yield Trust(name, name.replace("_", " "), value, getattr(getattr(found, name), "evidence", ()))
    for place, investor in enumerate(found.investors):
        if investor.confidence is not None:
            words = f"investor {investor.name}"
            yield Trust(f"investors[{place}]", words, investor.confidence, investor.evidence)
