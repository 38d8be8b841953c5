"""Records in SQLite and PostgreSQL: exact, linked, versioned, and the same after writing twice."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, select, text

from extractor.errors import SinkError
from extractor.records import Extraction, Failure
from extractor.sinks.connections import open_engine
from extractor.sinks.database import DatabaseSink
from extractor.sinks.rows import Rows, add_rows
from extractor.sinks.tables import AMOUNTS, DOCUMENT_TABLES, FIELD_CONFIDENCES, METADATA, QUANTITIES, ROUNDS, VERSIONS

EMPTY = {"runs", "run_progress", "failures", "authors", "redirects", "deals"}


def dump(url: str) -> dict[str, list[tuple[Any, ...]]]:
    engine = open_engine(url)
    with engine.connect() as connection:
        rows = {
            name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for name, table in METADATA.tables.items()
        }
    engine.dispose()
    return rows


def write(url: str, *extractions: Extraction | Failure) -> None:
    sink = DatabaseSink(url)
    sink.write_many(extractions)
    sink.close()


def changed(extraction: Extraction, text_sha256: str, **values: Any) -> Extraction:
    article = extraction.article.model_copy(update={"text_sha256": text_sha256})
    return extraction.model_copy(update={"article": article, **values})


def test_every_table_has_its_rows(database: str, extraction: Extraction) -> None:
    write(database, extraction)
    counts = {name: len(rows) for name, rows in dump(database).items() if rows}
    assert counts == {
        "documents": 1,
        "document_versions": 1,
        "authors": 2,
        "redirects": 1,
        "organizations": 4,
        "rounds": 2,
        "round_modifiers": 1,
        "aliases": 1,
        "amounts": 6,
        "quantities": 1,
        "field_confidences": 4,
        "tranches": 1,
        "participations": 3,
        "statements": 1,
        "findings": 1,
        "evidence": 8,
    }


def test_both_databases_hold_the_same_rows(postgresql: str, tmp_path: Path, extraction: Extraction) -> None:
    sqlite = f"sqlite:///{tmp_path / 'funding.db'}"
    for url in (sqlite, postgresql):
        write(url, extraction, changed(extraction, "1" * 64), extraction.model_copy(update={"id": "doc-2"}))
    assert dump(sqlite) == dump(postgresql)


def test_decimals_come_back_exactly(database: str, extraction: Extraction) -> None:
    write(database, extraction)
    engine = open_engine(database)
    with engine.connect() as connection:
        values = connection.execute(select(AMOUNTS.c.value)).scalars().all()
        assert {Decimal("2999999999999.01"), Decimal("20447100000"), Decimal("5")} <= set(values)
        assert connection.execute(select(QUANTITIES.c.value)).scalar_one() == Decimal("16.67")
    engine.dispose()


def test_the_least_trusted_values_come_first(database: str, extraction: Extraction) -> None:
    write(database, extraction)
    table = FIELD_CONFIDENCES.c
    engine = open_engine(database)
    with engine.connect() as connection:
        found = connection.execute(select(table.field, table.confidence).order_by(table.confidence)).all()
    engine.dispose()
    assert [tuple(row) for row in found] == [
        ("investors", 0.4),
        ("investors[0]", 0.8),
        ("amount", 0.9),
        ("company", 0.97),
    ]


def test_decimals_are_text_in_sqlite(tmp_path: Path, extraction: Extraction) -> None:
    path = tmp_path / "funding.db"
    write(str(path), extraction)
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT value, typeof(value) FROM amounts WHERE field = 'amount' AND form = 0 ORDER BY value DESC"
        assert connection.execute(query).fetchone() == ("2999999999999.01", "text")


def test_dates_keep_their_precision(database: str, extraction: Extraction) -> None:
    write(database, extraction)
    engine = open_engine(database)
    with engine.connect() as connection:
        columns = (ROUNDS.c.announced_on, ROUNDS.c.announced_on_precision, ROUNDS.c.announced_on_from)
        told, precision, day = connection.execute(select(*columns).where(~ROUNDS.c.is_previous)).one()
    engine.dispose()
    assert (told, precision, day.isoformat()) == ("2024-05", "month", "2024-05-01")


def test_writing_again_changes_nothing(database: str, extraction: Extraction) -> None:
    other = extraction.model_copy(update={"id": "doc-2"})
    write(database, extraction, other)
    once = dump(database)
    write(database, other, extraction, extraction)
    assert dump(database) == once


def test_a_newer_extractor_replaces_what_it_said_of_the_same_text(database: str, extraction: Extraction) -> None:
    write(database, extraction, extraction.model_copy(update={"id": "doc-2"}))
    write(database, extraction.model_copy(update={"extractor_version": "9.0.0", "rounds": (), "findings": ()}))
    rows = dump(database)
    assert len(rows["document_versions"]) == 2
    assert len(rows["rounds"]) == 3
    assert len(rows["findings"]) == 1


def test_a_changed_article_is_a_new_version_and_the_old_one_is_superseded(
    database: str, extraction: Extraction
) -> None:
    first, second = extraction, changed(extraction, "1" * 64, rounds=())
    write(database, first)
    write(database, second)
    assert versions(database) == [(1, False, "0" * 64), (2, True, "1" * 64)]
    assert len(dump(database)["rounds"]) == 3
    write(database, first)
    assert versions(database) == [(1, True, "0" * 64), (2, False, "1" * 64)]


def test_versions_of_one_batch_follow_each_other(database: str, extraction: Extraction) -> None:
    write(database, extraction, changed(extraction, "1" * 64))
    assert versions(database) == [(1, False, "0" * 64), (2, True, "1" * 64)]


def versions(url: str) -> list[tuple[int, bool, str]]:
    engine = open_engine(url)
    with engine.connect() as connection:
        query = select(VERSIONS.c.version, VERSIONS.c.is_current, VERSIONS.c.text_sha256).order_by(VERSIONS.c.version)
        rows = [tuple(row) for row in connection.execute(query)]
    engine.dispose()
    return rows  # type: ignore[return-value]


def test_a_failure_is_written_once(database: str) -> None:
    failure = Failure(
        extractor_version="0", source="a.jsonl", line=3, stage="source", code="source.bad_json", message="not JSON"
    )
    write(database, failure)
    write(database, failure, failure)
    (row,) = dump(database)["failures"]
    assert "a.jsonl" in row


def test_all_evidence_has_the_path_of_its_value(extraction: Extraction) -> None:
    rows = Rows()
    add_rows(rows, extraction, version=1, run_id=None, sha256="")
    paths = {row[1] for row in rows.evidence}
    assert {"rounds[0].amount", "rounds[0].investors[0]", "rounds[0].tranches[0].amount", "findings[0]"} <= paths
    assert "previous_rounds[0].amount" in paths


def test_rows_have_a_value_for_each_column(extraction: Extraction) -> None:
    rows = Rows()
    add_rows(rows, extraction, version=1, run_id=None, sha256="")
    for table in DOCUMENT_TABLES:
        for row in getattr(rows, table.name):
            assert len(row) == len(table.columns), table.name


def test_no_row_is_left_without_the_row_that_it_belongs_to(database: str, extraction: Extraction) -> None:
    write(database, extraction)
    engine = open_engine(database)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM documents"))
    engine.dispose()
    assert {name for name, rows in dump(database).items() if rows} == {"organizations"}


def test_the_view_of_deals_can_be_read(database: str, extraction: Extraction) -> None:
    write(database, extraction)
    engine = open_engine(database)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT * FROM deals_flat")).all() == []
    engine.dispose()


def test_a_bare_path_is_a_sqlite_file(tmp_path: Path, extraction: Extraction) -> None:
    path = tmp_path / "bare.db"
    write(str(path), extraction)
    assert path.read_bytes().startswith(b"SQLite format 3")


def test_a_database_in_memory(extraction: Extraction) -> None:
    sink = DatabaseSink("sqlite://")
    sink.write(extraction)
    with sink.engine.connect() as connection:
        assert inspect(connection).has_table("deals")
        assert len(connection.execute(select(ROUNDS)).all()) == 2
    sink.close()


@pytest.mark.parametrize(
    ("url", "cause"),
    [
        ("nonsense://x", "only SQLite and PostgreSQL"),
        ("mysql://ann:hidden@localhost/x", "only SQLite and PostgreSQL"),
        ("sqlite:////no/such/folder/x.db", "no such folder"),
        ("postgresql+nodriver://ann:hidden@localhost/x", "nodriver"),
        ("postgresql://ann:hidden@127.0.0.1:9/x", "refused"),
        ("://", "--db"),
    ],
)
def test_a_database_that_cannot_be_opened_is_named_without_its_password(url: str, cause: str) -> None:
    with pytest.raises(SinkError) as caught:
        DatabaseSink(url)
    assert "hidden" not in str(caught.value)
    assert cause in str(caught.value)


def test_a_missing_driver_is_named_with_what_brings_it() -> None:
    code = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from extractor.sinks.connections import open_engine\n"
        "from extractor.errors import SinkError\n"
        "try:\n    open_engine('postgresql://ann@localhost/x')\n"
        "except SinkError as error:\n    print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert "pip install 'fundingwire[postgresql]'" in done.stdout, done.stderr


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("these are notes, not a database" * 40, encoding="utf-8")
    with pytest.raises(SinkError, match="not a database"):
        DatabaseSink(str(path))


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SinkError, match="this is a folder"):
        DatabaseSink(str(tmp_path))


def test_a_full_disk_is_said_plainly(tmp_path: Path, extraction: Extraction) -> None:
    url = f"sqlite:///{tmp_path / 'small.db'}"
    sink = DatabaseSink(url)
    with sink.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
    big = [extraction.model_copy(update={"id": f"doc-{n}"}) for n in range(500)]
    with pytest.raises(SinkError, match="the disk is full"):
        sink.write_many(big)
    sink.close()
    write(url, *big)
    assert len(dump(url)["documents"]) == 500


def test_a_read_only_file_is_said_plainly(tmp_path: Path, extraction: Extraction) -> None:
    path = tmp_path / "funding.db"
    write(str(path), extraction)
    before = path.read_bytes()
    path.chmod(0o444)
    url = f"sqlite:///file:{path}?mode=ro&uri=true"  # the superuser may write to any file; this refuses all the same
    sink = DatabaseSink(url)
    with pytest.raises(SinkError, match="read-only"):
        sink.write(extraction.model_copy(update={"id": "doc-2"}))
    sink.close()
    assert path.read_bytes() == before
    if os.geteuid():
        with pytest.raises(SinkError, match="read-only"):
            write(str(path), extraction.model_copy(update={"id": "doc-2"}))


def test_a_lost_connection_is_said_and_writing_again_completes(postgresql: str, extraction: Extraction) -> None:
    sink = DatabaseSink(postgresql)
    sink.write(extraction)
    other = open_engine(postgresql)
    with other.begin() as connection:
        query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        connection.execute(text(query + " AND datname = current_database()"))
    other.dispose()
    second = extraction.model_copy(update={"id": "doc-2"})
    with pytest.raises(SinkError, match=r"terminat|closed"):
        sink.write(second)
    sink.write(second)
    sink.close()
    assert len(dump(postgresql)["documents"]) == 2


def test_text_of_any_script_comes_back(database: str, extraction: Extraction) -> None:
    write(database, extraction)
    names = json.dumps(dump(database)["organizations"], ensure_ascii=False)
    assert "華策 🎬" in names
