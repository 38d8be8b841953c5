"""Wording: numbers as a person reads them in a finding."""

from __future__ import annotations

from decimal import Decimal

from extractor.records import Money, Quantity, plain_decimal

_SCALES = (
    (Decimal(10) ** 12, "trillion"),
    (Decimal(10) ** 9, "billion"),
    (Decimal(10) ** 6, "million"),
)


def spoken(value: Decimal, digits: int = 6) -> str:
    """A number with its scale word, rounded to `digits` significant digits: `20.4471 billion`, `750000`."""
    rounded = Decimal(f"{value:.{digits}g}")
    for size, word in _SCALES:
        if abs(rounded) >= size:
            return f"{plain_decimal(rounded / size)} {word}"
    return plain_decimal(rounded)


def money_words(money: Money, currency: str | None = None) -> str:
    """An amount with its currency, `180 billion USD`; in another stated currency when one is named."""
    if currency is not None and currency != money.currency:
        for form in money.also:
            if form.currency == currency:
                return f"{spoken(form.value)} {currency}"
    upper = "" if money.max_value is None else f" to {spoken(money.max_value)}"
    return f"{spoken(money.value)}{upper} {money.currency}"


def percent_words(quantity: Quantity) -> str:
    """A percentage, `16.67 %`."""
    upper = "" if quantity.max_value is None else f" to {plain_decimal(quantity.max_value)}"
    return f"{plain_decimal(quantity.value)}{upper} %"


def factor_words(stated: Decimal, expected: Decimal) -> str:
    """`off by a factor of about 10` when the two differ by nearly a power of ten, else an empty string.

    Nearly means within a quarter of the power: a slip of 亿 (10^8) against billion (10^9) shows as 10.
    """
    if stated <= 0 or expected <= 0:
        return ""
    ratio = max(stated, expected) / min(stated, expected)
    for power in range(1, 10):
        factor = Decimal(10) ** power
        if factor * Decimal("0.8") <= ratio <= factor * Decimal("1.25"):
            return f"off by a factor of about {factor}"
    return ""
