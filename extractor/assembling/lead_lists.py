"""Where a list of leads ends and what the others did begins: `led by Acme, and Foo and Bar joined in`."""

from __future__ import annotations

import re
from itertools import pairwise

from extractor.assembling.list_tokens import Token
from extractor.assembling.party_lists import ListItem

# `led by Acme, and Foo, Bar and Baz joined in`: what stands behind the list is said of its second part
_DID_OTHERWISE = re.compile(
    r",? (?:also |all |both |each |again |likewise |too |have |has )*(?:joined|participated|took part|contributed|"
    r"followed|chipped in|came in|came on board|tagged along|re-?invested|invested|returned|put in)\b",
    re.IGNORECASE,
)


def who_led(
    text: str, tokens: tuple[Token, ...], items: tuple[ListItem, ...], stop: int, *, aside: bool
) -> tuple[ListItem, ...]:
    """The names of a list of leads up to `, and` where a verb behind it says what the others did; it ends at `stop`.

    In a relative clause (`aside`) only the first: `the round, which was led by Acme, Foo and Bar also joined`.
    """
    end = tokens[stop - 1].start + 1 if 0 < stop <= len(tokens) else len(text)
    if len(items) < 2 or not _DID_OTHERWISE.match(text, end):
        return items
    if aside:
        return items[:1]
    for place, (first, second) in enumerate(pairwise(items), start=1):
        if ", and " in text[first.place : second.place]:
            return items[:place]
    return items
