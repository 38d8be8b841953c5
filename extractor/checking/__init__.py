"""Checking: what a record says that does not add up. Findings only; no value is ever changed.

Every code is explained in docs/findings.md with its formula, its tolerance and the reason for it.
"""

from __future__ import annotations

from extractor.checking.rounds import check_extraction, check_round

__all__ = ["check_extraction", "check_round"]
