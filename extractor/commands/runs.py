"""`extractor run`: items through an engine into outputs and a database; a run that was killed can be resumed."""

from __future__ import annotations

import argparse
import gc
import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from extractor import __version__
from extractor.article import Article
from extractor.engines import Item, Outcome, extract_all
from extractor.reading.addresses import canonical_url
from extractor.records import OF_LISTS, Extraction, Failure
from extractor.settings import Settings
from extractor.sinks.doubtful import divide
from extractor.sinks.keys import hash_key
from extractor.sinks.outputs import STDOUT, JsonlOutput, Output, StreamOutput, open_failures, open_outputs
from extractor.sinks.progress import Done, FileProgress, NoProgress, Progress, Tally
from extractor.sources.address_lists import is_address
from extractor.sources.reader import Screened

# Done items are written and noted together: after so many, or when the first of them waited so many seconds.
_BATCH = 1_000
_BATCH_SECONDS = 2.0
# A twentieth less time over the own articles than with Python's 700, and the same memory.
_OBJECTS_BEFORE_COLLECTING = 50_000


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is to do. The fields before `workers` name the command: a run with the same ones can resume."""

    sources: tuple[str, ...]
    targets: tuple[str, ...] = ()
    db: str | None = None
    published: str | None = None
    min_confidence: float | None = None
    doubtful: str | None = None
    failures: str | None = None
    settings: Settings = field(default_factory=Settings)
    screening: Screened = "none"
    feed_text: bool = False
    workers: int = 1
    ordered: bool = True
    time_limit: float | None = None
    restart: bool = False

    def command(self) -> str:
        """The command as JSON, without the database's address, which may hold a password."""
        named: dict[str, Any] = {"sources": self.sources, "targets": self.targets, "published": self.published}
        named |= {"min_confidence": self.min_confidence, "doubtful": self.doubtful}
        named |= {"failures": self.failures, "screening": self.screening, "feed_text": self.feed_text}
        return json.dumps(named | {"settings": asdict(self.settings), "extractor": __version__}, ensure_ascii=False)

    def can_resume(self) -> bool:
        """Whether the sources can be read again and the outputs gone on with."""
        outputs, doubtful, failures = self.open()
        streams = any(isinstance(each, StreamOutput) for each in (*outputs, *doubtful, *failures))
        return not streams and all(not path.exists() or _is_plain(path) for path in _paths(self.sources))

    def open(self) -> _Outputs:
        """Where extractions, doubtful rounds and failures go; nothing is opened on the disk yet."""
        doubtful = open_outputs([self.doubtful] if self.doubtful else [])
        return _Outputs(open_outputs(self.targets), doubtful, [open_failures(self.failures)] if self.failures else [])


class _Outputs(NamedTuple):
    extractions: list[Output]
    doubtful: list[Output]
    failures: list[StreamOutput | JsonlOutput]


def plan_of(chosen: argparse.Namespace) -> Plan:
    """The plan that the options of `extractor run` describe."""
    target = chosen.output or (None if chosen.db else STDOUT)
    return Plan(
        sources=tuple(chosen.sources),
        targets=(target,) if target else (),
        db=chosen.db,
        published=chosen.published,
        min_confidence=chosen.min_confidence,
        doubtful=chosen.doubtful,
        failures=chosen.failures,
        settings=Settings(with_text=chosen.with_text),
        screening=chosen.screening,
        feed_text=chosen.feed_text,
        workers=chosen.workers,
        ordered=not chosen.unordered,
        time_limit=chosen.time_limit or None,
        restart=chosen.restart,
    )


