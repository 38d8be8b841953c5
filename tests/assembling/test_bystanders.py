"""Sentences that tell nothing of the round: the record is the same with them and without."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.pipeline import FundingExtractor
from tests.cases.stated import stated

TITLE = "Larkspur raises $4M to put sensors into orchards"
TEXT = [
    "Larkspur, which sells sensors to orchards, has raised $4 million in a seed round led by Pomona Ventures.",
    "Brine Capital and the angel Hana Lind also took part.",
    "Larkspur will hire ten people with the money, its founder Maren Holt said.",
    "The sensors measure how much water a tree drinks. Growers in Spain and Chile use them.",
]
BESIDE = [
    "Earlier this year rival Quillonet raised $50 million in a Series C round led by Tern Ventures.",
    "Its competitors include Quillonet, which has raised $80 million from investors including Tern Ventures.",
    "It competes with Quillonet and Moonpenny, which raised $20 million last year from Tern Ventures.",
    "Its main rival Quillonet raised $50 million last month.",
    "Quillonet went public in April, raising $300 million at a valuation of $2 billion.",
    "Tern Ventures closed its third fund of $150 million last week.",
    "Its customers include Walmart, Marnow Foods and the University of Leeds.",
    "The market is expected to reach $47 billion by 2030, up from $12 billion in 2022.",
    "Revenue grew by 140% to $23 million last year.",
    "The company plans to invest $5 million in a new plant in Ohio.",
    "It will invest €3 million into research and development.",
    "On Monday, the company said it had hired Harriet Moss as chief financial officer.",
    "Last week, the company announced a partnership with Walmart worth $12 million.",
    '"We will open in Paris in June," said Maren Holt, who spoke on Tuesday at a conference on venture capital.',
    "Last month, it launched a second sensor in Chile.",
    "Hollis & Wray LLP acted as legal counsel.",
]


def told(*sentences: str) -> list[dict[str, Any]]:
    return stated(
        FundingExtractor().extract(text="\n\n".join([*TEXT, *sentences]), title=TITLE, published="2023-03-02")
    )


def test_the_record_without_them() -> None:
    (found,) = told()
    assert [name for name, _ in found["investors"]] == ["Brine Capital", "Hana Lind", "Pomona Ventures"]
    assert set(found) == {"company", "status", "round_type", "investors", "amount"}


@pytest.mark.parametrize("sentence", BESIDE)
def test_a_sentence_beside_the_round_changes_nothing(sentence: str) -> None:
    assert told(sentence) == told()


def test_a_sentence_that_leads_back_to_the_round_counts() -> None:
    """It opens with a name of no role as well, but tells of the company."""
    (found,) = told("Forbes reported that the round values the company at $30 million.")
    assert found["valuation"] == 30_000_000
