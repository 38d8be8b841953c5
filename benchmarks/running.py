"""How much faster two workers are than one, and how memory goes over a long run; docs/database.md cites it.

    python benchmarks/running.py speed DOCUMENTS.jsonl --documents 2000 --turns 5
    python benchmarks/running.py memory DOCUMENTS.jsonl --documents 100000 --folder /tmp/long-run

`speed` takes turns: one worker, then two, the same documents; what other programs took of the processors meanwhile is
told, since two workers can use two cores only while nobody else does. `memory` writes the documents again and again,
under other ids, into one file and carries out a run over it with two workers, into JSON Lines and SQLite; the
resident set of each process is looked at after 5,000 documents and then every 1,000.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from statistics import median

from extractor.article import Article
from extractor.commands.runs import Plan, carry_out
from extractor.engines import Item, extract_all
from extractor.records import Failure
from extractor.sources import read_sources

# Documents before the clock starts: by then both workers have answered.
_WARMING = 40
_FIRST_LOOK = 5_000
_LOOKS = 1_000
_TICK = 1 / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Run one measurement."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("speed", "memory"))
    parser.add_argument("source")
    parser.add_argument("--documents", type=int, default=2_000)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--folder", default="long-run", help="for memory: where input and outputs are put")
    chosen = parser.parse_args()
    if chosen.what == "speed":
        speed(chosen.source, chosen.documents, chosen.turns)
    else:
        remember(chosen.source, chosen.documents, Path(chosen.folder))


def speed(source: str, count: int, turns: int) -> None:
    """One worker and two by turns; each turn's rates, their ratio and the cores that others took."""
    ratios = []
    for _ in range(turns):
        rates = {}
        for workers in (1, 2):
            rates[workers], own, others = rate(source, count, workers)
            told = f"{rates[workers]:6.1f} documents a second, {own * 1000:.2f} processor ms a document"
            print(f"{workers} worker(s): {told}, others took {others:.2f} cores", flush=True)
        ratios.append(rates[2] / rates[1])
        print(f"             {ratios[-1]:.2f} times as fast", flush=True)
    print(f"two workers are {median(ratios):.2f} times as fast as one (median; best turn {max(ratios):.2f})")


def rate(source: str, count: int, workers: int) -> tuple[float, float, float]:
    """Documents a second, own processor seconds a document, and those that other programs took a second."""
    outcomes = extract_all(repeated(source, count + _WARMING), workers=workers)
    for _ in islice(outcomes, _WARMING):
        pass
    began, busy, own = time.perf_counter(), machine_seconds(), own_seconds()
    for number, _ in enumerate(outcomes, 1):
        if number == count - 1:  # the workers are still there to be asked
            busy, own = machine_seconds() - busy, own_seconds() - own
            seconds = time.perf_counter() - began
    return (count - 1) / seconds, own / (count - 1), max(0.0, busy - own) / seconds


def remember(source: str, count: int, folder: Path) -> None:
    """A long run with two workers; each process's memory after 5,000 documents and its largest afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "input.jsonl"
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(lines(source, count))
    plan = Plan((str(path),), (str(folder / "output.jsonl"),), db=f"sqlite:///{folder / 'run.db'}", workers=2)
    first: dict[str, int] = {}
    largest: dict[str, int] = {}

    def looking(items: Iterator[Item]) -> Iterator[Item]:
        for number, item in enumerate(items, 1):
            yield item
            if number == _FIRST_LOOK:
                first.update(memory())
            if number > _FIRST_LOOK and not number % _LOOKS:
                for name, size in memory().items():
                    largest[name] = max(size, largest.get(name, 0))
            if not number % 10_000:
                print(f"{number} documents read, KiB: {memory()}", flush=True)

    tally = carry_out(plan, looking(read_sources(plan.sources)), lambda failure: None)
    print(f"{tally.documents} documents, {tally.rounds} rounds, {tally.failed} failed")
    for name, size in largest.items():
        # Workers are replaced after some ten thousand documents; their successors are held against the first ones.
        before = first.get(name) or max(kib for kind, kib in first.items() if kind.startswith("worker"))
        print(f"{name}: {before / 1024:.0f} MiB after {_FIRST_LOOK}, at most {size / 1024:.0f}: {size / before:.2f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"parent at its largest, making the deals included: {peak:.0f} MiB: {peak * 1024 / first['parent']:.2f}")


def repeated(source: str, count: int) -> Iterator[Article]:
    """`count` articles, those of the source again and again under other ids."""
    articles = [item for item in read_sources([source]) if not isinstance(item, Failure)]
    for number in range(count):
        article = articles[number % len(articles)]
        yield replace(article, id=f"{article.id}-{number // len(articles)}")


def lines(source: str, count: int) -> Iterator[str]:
    """The lines of a JSONL file again and again under other ids."""
    documents = [json.loads(line) for line in Path(source).read_text(encoding="utf-8").splitlines() if line.strip()]
    for number in range(count):
        document = documents[number % len(documents)]
        yield json.dumps(document | {"id": f"{document['id']}-{number // len(documents)}"}) + "\n"


def memory() -> dict[str, int]:
    """KiB of the resident set of this process and its workers, by name."""
    names = {os.getpid(): "parent"}
    names |= {each.pid: f"worker {each.pid}" for each in multiprocessing.active_children() if each.pid}
    found = {}
    for pid, name in names.items():
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
        found[name] = pages * os.sysconf("SC_PAGE_SIZE") // 1024
    return found


def machine_seconds() -> float:
    """Processor seconds that all programs of this machine have used."""
    user, nice, system, _idle, _waiting, irq, softirq, steal = (
        int(each) for each in Path("/proc/stat").read_text(encoding="ascii").split("\n")[0].split()[1:9]
    )
    return (user + nice + system + irq + softirq + steal) * _TICK


def own_seconds() -> float:
    """Processor seconds that this process and its workers have used."""
    pids = [os.getpid(), *(child.pid for child in multiprocessing.active_children() if child.pid)]
    total = 0
    for pid in pids:
        told = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        total += int(told[11]) + int(told[12])
    return total * _TICK


if __name__ == "__main__":
    main()
