"""Deals in a database: new rounds join old deals, and what a person decided holds."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
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
from extractor.sinks.deal_companies import CompanyRounds
from extractor.sinks.deal_facts import load_facts, load_names
from extractor.sinks.keys import organization_key
from extractor.sinks.layouts import require_current
from extractor.sinks.rows import Row, partial

# As of layouts.py: one program at a time makes deals in one PostgreSQL database.
_DEALS_LOCK = 7_204_551_904
# SQLite takes at most 32,766 parameters in a statement.
_CHUNK = 20_000
# Rounds whose facts are in memory together, unless one company has more.
_AT_ONCE = 200
_NAMES_AT_ONCE = 2_000


def update_deals(engine: Engine, *, rebuild: bool = False) -> int:
    """Make the deals of rounds that have none yet, together with old deals that they may belong to; how many rounds.

    `rebuild` makes all deals anew; ids are kept where their rounds stay together. Raises SinkError.
    """
    require_current(engine)
    with telling(engine), engine.begin() as connection:
        _lock(connection)
        return _update(connection, {}, rebuild=rebuild)


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
        deals = set(_deals_of(connection, concerned).values())
        before = _members_of(connection, deals)
        connection.execute(delete(t.DEALS).where(t.DEALS.c.deal_id.in_(deals)))
        _update(connection, before)


def _update(connection: Connection, before: dict[int, str], *, rebuild: bool = False) -> int:
    """`before` has the deals that rounds had until just now; company by company, for flat memory."""
    before = before | _drop_stale(connection)
    fresh = array("q", connection.execute(_reported(with_deal=rebuild)).scalars())
    rounds = CompanyRounds()
    neighbours: set[str] = set()
    for some in _chunks(fresh, _NAMES_AT_ONCE):
        named = load_names(connection, some)
        upsert_rows(
            connection, t.ROUND_BLOCKS, {(b, key) for key, names in named.items() for b in blocks(names)}, replacing=()
        )
        unknown = rounds.add(named)
        if not rebuild:
            neighbours |= _deals_in(connection, {block for names in unknown for block in blocks(names)})
    old = _deals_of(connection, fresh) if rebuild else _members_of(connection, neighbours)
    if not rebuild:
        for some in _chunks(sorted(old), _NAMES_AT_ONCE):
            rounds.add(load_names(connection, some))
    decisions = _decisions(connection)
    before |= old
    together = [*_by_deal(before), *_joined(connection, decisions)]
    reserved = frozenset(before.values())
    for keys in rounds.groups(len(fresh), together, _AT_ONCE):
        facts = load_facts(connection, keys)
        _delete_in(connection, t.DEALS, "deal_id", sorted({old[key] for key in keys if key in old}))
        _write(connection, _with_ids(connection, cluster(facts, decisions), before, reserved))
    return len(fresh)


def _by_deal(deal_of: dict[int, str]) -> Iterable[list[int]]:
    members: dict[str, list[int]] = defaultdict(list)
    for key, deal in deal_of.items():
        members[deal].append(key)
    return members.values()


def _joined(connection: Connection, decisions: Sequence[Decision]) -> Iterable[list[int]]:
    for each in decisions:
        if each.verdict == "same":
            yield _keys_of(connection, [each.left, each.right])


def _with_ids(
    connection: Connection, clusters: Sequence[Cluster], before: Mapping[int, str], reserved: Set[str]
) -> list[Deal]:
    """A deal keeps its id where most of its rounds are; a new one is named by its first round.

    `reserved` are the ids in `before`, which no new deal gets.
    """
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
    free = {place: _free_ids(each) for place, each in enumerate(clusters) if place not in ids}
    taken |= _existing(connection, {deal_id for some in free.values() for deal_id in some})
    for place, some in free.items():
        unused = (each for each in some if each not in taken and each not in reserved)
        ids[place] = next(unused, some[0][:8] + f"{len(taken) + len(reserved):08x}")
        taken.add(ids[place])
    return [merged(each, ids[place]) for place, each in enumerate(clusters)]


def _free_ids(found: Cluster) -> list[str]:
    members = sorted(found.members, key=lambda each: each.reference)
    return [new_deal_id(members[place:]) for place in range(len(members))]


def _existing(connection: Connection, deals: set[str]) -> set[str]:
    found: set[str] = set()
    for some in _chunks(sorted(deals)):
        found.update(connection.execute(select(t.DEALS.c.deal_id).where(t.DEALS.c.deal_id.in_(some))).scalars())
    return found


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


def _reported(*, with_deal: bool) -> Select[Any]:
    """Rounds that a current document reports as news: all, or those that have no deal."""
    rounds = t.ROUNDS.c
    query = select(rounds.round_key).join(t.VERSIONS).where(t.VERSIONS.c.is_current, ~rounds.is_previous)
    if not with_deal:
        query = query.outerjoin(t.DEAL_DOCUMENTS, t.DEAL_DOCUMENTS.c.round_key == rounds.round_key)
        query = query.where(t.DEAL_DOCUMENTS.c.round_key.is_(None))
    return query.order_by(rounds.round_key)


def _deals_in(connection: Connection, found: set[str]) -> set[str]:
    """Deals with a round in one of these blocks."""
    member, block = t.DEAL_DOCUMENTS.c, t.ROUND_BLOCKS.c
    query = select(member.deal_id).join(t.ROUND_BLOCKS, block.round_key == member.round_key).distinct()
    deals: set[str] = set()
    for some in _chunks(sorted(found)):
        deals.update(connection.execute(query.where(block.block.in_(some))).scalars())
    return deals


def _deals_of(connection: Connection, rounds: Sequence[int]) -> dict[int, str]:
    member = t.DEAL_DOCUMENTS.c
    query = select(member.round_key, member.deal_id)
    found: dict[int, str] = {}
    for some in _chunks(rounds):
        found.update(
            (row.round_key, row.deal_id) for row in connection.execute(query.where(member.round_key.in_(some)))
        )
    return found


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


def _chunks(values: Sequence[Any], size: int = _CHUNK) -> Iterable[Sequence[Any]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]
