"""Money on plain text: amounts with their currency, ranges, and the words that qualify them.

A number without a currency is no money (`5M sq ft`, `raises 100m`), nor are tokens and tickers (`5,000 ETH`, `$BTC`).

    >>> [(m.text, m.currency, int(m.value), m.qualifier) for m in find_money("raised nearly US$ 2.3bn")]
    [('US$ 2.3bn', 'USD', 2300000000, 'under')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache, lru_cache

from extractor.lexicons.rule_search import GuardedPattern
from extractor.mentions import CurrencyBasis, MoneyMention
from extractor.recognizing.money_amounts import Amount, agreed, read_amounts
from extractor.recognizing.money_numbers import plain, qualifier_of
from extractor.recognizing.money_tables import Marker, currency_tables

_RANGE_GAP = re.compile(r"[ ]?[-\u2013][ ]?|\u2014|[ ]to[ ](?:about[ ]|around[ ]|as much as[ ])?|[ ]and[ ]")
_BETWEEN = re.compile(r"\bbetween[ ](?:about[ ]|around[ ]|roughly[ ]|an estimated[ ])?\Z", re.IGNORECASE)
# A change from one amount to another is two amounts: `rose from $10 million to $15 million`.
_CHANGE = re.compile(
    r"\b(?:r[oi]se[ns]?|rising|increas\w{1,4}|gr[eo]w\w{0,3}|growth|jump\w{0,3}|climb\w{0,3}|surg\w{1,3}|soar\w{0,3}|went|go|goes|going|gone"
    r"|up|down|upsiz\w{1,3}|expand\w{0,3}|boost\w{0,3}|doubl\w{1,3}|tripl\w{1,3}|f[ae]ll\w{0,3}|drop\w{0,4}"
    r"|cut\w{0,4}|lower\w{0,3}"
    r"|reduc\w{1,3}|slash\w{0,3}|bump\w{0,3}|bring\w{0,3}|t[ao]k\w{1,3}|lift\w{0,3}|push\w{0,3}|mov\w{1,3}"
    r"|scal\w{1,3}|extend\w{0,3}"
    r"|revis\w{1,3}|swell\w{0,3}|declin\w{1,3}|rais\w{1,3}[ ](?!from))"
    r"(?:\b[^.;\n]{0,60}?\bfrom)?[ ](?:[a-z]{2,12}[ ]){0,2}\Z",
    re.IGNORECASE,
)
_PER_UNIT = re.compile(
    r"[ ]?/[ ]?(?:share|unit|mo|month|year|yr|hour|hr|user|seat|ton|tonne|kg|kWh|MWh|day|week|barrel|person|sq)\b"
    r"|[ ]per[ ](?!cent\b)[a-z]"
    r"|[ -]an?[ -](?:share|unit|month|year|week|day|hour|seat|person|head|barrel|ton|tonne|pop|piece"
    r"|ticket|night|user)\b(?![ ](?:ago|after|before|earlier|later|since|old))"
    r"|[ -]an?[ -]American depositary share",
    re.IGNORECASE,
)  # fmt: skip
_BRACKETED = re.compile(r"[ ]?\((?:~|(?:about|around|approx\.?|approximately|roughly|nearly|over|or) )?", re.IGNORECASE)
_DOLLARS = {"Australian": "AUD", "Canadian": "CAD", "New Zealand": "NZD", "Singapore": "SGD", "Hong Kong": "HKD"}
# `(all figures in Australian dollars)`, `All figures are in CAD unless otherwise noted`
_DECLARATION = re.compile(
    r"\b(?:figures|amounts|sums|prices|dollars)(?: (?:are|is|given|stated|quoted|reported|listed)){0,2} in "
    r"(?:(?P<country>Australian|Canadian|New Zealand|Singapore|Hong Kong) dollars|(?P<code>CAD|AUD|NZD|SGD|HKD)\b)"
)
# `$16 million (US$9.5m)`: another dollar than that of the brackets
_CONVERTED = re.compile(
    r"(?<![A-Za-z])\$ ?\d[^()$\n]{0,14} ?\((?:about |around |~|approximately |roughly )?(?:US\$|\$US|USD)|"
    r"(?:US\$|\$US|USD) ?\d[^()$\n]{0,14} ?\((?:about |around |~|approximately |roughly )?\$ ?\d"
)
_LONGEST_GAP = 16
_CHANGE_WINDOW = 110
_INR = Marker(("INR",), "word", "inferred")


def find_money(text: str) -> tuple[MoneyMention, ...]:
    """All amounts of money in the text, in text order, not overlapping; offsets count code points of `text`.

    Rules: `money.symbol`, `money.code`, `money.word` by the form of the currency, `money.indian` for lakh, crore or
    Indian grouping, `money.range`, and `money.per_unit` for a price of one thing (`$15 per month`).
    """
    tidy = plain(text)
    return tuple(_mentions(text, tidy, _compounds(tidy, read_amounts(tidy))))


def _mentions(original: str, text: str, amounts: list[Amount]) -> Iterator[MoneyMention]:
    position = 0
    last_end = -1
    while position < len(amounts):
        amount = amounts[position]
        following = amounts[position + 1] if position + 1 < len(amounts) else None
        pair = _range(text, amount, following) if following else None
        position += 2 if pair else 1
        if pair is None and amount.marker is None and _in_indian_brackets(text, amount, last_end):
            amount = amount._replace(marker=_INR)
        mention = _ranged(original, text, *pair) if pair else _single(original, text, amount, following)
        if mention:
            last_end = mention.end
            yield mention


def _single(original: str, text: str, amount: Amount, following: Amount | None) -> MoneyMention | None:
    marker = amount.marker
    if marker is None or _is_year(text, amount):
        return None
    code, basis = _currency(text, marker, amount, following)
    qualifier = "over" if amount.plus else qualifier_of(text, amount.start, amount.end)
    rule = _rule(text, amount.end, marker, indian=amount.indian)
    span = (amount.start, amount.end, original[amount.start : amount.end])
    return MoneyMention(*span, rule, amount.value, code, qualifier, None, basis)


def _ranged(original: str, text: str, low: Amount, high: Amount) -> MoneyMention | None:
    marker = low.marker or high.marker
    if marker is None:
        return None
    code, basis = _currency(text, marker, high, None)
    rule = "money.per_unit" if _PER_UNIT.match(text, high.end) else "money.range"
    span = (low.start, high.end, original[low.start : high.end])
    return MoneyMention(*span, rule, low.value, code, "range", high.value, basis)


def _rule(text: str, end: int, marker: Marker, *, indian: bool) -> str:
    if _PER_UNIT.match(text, end):
        return "money.per_unit"
    return "money.indian" if indian else f"money.{marker.kind}"


def _is_year(text: str, amount: Amount) -> bool:
    """`in 2021 dollars` is a price level."""
    years = amount.factor is None and not amount.prefixed and 1900 <= amount.number <= 2100
    return years and text.startswith(("in ", "In "), max(0, amount.start - 3))


def _in_indian_brackets(text: str, amount: Amount, last_end: int) -> bool:
    """`$5 million (33 Cr)`: crores right after an amount, in brackets, are the same amount in rupees."""
    if not amount.indian or last_end < 0 or not text.startswith(")", amount.end):
        return False
    gap = text[last_end : amount.start]
    return len(gap) <= _LONGEST_GAP and _BRACKETED.fullmatch(gap) is not None


def _currency(text: str, marker: Marker, amount: Amount, following: Amount | None) -> tuple[str, CurrencyBasis]:
    """The ISO code: what the form says, else the one candidate whose country the text names, else the default."""
    if marker.codes[0] == "USD" and len(marker.codes) > 1:
        declared = _declared(text)
        if declared in marker.codes:
            return declared, marker.basis
    if len(marker.codes) == 1 or not marker.by_context:
        return marker.codes[0], marker.basis
    if "CNY" in marker.codes and (amount.ideographic or _yuan_for_dollars(text, amount, following)):
        return "CNY", marker.basis
    named = [code for code in marker.codes if _is_named(code, text)]
    return (named[0] if len(named) == 1 else marker.codes[0]), marker.basis


# what a US dollar has cost since 2005: 6.0 to 8.3 yuan, 75 to 162 yen (Federal Reserve, H.10)
_YUAN_A_DOLLAR = (Decimal("5.5"), Decimal(9))
_IN_BRACKETS = re.compile(r" ?\((?:about |around |~|approximately |roughly )?")


def _yuan_for_dollars(text: str, amount: Amount, following: Amount | None) -> bool:
    """`¥620 million ($97 million)`: the dollars in brackets show that the sign stands for yuan."""
    if following is None or following.marker is None or following.marker.codes[0] != "USD" or not following.value:
        return False
    if not _IN_BRACKETS.fullmatch(text, amount.end, following.start):
        return False
    low, high = _YUAN_A_DOLLAR
    return low <= amount.value / following.value <= high


@cache
def _on_dollars() -> tuple[GuardedPattern, GuardedPattern]:
    """What declares other dollars, and what shows them by a conversion; most texts hold neither."""
    return GuardedPattern(_DECLARATION), GuardedPattern(_CONVERTED)


@lru_cache(maxsize=4)
def _declared(text: str) -> str:
    """The ISO code in which the text says or shows that its bare dollars are, "" where it does not.

    It shows it where it converts them into US dollars: they are those of the country that it names most.
    """
    declaration, converted = _on_dollars()
    found = declaration.search(text, 0, len(text))
    if found is not None:
        return found.group("code") or _DOLLARS[found.group("country")]
    if not converted.search(text, 0, len(text)):
        return ""
    named = {code: len(pattern.findall(text)) for code in _DOLLARS.values() if (pattern := _context(code))}
    most, second, *_ = sorted(named.values(), reverse=True)
    return next(code for code, times in named.items() if times == most) if most > second else ""


# Asked for every amount, answered once a text and currency: the whole text is searched.
@lru_cache(maxsize=64)
def _is_named(code: str, text: str) -> bool:
    pattern = _context(code)
    return pattern is not None and pattern.search(text) is not None


@cache
def _context(code: str) -> re.Pattern[str] | None:
    words = currency_tables().contexts[code]
    return re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + ")") if words else None


def _compounds(text: str, amounts: list[Amount]) -> list[Amount]:
    """Join `Rs 5 crore 20 lakh` into one amount."""
    joined: list[Amount] = []
    for amount in amounts:
        if joined and _adds_up(text, joined[-1], amount):
            joined[-1] = _sum(joined[-1], amount)
        else:
            joined.append(amount)
    return joined


def _adds_up(text: str, first: Amount, second: Amount) -> bool:
    if first.factor is None or second.factor is None or second.prefixed or second.value >= first.factor:
        return False
    gap = text[first.end : second.start]
    if gap == " and ":
        return second.marker is not None and (first.marker is None or first.prefixed)
    return gap == " " and (first.prefixed or (first.marker is None and second.marker is not None))


def _sum(first: Amount, second: Amount) -> Amount:
    marker = first.marker or second.marker
    indian = first.indian or second.indian
    total = first.value + second.value
    return first._replace(end=second.end, number=total, factor=Decimal(1), marker=marker, indian=indian)


def _range(text: str, low: Amount, high: Amount) -> tuple[Amount, Amount] | None:
    """The two ends of a range with scale and currency carried over, None when they are two amounts."""
    if high.start - low.end > _LONGEST_GAP or low.plus:
        return None
    gap = _RANGE_GAP.fullmatch(text, low.end, high.start)
    if gap is None or not _gap_fits(text, low, gap.group().strip().lower()):
        return None
    marker = _common_marker(low, high)
    scaled = _carry_scale(low, high)
    if marker is None or scaled is None or scaled.value >= high.value:
        return None
    if gap.group().strip().startswith("to") and high.marker is None and high.factor is None:
        return None
    return scaled._replace(marker=marker), high._replace(marker=marker)


def _gap_fits(text: str, low: Amount, gap: str) -> bool:
    window = text[max(0, low.start - _CHANGE_WINDOW) : low.start]
    if gap == "and":
        return _BETWEEN.search(window) is not None
    return not gap.startswith("to") or _CHANGE.search(window) is None


def _common_marker(low: Amount, high: Amount) -> Marker | None:
    if low.marker and high.marker:
        return agreed(low.marker, high.marker) or agreed(high.marker, low.marker)
    if low.marker:
        return low.marker if low.prefixed else None
    return None if high.prefixed else high.marker


def _carry_scale(low: Amount, high: Amount) -> Amount | None:
    """`$5-7 million`: the low end takes the high end's scale, unless it is written out (`$500,000 to $1 million`)."""
    if low.factor is not None:
        return low if high.factor is not None or high.marker is not None else None
    if high.factor is None or (low.number >= 1000 and low.marker is not None):
        return low
    return low._replace(factor=high.factor) if low.number < high.number else None
