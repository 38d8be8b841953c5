"""The layout of a database: recognised, made, brought up to date; tables that are not ours are never touched."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from extractor.errors import SinkError
from extractor.sinks.connections import safe_name, telling
from extractor.sinks.tables import METADATA, VERSION_TABLE

_MIGRATIONS = Path(__file__).parent / "migrations"
# Any number that no other program uses for a lock; PostgreSQL knows such locks by number alone.
_LAYOUT_LOCK = 7_204_551_903
# The tables of the layout before revisions were kept, and a column by which it is told from anybody else's.
_UNVERSIONED = {"documents", "rounds", "amounts", "participations", "findings", "evidence"}
# Its last builds had this one too.
_UNVERSIONED_LATER = {"field_confidences"}
_UNVERSIONED_MARK = ("rounds", "company_legal_name")


class Layout(Enum):
    """What stands in a database."""

    EMPTY = "no tables of this program"
    CURRENT = "up to date"
    OLDER = "made by an older version of this program"
    UNVERSIONED = "made by a version of this program that kept no revisions"
    NEWER = "made by a newer version of this program"
    FOREIGN = "tables of another program bear the names of ours"


def layout_of(connection: Connection) -> Layout:
    """What stands in the database; reads only."""
    inspector = inspect(connection)
    tables = set(inspector.get_table_names())
    revision = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE}).get_current_revision()
    if revision is not None:
        script = ScriptDirectory.from_config(_config(connection))
        known = {each.revision for each in script.walk_revisions()}
        if revision == script.get_current_head():
            return Layout.CURRENT
        return Layout.OLDER if revision in known else Layout.NEWER
    if not tables & set(METADATA.tables):
        return Layout.EMPTY
    table, column = _UNVERSIONED_MARK
    if tables >= _UNVERSIONED and column in {each["name"] for each in inspector.get_columns(table)}:
        return Layout.UNVERSIONED
    return Layout.FOREIGN


def make_ready(engine: Engine) -> None:
    """Make the tables in a database that has none of them; refuse a layout that is not today's. Raises SinkError."""
    with telling(engine):
        with engine.connect().execution_options(reading=True) as connection, connection.begin():
            layout = layout_of(connection)
        if layout is Layout.EMPTY:
            upgrade(engine)
        elif layout is not Layout.CURRENT:
            _refuse(engine, layout)


def upgrade(engine: Engine) -> Layout:
    """Bring the database to today's layout in one transaction; what it was before. Raises SinkError.

    The rows of an older layout are kept. Tables from before revisions were kept are renamed to `unversioned_…`.
    """
    with telling(engine), engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LAYOUT_LOCK})
        before = layout_of(connection)
        if before in (Layout.NEWER, Layout.FOREIGN):
            _refuse(engine, before)
        if before is Layout.UNVERSIONED:
            _set_aside(connection)
        if before is not Layout.CURRENT:
            command.upgrade(_config(connection), "head")
        return before


def require_current(engine: Engine) -> None:
    """Refuse a database without our tables or with another layout; writes nothing. Raises SinkError."""
    file = engine.url.database
    if engine.dialect.name == "sqlite" and file and not file.startswith(("file:", ":")) and not Path(file).exists():
        raise SinkError(f"{safe_name(engine.url)}: no such file")
    with telling(engine), engine.connect().execution_options(reading=True) as connection, connection.begin():
        layout = layout_of(connection)
    if layout is not Layout.CURRENT:
        _refuse(engine, layout)


def _refuse(engine: Engine, layout: Layout) -> None:
    advice = {
        Layout.EMPTY: "; make them with `extractor db init`",
        Layout.OLDER: "; nothing was changed; bring it up to date with `extractor db upgrade`",
        Layout.UNVERSIONED: "; nothing was changed; `extractor db upgrade` sets its tables aside",
        Layout.NEWER: "; nothing was changed; use that version",
        Layout.FOREIGN: "; nothing was changed; use another database",
    }
    raise SinkError(f"{safe_name(engine.url)}: {layout.value}{advice.get(layout, '')}")


def _set_aside(connection: Connection) -> None:
    """Rename the tables of the unversioned layout; their rows stay. Indexes go: new ones bear the same names."""
    inspector = inspect(connection)
    tables = sorted((_UNVERSIONED | _UNVERSIONED_LATER) & set(inspector.get_table_names()))
    indexes = [str(index["name"]) for table in tables for index in inspector.get_indexes(table)]
    for index in indexes:
        connection.execute(text(f'DROP INDEX "{index}"'))
    for table in tables:
        if connection.dialect.name == "postgresql":
            key = inspector.get_pk_constraint(table)["name"]
            connection.execute(text(f'ALTER TABLE "{table}" RENAME CONSTRAINT "{key}" TO "unversioned_{key}"'))
        connection.execute(text(f'ALTER TABLE "{table}" RENAME TO "unversioned_{table}"'))


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
