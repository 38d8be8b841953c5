"""The published JSON Schemas are those of the records."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.records import SCHEMA_VERSION
from extractor.sinks.json_schemas import schema_texts, write_schemas

PUBLISHED = Path(__file__).parents[1] / "schemas"


@pytest.mark.parametrize("name", sorted(schema_texts()))
def test_the_schema_in_the_repository_is_current(name: str) -> None:
    path = PUBLISHED / f"{name}.schema.json"
    assert path.read_text(encoding="utf-8") == schema_texts()[name], "run `make schemas`"


def test_no_schema_is_left_over() -> None:
    assert sorted(path.name for path in PUBLISHED.glob("*.json")) == sorted(f"{n}.schema.json" for n in schema_texts())


def test_money_is_a_decimal_string_and_nothing_unknown_is_allowed() -> None:
    schema = json.loads(schema_texts()["extraction"])
    assert schema["version"] == SCHEMA_VERSION
    assert schema["additionalProperties"] is False
    assert schema["$defs"]["Money"]["properties"]["value"]["type"] == "string"


def test_write_schemas_makes_the_folder(tmp_path: Path) -> None:
    write_schemas(tmp_path / "new" / "schemas")
    assert len(list((tmp_path / "new" / "schemas").iterdir())) == len(schema_texts())