class DoneBefore:
    """What an earlier part of a run did with pages of the web, known once the run has looked; see `Earlier`.

    It also hears which addresses the run asks for, and so knows which of its items are pages of the web.
    """

    def __init__(self) -> None:
        self.keys: set[int] = set()
        self._asked: set[int] = set()

    def has_address(self, address: str) -> bool:
        """Whether an address, in its canonical form, was dealt with."""
        key = hash_key("web address", address)
        self._asked.add(key)
        return key in self.keys

    def has_article(self, article: Article) -> bool:
        """Whether a page with the address or the text of this one was read."""
        return not self.keys.isdisjoint(_article_keys(article))

    def keys_of(self, item: Item) -> list[int]:
        """What an item is known by from one run to the next; a page of the web by its address and its text too."""
        asked = item.asked if isinstance(item, Article) else item.source
        keys = [_key(item)]
        address = hash_key("web address", canonical_url(asked) or asked) if asked else None
        if address is None or address not in self._asked:
            return keys
        if isinstance(item, Article):
            return [*keys, address, *_article_keys(item)]
        # What is wrong with a list is told under its address, too; an address that is named twice is done by its first.
        is_page = item.stage != "source" and item.code not in OF_LISTS
        return [*keys, address] if is_page or (item.is_duplicate and item.id) else keys


def _article_keys(article: Article) -> list[int]:
    return [hash_key("web id", article.id), hash_key("web text", article.text_sha256)]


def carry_out(
    plan: Plan, items: Iterable[Item], tell: Callable[[Failure], None], earlier: DoneBefore | None = None
) -> Tally:
    """Extract all of `items` that an interrupted run of the same plan has not done; `tell` hears of each failure.

    Killed at any moment, the same plan goes on where this one stopped, and its outputs end up as if nothing had
    happened; `earlier` learns what was done before the first item is taken. Failures of hosts that may pass are noted
    at the end only, so that a run that goes on asks again. Raises SinkError; what was done until then is kept.
    """
    earlier = earlier or DoneBefore()
    with ExitStack() as cleaning:
        outputs = plan.open()
        cleaning.enter_context(_collecting_rarely())
        everything = [*outputs.extractions, *outputs.doubtful, *outputs.failures]
        progress = _progress(plan)
        cleaning.callback(progress.close)
        done = _resumed(plan, everything, progress)
        earlier.keys = done.keys
        if done.is_finishing:
            return _finish(everything, progress, done.tally)
        files = [file for output in everything for file in output.files]
        for file in files:
            file.open(done.sizes.get(file.name, 0))
            cleaning.callback(file.close)
        if not done.sizes:
            for output in everything:
                output.start()
        writer = _Writer(outputs, progress, done.tally, plan.min_confidence, earlier)
        passing: list[Outcome] = []
        try:
            todo = (item for item in items if _key(item) not in done.keys)
            options = {"workers": plan.workers, "ordered": plan.ordered, "time_limit": plan.time_limit}
            # Closed here, so that no worker outlives an output that failed.
            with closing(extract_all(todo, plan.settings, **options)) as outcomes:  # type: ignore[arg-type]
                for outcome in outcomes:
                    if isinstance(outcome.result, Failure):
                        tell(outcome.result)
                        if outcome.result.may_pass:
                            passing.append(outcome)
                            continue
                    writer.take(outcome)
            for outcome in passing:
                writer.take(outcome)
            writer.commit()
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt) and writer.is_whole:
                writer.commit()
            _break_off(error, everything, can_resume=not isinstance(progress, NoProgress))
            raise
        return _finish(everything, progress, writer.tally)


