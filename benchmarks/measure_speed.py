"""How long we take, beside a bare parse, the obvious build and the tuned peer, on the same documents in one run.

usage: python benchmarks/measure_speed.py [--write docs/performance.md] [--quick]

Needs the extra `benchmarks` for the peers; without them their rows are left out, saying so. Processor time of one core,
medians of interleaved repeats, as ratios. `make bench` installs what is needed and writes docs/performance.md.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

# One core, as the ratios say: numerical libraries would take all of them. Read when they are loaded.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from comparison.tables import placed  # noqa: E402
from speed.samples import samples  # noqa: E402
from speed.sections import Plan, sections  # noqa: E402


def main() -> None:
    """Measure, print, and write when asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", type=Path, metavar="DOCUMENT", help="renew the measured tables of this document")
    parser.add_argument("--quick", action="store_true", help="few documents and repeats: a minute, and noisy")
    chosen = parser.parse_args()
    plan = Plan(repeats=3, starts=1, archive=6) if chosen.quick else Plan(repeats=3, starts=5, archive=36)
    drawn = samples(12, 24) if chosen.quick else samples(60, 10_000)
    with tempfile.TemporaryDirectory() as folder:
        found = dict(sections(drawn, plan, Path(folder)))
    for name, text in found.items():
        print(f"\n## {name}\n{text}")
    if chosen.write:
        chosen.write.write_text(placed(chosen.write.read_text(encoding="utf-8"), found), encoding="utf-8")


if __name__ == "__main__":
    main()
