"""Gapped clauses: `Acme put in $5 million, Foo $3 million and Bar the rest` tells with one verb what three did."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.assembling.masking import MONEY, ORG

# what is left of the first clause behind its verb
_FIRST = re.compile(rf"(?:[^.;,\ue000-\ue7ff]{{0,30}}?{MONEY})?")
_NEXT = re.compile(
    rf"(?:,? and|,? while|[,;]) (?:[\w'-]+ ){{0,3}}?(?P<name>{ORG}),? "
    rf"(?:with |another |a further |an additional |about |some |up to )?(?:{MONEY}|the (?:rest|remainder|balance))"
)


def gapped(text: str, end: int) -> Iterator[int]:
    """The masked places of the names that share the verb which ends at `end`, each with a sum or the rest."""
    first = _FIRST.match(text, end)
    place = first.end() if first else end
    while following := _NEXT.match(text, place):
        yield following.start("name")
        place = following.end()
