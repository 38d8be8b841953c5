"""Extractions divided by confidence: nothing is lost, every finding goes with its round."""

from __future__ import annotations

import pytest

from extractor.records import Company, Extraction, FieldConfidence, Finding, FundingRound, Investor, Money
from extractor.sinks.doubtful import confidences, divide


def a_round(name: str, confidence: float, **fields: float) -> FundingRound:
    return FundingRound(
        round_id=name,
        company=Company(name=name),
        amount=Money(value="5", currency="USD", text="$5"),
        investors=(Investor(name="Pomona Ventures", confidence=fields.pop("investor", 0.9)),),
        confidence=confidence,
        field_confidence=FieldConfidence(**fields),
    )


def about(path: str | None) -> Finding:
    return Finding(code="x", severity="info", message="m", path=path)


@pytest.fixture
def three(extraction: Extraction) -> Extraction:
    rounds = (a_round("A", 0.3), a_round("B", 0.9, company=0.95, amount=0.4, investor=0.2), a_round("C", 0.6))
    findings = tuple(map(about, ["rounds[0].amount", "rounds[1].amount", "previous_rounds[0]", None, "article.text"]))
    earlier = (a_round("D", 0.2),)
    return extraction.model_copy(update={"rounds": rounds, "previous_rounds": earlier, "findings": findings})


def test_rounds_are_divided_and_none_is_lost(three: Extraction) -> None:
    sure, doubtful = divide(three, 0.6)
    assert [r.round_id for r in sure.rounds] == ["B", "C"]
    assert sure.previous_rounds == ()
    assert doubtful is not None
    assert [r.round_id for r in doubtful.rounds] == ["A"]
    assert [r.round_id for r in doubtful.previous_rounds] == ["D"]
    assert (sure.id, sure.article, sure.relevance) == (doubtful.id, doubtful.article, doubtful.relevance)


def test_findings_go_with_their_rounds_to_their_new_places(three: Extraction) -> None:
    sure, doubtful = divide(three, 0.6)
    assert doubtful is not None
    assert [f.path for f in sure.findings if f.code == "x"] == ["rounds[0].amount", None, "article.text"]
    assert [f.path for f in doubtful.findings if f.code == "x"] == ["rounds[0].amount", "previous_rounds[0]"]


def test_doubtful_values_of_the_rounds_that_stay_are_listed(three: Extraction) -> None:
    sure, _ = divide(three, 0.6)
    listed = [(f.path, f.stated, f.message) for f in sure.findings if f.code == "confidence.field"]
    assert listed == [
        ("rounds[0].amount", "0.4", "amount: confidence 0.4 is below 0.6"),
        ("rounds[0].investors[0]", "0.2", "investor Pomona Ventures: confidence 0.2 is below 0.6"),
    ]


def test_what_is_left_out_is_said(three: Extraction) -> None:
    sure, doubtful = divide(three, 0.6)
    assert doubtful is not None
    said = [f.message for f in sure.findings if f.code == "confidence.round"]
    assert said == [
        "a round of A is left out: confidence 0.3 is below 0.6",
        "a round of D is left out: confidence 0.2 is below 0.6",
    ]
    assert not [f for f in doubtful.findings if f.code == "confidence.round"]


@pytest.mark.parametrize("least", [0.0, 0.2])
def test_nothing_under_the_threshold_leaves_all_as_it_was(three: Extraction, least: float) -> None:
    assert divide(three, least) == (three, None)


def test_a_document_without_rounds_stays(extraction: Extraction) -> None:
    none = extraction.model_copy(update={"rounds": (), "previous_rounds": (), "findings": ()})
    assert divide(none, 1.0) == (none, None)


def test_confidences_carry_the_evidence_of_their_values(extraction: Extraction) -> None:
    found = extraction.rounds[0].model_copy(update={"field_confidence": FieldConfidence(amount=0.5, status=0.6)})
    assert [(t.path, t.confidence, [e.text for e in t.evidence]) for t in confidences(found)] == [
        ("status", 0.6, []),
        ("amount", 0.5, ["$3 billion"]),
        ("investors[0]", 0.8, ["Larkspur"]),
    ]
