"""Every field of every fixture, one test each: `fixtures/<slug>/expected.json` against what is extracted."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from extractor.evaluating.fixtures import FieldResult, compare_fixture, fixture_fields
from extractor.evaluating.gold import fixture_folders, read_fixture
from extractor.evaluating.validate import read_fixture_article
from extractor.records import Extraction
from extractor.settings import Settings

ROOT = Path(__file__).parents[1] / "fixtures"
FIXTURES = {folder.name: read_fixture(folder) for folder in fixture_folders(ROOT)}
KNOWN_GAPS: list[str] = (
    json.loads((ROOT / "known_gaps.json").read_text(encoding="utf-8")) if (ROOT / "known_gaps.json").exists() else []
)
FIELDS = [(slug, field) for slug, fixture in FIXTURES.items() for field in fixture_fields(fixture)]
KLING_RESOLVED = "2026-07-03"


@cache
def extractor() -> Any:
    from extractor.pipeline import FundingExtractor

    return FundingExtractor(Settings())


@cache
def extraction_of(slug: str, published: str | None = None) -> Extraction:
    article = read_fixture_article(FIXTURES[slug], published=published)
    extraction: Extraction = extractor().extract_article(article)
    return extraction


@cache
def results_of(slug: str) -> dict[str, FieldResult]:
    return {result.field: result for result in compare_fixture(FIXTURES[slug], extraction_of(slug))}


def as_parameter(slug: str, field: str) -> Any:
    name = f"{slug}:{field}"
    gap = pytest.mark.xfail(reason="known gap", strict=True)
    return pytest.param(slug, field, id=name, marks=[gap] if name in KNOWN_GAPS else [])


@pytest.mark.parametrize(("slug", "field"), [as_parameter(*pair) for pair in FIELDS])
def test_field(slug: str, field: str) -> None:
    result = results_of(slug)[field]
    assert result.ok, str(result)


def test_known_gaps_name_fields_that_exist() -> None:
    assert set(KNOWN_GAPS) <= {f"{slug}:{field}" for slug, field in FIELDS}
    assert not [gap for gap in KNOWN_GAPS if gap.startswith("kling:")]


@pytest.mark.parametrize("slug", FIXTURES)
def test_evidence_is_the_text(slug: str) -> None:
    text = read_fixture_article(FIXTURES[slug]).text
    for evidence in _evidence(extraction_of(slug).model_dump()):
        assert text[evidence["start"] : evidence["end"]] == evidence["text"]


def test_the_day_of_kling_is_resolved_from_a_published_date() -> None:
    extraction = extraction_of("kling", KLING_RESOLVED)
    (round_,) = extraction.rounds
    assert round_.announced_on is not None
    assert (round_.announced_on.value, round_.announced_on.basis) == ("2026-07-02", "relative")
    assert "date.year_unresolved" not in {f.code for f in extraction.findings}


def test_a_published_date_changes_nothing_else_of_kling() -> None:
    dated = {r.field: r for r in compare_fixture(FIXTURES["kling"], extraction_of("kling", KLING_RESOLVED))}
    about_the_date = {"rounds[0].date", "rounds[0].date_as_written", "findings.date.year_unresolved"}
    assert {name: r.ok for name, r in dated.items() if name not in about_the_date} == {
        name: r.ok for name, r in results_of("kling").items() if name not in about_the_date
    }


def _evidence(value: Any) -> list[dict[str, Any]]:
    """Every evidence at any depth of a dumped record."""
    if isinstance(value, dict):
        own = [value] if {"start", "end", "text", "rule"} <= value.keys() else []
        return own + [e for part in value.values() for e in _evidence(part)]
    if isinstance(value, list | tuple):
        return [e for part in value for e in _evidence(part)]
    return []
