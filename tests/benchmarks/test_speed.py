"""The benchmark of speed: labelled articles within real markup are what they were, and time is shared fairly."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

from extractor.reading.html import read_html

ROOT = Path(__file__).parents[2]
PAGE = """<!doctype html><html lang="en"><head><title>Old title of the page</title>
<meta property="og:title" content="Old title of the page">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Old title of the page, in full",
"articleBody": "Old text.", "datePublished": "2024-05-06"}</script></head>
<body><nav><p>Home</p></nav><main><article><h1>Old title of the page</h1>PARAGRAPHS</article></main>
<footer><p>All rights reserved.</p></footer></body></html>"""
OLD = "<p>An old paragraph of the page that tells of nothing but the weather in the harbour that day.</p>"
DOCUMENT = {
    "title": "Larkspur raises $4 million & more",
    "text": "\n\n".join(
        [
            "Lyon-based Larkspur has raised $4 million in a seed round led by Pomona Ventures, it said on Monday.",
            "The maker of garden sensors will hire <ten> engineers, and open an office in Porto before summer ends.",
            "Pomona Ventures was joined by two angels. Larkspur had raised no money before, its founder said.",
        ]
    ),
}


@pytest.fixture(scope="module")
def modules() -> dict[str, ModuleType]:
    """The modules of benchmarks/speed."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        from speed import samples, timing
    finally:
        sys.path.remove(str(ROOT / "benchmarks"))
    return {"samples": samples, "timing": timing}


def test_a_wrapped_article_stands_in_the_place_of_the_old_one(modules: dict[str, ModuleType]) -> None:
    page = modules["samples"]._wrapped(DOCUMENT, PAGE.replace("PARAGRAPHS", 6 * OLD).encode())
    assert b"Old " not in page
    assert b"datePublished" in page
    article = read_html(page, origin="page")
    assert article.title == DOCUMENT["title"]
    assert DOCUMENT["text"] in article.text


def test_a_page_without_an_article_in_paragraphs_is_no_shell(modules: dict[str, ModuleType]) -> None:
    from selectolax.lexbor import LexborHTMLParser

    assert modules["samples"]._article(LexborHTMLParser(PAGE.replace("PARAGRAPHS", OLD))) is None


def test_ways_take_turns(modules: dict[str, ModuleType]) -> None:
    order: list[str] = []
    ways = {name: (lambda name=name: order.append(name)) for name in "ab"}
    assert set(modules["timing"].side_by_side(ways, 3)) == {"a", "b"}
    assert order == ["a", "b", "b", "a", "a", "b"]


def test_a_command_that_fails_is_told(modules: dict[str, ModuleType]) -> None:
    timing = modules["timing"]
    found = timing.spent([sys.executable, "-c", "sum(range(10 ** 6))"])
    assert found.processor > 0
    assert found.mebibytes > 1
    with pytest.raises(RuntimeError, match="exit code 3"):
        timing.spent([sys.executable, "-c", "raise SystemExit(3)"])
