"""Dates around a month's name: `May 9, 2024`, `9 May`, `Sept 2023`, `last October`, and their ranges."""

from __future__ import annotations

import re

from extractor.mentions import DateMention
from extractor.recognizing.calendar_arithmetic import Which, iso, named_month, nearest_day
from extractor.recognizing.dates_vocabulary import (
    DASH,
    DAY,
    GAP,
    MONTH,
    ORDINAL,
    ORGANISATION_WORD,
    SHORT_WEEKDAY,
    WEEKDAY,
    YEAR,
    Anchor,
    any_case_of,
    month_number,
)

_REACH = 48
_YEAR_END = r"(?![0-9]|,[0-9]{3}|\.[0-9]|%)"
_RELATIVE_YEAR = f"{GAP}(?:of{GAP})?(?P<which>last|this|next){GAP}year\\b"
_COUNTED = any_case_of("percent", "per cent", "million", "billion", "crore", "lakh", "bn", "times", "am", "pm")

_BEFORE = re.compile(
    rf"(?:(?<![\w-])(?P<weekday>{WEEKDAY}|{SHORT_WEEKDAY}),?{GAP}(?:the{GAP})?)?"
    rf"(?:(?<![\w$€£¥₹.,/:#+-])(?:(?P<first>{DAY}){ORDINAL}?(?P<dash>{GAP}?{DASH}{GAP}?|{GAP}(?:to|and|&){GAP}))?"
    rf"(?P<day>{DAY})(?P<ordinal>{ORDINAL})?(?:{GAP}of)?(?:,?{GAP}|,|-))?\Z"
)
# Cheap, and most months have neither a number nor a weekday before them.
_BEFORE_HINT = re.compile(r"[0-9]|[Dd][Aa][Yy]|Mon|Tue|Wed|Thu|Fri|Sat|Sun")
_AFTER_DAY = re.compile(
    rf"\.?(?:{GAP}|-)?(?:the{GAP})?(?P<day>{DAY}){ORDINAL}?"
    rf"(?:(?P<dash>{GAP}?{DASH}{GAP}?|{GAP}(?:to|and|through|&){GAP})(?P<last>{DAY}){ORDINAL}?"
    rf"(?=,?{GAP}{YEAR}|(?![\w%:]|[.,][0-9])))?"
    rf"(?:(?:{GAP}?,{GAP}?|{GAP}|-)(?P<year>{YEAR}){_YEAR_END}|{_RELATIVE_YEAR})?"
)
_AFTER_YEAR = re.compile(
    rf"\.?(?:(?:,?{GAP}(?:of{GAP})?|,|-)(?P<year>{YEAR}){_YEAR_END}|{GAP}?['\u2019](?P<short>[0-9]{{2}})(?!\w)"
    rf"|{_RELATIVE_YEAR})"
)
_NOT_A_DAY = re.compile(rf"[A-Za-z0-9_%$]|[.,:/][0-9]|{GAP}?%|-[0-9A-Za-z]|{GAP}?{_COUNTED}\b")
_CUE = re.compile(
    rf"\b(?:(?P<fixed>[Ii]n|[Ss]ince|[Dd]uring|(?:[Ee]nd|[Bb]eginning|[Ss]tart|[Mm]iddle|[Mm]onth){GAP}of|[Aa]s{GAP}of|IN){GAP})?"
    rf"(?P<part>(?:[Ee]arly|[Ll]ate|[Mm]id)(?:{GAP}|-))?"
    rf"(?:(?P<which>[Ll]ast|[Tt]his(?:{GAP}past)?|[Nn]ext){GAP})?\Z"
)
_WRITTEN_MONTH = re.compile(rf"\b{MONTH}")
_COMING = re.compile(
    r"\b(?:will|to (?:be|close|launch|open|take|begin|start)|expect(?:s|ed)?|plans?|scheduled|slated|set to|upcoming|"
    r"[Jj]oin us|[Rr]egister)\b[^.!?,;\n]{0,40}\Z"
)
_PART = re.compile(rf"\b(?:[Ee]arly|[Ll]ate|[Mm]id)(?:{GAP}(?:in{GAP})?|-)\Z")
_NAME_AFTER = re.compile(rf"{GAP}{ORGANISATION_WORD}|{GAP}of{GAP}[A-Z]|[-.&]\w|{GAP}&")
_CAPITAL_AFTER = re.compile(rf"{GAP}[A-Z]")
_NAME_LIKE = frozenset({"jan", "mar", "march", "apr", "april", "may", "jun", "june", "aug", "august"})
_VERB_LIKE = frozenset({"may", "march", "mar", "dec", "jan", "jun"})


def read_month(anchor: Anchor) -> tuple[DateMention, ...]:
    """The dates (two for a range) of which the anchor is the month's name; empty when it is none."""
    month = month_number(anchor.text[anchor.start : anchor.end])
    if month is None:
        return ()
    behind = anchor.behind(_REACH)
    hint = _BEFORE_HINT.search(anchor.text, behind, anchor.start)
    before = _BEFORE.search(anchor.text, behind, anchor.start) if hint else None
    after_day = _AFTER_DAY.match(anchor.text, anchor.end)
    after_year = _AFTER_YEAR.match(anchor.text, anchor.end)
    if after_day and after_day["year"]:
        return _month_first(anchor, month, before, after_day)
    if before and before["day"] and (after_year or after_day is None or _NOT_A_DAY.match(anchor.text, after_day.end())):
        found = _day_first(anchor, month, before, after_year)
        if found:
            return found
    if after_day and not _NOT_A_DAY.match(anchor.text, after_day.end()):
        found = _month_first(anchor, month, before, after_day)
        if found:
            return found
    if before and before["day"] and not after_year:
        return _day_first(anchor, month, before, None)
    return _month_and_year(anchor, month, after_year) if after_year else _bare_month(anchor, month)


