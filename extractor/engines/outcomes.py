"""What goes into an engine and what comes out of it."""

from __future__ import annotations

from typing import NamedTuple

from extractor import __version__
from extractor.article import Article
from extractor.records import Extraction, Failure

Item = Article | Failure


class Outcome(NamedTuple):
    """An item and what became of it; a failure that went in comes out as it was."""

    item: Item
    result: Extraction | Failure


def engine_failure(article: Article, code: str, message: str) -> Failure:
    """The failure of a document that an engine could not finish."""
    return Failure(
        extractor_version=__version__,
        id=article.id,
        source=article.url or article.id,
        stage="engine",
        code=code,
        message=message,
    )


def internal_error(article: Article, error: BaseException) -> Failure:
    """The failure of a document that breaks the program."""
    return engine_failure(article, "engine.internal_error", f"internal error, {type(error).__name__}: {error}")


def out_of_time(article: Article, seconds: float) -> Failure:
    """The failure of a document that took too long."""
    return engine_failure(article, "engine.time_limit", f"not done within {seconds:g} seconds")


def crashed(article: Article, exit_code: int | None) -> Failure:
    """The failure of a document in which its worker process died."""
    how = f"signal {-exit_code}" if exit_code is not None and exit_code < 0 else f"exit code {exit_code}"
    return engine_failure(article, "engine.crashed", f"the worker process died of it ({how})")
