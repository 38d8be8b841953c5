"""Which amounts of money a sentence states, read literally and without the project's own recogniser.

The judge of the comparison: a numeral, the scale word after it, and a mark of money near it. It is deliberately
lenient (it reads every plausible reading), for it decides which sentence is asked about and which answers are absurd.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

TOLERANCE = Decimal("0.006")  # of the independent scorer
_SCALES = {
    "thousand|k": Decimal(10) ** 3,
    "lakhs?|lacs?": Decimal(10) ** 5,
    "millions?|mn|mln|mio|mm|m": Decimal(10) ** 6,
    "crores?|cr": Decimal(10) ** 7,
    "billions?|bn|bln|b": Decimal(10) ** 9,
    "trillions?|tn|t": Decimal(10) ** 12,
}
_SCALE = "|".join(_SCALES)
_DIGITS = r"\d{1,3}(?:[ \u00a0'’]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*"
_ONE_TO_TEN = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_WORDS = {word: Decimal(number) for number, word in enumerate(_ONE_TO_TEN, 1)}
_WORDS |= {"a quarter of a": Decimal("0.25"), "a quarter": Decimal("0.25"), "half a": Decimal("0.5"), "a": Decimal(1)}
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_NUMERAL = re.compile(
    rf"(?<![\w.,])(?P<lead>[A-Za-z]{{0,3}}[^\w\s]?)?(?P<number>{_DIGITS})(?:[\s-]?(?P<scale>{_SCALE})(?![a-z]))?"
    rf"|\b(?P<word>{_WORD})[\s-](?P<word_scale>{_SCALE})(?![a-z])",
    re.IGNORECASE,
)
_REST_OF_RANGE = re.compile(
    rf"\s?(?:[-–—]|to\b|and\b|or\b)\s?[A-Z]{{0,3}}[^\w\s]?(?:{_DIGITS})[\s-]?(?P<scale>{_SCALE})(?![a-z])",
    re.IGNORECASE,
)
_MARK_WORD = (
    r"dollars?|euros?|pounds?|sterling|rupees?|yuan|renminbi|yen|won|francs?|kron(?:or|er|a|e)|reais|shekels?|ringgit|"
    r"baht|dirhams?|riyals?|naira|rand|pesos?|lira|rupiah|zloty|crores?|lakhs?"
)
_MARK_CODE = (
    r"USD|EUR|GBP|INR|CAD|AUD|NZD|SGD|HKD|CHF|SEK|NOK|DKK|JPY|CNY|RMB|KRW|ILS|NIS|BRL|ZAR|AED|SAR|MYR|THB|IDR|PHP|"
    r"VND|NGN|KES|EGP|TRY|PLN|CZK|HUF|MXN|TWD|Rs\.?|kr"
)
_SIGN = "".join(c for c in map(chr, range(0x24, 0x20C0)) if unicodedata.category(c) == "Sc")
_BEFORE = re.compile(rf"(?:(?:\b[A-Z]{{1,3}})?[{_SIGN}]|\b(?:{_MARK_CODE}))[\s\d.,'’–—\-KMBkmbnto]*$")
_AFTER = re.compile(rf"\s?(?:[{_SIGN}]|(?:{_MARK_CODE})\b)(?!\s?\d)|(?:\s[A-Za-z.]+){{0,2}}?[\s-](?i:{_MARK_WORD})\b")
_WINDOW = 24


@dataclass(frozen=True, slots=True)
class StatedMoney:
    """Characters `start` to `end` of a sentence that state money, with every amount that they may be read as."""

    start: int
    end: int
    values: tuple[Decimal, ...]


def stated_money(sentence: str) -> Iterator[StatedMoney]:
    """All numerals of `sentence` that have a mark of money near them, in text order."""
    for match in _NUMERAL.finditer(sentence):
        start = match.start("number") if match["number"] else match.start()
        rest = None if match["scale"] or match["word"] else _REST_OF_RANGE.match(sentence, match.end())
        end = rest.end() if rest else match.end()
        before = _BEFORE.search(sentence, max(0, start - _WINDOW), start)
        after = _AFTER.match(sentence, end, end + _WINDOW)
        if before is None and after is None:
            continue
        low = before.start() if before else start
        high = after.end() if after and not before else end
        yield StatedMoney(low, high, tuple(_values(match, rest)))


def same_value(first: Decimal, second: Decimal) -> bool:
    """Whether two amounts are equal within the scorer's tolerance (0.6 %)."""
    return abs(first - second) <= TOLERANCE * max(abs(first), abs(second))


def span_of(sentence: str, value: Decimal) -> str | None:
    """The characters of the first numeral that may state `value`; None when the sentence does not state it."""
    for money in stated_money(sentence):
        if any(same_value(value, reading) for reading in money.values):
            return sentence[money.start : money.end]
    return None


def _values(match: re.Match[str], rest: re.Match[str] | None) -> Iterator[Decimal]:
    if match["word"]:
        yield _WORDS[" ".join(match["word"].lower().split())] * _scale(match["word_scale"])
        return
    for number in _numbers(match["number"], scaled=bool(match["scale"])):
        if not rest or number >= 1000:
            yield number * _scale(match["scale"])
        if rest:  # `$5-7 million`, but `$500,000 to $2 million`
            yield number * _scale(rest["scale"])


def _scale(word: str | None) -> Decimal:
    if not word:
        return Decimal(1)
    return next(factor for form, factor in _SCALES.items() if re.fullmatch(form, word, re.IGNORECASE))


def _numbers(digits: str, *, scaled: bool) -> Iterator[Decimal]:
    """The readings of a written number: `1,250` is 1250, `2,5` is 2.5, `1.250` is either when no scale follows."""
    plain = re.sub(r"[ \u00a0'’]", "", digits)
    marks = [c for c in plain if c in ".,"]
    if not marks:
        yield Decimal(plain)
    elif len(set(marks)) == 2:  # the last mark is the decimal one: `1,250.50`, `1.250,50`
        whole, decimals = re.split(r"[.,](?=\d*$)", plain)
        yield Decimal(f"{re.sub(r'[.,]', '', whole)}.{decimals}")
    elif len(marks) > 1:
        yield Decimal(re.sub(r"[.,]", "", plain))
    else:
        whole, tail = re.split(r"[.,]", plain)
        grouped = len(tail) == 3 and whole != "0"
        if grouped and (marks[0] == "," or not scaled):
            yield Decimal(whole + tail)
        if not grouped or marks[0] == ".":
            yield Decimal(f"{whole}.{tail}")
