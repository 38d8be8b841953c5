"""Dates written in digits and years: `2024-05-09`, `09.05.2024`, `2024年5月9日`, `Q2 2024`, `in 2021`."""

from __future__ import annotations

import re
from datetime import date, timedelta

from extractor.mentions import DateMention
from extractor.recognizing.calendar_arithmetic import Reference, is_day, iso, nearest_day
from extractor.recognizing.dates_vocabulary import DASH, GAP, ORGANISATION_WORD, YEAR, Anchor, any_case_of

_PARTS = re.compile(r"([0-9]{1,4})([-/.])([0-9]{1,2})\2([0-9]{1,4})")
_CJK = re.compile(r"(?:([0-9]{4})年)?\s?([0-9]{1,2})月(?:\s?([0-9]{1,2})[日号])?|([0-9]{4})年")
_AMOUNT_BEFORE = "$€£¥₹₩.,/#+_:'\u2019"
_AMOUNT_AFTER = re.compile(
    rf"[0-9A-Za-z_%€£₹/]|[.,:'][0-9]|{DASH}[0-9]{{1,3}}(?![0-9])|-[A-Za-z]|{GAP}?%|"
    rf"{GAP}{any_case_of('percent', 'million', 'billion', 'crore', 'lakh', 'square', 'sq', 'km', 'usd', 'eur')}\b"
)
_PERIOD_BEFORE = re.compile(
    rf"(?<![\w-])(?:(?:[Qq][1-4]|[Hh][12]|[1-4][Qq]|[12][Hh]|FY|fiscal|Fiscal){GAP}?(?:of{GAP}|in{GAP})?(?:fiscal{GAP})?"
    rf"|(?:{any_case_of('first', 'second', 'third', 'fourth', '1st', '2nd', '3rd', '4th', 'final', 'last')}{GAP})?"
    rf"{any_case_of('quarter', 'half', 'months', 'weeks')}{GAP}(?:of{GAP}|in{GAP})(?:fiscal{GAP})?"
    rf"|(?:{any_case_of('early', 'late', 'mid')}{GAP}?[-\u2010-\u2013]?(?:in{GAP})?)?"
    rf"{any_case_of('spring', 'summer', 'autumn', 'fall', 'winter')}(?:{GAP}of)?{GAP}"
    rf"|{any_case_of('early', 'late', 'mid')}(?:{GAP}|{GAP}?[-\u2010-\u2013])(?:in{GAP})?)\Z"
)
_CUE_BEFORE = re.compile(
    r"(?<![\w-])(?:(?P<loose>"
    + any_case_of("in", "since", "during", "until", "till", "before", "after", "around", "circa", "through", "between")
    + ")|(?P<strict>"
    + any_case_of("of", "by", "from", "late", "early", "mid", "year", "for", "to")
    + rf"))(?:{GAP}the{GAP}year)?{GAP}\Z"
)
_RANGE_BEFORE = re.compile(rf"(?<![0-9$€£.,]){YEAR}(?:{GAP}?{DASH}{GAP}?|{GAP}(?:to|and|or|through){GAP})\Z")
_ROUND_NOUN = re.compile(
    rf"{GAP}(?:Series|[Ss]eed|[Pp]re-[Ss]e|[Rr]ounds?|[Ff]unding|[Ff]inancing|[Rr]aise|[Ii]nvestment|[Aa]ngel)\b"
)
_NAME_AFTER = re.compile(
    rf"{GAP}(?:{ORGANISATION_WORD}|Notes?|Bonds?|Series|Act|Plan|Vision|Agenda|Class|Budget|Cohort|Report|"
    rf"Edition|Olympics|Games|Annual|Convertible|Senior|Forbes|Warrants?|Index|List|Awards?)"
)
_CAPITAL_AFTER = re.compile(rf"{GAP}[A-Z]")
_PLURAL_AFTER = re.compile(
    rf"{GAP}(?:people|sqft|MW|GW|(?!was\b|has\b|its\b|this\b|across\b|plus\b|thus\b|versus\b|sales\b|always\b|besides\b|"
    rf"(?:from|with|and|by|to|at|led|when|as|after|which|that|for|on|the|its|before|while|but|or|who|where|including|in|via|of|"
    rf"alongside|amid|under|over|through|then|it|is|raised|plus)\b)"
    rf"(?:[a-z]{{3,14}}{GAP})?[a-z]{{2,16}}s\b)"
)


