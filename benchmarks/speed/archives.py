"""An archive of ordinary news pages: parsing every record against the command that writes records."""

from __future__ import annotations

import itertools
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from archive_memory import page_bytes, write_archive
from comparison.tables import table

from speed.timing import spent

_PARSE_ALL = """
import sys
from fastwarc.warc import ArchiveIterator, WarcRecordType
from selectolax.lexbor import LexborHTMLParser
with open(sys.argv[1], "rb") as stream:
    for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True):
        LexborHTMLParser(record.reader.read())
"""


_PARAGRAPH = re.compile(rb"<p(?:\s[^>]*)?>")


def editions() -> Iterator[bytes]:
    """Pages without end, each with a sentence of its own in its midst, so that none is left out as already read."""
    for number, page in enumerate(page_bytes()):
        places = [found.end() for found in itertools.islice(_PARAGRAPH.finditer(page), 200)]
        at = places[len(places) // 2] if places else len(page)
        yield page[:at] + b"This is edition %d of the page. " % number + page[at:]


def archive_section(megabytes: int, folder: Path, repeats: int) -> str:
    """Processor time a page of both, without what the first third of the archive takes: starting is not reading."""
    small, large = folder / "few.warc.gz", folder / "many.warc.gz"
    sizes = {small: megabytes * 333_333, large: megabytes * 1_000_000}
    few, many = (write_archive(path, size, editions()) for path, size in sizes.items())
    ways = {
        "fastwarc and a lexbor parse of every record": lambda path: [sys.executable, "-c", _PARSE_ALL, str(path)],
        "`extractor run`": lambda path: [*_run(folder), str(path)],
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(repeats):
        for name, command in ways.items():
            seconds = spent(command(large)).processor - spent(command(small)).processor
            times[name].append(1000 * seconds / (many - few))
    head = ["way", "ms a page", "times fastwarc and lexbor"]
    return f"{table(head, _rows(times))}\n\n{many} pages, of which the last {many - few} are measured."


def _rows(times: dict[str, list[float]]) -> Iterator[list[str]]:
    bare = median(next(iter(times.values())))
    for name, each in times.items():
        yield [name, f"{median(each):.2f}", f"{median(each) / bare:.2f}"]


def _run(folder: Path) -> list[str]:
    files = {"--output": folder / "records.jsonl", "--failures": folder / "failures.jsonl"}
    options = [str(part) for option in files.items() for part in option]
    return [sys.executable, "-m", "extractor", "run", "--restart", *options]
