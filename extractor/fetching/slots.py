"""Places in the order of the results: each is filled when its page is there, in whatever order pages come."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extractor.errors import SourceError
from extractor.fetching.page import FetchedPage

# Bodies that wait for their turn beyond this many bytes wait on disk.
_HELD_IN_MEMORY = 64 * 1024 * 1024


@dataclass(slots=True, eq=False)
class Slot:
    """The place of one address. Done, it has a `result`, or the places of what its feed or sitemap lists.

    `same` is the place that fetches the address when it was asked before; `is_taken` says that its turn has been.
    `feed_html` is what the feed that lists the address carries for it.
    """

    address: str
    depth: int = 0
    same: Slot | None = None
    is_taken: bool = False
    is_done: bool = False
    result: FetchedPage | SourceError | None = None
    children: Sequence[Slot] = ()
    file: Path | None = None
    feed_html: bytes | None = None


class Waiting:
    """Pages that are there before their turn. Guarded by the lock of the fetcher."""

    def __init__(self, memory: int = _HELD_IN_MEMORY) -> None:
        self._memory = memory
        self._held = 0
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._count = 0

    def put(self, slot: Slot, result: FetchedPage | SourceError) -> None:
        """Fill a slot; raises OSError when the disk is full."""
        slot.result = result
        if isinstance(result, FetchedPage):
            if self._held + len(result.body) > self._memory:
                slot.file = self._written(result.body)
                slot.result = replace(result, body=b"")
            else:
                self._held += len(result.body)
        slot.is_done = True

    def take(self, slot: Slot) -> FetchedPage | SourceError | None:
        """What a slot holds, once."""
        result, slot.result = slot.result, None
        if not isinstance(result, FetchedPage):
            return result
        if slot.file is None:
            self._held -= len(result.body)
            return result
        body = slot.file.read_bytes()
        slot.file.unlink()
        return replace(result, body=body)

    def close(self) -> None:
        """Drop everything that still waits."""
        if self._folder is not None:
            self._folder.cleanup()

    def _written(self, body: bytes) -> Path:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="fundingwire-")
        self._count += 1
        file = Path(self._folder.name) / str(self._count)
        file.write_bytes(body)
        return file
