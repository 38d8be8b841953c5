"""Which party of a list acted: the firm of a partner, the arm of a group, one party told twice."""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.assembling.lines import Line
from extractor.assembling.party_lists import ListItem

# `Jane Doe, a partner at Acme Ventures, joined the round`: it is the firm that invests
_PARTNER_AT = re.compile(
    r".,? (?:an? |the )?(?:[\w-]+ ){0,2}?(?:(?:partner|principal|managing director|investment (?:manager|director)) "
    r"(?:at|in|of|with)|investor (?:at|with)) (?:the )?(?:[\w-]+ ){0,5}?(?P<firm>[\ue000-\ue7ff])",
    re.IGNORECASE,
)


def firm_of_partner(line: Line, item: ListItem, cue: int) -> ListItem:
    """The same item, or the firm whose partner it names right before the cue at masked place `cue`."""
    found = _PARTNER_AT.match(line.text, item.place, cue)
    if found is None or line.masked.parties[found.start("firm")].kind == "person":
        return item
    return replace(item, place=found.start("firm"), affiliation=None, alias=None)


_PARTNER_BEFORE = re.compile(
    r"(?P<firm>[\ue000-\ue7ff])(?:'s)?(?: (?:managing|general|founding|venture|senior))?"
    r" (?:partner|principal|director|investor) $"
)


def firm_that_led(line: Line, item: ListItem) -> ListItem:
    """`Jane Doe of Foxcombe Ventures led`, `Hexham Ventures partner Omar Roe led`: the firm did."""
    if line.masked.parties[item.place].kind == "firm":
        return item
    before = _PARTNER_BEFORE.search(line.text, max(0, item.place - 40), item.place)
    firm = before.start("firm") if before else item.affiliation
    if firm is None or (before is None and line.masked.parties[firm].kind != "firm"):
        return item
    return replace(item, place=firm, affiliation=None, alias=None)


# `CAF, the Development Bank of Latin America, was in front`: one party, told by its verb
_APPOSED = re.compile(r".(?: \([^)]{1,30}\))?, (?:the|an?) (?:[\w-]+ ){0,4}?[\ue000-\ue7ff],? *$")
# `The venture arm of Acme, Acme Ventures, has put in`: the arm did
_ARM_OF = re.compile(r"\b(?:arm|unit|vehicle|subsidiary|fund) of (?:the )?$", re.IGNORECASE)
_SINGULAR = re.compile(r",? *(?:also |again )?(?:was|is|has|leads|joins|invests|participates)\b")


def one_party(text: str, items: tuple[ListItem, ...], cue: int) -> tuple[ListItem, ...]:
    """The items, two of them made one where the second explains the first and the cue's verb is singular."""
    if len(items) != 2 or not _SINGULAR.match(text, cue):
        return items
    if _ARM_OF.search(text, 0, items[0].place) and text[items[0].place + 1 : items[1].place] == ", ":
        return (items[1],)
    return (items[0],) if _APPOSED.fullmatch(text[items[0].place : cue]) else items
