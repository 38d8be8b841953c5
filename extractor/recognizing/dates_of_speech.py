"""Days told from the day of publication: `today`, `on Tuesday`, `last month`, `two years ago`."""

from __future__ import annotations

import re

from extractor.mentions import DateMention
from extractor.recognizing.calendar_arithmetic import (
    Reference,
    Unit,
    Which,
    season_year,
    shifted,
    weekday,
    weekday_of_last_week,
)
from extractor.recognizing.dates_vocabulary import (
    DASH,
    DAY,
    GAP,
    MONTH,
    NUMBER_WORDS,
    ORDINAL,
    ORGANISATION_WORD,
    WEEKDAY,
    Anchor,
    weekday_number,
)

_DAY_PART = rf"(?:{GAP}(?:[Mm]orning|[Aa]fternoon|[Ee]vening|[Nn]ight|MORNING|AFTERNOON|EVENING|NIGHT)\b)"
_WEEKDAY_AFTER = re.compile(rf"{_DAY_PART}?(?P<lastweek>,?{GAP}(?:of{GAP})?last{GAP}week\b)?")
_DATE_FOLLOWS = re.compile(rf",?{GAP}(?:the{GAP})?(?:{MONTH}\.?{GAP}{DAY}|{DAY}{ORDINAL}?{GAP}(?:of{GAP})?{MONTH})")
_WEEKDAY_BEFORE = re.compile(
    rf"\b(?:(?P<on>[Oo]n|[Ll]ate|[Ee]arly|by|since|[Ee]arlier|ON){GAP}|(?P<which>[Ll]ast|[Tt]his|[Nn]ext|[Tt]his{GAP}past){GAP}"
    rf"|(?P<name>Black|Green|Blue|Manic|Business|Good|Easter|Cyber|Super|Giving|Ash|Palm|Shrove|Bloody|Ruby|Fat|Casual|Taco|Freaky|Holy|Maundy"
    rf"|[Ee]very|[Ee]ach|[Pp]er){GAP}"
    rf"|(?P<span>{WEEKDAY}(?:{GAP}(?:to|through|thru|and|&){GAP}|{GAP}?{DASH}{GAP}?)))\Z"
)
_WEEKDAY_NAME = re.compile(
    rf"[-_@/&]\w|\.[A-Za-z]|{GAP}?{DASH}{GAP}?(?:{WEEKDAY})|{GAP}(?:to|through|and|&|thru){GAP}(?:{WEEKDAY})|{GAP}{ORGANISATION_WORD}"
)
_CAPITAL_AFTER = re.compile(rf"{GAP}[A-Z]")
_ADJECTIVE_TODAY = re.compile(
    r"['\u2019]s(?!\s{1,3}(?:announcement|news|funding|financing|investment|round|raise|launch|release|deal|closing)\b)|[-\w]"
)
_NEWS_NAME_BEFORE = re.compile(rf"[A-Z][A-Za-z]{{1,20}}{GAP}\Z")
_FUTURE_BEFORE = re.compile(rf"(?:of|better|brighter){GAP}\Z")
_EARLIER = re.compile(rf"\b(?:[Ee]arlier|[Ll]ate[rt]?|[Ee]arly){GAP}\Z")
_PERIOD = re.compile(rf"(?P<which>[A-Za-z]{{4}})(?P<past>{GAP}past)?{GAP}(?P<unit>[A-Za-z]{{4,9}})", re.IGNORECASE)
_LENGTH_BEFORE = re.compile(rf"(?:\bthe|\bper|\bits|\btheir|\beach|\bover|[-\u2013]){GAP}?\Z")
_COUNT_BEFORE = re.compile(
    rf"(?<![\w.,-])(?P<count>[0-9]{{1,3}}|[A-Za-z]{{1,8}}(?:{GAP}of)?){GAP}(?P<unit>day|week|month|quarter|year|decade)s?{GAP}\Z",
    re.IGNORECASE,
)
_HALF_BEFORE = re.compile(rf"(?:half|and|or|quarter){GAP}\Z")
_DAYS = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
_PARTS_OF_DAY = ("morning", "afternoon", "evening", "night")
_STEPS: dict[str, int] = {"last": -1, "this": 0, "next": 1}
_UNITS: dict[str, Unit] = {"week": "week", "month": "month", "quarter": "quarter", "year": "year"}
_SEASONS = ("spring", "summer", "fall", "autumn")


