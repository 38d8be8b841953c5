"""Deals in a database: new rounds join old deals, and what a person decided holds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection, Engine, Select, delete, or_, select, text, tuple_

from extractor.errors import UsageError
from extractor.merging.clustering import Cluster, Decision, Reference, cluster
from extractor.merging.deals import Deal, merged, new_deal_id
from extractor.merging.names import blocks
from extractor.records import plain_decimal
from extractor.sinks import tables as t
from extractor.sinks.bulk import insert_rows, upsert_rows
from extractor.sinks.connections import telling
from extractor.sinks.deal_facts import load_facts
from extractor.sinks.keys import organization_key
from extractor.sinks.layouts import require_current
from extractor.sinks.rows import Row, partial

# As of layouts.py: one program at a time makes deals in one PostgreSQL database.
_DEALS_LOCK = 7_204_551_904
# SQLite takes at most 32,766 parameters in a statement.
_CHUNK = 20_000


def update_deals(engine: Engine, *, rebuild: bool = False) -> int:
    """Make the deals of rounds that have none yet, together with old deals that they may belong to; how many rounds.

    `rebuild` makes all deals anew; ids are kept where their rounds stay together. Raises SinkError.
    """
    require_current(engine)
    with telling(engine), engine.begin() as connection:
        _lock(connection)
        if rebuild:
            before = _deal_of(connection, None)
            connection.execute(delete(t.DEALS))
            return _update(connection, before)
        return _update(connection, {})


def decide(
    engine: Engine, left: Iterable[Reference], right: Iterable[Reference], verdict: Literal["same", "different"]
) -> None:
    """Note that the rounds `left` and `right` are one deal or are not, and make their deals anew. Raises SinkError."""
    ours, theirs = sorted(set(left)), sorted(set(right))
    pairs = [tuple(sorted((a, b))) for a in ours for b in theirs if a != b]
    if not pairs:
        raise UsageError("two different rounds are needed")
    with telling(engine), engine.begin() as connection:
        _lock(connection)
        key = tuple_(*(column for column in t.DEAL_DECISIONS.primary_key))
        for a, b in pairs:
            connection.execute(delete(t.DEAL_DECISIONS).where(key == tuple_(*a, *b)))
        noted = pairs if verdict == "different" else pairs[:1]
        insert_rows(connection, t.DEAL_DECISIONS, [(*a, *b, verdict, None) for a, b in noted])
        concerned = _keys_of(connection, [*ours, *theirs])
        deals = set(_deal_of(connection, concerned).values())
        before = _members_of(connection, deals)
        connection.execute(delete(t.DEALS).where(t.DEALS.c.deal_id.in_(deals)))
        _update(connection, before)


def _update(connection: Connection, before: dict[int, str]) -> int:
    """`before` has the deals that rounds had until just now."""
    before = before | _drop_stale(connection)
    fresh = list(connection.execute(_without_deal()).scalars())
    facts = load_facts(connection, fresh)
    found = {(block, each.key) for each in facts for block in blocks(each.names)}
    upsert_rows(connection, t.ROUND_BLOCKS, found, replacing=())
    neighbours = _deals_in(connection, {block for block, _ in found}) if facts else set()
    old = _members_of(connection, neighbours)
    everyone = [*facts, *load_facts(connection, [key for key in old if key not in set(fresh)])]
    _delete_in(connection, t.DEALS, "deal_id", sorted(neighbours))
    made = _with_ids(cluster(everyone, _decisions(connection)), before | old)
    _write(connection, made)
    return len(fresh)


def _with_ids(clusters: Sequence[Cluster], before: dict[int, str]) -> list[Deal]:
    """A deal keeps its id where most of its rounds are; a new one is named by its first round."""
    wishes = []
    for place, each in enumerate(clusters):
        for deal_id, count in Counter(before[m.key] for m in each.members if m.key in before).items():
            wishes.append((-count, deal_id, place))
    ids: dict[int, str] = {}
    taken: set[str] = set()
    for _, deal_id, place in sorted(wishes):
        if place not in ids and deal_id not in taken:
            ids[place] = deal_id
            taken.add(deal_id)
    deals = []
    for place, each in enumerate(clusters):
        deal_id = ids.get(place) or _free_id(each, taken)
        taken.add(deal_id)
        deals.append(merged(each, deal_id))
    return deals


def _free_id(found: Cluster, taken: set[str]) -> str:
    members = sorted(found.members, key=lambda each: each.reference)
    ids = (new_deal_id(members[place:]) for place in range(len(members)))
    return next((each for each in ids if each not in taken), new_deal_id(members)[:8] + f"{len(taken):08x}")


def _drop_stale(connection: Connection) -> dict[int, str]:
    """Take apart deals with a round that is gone or superseded; the deal of each round that they had."""
    member, version = t.DEAL_DOCUMENTS.c, t.VERSIONS.c
    counted = (
        select(t.DEALS.c.deal_id)
        .outerjoin(t.DEAL_DOCUMENTS)
        .group_by(t.DEALS.c.deal_id, t.DEALS.c.documents)
        .having(text("COUNT(deal_documents.round_key) <> deals.documents"))
    )
    superseded = select(member.deal_id).join(t.ROUNDS, t.ROUNDS.c.round_key == member.round_key).join(t.VERSIONS)
    stale = {
        *connection.execute(counted).scalars(),
        *connection.execute(superseded.where(~version.is_current)).scalars(),
    }
    before = _members_of(connection, stale)
    _delete_in(connection, t.DEALS, "deal_id", sorted(stale))
    return before


def _without_deal() -> Select[Any]:
    """Rounds that a current document reports as news and that have no deal."""
    rounds = t.ROUNDS.c
    return (
        select(rounds.round_key)
        .join(t.VERSIONS)
        .outerjoin(t.DEAL_DOCUMENTS, t.DEAL_DOCUMENTS.c.round_key == rounds.round_key)
        .where(t.VERSIONS.c.is_current, ~rounds.is_previous, t.DEAL_DOCUMENTS.c.round_key.is_(None))
    )


def _deals_in(connection: Connection, found: set[str]) -> set[str]:
    """Deals with a round in one of these blocks."""
    member, block = t.DEAL_DOCUMENTS.c, t.ROUND_BLOCKS.c
    query = select(member.deal_id).join(t.ROUND_BLOCKS, block.round_key == member.round_key).distinct()
    deals: set[str] = set()
    for some in _chunks(sorted(found)):
        deals.update(connection.execute(query.where(block.block.in_(some))).scalars())
    return deals


def _deal_of(connection: Connection, rounds: Sequence[int] | None) -> dict[int, str]:
    member = t.DEAL_DOCUMENTS.c
    query = select(member.round_key, member.deal_id)
    if rounds is not None:
        query = query.where(member.round_key.in_(rounds))
    return {row.round_key: row.deal_id for row in connection.execute(query)}


def _members_of(connection: Connection, deals: set[str]) -> dict[int, str]:
    member = t.DEAL_DOCUMENTS.c
    found: dict[int, str] = {}
    for some in _chunks(sorted(deals)):
        query = select(member.round_key, member.deal_id).where(member.deal_id.in_(some))
        found.update((row.round_key, row.deal_id) for row in connection.execute(query))
    return found


def _keys_of(connection: Connection, references: Sequence[Reference]) -> list[int]:
    version, rounds = t.VERSIONS.c, t.ROUNDS.c
    named = [(version.document_id == document) & (rounds.round_id == round_) for document, round_ in references]
    query = select(rounds.round_key).join(t.VERSIONS).where(version.is_current, or_(*named))
    return list(connection.execute(query).scalars())


def _decisions(connection: Connection) -> list[Decision]:
    return [
        Decision((row.left_document, row.left_round), (row.right_document, row.right_round), row.verdict)
        for row in connection.execute(select(t.DEAL_DECISIONS).order_by(*t.DEAL_DECISIONS.primary_key))
    ]


def _write(connection: Connection, deals: Sequence[Deal]) -> None:
    names = {organization_key(each.name): each.name for deal in deals for each in deal.investors}
    upsert_rows(connection, t.ORGANIZATIONS, names.items(), replacing=())
    insert_rows(connection, t.DEALS, [_deal_row(deal) for deal in deals])
    rows: dict[str, list[Row]] = defaultdict(list)
    for deal in deals:
        key = deal.deal_id
        rows["documents"] += [(m.key, key, m.document_id, _day(m.told_on)) for m in deal.members]
        rows["investors"] += [
            (key, place, organization_key(each.name), each.role, each.relation, each.documents)
            for place, each in enumerate(deal.investors)
        ]
        places: Counter[str] = Counter()
        for each in deal.stated:
            rows["values"].append(
                (key, each.field, places[each.field], each.round_key, each.value, each.is_preferred, each.reason)
            )
            places[each.field] += 1
        rows["findings"] += [(key, place, f.code, f.severity, f.message) for place, f in enumerate(deal.findings)]
        rows["links"] += [(key, link.left, link.right, link.score, "; ".join(link.reasons)) for link in deal.links]
    insert_rows(connection, t.DEAL_DOCUMENTS, rows["documents"])
    insert_rows(connection, t.DEAL_INVESTORS, rows["investors"])
    insert_rows(connection, t.DEAL_VALUES, rows["values"])
    insert_rows(connection, t.DEAL_FINDINGS, rows["findings"])
    insert_rows(connection, t.DEAL_LINKS, rows["links"])


def _deal_row(deal: Deal) -> Row:
    amount, valuation = deal.amount, deal.valuation
    return (
        deal.deal_id,
        deal.company,
        deal.status,
        deal.round_type,
        deal.instrument,
        plain_decimal(amount.value) if amount else None,
        plain_decimal(amount.max_value) if amount and amount.max_value is not None else None,
        amount.currency if amount else None,
        amount.qualifier if amount else None,
        plain_decimal(valuation.value) if valuation else None,
        valuation.currency if valuation else None,
        deal.valuation_basis,
        *partial(deal.announced_on),
        _day(deal.first_told_on),
        _day(deal.last_told_on),
        len(deal.members),
    )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _lock(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _DEALS_LOCK})


def _delete_in(connection: Connection, table: Any, column: str, values: Sequence[str]) -> None:
    for some in _chunks(values):
        connection.execute(delete(table).where(table.c[column].in_(some)))


def _chunks(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]
