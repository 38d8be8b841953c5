"""Lists of names as news writes them: `Accel, existing investor GV (Alphabet), Jane Doe, founder of Foo, and others`.

The words that steer the reading are lists of `words.toml`; `list_tokens` says what they mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractor.assembling.list_appositions import after_apposition
from extractor.assembling.list_offices import firm_of_office, holds_office, past_offices
from extractor.assembling.list_tokens import (
    JOINERS,
    POSSESSIVE,
    Token,
    all_between_semicolons,
    backs_another,
    cut_off,
    describes_next,
    inside_bracket,
    is_from,
    names_people,
    names_the_arm,
    opens_followers,
    opens_names,
    past,
    past_group,
    past_long_joiner,
    past_manager,
    past_marks,
    past_owned,
    past_place,
    past_role,
    past_ticker,
    past_ticket,
    stops_list,
    unnamed_list,
)
from extractor.assembling.masking import Masked
from extractor.assembling.party_keys import is_short_form
from extractor.lexicons.rules import word_list

_EXISTING = frozenset(
    {"existing", "returning", "previous", "prior", "current", "earlier", "insiders", "insider", "inside"}
)
_NEW = frozenset({"new", "first-time"})
_BOTH_LED = {("together", "with"), ("and", "by")}  # `led by Acme together with Foo`, `led by Acme and by Foo`
_OWNED_BACKERS = frozenset({"backers", "investors", "shareholders"})
_AFFILIATION = frozenset({"of", "at", "from", "via", "through", "@"})
# `a number of angels including Jane Doe`
_QUANTITIES = frozenset(
    {"likes", "number", "group", "handful", "range", "variety", "list", "slate", "host", "couple", "series"}
)
# `a fund of Acme`, `affiliates of Acme`: it is Acme that invests
_PARTS = (
    _QUANTITIES
    | {"fund", "funds", "arms", "vehicles", "units", "affiliate", "affiliates", "arm", "unit", "vehicle", "endowment"}
    | {"office", "offices", "branch", "division", "subsidiary", "subsidiaries", "wing", "company"}
    | {"clients", "accounts", "entities"}
)
# `our friends at Nineyard`: it is Nineyard that invests
_COLLEAGUES = frozenset({"friends", "pals", "team", "folks", "people", "partners", "colleagues"})
_OWNED = frozenset({"owned", "arm", "part", "subsidiary", "unit", "division", "via", "through", "corporate", "parent"})
# stops that may stand before a name all the same: `its investor Acme`, `about ten funds`
_HARMLESS_STOPS = frozenset({"under", "its", "their", "our", "his", "her", "about", "over", "leading"})
# `Acme group`, `the Acme syndicate`
_GROUP_NOUNS = (
    "ventures",
    "group",
    "syndicate",
    "network",
    "consortium",
    "family",
    "fund",
    "foundation",
    "community",
    "club",
)
_SEPARATORS = (",", ";", "·", "•", "|", "-", "*", "/")
_MAX_FILLER = 12
_ROUND_NOUNS = frozenset({"round", "financing", "funding", "raise", "deal", "transaction", "syndicate"})
_ITS = frozenset({"the", "this", "its"})
_ALL_EXISTING = re.compile(
    r"\b(?:all|both|each)(?: of (?:whom|which|them))?(?: (?:are|were))? (?:existing|previous|returning|current|prior) ",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ListItem:
    """A name of a list: masked place, relation as its words say, the name it is affiliated with, and its other form."""

    place: int
    relation: str | None = None
    affiliation: int | None = None
    alias: int | None = None


def read_list(
    masked: Masked, tokens: tuple[Token, ...], index: int, *, lead: bool = False
) -> tuple[tuple[ListItem, ...], int]:
    """The names from token `index` on and the index of the first token after the list; () when there is none."""
    items: list[ListItem] = []
    relation: str | None = None
    ended = index
    while index < len(tokens):
        if lead and items and opens_followers(tokens, index):
            break
        place, relation = _next_name(masked, tokens, index, relation)
        if place is None:
            onward = _past_unreadable(tokens, index, ended) if items else None
            if onward is None:
                index = ended
                break
            index = onward
            continue
        item, after = _read_item(masked, tokens, place, relation)
        if _says(tokens, after):
            while items and masked.text[items[-1].place + 1 : tokens[place].start] == " and ":
                place = next(i for i, token in enumerate(tokens) if token.start == items[-1].place)
                items.pop()  # `investors, Jane Doe and John Roe report`
            break
        if cut_off(tokens, after):
            break
        index = ended = after
        items.append(item)
        if lead and _ends_lead_list(tokens, index, place):
            break
        follow = _separator(masked, tokens, index)
        if follow is None:
            break
        index = follow
    return tuple(_relate_all(tokens, items, index)), index


def _says(tokens: tuple[Token, ...], index: int) -> bool:
    """True for a verb of saying at `index`; not for `the investors Acme and Foo added to it`, `added €2 million`."""
    if index >= len(tokens) or tokens[index].word not in word_list("saying_verbs"):
        return False
    follows = tokens[index + 1] if index + 1 < len(tokens) else None
    return tokens[index].word != "added" or follows is None or not (follows.word == "to" or follows.is_value)


def _past_unreadable(tokens: tuple[Token, ...], index: int, ended: int) -> int | None:
    """Where a list parted by semicolons goes on behind an item without a name, None when it does not."""
    if ended >= len(tokens) or tokens[ended].text != ";":
        return None
    for place in range(index, min(len(tokens), index + _MAX_FILLER)):
        if tokens[place].text == ";":
            return place + 1
    return None


def _ends_lead_list(tokens: tuple[Token, ...], index: int, place: int) -> bool:
    """`led by Acme; Bar and Baz`, `led by Acme, alongside Bar`: the name behind that at `place` did not lead."""
    if index < len(tokens) and tokens[index].text == ";":
        return tokens[place - 1].text != ";" and not all_between_semicolons(tokens, index)
    index = past(tokens, index, (",",))
    both = tuple(token.word for token in tokens[index : index + 2]) in _BOTH_LED
    return not both and past_long_joiner(tokens, index) is not None


def _next_name(
    masked: Masked, tokens: tuple[Token, ...], index: int, relation: str | None
) -> tuple[int | None, str | None]:
    """The token index of the next name behind describing words, and the relation those words give."""
    belongs, behind_group = False, 0
    for place in range(index, min(len(tokens), index + _MAX_FILLER + 1)):
        token = tokens[place]
        if place < behind_group:
            belongs = False
            continue
        behind_group = past_group(tokens, place)
        if token.is_org:
            if owner := _owned_backers(tokens, place):
                relation, belongs = ("existing" if owner in _EXISTING else relation), False
                continue
            if not belongs and not describes_next(tokens, place):
                return place, relation
            if belongs and (unnamed_list(tokens, place) or _firms_of_people(masked, tokens, place)):
                return None, relation
            belongs = False
            continue
        if token.word in word_list("saying_verbs") or _new_subject(tokens, place):
            return None, relation
        relation = None if _of_both(tokens, place) else _relation_behind(token.word, relation, belongs)
        if token.text == ":":
            belongs = False
            continue
        if token.text == "(":
            return (_named_in_bracket(tokens, place) if place > index else None), relation
        if _ends_search(token, behind_filler=place > index) and not opens_names(tokens, place):
            return None, relation
        belongs = _belongs_behind(tokens, place, belongs, behind_filler=place > index)
    return None, relation


def _new_subject(tokens: tuple[Token, ...], place: int) -> bool:
    """`Led by Acme, the round drew Foo`, `led by Acme and backed by Foo`: another clause begins between two names."""
    if tokens[place].word in ("backed", "followed"):
        return place + 1 < len(tokens) and tokens[place + 1].word == "by"
    if tokens[place].word not in _ROUND_NOUNS or place + 1 >= len(tokens) or tokens[place - 1].word not in _ITS:
        return False
    verb = tokens[place + 1]
    return verb.word.isalpha() and not (verb.is_org or names_people(verb))


def _owned_backers(tokens: tuple[Token, ...], place: int) -> str:
    """`Acme's existing backers Foo and Bar`: the word behind, "" unless the name only owns backers."""
    words = [token.word for token in tokens[place + 2 : place + 4]]
    owns = place + 2 < len(tokens) and tokens[place + 1].text in POSSESSIVE
    return words[0] if owns and any(word in _OWNED_BACKERS for word in words) else ""


def _firms_of_people(masked: Masked, tokens: tuple[Token, ...], place: int) -> bool:
    """`founders from Faire, Melio and Brex`: behind the first firm another name of one word, no person's."""
    if not names_people(tokens[place - 2]) or tokens[place - 1].word not in ("from", "at", "for"):
        return False
    following = tokens[place + 1 : place + 3]
    if len(following) < 2 or not following[1].is_org or " " in masked.parties[following[1].start].name:
        return False
    return following[0].text == "," or (following[0].word == "and" and tokens[place - 1].word != "from")


