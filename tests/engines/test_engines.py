"""One process and several give the same; a document that kills, hangs or breaks costs itself alone."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator

import pytest

from extractor.article import Article
from extractor.engines import Item, Outcome, extract_all, one_process
from extractor.engines import processes as processes_module
from extractor.pipeline import FundingExtractor
from extractor.records import Extraction, Failure
from extractor.sources import article_from_fields

FAILURE = Failure(extractor_version="0", source="gone.txt", stage="source", code="source.missing", message="no")


def article(number: int, repeated: int = 1) -> Article:
    text = f"Larkspur has raised ${number + 1} million in a seed round led by Pomona Ventures.\n\n"
    return article_from_fields(text=text * repeated, title=f"Larkspur {number} raises", id=f"d{number}")


def ids(outcomes: list[Outcome]) -> list[str | None]:
    return [outcome.result.id for outcome in outcomes]


def some() -> Iterator[Item]:
    for number in range(30):
        yield FAILURE if number == 12 else article(number)


def test_workers_keep_the_order_and_change_nothing() -> None:
    alone = list(extract_all(some()))
    together = list(extract_all(some(), workers=2))
    assert together == alone
    assert ids(alone)[:3] == ["d0", "d1", "d2"]
    assert alone[12].result == FAILURE


def test_unordered_gives_each_once() -> None:
    outcomes = list(extract_all(some(), workers=2, ordered=False))
    assert sorted(map(str, ids(outcomes))) == sorted(map(str, ids(list(extract_all(some())))))
    assert all(isinstance(each.result, Extraction) or each.result == FAILURE for each in outcomes)


def test_nothing_in_nothing_out() -> None:
    assert list(extract_all([], workers=2)) == []


def test_a_document_that_takes_too_long_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    extract = FundingExtractor.extract_article

    def endless(extractor: FundingExtractor, article: Article) -> Extraction:
        while article.id == "d2":
            pass
        return extract(extractor, article)

    monkeypatch.setattr(FundingExtractor, "extract_article", endless)
    outcomes = list(extract_all([article(1), article(2), article(3)], time_limit=1.0))
    assert [getattr(each.result, "code", "fine") for each in outcomes] == ["fine", "engine.time_limit", "fine"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_alarm_that_a_finalizer_swallows_rings_again() -> None:
    class Slow:
        def __del__(self) -> None:
            time.sleep(0.2)

    handler = signal.getsignal(signal.SIGALRM)
    with pytest.raises(one_process._TimeUp), one_process._limited(0.05):
        Slow()
        time.sleep(5)
    assert signal.getsignal(signal.SIGALRM) is handler
    time.sleep(0.1)  # no alarm is left behind


def test_a_worker_that_hangs_costs_its_document() -> None:
    """Stopped from outside, so that no timer inside can help."""
    outcomes: list[Outcome] = []
    results = extract_all((article(number) for number in range(40)), workers=2, time_limit=1.5)
    for outcome in results:
        outcomes.append(outcome)
        if len(outcomes) == 12:  # in order, so both workers have answered: one that has not yet begun may take its time
            for process in workers():
                os.kill(process, signal.SIGSTOP)
    codes = [getattr(each.result, "code", "fine") for each in outcomes]
    assert ids(outcomes) == [f"d{number}" for number in range(40)]
    assert 1 <= codes.count("engine.time_limit") <= 2
    assert codes.count("fine") + codes.count("engine.time_limit") == 40


def test_a_worker_that_dies_costs_its_document() -> None:
    outcomes: list[Outcome] = []
    items = (article(number, repeated=40) for number in range(24))
    for outcome in extract_all(items, workers=2):
        outcomes.append(outcome)
        if len(outcomes) in {2, 10}:
            os.kill(workers()[0], signal.SIGKILL)
    codes = [getattr(each.result, "code", "fine") for each in outcomes]
    assert ids(outcomes) == [f"d{number}" for number in range(24)]
    assert codes.count("engine.crashed") <= 2
    assert codes.count("fine") + codes.count("engine.crashed") == 24
    assert all("signal 9" in each.result.message for each in outcomes if isinstance(each.result, Failure))


def test_workers_are_replaced_after_their_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes_module, "_LIFETIME", 5)
    assert ids(list(extract_all((article(n) for n in range(17)), workers=2))) == [f"d{n}" for n in range(17)]


def test_no_process_is_left_behind() -> None:
    results = extract_all((article(number) for number in range(100)), workers=2)
    next(results)
    assert len(workers()) == 2
    results.close()  # type: ignore[attr-defined]
    deadline = time.monotonic() + 10
    while workers() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert workers() == []


def test_an_endless_source_is_read_as_far_as_needed() -> None:
    read = 0

    def endless() -> Iterator[Item]:
        nonlocal read
        while True:
            read += 1
            yield article(read)

    for workers_wanted in (1, 2):
        read = 0
        results = extract_all(endless(), workers=workers_wanted)
        next(results)
        assert read <= 32
        results.close()  # type: ignore[attr-defined]


def test_a_thread_can_extract_with_a_limit() -> None:
    """Timers belong to the main thread; elsewhere the limit is left out rather than an error."""
    found: list[Outcome] = []
    thread = threading.Thread(target=lambda: found.extend(extract_all([article(1)], time_limit=5)))
    thread.start()
    thread.join()
    assert isinstance(found[0].result, Extraction)


def workers() -> list[int]:
    return [process.pid for process in multiprocessing.active_children() if process.pid]
