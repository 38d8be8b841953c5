"""The words of dates and the fragments of regular expression that the date readers share."""

from __future__ import annotations

from typing import NamedTuple

from extractor.mentions import DateBasis, DateMention
from extractor.recognizing.calendar_arithmetic import Reference

MONTHS = ("january", "february", "march", "april", "may", "june",
          "july", "august", "september", "october", "november", "december")  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAY_SHORT = ("Mon", "Tues?", "Wed(?:s|nes)?", "Thu(?:rs?)?", "Fri", "Sat", "Sun")
MONTH_NUMBERS = {month[:3]: number for number, month in enumerate(MONTHS, start=1)}
WEEKDAY_NUMBERS = {day[:3]: number for number, day in enumerate(WEEKDAYS)}
NUMBER_WORDS = {"a": 1, "an": 1, "one": 1, "couple": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
                "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "eighteen": 18}  # fmt: skip

GAP = r"(?:[ \t\u00a0\u202f]{1,3}|[ \t]?\r?\n[ \t]?(?![\r\n]))"
"""White space inside a date: never a blank line, which parts paragraphs."""

YEAR = r"(?:19[5-9][0-9]|20[0-9]{2}|2100)"
"""Years from 1950 to 2100, the only ones that funding news names."""

DAY = r"(?:0?[1-9]|[12][0-9]|3[01])(?![0-9])"
ORDINAL = r"(?:st|nd|rd|th|ST|ND|RD|TH)"
DASH = "[-\u2010-\u2015]"


def any_case(word: str) -> str:
    """A fragment for the word in any case, as letter sets, which are faster to reject than IGNORECASE."""
    return "".join(f"[{letter.upper()}{letter}]" if letter.isalpha() else letter for letter in word)


def any_case_of(*words: str) -> str:
    """A fragment for one of the words in any case."""
    return "(?:" + "|".join(any_case(word) for word in words) + ")"


_LONG_MONTHS = "|".join(
    any_case(month[:3]) + (f"(?:{any_case(month[3:])}" + ("|[Tt])?" if month == "september" else ")?"))
    for month in MONTHS
    if month != "may"
)
MONTH = f"(?:{_LONG_MONTHS}|{any_case('may')})(?![A-Za-z])"
WEEKDAY = any_case_of(*WEEKDAYS) + r"\b"
SHORT_WEEKDAY = r"(?:" + "|".join(WEEKDAY_SHORT) + r")\b\.?"

ORGANISATION_WORD = (
    r"(?:Capital|Ventures?|Partners?|Labs?|Health|Mobility|Group|Inc|Funds?|Holdings|Bio|AI|Networks?|Technolog|"
    r"Bank|Financial|Finance|Energy|Foundation|Media|Software|Systems|Studios?|Therapeutics|Robotics|LLC|Ltd)"
)


class Anchor(NamedTuple):
    """A word or number that may belong to a date, and what its reader may look at.

    `low` is where the mention before it ends: no reader looks back past it.
    """

    text: str
    start: int
    end: int
    low: int
    reference: Reference | None

    def behind(self, reach: int) -> int:
        """Where looking back at most `reach` characters begins."""
        return max(self.low, self.start - reach)

    def mention(
        self, rule: str, kind: str, value: str | None, start: int, end: int, basis: DateBasis = "stated"
    ) -> DateMention:
        """A mention of this text with its slice cut out."""
        return DateMention(start, end, self.text[start:end], rule, value, basis, kind)


def month_number(word: str) -> int | None:
    """1 to 12 for a month's name or abbreviation in any case."""
    return MONTH_NUMBERS.get(word[:3].lower())


def weekday_number(word: str) -> int | None:
    """0 (Monday) to 6 (Sunday) for a weekday's name in any case."""
    return WEEKDAY_NUMBERS.get(word[:3].lower())
