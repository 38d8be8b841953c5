"""Firms whose names hold another's: a fund with its owner, two firms tied by `&`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from extractor.lexicons.rules import word_list
from extractor.recognizing.name_edges import Name

# `White Star Capital's Digital Asset Fund` is one name
_FUND_END = re.compile(r"(?<= )Fund(?: [IVX]{1,4}| \d)?$")


def owned_funds(text: str, names: Sequence[Name]) -> Iterator[Name]:
    """A fund together with the firm that it is told to belong to."""
    ends = {name.end: name for name in names}
    for name in names:
        owner = ends.get(name.start - 3) or ends.get(name.start - 2)
        if (
            owner
            and not is_place(owner.text)
            and text[owner.end : name.start] in ("'s ", "’s ", "' ", "’ ")
            and _FUND_END.search(name.text)
        ):
            yield Name(owner.start, name.end, text[owner.start : name.end])


# what ends the name of a firm, and what behind `&` is still part of it
_ENDS_FIRM = re.compile(r" (?:Ventures|Capital|Partners|Investments|Angels|VC)$")
_STILL_FIRM = re.compile(r"(?:Co|Company|Partners|Sons|Daughters|Associates|Brothers|Bros|Advisors|Growth)\b")


def parted_firms(names: Sequence[Name]) -> Iterator[Name]:
    """`Tern Ventures & Sandstone` is two firms, `Lynx & Sandstone` where the text also writes both by themselves."""
    alone = {name.text for name in names if " & " not in name.text}
    for name in names:
        left, mark, right = name.text.partition(" & ")
        told = left in alone and any(right == other or other.startswith(right + " ") for other in alone)
        if mark and (told or (_ENDS_FIRM.search(left) and not _STILL_FIRM.match(right))):
            yield Name(name.start, name.start + len(left), left, initial=name.initial)
            yield Name(name.end - len(right), name.end, right, possessive=name.possessive)
        else:
            yield name


def without_origin(names: Sequence[Name]) -> Iterator[Name]:
    """`Japanese Kumo Fund 2` is Kumo Fund 2 where the text also writes Kumo alone; `Indian Angel Network` keeps all."""
    alone = {name.text for name in names}
    for name in names:
        origin, _, rest = name.text.partition(" ")
        known = rest in alone or (rest.partition(" ")[0] in alone and " " in rest)
        if rest and known and origin.lower() in word_list("nationalities"):
            yield Name(name.start + len(origin) + 1, name.end, rest, possessive=name.possessive)
        else:
            yield name


def is_place(name: str) -> bool:
    """True for countries, states, regions and cities of the lexicon."""
    return name.lower().removeprefix("the ") in word_list("places") or name.lower() in word_list("nationalities")


# `the Loring family, and a few angels`, `the Ramaswamy family office also participated`
_FAMILY = re.compile(r" family(?: offices?)?(?=[,.;)]| and\b| also\b|$)")


def with_family(text: str, names: Iterable[Name]) -> Iterator[Name]:
    """The names, those of families behind `the` with the word that makes them one."""
    for name in names:
        found = _FAMILY.match(text, name.end) if text[max(0, name.start - 4) : name.start].lower() == "the " else None
        end = found.end() if found and " " not in name.text else name.end
        yield name if end == name.end else replace(name, end=end, text=text[name.start : end])


# `Belgian Private Equity Fund Sablon Afrique`: where a firm is from and what it is, in capitals
_KIND_BEFORE = re.compile(
    r"(?:[A-Z][a-z]+ )?(?:Private Equity|Venture Capital|Growth Equity) (?:Fund|Firm|Investor|Company|Group) (?=[A-Z])"
)


def without_kind(names: Iterable[Name]) -> Iterator[Name]:
    """The names without the kind of firm before them."""
    for name in names:
        found = _KIND_BEFORE.match(name.text)
        yield replace(name, start=name.start + found.end(), text=name.text[found.end() :]) if found else name
