"""Whether a sentence states a date, decided from the date and the published day without the project's own recogniser.

A date is turned into the ways in which English news writes it; the sentence states it when one of them is there.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date

_MONTHS = tuple(calendar.month_name)
_WEEKDAYS = tuple(calendar.day_name)
_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NEAR = 7  # days around the published day in which a bare weekday is read
_YEARLESS = 366  # days around the published day in which a month without a year is read


def states(sentence: str, value: str, published: str | None) -> bool:
    """Whether `sentence` may state the ISO date `value` (`2021-05-04`, `2021-05` or `2021`)."""
    return span_of(sentence, value, published) is not None


def span_of(sentence: str, value: str, published: str | None) -> str | None:
    """The characters that may state the ISO date `value`; None when the sentence does not state it.

    `published` is the day, month or year against which relative forms are read; None leaves them out.
    """
    for pattern in forms(value, published):
        if found := re.search(pattern, sentence):
            return found.group()
    return None


def supported(sentence: str, published: str | None, value: str) -> bool:
    """Whether an answer is no invention: `sentence` states the ISO date, or only its month, its year or its week.

    Days are often answered where an article says less; `now` supports the published day.
    """
    parts = value.split("-")
    if any(states(sentence, "-".join(parts[:length]), published) for length in range(len(parts), 0, -1)):
        return True
    if published is None or len(published) != 10 or len(parts) != 3:
        return False
    day, today = date.fromisoformat(value), date.fromisoformat(published)
    weeks = ((day - today).days + today.weekday() - day.weekday()) // 7
    loose = [*_relative(weeks, "week"), *([r"(?i)\bnow\b"] if day == today else [])]
    return any(re.search(pattern, sentence) for pattern in loose)


def forms(value: str, published: str | None) -> Iterator[str]:
    """Patterns of the ways to write the ISO date `value` in an article published on `published`."""
    parts = [int(part) for part in value.split("-")]
    today = date.fromisoformat(published) if published and len(published) == 10 else None
    if len(parts) == 3:
        yield from _day(date(*parts), today)
    elif len(parts) == 2:
        yield from _month(parts[0], parts[1], today)
    else:
        yield rf"(?<!\d){parts[0]}(?!\d)"
        if today:
            yield from _relative(parts[0] - today.year, "year")


def _day(day: date, today: date | None) -> Iterator[str]:
    month = _name(day.month)
    number = rf"0?{day.day}(?:st|nd|rd|th)?"
    year = rf"(?:,?\s+(?:{day.year}|'{day.year % 100:02d}))"
    yield rf"\b{month}\s+{number}\b{year}"
    yield rf"\b{number}(?:\s+of)?[\s-]+{month}{year}"
    if today and abs(today - day).days <= _YEARLESS:
        yield rf"\b{month}\s+{number}\b(?!,?\s+\d{{4}}|\d)"
        yield rf"\b{number}(?:\s+of)?[\s-]+{month}(?!,?\s+\d{{4}})"
    yield rf"(?<!\d){day.year}[-/.]0?{day.month}[-/.]0?{day.day}(?!\d)"
    for first, second in ((day.month, day.day), (day.day, day.month)):
        yield rf"(?<![\d/.-])0?{first}([/.-])0?{second}\1(?:{day.year}|{day.year % 100:02d})(?!\d)"
    if today:
        yield from _near(day, today)


def _near(day: date, today: date) -> Iterator[str]:
    away = (day - today).days
    if abs(away) <= _NEAR:
        yield rf"\b{_WEEKDAYS[day.weekday()]}\b"
    words = {0: r"today|this (?:morning|afternoon|evening)|tonight", -1: "yesterday|last night", 1: "tomorrow"}
    if away in words:
        yield rf"(?i)\b(?:{words[away]})\b"
    if away < 0:
        yield rf"(?i)\b{_count(-away)} days? ago\b"
    if away % 7 == 0:
        yield from _relative(away // 7, "week")


def _month(year: int, month: int, today: date | None) -> Iterator[str]:
    yield rf"\b{_name(month)},?\s+(?:of\s+)?{year}\b"
    yield rf"(?<!\d){year}[-/]0?{month}(?!\d)"
    if today is None:
        return
    away = (year - today.year) * 12 + month - today.month
    if abs(away) <= 12:
        yield rf"\b{_name(month)}\b(?!,?\s+\d)"
    yield from _relative(away, "month")


def _relative(away: int, unit: str) -> Iterator[str]:
    words = {-1: f"last {unit}|previous {unit}|an? {unit} (?:ago|earlier)", 0: f"this {unit}", 1: f"next {unit}"}
    if away in words:
        yield rf"(?i)\b(?:{words[away]})\b"
    if away < -1:
        yield rf"(?i)\b{_count(-away)} {unit}s ago\b"


def _count(number: int) -> str:
    return rf"(?:{number}|{_NUMBERS[number]})" if number < len(_NUMBERS) else str(number)


def _name(month: int) -> str:
    """The month's name or its abbreviation; `Sept.` beside `Sep.`."""
    name = _MONTHS[month]
    extra = "|Sept" if month == 9 else ""
    return rf"(?:{name}|(?:{name[:3]}{extra})\b\.?)"
