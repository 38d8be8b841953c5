"""New or existing: what the words beside a list of investors say of all its names."""

from __future__ import annotations

import re

_OLD_BACKERS = re.compile(
    r"\b(?:existing|returning|previous|current|prior)\b[^.;:]{0,30}\b(?:investors?|backers?|shareholders?)\b"
    r"(?![^.;:]{0,30}\bjoined\b[^.;:]{0,40}\bby\b)",
    re.IGNORECASE,
)
_NEW_BACKERS = re.compile(r"\bnew (?:[\w-]+ )?(?:investors?|backers?|shareholders?)\b", re.IGNORECASE)
_BOTH = re.compile(r"\b(?:new and (?:existing|returning)|(?:existing|returning) and new)\b", re.IGNORECASE)
_EXISTING_BEFORE = re.compile(
    r"\b(?:existing|returning|previous|prior|current|earlier)\b(?:(?!\bjoined\b)[^\ue000-\ue7ff]){0,40}$", re.IGNORECASE
)
_REACH = 60


def relation_of_cue(words: str) -> str | None:
    """What a cue says of the whole list behind it: `existing investors participating in the round are`; `both`."""
    if _BOTH.search(words):
        return "both"
    old, new = _OLD_BACKERS.search(words), _NEW_BACKERS.search(words)
    if (old is None) == (new is None):
        return None
    return "existing" if old else "new"


def follows_existing(text: str, place: int) -> bool:
    """Whether a list whose first name stands at `place` is one of `existing investors`."""
    return _EXISTING_BEFORE.search(text, max(0, place - _REACH), place) is not None
