"""What screening keeps and leaves out, through the command itself.

    python -m benchmarks.screen_corpus CORPUS.jsonl PAGES

CORPUS.jsonl holds labelled documents as ../shared/corpus/dev.jsonl does; those with rounds are funding news. PAGES is a
folder with index.jsonl as ../shared/pages has. Three runs of `extractor run`: over the documents as text, over the
same documents each put in the place of the article of a real page, and over the real pages as they are.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from extractor.errors import SourceError
from extractor.reading.html import read_page

# A page of which the article is replaced has so many paragraphs at least.
_FEWEST = 5
_OF_THE_ARTICLE = re.compile(r"title|description|url|image|time|date|author|keywords|tag", re.IGNORECASE)
_LEAST_KEPT, _LEAST_LEFT_OUT = 0.995, 0.85


def main() -> int:
    """Print the shares; 1 when one is below what is asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("pages", type=Path)
    chosen = parser.parse_args()
    documents = [json.loads(line) for line in chosen.corpus.read_text(encoding="utf-8").splitlines()]
    funding = [document for document in documents if document["rounds"]]
    with tempfile.TemporaryDirectory() as name:
        kept_text = _kept_as_text(funding, Path(name) / "funding.jsonl")
        kept_pages = _kept_in_pages(funding, shells(chosen.pages), Path(name) / "wrapped")
        left_out = _left_out(chosen.pages, Path(name) / "ordinary")
    return 0 if min(kept_text, kept_pages) >= _LEAST_KEPT and left_out >= _LEAST_LEFT_OUT else 1


@dataclass(frozen=True)
class Shell:
    """A real page and the texts of the blocks of its article."""

    data: bytes
    texts: frozenset[str]


def shells(pages: Path) -> list[Shell]:
    """Real pages in English with an article of some length, in the order of the index."""
    found = []
    for entry in _index(pages):
        data = gzip.decompress((pages / entry["html"]).read_bytes())
        try:
            reading = read_page(data, origin=entry["id"])
        except SourceError:
            continue
        texts = frozenset(reading.article.block_text(block) for block in reading.article.blocks)
        if reading.kind == "article" and len(_paragraphs(LexborHTMLParser(data), texts)) >= _FEWEST:
            found.append(Shell(data, texts))
    return found


def wrapped(document: dict[str, Any], shell: Shell) -> bytes:
    """A real page with the document in the place of its article: its paragraphs, headings and titles."""
    tree = LexborHTMLParser(shell.data)
    first, *rest = _paragraphs(tree, shell.texts)
    paragraphs = "".join(f"<p>{html.escape(part)}</p>" for part in document["text"].split("\n") if part.strip())
    first.insert_before(LexborHTMLParser(f"<div>{paragraphs}</div>").css_first("div"))
    for node in (first, *rest):
        node.decompose()
    for node in tree.css("title, h1"):
        node.inner_html = html.escape(document["title"])
    # What the page says of the article that was there is not true of this one; that it is an article is.
    for node in tree.css("script[type*=ld], link[rel=canonical]"):
        node.decompose()
    for node in tree.css("meta[property], meta[name]"):
        name = node.attributes.get("property") or node.attributes.get("name") or ""
        if _OF_THE_ARTICLE.search(name):
            node.decompose()
    return (tree.html or "").encode()


def _paragraphs(tree: LexborHTMLParser, texts: frozenset[str]) -> list[Any]:
    return [node for node in tree.css("p") if " ".join(node.text().split()) in texts]


def _kept_as_text(documents: list[dict[str, Any]], path: Path) -> float:
    fields = ("id", "title", "text", "published", "url")
    rows = [json.dumps({field: document[field] for field in fields if document.get(field)}) for document in documents]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    failures, summary = _run(path, "--screening", "all")
    return _told("funding documents as text", len(documents), failures, summary)


def _kept_in_pages(documents: list[dict[str, Any]], shells: list[Shell], folder: Path) -> float:
    folder.mkdir()
    for number, document in enumerate(documents):
        page = wrapped(document, shells[number % len(shells)])
        (folder / f"{number:04}.html").write_bytes(page)
    failures, summary = _run(folder)
    return _told(f"the same in the place of articles of {len(shells)} real pages", len(documents), failures, summary)


def _told(what: str, count: int, failures: list[dict[str, Any]], summary: str) -> float:
    lost = sum(failure["stage"] == "screening" for failure in failures)
    others = Counter(failure["code"] for failure in failures if failure["stage"] != "screening")
    print(f"{what}: {count - lost} of {count} kept ({1 - lost / count:.2%}); other failures: {dict(others)}; {summary}")
    return float(1 - lost / count)


def _left_out(pages: Path, folder: Path) -> float:
    folder.mkdir()
    ordinary = [entry for entry in _index(pages) if not entry["is_funding"]]
    for entry in ordinary:
        (folder / f"{entry['id']}.html.gz").symlink_to((pages / entry["html"]).resolve())
    failures, summary = _run(folder)
    codes = Counter(failure["code"] for failure in failures if failure["stage"] == "screening")
    share = float(codes.total() / len(ordinary))
    print(f"ordinary pages: {codes.total()} of {len(ordinary)} left out ({share:.1%}) {dict(codes)}; {summary}")
    return float(share)


def _run(source: Path, *options: str) -> tuple[list[dict[str, Any]], str]:
    failures = source.with_name("failures.jsonl")
    output = str(source.with_name("records.jsonl"))
    command = [sys.executable, "-m", "extractor", "run", str(source), "--output", output, "--failures", str(failures)]
    done = subprocess.run([*command, "--restart", *options], stderr=subprocess.PIPE, text=True, check=False)
    return list(_lines(failures)), done.stderr.splitlines()[-1]


def _index(root: Path) -> Iterator[dict[str, Any]]:
    yield from _lines(root / "index.jsonl")


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    yield from (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line)


if __name__ == "__main__":
    sys.exit(main())
