"""What merging needs of rounds, out of a database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, select

from extractor.merging.facts import Backer, RoundFacts, Sum, full_date
from extractor.sinks import tables as t

# SQLite takes at most 32,766 parameters in a statement; more at a time gains nothing.
_CHUNK = 10_000


def load_facts(connection: Connection, keys: Sequence[int]) -> list[RoundFacts]:
    """The facts of these rounds, in the order of their documents."""
    found: list[RoundFacts] = []
    for start in range(0, len(keys), _CHUNK):
        found.extend(_load(connection, keys[start : start + _CHUNK]))
    return sorted(found, key=lambda each: (each.reference, each.key))


def load_names(connection: Connection, keys: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The names of each round's company, as in its facts; at most 10,000 rounds at a time."""
    rounds = t.ROUNDS.c
    aliases = _aliases(connection, keys)
    query = (
        select(rounds.round_key, rounds.company_legal_name, t.ORGANIZATIONS.c.name)
        .join(t.ORGANIZATIONS, t.ORGANIZATIONS.c.organization_key == rounds.company_key)
        .where(rounds.round_key.in_(keys))
        .order_by(rounds.round_key)
    )
    return {row.round_key: _names(row, aliases[row.round_key]) for row in connection.execute(query)}


def _load(connection: Connection, keys: Sequence[int]) -> Iterator[RoundFacts]:
    rounds, version = t.ROUNDS.c, t.VERSIONS.c
    modifiers = _grouped(connection, select(t.MODIFIERS).where(t.MODIFIERS.c.round_key.in_(keys)).order_by("position"))
    aliases = _aliases(connection, keys)
    amounts = _grouped(connection, select(t.AMOUNTS).where(t.AMOUNTS.c.round_key.in_(keys)).order_by("field", "form"))
    parties = _grouped(
        connection,
        select(t.PARTICIPATIONS, t.ORGANIZATIONS.c.name)
        .join(t.ORGANIZATIONS)
        .where(t.PARTICIPATIONS.c.round_key.in_(keys), t.PARTICIPATIONS.c.side == "investor")
        .order_by("position"),
    )
    query = (
        select(t.ROUNDS, t.ORGANIZATIONS.c.name, version.document_id, version.published_on, version.publisher)
        .join(t.VERSIONS, version.version_key == rounds.version_key)
        .join(t.ORGANIZATIONS, t.ORGANIZATIONS.c.organization_key == rounds.company_key)
        .where(rounds.round_key.in_(keys))
    )
    for row in connection.execute(query):
        sums = defaultdict(list)
        for each in amounts[row.round_key]:
            sums["parts" if each.field.startswith("tranches[") else each.field].append(_sum(each))
        yield RoundFacts(
            key=row.round_key,
            document_id=row.document_id,
            round_id=row.round_id,
            names=_names(row, aliases[row.round_key]),
            status=row.status,
            round_type=row.round_type,
            modifiers=tuple(each.modifier for each in modifiers[row.round_key]),
            instrument=row.instrument,
            amounts=tuple(sums["amount"]),
            parts=tuple(sums["parts"]),
            target=_first(sums["target_amount"]),
            total=_first(sums["total_raised"]),
            valuation=_first(sums["valuation"]),
            valuation_basis=row.valuation_basis,
            announced_on=row.announced_on,
            announced_basis=row.announced_basis,
            told_on=full_date(row.published_on),
            backers=tuple(Backer(each.name, each.role, each.relation) for each in parties[row.round_key]),
            publisher=row.publisher,
            confidence=row.confidence,
        )


def _aliases(connection: Connection, keys: Sequence[int]) -> dict[int, list[Any]]:
    query = select(t.ALIASES).where(t.ALIASES.c.round_key.in_(keys), t.ALIASES.c.party == 0).order_by("position")
    return _grouped(connection, query)


def _names(row: Any, aliases: Sequence[Any]) -> tuple[str, ...]:
    legal = [row.company_legal_name] if row.company_legal_name else []
    return (row.name, *legal, *(each.name for each in aliases))


def _grouped(connection: Connection, query: Any) -> dict[int, list[Any]]:
    groups: dict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(query):
        groups[row.round_key].append(row)
    return groups


def _sum(row: Any) -> Sum:
    return Sum(row.value, row.currency, row.qualifier, row.max_value)


def _first(sums: Sequence[Sum]) -> Sum | None:
    return sums[0] if sums else None
