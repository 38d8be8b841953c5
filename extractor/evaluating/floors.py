"""Floors: the scores that must not fall, in a JSON file beside the fixtures.

    {"must_match": ["kling"], "fixtures": {"company": 0.9, …}, "dev": {…}}

A section is named for the gold set: `fixtures`, or a .jsonl file's name without its ending; `dev:check` for its part.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import GoldError

# A raised floor stays this far under the score, so that a harmless change of one value does not fail the build.
SLACK = 0.01


@dataclass(frozen=True, slots=True)
class Floors:
    """The floors of each section, and the fixtures that must be right in every field."""

    sections: Mapping[str, Mapping[str, float]]
    must_match: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A score under its floor."""

    section: str
    metric: str
    score: float
    floor: float

    def __str__(self) -> str:
        return f"{self.section}: {self.metric} is {self.score:.4f}, under its floor {self.floor:.4f}"


def read_floors(path: Path) -> Floors:
    """The floors in a file; GoldError when it is missing or not of this form."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise GoldError(f"{path}: {error.strerror or error}") from error
    except ValueError as error:
        raise GoldError(f"{path}: not JSON ({error})") from error
    if not isinstance(found, dict):
        raise GoldError(f"{path}: not an object")
    must_match = found.pop("must_match", [])
    if not isinstance(must_match, list) or not all(isinstance(slug, str) for slug in must_match):
        raise GoldError(f"{path}: must_match is not a list of fixture names")
    for section, metrics in found.items():
        if not isinstance(metrics, dict) or not all(isinstance(v, int | float) for v in metrics.values()):
            raise GoldError(f"{path}: section {section!r} does not map metrics to numbers")
    return Floors(found, tuple(must_match))


def write_floors(path: Path, floors: Floors) -> None:
    """Write floors in the form that `read_floors` reads."""
    content = {"must_match": list(floors.must_match), **{s: dict(m) for s, m in floors.sections.items()}}
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def shortfalls(floors: Floors, section: str, metrics: Mapping[str, float]) -> tuple[Shortfall, ...]:
    """The metrics of a section that are under their floors. A metric with nothing to count is not measured."""
    return tuple(
        Shortfall(section, name, metrics[name], floor)
        for name, floor in floors.sections.get(section, {}).items()
        if name in metrics and metrics[name] < floor
    )


def raised(floors: Floors, section: str, metrics: Mapping[str, float], *, allow_regression: bool = False) -> Floors:
    """Floors with one section at its scores minus SLACK; no floor falls unless `allow_regression`."""
    old = floors.sections.get(section, {})
    new = dict(old)
    for name, value in metrics.items():
        floor = max(0.0, math.floor(round((value - SLACK) * 10_000, 6)) / 10_000)
        new[name] = floor if allow_regression else max(floor, old.get(name, 0.0))
    return Floors({**floors.sections, section: new}, floors.must_match)
