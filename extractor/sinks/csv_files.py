"""CSV: one row a round, and the investors in a second file beside it, `NAME.investors.csv`.

UTF-8 without a byte order mark, which most programs would take for a part of the first column's name.
"""

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

# A cell that begins so is a formula to Excel, LibreOffice and others; articles and their titles are strangers' text.
# https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class CsvOutput:
    """A header line, comma, quotes where needed, `\\n`; decimals are plain digits, nothing is empty text."""

    def __init__(self, target: str) -> None:
        path = Path(target)
        self._rounds = GrowingFile(target)
        self._investors = GrowingFile(str(path.with_name(f"{path.stem}.investors{path.suffix}")))
        self.files: tuple[GrowingFile, ...] = (self._rounds, self._investors)

    def start(self) -> None:
        """Write the header lines."""
        self._rounds.write(_bytes([ROUND_COLUMNS]))
        self._investors.write(_bytes([INVESTOR_COLUMNS]))

    def write(self, extraction: Extraction) -> None:
        """Append the rounds of one extraction."""
        for round_, investors in flat_rounds(extraction):
            self._rounds.write(_bytes([astuple(round_)]))
            self._investors.write(_bytes(astuple(each) for each in investors))

    def finish(self) -> None:
        """Put both files in their places."""
        for file in self.files:
            file.finish()


def _bytes(rows: Iterable[tuple[Any, ...]]) -> bytes:
    return csv_lines(rows).encode("utf-8")


def csv_lines(rows: Iterable[Iterable[Any]]) -> str:
    """The lines of `rows`; text that a spreadsheet would carry out as a formula has an apostrophe before it."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain_decimal(value)
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