def _of_both(tokens: tuple[Token, ...], place: int) -> bool:
    """`new and existing investors`: the names behind are some of both."""
    words = {tokens[place].word, tokens[place - 2].word} if place > 1 and tokens[place - 1].word == "and" else set()
    return bool(words & _NEW and words & _EXISTING)


def _relation_behind(word: str, relation: str | None, belongs: bool) -> str | None:
    """The relation of the next name behind `existing investors`, `new backer`."""
    if word in _EXISTING:
        return "existing"
    if word in _NEW and not belongs and relation in (None, "existing"):
        return "new"
    return relation


def _named_in_bracket(tokens: tuple[Token, ...], index: int) -> int | None:
    """`existing investors (Acme, Bar)`, `backers (including Acme)`: the first name of the bracket at `index`."""
    place = past(tokens, index + 1, ("including", "namely", "incl", "e.g", "i.e", ",", ":"))
    return place if place < len(tokens) and tokens[place].is_org and names_people(tokens[index - 1]) else None


def _ends_search(token: Token, *, behind_filler: bool) -> bool:
    """True for a token that no describing words run across; `behind_filler` when other words stand before it."""
    if stops_list(token.word):
        return token.word not in _HARMLESS_STOPS and not (behind_filler and token.word in ("in", "on", "for", "as"))
    return (token.is_value and token.text < "\uec00") or token.text in (".", ";", "—", "?", "!", ")", "]")


