"""How fast rows go into a database, and how fast rounds become deals; docs/database.md and docs/merging.md cite it.

    python benchmarks/storing.py upsert sqlite:////tmp/speed.db --documents 10000
    python benchmarks/storing.py upsert postgresql://user@host/empty
    python benchmarks/storing.py merge --rounds 100000

`upsert` needs an empty database. It extracts the fixtures, repeats them under other ids and names the rate beside that
of the bare driver given the same rows (SQLite), in one run; processor time is told too, since machines are shared.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import time
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from extractor.article import Article
from extractor.merging.clustering import cluster
from extractor.merging.facts import Backer, RoundFacts, Sum
from extractor.pipeline import FundingExtractor
from extractor.records import Extraction
from extractor.sinks.bulk import _insert
from extractor.sinks.database import DatabaseSink
from extractor.sinks.rows import Rows, add_rows, record_sha256
from extractor.sinks.tables import DOCUMENT_TABLES, DOCUMENTS, METADATA, ORGANIZATIONS
from extractor.sources import read_sources

_BATCH = 1_000
_SYLLABLES = tuple(a + b for a in "bdfgklmnprstvw" for b in ("a", "e", "i", "on"))
_TYPES = ("pre_seed", "seed", "series_a", "series_b", "series_c", "series_d")


def main() -> None:
    """Run one measurement."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("upsert", "merge"))
    parser.add_argument("url", nargs="?", default="sqlite://")
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=100_000)
    chosen = parser.parse_args()
    if chosen.what == "merge":
        merge(chosen.rounds)
    else:
        upsert(chosen.url, chosen.documents)


def upsert(url: str, count: int) -> None:
    """Write `count` documents, twice, and the same rows by the bare driver."""
    articles = [item for item in read_sources([str(Path("fixtures"))]) if isinstance(item, Article)]
    extractor = FundingExtractor()
    patterns = [each for each in map(extractor.extract_article, articles) if each.rounds]
    documents = [
        patterns[n % len(patterns)].model_copy(update={"id": f"{patterns[n % len(patterns)].id}-{n}"})
        for n in range(count)
    ]
    rounds = sum(len(each.rounds) + len(each.previous_rounds) for each in documents)
    sink = DatabaseSink(url)
    for name in ("first time", "again, unchanged"):
        rate(name, rounds, lambda: write(sink, documents))
    sink.close()
    if url.startswith("sqlite"):
        rows = Rows()
        rate("rows alone", rounds, lambda: build(rows, documents))
        rate("bare driver", rounds, lambda: bare(rows, documents))


def write(sink: DatabaseSink, documents: Sequence[Extraction]) -> None:
    """In batches, as a run does."""
    for start in range(0, len(documents), _BATCH):
        sink.write_many(documents[start : start + _BATCH])


def build(rows: Rows, documents: Sequence[Extraction]) -> None:
    """Records to rows, without a database."""
    for each in documents:
        add_rows(rows, each, version=1, run_id=None, sha256=record_sha256(each))


def bare(rows: Rows, documents: Sequence[Extraction]) -> None:
    """The same rows into the same tables by sqlite3 executemany alone, in one transaction."""
    path = Path("/tmp/bare.db")
    path.unlink(missing_ok=True)
    DatabaseSink(str(path)).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.executemany(_insert(DOCUMENTS), [(d.id, d.article.url, d.article.canonical_url) for d in documents])
    connection.executemany(_insert(ORGANIZATIONS), list(rows.organizations.items()))
    for table in DOCUMENT_TABLES:
        connection.executemany(_insert(table), getattr(rows, table.name))
    connection.commit()
    total = sum(connection.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0] for name in METADATA.tables)
    print(f"{'':18} {total} rows in all")
    connection.close()
    path.unlink()


def rate(name: str, rounds: int, work: object) -> None:
    """Say how many rounds a second `work` does."""
    wall, processor = time.perf_counter(), time.process_time()
    work()  # type: ignore[operator]
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    print(f"{name:18} {rounds} rounds: {rounds / wall:8.0f} a second, {rounds / processor:8.0f} a processor second")


def merge(count: int) -> None:
    """Merge `count` invented rounds: companies with one to three rounds, each told by one to four articles."""
    dice = random.Random(7)
    reports: list[RoundFacts] = []
    deals = 0
    while len(reports) < count:
        name = "".join(dice.choice(_SYLLABLES) for _ in range(dice.randint(2, 4))).capitalize()
        day = date(2018, 1, 1) + timedelta(dice.randrange(2500))
        for kind in _TYPES[dice.randrange(4) :][: dice.randint(1, 3)]:
            amount = Decimal(dice.randrange(1, 900)) * 100_000
            deals += 1
            for _ in range(dice.randint(1, 4)):
                told = dice.choice([name, f"{name} Inc.", f"{name} AI", name.upper()])
                reports.append(report(len(reports), told, kind, amount, day + timedelta(dice.randrange(4)), dice))
            day += timedelta(dice.randrange(300, 700))
    wall, processor = time.perf_counter(), time.process_time()
    found = cluster(reports)
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    print(f"{len(reports)} rounds of {deals} deals into {len(found)}: {wall:.1f} s, {processor:.1f} processor seconds")


def report(key: int, name: str, kind: str, amount: Decimal, day: date, dice: random.Random) -> RoundFacts:
    """One invented report."""
    backers = tuple(Backer(f"{dice.choice(_SYLLABLES)}{dice.choice(_SYLLABLES)} Ventures") for _ in range(1))
    return RoundFacts(
        key=key,
        document_id=f"d{key:07}",
        round_id="r",
        names=(name,),
        round_type=kind,
        amounts=(Sum(amount, "USD"),),
        told_on=day,
        backers=backers if dice.random() < 0.1 else (),
    )


if __name__ == "__main__":
    main()
