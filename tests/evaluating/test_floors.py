"""Floors: below fails, raising never lowers."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.errors import GoldError
from extractor.evaluating.floors import Floors, raised, read_floors, shortfalls, write_floors

FLOORS = Floors({"dev": {"company": 0.9, "date": 0.5}}, ("kling",))


def test_what_is_under_its_floor_is_named() -> None:
    (short,) = shortfalls(FLOORS, "dev", {"company": 0.8999, "date": 0.5, "micro": 0.1})
    assert str(short) == "dev: company is 0.8999, under its floor 0.9000"
    assert shortfalls(FLOORS, "dev:check", {"company": 0.0}) == ()
    assert shortfalls(FLOORS, "dev", {"date": 1.0}) == ()


@pytest.mark.parametrize(
    ("score", "allow", "floor"), [(0.95, False, 0.94), (0.85, False, 0.9), (0.85, True, 0.84), (0.005, True, 0.0)]
)
def test_raising(score: float, allow: bool, floor: float) -> None:
    new = raised(FLOORS, "dev", {"company": score}, allow_regression=allow)
    assert new.sections["dev"] == {"company": pytest.approx(floor), "date": 0.5}
    assert new.must_match == ("kling",)
    assert FLOORS.sections["dev"]["company"] == 0.9


def test_a_raised_floor_holds_for_the_score_it_was_raised_to() -> None:
    metrics = {"company": 2 / 3, "date": 0.01, "micro": 1.0}
    assert shortfalls(raised(Floors({}), "new", metrics), "new", metrics) == ()


def test_written_floors_are_read_back(tmp_path: Path) -> None:
    write_floors(tmp_path / "f.json", FLOORS)
    assert read_floors(tmp_path / "f.json") == FLOORS


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"dev": 1}', '{"dev": {"company": "high"}}', '{"must_match": "kling"}']
)
def test_a_wrong_file_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "f.json").write_text(content, encoding="utf-8")
    with pytest.raises(GoldError, match=r"f\.json: "):
        read_floors(tmp_path / "f.json")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"none\.json: No such file"):
        read_floors(tmp_path / "none.json")
