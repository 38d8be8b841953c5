"""Reading one amount: a number with its scale and the currency before or after it."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from extractor.recognizing.money_markers import first_words, read_prefix, read_suffix, singular_adjective
from extractor.recognizing.money_numbers import NUMBER, is_indian, parse_number
from extractor.recognizing.money_tables import Marker, Scale, currency_tables, scale_tables

_SCALE_GAP = re.compile(r"[ ]{0,2}[-\n]?[ ]{0,2}")
_LETTERS = re.compile(r"[^\W\d_]++\.?")
# A long scale word may run into the next one where a link lost its space (`$10 millionled`), not into `millionaire`.
_JOINED_WORD = re.compile(r"(million|billion|trillion|thousand|crore)s?(?!aire|th)", re.IGNORECASE)
_JOINED_LETTER = re.compile(r"[KMB](?=[A-Z][a-z]|(?:led|from|for|to|and|at|with|seed|series|round|funding)(?![a-z]))")
_SCALE_WORD = re.compile(
    r"[mbtclhMBTCLH](?:illion|rillion|housand|rore|akh|undred|ILLION|RILLION|HOUSAND|RORE|AKH|UNDRED)"
)
# What may follow a number without a currency before it only when it is no money: most numbers end here.
_DULL = re.compile(r"[ ]{0,2}(?:[0-9,.;:!?)\]'\"%/]|\Z)")
_SPELLED_WINDOW = 48


class Amount(NamedTuple):
    """A number as read: `factor` is its scale or None, `marker` its currency or None when it states none."""

    start: int
    end: int
    number: Decimal
    factor: Decimal | None = None
    marker: Marker | None = None
    prefixed: bool = False
    indian: bool = False
    plus: bool = False
    spelled: bool = False
    ideographic: bool = False

    @property
    def value(self) -> Decimal:
        """The amount in full units."""
        if self.factor is None:
            return self.number
        product = self.number * self.factor
        return product.to_integral_value() if product == product.to_integral_value() else product.normalize()


def read_amounts(text: str) -> list[Amount]:
    """All numbers of the (plain) text with what stands beside them, in text order, not overlapping."""
    anchors = [(found.start(), found.end(), True) for found in NUMBER.finditer(text)]
    words = [(found.start(), found.end(), False) for found in _SCALE_WORD.finditer(text)]
    amounts: list[Amount] = []
    floor = 0
    for start, end, digits in sorted(anchors + words) if words else anchors:
        if start < floor:
            continue
        if amounts and amounts[-1].spelled and amounts[-1].marker is None:
            floor = amounts[-2].end if len(amounts) > 1 else 0
        amount = _read_digits(text, start, end, floor) if digits else _read_spelled(text, start, floor)
        if amount is None:
            continue
        if amounts and amount.start < amounts[-1].end:
            amounts.pop()
        amounts.append(amount)
        floor = amount.end
    return amounts


def _read_digits(text: str, start: int, end: int, floor: int) -> Amount | None:
    raw = text[start:end]
    before = text[start - 1] if start else " "
    if before == "." and start > 1 and text[start - 2] in "$€£" and raw.isdigit():
        start, raw = start - 1, f"0.{raw}"
    prefix = read_prefix(text, start, floor)
    if prefix is None and (before in "/:.,#@" or before.isupper() or before.isdigit()):
        return None
    if _DULL.match(text, end) if prefix is None else text.startswith(("%", " %"), end):
        return None
    position = end + 1 if text.startswith("+", end) and _scale_follows_plus(text, end + 1) else end
    scale, position = read_scale(text, position, prefix[1] if prefix else None)
    amount = _with_currency(text, (start, position), raw, scale, prefix)
    if amount is None or (before.isalpha() and prefix is None and (scale is None or amount.marker is None)):
        return None
    return amount._replace(plus=True) if text.startswith("+", end) and position > end + 1 else amount


def _with_currency(
    text: str, span: tuple[int, int], raw: str, scale: Scale | None, prefix: tuple[int, Marker] | None
) -> Amount | None:
    """The amount with the currency before and after it; None when letters run into a bare number (`$1INCH`)."""
    start, end = span
    grouped = len(raw) > 4 and not raw.isdigit()
    suffix = read_suffix(text, end, scaled=scale is not None, grouped=grouped)
    if suffix is None and text.startswith("+ ", end):
        suffix = read_suffix(text, end + 1, scaled=scale is not None, grouped=grouped)
    marker = prefix[1] if prefix else None
    if marker and marker.scaled and scale is None and not grouped and marker.factor is None:
        prefix = marker = None
    if suffix is not None:
        marker = suffix[1] if marker is None else agreed(marker, suffix[1])
        end = suffix[0] if marker else end
        marker = marker or (prefix[1] if prefix else None)
    if scale is None and suffix is None and text[end : end + 1].isalpha() and text[end] < "\u2e80":
        return None
    plus = text.startswith("+", end) and not re.match(r"[\w$€£¥₹]", text[end + 1 : end + 2])
    factor = scale.factor if scale else None
    if marker and marker.factor is not None:
        factor = marker.factor * (factor or 1)
    dotted = marker is not None and factor is None and marker.codes[0] in currency_tables().dot_groups
    number = parse_number(raw, dot_groups=dotted)
    if number is None:
        return None
    return Amount(
        prefix[0] if prefix else start,
        end + plus,
        number,
        factor,
        marker,
        prefixed=prefix is not None,
        indian=bool(scale and scale.indian) or ("," in raw and is_indian(raw)),
        plus=plus,
        ideographic=scale is not None and text[span[1] - 1] in "万亿",
    )


def agreed(first: Marker, second: Marker) -> Marker | None:
    """The currency two forms agree on (`$` and `CAD` on CAD), None when they contradict."""
    if first.codes[0] in second.codes and len(first.codes) == 1:
        return first
    if second.codes[0] in first.codes:
        return second if len(second.codes) <= len(first.codes) else first
    return None


def _scale_follows_plus(text: str, position: int) -> bool:
    """`$50+ million`."""
    found = _LETTERS.match(text, position + 1) if text.startswith((" ", "-"), position) else None
    return found is not None and found.group().lower() in scale_tables().words


def read_scale(text: str, end: int, marker: Marker | None) -> tuple[Scale | None, int]:
    """The scale after a number that ends at `end` and where it ends; (None, end) when there is none.

    Two in a row multiply where the first allows it (`2 lakh crore`).
    """
    scale, position = _one_scale(text, end, marker)
    if scale is None or not scale.multiplies:
        return scale, position
    second, after = _one_scale(text, position, marker)
    if second is None or second.factor < scale.factor:
        return scale, position
    return replace(second, factor=scale.factor * second.factor), after


def _one_scale(text: str, end: int, marker: Marker | None) -> tuple[Scale | None, int]:
    beside = text[end : end + 1]
    if not (beside.isalpha() or beside in (" ", "-", "\n")):
        return None, end
    gap = _SCALE_GAP.match(text, end)
    start = gap.end() if gap else end
    if start >= len(text) or not text[start].isalpha():
        return None, end
    if text[start] >= "\u2e80":
        return _ideograph(text, start, end)
    found = _LETTERS.match(text, start)
    run = found.group() if found else ""
    word = run.rstrip(".")
    tables = scale_tables()
    scale = tables.words.get(word.lower())
    if scale and run not in tables.short:
        return scale, start + len(word)
    if "-" not in text[end:start] and "\n" not in text[end:start]:
        for form in (run, word):
            limited = tables.limited.get(form, ()) if marker else ()
            fitting = (scale for scale in limited if marker and marker.codes[0] in scale.currencies)
            short = next(fitting, tables.short.get(form))
            if short and not text[start + len(form) : start + len(form) + 1].isdigit():
                return short, start + len(form)
    joined = _JOINED_WORD.match(text, start)
    if joined:
        return tables.words[joined.group(1).lower()], joined.end()
    letter = _JOINED_LETTER.match(text, start) if start == end else None
    return (tables.short[letter.group()], letter.end()) if letter else (None, end)


def _ideograph(text: str, start: int, end: int) -> tuple[Scale | None, int]:
    for size in (2, 1):
        form = text[start : start + size]
        scale = scale_tables().ideographs.get(form)
        if scale:
            return scale, start + len(form)
    return None, end


@cache
def _spelled_number() -> re.Pattern[str]:
    number = "|".join(sorted(scale_tables().number_words, key=len, reverse=True))
    hundreds = rf"(?:(?:an?|{number})[ -]hundred[ -](?:and[ ])?)"
    return re.compile(
        rf"(?<![\w-])(?:(?P<half>(?:an?[ ])?half[ -](?:(?:of[ ])?an?[ -])?)"
        rf"|(?:(?P<three>three)[ -]|an?[ ])?(?P<quarter>quarters?)[ ]of[ ]an?[ ]"
        rf"|(?P<mixed>{number})[ ]and[ ]a[ ]half[ ]"
        rf"|(?P<words>{hundreds}(?:(?:{number})[ -]){{0,2}}|(?:(?:{number})[ -]){{1,2}})"
        rf"|(?P<one>an?)[ ])\Z",
        re.IGNORECASE,
    )


def _read_spelled(text: str, position: int, floor: int) -> Amount | None:
    """`half a million dollars`: the words before the scale at `position`, None when they are no number."""
    lower = max(floor, position - _SPELLED_WINDOW)
    found = _spelled_number().search(text[lower:position])
    if found is None or _follows_scale(text[max(0, lower + found.start() - 14) : lower + found.start()]):
        return None
    scale, end = read_scale(text, position, None)
    if scale is None:
        return None
    start = lower + found.start()
    prefix = read_prefix(text, start, floor)
    amount = _with_currency(text, (start, end), "1", scale, prefix)
    if amount is None or (found["one"] and amount.marker and singular_adjective(text[end : amount.end])):
        return None
    return amount._replace(number=_spelled_value(found), spelled=True)


def _follows_scale(before: str) -> bool:
    """`two million five hundred thousand`: the tail alone would be wrong."""
    words = before.lower().replace("-", " ").split()
    tail = [word for word in words if word != "and"][-1:]
    return bool(tail) and tail[0] in scale_tables().words


def _spelled_value(found: re.Match[str]) -> Decimal:
    numbers = scale_tables().number_words
    if found["half"]:
        return Decimal("0.5")
    if found["quarter"]:
        return Decimal("0.75") if found["three"] else Decimal("0.25")
    if found["mixed"]:
        return numbers[found["mixed"].lower()] + Decimal("0.5")
    total = 0
    for word in first_words(found["words"] or "one"):
        if word == "hundred":
            total = max(total, 1) * 100
        elif word in numbers:
            total += numbers[word]
    return Decimal(total)
