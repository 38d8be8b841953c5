"""How far a run has come: in the database with its rows, or in a journal beside its first output file."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from extractor.errors import SinkError
from extractor.records import Extraction, Failure
from extractor.sinks.growing_files import telling_of

Sizes = dict[str, int]


@dataclass(slots=True)
class Tally:
    """What a run did so far."""

    documents: int = 0
    rounds: int = 0
    failed: int = 0
    left_out: int = 0
    duplicates: int = 0
    # How many pages were left out by screening, by the code of the reason.
    screened: dict[str, int] = field(default_factory=dict)

    def add(self, result: Extraction | Failure) -> None:
        """Count one result."""
        if isinstance(result, Failure):
            # A copy of what was already read is no fault, and no more is a page about something else.
            self.duplicates += result.is_duplicate
            self.failed += not (result.is_duplicate or result.is_screened)
            if result.is_screened:
                self.screened[result.code] = self.screened.get(result.code, 0) + 1
        else:
            self.documents += 1
            self.rounds += len(result.rounds)

    @property
    def inputs(self) -> int:
        """All that was dealt with."""
        return self.documents + self.failed + self.duplicates + sum(self.screened.values())


@dataclass(slots=True)
class Done:
    """What an interrupted run had done: the keys of its items, the sizes of its files, its tally."""

    keys: set[int] = field(default_factory=set)
    sizes: Sizes = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)
    # All items are done and the files are being put in their places.
    is_finishing: bool = False


class Progress(Protocol):
    """Where a run notes what it has done. All methods raise SinkError."""

    def resume(self) -> Done:
        """What the same command did before it was interrupted; nothing when it was not, or its inputs changed."""

    def restart(self) -> None:
        """Forget it and begin anew."""

    def commit(self, items: Sequence[Extraction | Failure], keys: Sequence[int], sizes: Sizes, tally: Tally) -> None:
        """Note these items as done; the files have the given sizes and are on the disk."""

    def finishing(self) -> None:
        """Note that all items are done."""

    def finish(self) -> None:
        """The run is over."""

    def close(self) -> None:
        """Let go, for a later run to resume."""


class NoProgress:
    """For runs that cannot be resumed: what standard input said is gone."""

    def resume(self) -> Done:
        """Nothing."""
        return Done()

    def restart(self) -> None:
        """Nothing."""

    def commit(self, items: Sequence[Extraction | Failure], keys: Sequence[int], sizes: Sizes, tally: Tally) -> None:
        """Nothing."""

    def finishing(self) -> None:
        """Nothing."""

    def finish(self) -> None:
        """Nothing."""

    def close(self) -> None:
        """Nothing."""


class FileProgress:
    """A journal `.NAME.progress` beside the output: a header line, then a line a commit.

    A line is appended after the outputs are on the disk; one that was torn by a sudden end does not count.
    """

    def __init__(self, target: str, command: str, fingerprint: str) -> None:
        path = Path(target).resolve()
        self._name = target
        self._path = path.with_name(f".{path.name}.progress")
        self._header = {"command": command, "fingerprint": fingerprint}
        self._stream: BinaryIO | None = None

    def resume(self) -> Done:
        """What the journal says, when its header is of this command and these inputs."""
        with telling_of(self._name):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._stream = self._path.open("a+b")
        try:
            fcntl.flock(self._stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SinkError(f"{self._name}: another run is writing it") from None
        self._stream.seek(0)
        lines = self._stream.read().split(b"\n")[:-1]
        entries = list(_entries(lines))
        if not entries or entries[0] != self._header:
            self.restart()
            return Done()
        # Cut off what was torn, for the next line to begin a line.
        self._stream.truncate(sum(len(line) + 1 for line in lines[: len(entries)]))
        done = Done(is_finishing=any(entry.get("finishing") for entry in entries))
        for entry in entries[1:]:
            done.keys.update(entry.get("keys", ()))
            done.sizes = entry.get("sizes", done.sizes)
            done.tally = Tally(**entry["tally"]) if "tally" in entry else done.tally
        return done

    def restart(self) -> None:
        """An empty journal but for its header."""
        assert self._stream is not None, "resume first"
        self._stream.truncate(0)
        self._append(self._header)

    def commit(self, items: Sequence[Extraction | Failure], keys: Sequence[int], sizes: Sizes, tally: Tally) -> None:
        """Append a line."""
        self._append({"keys": list(keys), "sizes": sizes, "tally": asdict(tally)})

    def finishing(self) -> None:
        """Append that all is done."""
        self._append({"finishing": True})

    def finish(self) -> None:
        """Remove the journal."""
        self._path.unlink(missing_ok=True)
        self.close()

    def close(self) -> None:
        """Leave the journal for a later run."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def _append(self, entry: dict[str, Any]) -> None:
        assert self._stream is not None, "resume first"
        with telling_of(self._name):
            self._stream.write(json.dumps(entry, separators=(",", ":")).encode() + b"\n")
            self._stream.flush()
            os.fsync(self._stream.fileno())


def _entries(lines: Sequence[bytes]) -> list[dict[str, Any]]:
    """The lines that are whole, up to the first that is not."""
    entries: list[dict[str, Any]] = []
    for line in lines:
        try:
            entry = json.loads(line)
        except ValueError:
            break
        if not isinstance(entry, dict):
            break
        entries.append(entry)
    return entries