def _belongs_behind(tokens: tuple[Token, ...], index: int, belongs: bool, *, behind_filler: bool) -> bool:
    """True when the next name says where somebody belongs: `partners of Acme`, `executives from Acme`."""
    word = tokens[index].word
    if word in ("in", "on", "for", "as") and behind_filler:
        return True
    if word in ("of", "under") and index and tokens[index - 1].word in _PARTS:
        return False
    if word == "at" and index and tokens[index - 1].word in _COLLEAGUES:
        return False
    if word in ("of", "at", "within"):
        return True
    if word == "from":
        return index > 0 and names_people(tokens[index - 1])
    return belongs and word != "by"


def _read_item(masked: Masked, tokens: tuple[Token, ...], index: int, relation: str | None) -> tuple[ListItem, int]:
    """One name with its bracket, apposition and affiliation; the index of the token after them."""
    item = ListItem(tokens[index].start, relation if relation in ("new", "existing") else None)
    if index >= 2 and tokens[index - 1].text in POSSESSIVE and tokens[index - 2].is_org:
        owner = tokens[index - 2].start
        generic = masked.parties[item.place].name.lower() in word_list("program_words")
        item = replace(item, place=owner) if generic else replace(item, affiliation=owner)
    index = past_ticker(tokens, past_marks(tokens, index + 1))
    if index < len(tokens) and tokens[index].text in POSSESSIVE:
        index = past_owned(tokens, index + 1)
        if names_the_arm(tokens, index):  # `Saha Bank's venture arm, SHB 9Y`
            item, index = replace(item, place=tokens[index + 1].start, affiliation=item.place), index + 2
    if index < len(tokens) and tokens[index].text in ("(", "["):
        inner, index = inside_bracket(tokens, index)
        item = _with_inner(masked, item, inner)
    index = past(tokens, past_marks(tokens, index), _GROUP_NOUNS)
    index = past_ticket(tokens, past_role(tokens, past_place(tokens, past_manager(tokens, index))))
    if index + 1 < len(tokens) and tokens[index].word in _AFFILIATION:
        item, index = _affiliated(masked, tokens, item, index)
    if holds_office(masked, tokens, item.place, index):
        owned = tokens[index + 2].text in POSSESSIVE
        item, index = replace(item, affiliation=tokens[index + 1].start), past_offices(tokens, index + 2 + owned)
    elif firm := firm_of_office(masked, tokens, item.place, index):
        item, index = replace(item, affiliation=tokens[firm].start), firm + 1
    return item, index


