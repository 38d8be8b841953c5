"""What hostile text costs, and whether cost grows with length and no faster: `python benchmarks/hostile_text.py`.

Every text is a piece repeated, of 0.1 and of 1 million characters, under a headline that tells of a round, so that all
rules run. Seconds are processor time; memory is the peak of a process of its own beyond what it had before. Articles
of our own are read once and ten times over, the fastest of some runs. Texts beyond `Settings.max_characters` are cut,
with a finding; `--whole` reads them whole, which shows that nothing but the reading grows.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import time
from pathlib import Path
from typing import Any

HEADLINE = "Larkspur raises $5 million in a Series A round led by Pomona Ventures"
MEGABYTE = 1_000_000
PIECES = {
    "digits": "1234567890",
    "numbers": "12 ",
    "grouped numbers": "1,000,000 ",
    "currency signs": "$",
    "mixed currency signs": "€ £ $ ",
    "amounts": "$5M ",
    "amounts of two countries": "kr 5m and 6m kr ",
    "percentages": "5% ",
    "dates": "May 5, 2021 ",
    "commas": ",",
    "commas and spaces": ", ",
    "capitalised words": "Larkspur ",
    "capitals": "LARK SP URS ",
    "investors": "led by Pomona Capital, ",
    "banks": "EIB backs ",
    "opening brackets": "(",
    "nested brackets": "([{",
    "names in brackets": "Larkspur (Pomona (",
    "closed brackets": "()",
    "quotes": '“a” "b" ',
    "one word": "a",
    "endless line": "Larkspur raised $5 million from Pomona Capital in 2021, ",
    "sentences": "Larkspur raised $5 million from Pomona Capital. ",
    "paragraphs": "Larkspur raised $5 million from Pomona Capital.\n\n",
    "headings": "About Larkspur\n\n",
    "round types": "seed round series A ",
    "line ends": "\n",
    "full stops": ". ",
    "full-width amounts": "＄５００万 ",
}
_ROOT = Path(__file__).parents[1]
_OWN = ("kling", "a-ordinary-wire-seed", "b-talks-chip-designer")
_REPEATS = 5


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--whole", action="store_true", help="do not cut long texts")
    whole = parser.parse_args().whole
    print(cost_table(whole=whole))
    print()
    print(growth_table())


def cost_table(*, whole: bool = False) -> str:
    """Seconds and memory of each text as a table."""
    lines = ["| text of 1 MB | s | s of 0.1 MB | peak beyond 0.1 MB, MiB |", "| --- | --- | --- | --- |"]
    for name, piece in PIECES.items():
        short, long = (apart(repeated(piece, size), whole=whole) for size in (MEGABYTE // 10, MEGABYTE))
        lines.append(f"| {name} | {long[0]:.2f} | {short[0]:.2f} | {long[1] - short[1]:.0f} |")
    return "\n".join(lines)


def growth_table() -> str:
    """How many times as long an article of ten times the length takes."""
    lines = ["| own article | characters | ten times the text, times the time |", "| --- | --- | --- |"]
    for name in _OWN:
        text = (_ROOT / "fixtures" / name / "article.txt").read_text(encoding="utf-8")
        lines.append(f"| {name} | {len(text)} | {tenfold(text):.1f} |")
    return "\n".join(lines)


def repeated(piece: str, size: int) -> str:
    """A text of about `size` characters."""
    return piece * (size // len(piece))


def tenfold(text: str) -> float:
    """The time of an article whose body stands ten times under its title, divided by the time of the article."""
    extractor = ready()
    title, _, body = text.partition("\n")
    times = []
    for body_text in (body, "\n\n".join([body] * 10)):
        runs = [seconds(extractor, body_text, title) for _ in range(_REPEATS)]
        times.append(min(runs))
    return times[1] / times[0]


def ready(*, whole: bool = False) -> Any:
    """An extractor with all rules loaded."""
    from extractor import FundingExtractor
    from extractor.settings import Settings

    extractor = FundingExtractor(Settings(max_characters=10 * MEGABYTE) if whole else None)
    extractor.extract(title=HEADLINE, text="Lyon-based Larkspur has raised $5 million on May 6, 2024, for 10% of it.")
    return extractor


def seconds(extractor: Any, text: str, title: str = HEADLINE) -> float:
    """Processor time of one text."""
    start = time.process_time()
    extractor.extract(text=text, title=title)
    return time.process_time() - start


def apart(text: str, *, whole: bool = False) -> tuple[float, float]:
    """Processor time, and MiB of memory beyond those of a ready extractor, of one text in a process of its own."""
    ours, theirs = multiprocessing.get_context("spawn").Pipe(duplex=False)
    child = multiprocessing.get_context("spawn").Process(target=_measure, args=(theirs, text, whole))
    child.start()
    found: tuple[float, float] = ours.recv()
    child.join()
    return found


def _measure(pipe: Any, text: str, whole: bool) -> None:
    extractor = ready(whole=whole)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    spent = seconds(extractor, text)
    pipe.send((spent, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024))


if __name__ == "__main__":
    main()
