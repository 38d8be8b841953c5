"""A .txt article: what is headline, byline, date and body."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from extractor.sources import article_from_text

BODY = "Larkspur, which sells sensors to orchards, has raised $4 million in a seed round led by Pomona of Lyon."
KLING = Path(__file__).parents[2] / "fixtures" / "kling" / "article.txt"

# lines under the title, authors, published date; the body must stay BODY alone
HEADS = [
    ([], (), None),
    (["By Jane Doe"], ("Jane Doe",), None),
    (["by Jane Doe and Omar van Dijk"], ("Jane Doe", "Omar van Dijk"), None),
    (["Jane Doe", "Published 5 May 2024"], ("Jane Doe",), "2024-05-05"),
    (["Jane Doe", "Published todayAbout 8 min read"], ("Jane Doe",), None),
    (["Published May 5, 2024 at 9:30 am"], (), "2024-05-05"),
    (["Updated: 2024-05-05T09:30:00Z"], (), "2024-05-05"),
    (["By Jane Doe", "5 May 2024"], ("Jane Doe",), "2024-05-05"),
    (["5th of May 2024 · 3 min read", "By Jane Doe"], ("Jane Doe",), "2024-05-05"),
    (["Published 05/06/2024"], (), None),
]
# lines under the title that are text of the article
NOT_HEADS = [
    "Pomona Ventures",
    "By 2026 it wants to sell in ten countries",
    "By the numbers",
    "Published figures show that orchards spend more on sensors each year.",
    "In May 2024 the company moved to a larger workshop near the old harbour",
]


@pytest.mark.parametrize(("head", "authors", "published"), HEADS, ids=[" / ".join(row[0]) for row in HEADS])
def test_the_head_is_read_and_left_out_of_the_text(
    head: list[str], authors: tuple[str, ...], published: str | None
) -> None:
    article = article_from_text("\n".join(["Larkspur raises $4M", "", *head, "", BODY]))
    assert article.text == f"Larkspur raises $4M\n\n{BODY}"
    assert (article.authors, article.published_on) == (authors, published)
    assert article.published_basis == ("byline" if published else None)


@pytest.mark.parametrize("line", NOT_HEADS)
def test_text_under_the_title_stays_text(line: str) -> None:
    article = article_from_text(f"Larkspur raises $4M\n\n{line}\n\n{BODY}")
    assert article.text == f"Larkspur raises $4M\n\n{line}\n\n{BODY}"
    assert article.authors == ()


def test_a_given_date_overrides_the_byline() -> None:
    article = article_from_text(f"Title here\nPublished 5 May 2024\n\n{BODY}", published="2024-06-01")
    assert (article.published_on, article.published_basis) == ("2024-06-01", "given")


def test_hard_wrapped_lines_are_joined() -> None:
    wrapped = (
        "Larkspur, which sells moisture sensors to orchards in the south of\n"
        "France, has raised $4 million in a seed round led by Pomona\n"
        "Ventures of Lyon, the two said.\n\n"
        "The money goes into a second workshop and a sales team for the\n"
        "north of Italy."
    )
    article = article_from_text(f"Larkspur raises $4M\n\n{wrapped}")
    body = [article.block_text(block) for block in article.blocks[1:]]
    assert body == [" ".join(part.split("\n")) for part in wrapped.split("\n\n")]


def test_lines_that_are_paragraphs_are_not_joined() -> None:
    lines = [
        "Larkspur raised $4 million from Pomona Ventures of Lyon.",
        "Quillon raised €6 million from Aldgate Capital.",
    ]
    article = article_from_text("Two rounds\n\n" + "\n".join(lines * 3))
    assert len(article.blocks) == 7


def test_a_byte_order_mark_is_no_part_of_the_title() -> None:
    assert article_from_text(f"\ufeffLarkspur raises $4M\n\n{BODY}").title == "Larkspur raises $4M"


def test_the_reference_article() -> None:
    article = article_from_text(KLING.read_text(encoding="utf-8"))
    title = "Kling AI Closes Nearly $3 Billion Funding Round, Setting a Record for Video AI Models"
    assert (article.title, article.authors, article.published_on) == (title, ("Miles Bennett",), None)
    lines = article.text.split("\n\n")
    assert lines[1].startswith("Kuaishou's Kling AI has closed")
    assert lines[-1] == "Content is for reference only, not financial advice."
    assert not {"01", "05", "Miles Bennett"} & set(lines)
    headings = [article.block_text(block) for block in article.blocks if block.kind == "heading"]
    assert headings[0] == "How big is this round?"
    assert len(headings) == 5


@pytest.mark.parametrize("piece", ["5 May 2024\n", "By Aa Bb\n", "short\n", "\n ", "a\r", "Aa "])
def test_hostile_text_takes_linear_time(piece: str) -> None:
    started = time.perf_counter()
    article_from_text("Title\n" + piece * (500_000 // len(piece)))
    assert time.perf_counter() - started < 5
