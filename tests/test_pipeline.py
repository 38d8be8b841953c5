"""The Python interface: what it refuses."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from extractor import FundingExtractor
from extractor.errors import UsageError

TEXT = "Quernby has raised $12 million in a Series A round led by Tern Hill Capital."


@pytest.mark.parametrize(
    ("given", "cause"),
    [
        ({"text": None}, "text must be a string, not NoneType"),
        ({"text": TEXT.encode()}, "text must be a string, not bytes"),
        ({"text": TEXT, "published": "2024-13-45"}, "'2024-13-45' is no date"),
        ({"text": TEXT, "published": "tomorrow"}, "'tomorrow' is no date"),
        ({"text": TEXT, "published": datetime.date(2024, 5, 6)}, "is no date like"),
    ],
)
def test_wrong_use_is_told(given: dict[str, Any], cause: str) -> None:
    with pytest.raises(UsageError) as raised:
        FundingExtractor().extract(**given)
    assert cause in str(raised.value)


@pytest.mark.parametrize("published", [None, "2024", "2024-05", "2024-05-06"])
def test_partial_dates_are_taken(published: str | None) -> None:
    extraction = FundingExtractor().extract(text=TEXT, published=published)
    assert extraction.article.published_on == published
    assert [found.company.name for found in extraction.rounds] == ["Quernby"]


FILLER = "The mayor opened the new bridge, and the band of the fire brigade played until late in the evening. "


def test_a_long_article_that_does_not_come_to_the_point_is_not_read_to_its_end() -> None:
    early = FundingExtractor().extract(text=f"{TEXT}\n\n{FILLER * 90}", title="Quernby raises $12 million")
    late = FundingExtractor().extract(text=f"{FILLER * 90}\n\n{TEXT}", title="A bridge for the town")
    assert [found.company.name for found in early.rounds] == ["Quernby"]
    assert late.rounds == ()
    assert not late.relevance.is_funding
    assert late.article.text_length > 8_000
    assert late.findings == ()
