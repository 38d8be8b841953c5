"""JSONL appears whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.errors import SinkError
from extractor.records import Extraction
from extractor.sinks.jsonl import JsonlSink


def test_lines_read_back_as_the_same_records(tmp_path: Path, extraction: Extraction) -> None:
    target = tmp_path / "new" / "out.jsonl"
    with JsonlSink(str(target)) as sink:
        sink.write(extraction)
        sink.write(extraction)
    lines = target.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2
    assert Extraction.model_validate_json(lines[0]) == extraction
    assert json.loads(lines[0])["rounds"][0]["amount"]["value"] == "2999999999999.01"


def test_an_error_leaves_the_old_file_and_nothing_else(tmp_path: Path, extraction: Extraction) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("old\n", encoding="utf-8")
    with pytest.raises(RuntimeError, match="midway"), JsonlSink(str(target)) as sink:
        sink.write(extraction)
        raise RuntimeError("midway")
    assert target.read_text(encoding="utf-8") == "old\n"
    assert list(tmp_path.iterdir()) == [target]


def test_an_interrupt_keeps_the_complete_lines(tmp_path: Path, extraction: Extraction) -> None:
    target = tmp_path / "out.jsonl"
    with pytest.raises(KeyboardInterrupt), JsonlSink(str(target)) as sink:
        sink.write(extraction)
        raise KeyboardInterrupt
    assert target.read_text(encoding="utf-8") == extraction.model_dump_json() + "\n"


def test_an_interrupt_leaves_the_old_file(tmp_path: Path, extraction: Extraction) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("old\n", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt), JsonlSink(str(target)) as sink:
        sink.write(extraction)
        raise KeyboardInterrupt
    assert target.read_text(encoding="utf-8") == "old\n"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_cannot_be_the_target(tmp_path: Path) -> None:
    with pytest.raises(SinkError, match="this is a folder"), JsonlSink(str(tmp_path)):
        pass


def test_a_device_is_written_and_stays_a_device(extraction: Extraction) -> None:
    with JsonlSink("/dev/null") as sink:
        sink.write(extraction)
    assert Path("/dev/null").is_char_device()
