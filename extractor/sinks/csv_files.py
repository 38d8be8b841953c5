"""CSV: one row a round, and the investors in a second file beside it, `NAME.investors.csv`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import astuple
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractor.records import Extraction, plain_decimal
from extractor.sinks.flat import INVESTOR_COLUMNS, ROUND_COLUMNS, flat_rounds
from extractor.sinks.growing_files import GrowingFile


class CsvOutput:
    """UTF-8 with a header line, comma, quotes where needed, `\\n`; decimals are plain digits, nothing is empty text."""

    def __init__(self, target: str) -> None:
        path = Path(target)
        self._rounds = GrowingFile(target)
        self._investors = GrowingFile(str(path.with_name(f"{path.stem}.investors{path.suffix}")))
        self.files: tuple[GrowingFile, ...] = (self._rounds, self._investors)

    def start(self) -> None:
        """Write the header lines."""
        self._rounds.write(_lines([ROUND_COLUMNS]))
        self._investors.write(_lines([INVESTOR_COLUMNS]))

    def write(self, extraction: Extraction) -> None:
        """Append the rounds of one extraction."""
        for round_, investors in flat_rounds(extraction):
            self._rounds.write(_lines([astuple(round_)]))
            self._investors.write(_lines(astuple(each) for each in investors))

    def finish(self) -> None:
        """Put both files in their places."""
        for file in self.files:
            file.finish()


def _lines(rows: Iterable[tuple[Any, ...]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([plain_decimal(v) if isinstance(v, Decimal) else v for v in row] for row in rows)
    return text.getvalue().encode("utf-8")
