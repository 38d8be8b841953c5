"""Governments that put up money: `the Dutch government`, `the UK government`, of which only half is a name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.recognizing.firm_names import is_place
from extractor.recognizing.name_edges import Name

_GOVERNMENT = re.compile(
    r"\b[Tt]he (?P<name>(?P<union>European (?:Union|Commission))|"
    r"(?P<whose>(?:[A-Z][\w.]{1,14} )?[A-Z][\w.]{1,14}) [Gg]overnment)\b"
)


def governments(text: str) -> Iterator[Name]:
    """The governments of the text by name; `the new government` is none."""
    if "overnment" not in text and "European " not in text:
        return
    for match in _GOVERNMENT.finditer(text):
        if match.group("union") or is_place(match.group("whose")):
            yield Name(match.start("name"), match.end("name"), match.group("name"))
