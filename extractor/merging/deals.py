"""A cluster of rounds to one deal: every stated value kept with its source, one preferred by rule, and contradictions.

The preferred value of a field is that of the report that ranks first: what was told of a round that took place before
what was told in advance, the company's own statement before others', the more exact value before the vaguer, the later
report before the earlier, and last the more confident. An announced date is the earliest of the most exact ones.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from extractor.merging.clustering import Cluster, Link
from extractor.merging.comparing import same_sum
from extractor.merging.facts import RoundFacts, Sum
from extractor.merging.names import investor_key
from extractor.records import plain_decimal

_STATUSES = ("closed", "partial", "planned", "in_talks", "denied")
_ROLES = ("lead", "co_lead", "participant")
_EXACTNESS = {"exact": 3, "over": 2, "under": 2, "about": 1, "up_to": 0, "range": 0}
_VAGUE_TYPES = frozenset({"growth", "private_equity", "strategic"})
_BASES = {"stated": 2, "relative": 1, "published": 0}


@dataclass(frozen=True, slots=True)
class Stated:
    """What one report says of a field, as text; of the preferred one `reason` says why."""

    field: str
    round_key: int
    value: str
    is_preferred: bool = False
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class DealInvestor:
    """An investor of the deal: by the name that most reports give, in the highest role that one gives."""

    name: str
    role: str
    relation: str | None
    documents: int


@dataclass(frozen=True, slots=True)
class DealFinding:
    """What the reports of a deal disagree on."""

    code: str
    severity: Literal["info", "warning"]
    message: str


@dataclass(frozen=True, slots=True)
class Deal:
    """One deal as all its reports tell it."""

    deal_id: str
    members: tuple[RoundFacts, ...]
    links: tuple[Link, ...]
    company: str
    status: str
    round_type: str | None
    instrument: str | None
    amount: Sum | None
    valuation: Sum | None
    valuation_basis: str | None
    announced_on: str | None
    first_told_on: date | None
    last_told_on: date | None
    investors: tuple[DealInvestor, ...]
    stated: tuple[Stated, ...]
    findings: tuple[DealFinding, ...]


def new_deal_id(members: Sequence[RoundFacts]) -> str:
    """16 hex digits named by the first of the members' references."""
    first = min(each.reference for each in members)
    return hashlib.sha256("\x1f".join(("deal", *first)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def merged(found: Cluster, deal_id: str) -> Deal:
    """The deal that a cluster is."""
    members = sorted(found.members, key=_rank, reverse=True)
    typed = sorted((each for each in members if each.round_type), key=lambda each: each.round_type in _VAGUE_TYPES)
    amounted = sorted((each for each in members if each.amounts), key=_exactness, reverse=True)
    dated = sorted((each for each in members if each.announced_on), key=_date_rank)
    valued = [each for each in members if each.valuation]
    named = sorted(members, key=lambda each: (-sum(other.name == each.name for other in members), len(each.name)))
    instruments = [each for each in members if each.instrument]
    told = [each.told_on for each in members if each.told_on]
    status = _status(members)
    stated = [
        *_stated("company", named, lambda each: each.name, "the name that most reports give"),
        *_stated("status", sorted(members, key=lambda each: each.status != status), lambda each: each.status),
        *_stated("round_type", typed, lambda each: each.round_type or ""),
        *_stated("instrument", instruments, lambda each: each.instrument or ""),
        *_stated("amount", amounted, lambda each: tell_sum(each.amounts[0])),
        *_stated("valuation", valued, lambda each: tell_sum(each.valuation)),
        *_stated("announced_on", dated, lambda each: each.announced_on or "", "the earliest of the most exact dates"),
    ]
    return Deal(
        deal_id=deal_id,
        members=found.members,
        links=found.links,
        company=named[0].name,
        status=status,
        round_type=typed[0].round_type if typed else None,
        instrument=instruments[0].instrument if instruments else None,
        amount=amounted[0].amounts[0] if amounted else None,
        valuation=valued[0].valuation if valued else None,
        valuation_basis=valued[0].valuation_basis if valued else None,
        announced_on=dated[0].announced_on if dated else None,
        first_told_on=min(told, default=None),
        last_told_on=max(told, default=None),
        investors=tuple(_investors(found.members)),
        stated=tuple(stated),
        findings=tuple(_findings(members)),
    )


def tell_sum(amount: Sum | None) -> str:
    """`about USD 4000000`, `EUR 3000000 to 4000000`; empty for None."""
    if amount is None:
        return ""
    vague = "" if amount.qualifier in {"exact", "range"} else f"{amount.qualifier.replace('_', ' ')} "
    high = f" to {plain_decimal(amount.max_value)}" if amount.max_value is not None else ""
    return f"{vague}{amount.currency} {plain_decimal(amount.value)}{high}"


def _rank(each: RoundFacts) -> tuple[bool, bool, date, float, tuple[str, str]]:
    return (not each.is_rumour, each.is_statement, each.told_on or date.min, each.confidence, each.reference)


def _exactness(each: RoundFacts) -> tuple[bool, bool, bool, int]:
    """Of amounts; the rank decides between equals, since sorting is stable."""
    is_whole = each.status != "partial" and "first_close" not in each.modifiers
    return (not each.is_rumour, each.is_statement, is_whole, _EXACTNESS[each.amounts[0].qualifier])


def _date_rank(each: RoundFacts) -> tuple[bool, int, int, str]:
    text = each.announced_on or ""
    return (each.is_rumour, -len(text), -_BASES.get(each.announced_basis or "stated", 0), text)


def _status(members: Sequence[RoundFacts]) -> str:
    """The furthest that the round came; what was only talked of is as the last report says."""
    done = [each.status for each in members if not each.is_rumour]
    return min(done, key=_STATUSES.index) if done else members[0].status


def _stated(
    field: str, members: Sequence[RoundFacts], value: Callable[[RoundFacts], str], reason: str | None = None
) -> Iterable[Stated]:
    """What each report says of a field; the first is preferred."""
    for place, each in enumerate(members):
        why = (reason or _why(each, members)) if not place else None
        yield Stated(field, each.key, value(each), not place, why)


def _why(first: RoundFacts, members: Sequence[RoundFacts]) -> str:
    others = [each for each in members if each is not first]
    if not others:
        return "the only report"
    if not first.is_rumour and any(each.is_rumour for each in others):
        return "told of a round that took place, not in advance"
    if first.is_statement and not all(each.is_statement for each in others):
        return "the company's own statement"
    return "the most exact of the latest reports"


def _investors(members: Sequence[RoundFacts]) -> Iterable[DealInvestor]:
    """All investors, those of rumours only while nothing else is told; leads first, then by how many name them."""
    told = [each for each in members if not each.is_rumour and each.backers] or members
    by_key: dict[str, list[tuple[str, str, str | None]]] = defaultdict(list)
    for each in told:
        for backer in each.backers:
            by_key[investor_key(backer.name)].append((backer.name, backer.role, backer.relation))
    found = []
    for mentions in by_key.values():
        names = [name for name, _, _ in mentions]
        name = min(names, key=lambda each: (-names.count(each), -len(each), each))
        role = min((role for _, role, _ in mentions), key=_ROLES.index)
        relation = next((relation for _, _, relation in mentions if relation), None)
        found.append(DealInvestor(name, role, relation, len(mentions)))
    return sorted(found, key=lambda each: (_ROLES.index(each.role), -each.documents, each.name))


def _findings(members: Sequence[RoundFacts]) -> Iterable[DealFinding]:
    done = [each for each in members if not each.is_rumour]
    exact_first = sorted((each for each in done if each.amounts), key=_exactness, reverse=True)
    amounts = [each.amounts[0] for each in exact_first if each.status != "partial"]
    if _differ(amounts):
        told = "; ".join(dict.fromkeys(tell_sum(each) for each in amounts))
        yield DealFinding("deal.amount", "warning", f"The reports give different amounts: {told}.")
    rumoured = [each.amounts[0] for each in members if each.is_rumour and each.amounts]
    if amounts and rumoured and _differ([amounts[0], rumoured[0]]):
        message = f"Before it took place, {tell_sum(rumoured[0])} was told; then {tell_sum(amounts[0])}."
        yield DealFinding("deal.rumoured_amount", "info", message)
    types = dict.fromkeys(each.round_type for each in members if each.round_type)
    if len(types) > 1:
        yield DealFinding(
            "deal.round_type", "warning", f"The reports name different types: {', '.join(map(str, types))}."
        )
    valuations = [each.valuation for each in done if each.valuation]
    if _differ(valuations):
        told = "; ".join(dict.fromkeys(tell_sum(each) for each in valuations))
        yield DealFinding("deal.valuation", "warning", f"The reports give different valuations: {told}.")


def _differ(amounts: Sequence[Sum]) -> bool:
    return any(same_sum(amounts[0], other) is False for other in amounts[1:])
