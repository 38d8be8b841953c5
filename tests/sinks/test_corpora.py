"""Whole corpora in both databases: the same rows, twice as once, and every number as the record has it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from sqlalchemy import select

from extractor.engines import extract_all
from extractor.records import Extraction
from extractor.sinks.connections import open_engine
from extractor.sinks.database import DatabaseSink
from extractor.sinks.deals import update_deals
from extractor.sinks.tables import AMOUNTS, FIELD_CONFIDENCES, METADATA, QUANTITIES, ROUNDS, VERSIONS
from extractor.sources import read_sources

ROOT = Path(__file__).parents[2]
CORPORA = {"own": ROOT / "fixtures" / "news.jsonl", "shared": ROOT.parent / "shared" / "corpus" / "dev.jsonl"}

Numbers = dict[tuple[str, str], Any]


@pytest.fixture(params=CORPORA)
def corpus(request: pytest.FixtureRequest) -> tuple[Extraction, ...]:
    path = CORPORA[request.param]
    if not path.is_file():
        pytest.skip("the shared development corpus is not beside the project: only our own articles are loaded")
    return extractions(path)


@cache
def extractions(path: Path) -> tuple[Extraction, ...]:
    """Of our own articles, which are many, every third."""
    items = islice(read_sources([str(path)]), 0, None, 3 if path == CORPORA["own"] else 1)
    results = tuple(outcome.result for outcome in extract_all(items, workers=2))
    assert all(isinstance(result, Extraction) for result in results)
    return results  # type: ignore[return-value]


def load(url: str, corpus: tuple[Extraction, ...], batch: int) -> None:
    sink = DatabaseSink(url)
    for start in range(0, len(corpus), batch):
        sink.write_many(corpus[start : start + batch])
    update_deals(sink.engine)
    sink.close()


def rows(url: str) -> dict[str, list[tuple[Any, ...]]]:
    engine = open_engine(url)
    with engine.connect() as connection:
        found = {
            name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for name, table in METADATA.tables.items()
        }
    engine.dispose()
    return found


def test_both_databases_hold_the_same_rows_and_twice_is_once(
    tmp_path: Path, postgresql: str, corpus: tuple[Extraction, ...]
) -> None:
    """Texts of the corpus are never printed: only names of tables and columns."""
    sqlite = f"sqlite:///{tmp_path / 'funding.db'}"
    load(sqlite, corpus, 100)
    once = rows(sqlite)
    load(postgresql, corpus[::-1], 37)
    assert differing(rows(postgresql), once) == []
    for url in (sqlite, postgresql):
        load(url, corpus, 1_000)
        assert differing(rows(url), once) == []
    assert len(once["document_versions"]) == len(corpus)
    assert once["deals"]


def differing(some: dict[str, list[tuple[Any, ...]]], other: dict[str, list[tuple[Any, ...]]]) -> list[str]:
    return [name for name in METADATA.tables if some[name] != other[name]]


def test_every_number_comes_back_exactly(database: str, corpus: tuple[Extraction, ...]) -> None:
    load(database, corpus, 1_000)
    told: Numbers = {
        (each.id, path): value
        for each in corpus
        for path, value in numbers(each)
        if not path.startswith(("article.", "findings")) and ".evidence" not in path
    }
    found = stored_numbers(database)
    assert sorted(told.keys() ^ found.keys()) == []
    assert [key for key, value in told.items() if found[key] != value or type(found[key]) is not type(value)] == []
    assert sum(isinstance(value, Decimal) for value in told.values()) > len(corpus) / 2


def numbers(part: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every number at any depth of a record, with the path to it."""
    if isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from numbers(getattr(part, name), f"{path}.{name}" if path else name)
    elif isinstance(part, tuple):
        for place, each in enumerate(part):
            yield from numbers(each, f"{path}[{place}]")
    elif isinstance(part, Decimal | float | int) and not isinstance(part, bool):
        yield path, part


def stored_numbers(url: str) -> Numbers:
    """Every number of the tables, by document and the path that it has in the record."""
    found: Numbers = {}
    paths: dict[int, tuple[str, str]] = {}

    def add(document: str, path: str, value: Any) -> None:
        if value is not None:
            found[document, path] = value

    engine = open_engine(url)
    with engine.connect() as connection:
        for row in connection.execute(select(VERSIONS)):
            add(row.document_id, "relevance.score", row.relevance_score)
        query = select(ROUNDS, VERSIONS.c.document_id).join(VERSIONS)
        for row in connection.execute(query):
            place = f"{'previous_rounds' if row.is_previous else 'rounds'}[{row.position}]"
            paths[row.round_key] = (row.document_id, place)
            add(row.document_id, f"{place}.confidence", row.confidence)
            add(row.document_id, f"{place}.investor_count", row.investor_count)
        for table, name in ((AMOUNTS, amount_path), (QUANTITIES, lambda row: row.field)):
            for row in connection.execute(select(table)):
                document, place = paths[row.round_key]
                add(document, f"{place}.{name(row)}.value", row.value)
                add(document, f"{place}.{name(row)}.max_value", row.max_value)
        for row in connection.execute(select(FIELD_CONFIDENCES)):
            document, place = paths[row.round_key]
            is_party = row.field.startswith("investors[")
            add(
                document,
                f"{place}.{row.field}.confidence" if is_party else f"{place}.field_confidence.{row.field}",
                row.confidence,
            )
    engine.dispose()
    return found


def amount_path(row: Any) -> str:
    return str(row.field) if row.form == 0 else f"{row.field}.also[{row.form - 1}]"
