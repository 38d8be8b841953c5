"""Who leads, joins, was there before, or only advises."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extractor.article import Article, canonical_text
from extractor.assembling.article_reading import about, read
from extractor.assembling.backers import join_hits
from extractor.assembling.investors import is_investor_name, party_hits, same_party
from extractor.assembling.one_round import one_round
from extractor.recognizing.recognizer import recognize
from extractor.records import FundingRound, Investor

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "investor_roles.toml").read_text(encoding="utf-8")
)["case"]
TITLE = "Quernby Systems raises $12 million Series A"
LEAD = "Quernby Systems has raised $12 million in a Series A round."


def round_of(*texts: str) -> FundingRound:
    canonical, blocks = canonical_text(TITLE, [("paragraph", text) for text in (LEAD, *texts)])
    article = Article(id="a", text=canonical, blocks=blocks, title=TITLE, published_on="2024-03-05")
    reading = read(article, recognize(article))
    company = next(c for c in reading.companies if c.name == "Quernby Systems")
    found = one_round(about(reading, company), company).round
    for party in (*found.investors, *found.advisors):
        assert party.evidence
        for span in party.evidence:
            assert canonical[span.start : span.end] == span.text
    return found


def names(investors: tuple[Investor, ...], *roles: str) -> list[str]:
    return [i.name for i in investors if i.role in roles]


def as_case(found: FundingRound) -> dict[str, list[str]]:
    return {
        "leads": names(found.investors, "lead", "co_lead"),
        "others": names(found.investors, "participant"),
        "existing": [i.name for i in found.investors if i.relation == "existing"],
        "new": [i.name for i in found.investors if i.relation == "new"],
        "advisors": [party.name for party in found.advisors],
    }


def parameters() -> list[Any]:
    gap = pytest.mark.xfail(reason="known gap", strict=True)
    return [pytest.param(case, id=case["text"], marks=[gap] if case.get("gap") else []) for case in CASES]


@pytest.mark.parametrize("case", parameters())
def test_roles(case: dict[str, Any]) -> None:
    nothing: dict[str, list[str]] = {"leads": [], "others": [], "existing": [], "new": [], "advisors": []}
    assert as_case(round_of(case["text"])) == nothing | {key: case[key] for key in nothing if key in case}


def test_one_lead_is_lead_two_are_co_leads() -> None:
    (one,) = round_of("The round was led by Tern Hill Capital.").investors
    assert one.role == "lead"
    two = round_of("The round was led by Tern Hill Capital and Oriel Ventures.").investors
    assert [i.role for i in two] == ["co_lead", "co_lead"]


def test_the_same_party_twice_is_one_investor_with_both_spans() -> None:
    (found,) = round_of("The round was led by Tern Hill Capital.", "Tern Hill led the Series A round.").investors
    assert (found.name, found.also_known_as, len(found.evidence)) == ("Tern Hill Capital", ("Tern Hill",), 2)


def test_a_lead_stays_a_lead_when_it_is_also_called_a_participant() -> None:
    found = round_of("The round was led by Tern Hill Capital.", "Tern Hill Capital also participated in the round.")
    assert [(i.name, i.role) for i in found.investors] == [("Tern Hill Capital", "lead")]


def test_the_company_is_no_investor_of_its_own_round() -> None:
    assert round_of("Quernby Systems also participated in the round.").investors == ()


def test_the_boilerplate_names_no_investor() -> None:
    texts = [
        "The money pays for hiring.",
        "It sells sensors.",
        "It has offices in Leeds.",
        "About Quernby Systems",
        "The round was led by Dovecote Partners.",
    ]
    assert round_of(*texts).investors == ()


@pytest.mark.parametrize("name", ["London", "American", "X", "", "The"])
def test_no_investor_name(name: str) -> None:
    assert not is_investor_name(name)


@pytest.mark.parametrize("name", ["Tern Hill", "1koko", "a16x", "Larch & Finch", "红杉资本"])
def test_an_investor_name(name: str) -> None:
    assert is_investor_name(name)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Tern Hill", "Tern Hill Capital", True),
        ("Peter Lindqvist", "Lindqvist", True),
        ("Tern Hill Capital Inc.", "Tern Hill Capital", True),
        ("Tern Hill Capital", "Tern Valley Capital", False),
        ("Hill", "Tern Hill Capital Partners", False),
    ],
)
def test_same_party(a: str, b: str, same: bool) -> None:
    assert same_party(a, b) is same is same_party(b, a)


def test_nothing_to_join() -> None:
    assert join_hits((), ()) == ()


def test_a_line_without_names_has_no_hits() -> None:
    canonical, blocks = canonical_text("", [("paragraph", "the round was led by insiders.")])
    article = Article(id="a", text=canonical, blocks=blocks)
    assert [hit for line in read(article, recognize(article)).lines for hit in party_hits(line)] == []
