"""Ways to tell a role or a round, each with all ways to write a list or a company: tests/cases/combinations.toml."""

from __future__ import annotations

import tomllib
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from extractor import FundingExtractor
from extractor.records import FundingRound

_CASES: dict[str, dict[str, str]] = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "combinations.toml").read_text(encoding="utf-8")
)
_LEADS = ("lead", "co_lead")


def _all(ways: str, things: str) -> list[Any]:
    return [
        pytest.param(way, thing, id=f"{one}-{other}")
        for (one, way), (other, thing) in product(_CASES[ways].items(), _CASES[things].items())
    ]


def _round(*paragraphs: str, title: str = "") -> FundingRound:
    (found,) = FundingExtractor().extract(text="\n\n".join(paragraphs), title=title, published="2023-05-10").rounds
    return found


def _roles(told: str, names: str) -> dict[str, str]:
    written = names.replace("|", "")
    sentence = told.replace("{X}", written)
    sentence = sentence[0].upper() + sentence[1:]
    article = _CASES["article"]
    found = _round(article["opens"], sentence, article["ends"], title="Permitta raises $24 million Series A")
    return {investor.name: investor.role for investor in found.investors}


def _named(names: str) -> set[str]:
    return {part for part in names.split("|") if part[:1].isupper() and part not in ("Berlin-based ", "Madrid")}


@pytest.mark.parametrize(("told", "names"), _all("leads", "lists"))
def test_every_name_of_a_list_of_leads_led(told: str, names: str) -> None:
    roles = _roles(told, names)
    assert set(roles) == _named(names)
    assert all(role in _LEADS for role in roles.values())


@pytest.mark.parametrize(("told", "names"), _all("participants", "lists"))
def test_every_name_of_a_list_of_participants_took_part(told: str, names: str) -> None:
    roles = _roles(told, names)
    assert set(roles) == _named(names)
    assert not any(role in _LEADS for role in roles.values())


@pytest.mark.parametrize(("told", "company"), _all("rounds", "companies"))
def test_round_of_a_company_however_both_are_told(told: str, company: str) -> None:
    written = company.replace("|", "")
    proper = ("Permitta", "Berlin", "Maren", "Nigerian", "Danish")
    inside = written if written.startswith(proper) else written[0].lower() + written[1:]
    sentence = told.replace("{S}", written).replace("{O}", inside)
    found = _round(sentence, _CASES["article"]["ends"])
    assert found.company.name == company.split("|")[1]
    assert (found.amount and found.amount.value, found.round_type) == (24_000_000, "series_a")
