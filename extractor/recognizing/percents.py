"""Percentages on plain text: `16.67%`, `10 per cent`, `10-15%`.

>>> [(m.text, str(m.value)) for m in find_percents("a stake of about 16.67 percent")]
[('16.67 percent', '16.67')]
"""

from __future__ import annotations

import re
from decimal import Decimal

from extractor.mentions import PercentMention
from extractor.recognizing.money_numbers import NUMBER, parse_number, plain, qualifier_of

_UNIT = r"[ ]?%|[ -]?(?:percent|per[ -]cent|pct\.?)(?![a-z])"
_SIGN = re.compile(rf"(?:{_UNIT})(\+(?![\w$]))?", re.IGNORECASE)
_GAP = re.compile(r"[ ]?[-\u2013][ ]?|\u2014|[ ]to[ ]|[ ]and[ ]")
_WORDS = ("percent", "per cent", "per-cent", "pct")
_LONGEST_GAP = 5
# `rose from 10% to 15%` is two figures; `from 10 to 15 percent` without a verb of change is a range.
_CHANGE = re.compile(
    r"\b(?:rose|rise[ns]?|rising|increas\w{1,4}|gr[eo]w\w{0,3}|jump\w{0,3}|climb\w{0,3}|up|down|f[ae]ll\w{0,3}|drop\w{0,4}"
    r"|cut\w{0,4}|reduc\w{1,3}|rais\w{1,3}|declin\w{1,3}|stake|holding|ownership|bring\w{0,3}|t[ao]k\w{1,3})"
    r"(?:\b[^.;\n]{0,60}?\bfrom)?[ ](?:[a-z]{2,12}[ ]){0,2}\Z",
    re.IGNORECASE,
)
_CHANGE_WINDOW = 110


def find_percents(text: str) -> tuple[PercentMention, ...]:
    """All percentages in the text, in text order, not overlapping; `value` is in percent.

    Rules: `percent.sign`, `percent.word` and `percent.range`; fractions in words (`one-third`) are not read.
    """
    tidy = plain(text)
    if "%" not in tidy and not any(word in tidy.lower() for word in _WORDS):
        return ()
    mentions: list[PercentMention] = []
    previous: re.Match[str] | None = None
    for number in NUMBER.finditer(tidy):
        sign = _SIGN.match(tidy, number.end())
        if sign and _stands_free(tidy, number.start()):
            mention = _read(text, tidy, previous, number, sign)
            if mention and mentions and mentions[-1].end > mention.start:
                mentions.pop()
            if mention:
                mentions.append(mention)
        previous = number
    return tuple(mentions)


def _stands_free(text: str, start: int) -> bool:
    before = text[start - 1] if start else " "
    return not (before.isupper() or before.isdigit() or before in "$€£¥₹_/#")


def _read(
    text: str, tidy: str, previous: re.Match[str] | None, number: re.Match[str], sign: re.Match[str]
) -> PercentMention | None:
    value = _value(number.group())
    if value is None:
        return None
    start, end = number.start(), sign.end()
    low = _low_end(tidy, previous, start, value) if previous else None
    if low is not None and previous is not None:
        start = previous.start()
        return PercentMention(start, end, text[start:end], "percent.range", low, value, "range")
    rule = "percent.sign" if "%" in sign.group() else "percent.word"
    qualifier = "over" if sign.group(1) else qualifier_of(tidy, start, end)
    return PercentMention(start, end, text[start:end], rule, value, None, qualifier)


def _low_end(text: str, low: re.Match[str], start: int, high: Decimal) -> Decimal | None:
    """The low end of a range that `low` opens before the number at `start`, None when it opens none."""
    if start - low.end() > _LONGEST_GAP + 9 or not _stands_free(text, low.start()):
        return None
    sign = _SIGN.match(text, low.end())
    gap = text[sign.end() if sign else low.end() : start]
    if _GAP.fullmatch(gap) is None:
        return None
    window = text[max(0, low.start() - _CHANGE_WINDOW) : low.start()]
    if gap == " and " and not window.lower().endswith("between "):
        return None
    if gap == " to " and _CHANGE.search(window):
        return None
    value = _value(low.group())
    return value if value is not None and value < high else None


def _value(raw: str) -> Decimal | None:
    return parse_number(raw.replace(" ", ""))
