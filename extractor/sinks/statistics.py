"""What a database holds, in numbers."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, func, select
from sqlalchemy.sql import Select
from sqlalchemy.sql.selectable import FromClause

from extractor.sinks import tables
from extractor.sinks.connections import telling
from extractor.sinks.layouts import require_current


def statistics(engine: Engine) -> list[tuple[str, int]]:
    """Counts by name, in the order to show them. Raises SinkError."""
    require_current(engine)
    versions, rounds, runs = tables.VERSIONS.c, tables.ROUNDS.c, tables.RUNS.c
    current_round = _count(tables.ROUNDS.join(tables.VERSIONS)).where(versions.is_current)
    counts: list[tuple[str, Select[Any]]] = [
        ("documents", _count(tables.DOCUMENTS)),
        ("  about funding", _count(tables.VERSIONS).where(versions.is_current, versions.is_funding)),
        ("  superseded versions", _count(tables.VERSIONS).where(~versions.is_current)),
        ("rounds", current_round.where(~rounds.is_previous)),
        ("earlier rounds recalled", current_round.where(rounds.is_previous)),
        ("organizations", _count(tables.ORGANIZATIONS)),
        ("deals", _count(tables.DEALS)),
        ("  told by several documents", _count(tables.DEALS).where(tables.DEALS.c.documents > 1)),
        ("findings", _count(tables.FINDINGS.join(tables.VERSIONS)).where(versions.is_current)),
        ("evidence", _count(tables.EVIDENCE.join(tables.VERSIONS)).where(versions.is_current)),
        ("failures", _count(tables.FAILURES)),
        ("runs", _count(tables.RUNS)),
        ("  not finished", _count(tables.RUNS).where(runs.status == "running")),
    ]
    with telling(engine), engine.connect().execution_options(reading=True) as connection, connection.begin():
        return [(name, int(connection.execute(query).scalar_one())) for name, query in counts]


def _count(source: FromClause) -> Select[Any]:
    return select(func.count()).select_from(source)
