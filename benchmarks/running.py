"""How many documents a second one and two workers extract, and how much memory each process takes.

    python benchmarks/running.py DOCUMENTS.jsonl --documents 20000

The documents are repeated under other ids. Memory is the resident set of every process, after a twentieth of the
documents and at the end; the two rates are of one run, one after the other.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from extractor.article import Article
from extractor.engines import extract_all
from extractor.sources import read_sources


def main() -> None:
    """Run one and two workers and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source")
    parser.add_argument("--documents", type=int, default=5_000)
    parser.add_argument("--sample", type=int, default=0, help="documents after which to take the first measure")
    chosen = parser.parse_args()
    rates = {}
    for workers in (1, 2):
        outcomes = extract_all(repeated(chosen.source, chosen.documents), workers=workers)
        next(outcomes)  # the workers have started
        began, first = time.perf_counter(), {}
        for number, _ in enumerate(outcomes, 2):
            if number == (chosen.sample or chosen.documents // 20):
                first = memory()
            if number == chosen.documents - 100:
                last = memory()
        rates[workers] = (chosen.documents - 1) / (time.perf_counter() - began)
        growth = max((last[pid] / first[pid] for pid in last if pid in first), default=0.0)
        print(f"{workers} worker(s): {rates[workers]:.1f} documents a second, largest growth {growth:.2f}")
        print(f"  MiB at first {sorted(first.values())}, at last {sorted(last.values())}")
    print(f"two workers are {rates[2] / rates[1]:.2f} times as fast as one; load {os.getloadavg()[0]:.1f}")


def repeated(source: str, count: int) -> Iterator[Article]:
    """`count` articles, those of the source again and again under other ids."""
    return islice(_endless(source), count)


def _endless(source: str) -> Iterator[Article]:
    turn = 0
    while True:
        turn += 1
        for item in read_sources([source]):
            if isinstance(item, Article):
                yield replace(item, id=f"{item.id}-{turn}")


def memory() -> dict[int, int]:
    """MiB of the resident set of this process and its workers."""
    pids = [os.getpid(), *(child.pid for child in multiprocessing.active_children() if child.pid)]
    found = {}
    for pid in pids:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
        found[pid] = pages * os.sysconf("SC_PAGE_SIZE") // 2**20
    return found


if __name__ == "__main__":
    main()
