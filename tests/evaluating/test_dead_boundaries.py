"""Word boundaries that no masked sentence has."""

from __future__ import annotations

import pytest

from extractor.evaluating.dead_boundaries import has_dead_boundary

TYPE, ORG = "[\ue800-\ue8ff]", "[\ue000-\ue7ff]"


@pytest.mark.parametrize(
    ("pattern", "dead"),
    [
        (rf"\b(?:round|{TYPE}) with", True),
        (rf"(?:round|{TYPE})\b", True),
        (rf"\b(?P<m>{ORG})", True),
        (rf"(?=\b{ORG})", True),
        (rf"(?:a|(?:b|{ORG})\b)", True),
        (rf"\b(?:{ORG} )?led by", True),
        (rf"(?<!\w)(?:round|{TYPE})(?!\w) with", False),
        (rf"\bled by {ORG}(?! fund\b)", False),
        (rf"\b(?:round of {TYPE}|raise)\b", True),
        (r"\b(?:round|raise)\b", False),
    ],
)
def test_a_boundary_beside_a_placeholder_is_told(pattern: str, dead: bool) -> None:
    assert has_dead_boundary(pattern) == dead
