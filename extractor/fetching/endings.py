"""How a job of fetching ends: the page or the error that stands under the address that was asked."""

from __future__ import annotations

from dataclasses import replace

from extractor.errors import SourceError
from extractor.fetching.exchange import Answer
from extractor.fetching.lanes import Job
from extractor.fetching.page import FeedEntry, FetchedPage
from extractor.fetching.slots import Slot


def page_of(job: Job, answer: Answer) -> FetchedPage:
    """The page that an answer brought."""
    return FetchedPage(
        asked=job.asked,
        url=job.url,
        body=answer.body,
        media_type=answer.media_type,
        charset=answer.charset,
        redirects=tuple(job.redirects),
        is_unchanged=answer.status == 304,
    )


def address_of(listed: str | FeedEntry) -> str:
    """The address of what is listed."""
    return listed.address if isinstance(listed, FeedEntry) else listed


def with_feed(slot: Slot, result: FetchedPage | SourceError, *, only_feed: bool) -> FetchedPage | SourceError:
    """The page with what its feed carries for it, which takes the place of a page that cannot be had."""
    if slot.feed_html is None:
        return result
    if isinstance(result, SourceError):
        result = FetchedPage(slot.address, slot.address, b"")
        only_feed = True
    page = replace(result, feed_html=slot.feed_html)
    return page.from_feed() or page if only_feed else page


def named(job: Job, error: SourceError) -> SourceError:
    """The error under the address that was asked; where redirects led elsewhere, the cause names that place."""
    if job.url != job.asked:
        error.cause = f"{error.cause} (redirected to {job.url})"
    error.source = job.asked
    return error


def asked_of(result: FetchedPage | SourceError) -> str:
    """The address that was asked for a result."""
    return result.asked if isinstance(result, FetchedPage) else result.source
