"""Publication dates as pages and bylines write them, to ISO; a date that can be read in two ways is refused."""

from __future__ import annotations

import re
from datetime import date

from extractor.lexicons.rules import load_month_names

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?<!\d)(?P<year>(?:19|20)\d\d)[-/.](?P<number>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)",
        r"^(?P<year>(?:19|20)\d\d) (?P<number>\d\d) (?P<day>\d\d)(?= \d\d:|$)",
        rf"(?<!\d){_DAY}\s{{1,3}}(?:of\s{{1,3}})?{_MONTH},?\s{{0,3}}{_YEAR}",
        rf"\b{_MONTH}\s{{0,3}}{_DAY}\s{{0,3}},?\s{{0,3}}{_YEAR}",
        # as Java prints an instant: `Mon Aug 03 12:45:00 EDT 2015`
        rf"\b{_MONTH}\s{{1,3}}{_DAY}\s\d\d:\d\d:\d\d\s(?:[A-Z]{{2,5}}|[+-]\d{{4}})?\s?{_YEAR}",
        rf"\b{_MONTH},?\s{{1,3}}{_YEAR}",
        r"(?<!\d)(?P<year>(?:19|20)\d\d)-(?P<number>\d\d)(?![-\d])",
    )
)
_BARE_YEAR = re.compile(r"(?:19|20)\d\d")
_LONGEST = 200


def parse_published(text: str) -> str | None:
    """The ISO date (`2024-05-05`, or partial `2024-05`, `2024`) that `text` states, else None.

    Reads ISO dates and times, RFC 2822 dates and English dates with the month in words. `05/06/2024` is
    None: nothing says which number is the month.
    """
    text = text.strip()[:_LONGEST]
    for form in _FORMS:
        match = form.search(text)
        if match and (value := _iso(match.groupdict())):
            return value
    return text if _BARE_YEAR.fullmatch(text) else None


_NUMBERS = re.compile(
    r"(?<![\d.])(?P<a>\d{1,2})(?P<mark>[./-])\s?(?P<b>\d{1,2})(?P=mark)\s?(?P<year>(?:19|20)\d\d|\d\d(?!\d))(?![\d])"
)
_EAST_ASIAN = re.compile(r"(?P<year>(?:19|20)\d\d)\s?[年년.]\s?(?P<number>\d{1,2})\s?[月월.]\s?(?P<day>\d{1,2})(?!\d)")
_WORD = r"(?P<word>[^\W\d_]{3,12})"
_LOCAL = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º|°|\.)?\s{{0,3}}(?:de\s|of\s|[-/])?\s?{_WORD}\.?,?\s{{0,3}}(?:de[l]?\s|[-/])?\s?{_YEAR}",
        rf"\b{_WORD}\.?\s{{0,3}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s{{0,3}},?\s{{0,3}}{_YEAR}",
    )
)


def parse_page_date(text: str, *, day_first: bool | None) -> str | None:
    """The full ISO date that a line of a page states, in any of the languages of `page_months.toml`, else None.

    `day_first` tells how `05/06/2024` is to be read; with None such a date is refused. `05.06.2024` is always
    5 June, `2024/06/05` always year first.
    """
    text = text.strip()[:_LONGEST]
    for form in (_FORMS[0], _FORMS[1], _EAST_ASIAN):
        match = form.search(text)
        if match and (value := _iso(match.groupdict())):
            return value
    for form in _LOCAL:
        for match in form.finditer(text):
            month = load_month_names().get(match["word"].lower())
            if month and _real(int(match["year"]), month, int(match["day"])):
                return f"{match['year']}-{month:02d}-{int(match['day']):02d}"
    match = _NUMBERS.search(text)
    return _numbers(match, day_first) if match else None


def _numbers(match: re.Match[str], day_first: bool | None) -> str | None:
    first, second, year = int(match["a"]), int(match["b"]), int(match["year"])
    if year < 100:
        if match["mark"] == "-":
            return None
        year += 2000
    if match["mark"] == "." or first > 12:
        day, month = first, second
    elif second > 12:
        day, month = second, first
    elif first == second:
        day = month = first
    elif day_first is None:
        return None
    else:
        day, month = (first, second) if day_first else (second, first)
    return f"{year:04d}-{month:02d}-{day:02d}" if _real(year, month, day) else None


def is_iso_date(text: str) -> bool:
    """Whether `text` is a real ISO date, possibly partial: `2024-05-05`, `2024-05` or `2024`."""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", text)
    if not match:
        return False
    return _real(int(match[1]), int(match[2] or 1), int(match[3] or 1))


def _iso(parts: dict[str, str | None]) -> str | None:
    year = int(parts["year"] or 0)
    word = parts.get("month")
    month = _MONTHS.index(word[:3].lower()) + 1 if word else int(parts.get("number") or 0)
    day = parts.get("day")
    if not _real(year, month, int(day or 1)):
        return None
    return f"{year:04d}-{month:02d}-{int(day):02d}" if day else f"{year:04d}-{month:02d}"


def _real(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
