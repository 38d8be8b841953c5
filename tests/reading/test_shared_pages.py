"""Reading and screening on real news pages, where they are beside the project: nothing falls below its floor."""

from __future__ import annotations

import collections
import gzip
import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from extractor.errors import SourceError
from extractor.reading.html import read_page
from extractor.screening.screen import screen_page
from extractor.sinks.page_lines import body_text

PAGES = Path(__file__).parents[3] / "shared" / "pages"
pytestmark = pytest.mark.skipif(
    not PAGES.exists(), reason="the labelled pages (../shared/pages) are not beside the project"
)


def load() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (PAGES / "index.jsonl").read_text(encoding="utf-8").splitlines()]


def data(page: dict[str, Any]) -> bytes:
    return gzip.decompress((PAGES / page["html"]).read_bytes())


def body(page: dict[str, Any]) -> str:
    try:
        article = read_page(data(page), origin=page["id"]).article
    except SourceError:
        return ""
    return body_text(article) if article else ""


def words(text: str) -> collections.Counter[str]:
    return collections.Counter(re.findall(r"\w+", unicodedata.normalize("NFKC", text).lower()))


def f1(gold: collections.Counter[str], found: collections.Counter[str]) -> float:
    return 2 * (gold & found).total() / max(1, gold.total() + found.total())


def test_bodies_keep_their_floors() -> None:
    scores, kept, out = [], [], []
    for page in load():
        text = re.sub(r"\s+", " ", body(page))
        if page["text"]:
            scores.append(f1(words((PAGES / page["text"]).read_text(encoding="utf-8")), words(text)))
        kept += [re.sub(r"\s+", " ", piece) in text for piece in page["with"] or ()]
        out += [re.sub(r"\s+", " ", piece) not in text for piece in page["without"] or ()]
    assert sum(scores) / len(scores) >= 0.957
    assert sum(kept) / len(kept) >= 0.96
    assert sum(out) / len(out) >= 0.945


def test_ordinary_pages_are_left_out() -> None:
    kept = [screen_page(data(page)).keep for page in load() if not page["is_funding"]]
    assert sum(kept) <= 0.13 * len(kept)
    assert all(screen_page(data(page)).keep for page in load() if page["is_funding"])
