"""CSV and Parquet: flat, exact, and the same rounds as the record."""

from __future__ import annotations

import csv
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from pyarrow import parquet

from extractor.errors import SinkError
from extractor.records import Extraction, Investor, Money
from extractor.sinks.outputs import Output, open_outputs


def written(target: Path, *extractions: Extraction) -> Output:
    (output,) = open_outputs([str(target)])
    for file in output.files:
        file.open()
    output.start()
    for extraction in extractions:
        output.write(extraction)
    output.finish()
    return output


def test_csv_has_one_row_a_round_and_the_investors_beside(tmp_path: Path, extraction: Extraction) -> None:
    written(tmp_path / "out.csv", extraction, extraction.model_copy(update={"id": "doc-2"}))
    rounds = list(csv.DictReader((tmp_path / "out.csv").open(encoding="utf-8")))
    assert [row["document_id"] for row in rounds] == ["doc-1", "doc-2"]
    assert rounds[0]["amount"] == "2999999999999.01"
    assert rounds[0]["amount_other_forms"] == "CNY 20447100000"
    assert rounds[0]["stake_percent"] == "16.67"
    assert rounds[0]["findings"] == "stake.valuation"
    assert rounds[0]["target_amount"] == ""
    investors = list(csv.DictReader((tmp_path / "out.investors.csv").open(encoding="utf-8")))
    assert [row["investor"] for row in investors[:2]] == ["Pomona Ventures", "華策 🎬"]
    assert (investors[0]["amount"], investors[0]["currency"], investors[0]["role"]) == ("5", "USD", "lead")


def test_csv_holds_no_formula(tmp_path: Path, extraction: Extraction) -> None:
    """Titles and names are strangers' text; a spreadsheet carries out what begins like a formula."""
    names = ("=1+1", "+Seed", "-20 Degrees", "@work", "\tTab", "Acme = Co", "E-Fund")
    investors = tuple(Investor(name=name) for name in names)
    round_ = extraction.rounds[0].model_copy(update={"investors": investors})
    article = extraction.article.model_copy(update={"title": '=HYPERLINK("https://bad.example","more")'})
    written(tmp_path / "out.csv", extraction.model_copy(update={"rounds": (round_,), "article": article}))
    (row,) = csv.DictReader((tmp_path / "out.csv").open(encoding="utf-8"))
    assert row["title"] == '\'=HYPERLINK("https://bad.example","more")'
    assert row["other_investors"].startswith("'=1+1; +Seed; ")
    told = [row["investor"] for row in csv.DictReader((tmp_path / "out.investors.csv").open(encoding="utf-8"))]
    assert told == ["'=1+1", "'+Seed", "'-20 Degrees", "'@work", "'\tTab", "Acme = Co", "E-Fund"]
    assert (tmp_path / "out.csv").read_bytes().startswith(b"document_id,")


def test_parquet_is_typed_and_exact(tmp_path: Path, extraction: Extraction) -> None:
    written(tmp_path / "out.parquet", extraction)
    table = parquet.read_table(tmp_path / "out.parquet")
    assert str(table.schema.field("amount").type) == "decimal128(38, 10)"
    (row,) = table.to_pylist()
    assert row["amount"] == Decimal("2999999999999.01")
    assert row["confidence"] == 0.9
    assert [each["investor"] for each in row["investors"]] == ["Pomona Ventures", "華策 🎬"]
    assert row["investors"][0]["amount"] == Decimal(5)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.parquet"]


def test_an_empty_parquet_has_its_columns(tmp_path: Path) -> None:
    written(tmp_path / "out.parquet")
    assert parquet.read_table(tmp_path / "out.parquet").num_rows == 0


def test_parquet_refuses_what_it_would_round(tmp_path: Path, extraction: Extraction) -> None:
    amount = Money(value=Decimal("0.123456789012"), currency="USD", text="-")
    round_ = extraction.rounds[0].model_copy(update={"amount": amount})
    with pytest.raises(SinkError, match="does not fit"):
        written(tmp_path / "out.parquet", extraction.model_copy(update={"rounds": (round_,)}))
    assert not (tmp_path / "out.parquet").exists()


def test_missing_pyarrow_is_said_at_once() -> None:
    code = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "from extractor.sinks.outputs import open_outputs\nfrom extractor.errors import SinkError\n"
        "try:\n    open_outputs(['x.parquet'])\nexcept SinkError as error:\n    print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert "pip install 'fundingwire[parquet]'" in done.stdout, done.stderr
