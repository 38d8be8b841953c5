"""Judging: for each value of each extracted round, whether the label says the same. What confidence is measured by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extractor.evaluating.gold import GoldDocument, GoldRound
from extractor.evaluating.matching import close, pair_names, pair_rounds, same_money, same_name
from extractor.records import FieldConfidence, FundingRound, Investor

CORE = ("company", "amount", "round_type", "status")
_RECALLED = ("company", "amount", "round_type")

# Whether each value of a round is right, by path: `round`, the names of filled fields, `investor[0]`, …
Judgement = Mapping[str, bool]


def judge_rounds(document: GoldDocument, rounds: Sequence[FundingRound]) -> tuple[Judgement, ...]:
    """One judgement a round, in the order given. Of a round that the article does not report, nothing is right."""
    pairs, _ = pair_rounds(document.rounds, rounds)
    labels = {id(found): gold for gold, found in pairs if found is not None}
    return tuple(_judge(labels.get(id(found)), found) for found in rounds)


def _judge(gold: GoldRound | None, found: FundingRound) -> Judgement:
    if gold is None:
        return dict.fromkeys(_paths(found), False)
    right = dict(_fields(gold, found)) | dict(_investors(gold, found.investors))
    filled = {path: right[path] for path in _paths(found) if path in right}
    # a field that is empty on both sides is no value, but it belongs to the round
    return {"round": all(right[name] for name in CORE), **filled}


def _paths(found: FundingRound) -> Iterator[str]:
    """`round`, the fields that hold a value, and the investors."""
    yield "round"
    for name in FieldConfidence.model_fields:
        if getattr(found, name) not in (None, ()):
            yield name
    yield from (f"investor[{place}]" for place in range(len(found.investors)))


def _fields(gold: GoldRound, found: FundingRound) -> Iterator[tuple[str, bool]]:
    """Each field, also one that is empty: then it is right when the label has none."""
    yield "company", same_name(gold.company, found.company.name)
    yield "status", gold.status == found.status.value
    yield "round_type", gold.round_type == (found.round_type.value if found.round_type else None)
    yield "instrument", gold.instrument == (found.instrument.value if found.instrument else None)
    nothing = gold.amount is None and found.amount is None
    yield "amount", nothing or (gold.amount is not None and same_money(gold.amount, gold.amount_also, found.amount))
    yield "announced_on", gold.date == (found.announced_on.value if found.announced_on else None)
    yield "valuation", gold.valuation is not None and same_money(gold.valuation, (), found.valuation)
    yield "total_raised", gold.total_raised is not None and same_money(gold.total_raised, (), found.total_raised)
    stake = found.stake_percent.value if found.stake_percent else None
    yield "stake_percent", close(gold.stake_percent, stake)


def _investors(gold: GoldRound, investors: Sequence[Investor]) -> Iterator[tuple[str, bool]]:
    """Each investor by name and role, leading or not, and whether the list is right as a whole."""
    leading = [i for i in investors if i.role != "participant"]
    others = [i for i in investors if i.role == "participant"]
    _, no_leads, missed_leads = pair_names(gold.leads, leading)
    _, no_others, missed_others = pair_names(gold.others, others)
    wrong = {id(party) for party in (*no_leads, *no_others)}
    yield "investors", not (wrong or missed_leads or missed_others)
    for place, investor in enumerate(investors):
        yield f"investor[{place}]", id(investor) not in wrong


def judge_earlier(labels: Sequence[GoldRound], rounds: Sequence[FundingRound]) -> tuple[bool, ...]:
    """For each earlier round, whether a label recalls the same company, type and amount; a label serves once."""
    left = list(labels)
    right: list[bool] = []
    for found in rounds:
        fields = ((label, dict(_fields(label, found))) for label in left)
        met = next((label for label, same in fields if all(same[name] for name in _RECALLED)), None)
        if met is not None:
            left.remove(met)
        right.append(met is not None)
    return tuple(right)
