"""Dates in plain text, resolved against the article's published date.

One cheap expression finds anchors (a month's name, a weekday, a year, a word such as `today`), and the reader of that
kind of anchor looks a bounded distance to both sides. So the time is linear in the text, whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from extractor.lexicons.rule_search import OpenedPattern
from extractor.mentions import DateMention
from extractor.recognizing.calendar_arithmetic import parse_reference
from extractor.recognizing.dates_of_datelines import mark_datelines
from extractor.recognizing.dates_of_months import day_in_year, read_month
from extractor.recognizing.dates_of_speech import read_ago, read_day_word, read_period, read_weekday
from extractor.recognizing.dates_of_years import read_cjk, read_digits, read_year
from extractor.recognizing.dates_vocabulary import DASH, GAP, MONTH, WEEKDAY, YEAR, Anchor, any_case_of

_PERIOD_WORDS = any_case_of(
    "week", "month", "quarter", "year", "morning", "afternoon", "evening", "night", "spring", "summer", "fall", "autumn"
)
_ANCHOR = re.compile(
    rf"(?<![A-Za-z0-9_])(?:(?P<month>{MONTH})|(?P<weekday>{WEEKDAY}|(?:Tues|Thurs|Weds)\b\.?|(?:Mon|Wed|Fri)\.(?={GAP}[a-z]))"
    rf"|(?P<day_word>{any_case_of('today', 'yesterday', 'tonight', 'tomorrow')}(?![a-z]))"
    rf"|(?P<period>{any_case_of('last', 'this', 'next')}(?:{GAP}past)?{GAP}{_PERIOD_WORDS}\b)"
    rf"|(?P<ago>[Aa]go\b)"
    rf"|(?P<digits>(?<![$€£¥₹./-])"
    rf"(?:{YEAR}(?P<ymd>[-/.])[0-9]{{1,2}}(?P=ymd)[0-9]{{1,2}}|[0-9]{{1,2}}(?P<dmy>[-/.])[0-9]{{1,2}}(?P=dmy){YEAR})"
    rf"(?![0-9/]|[.-][0-9]))"
    rf"|(?P<cjk>[0-9]{{4}}年|[0-9]{{1,2}}月[0-9])"
    rf"|(?P<year>{YEAR}(?![0-9])))"
)
_READERS: dict[str, Callable[[Anchor], tuple[DateMention, ...]]] = {
    "month": read_month,
    "weekday": read_weekday,
    "day_word": read_day_word,
    "period": read_period,
    "ago": read_ago,
    "digits": read_digits,
    "cjk": read_cjk,
    "year": read_year,
}
# a dateline that stands farther on is another story's, in code points; what is published later was not written then
_BEGINNING, _LATE = 1_000, timedelta(days=7)
_RANGE = re.compile(rf"{GAP}?{DASH}{GAP}?|,?{GAP}(?:to|and|through|until|&){GAP}")


def find_dates(text: str, published: str | None) -> tuple[DateMention, ...]:
    """All dates of the text, in order and without overlap, with offsets in code points of `text`.

    `published` is the article's ISO day, month or year; without it dates told from it have value None. Where a dateline
    states a day up to a week before it, the text was written then, and its `today` is that day. Rule ids:
    date.absolute, date.month_year, date.year, date.yearless, date.weekday, date.relative, date.today, date.dateline.
    """
    mentions = _dates(text, published)
    written = _written_on(mentions, published)
    return mentions if written is None else _dates(text, written)


def _written_on(mentions: tuple[DateMention, ...], published: str | None) -> str | None:
    """The day of a dateline at the text's beginning when the text was published some days later."""
    dateline = next((m for m in mentions if m.kind == "dateline"), None)
    if dateline is None or dateline.start > _BEGINNING or published is None or dateline.value is None:
        return None
    if len(published) != len(dateline.value) or len(published) != len("2024-05-09"):
        return None
    late = date.fromisoformat(published) - date.fromisoformat(dateline.value)
    return dateline.value if timedelta(0) < late <= _LATE else None


def _dates(text: str, published: str | None) -> tuple[DateMention, ...]:
    reference = parse_reference(published)
    mentions: list[DateMention] = []
    low = 0
    for match in _anchors().finditer(text):
        if match.start() < low or match.lastgroup is None:
            continue
        found = _READERS[match.lastgroup](Anchor(text, match.start(), match.end(), low, reference))
        if found:
            mentions.extend(found)
            low = found[-1].end
    return mark_datelines(text, _years_of_ranges(text, tuple(mentions)))


@cache
def _anchors() -> OpenedPattern:
    return OpenedPattern(_ANCHOR)


def _years_of_ranges(text: str, mentions: tuple[DateMention, ...]) -> tuple[DateMention, ...]:
    """`May 9 - June 2, 2024`: the first end takes the year that the second states."""
    shared = list(mentions)
    for index, (first, second) in enumerate(pairwise(mentions)):
        if first.rule != "date.yearless" or second.rule != "date.absolute" or second.value is None:
            continue
        if second.start - first.end > len(", through ") or not _RANGE.fullmatch(text, first.end, second.start):
            continue
        value = day_in_year(first.text, int(second.value[:4]))
        if value and value <= second.value:
            shared[index] = replace(first, value=value, basis="stated", kind="absolute", rule="date.absolute")
    return tuple(shared)
