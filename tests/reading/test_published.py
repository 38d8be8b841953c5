"""Publication dates as pages write them."""

from __future__ import annotations

import pytest

from extractor.reading.published import is_iso_date, parse_published

READ = [
    ("2024-05-05", "2024-05-05"),
    ("2024-05-05T09:30:00+02:00", "2024-05-05"),
    ("2024/5/5", "2024-05-05"),
    ("Sun, 05 May 2024 09:30:00 GMT", "2024-05-05"),
    ("May 5, 2024", "2024-05-05"),
    ("Sept. 5, 2024", "2024-09-05"),
    ("5th of May, 2024", "2024-05-05"),
    ("Published on 5 May 2024 at noon", "2024-05-05"),
    ("May 2024", "2024-05"),
    ("2024-05", "2024-05"),
    ("2024", "2024"),
    ("05/06/2024", None),
    ("2024-02-30", None),
    ("today", None),
    ("", None),
    ("5 May", None),
    ("March of the 2024 penguins", None),
    ("order 12024-05-05", None),
]


@pytest.mark.parametrize(("text", "expected"), READ, ids=[row[0] for row in READ])
def test_parse_published(text: str, expected: str | None) -> None:
    assert parse_published(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-05-05", True),
        ("2024-05", True),
        ("2024", True),
        ("2024-13", False),
        ("2023-02-29", False),
        ("5 May", False),
    ],
)
def test_is_iso_date(text: str, expected: bool) -> None:
    assert is_iso_date(text) is expected
