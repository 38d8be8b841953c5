"""A file that grows beside its target as `.NAME.part` and takes its place when all is written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from extractor.errors import SinkError


class GrowingFile:
    """Bytes appended to `.NAME.part`; what stands at the target stays as it was until `finish`. Raises SinkError."""

    def __init__(self, target: str) -> None:
        self.name = target
        self.target = Path(target).resolve()
        self.part = self.target.with_name(f".{self.target.name}.part")
        self._stream: BinaryIO | None = None

    def holds(self, size: int) -> bool:
        """Whether the part has the first `size` bytes that an earlier run wrote."""
        return self.part.is_file() and self.part.stat().st_size >= size

    def open(self, size: int = 0) -> None:
        """Go on after `size` bytes; what was written behind them, a torn line perhaps, goes."""
        with telling_of(self.name):
            if self.target.is_dir():
                raise IsADirectoryError(None, "this is a folder")
            self.target.parent.mkdir(parents=True, exist_ok=True)
            self._stream = self.part.open("r+b" if size else "wb")
            self._stream.truncate(size)
            self._stream.seek(size)

    def write(self, data: bytes) -> None:
        """Append; buffered until `sync`."""
        assert self._stream is not None, "open first"
        with telling_of(self.name):
            self._stream.write(data)

    def sync(self) -> int:
        """Have everything on the disk; the size."""
        assert self._stream is not None, "open first"
        with telling_of(self.name):
            self._stream.flush()
            os.fsync(self._stream.fileno())
            return self._stream.tell()

    def close(self) -> None:
        """Leave the part for a later run; what the disk refuses is not worth a second error."""
        if self._stream is not None:
            with suppress(OSError):
                self._stream.close()
            self._stream = None

    def finish(self) -> None:
        """Put the part in the target's place; nothing when that was done before."""
        self.close()
        with telling_of(self.name):
            if self.part.exists():
                self.part.replace(self.target)

    def discard(self) -> None:
        """Remove the part."""
        self.close()
        self.part.unlink(missing_ok=True)


@contextmanager
def telling_of(name: str) -> Iterator[None]:
    """Turn what the system refuses into a SinkError that names the file."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise SinkError(f"{name}: {error.strerror or 'cannot be written'}") from None
