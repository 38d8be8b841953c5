"""Sums and orders among the amounts of one round: tranches, split, total, valuation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import reduce

from extractor.checking.spans import Span, apart, below, evidence_of, shared_currencies, spans_by_currency
from extractor.checking.wording import money_words, spoken
from extractor.records import Finding, FundingRound, Instrument, Money, RoundStatus, RoundType

# Parts are stated rounded, and each part brings its own rounding: a tenth of the whole is no contradiction.
SUM_TOLERANCE = Decimal("0.1")
# Equity and debt are usually two numbers of the same precision as their sum.
SPLIT_TOLERANCE = Decimal("0.05")
# Two roundings of the same money ($10M, $9.9M) may cross each other by this much.
ORDER_TOLERANCE = Decimal("0.02")

_NOT_YET = (RoundStatus.PLANNED, RoundStatus.IN_TALKS, RoundStatus.DENIED)


def check_tranches(round_: FundingRound, path: str) -> Iterator[Finding]:
    """tranches.sum_mismatch: the tranches add up to none of the round's stated amounts.

    A single tranche is only a part and says nothing. Where a tranche has no amount, the sum is a lower end.
    """
    parts = tuple(t.amount for t in round_.tranches if t.amount is not None)
    if len(parts) < 2:
        return
    complete = len(parts) == len(round_.tranches)
    wholes = _present(round_.committed_amount, round_.amount, round_.target_amount, round_.total_raised)
    compared = [(whole, c, total) for whole in wholes for c, total in _sums(parts) if c in spans_by_currency(whole)]
    if not compared or any(_sum_fits(total, spans_by_currency(whole)[c], complete) for whole, c, total in compared):
        return
    whole, currency, total = compared[0]
    # Fewer than the whole may simply be tranches that the article does not list; more cannot be.
    short = total.high < spans_by_currency(whole)[currency].low
    yield Finding(
        code="tranches.sum_mismatch",
        severity="info" if short else "warning",
        message=(
            f"the {len(parts)} tranches add up to {_either(total)} {currency}, "
            f"the article states {money_words(whole, currency)}"
        ),
        path=f"{path}.tranches",
        stated=money_words(whole, currency),
        expected=f"{_either(total)} {currency}",
        evidence=evidence_of(*parts, whole),
    )


def check_split(round_: FundingRound, path: str) -> Iterator[Finding]:
    """split.sum_mismatch: equity and debt (with or without secondary shares) do not make the amount."""
    parts = _present(round_.equity_amount, round_.debt_amount)
    if round_.amount is None or not parts:
        return
    for currency in shared_currencies(round_.amount, parts[0]):
        if not all(currency in spans_by_currency(p) for p in parts):
            continue
        stated = spans_by_currency(round_.amount)[currency]
        total = _sum([spans_by_currency(p)[currency] for p in parts])
        if _split_fits(round_, currency, total, stated, complete=len(parts) == 2):
            return
        yield Finding(
            code="split.sum_mismatch",
            severity="warning",
            message=(
                f"{' and '.join(_split_words(round_, currency))} make {_either(total)} {currency}, "
                f"the article states {money_words(round_.amount, currency)}"
            ),
            path=f"{path}.amount",
            stated=money_words(round_.amount, currency),
            expected=f"{_either(total)} {currency}",
            evidence=evidence_of(*parts, round_.amount),
        )
        return


def check_total(round_: FundingRound, path: str) -> Iterator[Finding]:
    """total.below_amount: raised to date, this round included, is less than this round.

    Silent for a round that is not done (its money is not in the total yet) and for debt and secondary sales,
    which totals often leave out.
    """
    amount, total = round_.equity_amount or round_.amount, round_.total_raised
    left_out = round_.round_type in (RoundType.DEBT, RoundType.SECONDARY) or round_.instrument is Instrument.DEBT
    mixed_unsplit = round_.instrument is Instrument.MIXED and round_.equity_amount is None
    if amount is None or total is None or left_out or mixed_unsplit or round_.status in _NOT_YET:
        return
    yield from _order("total.below_amount", "total raised", total, amount, f"{path}.total_raised")


def check_valuation_order(round_: FundingRound, path: str) -> Iterator[Finding]:
    """valuation.below_amount: the company is said to be worth less than the money it took.

    Silent for a pre-money valuation, which may be lower than the amount, and for debt.
    """
    amount, valuation = round_.equity_amount or round_.amount, round_.valuation
    with_debt = round_.instrument in (Instrument.DEBT, Instrument.MIXED) or round_.round_type is RoundType.DEBT
    if amount is None or valuation is None or valuation.basis == "pre":
        return
    if with_debt and round_.equity_amount is None:
        return
    yield from _order("valuation.below_amount", "valuation", valuation, amount, f"{path}.valuation")


def _order(code: str, what: str, whole: Money, part: Money, path: str) -> Iterator[Finding]:
    """A finding when `whole` is under `part` in every currency that both are stated in."""
    shared = tuple(shared_currencies(whole, part))
    if not shared:
        return
    if not all(below(spans_by_currency(whole)[c], spans_by_currency(part)[c], ORDER_TOLERANCE) for c in shared):
        return
    currency = shared[0]
    stated, least = money_words(whole, currency), money_words(part, currency)
    yield Finding(
        code=code,
        severity="error",
        message=f"{what} of {stated} is below the round's {least}",
        path=path,
        stated=stated,
        expected=f"at least {least}",
        evidence=evidence_of(whole, part),
    )


def _present(*amounts: Money | None) -> tuple[Money, ...]:
    return tuple(a for a in amounts if a is not None)


def _sum(spans: Sequence[Span]) -> Span:
    return reduce(Span.plus, spans)


def _sums(parts: Sequence[Money]) -> Iterator[tuple[str, Span]]:
    """The sum in each currency in which every part is stated."""
    by_part = [spans_by_currency(p) for p in parts]
    for currency in by_part[0]:
        if all(currency in spans for spans in by_part):
            yield currency, _sum([spans[currency] for spans in by_part])


def _sum_fits(total: Span, whole: Span, complete: bool) -> bool:
    return not (apart(total, whole, SUM_TOLERANCE) if complete else below(whole, total, SUM_TOLERANCE))


def _split_fits(round_: FundingRound, currency: str, total: Span, stated: Span, *, complete: bool) -> bool:
    if not complete:
        return not below(stated, total, SPLIT_TOLERANCE)
    if not apart(total, stated, SPLIT_TOLERANCE):
        return True
    secondary = spans_by_currency(round_.secondary_amount) if round_.secondary_amount is not None else {}
    return currency in secondary and not apart(total.plus(secondary[currency]), stated, SPLIT_TOLERANCE)


def _split_words(round_: FundingRound, currency: str) -> Iterator[str]:
    if round_.equity_amount is not None:
        yield f"equity of {money_words(round_.equity_amount, currency)}"
    if round_.debt_amount is not None:
        yield f"debt of {money_words(round_.debt_amount, currency)}"


def _either(span: Span) -> str:
    return spoken(span.low, 4) if span.low == span.high else f"{spoken(span.low, 4)} to {spoken(span.high, 4)}"
