"""A round still to come: what its article recalls of finished ones, `raised $6 billion in May`, is none of it."""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.assembling.article_reading import Reading
from extractor.assembling.earlier_rounds import is_past
from extractor.assembling.lines import Line
from extractor.assembling.masking import MONEY, TYPE
from extractor.records import RoundStatus

_TO_COME = (RoundStatus.IN_TALKS, RoundStatus.PLANNED)
# what was raised in the month before the news may be the news
_FRESH = 2
_DONE = re.compile(rf"\b(?:raised|closed|secured|landed|completed|received)\b[^;—]{{0,60}}?(?:{MONEY}|{TYPE})")


def without_finished(reading: Reading, status: RoundStatus) -> Reading:
    """The reading without sentences that tell of an earlier round, where the article's own has not happened yet."""
    if status not in _TO_COME:
        return reading
    published = reading.article.published_on
    done = {id(line) for line in reading.lines if not line.headline and _is_finished(line, published)}
    if not done:
        return reading
    return replace(
        reading,
        lines=tuple(line for line in reading.lines if id(line) not in done),
        roles=tuple(r for r in reading.roles if id(r.line) not in done or r.label == "total"),
        parties=tuple(hit for hit in reading.parties if id(hit.line) not in done),
    )


def _is_finished(line: Line, published: str | None) -> bool:
    match = _DONE.search(line.text)
    if match is None or not is_past(line, match.end() - 1, published):
        return False
    days = [date.value for date in line.masked.dates.values() if date.value]
    return not (published and days) or _months(min(days), published) >= _FRESH


def _months(before: str, after: str) -> int:
    """Months between two ISO dates, possibly partial: a year alone ends with its December."""
    low, high = ((int(day[:4]), int(day[5:7] or 12)) for day in (before, after))
    return 12 * (high[0] - low[0]) + high[1] - low[1]
