"""How far a round can be trusted: the probability that company, amount and type are all right.

A logistic model over a few named facts of the record and of the reading. Its weights, in
lexicons/confidence_weights.toml, are fitted by benchmarks/fit_confidence.py on labelled articles; the reliability
table is in docs/confidence.md.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from extractor.assembling.article_reading import Reading
from extractor.assembling.companies import Candidate
from extractor.assembling.relevance import judge
from extractor.lexicons.rules import load_number_table
from extractor.records import FundingRound

# the model never claims certainty: a few hundred articles cannot prove more than this
_LOWEST, _HIGHEST = 0.02, 0.98


def confidence(reading: Reading, company: Candidate, record: FundingRound) -> float:
    """0.02…0.98, rounded to three digits."""
    weights = load_number_table("confidence_weights.toml", "weights")
    total = load_number_table("confidence_weights.toml", "model")["bias"]
    total += sum(weights.get(name, 0.0) * value for name, value in facts(reading, company, record).items())
    return round(min(_HIGHEST, max(_LOWEST, 1.0 / (1.0 + math.exp(-total)))), 3)


def facts(reading: Reading, company: Candidate, record: FundingRound) -> Mapping[str, float]:
    """The facts by name, each between 0 and 1."""
    rivals = [c.score for c in reading.companies if c is not company]
    amounts = [e.start for e in record.amount.evidence] if record.amount else []
    headline = {s.end for s in reading.mentions.sentences if s.kind == "headline"}
    end = max(headline, default=0)
    return {
        "relevance": judge(reading.signals).score,
        "company_lead": min(1.0, company.score / (company.score + max(rivals, default=0.0) + 1.0)),
        "company_in_headline": float(any(h.line.headline and h.label != "topic" for h in company.hits)),
        "company_weak": float(company.score < 5.0),
        "amount": float(record.amount is not None),
        "amount_twice": float(any(a < end for a in amounts) and any(a >= end for a in amounts)),
        "amount_in_headline": float(any(a < end for a in amounts)),
        "amount_elsewhere": float(record.amount is None and any(r.label == "round" for r in reading.roles)),
        "several_amounts": float(len({r.amount.primary.value for r in reading.roles if r.label == "round"}) > 1),
        "type": float(record.round_type is not None),
        "several_types": float(len({m.label for line in reading.lines for m in line.masked.types.values()}) > 1),
        "lead": float(any(i.role != "participant" for i in record.investors)),
        "roundup": float(bool(reading.deals)),
        "not_closed": float(record.status.value != "closed"),
        "short": float(len(reading.article.text) < 400),
    }
