"""Parquet: one row a round with typed columns and decimals, the investors as a nested list.

A Parquet file cannot be continued, so rows are gathered as lines of JSON beside the target; `finish` turns them into
Parquet, a block of rows at a time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, fields
from decimal import Decimal
from itertools import islice
from typing import Any, cast

from extractor.errors import SinkError
from extractor.records import Extraction, plain_decimal
from extractor.sinks.flat import FlatInvestor, FlatRound, flat_rounds
from extractor.sinks.growing_files import GrowingFile, telling_of

_ROWS_IN_A_BLOCK = 20_000
# 28 digits before the point and 10 behind it; what does not fit is refused, never rounded.
_DIGITS, _SCALE = 38, 10
_INVESTORS_KEY = ("document_id", "round_number", "round_id", "company")


class ParquetOutput:
    """Rows gathered in a part; Parquet when finished. Raises SinkError, at once when pyarrow is missing."""

    def __init__(self, target: str) -> None:
        try:
            import pyarrow  # noqa: F401
        except ImportError:
            raise SinkError(f"{target}: Parquet needs pyarrow: pip install 'fundingwire[parquet]'") from None
        self._file = GrowingFile(target)
        self.files: tuple[GrowingFile, ...] = (self._file,)

    def start(self) -> None:
        """Nothing stands before the first row."""

    def write(self, extraction: Extraction) -> None:
        """Append the rounds of one extraction."""
        for round_, investors in flat_rounds(extraction):
            told = [{k: v for k, v in asdict(each).items() if k not in _INVESTORS_KEY} for each in investors]
            line = json.dumps(asdict(round_) | {"investors": told}, default=_digits, ensure_ascii=False)
            self._file.write(line.encode("utf-8") + b"\n")

    def finish(self) -> None:
        """Write the Parquet file, put it in its place and remove the gathered rows."""
        import pyarrow as pa
        from pyarrow import parquet

        self._file.close()
        gathered, whole = self._file.part, self._file.part.with_suffix(".whole")
        if not gathered.exists():
            return
        schema = _schema(pa)
        with telling_of(self._file.name), gathered.open("rb") as lines, parquet.ParquetWriter(whole, schema) as writer:
            while block := list(_rows(islice(lines, _ROWS_IN_A_BLOCK))):
                try:
                    writer.write_table(pa.Table.from_pylist(block, schema=schema))
                except pa.ArrowInvalid as error:
                    raise SinkError(f"{self._file.name}: an amount does not fit: {error}") from None
        with telling_of(self._file.name):
            whole.replace(self._file.target)
        self._file.discard()


def _digits(value: object) -> str:
    assert isinstance(value, Decimal), value
    return plain_decimal(value)


def _rows(lines: Iterator[bytes]) -> Iterator[dict[str, Any]]:
    decimals = [field.name for field in fields(FlatRound) if "Decimal" in str(field.type)]
    for line in lines:
        row = json.loads(line)
        for name in decimals:
            row[name] = None if row[name] is None else Decimal(row[name])
        for investor in row["investors"]:
            investor["amount"] = None if investor["amount"] is None else Decimal(investor["amount"])
        yield row


def _schema(pa: Any) -> Any:
    """The columns of FlatRound with the types that they have there, then the investors."""
    kinds = {"str": pa.string(), "int": pa.int32(), "float": pa.float64(), "Decimal": pa.decimal128(_DIGITS, _SCALE)}

    def columns(flat: type[FlatRound] | type[FlatInvestor], without: tuple[str, ...] = ()) -> list[Any]:
        told = [(field.name, str(field.type)) for field in fields(flat) if field.name not in without]
        return [
            pa.field(name, kinds[kind.removesuffix(" | None")], nullable=kind.endswith("| None")) for name, kind in told
        ]

    investors = pa.struct(columns(FlatInvestor, _INVESTORS_KEY))
    return cast(Any, pa.schema([*columns(FlatRound), pa.field("investors", pa.list_(investors), nullable=False)]))