def _with_inner(masked: Masked, item: ListItem, inner: tuple[Token, ...]) -> ListItem:
    """`Institute of Health (IH)` and `the fund (with Guoke Investment)` give another form; `of Foo` an affiliation."""
    names = [t for t in inner if t.is_org]
    words = {t.word for t in inner if not t.is_org and t.text[0].isalpha()}
    if len(names) == 1 and len(inner) <= 3 and words <= {"with", "formerly", "aka", "via"}:
        own, inside = masked.parties[item.place].name, masked.parties[names[0].start].name
        if words or is_short_form(inside, own) or is_short_form(own, inside):
            return replace(item, alias=names[0].start)
    if names and _belongs_in_bracket(masked, item, names, words):
        return replace(item, affiliation=names[0].start)
    return item


def _belongs_in_bracket(masked: Masked, item: ListItem, names: list[Token], words: set[str]) -> bool:
    """`Jane Doe (Acme)`, `GV (part of Alphabet)`; not `Acme Fund (an early backer of Foo)`, `Norrsken (SE)`."""
    inside, own = masked.parties[names[0].start].name, masked.parties[item.place]
    if len(inside) <= 3 and inside.isupper():
        return False
    if words & _OWNED or own.kind == "person":
        return True
    return own.kind == "unknown" and (not words or bool(words & word_list("person_roles")))


def _affiliated(masked: Masked, tokens: tuple[Token, ...], item: ListItem, index: int) -> tuple[ListItem, int]:
    """`Jane Doe of Foo`, `Acme through its fund Bar`."""
    person = masked.parties[item.place].kind == "person"
    reach = 5 if tokens[index].word in ("via", "through") else 4 if person else 2
    for place in range(index + 1, min(index + reach + 1, len(tokens))):
        token = tokens[place]
        if token.is_org:
            after = place + 1
            if after + 1 < len(tokens) and tokens[after].text == "'s":
                break
            while after < len(tokens) and tokens[after].word in word_list("program_words"):
                after += 1
            return replace(item, affiliation=token.start), after
        if not token.text[0].isalpha():
            break
    return item, index


def _past_dashes(tokens: tuple[Token, ...], index: int) -> int:
    """`Corvid Growth — a returning backer from 2022 — along with`: the index behind what dashes set apart."""
    if index + 1 >= len(tokens) or tokens[index].text != "—" or tokens[index + 1].is_org:
        return index
    closing = next((i for i in range(index + 1, min(len(tokens), index + _MAX_FILLER + 4)) if tokens[i].text == "—"), 0)
    goes_on = closing and (
        past_long_joiner(tokens, closing + 1) is not None
        or (closing + 1 < len(tokens) and tokens[closing + 1].word in JOINERS)
    )
    return closing + 1 if goes_on else index


def _separator(masked: Masked, tokens: tuple[Token, ...], index: int) -> int | None:
    """The token index at which the list goes on, or None when it ends here."""
    index = _past_dashes(tokens, index)
    start, index = index, past(tokens, index, _SEPARATORS)
    if index >= len(tokens):
        return None
    word = tokens[index].word
    if word in JOINERS:
        return index + 1
    behind = past_long_joiner(tokens, index)
    if behind is not None:
        return behind
    if index == start:
        return None
    if tokens[index].is_org and not backs_another(tokens, index):
        return index
    if tokens[index].is_org or is_from(tokens, index) or word in word_list("apposition_starts"):
        return after_apposition(masked, tokens, index)
    return None if stops_list(word) else index


def _relate_all(tokens: tuple[Token, ...], items: list[ListItem], index: int) -> Iterator[ListItem]:
    """`A, B and C (all existing investors)` gives the relation to every name of the list."""
    if len(items) < 2 or not tokens:
        yield from items
        return
    tail = " ".join(t.text for t in tokens[max(0, index - 8) : index + 4])
    everyone = _ALL_EXISTING.search(tail + " ")
    for item in items:
        yield replace(item, relation="existing") if everyone and item.relation is None else item
