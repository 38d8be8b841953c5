"""Money that the headline tells of behind `after` is the news; what other stories look back on is not."""

from __future__ import annotations

import pytest

from extractor import FundingExtractor

_ENDS = 'The new staff will work in Leeds.\n\n"We are glad," said Oona Brandt, its chief executive.'


@pytest.mark.parametrize(
    ("title", "lead", "amount"),
    [
        (
            "Permitta to create 50 jobs after raising £5m",
            "Permitta, a maker of pumps, is to create 50 jobs after raising £5 million in a Series A round "
            "led by Tern Ventures.",
            5_000_000,
        ),
        (
            "Pump maker to create 50 jobs after £5m investment",
            "Pump maker Permitta is to create 50 jobs after securing £5 million from Tern Ventures.",
            5_000_000,
        ),
        (
            "Permitta plans Leeds office following £5m funding round",
            "Permitta, a maker of pumps, plans an office in Leeds following a £5 million funding round "
            "led by Tern Ventures.",
            5_000_000,
        ),
    ],
)
def test_money_behind_after_in_the_headline_is_the_round(title: str, lead: str, amount: int) -> None:
    (found,) = FundingExtractor().extract(text=f"{lead}\n\n{_ENDS}", title=title, published="2023-05-10").rounds
    assert found.amount
    assert found.amount.value == amount
    assert [investor.name for investor in found.investors] == ["Tern Ventures"]


@pytest.mark.parametrize(
    ("title", "lead"),
    [
        (
            "Permitta shuts down after raising £5m",
            "Permitta is to shut down after raising £5 million from Tern Ventures.",
        ),
        (
            "Permitta lays off half its staff months after raising £5m",
            "Permitta has laid off half its staff, only months after raising £5 million in a Series A round.",
        ),
        ("Permitta hires CFO", "Permitta has hired Jane Doe. The hire comes after it raised £5 million in a Series A."),
        (
            "Permitta launches in Spain",
            "Permitta has launched in Spain after raising £5 million in a Series A round last year.",
        ),
    ],
)
def test_money_that_another_story_looks_back_on_is_no_round(title: str, lead: str) -> None:
    assert not FundingExtractor().extract(text=f"{lead}\n\n{_ENDS}", title=title, published="2023-05-10").rounds
