"""Pages of one or two short paragraphs are articles, too."""

from __future__ import annotations

import pytest

from extractor.reading.html import read_html

RAISED = "Larkspur has raised $4 million in a seed round led by Pomona Ventures."
HEAD = "<html><head><title>Larkspur raises $4 million</title></head><body>"
NAV = '<nav><a href="/">Home</a> <a href="/n">News</a></nav>'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"<article><h1>Larkspur raises $4 million</h1><p>{RAISED}</p></article>", RAISED),
        (
            f"{NAV}<h1>Larkspur raises $4 million</h1><p>{RAISED}</p><p>It makes boats.</p>",
            f"{RAISED}\n\nIt makes boats.",
        ),
        (f"<h1>Larkspur raises $4 million</h1><div><p>{RAISED}</p></div>", RAISED),
        (f"<main><p>{RAISED}</p></main>", RAISED),
        (f"<p>{RAISED}</p>", RAISED),
        ("<p>Larkspur has raised $4 million.</p>", "Larkspur has raised $4 million."),
    ],
)
def test_short_page(body: str, expected: str) -> None:
    article = read_html(f"{HEAD}{body}</body></html>".encode(), origin="page.html")
    assert article.text.removeprefix(article.title).strip() == expected
