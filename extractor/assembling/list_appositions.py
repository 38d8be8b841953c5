"""Appositions in a list of names: `Accel, an early backer of Foo, Bar and Baz, and GV` lists Accel and GV."""

from __future__ import annotations

from functools import cache

from extractor.assembling.list_tokens import (
    MAX_APPOSITION,
    Token,
    behind_semicolon,
    item_starts,
    name_soon,
    past,
    past_long_joiner,
    tells_of_round,
)
from extractor.assembling.masking import Masked
from extractor.lexicons.rules import word_list

# `, also saw participation from Foo`: no apposition, another list
_OTHER_LIST = frozenset({"saw", "participation", "attracted", "welcomed", "featured"})
# behind these a name may be an item of its own although they can open an apposition
_ITEM_OPENERS = frozenset(
    ("the", "both", "all", "including", "early", "angel", "investor", "venture", "global", "also", "partners")
)
_TIMES = frozenset({"former", "ex", "current", "longtime", "onetime"})
_RANKS = frozenset(
    {"vice", "senior", "president", "head", "manager", "engineer", "officer", "director", "board", "member"}
)
# `an early backer of Foo`, `which also supported Foo`, `whose clients include Foo`: what stands before the first name
_HOLDS = frozenset(
    {"backed", "backs", "supported", "include", "includes", "including", "as", "like", "behind", "funded"}
)
# `Tom Vesely, the Harrowgate partner who wrote the check`: it is Harrowgate that invests
_OF_FIRMS = frozenset({"partner", "investor", "managing", "general", "operating"})
_HOLDERS = frozenset(
    {"backer", "backers", "investor", "investors", "invested", "investments", "stakes", "shareholder", "supporter"}
)


def after_apposition(masked: Masked, tokens: tuple[Token, ...], index: int) -> int | None:
    """Skip `, a venture firm in Paris,`, also several in a row; a name right after `the` is an item of its own."""
    while index < len(tokens):
        if _opens_item(tokens, index):
            return index
        if tells_of_round(tokens, index):
            return None
        border = _apposition_border(masked, tokens, index)
        if border is not None and (holdings := _past_holdings(masked, tokens, border)) > border:
            border = holdings
            if border >= len(tokens) or tokens[border].text not in (",", ";"):
                return None
        if border is None or tokens[border].text == ";":
            return behind_semicolon(tokens, index) if border is None else border + 1
        joined = past_long_joiner(tokens, border + 1)
        after = past(tokens, border + 1, ("and", ",")) if joined is None else joined
        if item_starts(tokens, after):
            return after
        again = after < len(tokens) and tokens[after].word in word_list("apposition_starts")
        if tokens[border].text != "," or not again:
            return behind_semicolon(tokens, border)
        index = after
    return None


def _apposition_border(masked: Masked, tokens: tuple[Token, ...], index: int) -> int | None:
    """The comma, semicolon or `and` that ends the apposition, None when the sentence or its sense ends before."""
    for place in range(index, min(len(tokens), index + MAX_APPOSITION)):
        text = tokens[place].text
        if text == "by" and tokens[place - 1].text not in ("and", ",") and name_soon(tokens, place + 1, 6):
            return None
        if tokens[place].word in _OTHER_LIST or (text == "like" and name_soon(tokens, place + 1, 3)):
            return None
        if text in (";", ","):
            return place
        if tokens[place].word == "and" and place - index > 2 and _person_next(masked, tokens, place + 1):
            return place
        if text in (".", "?", "!", "—"):
            return None
    return None


