"""Funding-news knowledge extraction: articles in, structured and validated funding rounds out.

Public names are loaded on first use, so that records and schemas never import spaCy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.pipeline import FundingExtractor
    from extractor.records import Extraction, Failure, Finding, FundingRound, Money

__version__ = "0.1.0"
__all__ = ["Extraction", "Failure", "Finding", "FundingExtractor", "FundingRound", "Money", "__version__"]

_HOME = {"FundingExtractor": "extractor.pipeline"}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'extractor' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOME.get(name, "extractor.records")), name)
