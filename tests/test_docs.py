"""What the documentation shows works: Python blocks run, `extractor` commands run, and their outputs are as shown."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import BaseModel

from extractor import records
from extractor.cli import _parser, main
from extractor.evidence import Evidence

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")])
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")


def blocks(language: str) -> list[tuple[Path, str]]:
    return [
        (path, code)
        for path in DOCUMENTS
        for found, code in _BLOCK.findall(path.read_text(encoding="utf-8"))
        if found == language
    ]


def label(value: object) -> str:
    return value.name if isinstance(value, Path) else ""


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder where the code of the documentation runs: the fixtures are in it, but for the many short ones."""
    shutil.copytree(ROOT / "fixtures", tmp_path / "fixtures", ignore=shutil.ignore_patterns("news.jsonl"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("path", "code"), blocks("python"), ids=label)
def test_python_blocks_run(workplace: Path, path: Path, code: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=workplace, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    promised = [line.partition("# prints: ")[2] for line in code.splitlines() if "# prints: " in line]
    assert [line for line in done.stdout.splitlines() if line in promised] == promised


@pytest.mark.parametrize(("path", "code"), blocks("console"), ids=label)
def test_extractor_commands_run(workplace: Path, path: Path, code: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every `$ extractor …` line of a console block, in order; other commands are for a fresh machine."""
    for line in code.splitlines():
        if line.startswith("$ extractor "):
            words = shlex.split(line.removeprefix("$ extractor "), comments=True)
            assert main(words) == 0, f"{line}\n{capsys.readouterr().err}"


def test_the_command_is_a_program(workplace: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "extractor", "show", "fixtures/kling/article.txt"],
        cwd=workplace,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert "Kling" in done.stdout


@pytest.mark.parametrize("path", DOCUMENTS, ids=label)
def test_links_lead_somewhere(path: Path) -> None:
    for target in _LINK.findall(path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), f"{path.name} links to {target}"


def test_every_command_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = next(action.choices for action in _parser()._actions if isinstance(action.choices, dict))
    for name in commands:
        assert f"extractor {name}" in readme


def test_every_field_of_the_record_is_explained() -> None:
    explained = set(re.findall(r"`(\w+)`", (ROOT / "docs" / "record.md").read_text(encoding="utf-8")))
    pending: list[type[BaseModel]] = [records.Extraction, records.Failure, records.Money, records.Quantity, Evidence]
    pending += [records.FundingRound, records.ArticleInfo, records.Company, records.Investor, records.Tranche]
    pending += [records.Finding, records.Relevance, records.Valuation, records.DateValue, records.Party]
    for model in pending:
        assert set(model.model_fields) <= explained, model.__name__


def test_every_failure_code_is_explained() -> None:
    text = (ROOT / "docs" / "record.md").read_text(encoding="utf-8")
    sources = [path for room in ("sources", "reading", "fetching") for path in (ROOT / "extractor" / room).glob("*.py")]
    pattern = re.compile(r"\"((?:source|fetching)\.\w+)\"")
    codes = {code for path in sources for code in pattern.findall(path.read_text(encoding="utf-8"))}
    assert {"source.missing", "fetching.robots"} <= codes
    for code in codes:
        assert f"`{code}`" in text


def test_every_make_target_in_the_documents_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for path in DOCUMENTS:
        named = set(re.findall(r"`make ([a-z]+)`", path.read_text(encoding="utf-8")))
        assert named <= targets, path.name
