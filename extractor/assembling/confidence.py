"""How far a round and each of its values can be trusted.

A round's confidence is the probability that its company, amount, type and status are all right; a value's that it is
right. Each is a logistic sum over named facts of how the value was found. The weights, in
lexicons/confidence_weights.toml, are fitted by benchmarks/fit_confidence.py on labelled articles; docs/confidence.md
has the reliability tables.
"""

from __future__ import annotations

import math

from extractor.assembling.grounds import (
    Facts,
    Grounds,
    amount_facts,
    article_facts,
    company_facts,
    core_facts,
    date_facts,
    instrument_facts,
    money_facts,
    quantity_facts,
    status_facts,
    type_facts,
)
from extractor.assembling.investor_grounds import investor_facts, list_facts
from extractor.lexicons.rules import load_number_table
from extractor.records import FieldConfidence, FundingRound

_WEIGHTS = "confidence_weights.toml"
# the models never claim certainty: a few hundred articles cannot prove more than this
LOWEST, HIGHEST = 0.02, 0.98
_INVESTOR, _EARLIER = "investor", "earlier"


def graded(grounds: Grounds) -> FundingRound:
    """The record of the grounds with its confidence, that of every filled field and that of every investor."""
    shared, own = facts_of(grounds)
    common = {model: _bias(model) + logit(model, shared) for model in set(map(model_of, own))}
    found = {path: probability(common[model_of(path)] + logit(model_of(path), facts)) for path, facts in own.items()}
    investors = tuple(
        investor.model_copy(update={"confidence": found[f"{_INVESTOR}[{place}]"]})
        for place, investor in enumerate(grounds.record.investors)
    )
    fields = FieldConfidence(**{name: found.get(name) for name in FieldConfidence.model_fields})
    graded_parts = {"confidence": found["round"], "field_confidence": fields, "investors": investors}
    return grounds.record.model_copy(update=graded_parts)


def facts_of(grounds: Grounds) -> tuple[Facts, dict[str, Facts]]:
    """The facts that all values of the round share, and each value's own.

    Values are `round`, the filled fields by their names, and the investors as `investor[0]`, …
    """
    record = grounds.record
    company, amount, kind = company_facts(grounds), amount_facts(grounds), type_facts(grounds)
    status = status_facts(grounds)
    found = {
        "round": core_facts(grounds, company, amount, kind, status),
        "company": company,
        "status": status,
        "round_type": kind,
        "instrument": instrument_facts(grounds),
        "amount": amount,
        "announced_on": date_facts(grounds),
        "investors": list_facts(grounds),
        "valuation": money_facts(grounds, record.valuation, "valuation") if record.valuation else {},
        "total_raised": money_facts(grounds, record.total_raised, "total") if record.total_raised else {},
        "stake_percent": quantity_facts(grounds, record.stake_percent) if record.stake_percent else {},
        **{f"{_INVESTOR}[{place}]": facts for place, facts in enumerate(investor_facts(grounds))},
    }
    return article_facts(grounds), {path: facts for path, facts in found.items() if facts}


def graded_earlier(record: FundingRound) -> FundingRound:
    """An earlier round with its confidence: how likely its company, amount and type are those that are recalled."""
    return record.model_copy(
        update={"confidence": probability(_bias(_EARLIER) + logit(_EARLIER, earlier_facts(record)))}
    )


def earlier_facts(record: FundingRound) -> Facts:
    """What an earlier round has of its own: little is known of how it was found."""
    return {
        "amount": float(record.amount is not None),
        "type": float(record.round_type is not None),
        "date": float(record.announced_on is not None),
        "complete": float(bool(record.amount and record.round_type)),
    }


def model_of(path: str) -> str:
    """The model of a value's path: `investor` for `investor[3]`."""
    return path.partition("[")[0]


def _bias(model: str) -> float:
    return load_number_table(_WEIGHTS, model)["bias"]


def logit(model: str, facts: Facts) -> float:
    """The facts weighed by one model, without its bias. An unknown fact is a fault of the weights file: KeyError."""
    weights = load_number_table(_WEIGHTS, model)
    return sum(weights[name] * value for name, value in facts.items() if value)


def probability(total: float) -> float:
    """0.02…0.98, rounded to three digits."""
    return round(min(HIGHEST, max(LOWEST, 1.0 / (1.0 + math.exp(-total)))), 3)
