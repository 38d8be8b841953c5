"""Records in SQLite: exact, linked, and the same after writing twice."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy

from extractor.errors import SinkError
from extractor.records import Extraction
from extractor.sinks.database import AMOUNTS, METADATA, DatabaseSink
from extractor.sinks.rows import to_rows


def dump(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    with closing(sqlite3.connect(path)) as connection:
        return {
            name: connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2, 3, 4, 5").fetchall()
            for name in sorted(METADATA.tables)
        }


def write(path: Path, *extractions: Extraction) -> None:
    sink = DatabaseSink(f"sqlite:///{path}")
    for extraction in extractions:
        sink.write(extraction)
    sink.close()


def test_every_table_has_its_rows(tmp_path: Path, extraction: Extraction) -> None:
    path = tmp_path / "funding.db"
    write(path, extraction)
    counts = {name: len(rows) for name, rows in dump(path).items()}
    assert counts == {
        "documents": 1,
        "rounds": 2,
        "amounts": 6,
        "participations": 2,
        "field_confidences": 4,
        "findings": 1,
        "evidence": 8,
    }


def test_the_least_trusted_values_come_first(tmp_path: Path, extraction: Extraction) -> None:
    path = tmp_path / "funding.db"
    write(path, extraction)
    query = "SELECT field, confidence FROM field_confidences WHERE NOT is_previous ORDER BY confidence"
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute(query).fetchall()
    assert found == [("investors", 0.4), ("investors[0]", 0.8), ("amount", 0.9), ("company", 0.97)]


def test_a_database_of_an_earlier_version_gets_the_new_table(tmp_path: Path, extraction: Extraction) -> None:
    path = tmp_path / "funding.db"
    write(path, extraction)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE field_confidences")
    write(path, extraction)
    assert len(dump(path)["field_confidences"]) == 4


def test_decimals_are_exact_text_in_sqlite_and_decimals_again_when_read(tmp_path: Path, extraction: Extraction) -> None:
    path = tmp_path / "funding.db"
    write(path, extraction)
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT value, typeof(value) FROM amounts WHERE field = 'amount' AND form = 0 AND NOT is_previous"
        assert connection.execute(query).fetchone() == ("2999999999999.01", "text")
        assert connection.execute("SELECT stake_percent FROM rounds WHERE NOT is_previous").fetchone() == ("16.67",)
    engine = sqlalchemy.create_engine(f"sqlite:///{path}")
    with engine.connect() as session:
        assert Decimal("2999999999999.01") in session.execute(sqlalchemy.select(AMOUNTS.c.value)).scalars().all()
    engine.dispose()


def test_writing_again_replaces_the_document(tmp_path: Path, extraction: Extraction) -> None:
    path = tmp_path / "funding.db"
    other = extraction.model_copy(update={"id": "doc-2"})
    write(path, extraction, other)
    once = dump(path)
    write(path, extraction, other)
    assert dump(path) == once
    write(path, extraction.model_copy(update={"rounds": (), "findings": ()}))
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT document_id, COUNT(*) FROM rounds GROUP BY 1 ORDER BY 1").fetchall() == [
            ("doc-1", 1),
            ("doc-2", 2),
        ]


def test_all_evidence_has_the_path_of_its_value(extraction: Extraction) -> None:
    paths = {row["path"] for row in to_rows(extraction).evidence}
    assert {"rounds[0].amount", "rounds[0].investors[0]", "rounds[0].tranches[0].amount", "findings[0]"} <= paths
    assert "previous_rounds[0].amount" in paths


def test_rows_name_exactly_the_columns(extraction: Extraction) -> None:
    rows = to_rows(extraction)
    for name, table in METADATA.tables.items():
        for row in getattr(rows, name):
            assert set(row) == {column.name for column in table.columns}


def test_a_bare_path_is_a_sqlite_file(tmp_path: Path, extraction: Extraction) -> None:
    path = tmp_path / "bare.db"
    sink = DatabaseSink(str(path))
    sink.write(extraction)
    sink.close()
    assert path.read_bytes().startswith(b"SQLite format 3")


@pytest.mark.parametrize(
    "url", ["nonsense://x", "sqlite:////no/such/folder/x.db", "postgresql+nodriver://ann:hidden@localhost/x"]
)
def test_a_database_that_cannot_be_opened_is_named_without_its_password(url: str) -> None:
    with pytest.raises(SinkError) as caught:
        DatabaseSink(url)
    assert "hidden" not in str(caught.value)
    assert str(caught.value)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("these are notes, not a database" * 40, encoding="utf-8")
    with pytest.raises(SinkError, match="not a database"):
        DatabaseSink(str(path))
