"""Reading quality and speed side by side: our reader, trafilatura, resiliparse and readability on the same pages.

    python benchmarks/read_pages.py PAGES [--part all|work|check]

PAGES is a folder with index.jsonl as ../shared/pages has. The other readers are no dependencies of ours: those that
are not installed are left out. Times are process time per page, the fastest of three rounds, and are only
comparable within one run; the column `x parse` divides them by merely parsing the page with lexbor.
The check part holds the pages whose sha256(id) begins with 0 to 3: nobody looked at them for rules of the body.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import hashlib
import json
import re
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from extractor.errors import SourceError
from extractor.reading.html import read_page
from extractor.screening.screen import screen_page, screen_text
from extractor.sinks.page_lines import body_text

Reader = Callable[[bytes], str]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("pages", type=Path)
    arguments.add_argument("--part", choices=("all", "work", "check"), default="all")
    chosen = arguments.parse_args()
    pages = [p for p in _index(chosen.pages) if chosen.part in ("all", _part(p["id"]))]
    data = {p["id"]: gzip.decompress((chosen.pages / p["html"]).read_bytes()) for p in pages}
    parse = _seconds(lambda page: _parse(page), data)
    print(f"{len(pages)} pages ({chosen.part}); parsing alone {1000 * parse:.2f} ms a page\n")
    _show_reading(chosen.pages, pages, data, parse)
    _show_screening(pages, data)


def _show_reading(root: Path, pages: list[dict[str, Any]], data: dict[str, bytes], parse: float) -> None:
    print("| reader | body F1 | fragments kept | boilerplate out | ms a page | x parse |\n| --- " + 5 * "| --- " + "|")
    for name, make in _READERS.items():
        try:
            reader = make()
        except ImportError:
            print(f"| {name} | not installed |")
            continue
        texts = {id: reader(page) for id, page in data.items()}
        scores = _scores(root, pages, texts)
        seconds = _seconds(reader, data)
        print(f"| {name} | {scores} | {1000 * seconds:.1f} | {seconds / parse:.1f} |")


def _show_screening(pages: list[dict[str, Any]], data: dict[str, bytes]) -> None:
    """What it costs to tell that a page is no funding news."""
    ordinary = {p["id"]: data[p["id"]] for p in pages if not p["is_funding"]}
    alone = _seconds(_parse, ordinary)
    by_bytes = [id for id, page in ordinary.items() if not screen_page(page).keep]
    left = {id: page for id, page in ordinary.items() if not _screened(page)}
    print(f"\nordinary pages: {len(ordinary)}; left out by their bytes {len(by_bytes) / len(ordinary):.1%},", end=" ")
    print(f"by their bytes or their text {len(left) / len(ordinary):.1%}")
    print("\n| what is done | pages | ms a page | x parse |\n| --- | --- | --- | --- |")
    for what, reader, over in (
        ("parsing alone", _parse, ordinary),
        ("screening by bytes", lambda page: str(screen_page(page).keep), ordinary),
        ("rejecting, by bytes or else by reading and by text", lambda page: str(_screened(page)), left),
    ):
        seconds = _seconds(reader, over)
        base = alone if over is ordinary else _seconds(_parse, over)
        print(f"| {what} | {len(over)} | {1000 * seconds:.2f} | {seconds / base:.2f} |")


def _screened(page: bytes) -> bool:
    """Whether a page is kept by a run that screens; one that is no article is none of those left out."""
    if not screen_page(page).keep:
        return False
    try:
        reading = read_page(page, origin="page")
    except SourceError:
        return True
    return reading.kind != "article" or screen_text(reading.article.text).keep


def _ours() -> Reader:
    def read(page: bytes) -> str:
        try:
            article = read_page(page, origin="page").article
        except SourceError:
            return ""
        return body_text(article)

    return read


def _trafilatura(**options: bool) -> Reader:
    from trafilatura import bare_extraction

    def read(page: bytes) -> str:
        found = bare_extraction(page, include_comments=False, with_metadata=False, **options)
        return (getattr(found, "text", "") or "") if found else ""

    return read


def _trafilatura_with_dates() -> Reader:
    """The text and the date, as our reader gives them both."""
    from htmldate import find_date

    text = _trafilatura(fast=True)

    def read(page: bytes) -> str:
        find_date(page.decode("utf-8", "replace"))
        return text(page)

    return read


def _resiliparse() -> Reader:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import detect_encoding
    from resiliparse.parse.html import HTMLTree

    def read(page: bytes) -> str:
        tree = HTMLTree.parse_from_bytes(page, detect_encoding(page, html5_compatible=True))
        return str(extract_plain_text(tree, main_content=True, alt_texts=False))

    return read


def _readability() -> Reader:
    from lxml.html import fromstring
    from readability import Document

    def read(page: bytes) -> str:
        try:
            return str(fromstring(Document(page).summary()).text_content())
        except Exception:  # it raises errors of many kinds on odd pages
            return ""

    return read


_READERS: dict[str, Callable[[], Reader]] = {
    "ours (metadata and dates included)": _ours,
    "trafilatura": _trafilatura,
    "trafilatura, fast": lambda: _trafilatura(fast=True),
    "trafilatura, fast, and htmldate": _trafilatura_with_dates,
    "resiliparse": _resiliparse,
    "readability-lxml": _readability,
}


def _parse(page: bytes) -> str:
    LexborHTMLParser(page)
    return ""


def _seconds(reader: Reader, data: dict[str, bytes]) -> float:
    rounds = []
    for _ in range(3):
        started = time.process_time()
        for page in data.values():
            reader(page)
        rounds.append((time.process_time() - started) / len(data))
    return min(rounds)


def _scores(root: Path, pages: list[dict[str, Any]], texts: dict[str, str]) -> str:
    body: list[float] = []
    kept: list[bool] = []
    out: list[bool] = []
    for page in pages:
        text = texts[page["id"]]
        if page["text"]:
            body.append(_f1(_words((root / page["text"]).read_text(encoding="utf-8")), _words(text)))
        squeezed = re.sub(r"\s+", " ", text)
        kept += [re.sub(r"\s+", " ", piece) in squeezed for piece in page["with"] or ()]
        out += [re.sub(r"\s+", " ", piece) not in squeezed for piece in page["without"] or ()]
    return " | ".join(f"{sum(values) / max(1, len(values)):.4f}" for values in (body, kept, out))


def _words(text: str) -> collections.Counter[str]:
    return collections.Counter(re.findall(r"\w+", unicodedata.normalize("NFKC", text).lower()))


def _f1(gold: collections.Counter[str], found: collections.Counter[str]) -> float:
    both = sum((gold & found).values())
    return 2 * both / max(1, gold.total() + found.total())


def _index(root: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (root / "index.jsonl").read_text(encoding="utf-8").splitlines() if line]


def _part(id: str) -> str:
    return "check" if hashlib.sha256(id.encode()).hexdigest()[0] in "0123" else "work"


if __name__ == "__main__":
    main()
