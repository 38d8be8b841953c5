"""Who receives the money, under which name, and who does not."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extractor.article import Article, canonical_text
from extractor.assembling.article_reading import Reading, company_forms, read
from extractor.assembling.companies import is_company_like
from extractor.recognizing.recognizer import recognize

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "companies.toml").read_text(encoding="utf-8")
)["case"]


def reading_of(title: str, *paragraphs: str) -> Reading:
    text, blocks = canonical_text(title, [("paragraph", p) for p in paragraphs])
    article = Article(id="a", text=text, blocks=blocks, title=title, published_on="2024-03-05")
    return read(article, recognize(article))


def parameters() -> list[Any]:
    gap = pytest.mark.xfail(reason="known gap", strict=True)
    return [
        pytest.param(case, id=case["title"] or case["text"][0], marks=[gap] if case.get("gap") else [])
        for case in CASES
    ]


@pytest.mark.parametrize("case", parameters())
def test_company(case: dict[str, Any]) -> None:
    reading = reading_of(case["title"], *case["text"])
    best = reading.companies[0]
    assert best.name == case["company"]
    forms = company_forms(reading, best)
    assert forms[0] == best.name
    assert set(case.get("forms", ())) <= set(forms)
    assert not set(case.get("not", ())) & set(forms)


@pytest.mark.parametrize(
    "text",
    ["It rained in Leeds for a week.", "the company raised $12 million.", "Revenue rose 4% in March.", "x"],
)
def test_no_company(text: str) -> None:
    assert reading_of("", text).companies == ()


def test_candidates_come_by_falling_score_and_each_name_once() -> None:
    found = reading_of(
        "Marlowe Robotics raises $30 million",
        "Marlowe Robotics raised $30 million in a Series B round.",
        "Marlowe was founded in 2019.",
        "Slotwise raised $55 million in a Series C round.",
    ).companies
    scores = [c.score for c in found]
    assert scores == sorted(scores, reverse=True)
    assert [c.name for c in found] == ["Marlowe Robotics", "Slotwise"]


def test_is_form_ignores_case_article_and_legal_suffix() -> None:
    (found, *_) = reading_of("", "Marlowe Robotics raised $30 million in a Series B round.").companies
    assert all(map(found.is_form, ["marlowe robotics", "The Marlowe Robotics", "Marlowe Robotics, Inc."]))
    assert not found.is_form("Marlowe Foods")


@pytest.mark.parametrize("name", ["Nasdaq", "NYSE", "asx:qrn", "London"])
def test_a_bracket_that_is_no_name(name: str) -> None:
    assert not is_company_like(name)


def test_a_bracketed_short_form_is_a_form() -> None:
    reading = reading_of("", "Build Your Own Salad (“BYOS”) has raised $4 million in a seed round.")
    assert "BYOS" in company_forms(reading, reading.companies[0])