@contextmanager
def _collecting_rarely() -> Iterator[None]:
    """Look for cycles of garbage seldom: articles leave next to none, and each look passes over all rules anew."""
    usual = gc.get_threshold()
    gc.set_threshold(_OBJECTS_BEFORE_COLLECTING, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


class _Writer:
    """Results into outputs and progress, a batch at a time."""

    def __init__(
        self,
        outputs: _Outputs,
        progress: Progress,
        tally: Tally,
        min_confidence: float | None,
        earlier: DoneBefore,
    ) -> None:
        self._earlier = earlier
        self._outputs = outputs
        self._progress = progress
        self._files = [
            file for output in (*outputs.extractions, *outputs.doubtful, *outputs.failures) for file in output.files
        ]
        self._least = min_confidence
        self._waiting: list[Outcome] = []
        self._since = 0.0
        self.tally = tally
        # False while a result is being written: an interrupt may have torn it.
        self.is_whole = True

    def take(self, outcome: Outcome) -> None:
        """Write one result; note it later with others."""
        self.is_whole = False
        if not self._waiting:
            self._since = time.monotonic()
        self.tally.add(outcome.result)
        result = outcome.result
        if isinstance(result, Extraction):
            result = self._sure(result)
            for output in self._outputs.extractions:
                output.write(result)
        else:
            for failures in self._outputs.failures:
                failures.write(result)
        self._waiting.append(Outcome(outcome.item, result))
        self.is_whole = True
        if len(self._waiting) >= _BATCH or time.monotonic() - self._since > _BATCH_SECONDS:
            self.commit()

    def _sure(self, extraction: Extraction) -> Extraction:
        """What is sure enough to be written; the rest goes to the doubtful."""
        if self._least is None:
            return extraction
        sure, rest = divide(extraction, self._least)
        if rest is not None:
            self.tally.left_out += len(rest.rounds)
            for output in self._outputs.doubtful:
                output.write(rest)
        return sure

    def commit(self) -> None:
        """Have all files on the disk, then note what is done."""
        if self._waiting:
            sizes = {file.name: file.sync() for file in self._files}
            results = [outcome.result for outcome in self._waiting]
            keys = [key for outcome in self._waiting for key in self._earlier.keys_of(outcome.item)]
            self._progress.commit(results, keys, sizes, self.tally)
            self._waiting.clear()


def _progress(plan: Plan) -> Progress:
    can_resume = plan.can_resume()
    if plan.db:
        from extractor.sinks.database import DatabaseSink
        from extractor.sinks.database_progress import DatabaseProgress

        identity = hashlib.sha256(plan.command().encode("utf-8", "surrogatepass")).hexdigest()[:16]
        sources = _fingerprint(plan.sources) if can_resume else f"{time.time_ns()}"
        return DatabaseProgress(DatabaseSink(plan.db), plan.command(), identity, sources)
    if not can_resume:
        return NoProgress()
    return FileProgress(plan.targets[0], plan.command(), _fingerprint(plan.sources))


def _resumed(plan: Plan, outputs: Sequence[Output], progress: Progress) -> Done:
    """What an earlier run did, when all of its files are still there."""
    done = progress.resume()
    files = [file for output in outputs for file in output.files]
    is_whole = done.is_finishing or all(file.holds(done.sizes.get(file.name, 0)) for file in files if done.sizes)
    if plan.restart or not is_whole:
        progress.restart()
        return Done()
    if done.keys:
        print(f"going on after {done.tally.inputs} inputs done before", file=sys.stderr)
    return done


def _finish(outputs: Sequence[Output], progress: Progress, tally: Tally) -> Tally:
    progress.finishing()
    for output in outputs:
        output.finish()
    progress.finish()
    return tally


def _break_off(error: BaseException, outputs: Sequence[Output], *, can_resume: bool) -> None:
    """Keep what is done. What cannot be resumed is kept where no file stood before, if a person interrupted it."""
    if can_resume:
        return
    for file in (file for output in outputs for file in output.files):
        file.close()
        if isinstance(error, KeyboardInterrupt) and not file.target.exists():
            file.finish()
        else:
            file.discard()


def _key(item: Item) -> int:
    """What an item is known by from one run to the next."""
    if isinstance(item, Article):
        return hash_key("article", item.id)
    return hash_key("failure", item.source, str(item.line), item.id or "", item.code)


def _fingerprint(sources: Sequence[str]) -> str:
    """Changes when a file among the sources changes; addresses are known by name alone."""
    digest = hashlib.sha256()
    for start in _paths(sources):
        for path in _files(start):
            digest.update(f"{path}\0".encode("utf-8", "surrogatepass"))
            if path.is_file():
                status = path.stat()
                digest.update(f"{status.st_size}\0{status.st_mtime_ns}\0".encode())
    return digest.hexdigest()


def _files(path: Path) -> Iterator[Path]:
    yield path
    if path.is_dir():
        yield from sorted(path.rglob("*"))


def _paths(sources: Sequence[str]) -> list[Path]:
    """The sources that are no addresses; the command names those, and a long one is no name of a file."""
    return [Path(os.devnull if each == STDOUT else each) for each in sources if not is_address(each)]


def _is_plain(path: Path) -> bool:
    return path.is_file() or path.is_dir()
