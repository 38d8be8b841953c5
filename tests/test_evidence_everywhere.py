"""Every evidence at any depth of every extraction is the text it points at, and the same input gives the same output.

Run over the fixtures, and over the labelled documents of `dev.jsonl` where they lie beside the project. Of a document
only its id and the path of the field are ever printed. A second process with another hash seed extracts everything
again: an order that depends on a set would show.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from extractor.article import Article, BlockKind, canonical_text
from extractor.evaluating.gold import fixture_folders, read_fixture
from extractor.evaluating.validate import read_fixture_article
from extractor.records import Failure
from extractor.sources.reader import read_sources

ROOT = Path(__file__).parents[1]
FIXTURES = {folder.name: folder for folder in fixture_folders(ROOT / "fixtures")}
DOCUMENTS = ROOT.parent / "shared" / "corpus" / "dev.jsonl"
needs_documents = pytest.mark.skipif(
    not DOCUMENTS.is_file(), reason="no labelled documents (dev.jsonl) beside the project"
)
NOISE = ("東京の新興企業が資金調達を発表 🚀", "🦊👩🏽‍🔬 𝒳 – 株式会社", "融资新闻。🧑‍🚀\uf8ff")


@cache
def extractor() -> Any:
    from extractor.pipeline import FundingExtractor

    return FundingExtractor()


@cache
def fixture_articles() -> dict[str, Article]:
    return {slug: read_fixture_article(read_fixture(folder)) for slug, folder in FIXTURES.items()}


@cache
def documents() -> tuple[Article, ...]:
    return tuple(item for item in read_sources([str(DOCUMENTS)]) if not isinstance(item, Failure))


def noisy(article: Article) -> Article:
    """The same article with paragraphs of other scripts before and between its own."""
    blocks: list[tuple[BlockKind, str]] = []
    for place, block in enumerate(article.blocks):
        if block.kind != "headline":
            blocks.append(("paragraph", NOISE[place % len(NOISE)]))
            blocks.append((block.kind, article.block_text(block)))
    title = f"🚀 資金 {article.title}" if article.title else ""
    text, placed = canonical_text(title, [("paragraph", NOISE[0]), *blocks])
    return replace(article, text=text, blocks=placed, title=title)


def evidence_of(value: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every evidence at any depth of a dumped record, with the path to it."""
    if isinstance(value, dict):
        if {"start", "end", "text", "rule"} <= value.keys():
            yield path, value
        for name, part in value.items():
            yield from evidence_of(part, f"{path}.{name}")
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from evidence_of(part, f"{path}[{place}]")


def extracted(article: Article) -> tuple[str, list[str], int]:
    """SHA-256 of the extraction's JSON, the paths of evidence that is not the text, and how much evidence there is."""
    written = extractor().extract_article(article).model_dump_json()
    found = list(evidence_of(json.loads(written)))
    wrong = [path for path, e in found if article.text[e["start"] : e["end"]] != e["text"]]
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest(), wrong, len(found)


@pytest.mark.parametrize("slug", FIXTURES)
def test_fixture(slug: str) -> None:
    article = fixture_articles()[slug]
    digest, wrong, _ = extracted(article)
    assert wrong == []
    assert extracted(article)[0] == digest
    assert extracted(noisy(article))[1] == []


def test_there_is_evidence_to_check() -> None:
    assert sum(extracted(article)[2] for article in fixture_articles().values()) > 5 * len(FIXTURES)
    assert extracted(noisy(fixture_articles()["kling"]))[2] > 20


def test_noise_keeps_the_own_paragraphs_whole() -> None:
    for article in fixture_articles().values():
        other = noisy(article)
        inside = [other.block_text(block) for block in other.blocks]
        assert all(article.block_text(b) in inside for b in article.blocks if b.kind != "headline")
        assert all(other.text[b.start : b.end] == other.block_text(b) for b in other.blocks)


@needs_documents
def test_documents() -> None:
    """Two processes of different hash seeds extract every document, and each a quarter of them made noisy."""
    with subprocess.Popen(
        [sys.executable, str(Path(__file__)), "1"],
        env={**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    ) as again:
        digests, wrong = examine(0)
        written, _ = again.communicate(timeout=300)
    assert again.returncode == 0
    other = json.loads(written)
    assert wrong + other["wrong"] == []
    assert [name for name, digest in digests.items() if other["digests"][name] != digest] == []
    assert len(digests) == len(documents()) > 0


def examine(quarter: int) -> tuple[dict[str, str], list[str]]:
    """Digests by id and wrong evidence as `id path`, of all documents and of every fourth one made noisy."""
    digests: dict[str, str] = {}
    wrong: list[str] = []
    for place, article in enumerate(documents()):
        try:
            digests[article.id], bad, _ = extracted(article)
            if place % 4 == quarter:
                bad += [f"noisy {path}" for path in extracted(noisy(article))[1]]
        except Exception as error:  # a traceback could quote a document that nobody may read
            digests[article.id], bad = "", [f"raised {type(error).__name__}"]
        wrong += [f"{article.id} {path}" for path in bad]
    return digests, wrong


if __name__ == "__main__":
    found, bad_paths = examine(int(sys.argv[1]))
    print(json.dumps({"digests": found, "wrong": bad_paths}))
