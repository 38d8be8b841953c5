"""Errors of the extractor, one small tree.

ExtractorError            anything this program reports about its input or its use
├── SourceError           an input cannot be read (missing, empty, not UTF-8, malformed)
│   └── FetchError        an address cannot be fetched (refused, not found, too slow, too large)
├── RuleError             a rule file is wrong (bad pattern, failing example, duplicate id)
├── GoldError             a labelled fixture or gold line cannot be used
├── SinkError             an output cannot be written
└── UsageError            the caller asked for something that does not exist
"""

from __future__ import annotations

from typing import Literal

Stage = Literal["source", "fetching", "screening", "reading"]


class ExtractorError(Exception):
    """Base of all errors that name an input and a cause."""


class SourceError(ExtractorError):
    """An input cannot be read; `source` names it, `line` is 1-based where there is one, `stage` is where it failed."""

    def __init__(
        self,
        source: str,
        cause: str,
        *,
        line: int | None = None,
        code: str = "source.unreadable",
        stage: Stage = "source",
    ):
        self.source = source
        self.cause = cause
        self.line = line
        self.code = code
        self.stage: Stage = stage
        where = source if line is None else f"{source}:{line}"
        super().__init__(f"{where}: {cause}")


class FetchError(SourceError):
    """An address cannot be fetched. `retry_after` is what the host asked to wait, in seconds."""

    def __init__(
        self, source: str, cause: str, *, code: str, may_pass: bool = False, retry_after: float | None = None
    ) -> None:
        super().__init__(source, cause, code=code, stage="fetching")
        self.may_pass = may_pass
        self.retry_after = retry_after


class RuleError(ExtractorError):
    """A rule file holds a rule that does not do what its examples say."""


class GoldError(ExtractorError):
    """A labelled fixture or gold line cannot be used."""


class SinkError(ExtractorError):
    """An output cannot be written."""


class UsageError(ExtractorError):
    """The caller asked for something that does not exist."""
