"""The project's own files agree with each other."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

import pytest

from extractor import __version__

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
_EXTRAS = PROJECT["optional-dependencies"]
_NAMED = [*PROJECT["dependencies"], *_EXTRAS["parquet"], *_EXTRAS["postgresql"], *_EXTRAS["test"], "setuptools"]
DIRECT = [each for each in _NAMED if not each.startswith("fundingwire[")]


def test_the_lock_names_no_address_and_hashes_everything() -> None:
    assert "://" not in LOCK
    pins = re.split(r"^(?=[a-z])", LOCK, flags=re.MULTILINE)[1:]
    assert len(pins) > len(DIRECT)
    for pin in pins:
        assert re.match(r"[a-z0-9.-]+==\S+", pin), pin
        assert "--hash=sha256:" in pin, pin


@pytest.mark.parametrize("requirement", DIRECT)
def test_each_dependency_is_locked_and_explained(requirement: str) -> None:
    match = re.match(r"[\w-]+", requirement)
    assert match
    assert re.search(rf"^{match[0]}==", LOCK, re.MULTILINE)
    assert f"| {match[0]} |" in (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()


@pytest.mark.parametrize("requirement", PROJECT["optional-dependencies"]["benchmarks"])
def test_each_benchmark_dependency_is_explained(requirement: str) -> None:
    match = re.match(r"[\w-]+", requirement)
    assert match
    assert f"| {match[0]} |" in (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()


def test_ci_runs_what_contributors_run() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "\nmake test\n" in script.read_text(encoding="utf-8")


def test_the_changelog_knows_the_version() -> None:
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
