"""From the words of an entity to its value, as users of an entity recogniser do it today: quantulum3 and dateparser.

quantulum3 reads the labelled spans nearly as well as recognizers-text (docs/comparison.md) in a fraction of the time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from comparison.value_readers import Readers

Round = dict[str, Any]
_LETTER = re.compile(r"\b(?P<pre>pre-)?series[ -](?P<letter>[A-K])\b", re.IGNORECASE)
_TYPES: Mapping[str, str] = {
    r"pre-?\s?seed": "pre_seed",
    r"seed": "seed",
    r"angel": "angel",
    r"bridge": "bridge",
    r"growth (?:equity|round|funding|capital|investment)": "growth",
    r"venture debt|debt (?:financing|facility)|credit facility|loan": "debt",
    r"convertible notes?": "convertible",
    r"grants?": "grant",
    r"crowdfunding": "crowdfunding",
    r"private placement": "pipe",
}


@dataclass(frozen=True, slots=True)
class EntityValues:
    """Reads amounts, dates and round types from a few words."""

    readers: Readers

    def check(self) -> None:
        """Raises ImportError with the cause when one of the two libraries cannot run here."""
        self.readers.named("quantulum3")
        self.readers.named("dateparser")

    def money(self, words: str) -> Round | None:
        """The first amount of `words` as value and currency; None when none is read."""
        finder = self.readers.named("quantulum3").money
        found = finder(words) if finder else []
        return next(({"value": float(value), "currency": currency} for value, currency in found if currency), None)

    def date(self, words: str, published: str | None) -> Round | None:
        """The date of `words`, read against the published day."""
        finder = self.readers.named("dateparser").dates_of_span
        found = finder(words, published) if finder else []
        return {"value": found[0], "basis": "stated"} if found else None


def round_type(text: str) -> str | None:
    """The round type that stands first in `text`; a lettered one wins over words."""
    if found := _LETTER.search(text):
        return f"{'pre_' if found['pre'] else ''}series_{found['letter'].lower()}"
    places = [(m.start(), label) for form, label in _TYPES.items() if (m := re.search(rf"(?i)\b(?:{form})\b", text))]
    return min(places)[1] if places else None
