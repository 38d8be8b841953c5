"""Processor time of several ways over the same documents, side by side: medians of interleaved repeats."""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from time import process_time
from typing import NamedTuple


class Spent(NamedTuple):
    """What a command took: wall seconds, processor seconds, and its peak of memory in MiB."""

    wall: float
    processor: float
    mebibytes: float


def side_by_side(ways: Mapping[str, Callable[[], object]], repeats: int) -> dict[str, float]:
    """Median processor seconds of each way; the ways take turns, and each begins a round once.

    No way pays for collecting what others left behind, or for looking through what they have loaded.
    """
    names = list(ways)
    times: dict[str, list[float]] = {name: [] for name in names}
    for repeat in range(repeats):
        turn = repeat % len(names)
        for name in names[turn:] + names[:turn]:
            gc.collect()
            gc.freeze()
            start = process_time()
            ways[name]()
            times[name].append(process_time() - start)
    return {name: statistics.median(each) for name, each in times.items()}


def commands(ways: Mapping[str, Sequence[str]], repeats: int) -> dict[str, Spent]:
    """Medians of what each command takes in a process of its own, the commands in turns."""
    found: dict[str, list[Spent]] = {name: [] for name in ways}
    for _ in range(repeats):
        for name, command in ways.items():
            found[name].append(spent(command))
    return {name: Spent(*map(statistics.median, zip(*each, strict=True))) for name, each in found.items()}


# A process that starts the command and tells what it took: its own children are that command alone.
_WATCH = """
import resource, subprocess, sys, time
start = time.perf_counter()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
wall = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(code, wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""


def spent(command: Sequence[str]) -> Spent:
    """What one run of a command takes; RuntimeError when it fails for another reason than its inputs."""
    told = subprocess.run([sys.executable, "-c", _WATCH, *command], check=True, capture_output=True, text=True)
    code, *figures = told.stdout.split()
    if code not in ("0", "1"):
        raise RuntimeError(f"exit code {code}: {' '.join(command)}")
    return Spent(*map(float, figures))
