"""Output files by the end of their name: JSON Lines, CSV, Parquet; or standard output."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, Protocol

from extractor.records import Extraction, Failure
from extractor.sinks.growing_files import GrowingFile, telling_of

STDOUT = "-"


class Output(Protocol):
    """Where extractions are written, one after the other. All methods raise SinkError."""

    # The files that it grows, which a later run can go on with; none for a stream.
    files: tuple[GrowingFile, ...]

    def write(self, record: Extraction, /) -> None:
        """Append one extraction."""

    def start(self) -> None:
        """Write what stands before the first extraction, into files that are open and empty."""

    def finish(self) -> None:
        """Put all files in their places."""


class StreamOutput:
    """JSON Lines to standard output, a pipe or a device: each line at once."""

    files: tuple[GrowingFile, ...] = ()

    def __init__(self, target: str) -> None:
        self._name = target
        self._stream: BinaryIO | None = None

    def start(self) -> None:
        """Open the stream."""
        with telling_of(self._name):
            self._stream = sys.stdout.buffer if self._name == STDOUT else Path(self._name).open("wb")  # noqa: SIM115

    def write(self, record: Extraction | Failure) -> None:
        """Write one line."""
        assert self._stream is not None, "start first"
        with telling_of(self._name):
            self._stream.write(json_line(record))
            self._stream.flush()

    def finish(self) -> None:
        """Close a device; standard output stays open."""
        if self._stream is not None and self._name != STDOUT:
            with telling_of(self._name):
                self._stream.close()


class JsonlOutput:
    """One JSON object a line, in the order given."""

    def __init__(self, target: str) -> None:
        self._file = GrowingFile(target)
        self.files: tuple[GrowingFile, ...] = (self._file,)

    def start(self) -> None:
        """Nothing stands before the first line."""

    def write(self, record: Extraction | Failure) -> None:
        """Append one line."""
        self._file.write(json_line(record))

    def finish(self) -> None:
        """Put the file in its place."""
        self._file.finish()


def json_line(record: Extraction | Failure) -> bytes:
    """The record as one line of JSON."""
    return record.model_dump_json().encode("utf-8") + b"\n"


def open_outputs(targets: Sequence[str]) -> list[Output]:
    """The outputs of these names; nothing is opened yet. Raises SinkError when a library is missing."""
    return [_output(target) for target in targets]


def open_failures(target: str) -> StreamOutput | JsonlOutput:
    """Where failures are written: JSON Lines, whatever the name; nothing is opened yet."""
    return StreamOutput(target) if _is_stream(target) else JsonlOutput(target)


def _is_stream(target: str) -> bool:
    path = Path(target)
    return target == STDOUT or (path.exists() and not path.is_file() and not path.is_dir())


def _output(target: str) -> Output:
    path = Path(target)
    if _is_stream(target):
        return StreamOutput(target)
    if path.suffix.lower() == ".csv":
        from extractor.sinks.csv_files import CsvOutput

        return CsvOutput(target)
    if path.suffix.lower() == ".parquet":
        from extractor.sinks.parquet import ParquetOutput

        return ParquetOutput(target)
    return JsonlOutput(target)
