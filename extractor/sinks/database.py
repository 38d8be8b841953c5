"""Records in a relational database, SQLite or PostgreSQL, upserted in batches: a batch is one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Table, bindparam, select
from sqlalchemy.exc import DBAPIError

from extractor.records import Extraction, Failure
from extractor.sinks.bulk import insert_rows, upsert_rows
from extractor.sinks.connections import open_engine, telling
from extractor.sinks.keys import version_key
from extractor.sinks.layouts import make_ready
from extractor.sinks.rows import Rows, add_rows, failure_row, record_sha256
from extractor.sinks.tables import DOCUMENT_TABLES, DOCUMENTS, FAILURES, ORGANIZATIONS, VERSIONS

# PostgreSQL: deadlock, serialization failure. Writers lock in one order, so these come from other programs alone.
_PASSING = {"40P01", "40001"}
_TRIES = 5
_KNOWN_ORGANIZATIONS = 100_000

_STORED = select(
    VERSIONS.c.document_id, VERSIONS.c.version_key, VERSIONS.c.version, VERSIONS.c.is_current, VERSIONS.c.record_sha256
).where(VERSIONS.c.document_id.in_(bindparam("ids", expanding=True)))


class DatabaseSink:
    """Writes extractions and failures; the same record twice is one, a changed article is a new version.

    `url` is a SQLAlchemy URL (`sqlite:///funding.db`) or the bare path of a SQLite file. The tables are made in a
    database that has none. Raises SinkError, naming the database without its password.
    """

    def __init__(self, url: str) -> None:
        self.engine = open_engine(url)
        # Organizations that are surely in the database, and those that the open transaction adds.
        self._organizations: set[int] = set()
        self._fresh: set[int] = set()
        make_ready(self.engine)

    def write(self, extraction: Extraction) -> None:
        """Write one extraction in a transaction of its own."""
        self.write_many([extraction])

    def write_many(
        self,
        items: Sequence[Extraction | Failure],
        *,
        run_id: str | None = None,
        also: Callable[[Connection], None] | None = None,
    ) -> None:
        """Write all of `items` in one transaction, with what `also` does in it.

        Of several extractions with one id the last stays; the others become its superseded versions.
        """
        with telling(self.engine):
            for tries_left in reversed(range(_TRIES)):
                self._fresh.clear()
                try:
                    with self.engine.begin() as connection:
                        self._write(connection, items, run_id)
                        if also is not None:
                            also(connection)
                except DBAPIError as error:
                    if not tries_left or getattr(error.orig, "sqlstate", None) not in _PASSING:
                        raise
                else:
                    self._know(self._fresh)
                    return

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()

    def _know(self, organizations: set[int]) -> None:
        if len(self._organizations) > _KNOWN_ORGANIZATIONS:
            self._organizations.clear()
        self._organizations |= organizations

    def _write(self, connection: Connection, items: Sequence[Extraction | Failure], run_id: str | None) -> None:
        failures = [failure_row(item, run_id) for item in items if isinstance(item, Failure)]
        names = [column.name for column in FAILURES.columns if not column.primary_key]
        upsert_rows(connection, FAILURES, dict.fromkeys(failures), replacing=names)
        for extractions in _distinct([item for item in items if isinstance(item, Extraction)]):
            self._write_documents(connection, extractions, run_id)

    def _write_documents(self, connection: Connection, extractions: Sequence[Extraction], run_id: str | None) -> None:
        documents = [(each.id, each.article.url, each.article.canonical_url) for each in extractions]
        # Also the lock: another writer of one of these documents waits here until this transaction ends.
        upsert_rows(connection, DOCUMENTS, documents, replacing=("url", "canonical_url"))
        stored: dict[str, list[Any]] = {}
        for row in connection.execute(_STORED, {"ids": [each.id for each in extractions]}):
            stored.setdefault(row.document_id, []).append(row)
        rows, replaced, superseded = Rows(), list[int](), list[int]()
        for extraction in extractions:
            versions = stored.get(extraction.id, [])
            key = version_key(extraction.id, extraction.article.text_sha256)
            same = next((row for row in versions if row.version_key == key), None)
            sha256 = record_sha256(extraction)
            if same and same.is_current and same.record_sha256 == sha256:
                continue
            if same:
                replaced.append(key)
            superseded.extend(row.version_key for row in versions if row.is_current and row is not same)
            number = same.version if same else max((row.version for row in versions), default=0) + 1
            add_rows(rows, extraction, version=number, run_id=run_id, sha256=sha256)
        _delete(connection, VERSIONS, replaced)
        _supersede(connection, superseded)
        self._insert(connection, rows)

    def _insert(self, connection: Connection, rows: Rows) -> None:
        unknown = [(key, name) for key, name in rows.organizations.items() if key not in self._organizations]
        upsert_rows(connection, ORGANIZATIONS, unknown, replacing=())
        self._fresh.update(key for key, _ in unknown)
        for table in DOCUMENT_TABLES:
            insert_rows(connection, table, getattr(rows, table.name))


def _distinct(extractions: Sequence[Extraction]) -> Iterator[list[Extraction]]:
    """`extractions` in groups in which each id is there once, in the given order."""
    group: dict[str, Extraction] = {}
    for extraction in extractions:
        if extraction.id in group:
            yield list(group.values())
            group = {}
        group[extraction.id] = extraction
    if group:
        yield list(group.values())


def _delete(connection: Connection, table: Table, keys: Sequence[int]) -> None:
    """Delete versions with all that hangs on them."""
    if keys:
        connection.execute(table.delete().where(table.c.version_key.in_(keys)))


def _supersede(connection: Connection, keys: Sequence[int]) -> None:
    if keys:
        connection.execute(VERSIONS.update().where(VERSIONS.c.version_key.in_(keys)).values(is_current=False))
