"""Confidence: every filled value has one, it says how the value was found, and it is lower where less speaks for it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from unittest import mock

import pytest

from extractor.assembling import one_round
from extractor.assembling.confidence import HIGHEST, LOWEST, facts_of, graded, model_of
from extractor.assembling.grounds import Facts, Grounds
from extractor.lexicons.rules import load_number_table
from extractor.pipeline import FundingExtractor
from extractor.records import Extraction, FieldConfidence, FundingRound

NEWS = Path(__file__).parents[2] / "fixtures" / "news.jsonl"
CLEAR = (
    "Larkspur raises $4 million seed round led by Pomona Ventures",
    "Lyon-based Larkspur has raised $4 million in a seed round led by Pomona Ventures, with participation from Aldgate "
    "Capital, the company announced on May 6, 2024.",
)


@cache
def extractor() -> FundingExtractor:
    return FundingExtractor()


def extract(title: str, text: str, published: str | None = "2024-05-06") -> Extraction:
    return extractor().extract(title=title, text=text, published=published)


@dataclass(frozen=True, slots=True)
class Told:
    """What is extracted from some of our news, and the facts that were told of each kind of value."""

    extractions: list[Extraction]
    facts: dict[str, list[Facts]]


@pytest.fixture(scope="module")
def news() -> Told:
    """The first articles, and those with a stake or a valuation, which are rare."""
    documents = [json.loads(line) for line in NEWS.read_text(encoding="utf-8").splitlines()]
    rare = [d for d in documents if any(r.get("stake_percent") or r.get("valuation") for r in d["rounds"])]
    facts: dict[str, list[Facts]] = {}

    def remember(grounds: Grounds) -> FundingRound:
        shared, own = facts_of(grounds)
        for path, each in own.items():
            facts.setdefault(model_of(path), []).append(shared | each)
        return graded(grounds)

    with mock.patch.object(one_round, "graded", remember):
        found = [extract(d["title"], d["text"], d["published"]) for d in [*documents[:30], *rare[-30:]]]
    return Told(found, facts)


def test_every_filled_value_has_a_confidence_and_no_empty_one(news: Told) -> None:
    rounds = [r for extraction in news.extractions for r in extraction.rounds]
    assert len(rounds) > 30
    for found in rounds:
        for name in FieldConfidence.model_fields:
            given = getattr(found.field_confidence, name)
            assert (given is not None) == (getattr(found, name) not in (None, ())), name
            assert given is None or LOWEST <= given <= HIGHEST
        assert all(i.confidence is not None and LOWEST <= i.confidence <= HIGHEST for i in found.investors)
        assert LOWEST <= found.confidence <= HIGHEST


def test_earlier_rounds_have_one_too(news: Told) -> None:
    given = {r.confidence for extraction in news.extractions for r in extraction.previous_rounds}
    assert len(given) > 1
    assert all(LOWEST <= value <= HIGHEST for value in given)


def test_clear_news_is_trusted() -> None:
    (found,) = extract(*CLEAR).rounds
    assert found.confidence > 0.85
    assert all(
        value is None or value > 0.85 for value in found.field_confidence.model_dump(exclude={"investors"}).values()
    )


@pytest.mark.parametrize(
    ("field", "title", "text"),
    [
        pytest.param(
            "amount",
            "Larkspur raises $4 million seed round led by Pomona Ventures",
            "Larkspur has raised $6 million in a seed round led by Pomona Ventures, with participation from Aldgate "
            "Capital, the company announced on May 6, 2024.",
            id="headline and body differ",
        ),
        pytest.param(
            "company",
            "Funding news of the week",
            "Quillon and Brightloom were talked about. Larkspur raised $4 million in a seed round, said Quillon.",
            id="rivals",
        ),
        pytest.param(
            "status",
            "Larkspur is in talks to raise $4 million seed round",
            "Larkspur is in talks to raise $4 million in a seed round led by Pomona Ventures, two people said.",
            id="talks",
        ),
        pytest.param(
            "investors",
            "Larkspur raises $4 million seed round",
            "Larkspur has raised $4 million in a seed round from Pomona, which Quay Fund manages for Tideway, and from "
            "others. Northgate Capital and Foundry Ventures invest in the field. Foundry backed it, too.",
            id="names that are left over",
        ),
    ],
)
def test_less_speaks_for_less(field: str, title: str, text: str) -> None:
    (clear,), (doubtful,) = extract(*CLEAR).rounds, extract(title, text).rounds
    assert getattr(doubtful.field_confidence, field) < getattr(clear.field_confidence, field)


def test_the_weights_know_every_fact_and_no_other(news: Told) -> None:
    """What is told and what is weighed agree, so that neither a new fact nor an old weight goes unnoticed."""
    assert set(news.facts) == {"round", "investor", *FieldConfidence.model_fields}
    for model, told in news.facts.items():
        assert {"bias", *told[0]} == set(load_number_table("confidence_weights.toml", model)), model


def test_facts_lie_between_0_and_1(news: Told) -> None:
    """So that no odd article can drive a sum out of what was fitted."""
    for model, told in news.facts.items():
        assert all(0 <= value <= 1 for facts in told for value in facts.values()), model
        assert all(facts.keys() == told[0].keys() for facts in told), model
