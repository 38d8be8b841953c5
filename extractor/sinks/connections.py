"""Opening a database by URL, and saying in one line what went wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import StaticPool

from extractor.errors import SinkError

# Seconds that a writer waits for another one to finish its transaction in the same SQLite file.
_SQLITE_PATIENCE = 60
# Pages that SQLite keeps: the upper levels of all trees of a database of some GB; its own default is 2,000.
_SQLITE_CACHE_KIB = 8_000
_DIALECTS = ("sqlite", "postgresql")
_POSTGRESQL_ADVICE = "PostgreSQL needs psycopg: pip install 'fundingwire[postgresql]'"
_MEMORY = (None, "", ":memory:")


def open_engine(url: str) -> Engine:
    """An engine for a SQLAlchemy URL (`sqlite:///funding.db`, `postgresql://…`) or the path of a SQLite file.

    Nothing is connected yet. Raises SinkError for a URL that cannot be used or a driver that is missing.
    """
    try:
        address = make_url(url if "://" in url else f"sqlite:///{url}")
    except SQLAlchemyError as error:
        raise SinkError(f"--db: {cause(error)}") from None
    name = safe_name(address)
    if address.get_backend_name() not in _DIALECTS:
        raise SinkError(f"{name}: only SQLite and PostgreSQL are supported")
    if address.get_backend_name() == "sqlite":
        return _sqlite(address, name)
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    try:
        return create_engine(address, connect_args={"connect_timeout": 10})
    except ImportError:
        raise SinkError(f"{name}: {_POSTGRESQL_ADVICE}") from None
    except SQLAlchemyError as error:
        raise SinkError(f"{name}: {cause(error)}") from None


def safe_name(address: URL) -> str:
    """The URL without its password."""
    return address.render_as_string(hide_password=True)


@contextmanager
def telling(engine: Engine) -> Iterator[None]:
    """Turn whatever the database refuses into a SinkError that names it and the cause."""
    try:
        yield
    except SQLAlchemyError as error:
        raise SinkError(f"{safe_name(engine.url)}: {cause(error)}") from None


def cause(error: Exception) -> str:
    """The first line of what the database said, without the statement; plain words for what often happens."""
    original = getattr(error, "orig", None) or error
    said = str(original).strip().split("\n")[0] or type(original).__name__
    known = {
        "attempt to write a readonly database": "the file is read-only",
        "database or disk is full": "the disk is full; free some space and give the same command again",
        "disk I/O error": "the system refused to write: the disk may be full, or the file as large as it may become",
        "unable to open database file": "unable to open database file: no such folder, or no permission",
        "database is locked": "another program is writing to this file",
    }
    return known.get(said, said)


def is_memory(engine: Engine) -> bool:
    """Whether this is a SQLite database that lives as long as its engine."""
    return engine.dialect.name == "sqlite" and engine.url.database in _MEMORY


def _sqlite(address: URL, name: str) -> Engine:
    if address.database not in _MEMORY and Path(str(address.database)).is_dir():
        raise SinkError(f"{name}: this is a folder")
    memory = {"poolclass": StaticPool} if address.database in _MEMORY else {}
    try:
        engine = create_engine(address, connect_args={"timeout": _SQLITE_PATIENCE}, **memory)
    except (SQLAlchemyError, ImportError) as error:
        raise SinkError(f"{name}: {cause(error)}") from None
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own transactions would leave the making of tables outside of them.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = -{_SQLITE_CACHE_KIB}")


def _begin_sqlite(connection: Connection) -> None:
    """A writer says so at once: two that begin by reading would each wait for the other to end."""
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
