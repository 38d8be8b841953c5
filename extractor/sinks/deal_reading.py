"""Deals out of a database, for people and for export."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, func, select

from extractor.errors import UsageError
from extractor.merging.clustering import Reference
from extractor.merging.names import match_names
from extractor.records import plain_decimal
from extractor.sinks import tables as t
from extractor.sinks.connections import telling
from extractor.sinks.layouts import require_current


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that only reads a database of today's layout. Raises SinkError."""
    require_current(engine)
    with telling(engine), engine.connect().execution_options(reading=True) as connection, connection.begin():
        yield connection


def list_deals(connection: Connection, *, company: str | None = None) -> Iterator[RowMapping]:
    """All deals, the latest first, or those of a company by any writing of its name."""
    day = func.coalesce(t.DEALS.c.announced_on_from, t.DEALS.c.first_told_on)
    order = (day.desc().nulls_last(), t.DEALS.c.company, t.DEALS.c.deal_id)
    for row in connection.execute(select(t.DEALS).order_by(*order)).mappings():
        if company is None or match_names([company], [row["company"]]):
            yield row


def deal_details(connection: Connection, deal_id: str) -> dict[str, Any]:
    """A deal with its documents, investors, stated values, findings and links. Raises UsageError for an unknown id."""
    row = connection.execute(select(t.DEALS).where(t.DEALS.c.deal_id == deal_id)).mappings().one_or_none()
    if row is None:
        raise UsageError(f"{deal_id}: no such deal; `extractor deals list` shows all")
    return {
        **{name: _plain(value) for name, value in row.items()},
        "documents": _documents(connection, deal_id),
        "investors": _rows(connection, t.DEAL_INVESTORS, deal_id, names=True),
        "values": _rows(connection, t.DEAL_VALUES, deal_id),
        "findings": _rows(connection, t.DEAL_FINDINGS, deal_id),
        "links": _rows(connection, t.DEAL_LINKS, deal_id),
    }


def export_deals(connection: Connection) -> Iterator[dict[str, Any]]:
    """Every deal with its details, in the order of ids."""
    for deal_id in connection.execute(select(t.DEALS.c.deal_id).order_by(t.DEALS.c.deal_id)).scalars().all():
        yield deal_details(connection, deal_id)


def rounds_of(connection: Connection, deal_id: str) -> dict[str, list[Reference]]:
    """The rounds of a deal by document. Raises UsageError for an unknown id."""
    found: dict[str, list[Reference]] = {}
    for each in deal_details(connection, deal_id)["documents"]:
        found.setdefault(each["document_id"], []).append((each["document_id"], each["round_id"]))
    return found


def _documents(connection: Connection, deal_id: str) -> list[dict[str, Any]]:
    member, version, rounds = t.DEAL_DOCUMENTS.c, t.VERSIONS.c, t.ROUNDS.c
    query = (
        select(member.round_key, member.document_id, rounds.round_id, member.told_on, t.DOCUMENTS.c.url)
        .add_columns(version.title, version.publisher, rounds.status)
        .join(t.ROUNDS, rounds.round_key == member.round_key)
        .join(t.VERSIONS, version.version_key == rounds.version_key)
        .join(t.DOCUMENTS, t.DOCUMENTS.c.document_id == member.document_id)
        .where(member.deal_id == deal_id)
        .order_by(member.told_on, member.document_id)
    )
    return [{name: _plain(value) for name, value in row.items()} for row in connection.execute(query).mappings()]


def _rows(connection: Connection, table: Any, deal_id: str, *, names: bool = False) -> list[dict[str, Any]]:
    query = select(table)
    if names:
        query = query.add_columns(t.ORGANIZATIONS.c.name).join(t.ORGANIZATIONS)
    query = query.where(table.c.deal_id == deal_id).order_by(*table.primary_key)
    hidden = {"deal_id", "position", "organization_key"}
    rows = connection.execute(query).mappings()
    return [{name: _plain(value) for name, value in row.items() if name not in hidden} for row in rows]


def _plain(value: Any) -> Any:
    """A value as JSON has it: decimals and dates as text."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    return plain_decimal(value) if hasattr(value, "as_tuple") else value.isoformat()
