"""What the records of an article state, to be compared between wordings of it."""

from __future__ import annotations

from typing import Any

from extractor.records import Extraction

_VALUES = ("amount", "valuation", "total_raised", "announced_on", "stake_percent")


def stated(extraction: Extraction) -> list[dict[str, Any]]:
    """Each round's values, without offsets and what depends on them."""
    return [
        {
            "company": each.company.name,
            "status": each.status,
            "round_type": each.round_type,
            "investors": sorted((investor.name, investor.role) for investor in each.investors),
            **{name: value.value for name in _VALUES if (value := getattr(each, name)) is not None},
        }
        for each in extraction.rounds
    ]
