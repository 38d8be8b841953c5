"""Dates against the day of publication."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from extractor.article import Article
from extractor.records import DateValue, Finding, FundingRound, RoundStatus

# A page dated on one side of the date line may report a signing on the other.
DAYS_OF_GRACE = 1


def check_dates(round_: FundingRound, article: Article, path: str) -> Iterator[Finding]:
    """date.after_publication: the round happened after the article about it.

    Silent for a closing that is still expected (planned, in talks, or a first close).
    """
    dated = [("announced_on", round_.announced_on)]
    if round_.status is RoundStatus.CLOSED:
        dated.append(("closed_on", round_.closed_on))
    for name, value in dated:
        if value is not None and article.published_on is not None and _is_after(value, article.published_on):
            yield Finding(
                code="date.after_publication",
                severity="warning",
                message=f"{value.value} is after the day of publication, {article.published_on}",
                path=f"{path}.{name}",
                stated=value.value,
                expected=f"{article.published_on} or earlier",
                evidence=value.evidence,
            )


def check_year(round_: FundingRound, path: str) -> Iterator[Finding]:
    """date.year_unresolved: the article gives a day without a year, and no published date resolves it."""
    written, announced = round_.date_as_written, round_.announced_on
    if written is None or (announced is not None and announced.basis != "published"):
        return
    yield Finding(
        code="date.year_unresolved",
        severity="info",
        message=f"`{written.text}` has no year, and no published date to resolve it against",
        path=f"{path}.announced_on",
        stated=written.text,
        expected="a published date",
        evidence=written.evidence,
    )


def _is_after(value: DateValue, published_on: str) -> bool:
    """Whether the date lies after publication, compared in what both of them state (`2021-05` against `2021-05-03`)."""
    if value.basis == "published":
        return False
    if len(value.value) == 10 and len(published_on) == 10:
        try:
            return date.fromisoformat(value.value) > date.fromisoformat(published_on) + timedelta(days=DAYS_OF_GRACE)
        except (ValueError, OverflowError):
            return False
    common = min(len(value.value), len(published_on))
    return value.value[:common] > published_on[:common]
