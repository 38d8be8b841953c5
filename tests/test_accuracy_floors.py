"""No field falls below its floor: our own labelled articles always, the shared corpus when it is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.evaluating.validate import run_validation

ROOT = Path(__file__).parents[1]
FLOORS = str(ROOT / "fixtures" / "floors.json")
DEV = ROOT.parent / "shared" / "corpus" / "dev.jsonl"


def test_own_articles_keep_their_floors(capsys: pytest.CaptureFixture[str]) -> None:
    code = run_validation([str(ROOT / "fixtures"), str(ROOT / "fixtures" / "news.jsonl")], floors=FLOORS)
    assert code == 0, capsys.readouterr().err


def test_the_development_corpus_keeps_its_floors(capsys: pytest.CaptureFixture[str]) -> None:
    if not DEV.exists():
        pytest.skip("the shared development corpus is not beside the project: only our own articles are scored")
    assert run_validation([str(DEV)], floors=FLOORS) == 0, capsys.readouterr().err
