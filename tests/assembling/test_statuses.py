"""How far a round is: closed, partial, planned, in talks, denied; and the finding that says it is not certain."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extractor.article import Article, canonical_text
from extractor.assembling.lines import Line, read_lines
from extractor.assembling.statuses import doubts, status_of
from extractor.recognizing.recognizer import recognize
from extractor.records import RoundStatus

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "statuses.toml").read_text(encoding="utf-8")
)["case"]


def lines_of(title: str, *paragraphs: str) -> tuple[Article, tuple[Line, ...]]:
    text, blocks = canonical_text(title, [("paragraph", p) for p in paragraphs])
    article = Article(id="a", text=text, blocks=blocks, title=title, published_on="2024-03-05")
    return article, read_lines(article, recognize(article))


def parameters() -> list[Any]:
    gap = pytest.mark.xfail(reason="known gap", strict=True)
    return [pytest.param(case, id=case["title"], marks=[gap] if case.get("gap") else []) for case in CASES]


@pytest.mark.parametrize("case", parameters())
def test_status(case: dict[str, Any]) -> None:
    assert status_of(lines_of(case["title"], *case["text"])[1]).value == case["status"]


def test_the_table_speaks_of_every_status() -> None:
    assert {case["status"] for case in CASES} == {status.value for status in RoundStatus}


def test_nothing_said_is_closed() -> None:
    assert status_of(()) is RoundStatus.CLOSED


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The deal could still fall apart.", "could still fall apart"),
        ("The terms have not yet been finalized.", "have not yet been finalized"),
        ("No final decision has been made.", "No final decision has been"),
        ("The numbers are subject to change.", "subject to change"),
    ],
)
def test_a_doubt_is_quoted(text: str, words: str) -> None:
    article, lines = lines_of("Quernby Systems in talks", "Quernby Systems is in talks to raise money.", text)
    (finding,) = doubts(lines, RoundStatus.IN_TALKS)
    (span,) = finding.evidence
    assert (finding.code, finding.severity, finding.stated) == ("status.doubt", "info", "in_talks")
    assert article.text[span.start : span.end] == span.text == words


def test_talks_alone_are_a_doubt_without_a_quotation() -> None:
    (finding,) = doubts(lines_of("", "Quernby Systems is in talks.")[1], RoundStatus.IN_TALKS)
    assert finding.evidence == ()


@pytest.mark.parametrize(
    "text",
    [
        "The round has closed.",
        "The app may fall.",
        pytest.param(
            "The product could change lives.",
            marks=pytest.mark.xfail(reason="known gap: the doubt need not be about the round", strict=True),
        ),
    ],
)
def test_no_doubt(text: str) -> None:
    assert doubts(lines_of("", text)[1], RoundStatus.CLOSED) == ()


def test_the_boilerplate_raises_no_doubt() -> None:
    texts = ["We sell.", "We hire.", "We grow.", "About Quernby Systems", "The deal may not close as planned."]
    assert doubts(lines_of("", *texts)[1], RoundStatus.CLOSED) == ()
