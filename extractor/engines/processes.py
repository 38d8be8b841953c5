"""Articles spread over worker processes; a worker that dies or hangs costs the document that it was at."""

from __future__ import annotations

import multiprocessing
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from extractor.article import Article
from extractor.engines.outcomes import Item, Outcome, crashed, out_of_time
from extractor.errors import ExtractorError
from extractor.records import Extraction, Failure
from extractor.settings import Settings

# Articles that a worker holds, so that it has one to go on with while we write.
_HELD = 4
# Results that wait for an earlier one, per worker, before no new article is handed out.
_AHEAD = 16
# A worker makes room after this many documents: spaCy keeps every word that it has ever seen.
_LIFETIME = 20_000
_FAILED_STARTS = 3
_START_SECONDS = 300

_Task = tuple[int, Article]


class _Worker:
    """One process, the tasks that it has, and since when it has been at the first of them."""

    def __init__(self, context: Any, settings: Settings) -> None:
        self.pipe: Connection
        self.pipe, theirs = context.Pipe()
        # Imported by name in the child: the parent never loads spaCy.
        self.process: BaseProcess = context.Process(target=_work, args=(theirs, settings), daemon=True)
        self.process.start()
        theirs.close()
        self.tasks: deque[_Task] = deque()
        self.is_ready = False
        self.answered = 0
        self.since = time.monotonic()

    def give(self, task: _Task) -> None:
        if not self.tasks:
            self.since = time.monotonic()
        self.tasks.append(task)
        with suppress(BrokenPipeError, ConnectionResetError):  # its end is noticed when we read
            self.pipe.send(task[1])

    def stop(self, *, kill: bool = False) -> int | None:
        """End the process; its exit code."""
        if kill:
            self.process.kill()
        self.pipe.close()
        self.process.join(10)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        return self.process.exitcode


class _Crew:
    """The workers, and the results that came but were not handed on yet."""

    def __init__(self, settings: Settings, workers: int, time_limit: float | None) -> None:
        methods = multiprocessing.get_all_start_methods()
        self._context: Any = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        if "forkserver" in methods:
            self._context.set_forkserver_preload(["extractor.engines.worker", "extractor.engines.nursery"])
        self._settings = settings
        self._limit = time_limit
        self._failed_starts = 0
        self.workers = [_Worker(self._context, settings) for _ in range(workers)]

    def idle(self) -> _Worker | None:
        """The worker with the fewest articles that can take one more."""
        able = [each for each in self.workers if len(each.tasks) < _HELD and each.answered < _LIFETIME]
        return min(able, key=lambda each: len(each.tasks), default=None)

    def results(self) -> Iterator[tuple[_Task, Extraction | Failure]]:
        """What is done by now; waits until something is."""
        pipes = {each.pipe: each for each in self.workers}
        for pipe in wait(list(pipes), timeout=self._patience()):
            yield from self._receive(pipes[pipe])  # type: ignore[index]
        yield from self._overdue()

    def stop(self) -> None:
        for worker in self.workers:
            worker.process.kill()
        for worker in self.workers:
            worker.stop()

    def _receive(self, worker: _Worker) -> Iterator[tuple[_Task, Extraction | Failure]]:
        try:
            answer = worker.pipe.recv()
        except (EOFError, OSError):
            yield from self._replace(worker, kill=False)
            return
        worker.since = time.monotonic()
        if not worker.is_ready:
            worker.is_ready = True
            self._failed_starts = 0
            return
        worker.answered += 1
        yield worker.tasks.popleft(), answer
        if worker.answered >= _LIFETIME and not worker.tasks:
            self._succeed(worker)

    def _overdue(self) -> Iterator[tuple[_Task, Extraction | Failure]]:
        now = time.monotonic()
        for worker in list(self.workers):
            limit = self._limit if worker.is_ready else _START_SECONDS
            if limit and worker.tasks and now - worker.since > limit:
                yield from self._replace(worker, kill=True)

    def _replace(self, worker: _Worker, *, kill: bool) -> Iterator[tuple[_Task, Extraction | Failure]]:
        """A new worker with the tasks of one that died or hung, but for the one that it was at."""
        exit_code = worker.stop(kill=kill)
        if not worker.is_ready:
            self._failed_starts += 1
            if self._failed_starts >= _FAILED_STARTS:
                raise ExtractorError(f"worker processes do not start (exit code {exit_code})")
        elif worker.tasks:
            task = worker.tasks.popleft()
            fault = out_of_time(task[1], self._limit or 0) if kill else crashed(task[1], exit_code)
            yield task, fault
        self._succeed(worker)

    def _succeed(self, worker: _Worker) -> None:
        successor = _Worker(self._context, self._settings)
        self.workers[self.workers.index(worker)] = successor
        for task in worker.tasks:
            successor.give(task)
        if worker.process.is_alive():
            worker.stop()

    def _patience(self) -> float | None:
        """Seconds until the first worker is overdue."""
        now = time.monotonic()
        limits = [
            (each.since + (self._limit if each.is_ready else _START_SECONDS) - now)  # type: ignore[operator]
            for each in self.workers
            if each.tasks and (self._limit or not each.is_ready)
        ]
        return max(0.0, min(limits)) + 0.01 if limits else None


def in_processes(
    items: Iterable[Item], settings: Settings, *, workers: int, ordered: bool, time_limit: float | None
) -> Iterator[Outcome]:
    """Each item with its result; see `extract_all`."""
    source = iter(enumerate(items))
    crew = _Crew(settings, workers, time_limit)
    window = workers * _AHEAD
    done: dict[int, Outcome] = {}
    given = turn = 0
    more = True
    try:
        while more or turn < given:
            while more and given - turn < window and (worker := crew.idle()) is not None:
                number, item = next(source, (-1, None))
                if item is None:
                    more = False
                    break
                given += 1
                if isinstance(item, Article):
                    worker.give((number, item))
                else:
                    done[number] = Outcome(item, item)
            if any(each.tasks for each in crew.workers) and not (ordered and turn in done):
                for (number, article), result in crew.results():
                    done[number] = Outcome(article, result)
            for number in _next(done, turn, ordered=ordered):
                yield done.pop(number)
                turn += 1
    finally:
        crew.stop()


def _next(done: dict[int, Outcome], turn: int, *, ordered: bool) -> Iterator[int]:
    """The numbers to hand on now."""
    if not ordered:
        yield from list(done)
        return
    while turn in done:
        yield turn
        turn += 1


def _work(pipe: Connection, settings: Settings) -> None:
    from extractor.engines.worker import work

    work(pipe, settings)
