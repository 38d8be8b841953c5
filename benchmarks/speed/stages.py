"""Where our time goes: the share of each stage, over funding pages and over ordinary ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from time import process_time
from typing import Any

from comparison.tables import table

from speed.samples import Samples

_STAGES = ("screening", "reading", "recognizing", "assembling", "record and checks")
_REPEATS = 3


def profile_section(extractor: Any, drawn: Samples) -> str:
    """Shares of processor time of each stage."""
    pages = {"funding pages": [sample.page for sample in drawn.funding], "any news pages": drawn.ordinary}
    spent = {name: _stages(extractor, each) for name, each in pages.items()}
    rows = [[stage, *(f"{max(0.0, each[stage]) / each.total():.0%}" for each in spent.values())] for stage in _STAGES]
    return table(["stage", *pages], rows)


def _stages(extractor: Any, pages: Sequence[bytes]) -> Counter[str]:
    spent: Counter[str] = Counter()
    for page in pages[:1]:
        _one(extractor, page, Counter())  # tables are compiled once
    for _ in range(_REPEATS):
        for page in pages:
            _one(extractor, page, spent)
    return spent


def _one(extractor: Any, page: bytes, spent: Counter[str]) -> None:
    from extractor.assembling.rounds import assemble
    from extractor.errors import SourceError
    from extractor.reading.html import read_html
    from extractor.screening.screen import screen_page, screen_text
    from extractor.sources.reader import refuse_other_news

    with _timed(spent, "screening"):
        keep = screen_page(page).keep
    if not keep:
        return
    first_look = partial(refuse_other_news, origin="page")
    with _timed(spent, "reading"):
        try:
            article = read_html(page, origin="page", first_look=first_look)
        except SourceError:
            return
    with _timed(spent, "screening"):
        keep = screen_text(article.text).keep
    if not keep:
        return
    extractor.extract_article(article)  # what is looked up once is looked up
    before = spent["recognizing"] + spent["assembling"]
    with _timed(spent, "recognizing"):
        mentions = extractor.recognizer.recognize(article)
    with _timed(spent, "assembling"):
        assemble(article, mentions, min_relevance=extractor.settings.min_relevance)
    own = spent["recognizing"] + spent["assembling"] - before
    with _timed(spent, "record and checks"):
        extractor.extract_article(article)
    spent["record and checks"] -= own  # type: ignore[assignment]


@contextmanager
def _timed(spent: Counter[str], stage: str) -> Iterator[None]:
    start = process_time()
    try:
        yield
    finally:
        spent[stage] += process_time() - start  # type: ignore[assignment]