def read_digits(anchor: Anchor) -> tuple[DateMention, ...]:
    """A day in digits: year first, or day and month in an order that the numbers or the publication make plain."""
    match = _PARTS.match(anchor.text, anchor.start)
    value = (
        (_day_of(*match.groups()) or _day_near(match[1], match[2], match[3], match[4], anchor.reference))
        if match
        else None
    )
    if match is None or value is None:
        return ()
    return (anchor.mention("date.absolute", "absolute", value, anchor.start, match.end()),)


def read_cjk(anchor: Anchor) -> tuple[DateMention, ...]:
    """`2024年5月9日`, `2024年5月`, `5月9日`, `2024年`."""
    match = _CJK.match(anchor.text, anchor.start)
    if match is None:
        return ()
    year, month, day = (int(part) if part else None for part in (match[1] or match[4], match[2], match[3]))
    span = (anchor.start, match.end())
    if year is None:
        if month is None or day is None or not 1 <= month <= 12 or not is_day(month, day):
            return ()
        nearest = nearest_day(month, day, anchor.reference)
        return (anchor.mention("date.yearless", "yearless", nearest, *span, "relative"),)
    value = iso(year, month, day)
    if value is None:
        return ()
    rule, kind = ("date.year", "year") if month is None else ("date.month_year", "absolute")
    return (anchor.mention("date.absolute" if day else rule, kind, value, *span),)


def read_year(anchor: Anchor) -> tuple[DateMention, ...]:
    """A year of its own, with a cue before it and no amount, name or count around it."""
    text, value = anchor.text, anchor.text[anchor.start : anchor.end]
    previous = text[anchor.start - 1] if anchor.start else " "
    if previous in _AMOUNT_BEFORE or _AMOUNT_AFTER.match(text, anchor.end) or _NAME_AFTER.match(text, anchor.end):
        return _round_year(anchor, value) if not previous.strip() else ()
    if previous == "(":
        return _year(anchor, value, anchor.start) if text[anchor.end : anchor.end + 1] == ")" else ()
    period = _PERIOD_BEFORE.search(text, anchor.behind(40), anchor.start)
    if period:
        return _year(anchor, value, period.start())
    if _RANGE_BEFORE.search(text, max(0, anchor.start - 14), anchor.start):
        return () if _PLURAL_AFTER.match(text, anchor.end) else _year(anchor, value, anchor.start)
    cue = _CUE_BEFORE.search(text, anchor.behind(24), anchor.start)
    if cue is None or _PLURAL_AFTER.match(text, anchor.end):
        return _round_year(anchor, value) if previous.isspace() else ()
    return () if cue["strict"] and _CAPITAL_AFTER.match(text, anchor.end) else _year(anchor, value, anchor.start)


def _round_year(anchor: Anchor, value: str) -> tuple[DateMention, ...]:
    """`its 2021 Series A`: the year right before the noun of a round."""
    return _year(anchor, value, anchor.start) if _ROUND_NOUN.match(anchor.text, anchor.end) else ()


def _year(anchor: Anchor, value: str, start: int) -> tuple[DateMention, ...]:
    return (anchor.mention("date.year", "year", value, start, anchor.end),)


# what an article gives in digits is mostly the day of its own news
_BEFORE_NEWS, _AFTER_NEWS = timedelta(days=45), timedelta(days=7)


def _day_near(first: str, separator: str, second: str, third: str, reference: Reference | None) -> str | None:
    """Of the two days that `05/06/2024` may be, the one near the day of publication; None when both or none is."""
    published = reference.as_date() if reference else None
    if published is None or separator == "." or len(third) != 4 or len(first) > 2:
        return None
    days = (iso(int(third), int(month), int(day)) for month, day in ((first, second), (second, first)))
    near = {day for day in days if day and -_AFTER_NEWS <= published - date.fromisoformat(day) <= _BEFORE_NEWS}
    return near.pop() if len(near) == 1 else None


def _day_of(first: str, separator: str, second: str, third: str) -> str | None:
    """The ISO day of three numbers; None when day and month could be exchanged, or there is no such day."""
    if len(first) == 4:
        return iso(int(first), int(second), int(third)) if len(third) <= 2 else None
    if len(third) != 4 or len(first) > 2 or not 1950 <= int(third) <= 2100:
        return None
    one, two, year = int(first), int(second), int(third)
    if two > 12:
        return iso(year, one, two)
    if one > 12 or one == two or separator == ".":
        return iso(year, two, one)
    return None
