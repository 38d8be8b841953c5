"""Calendar arithmetic: words such as `last October` against the day an article was published.

Every function returns an ISO value (`2024-05-09`, `2024-05` or `2024`) or None when the reference is too coarse
or there is no such day. Pure, proleptic Gregorian, years 1 to 9999.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Literal

Unit = Literal["day", "week", "month", "quarter", "year"]
Which = Literal["last", "this", "next", "near", "coming"]

LOOKAHEAD_DAYS = 60
"""A date without a year is read as coming only if it is at most this many days after publication.

News mostly recalls; closings, launches and round windows announced ahead lie within about two months.
"""

_PUBLISHED = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?![0-9])")
_SEASON_ENDS = {"spring": 5, "summer": 8, "fall": 11, "autumn": 11}


@dataclass(frozen=True, slots=True)
class Reference:
    """The day, month or year in which an article was published."""

    year: int
    month: int | None = None
    day: int | None = None

    def as_date(self) -> datetime.date | None:
        """The full day, or None when the reference is partial."""
        if self.month is None or self.day is None:
            return None
        return datetime.date(self.year, self.month, self.day)

    def iso(self) -> str | None:
        """The reference itself, as precise as it is."""
        return iso(self.year, self.month, self.day)


def parse_reference(published: str | None) -> Reference | None:
    """Read `2024-05-09` (a time may follow), `2024-05` or `2024`; None when absent or no such day."""
    match = _PUBLISHED.match(published) if published else None
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    if year is None or iso(year, month, day) is None:
        return None
    return Reference(year, month, day)


def iso(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """The ISO form of a day, month or year, or None when the calendar has none such."""
    if not 1 <= year <= 9999:
        return None
    if month is None:
        return f"{year:04d}"
    if not 1 <= month <= 12:
        return None
    if day is None:
        return f"{year:04d}-{month:02d}"
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None


def is_day(month: int, day: int) -> bool:
    """Whether a month has that day in some year (29 February counts)."""
    return iso(2000, month, day) is not None


def nearest_day(month: int, day: int, reference: Reference | None, *, coming: bool = False) -> str | None:
    """The day without a year that is nearest to the reference, at most LOOKAHEAD_DAYS after it.

    With `coming`, where the words around it say that it lies ahead, the first such day from the reference on.
    """
    if reference is None:
        return None
    if reference.month is None:
        return iso(reference.year, month, day)
    # The 15th stands for a month of which the day is not known.
    anchor = reference.as_date() or datetime.date(reference.year, reference.month, 15)
    years = (anchor.year - 1, anchor.year, anchor.year + 1)
    written = [value for value in (iso(year, month, day) for year in years) if value is not None]
    days = [datetime.date.fromisoformat(value) for value in written]
    in_reach = [each for each in days if (each >= anchor if coming else (each - anchor).days <= LOOKAHEAD_DAYS)]
    if not in_reach:
        return None
    return min(in_reach, key=lambda each: abs((each - anchor).days)).isoformat()


def named_month(month: int, which: Which, reference: Reference | None) -> str | None:
    """The month that `in October` (near, or coming if said to lie ahead), `last`, `this` or `next October` means."""
    if reference is None:
        return None
    if reference.month is None:
        return iso(reference.year, month) if which in ("near", "this", "coming") else None
    year = reference.year
    if which == "last":
        year -= month >= reference.month
    elif which == "next":
        year += month <= reference.month
    elif which == "coming":
        year += month < reference.month
    elif which == "near":
        first = nearest_day(month, 1, reference)
        return first[:7] if first else None
    return iso(year, month)


def weekday(number: int, which: Which, reference: Reference | None) -> str | None:
    """The weekday (0 Monday to 6 Sunday) on or before the reference; `last` strictly before, `next` strictly after."""
    today = reference.as_date() if reference else None
    if today is None:
        return None
    back = (today.weekday() - number) % 7
    if which == "last":
        back = back or 7
    elif which == "next":
        back -= 7
    return _moved(today, -back)


def weekday_of_last_week(number: int, reference: Reference | None) -> str | None:
    """`Tuesday of last week`: that day of the Monday-to-Sunday week before the reference's own."""
    today = reference.as_date() if reference else None
    return None if today is None else _moved(today, number - today.weekday() - 7)


def shifted(unit: Unit, steps: int, reference: Reference | None) -> str | None:
    """The reference moved by whole units, as precise as the unit: weeks give a month, quarters a year.

    `this week` names no day, so it is a month; nor does `last week`: it is the month seven days before.
    """
    if reference is None:
        return None
    if unit == "year":
        return iso(reference.year + steps)
    if unit in ("month", "quarter"):
        if reference.month is None:
            return iso(reference.year) if steps == 0 else None
        months = reference.year * 12 + reference.month - 1 + steps * (3 if unit == "quarter" else 1)
        return iso(months // 12, None if unit == "quarter" else months % 12 + 1)
    if steps == 0:
        return reference.iso() if unit == "day" else iso(reference.year, reference.month)
    today = reference.as_date()
    moved = None if today is None else _moved(today, steps * (7 if unit == "week" else 1))
    return moved[:7] if moved and unit == "week" else moved


def season_year(season: str, which: Which, reference: Reference | None) -> str | None:
    """The year of `last summer` or `this spring`; None for winter, which lies in two years."""
    ends = _SEASON_ENDS.get(season)
    if reference is None or ends is None:
        return None
    if which == "this":
        return iso(reference.year)
    if reference.month is None:
        return None
    if which == "last":
        return iso(reference.year - (reference.month <= ends))
    return iso(reference.year + (reference.month > ends - 3))


def _moved(day: datetime.date, days: int) -> str | None:
    try:
        return (day + datetime.timedelta(days=days)).isoformat()
    except OverflowError:
        return None
