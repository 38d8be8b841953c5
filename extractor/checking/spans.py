"""Spans: the interval of values that the article's words allow, and when two of them cannot both be true.

`nearly $3 billion` is a little under 3 billion, `over $1 billion` may be well over: a check that compared bare
numbers would report what the article never said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from extractor.evidence import Evidence
from extractor.records import Money, MoneyForm, MoneyQualifier, Quantity

# How far `about`, `roughly`, `nearly` may reach. News rounds to one or two digits, so a tenth covers them.
ROUGHLY = Decimal("0.1")
# `over $1 billion` has no upper end; twice the number is as far as the wording is used in practice.
OVER_REACH = Decimal(2)


@dataclass(frozen=True, slots=True)
class Span:
    """All values from `low` to `high`, both inclusive, in full units."""

    low: Decimal
    high: Decimal

    def plus(self, other: Span) -> Span:
        """The span of the sum."""
        return Span(self.low + other.low, self.high + other.high)

    def minus(self, other: Span) -> Span:
        """The span of the difference."""
        return Span(self.low - other.high, self.high - other.low)


def span_of(value: Decimal, max_value: Decimal | None, qualifier: MoneyQualifier) -> Span:
    """The values that one stated number with its qualifier allows."""
    if max_value is not None:
        return Span(min(value, max_value), max(value, max_value))
    if qualifier == "about":
        return Span(value * (1 - ROUGHLY), value * (1 + ROUGHLY))
    if qualifier == "under":
        return Span(value * (1 - ROUGHLY), value)
    if qualifier == "over":
        return Span(value, value * OVER_REACH)
    if qualifier == "up_to":
        return Span(Decimal(0), value)
    return Span(value, value)


def quantity_span(quantity: Quantity) -> Span:
    """The values that a stated quantity allows, in its own unit."""
    return span_of(quantity.value, quantity.max_value, quantity.qualifier)


def forms(money: Money) -> tuple[Money | MoneyForm, ...]:
    """The amount followed by its other stated forms."""
    return (money, *money.also)


def spans_by_currency(money: Money) -> dict[str, Span]:
    """The span of a stated amount in each currency that the article gives for it; the first form of a currency wins."""
    spans: dict[str, Span] = {}
    for form in forms(money):
        spans.setdefault(form.currency, span_of(form.value, form.max_value, form.qualifier))
    return spans


def value_in(money: Money, currency: str) -> Decimal:
    """The plain number that the article gives in `currency`; KeyError when it gives none."""
    for form in forms(money):
        if form.currency == currency:
            return form.value
    raise KeyError(currency)


def shared_currencies(first: Money, second: Money) -> Iterator[str]:
    """Currencies in which both amounts are stated, in the order of the second."""
    known = spans_by_currency(first)
    return (currency for currency in spans_by_currency(second) if currency in known)


def below(first: Span, second: Span, tolerance: Decimal) -> bool:
    """Whether every value of `first` is under every value of `second` by more than `tolerance` (0.25 is 25 %)."""
    return first.high * (1 + tolerance) < second.low


def apart(first: Span, second: Span, tolerance: Decimal) -> bool:
    """Whether the spans cannot agree even within `tolerance`."""
    return below(first, second, tolerance) or below(second, first, tolerance)


def evidence_of(*values: Money | MoneyForm | Quantity | None) -> tuple[Evidence, ...]:
    """The evidence of all values that are there, with that of their other forms, each span once."""
    found: dict[Evidence, None] = {}
    for value in values:
        if value is None:
            continue
        parts: Iterable[Money | MoneyForm | Quantity] = forms(value) if isinstance(value, Money) else (value,)
        for part in parts:
            found.update(dict.fromkeys(part.evidence))
    return tuple(found)
