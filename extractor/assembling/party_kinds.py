"""Person, firm or corporate: what an investor is where its name alone does not tell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.assembling.investors import PartyHit
from extractor.mentions import PartyKind
from extractor.recognizing.parties import kind_of

# `angel investors including Jane Doe, Tom Roe and`
_PEOPLE_BEFORE = re.compile(
    r"\b(?:angels?|angel investors|individuals|entrepreneurs|executives|operators|founders)"
    r"(?: (?:investors|backers))?,? ?(?:including|included?|includes|such as|like|namely|are|were|:)"
    r"(?:(?!\b(?:funds?|firms?|ventures|as well as|alongside)\b)[^.;]){0,160}$",
    re.IGNORECASE,
)
_FIRM_BEHIND = re.compile(
    r".,? (?:\([^)]{0,40}\),? )?(?:an?|the) (?:[\w-]+ ){0,5}?(?:fund|venture capital firm|vc|investment firm|"
    r"hedge fund manager|fund manager|asset manager|accelerator|incubator|family office|private equity (?:firm|house)|"
    r"venture (?:firm|studio|fund)|investor)\b",
    re.IGNORECASE,
)
_OFFICE_BEHIND = re.compile(
    r".,? \(?(?:the )?(?:former |co-?)*(?:founder|ceo|cto|coo|chief executive|chairman|president)\b", re.IGNORECASE
)


def kind_told(name: str, hits: Sequence[PartyHit]) -> PartyKind:
    """The kind by the name's own form, else by the words beside it; `unknown` where both are silent."""
    for kind in (kind_of(name), hits[0].mention.kind):
        if kind != "unknown":
            return kind
    words = len(name.split())
    for hit in hits:
        place = next((p for p, mention in hit.line.masked.parties.items() if mention is hit.mention), 0)
        if _FIRM_BEHIND.match(hit.line.text, place):
            return "firm"
        before = hit.line.text[max(0, place - 200) : place]
        if words in (2, 3) and (_PEOPLE_BEFORE.search(before) or _OFFICE_BEHIND.match(hit.line.text, place)):
            return "person"
    return "unknown"