def _opens_item(tokens: tuple[Token, ...], index: int) -> bool:
    """`including`, and `the`, `angel investor` right before a name, go on with the list."""
    word = tokens[index].word
    if word in _TIMES:
        return _officer_opens(tokens, index + 1)
    if word not in _ITEM_OPENERS or index + 1 >= len(tokens):
        return False
    if word in _HOLDERS and tokens[index + 1].word in ("in", "of", "at"):
        return False  # `Jane Doe, investor in Foo, John Roe`
    if word == "the" and tokens[index + 1].word in ("same", "very"):
        return False
    if word == "the" and _office_of(tokens, index + 1):
        return False
    if word == "the" and (_arm_of_another(tokens, index + 1) or _is_what_somebody_is(tokens, index + 1)):
        return False
    return word == "including" or name_soon(tokens, index + 1, 4)


@cache
def _roles() -> tuple[str, ...]:
    """Words of offices, in lower case."""
    return tuple(word_list("person_roles") | word_list("offices") | _RANKS)


def _officer_opens(tokens: tuple[Token, ...], index: int) -> bool:
    """`former Foo chief executive Jane Doe` is an item; behind `former Foo chief executive,` none follows."""
    if index >= len(tokens) or not tokens[index].is_org:
        return False
    behind = past(tokens, index + 1, _roles())
    return behind > index + 1 and behind < len(tokens) and tokens[behind].is_org


def _office_of(tokens: tuple[Token, ...], index: int) -> bool:
    """`Jane Doe, the chief executive of Foo, and John Roe`: what she is, no item of the list."""
    behind = past(tokens, index, (*_roles(), "and"))
    return index < behind < len(tokens) and tokens[behind].word in ("of", "at", "behind")


def _arm_of_another(tokens: tuple[Token, ...], index: int) -> bool:
    """`HCB Ventures, the venture group of Heartland Bank, came in`: words about the name before, no item."""
    for place in range(index, min(index + 4, len(tokens) - 1)):
        if tokens[place].text == "of":
            owner = past(tokens, place + 1, ("the",))
            role = past(tokens, owner + 1, tuple(word_list("person_roles")))
            if role > owner + 1 and role < len(tokens) and tokens[role].is_org:
                owner = role  # `the investment arm of Acme co-founder Jane Doe`
            closed = owner + 1 >= len(tokens) or tokens[owner + 1].text in (",", ".", ";")
            named = owner < len(tokens) and tokens[owner].is_org
            return tokens[place - 1].word in word_list("owner_parts") and named and closed
    return False


def _is_what_somebody_is(tokens: tuple[Token, ...], index: int) -> bool:
    """`Alastair Cromarty, the Southland farmer and director, came in`: what the person before is, no item."""
    if index + 1 >= len(tokens) or not tokens[index].is_org:
        return False
    return tokens[index + 1].word in (word_list("occupations") | word_list("person_roles")) - _OF_FIRMS


def _person_next(masked: Masked, tokens: tuple[Token, ...], index: int) -> bool:
    """`CEO of Foo and Jane Roe`: behind `and` a person opens a new item, a firm belongs to the apposition."""
    return index < len(tokens) and tokens[index].is_org and masked.parties[tokens[index].start].kind == "person"


def _past_holdings(masked: Masked, tokens: tuple[Token, ...], border: int) -> int:
    """The index behind `Foo, Bar and Baz` in `which also backed Foo, Bar and Baz`; `border` is the mark behind Foo.

    Firms and people open an item of their own again: `an investor in Foo, Bar Ventures and Baz`.
    """
    if border < 2 or not tokens[border - 1].is_org or not _holds(tokens, border - 2):
        return border
    while True:
        after = past(tokens, border, (",", "and"))
        if after == border or after >= len(tokens) or not tokens[after].is_org:
            return border
        closed = after + 1 >= len(tokens) or tokens[after + 1].text in (",", ".", ";", ")", "and")
        if not closed or masked.parties[tokens[after].start].kind in ("firm", "person"):
            return border
        border = after + 1


def _holds(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether the word at `index` says that the name behind it belongs to the name before the apposition."""
    if tokens[index].word in ("of", "in"):
        return any(token.word in _HOLDERS for token in tokens[max(0, index - 2) : index])
    return tokens[index].word in _HOLDS
