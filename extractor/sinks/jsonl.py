"""One JSON object a line: to a file that appears whole, or to standard output."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import TextIO

from extractor.errors import SinkError
from extractor.records import Extraction

STDOUT = "-"


class JsonlSink:
    """Writes extractions, or other objects, in the order given.

    A file is written beside its target and renamed when all is done.
    On an error the target is left as it was; on an interrupt the complete lines written so far are kept
    where no file stood before.
    Raises SinkError when the place cannot be written.
    """

    def __init__(self, target: str) -> None:
        self._target = target
        self._stream: TextIO = sys.stdout
        self._direct: TextIO | None = None
        self._temporary: Path | None = None

    def __enter__(self) -> JsonlSink:
        if self._target == STDOUT:
            return self
        path = Path(self._target).resolve()
        try:
            if path.exists() and not path.is_file() and not path.is_dir():
                self._stream = self._direct = path.open("w", encoding="utf-8")  # a pipe or a device
                return self
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.is_dir():
                raise IsADirectoryError(None, "this is a folder")
            handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        except OSError as error:
            raise SinkError(f"{self._target}: {error.strerror or 'cannot be written'}") from None
        self._temporary = Path(name)
        self._stream = os.fdopen(handle, "w", encoding="utf-8", newline="\n")
        return self

    def write(self, extraction: Extraction) -> None:
        """Write one extraction as a line."""
        self.write_line(extraction.model_dump_json())

    def write_line(self, line: str) -> None:
        """Write one JSON object that is already text."""
        try:
            self._stream.write(line + "\n")
            if self._temporary is None:
                self._stream.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise SinkError(f"{self._target}: {error.strerror or 'cannot be written'}") from None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._direct is not None:
            self._direct.close()
        if self._temporary is None:
            return
        try:
            self._stream.close()
            target = Path(self._target).resolve()
            if kind is None or (issubclass(kind, KeyboardInterrupt) and not target.exists()):
                self._temporary.chmod(0o666 & ~_umask())
                self._temporary.replace(target)
        except OSError as failed:
            raise SinkError(f"{self._target}: {failed.strerror or 'cannot be written'}") from None
        finally:
            self._temporary.unlink(missing_ok=True)


def _umask() -> int:
    """The process's file mode mask; it can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
