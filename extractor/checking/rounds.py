"""The order of the checks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.article import Article
from extractor.checking.amounts import check_split, check_total, check_tranches, check_valuation_order
from extractor.checking.conversions import check_forms, check_plausible, check_rates, conversions_of
from extractor.checking.counts import check_investor_count
from extractor.checking.dates import check_dates, check_year
from extractor.checking.stake import check_stake
from extractor.records import Finding, FundingRound


def check_round(round: FundingRound, article: Article, *, path: str = "rounds[0]") -> tuple[Finding, ...]:
    """Everything that one round says and that does not add up. `path` is the round's place in the record."""
    return (*_within(round, article, path), *check_rates(conversions_of(round, path)))


def check_extraction(
    rounds: Sequence[FundingRound], previous: Sequence[FundingRound], article: Article
) -> tuple[Finding, ...]:
    """The findings of all rounds of one article, in the order of the record.

    Conversions are compared across the rounds that are news. Earlier rounds are checked by arithmetic only: an article
    recalls them in half a sentence, so that missing names and years say nothing, and at the rates of their own time.
    """
    news = [(f"rounds[{index}]", round_) for index, round_ in enumerate(rounds)]
    found = [finding for path, round_ in news for finding in _within(round_, article, path)]
    found.extend(check_rates([c for path, round_ in news for c in conversions_of(round_, path)]))
    for index, round_ in enumerate(previous):
        found.extend(_arithmetic(round_, article, f"previous_rounds[{index}]"))
    return tuple(found)


def _within(round_: FundingRound, article: Article, path: str) -> Iterator[Finding]:
    yield from _arithmetic(round_, article, path)
    yield from check_investor_count(round_, path)
    yield from check_year(round_, path)


def _arithmetic(round_: FundingRound, article: Article, path: str) -> Iterator[Finding]:
    yield from check_stake(round_, path)
    yield from check_tranches(round_, path)
    yield from check_split(round_, path)
    yield from check_total(round_, path)
    yield from check_valuation_order(round_, path)
    yield from check_plausible(conversions_of(round_, path))
    yield from check_forms(round_, path)
    yield from check_dates(round_, article, path)
