"""Who led a round, who took part and who did neither, as the sentences of reports tell it: told_investors.toml."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from extractor import FundingExtractor

_CASES: dict[str, list[str]] = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "told_investors.toml").read_text(encoding="utf-8")
)
_MARK = re.compile(r"\[(?P<role>[LPX]):(?P<name>[^\]]+)\]")
_OPENS = (
    "Paldrun, a maker of warehouse software, has raised $24 million in Series B funding, the company said on Tuesday."
)
_ENDS = 'The money will be spent on hiring engineers.\n\n"We are glad," said Oona Brandt, its chief executive.'


@pytest.mark.parametrize(
    "marked", [*_CASES["sentences"], *(pytest.param(gap, marks=pytest.mark.xfail) for gap in _CASES["gaps"])]
)
def test_investors_of_a_sentence(marked: str) -> None:
    sentence = _MARK.sub(lambda found: found["name"], marked)
    (told,) = (
        FundingExtractor()
        .extract(
            text=f"{_OPENS} {sentence}\n\n{_ENDS}", title="Paldrun raises $24 million Series B", published="2023-05-10"
        )
        .rounds
    )
    roles = {"lead": "L", "co_lead": "L"}
    found = {(investor.name, roles.get(investor.role, "P")) for investor in told.investors}
    assert found == {(mark["name"], mark["role"]) for mark in _MARK.finditer(marked) if mark["role"] != "X"}
