"""Many rows at once, as fast as the driver goes: executemany in SQLite, COPY in PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.exc import DBAPIError

from extractor.sinks.rows import Row

_first = itemgetter(0)


def insert_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert `rows`, whose values stand in the order of the table's columns. Raises SQLAlchemyError."""
    if not rows:
        return
    # Keys are hashes: in their order a batch passes through the trees of a large table once instead of leaping in them.
    rows = sorted(rows, key=_first)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_insert(table), list(rows))
    else:
        _copy(connection, table, rows)


def upsert_rows(connection: Connection, table: Table, rows: Iterable[Row], *, replacing: Sequence[str]) -> None:
    """Insert `rows`; where the key is there already, replace the columns `replacing`, or nothing if there are none.

    The rows go in the order of their key, so that two writers lock the same rows in the same order.
    """
    ordered = sorted(rows)
    if not ordered:
        return
    key = ", ".join(f'"{column.name}"' for column in table.primary_key)
    changes = ", ".join(f'"{name}" = excluded."{name}"' for name in replacing)
    clause = f" ON CONFLICT ({key}) DO " + (f"UPDATE SET {changes}" if changes else "NOTHING")
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_insert(table) + clause, ordered)
        return
    # One statement over arrays: a round trip a batch, not one a row.
    kinds = [column.type.compile(connection.dialect) for column in table.columns]
    arrays = ", ".join(f"%s::{kind}[]" for kind in kinds)
    columns = tuple(list(values) for values in zip(*ordered, strict=True))
    connection.exec_driver_sql(
        f'INSERT INTO "{table.name}" ({_names(table)}) SELECT * FROM unnest({arrays}){clause}', columns
    )


def _copy(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({_names(table)}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)
    except connection.dialect.dbapi.Error as error:  # type: ignore[union-attr]
        raise DBAPIError(f"COPY {table.name}", None, error) from error


@cache
def _names(table: Table) -> str:
    return ", ".join(f'"{column.name}"' for column in table.columns)


@cache
def _insert(table: Table) -> str:
    places = ", ".join("?" for _ in table.columns)
    return f'INSERT INTO "{table.name}" ({_names(table)}) VALUES ({places})'