def day_in_year(written: str, year: int) -> str | None:
    """The ISO day of a month and day as written (`May 9th`, `2 July`) in that year, None when it has none such."""
    month, day = _WRITTEN_MONTH.search(written), re.search("[0-9]{1,2}", written)
    number = month_number(month[0]) if month else None
    return iso(year, number, int(day[0])) if number and day else None


def _month_first(
    anchor: Anchor, month: int, before: re.Match[str] | None, after: re.Match[str]
) -> tuple[DateMention, ...]:
    """`May 9, 2024`, `July 2`, `May 9-12, 2024`; the weekday before it belongs to the mention."""
    weekday_only = before and before["weekday"] and not before["day"]
    start = before.start() if before and weekday_only else anchor.start
    if not after["last"]:
        return _one(anchor, month, after["day"], after, start, after.end())
    first = _one(anchor, month, after["day"], after, start, after.start("dash"))
    return first + _one(anchor, month, after["last"], after, after.start("last"), after.end())


def _day_first(
    anchor: Anchor, month: int, before: re.Match[str], after: re.Match[str] | None
) -> tuple[DateMention, ...]:
    """`9 May 2024`, `2nd of July`, `9-12 May 2024`; without a year the month must be capitalised."""
    end = after.end() if after else anchor.end + (anchor.text[anchor.end : anchor.end + 1] == "." and _is_short(anchor))
    if not before["first"]:
        return _one(anchor, month, before["day"], after, before.start(), end)
    first = _one(anchor, month, before["first"], after, before.start(), before.start("dash"))
    return first + _one(anchor, month, before["day"], after, before.start("day"), end)


def _one(
    anchor: Anchor, month: int, day: str, after: re.Match[str] | None, start: int, end: int
) -> tuple[DateMention, ...]:
    """One day of that month, in the year that `after` holds or that the published date suggests."""
    groups = after.groupdict() if after else {}
    year = groups.get("year") or (f"20{groups['short']}" if groups.get("short") else None)
    if year:
        value = iso(int(year), month, int(day))
        return (anchor.mention("date.absolute", "absolute", value, start, end),) if value else ()
    word = anchor.text[anchor.start : anchor.end]
    if iso(2000, month, int(day)) is None or (word.islower() and word in _VERB_LIKE):
        return ()
    if groups.get("which"):
        value = iso(_relative_year(anchor, groups["which"]), month, int(day))
    else:
        value = nearest_day(month, int(day), anchor.reference, coming=_is_coming(anchor))
    return (anchor.mention("date.yearless", "yearless", value, start, end, "relative"),)


def _month_and_year(anchor: Anchor, month: int, after: re.Match[str]) -> tuple[DateMention, ...]:
    """`May 2024`, `Sept '23`, `October of last year`."""
    word = anchor.text[anchor.start : anchor.end]
    if word in ("may", "march", "mar", "dec") or (after["short"] and word.islower()):
        return ()
    part = _PART.search(anchor.text, anchor.behind(12), anchor.start)
    start = part.start() if part else anchor.start
    if after["which"]:
        value = iso(_relative_year(anchor, after["which"]), month)
        return (anchor.mention("date.month_year", "relative", value, start, after.end(), "relative"),)
    value = iso(int(after["year"] or f"20{after['short']}"), month)
    return (anchor.mention("date.month_year", "absolute", value, start, after.end()),)


def _bare_month(anchor: Anchor, month: int) -> tuple[DateMention, ...]:
    """`in October`, `last March`, `in early May`: only with a cue before it and no name after it."""
    word = anchor.text[anchor.start : anchor.end]
    cue = _CUE.search(anchor.text, anchor.behind(32), anchor.start)
    if not word[0].isupper() or cue is None or not any(cue.groups()):
        return ()
    end = anchor.end + (_is_short(anchor) and anchor.text[anchor.end : anchor.end + 1] == ".")
    if _NAME_AFTER.match(anchor.text, end) or (
        word.lower() in _NAME_LIKE and _CAPITAL_AFTER.match(anchor.text, end) and end == anchor.end
    ):
        return ()
    which = _which(cue["which"])
    if which == "near" and _is_coming(anchor):
        which = "coming"
    start = min((cue.start(name) for name in ("part", "which") if cue[name]), default=anchor.start)
    value = named_month(month, which, anchor.reference)
    return (anchor.mention("date.yearless", "yearless", value, start, end, "relative"),)


def _which(word: str | None) -> Which:
    lowered = (word or "").lower()
    if lowered == "last" or lowered.endswith("past"):
        return "last"
    if lowered == "this":
        return "this"
    return "next" if lowered == "next" else "near"


def _relative_year(anchor: Anchor, which: str) -> int:
    """The year that `last year` means; 0, which no calendar has, when the article has no published date."""
    if anchor.reference is None:
        return 0
    return anchor.reference.year + {"last": -1, "this": 0, "next": 1}[which]


def _is_coming(anchor: Anchor) -> bool:
    """Whether the words just before say that the date lies ahead: `is expected to close in September`."""
    return _COMING.search(anchor.text, max(0, anchor.start - 60), anchor.start) is not None


def _is_short(anchor: Anchor) -> bool:
    """Whether the month is abbreviated, so that a dot after it is the abbreviation's."""
    word = anchor.text[anchor.start : anchor.end].lower()
    return len(word) <= 4 and word not in ("may", "june", "july")
