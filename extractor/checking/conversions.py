"""Conversions: one amount stated in two forms, and whether the forms can be the same money."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from extractor.checking.rates import plausible_rate
from extractor.checking.spans import Span, apart, evidence_of, forms, span_of
from extractor.checking.wording import factor_words, spoken
from extractor.records import Finding, FundingRound, Money, MoneyForm, plain_decimal

# One article converts at one rate; a tenth leaves room for days between two signings.
RATE_TOLERANCE = Decimal("0.1")
# Two forms in one currency are a headline's rounding of the other: `$5.5M` for `$5.48M`.
FORM_TOLERANCE = Decimal("0.1")
# A number in words has no digits to count.
WORDS_PRECISION = Decimal("0.05")
_NONE = Decimal(0)
_NUMBER = re.compile(r"\d[\d., ]{0,40}")
_NO_DIGIT = re.compile(r"\D")


@dataclass(frozen=True, slots=True)
class Conversion:
    """One amount in two currencies: `rate` is units of `first.currency` for one of `second.currency`.

    `span` holds the rates that the rounding of the written numbers allows; `path` names the amount.
    """

    first: Money | MoneyForm
    second: Money | MoneyForm
    rate: Decimal
    span: Span
    path: str

    @property
    def pair(self) -> tuple[str, str]:
        """The two currencies, as (units, per)."""
        return self.first.currency, self.second.currency


def amounts_of(round_: FundingRound, path: str) -> Iterator[tuple[str, Money]]:
    """Every amount of a round with the path of its field."""
    for name in (
        "amount",
        "target_amount",
        "committed_amount",
        "valuation",
        "total_raised",
        "equity_amount",
        "debt_amount",
        "secondary_amount",
    ):
        money = getattr(round_, name)
        if money is not None:
            yield f"{path}.{name}", money
    for index, tranche in enumerate(round_.tranches):
        if tranche.amount is not None:
            yield f"{path}.tranches[{index}].amount", tranche.amount
    for index, investor in enumerate(round_.investors):
        if investor.amount is not None:
            yield f"{path}.investors[{index}].amount", investor.amount


def conversions_of(round_: FundingRound, path: str) -> tuple[Conversion, ...]:
    """Each amount of the round against each of its forms in another currency, the pair in alphabetical order."""
    return tuple(
        _conversion(money, form, where)
        for where, money in amounts_of(round_, path)
        for form in money.also
        if form.currency != money.currency and form.value > 0 and money.value > 0
    )


def check_rates(conversions: Iterable[Conversion]) -> Iterator[Finding]:
    """amount.conversion_mismatch: two amounts are converted at rates that contradict each other.

    One finding for each pair of currencies: the two rates that are furthest apart.
    """
    by_pair: dict[tuple[str, str], list[Conversion]] = {}
    for conversion in conversions:
        by_pair.setdefault(conversion.pair, []).append(conversion)
    for (units, per), group in by_pair.items():
        low, high = min(group, key=lambda c: c.rate), max(group, key=lambda c: c.rate)
        if high.rate <= low.rate * (1 + RATE_TOLERANCE) or not apart(low.span, high.span, _NONE):
            continue
        yield Finding(
            code="amount.conversion_mismatch",
            severity="warning",
            message=(
                f"the article converts at {_rate(low)} and at {_rate(high)} {units} for one {per}: "
                f"{_both(low)} against {_both(high)}"
            ),
            path=high.path,
            stated=f"{_rate(high)} {units} for one {per}",
            expected=f"{_rate(low)} {units} for one {per}, as in {low.path}",
            evidence=evidence_of(low.first, low.second, high.first, high.second),
        )


def check_plausible(conversions: Iterable[Conversion]) -> Iterator[Finding]:
    """amount.conversion_implausible: the implied rate is one that these currencies have not had."""
    for conversion in conversions:
        units, per = conversion.pair
        band = plausible_rate(units, per)
        if band is None or not apart(conversion.span, band, _NONE):
            continue
        nearest = band.low if conversion.rate < band.low else band.high
        factor = factor_words(conversion.rate, (band.low * band.high).sqrt())
        yield Finding(
            code="amount.conversion_implausible",
            severity="warning",
            message=(
                f"{_both(conversion)} implies {_rate(conversion)} {units} for one {per}, beyond {_plain(nearest)}"
                f"{'; ' + factor if factor else ''}"
            ),
            path=conversion.path,
            stated=f"{_rate(conversion)} {units} for one {per}",
            expected=f"{_plain(band.low)} to {_plain(band.high)} {units} for one {per}",
            evidence=evidence_of(conversion.first, conversion.second),
        )


def check_forms(round_: FundingRound, path: str) -> Iterator[Finding]:
    """amount.contradiction: the same amount is stated twice in one currency with different numbers."""
    for where, money in amounts_of(round_, path):
        first = span_of(money.value, money.max_value, money.qualifier)
        for form in forms(money)[1:]:
            other = span_of(form.value, form.max_value, form.qualifier)
            if form.currency != money.currency or not apart(first, other, FORM_TOLERANCE):
                continue
            yield Finding(
                code="amount.contradiction",
                severity="warning",
                message=f"stated as {spoken(money.value)} and as {spoken(form.value)} {money.currency}",
                path=where,
                stated=f"{spoken(form.value)} {form.currency}",
                expected=f"{spoken(money.value)} {money.currency}",
                evidence=evidence_of(money, form),
            )


def _conversion(money: Money, form: MoneyForm, path: str) -> Conversion:
    first: Money | MoneyForm = money
    second: Money | MoneyForm = form
    if second.currency < first.currency:
        first, second = second, first
    above, under = _written(first), _written(second)
    return Conversion(
        first=first,
        second=second,
        rate=first.value / second.value,
        span=Span(above.low / under.high, above.high / under.low),
        path=path,
    )


def _written(form: Money | MoneyForm) -> Span:
    """The values that are written as this number: half a unit of its last written digit, either way.

    `$3 billion` may stand for 2.5 to 3.5 billion, `$2.028 billion` for 2.0275 to 2.0285. A number in words
    (`half a million`) is taken as right within WORDS_PRECISION.
    """
    if form.max_value is not None:
        return span_of(form.value, form.max_value, form.qualifier)
    digits = _written_digits(form.text)
    half = Decimal(5).scaleb(form.value.adjusted() - digits) if digits else form.value * WORDS_PRECISION
    return Span(form.value - half, form.value + half)


def _written_digits(text: str) -> int:
    """How many significant digits the first number in the text has; 0 when it has none."""
    number = _NUMBER.search(text)
    return 0 if number is None else len(_NO_DIGIT.sub("", number.group()).lstrip("0"))


def _both(conversion: Conversion) -> str:
    first, second = conversion.first, conversion.second
    return f"{spoken(first.value)} {first.currency} = {spoken(second.value)} {second.currency}"


def _rate(conversion: Conversion) -> str:
    return _plain(conversion.rate)


def _plain(rate: Decimal) -> str:
    return plain_decimal(Decimal(f"{rate:.4g}"))
