"""Amount ÷ stake against the stated valuation."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from extractor.checking.spans import (
    Span,
    apart,
    evidence_of,
    quantity_span,
    shared_currencies,
    spans_by_currency,
    value_in,
)
from extractor.checking.wording import factor_words, money_words, percent_words, spoken
from extractor.records import Finding, FundingRound, Instrument, Money, Quantity, RoundType, Valuation

# Options, fees, secondary shares and rounding move the quotient by a fifth in honest articles; a slip of scale moves
# it tenfold.
STAKE_TOLERANCE = Decimal("0.25")
_HUNDRED = Decimal(100)

Basis = Literal["pre", "post"]


def check_stake(round_: FundingRound, path: str) -> Iterator[Finding]:
    """valuation.stake_mismatch: no amount of the round, divided by the stake, comes near the valuation."""
    valuation, stake = round_.valuation, round_.stake_percent
    if valuation is None or stake is None or not 0 < stake.value < _HUNDRED:
        return
    amounts = tuple(_amounts_for_the_stake(round_))
    comparable = tuple((money, c) for money in amounts for c in shared_currencies(valuation, money))
    if not comparable or any(_agrees(round_, money, stake, valuation, c) for money, c in comparable):
        return
    money, currency = comparable[0]
    yield _finding(round_, path, money, currency, stake, valuation)


def _amounts_for_the_stake(round_: FundingRound) -> Iterator[Money]:
    """The amounts that may have bought the stake. Debt buys none, so a mixed round counts with its equity only."""
    if round_.equity_amount is not None:
        yield round_.equity_amount
    if round_.instrument in (Instrument.MIXED, Instrument.DEBT):
        return
    for money in (round_.amount, round_.target_amount, round_.committed_amount):
        if money is not None and money.value > 0:
            yield money


def _bases(round_: FundingRound, valuation: Valuation) -> tuple[Basis, ...]:
    """Bases on which the stated valuation may be read. A secondary sale adds no money, so both are the same."""
    if round_.round_type is RoundType.SECONDARY:
        return ("post",)
    if valuation.basis == "unspecified":
        return ("post", "pre")
    return (valuation.basis,)


def _agrees(round_: FundingRound, money: Money, stake: Quantity, valuation: Valuation, currency: str) -> bool:
    stated = spans_by_currency(valuation)[currency]
    paid = spans_by_currency(money)[currency]
    share = quantity_span(stake)
    if share.low <= 0:  # `up to 10 %` gives no upper end of the implied valuation
        return not apart(Span(paid.low * _HUNDRED / share.high, stated.high), stated, STAKE_TOLERANCE)
    post = Span(paid.low * _HUNDRED / share.high, paid.high * _HUNDRED / share.low)
    return any(
        not apart(post if basis == "post" else post.minus(paid), stated, STAKE_TOLERANCE)
        for basis in _bases(round_, valuation)
    )


def _finding(
    round_: FundingRound, path: str, money: Money, currency: str, stake: Quantity, valuation: Valuation
) -> Finding:
    paid, stated = value_in(money, currency), value_in(valuation, currency)
    basis = _bases(round_, valuation)[0]
    implied = paid * _HUNDRED / stake.value
    if basis == "pre":
        implied -= paid
    factor = factor_words(stated, implied)
    return Finding(
        code="valuation.stake_mismatch",
        severity="error",
        message=(
            f"{spoken(paid)} for {percent_words(stake)} implies about {spoken(implied, 3)} {basis}-money, "
            f"the article states {spoken(stated)} ({currency}{'; ' + factor if factor else ''})"
        ),
        path=f"{path}.valuation",
        stated=money_words(valuation, currency),
        expected=f"about {spoken(implied, 3)} {currency}",
        evidence=evidence_of(money, stake, valuation),
    )
