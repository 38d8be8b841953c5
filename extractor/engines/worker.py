"""What a worker process does: articles in, extractions or failures out, until its parent closes the pipe."""

from __future__ import annotations

import queue
import signal
import threading
from multiprocessing.connection import Connection

from extractor.article import Article
from extractor.engines.one_process import extracted, ready_extractor
from extractor.settings import Settings

READY = "ready"


def work(pipe: Connection, settings: Settings) -> None:
    """Say that the extractor is built, then answer each article."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears of an interrupt and closes the pipe
    tasks: queue.SimpleQueue[Article | None] = queue.SimpleQueue()
    # Articles are taken from the pipe at once: a parent that sends one never waits for a worker that answers.
    threading.Thread(target=_receive, args=(pipe, tasks), daemon=True).start()
    extractor = ready_extractor(settings, for_all_texts=True)
    try:
        pipe.send(READY)
        while (article := tasks.get()) is not None:
            pipe.send(extracted(extractor, article, None))
    except (BrokenPipeError, ConnectionResetError):
        return


def _receive(pipe: Connection, tasks: queue.SimpleQueue[Article | None]) -> None:
    try:
        while True:
            tasks.put(pipe.recv())
    except (EOFError, OSError):
        tasks.put(None)
