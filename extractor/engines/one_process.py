"""One article after the other, in this process."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Any

from extractor.article import Article
from extractor.engines.outcomes import Item, Outcome, internal_error, out_of_time
from extractor.records import Extraction, Failure
from extractor.settings import Settings

if TYPE_CHECKING:
    from extractor.pipeline import FundingExtractor


_WARMING = "Larkspur has raised $4 million in a seed round led by Pomona Ventures on May 6, 2024, for a 10% stake."

# Python drops an exception raised inside a finalizer or a garbage collector's callback: the alarm then rings again.
_AGAIN_SECONDS = 0.05


class _TimeUp(BaseException):
    """Raised in the midst of a document; no `except Exception` on the way may keep it."""


def in_this_process(items: Iterable[Item], settings: Settings, time_limit: float | None) -> Iterator[Outcome]:
    """Each item with its result, in order. The limit can stop Python code, not a call inside a library."""
    extractor: FundingExtractor | None = None
    for item in items:
        if not isinstance(item, Article):
            yield Outcome(item, item)
            continue
        if extractor is None:
            extractor = ready_extractor(settings, for_all_texts=time_limit is not None)
        yield Outcome(item, extracted(extractor, item, time_limit))


def ready_extractor(settings: Settings, *, for_all_texts: bool) -> FundingExtractor:
    """An extractor that has loaded all its rules, so that the first document's time is its own.

    `for_all_texts` loads what only few texts need, too: spaCy.
    """
    from extractor.pipeline import FundingExtractor
    from extractor.recognizing.rules_alone import WARMING

    extractor = FundingExtractor(settings)
    extractor.extract(text=f"{_WARMING} {WARMING if for_all_texts else ''}", title="Larkspur raises $4 million")
    return extractor


def extracted(extractor: FundingExtractor, article: Article, time_limit: float | None) -> Extraction | Failure:
    """The extraction of one article; whatever goes wrong in it is a Failure."""
    try:
        with _limited(time_limit):
            return extractor.extract_article(article)
    except _TimeUp:
        return out_of_time(article, time_limit or 0)
    except Exception as error:  # one document that breaks the program must not cost the others
        return internal_error(article, error)


@contextmanager
def _limited(seconds: float | None) -> Iterator[None]:
    """Raise _TimeUp after `seconds`, where the system has timers and this is the main thread."""
    if not seconds or not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    previous = signal.signal(signal.SIGALRM, _stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN_SECONDS)
    try:
        yield
    finally:
        _disarm(previous)


def _disarm(previous: Any) -> None:
    """Stop the timer and put the previous handler back, also when a last alarm comes in the midst of it."""
    while True:
        try:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, previous)
            return
        except _TimeUp:
            continue


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise _TimeUp
