"""Databases of any age: recognised, brought up to date, never clobbered."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from extractor.cli import main
from extractor.errors import SinkError
from extractor.records import Extraction
from extractor.sinks.connections import open_engine
from extractor.sinks.database import DatabaseSink
from extractor.sinks.deals import update_deals
from extractor.sinks.layouts import Layout, _config, make_ready, upgrade
from extractor.sinks.tables import METADATA, VERSION_TABLE

# What the first versions made, before revisions were kept; only what identifies it and a row to keep.
UNVERSIONED = """
CREATE TABLE documents (document_id VARCHAR NOT NULL PRIMARY KEY, canonical_url TEXT, title TEXT NOT NULL);
CREATE INDEX ix_documents_canonical_url ON documents (canonical_url);
CREATE TABLE rounds (document_id VARCHAR NOT NULL, is_previous BOOLEAN NOT NULL, position INTEGER NOT NULL,
    company TEXT NOT NULL, company_legal_name TEXT, PRIMARY KEY (document_id, is_previous, position),
    FOREIGN KEY (document_id) REFERENCES documents (document_id) ON DELETE CASCADE);
CREATE TABLE amounts (document_id VARCHAR PRIMARY KEY);
CREATE TABLE participations (document_id VARCHAR PRIMARY KEY);
CREATE TABLE findings (document_id VARCHAR PRIMARY KEY);
CREATE TABLE evidence (document_id VARCHAR PRIMARY KEY);
CREATE TABLE field_confidences (document_id VARCHAR PRIMARY KEY);
INSERT INTO documents VALUES ('old', NULL, 'An old title');
INSERT INTO rounds VALUES ('old', FALSE, 0, 'Larkspur', NULL);
"""


def run_script(url: str, script: str) -> None:
    engine = open_engine(url)
    with engine.begin() as connection:
        for statement in filter(str.strip, script.split(";")):
            connection.execute(text(statement))
    engine.dispose()


def names(url: str) -> set[str]:
    engine = open_engine(url)
    with engine.connect() as connection:
        found = set(inspect(connection).get_table_names())
    engine.dispose()
    return found


def test_the_migrations_make_exactly_the_tables_of_the_program(database: str) -> None:
    engine = open_engine(database)
    assert upgrade(engine) is Layout.EMPTY
    assert upgrade(engine) is Layout.CURRENT
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        differences = [found for found in compare_metadata(context, METADATA) if found[0] != "remove_index"]
    engine.dispose()
    assert differences == []


def test_an_unversioned_database_is_refused_until_it_is_upgraded(database: str, extraction: Extraction) -> None:
    run_script(database, UNVERSIONED)
    before = names(database)
    with pytest.raises(SinkError, match="db upgrade"):
        DatabaseSink(database)
    assert names(database) == before
    engine = open_engine(database)
    assert upgrade(engine) is Layout.UNVERSIONED
    with engine.connect() as connection:
        assert connection.execute(text("SELECT title FROM unversioned_documents")).scalar_one() == "An old title"
        assert connection.execute(text("SELECT company FROM unversioned_rounds")).scalar_one() == "Larkspur"
    engine.dispose()
    sink = DatabaseSink(database)
    sink.write(extraction)
    sink.close()


def test_an_older_layout_is_refused_until_it_is_upgraded_and_keeps_its_rows(
    database: str, extraction: Extraction
) -> None:
    sink = DatabaseSink(database)
    sink.write(extraction)
    update_deals(sink.engine)
    with sink.engine.begin() as connection:
        kept = connection.execute(text("SELECT * FROM deals")).all()
        command.downgrade(_config(connection), "0001")
    with pytest.raises(SinkError, match=r"older version.*db upgrade"):
        DatabaseSink(database)
    assert upgrade(sink.engine) is Layout.OLDER
    with sink.engine.connect() as connection:
        assert connection.execute(text("SELECT * FROM deals")).all() == kept
        told = connection.execute(text("SELECT deal_id, day, confidence FROM deals_flat")).all()
    assert [(row[0], str(row[1]), row[2]) for row in told] == [(kept[0][0], "2024-05-01", 0.9)]
    sink.write(extraction)
    sink.close()


@pytest.mark.parametrize(
    ("script", "cause"),
    [
        ("CREATE TABLE rounds (referee TEXT); INSERT INTO rounds VALUES ('Ann')", "another program"),
        (
            f"CREATE TABLE {VERSION_TABLE} (version_num VARCHAR(32)); INSERT INTO {VERSION_TABLE} VALUES ('9999')",
            "newer",
        ),
    ],
)
def test_what_is_not_ours_is_never_touched(database: str, script: str, cause: str) -> None:
    run_script(database, script)
    before = names(database)
    engine = open_engine(database)
    for change in (make_ready, upgrade):
        with pytest.raises(SinkError, match=cause):
            change(engine)
    engine.dispose()
    assert names(database) == before


def test_tables_of_others_may_stand_beside_ours(database: str, extraction: Extraction) -> None:
    run_script(database, "CREATE TABLE customers (name TEXT); INSERT INTO customers VALUES ('Ann')")
    sink = DatabaseSink(database)
    sink.write(extraction)
    with sink.engine.connect() as connection:
        assert connection.execute(text("SELECT name FROM customers")).scalar_one() == "Ann"
    sink.close()


def test_a_failing_migration_leaves_nothing(tmp_path: Path) -> None:
    """A view bears the name of ours: the tables made before it are undone."""
    path = tmp_path / "funding.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE VIEW deals_flat AS SELECT 1 AS one")
        connection.commit()
    with pytest.raises(SinkError, match="deals_flat"):
        upgrade(open_engine(str(path)))
    assert names(f"sqlite:///{path}") == set()


def test_the_commands(database: str, extraction: Extraction, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["db", "init", "--db", database]) == 0
    assert capsys.readouterr().out.endswith(": ready\n")
    assert main(["db", "upgrade", "--db", database]) == 0
    assert "already up to date" in capsys.readouterr().out
    sink = DatabaseSink(database)
    sink.write(extraction)
    sink.close()
    assert main(["db", "stats", "--db", database]) == 0
    counts = dict(line.rsplit(None, 1) for line in capsys.readouterr().out.splitlines())
    assert counts["documents"] == "1"
    assert counts["rounds"] == "1"
    assert counts["earlier rounds recalled"] == "1"
    assert counts["evidence"] == "8"


def test_looking_into_a_missing_file_does_not_make_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "gone.db"
    assert main(["db", "stats", "--db", f"sqlite:///{path}"]) == 1
    assert "no such file" in capsys.readouterr().err
    assert not path.exists()