def read_day_word(anchor: Anchor) -> tuple[DateMention, ...]:
    """`today`, `yesterday`, `tonight`, `tomorrow`; not `today's market`, nor a newspaper's name."""
    word = anchor.text[anchor.start : anchor.end]
    if _ADJECTIVE_TODAY.match(anchor.text, anchor.end):
        return ()
    if word[0].isupper() and _NEWS_NAME_BEFORE.search(anchor.text, anchor.behind(24), anchor.start):
        return ()
    if word.lower() == "tomorrow" and _FUTURE_BEFORE.search(anchor.text, anchor.behind(10), anchor.start):
        return ()
    earlier = _EARLIER.search(anchor.text, anchor.behind(12), anchor.start)
    rule = "date.today" if word.lower() == "today" else "date.relative"
    return _relative(anchor, rule, shifted("day", _DAYS[word.lower()], anchor.reference), earlier, anchor.end)


def read_weekday(anchor: Anchor) -> tuple[DateMention, ...]:
    """`Tuesday`, `last Friday`, `Friday morning`; not `Black Friday`, `Friday Labs` or `Monday to Friday`."""
    text = anchor.text
    number = weekday_number(text[anchor.start : anchor.end])
    before = _WEEKDAY_BEFORE.search(text, anchor.behind(24), anchor.start)
    cued = before is not None and (before["on"] or before["which"])
    if number is None or (before and (before["name"] or before["span"])) or _DATE_FOLLOWS.match(text, anchor.end):
        return ()
    after = _WEEKDAY_AFTER.match(text, anchor.end)
    end = after.end() if after else anchor.end
    if _WEEKDAY_NAME.match(text, end) or (not cued and _CAPITAL_AFTER.match(text, end)):
        return ()
    if not cued and text[anchor.start].islower():
        return ()
    start = before.start() if before and before["which"] else anchor.start
    if after and after["lastweek"]:
        value = weekday_of_last_week(number, anchor.reference)
    else:
        value = weekday(number, _which(before["which"] if before else None), anchor.reference)
    return (anchor.mention("date.weekday", "weekday", value, start, end, "relative"),)


def read_period(anchor: Anchor) -> tuple[DateMention, ...]:
    """`this week`, `earlier this month`, `last year`, `this morning`, `last summer`; not `over the last year`."""
    match = _PERIOD.match(anchor.text, anchor.start)
    if match is None or match.end() > anchor.end:
        return ()
    which, unit = match["which"].lower(), match["unit"].lower()
    if which != "this" and _LENGTH_BEFORE.search(anchor.text, anchor.behind(8), anchor.start):
        return ()
    if match["past"]:
        which = "last"
    value = _period_value(which, unit, anchor.reference)
    earlier = _EARLIER.search(anchor.text, anchor.behind(12), anchor.start)
    return _relative(anchor, "date.relative", value, earlier, anchor.end)


def read_ago(anchor: Anchor) -> tuple[DateMention, ...]:
    """`two months ago`, `a year ago`, `10 days ago`; the value is as precise as the unit."""
    match = _COUNT_BEFORE.search(anchor.text, anchor.behind(32), anchor.start)
    if match is None or _HALF_BEFORE.search(anchor.text, max(anchor.low, match.start() - 10), match.start()):
        return ()
    word = match["count"].lower().split()[0]
    count = int(word) if word.isdecimal() else NUMBER_WORDS.get(word)
    if count is None:
        return ()
    start = match.start()
    if word == "couple" and anchor.text[max(anchor.low, start - 2) : start].lower() == "a ":
        start -= 2
    unit = match["unit"].lower()
    value = shifted("year", -10 * count, anchor.reference) if unit == "decade" else _ago(unit, count, anchor.reference)
    return (anchor.mention("date.relative", "relative", value, start, anchor.end, "relative"),)


def _ago(unit: str, count: int, reference: Reference | None) -> str | None:
    return shifted("day" if unit == "day" else _UNITS[unit], -count, reference)


def _period_value(which: str, unit: str, reference: Reference | None) -> str | None:
    if unit in _UNITS:
        return shifted(_UNITS[unit], _STEPS[which], reference)
    if unit in _PARTS_OF_DAY:
        return shifted("day", _STEPS[which], reference)
    return season_year(unit, _which(which), reference)


def _relative(
    anchor: Anchor, rule: str, value: str | None, earlier: re.Match[str] | None, end: int
) -> tuple[DateMention, ...]:
    start = earlier.start() if earlier else anchor.start
    return (anchor.mention(rule, "relative", value, start, end, "relative"),)


def _which(word: str | None) -> Which:
    """`this Tuesday` in news is the one just past, so `this` counts as near."""
    lowered = (word or "").lower()
    if lowered == "last" or lowered == "next":
        return "last" if lowered == "last" else "next"
    return "this" if lowered == "this" else "near"
