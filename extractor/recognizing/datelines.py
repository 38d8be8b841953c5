"""Datelines: places and news agencies at the start of a paragraph (`PARIS (Reuters) -`) are no parties of the news."""

from __future__ import annotations

import re

from extractor.lexicons.rules import word_list

# how far into a paragraph a dateline may reach, in code points
_REACH = 160
# `(dpa)`
_ACRONYM = 4
_PLACE = r"[A-Z][\w.'’]*(?:(?:, | |/|, and | and | & |-)(?:de |la |of |do |del )?[A-Z][\w.'’]*){0,7}"
_DAY = r"(?:,? (?:on )?(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:st|nd|rd|th)?(?:,? \d{4})?,?)"
_ANY_DASH = re.compile("[-—–―]")
_DASH = r"\s*(?:-{1,3}|[—–―])\s*"
# `SEOUL (Reuters) -`, `NEW YORK, May 5, 2021 /PRNewswire/ --`
_BY_AGENCY = re.compile(rf"\W{{0,3}}{_PLACE}{_DAY}?,?\s*(?:\((?P<agency>[^()]{{2,40}})\)|/[^/]{{2,40}}/)(?:{_DASH})")
# `LONDON, 5 March 2024 —`, `PARIS — `
_BY_DAY = re.compile(rf"\W{{0,3}}{_PLACE}{_DAY}{_DASH}(?=[\"“]?\w)")
_SHOUTED = re.compile(r"\W{0,3}[A-Z]{4,}(?:[ ,/.-]+[A-Z]{2,})*(?:, [A-Z][\w.]*)?\s*(?:--|—|–)\s+(?=[\"“]?[A-Z])")


def after_dateline(text: str, start: int, end: int) -> int:
    """Where the news begins in the sentence `text[start:end]` that opens with a dateline; `start` when none does."""
    stop = min(end, start + _REACH)
    if not _ANY_DASH.search(text, start, stop):
        return start
    for pattern in (_BY_AGENCY, _BY_DAY, _SHOUTED):
        found = pattern.match(text, start, stop)
        agency = found.groupdict().get("agency") if found else None
        if found and (_is_agency(agency) or _is_dated(found.group(), agency or "")):
            return found.end()
    return start


# `ISTANBUL, May 17 (`: behind a place in capitals or a day whatever stands in brackets sends the news
_CAPITALS = re.compile(rf"\W{{0,3}}(?:[A-Z][A-Z'’.-]{{2,}}[ ,/]|{_PLACE}{_DAY},? ?\()")


def _is_dated(opening: str, agency: str) -> bool:
    return _CAPITALS.match(opening) is not None and agency.lower() not in word_list("places")


def _is_agency(name: str | None) -> bool:
    """`(Reuters)`, `(GLOBE NEWSWIRE)`, `(June 10, 2022)`, not `Leafly (Spain) -`, the entry of a list."""
    if name is None or name.lower() in word_list("media"):
        return True
    return "wire" in name.lower() or any(c.isdigit() for c in name) or (name.islower() and len(name) <= _ACRONYM)
