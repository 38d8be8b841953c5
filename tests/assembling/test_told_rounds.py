"""What headlines and first sentences tell of a round, one test a report: told_rounds.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extractor import FundingExtractor
from extractor.records import FundingRound

_CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "told_rounds.toml").read_text(encoding="utf-8")
)["case"]
_ENDS = 'The money will be spent on hiring engineers.\n\n"We are glad," said Oona Brandt, its chief executive.'
_LEADS = ("lead", "co_lead")


def _told(found: FundingRound) -> dict[str, Any]:
    money = {name: getattr(found, name) for name in ("amount", "valuation", "total_raised")}
    return {
        **{name: int(each.value) if each else "" for name, each in money.items()},
        "company": found.company.name,
        "currency": found.amount.currency if found.amount else "",
        "round_type": found.round_type or "",
        "status": found.status,
        "announced_on": found.announced_on.value if found.announced_on else "",
        "leads": [each.name for each in found.investors if each.role in _LEADS],
        "participants": [each.name for each in found.investors if each.role not in _LEADS],
    }


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=f"{place}-{case['title']}", marks=[pytest.mark.xfail] if case.get("gap") else [])
        for place, case in enumerate(_CASES)
    ],
)
def test_round_as_told(case: dict[str, Any]) -> None:
    text = f"{case['text']}\n\n{_ENDS}"
    (found,) = FundingExtractor().extract(text=text, title=case["title"], published="2023-05-10").rounds
    told = _told(found)
    wanted = {name: value for name, value in case.items() if name not in ("title", "text", "gap")}
    assert {name: told[name] for name in wanted} == wanted
