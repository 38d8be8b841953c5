"""The day of the round, if the text states one; founding years, plans, earlier rounds and reports are none."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extractor.article import Article, canonical_text
from extractor.assembling.article_reading import about, read
from extractor.assembling.lines import read_lines
from extractor.assembling.one_round import one_round
from extractor.assembling.round_dates import date_choices
from extractor.recognizing.recognizer import recognize

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "round_dates.toml").read_text(encoding="utf-8")
)["case"]
TITLE = "Quernby Systems raises $12 million"


def article_of(title: str, paragraphs: list[str], published: str | None) -> Article:
    text, blocks = canonical_text(title, [("paragraph", p) for p in paragraphs])
    return Article(id="a", text=text, blocks=blocks, title=title, published_on=published)


def dates_of(title: str, paragraphs: list[str], published: str | None) -> tuple[str, str]:
    article = article_of(title, paragraphs, published)
    reading = read(article, recognize(article))
    company = next(c for c in reading.companies if c.name == "Quernby Systems")
    found = one_round(about(reading, company), company).round
    for stated in (found.announced_on, found.date_as_written):
        for span in stated.evidence if stated else ():
            assert article.text[span.start : span.end] == span.text
    return (
        found.announced_on.value if found.announced_on else "",
        found.date_as_written.text if found.date_as_written else "",
    )


def parameters() -> list[Any]:
    gap = pytest.mark.xfail(reason="known gap", strict=True)
    return [pytest.param(case, id=case["text"][-1], marks=[gap] if case.get("gap") else []) for case in CASES]


@pytest.mark.parametrize("case", parameters())
def test_date(case: dict[str, Any]) -> None:
    published = case.get("published", "2024-03-05") or None
    assert dates_of(case.get("title", TITLE), case["text"], published) == (case["date"], case.get("written", ""))


def test_choices_come_best_first_and_above_zero() -> None:
    paragraphs = ["Quernby Systems closed the $12 million round on 1 March 2024.", "It was announced in January 2024."]
    article = article_of("", paragraphs, "2024-03-05")
    found = date_choices(read_lines(article, recognize(article)), rumour=False)
    scores = [choice.score for choice in found]
    assert next(c.mention.value for c in found) == "2024-03-01"
    assert scores == sorted(scores, reverse=True)
    assert min(scores) > 0


def test_no_lines_no_choices() -> None:
    assert date_choices((), rumour=True) == ()
