"""Offices in a list of names: `Jane Doe, Datadog CEO; John Roe, founder, Credly` lists two persons."""

from __future__ import annotations

from extractor.assembling.list_tokens import POSSESSIVE, Token, past
from extractor.assembling.masking import Masked
from extractor.lexicons.rules import word_list

_BEFORE_OFFICES = ("former", "ex", "-", "managing", "vice", "senior")
_OFFICES_TOO = frozenset({"and", "&", "officer", "director", "partner"})
# words that go on behind a list
_GOES_ON = frozenset({"and", "also", "all", "both", "have", "has", "took", "participated", "joined", "invested", "too"})


def firm_of_office(masked: Masked, tokens: tuple[Token, ...], place: int, index: int) -> int | None:
    """`Jane Doe, former CEO, Datadog,`: the index of the name behind an office between commas."""
    if not _may_be_person(masked, place) or index >= len(tokens) or tokens[index].text != ",":
        return None
    after = past(tokens, index + 1, _BEFORE_OFFICES)
    firm = past_offices(tokens, after) + 1
    if firm == after + 1 or firm >= len(tokens) or tokens[firm - 1].text != "," or not tokens[firm].is_org:
        return None
    closed = (
        firm + 1 >= len(tokens) or tokens[firm + 1].text in (";", ",", ".", ")") or tokens[firm + 1].word in _GOES_ON
    )
    return firm if closed and masked.parties[tokens[firm].start].kind != "person" else None


def _may_be_person(masked: Masked, place: int) -> bool:
    """A person, or a name of two or three words that nothing shows to be a firm's."""
    party = masked.parties[place]
    return party.kind == "person" or (party.kind == "unknown" and len(party.name.split()) in (2, 3))


def holds_office(masked: Masked, tokens: tuple[Token, ...], place: int, index: int) -> bool:
    """`Jane Doe, Datadog CEO;`: the name behind the comma says where the person works."""
    if index + 2 >= len(tokens) or tokens[index].text != "," or not tokens[index + 1].is_org:
        return False
    if tokens[index + 2].text in POSSESSIVE and index + 3 < len(tokens):  # `Jane Doe, Datadog's CEO,`
        tokens = (*tokens[: index + 2], *tokens[index + 3 :])
    after = past_offices(tokens, index + 2)
    ends = after >= len(tokens) or tokens[after].text in (";", ",", ".", ")")
    return _may_be_person(masked, place) and tokens[index + 2].word in word_list("offices") and ends


def past_offices(tokens: tuple[Token, ...], index: int) -> int:
    """The index behind `CEO`, `co-founder and chief executive`."""
    while index < len(tokens) and (tokens[index].word in word_list("offices") or tokens[index].word in _OFFICES_TOO):
        index += 1
    return index
