"""JSON Schemas of the records as they are written, for users in any language."""

from __future__ import annotations

import json
from pathlib import Path

from extractor.errors import SinkError
from extractor.records import SCHEMA_VERSION, Extraction, Failure, FundingRound, Record

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SCHEMAS: dict[str, type[Record]] = {
    "extraction": Extraction,
    "funding_round": FundingRound,
    "failure": Failure,
}


def schema_texts() -> dict[str, str]:
    """The schema of each published record by name, as indented JSON ending in a line end."""
    texts = {}
    for name, model in _SCHEMAS.items():
        schema = {"$schema": _DIALECT, "version": SCHEMA_VERSION, **model.model_json_schema(mode="serialization")}
        texts[name] = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    return texts


def write_schemas(folder: Path) -> None:
    """Write `NAME.schema.json` for each record into `folder`, which is made if need be. Raises SinkError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in schema_texts().items():
            (folder / f"{name}.schema.json").write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise SinkError(f"{folder}: {error.strerror or 'cannot be written'}") from None
