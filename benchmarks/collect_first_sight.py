"""Keep how the program does on labelled articles that no rule has seen yet: rows of numbers in first_sight.jsonl.

usage: python benchmarks/collect_first_sight.py NEW.jsonl ...

To be run before anybody reads the program's errors on those articles. Afterwards rules may be mended on them: the rows
stay, and fit_confidence.py learns from them how much less sure the program has to be of news that nobody has tuned it
on.
"""

from __future__ import annotations

import argparse
import subprocess
from pathlib import Path

from confidence_rows import FIRST_SIGHT, read_first_sight, rows_of, write_first_sight


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="+", type=Path)
    options = parser.parse_args()
    program = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True, cwd=FIRST_SIGHT.parent
    ).stdout.strip()
    kept = read_first_sight()
    known = {row.document for row in kept}
    new = [row for path in options.articles for row in rows_of(path, "first_sight", program)]
    again = sorted({row.document for row in new} & known)
    if again:
        raise SystemExit(f"seen before, and so no first sight: {', '.join(again)}")
    write_first_sight([*kept, *new])
    print(f"{len(new)} rows of {len({row.document for row in new})} articles by program {program}")


if __name__ == "__main__":
    main()
