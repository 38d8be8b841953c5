"""Tokens of a masked sentence, and what single words and short runs of them mean in a list of names."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from extractor.lexicons.rules import word_list

_TOKEN = re.compile(r"[\ue000-\uedff]|[\w'&./%$€£+-]+|[^\s\w]")
JOINERS = frozenset({"and", "&", "plus", "or"})
POSSESSIVE = ("'s", "'")
_NO_NOUNS = frozenset({"of", "at", "by", "from", "the", "a", "an", "its", "via", "also", "co"})
_DESCRIPTIVE_STOPS = frozenset({"in", "of", "for", "by", "from", "at", "on", "with", "to"})
_UNNAMED = frozenset({"investors", "angels", "backers", "firms", "investor"})
_FOLLOWERS = frozenset({"other", "others", "including", "further", "additional", "participants", "joined"})
# `Acme alongside several players including Foo`: no nouns of Acme
_LEADS_ON = frozenset({"alongside", "along", "including", "such", "like", "namely", "together", "plus", "joined"})
_FIRMS = frozenset({"firms", "parties", "groups", "vehicles", "institutions", "offices", "individuals", "others"})
_ONE_BACKER = frozenset({"backer", "investor", "shareholder", "owner"})
_RUN = frozenset({"operated", "managed", "run", "advised"})
# how many tokens a bracket may hold
_MAX_BRACKET = 60


# Tokens that an apposition runs over at most.
MAX_APPOSITION = 45


class Token(NamedTuple):
    """A token of the masked text."""

    start: int
    end: int
    text: str
    word: str
    """The token in lower case."""
    is_org: bool
    """True for a name's placeholder."""

    @property
    def is_value(self) -> bool:
        """True for any other placeholder."""
        return not self.is_org and "\ue800" <= self.text[0] <= "\uedff"


@lru_cache(maxsize=1 << 9)  # several readers of one article ask for the same sentences
def tokens_of(text: str) -> tuple[Token, ...]:
    """The tokens of a masked sentence."""
    return tuple(
        Token(*m.span(), word := m.group(), word.lower().rstrip("."), "\ue000" <= word[0] <= "\ue7ff")
        for m in _TOKEN.finditer(text)
    )


def stops_list(word: str) -> bool:
    """True for a lower-case word that a list of names never runs across."""
    return word in word_list("list_stops")


def names_people(token: Token) -> bool:
    """True for `executives`, `founders`, `funds`: nouns of people and firms that a name may describe."""
    return token.word in word_list("party_nouns")


def cut_off(tokens: tuple[Token, ...], index: int) -> bool:
    """True when the text breaks off inside the name: `Samsung N...`."""
    rest = [t.text for t in tokens[index : index + 3]]
    return bool(rest) and (rest[0] == "…" or rest[0].startswith("..") or rest == [".", ".", "."])


def opens_followers(tokens: tuple[Token, ...], index: int) -> bool:
    """True when the words before the next name open the followers of a lead list: `and other investors including`."""
    for token in tokens[index : index + 8]:
        if token.is_org:
            return False
        if token.word in _FOLLOWERS:
            return True
    return False


def describes_next(tokens: tuple[Token, ...], index: int) -> bool:
    """True when the name at `index` only describes the next: `Nvidia's Timo Aila`, `Google venture arm GV`."""
    if index + 1 >= len(tokens):
        return False
    ahead = tokens[index + 1]
    if ahead.text in POSSESSIVE:
        return name_soon(tokens, index + 2, 5) or _bracketed_name(tokens, index + 2)
    if names_people(ahead):
        return True
    place = index + 1
    while place < len(tokens) and place - index <= 4 and _role_or_noun(tokens[place]):
        place += 1
    if place > index + 1 and place < len(tokens) and tokens[place].text == ",":
        return _one_person(tokens, place)
    return place > index + 1 and place < len(tokens) and tokens[place].is_org


def _one_person(tokens: tuple[Token, ...], comma: int) -> bool:
    """`Acme owner, Foo founder, and billionaire Jane Doe`: offices in a row before the person who holds them."""
    if tokens[comma - 1].word not in word_list("person_roles") and tokens[comma - 1].word != "owner":
        return False
    noun = past(tokens, comma, (",", "and"))
    place = noun
    while place < len(tokens) and place - noun <= 3 and _role_or_noun(tokens[place]):
        place += 1
    if place >= len(tokens) or not tokens[place].is_org:
        return False
    return place > noun or describes_next(tokens, place)


def _role_or_noun(token: Token) -> bool:
    """`co-founder`, or a lower-case word that is no function word: the noun of `Olympic rower Jane Doe`."""
    word = token.text
    if word in _LEADS_ON:
        return False
    return token.word in word_list("person_roles") or (
        word.isalpha() and word.islower() and not stops_list(word) and word not in JOINERS and word not in _NO_NOUNS
    )


def _bracketed_name(tokens: tuple[Token, ...], index: int) -> bool:
    """`Mango's industry investor (Houwei Capital)`: the name stands in the bracket behind the noun."""
    for place in range(index, min(index + 4, len(tokens) - 1)):
        if tokens[place].text == "(":
            return tokens[place + 1].is_org and names_people(tokens[place - 1])
    return False


def unnamed_list(tokens: tuple[Token, ...], index: int) -> bool:
    """`angel investors from Uniswap, Nansen`, `founders of Avalor, and Innoviz`: firms of unnamed people, no list."""
    before = tokens[max(0, index - 3) : index]
    follows = tokens[index + 1].text if index + 1 < len(tokens) else ""
    return any(token.word in _UNNAMED for token in before) or (
        any(token.word == "of" for token in before) and any(map(names_people, before)) and follows == ","
    )


def is_plural_noun(token: Token) -> bool:
    """`services` in `MADE services`: a lower-case word behind a name that belongs to it, as far as its form tells."""
    word = token.text
    return len(word) > 4 and word.isalpha() and word.islower() and word.endswith("s") and not stops_list(word)


def name_soon(tokens: tuple[Token, ...], index: int, reach: int) -> bool:
    """True when a name stands within `reach` tokens, only plain words before it."""
    for token in tokens[index : index + reach]:
        if token.is_org:
            return True
        if not token.text[0].isalpha() or stops_list(token.word) or token.word in JOINERS:
            return False
    return False


def item_starts(tokens: tuple[Token, ...], index: int) -> bool:
    """True when a name stands at `index` behind at most a few describing words."""
    for place, token in enumerate(tokens[index : index + 6]):
        if token.is_org:
            return True
        if place == 0 and token.word in ("from", "by"):
            continue
        if token.is_value or not token.text[0].isalpha():
            return False
        if stops_list(token.word) or token.word in _DESCRIPTIVE_STOPS:
            return False
    return False


def past(tokens: tuple[Token, ...], index: int, words: tuple[str, ...]) -> int:
    """The index of the first token from `index` on that is none of these lower-case words or marks."""
    while index < len(tokens) and tokens[index].word in words:
        index += 1
    return index


def names_the_arm(tokens: tuple[Token, ...], index: int) -> bool:
    """True where what a name owns is an arm, and the comma at `index` stands before the arm's own name."""
    if index + 1 >= len(tokens) or tokens[index].text != "," or not tokens[index + 1].is_org:
        return False
    after = tokens[index + 2].text if index + 2 < len(tokens) else "."
    return tokens[index - 1].word in word_list("owner_parts") and after in (",", ".", "and", ";")


def past_owned(tokens: tuple[Token, ...], index: int) -> int:
    """The index behind the words of what a name owns: `Acme's venture arm`."""
    while (
        index < len(tokens)
        and (tokens[index].text[0].isalnum() or tokens[index].is_value)
        and not tokens[index].is_org
        and not stops_list(tokens[index].word)
        and tokens[index].word not in JOINERS
    ):
        index += 1
    return index


def opens_names(tokens: tuple[Token, ...], index: int) -> bool:
    """`three funds — Acme, Foo and Bar`, `entities affiliated with Acme`: who was told of before `index` is named."""
    if tokens[index].word == "with":
        return index > 0 and tokens[index - 1].word in ("affiliated", "associated")
    follows = tokens[index + 1] if index + 1 < len(tokens) else None
    before = index > 0 and (names_people(tokens[index - 1]) or tokens[index - 1].word in _FIRMS)
    return tokens[index].text == "—" and before and follows is not None and follows.is_org


_GROUPS = frozenset(("consortium", "syndicate", "group", "investors", "angels", "backers", "individuals"))
_MADE_OF = frozenset(("comprising", "consisting", "composed", "comprised", "including", "includes", "included"))


def past_group(tokens: tuple[Token, ...], index: int) -> int:
    """The index behind `a syndicate that includes`, `investors such as`, before whose names no other stands."""
    if tokens[index].word not in _GROUPS:
        return index
    place = past(tokens, index + 1, ("that", "which", "made", "up"))
    if place < len(tokens) and (tokens[place].word in _MADE_OF or tokens[place - 1].word == "up"):
        return past(tokens, place + (tokens[place].word in _MADE_OF), ("of",))
    words = [token.word for token in tokens[index + 1 : index + 3]]
    return index + 3 if words == ["such", "as"] else index


def past_marks(tokens: tuple[Token, ...], index: int) -> int:
    """The index behind quotes, asterisks, trademark signs and closing brackets."""
    return past(tokens, index, ('"', "*", "_", "®", "™", "©", ")"))


_TICKER = re.compile(r"[A-Z0-9]{1,6}\.[A-Z]{1,3}")


def past_ticker(tokens: tuple[Token, ...], index: int) -> int:
    """`Brandt AG BRNZ.VX, from Canyon Rock`: the index behind the code of a listed company's share."""
    return index + 1 if index < len(tokens) and _TICKER.fullmatch(tokens[index].text) else index


def past_role(tokens: tuple[Token, ...], index: int) -> int:
    """`Globis as lead, Mitsui, ...`, `Globis of Basel (lead), ...`: the index behind a role inside a list."""
    if [t.word for t in tokens[index : index + 3]] == ["(", "lead", ")"]:
        return index + 3
    comma = past(tokens, index, (",",))
    if comma < len(tokens) and tokens[comma].word == "acting":
        comma += 1
    if comma > index and [t.word for t in tokens[comma : comma + 2]] in (["as", "lead"], ["as", "co-lead"]):
        index = comma
    following = [t.text for t in tokens[index : index + 1]] + [t.word for t in tokens[index + 1 : index + 2]]
    if following in (["as", "lead"], ["as", "co-lead"], ["as", "the"]):
        return past(tokens, index + 2, ("lead", "co-lead", "investor", "investors"))
    return index


def past_ticket(tokens: tuple[Token, ...], index: int) -> int:
    """`Rewe at €50 million and Doordash at €30 million`: the index behind what a name of a list puts in."""
    following = tokens[index : index + 2]
    if len(following) == 2 and following[0].word in ("at", "with", "for") and "\ue800" <= following[1].text < "\uea00":
        return index + 2
    return index


def backs_another(tokens: tuple[Token, ...], index: int) -> bool:
    """`Acme, Foo's backer since 2018, will reinvest`: the words behind the comma say who Acme is."""
    behind = tokens[index + 1 : index + 3]
    owns = tokens[index].is_org and len(behind) == 2 and behind[0].text in POSSESSIVE
    return owns and behind[1].word in _ONE_BACKER


def past_manager(tokens: tuple[Token, ...], index: int) -> int:
    """`Mirai Fund II operated by Hinode Asset, and Foo`: the index behind who runs a fund of a list."""
    runs = tokens[index : index + 3]
    if len(runs) == 3 and runs[0].word in _RUN and runs[1].word == "by" and runs[2].is_org:
        return index + 3
    return index


def past_place(tokens: tuple[Token, ...], index: int) -> int:
    """`Cream Ridge Fund of Milwaukee`: places are no names here, so they stand as plain capitalised words."""
    if index + 1 < len(tokens) and tokens[index].word in ("located", "based", "headquartered"):
        index += 1  # `Four Rivers Capital located in Omaha also joined`
    if index + 1 < len(tokens) and tokens[index].text == "," and tokens[index + 1].word in word_list("places"):
        ends = index + 2 == len(tokens) or tokens[index + 2].text in (",", ";", ".")
        return index + 2 if ends else index  # `Acme, Germany; Foo, France`
    if (
        index + 1 >= len(tokens)
        or tokens[index].text not in ("of", "in", "from")
        or tokens[index + 1].is_org
        or not tokens[index + 1].text[0].isupper()
    ):
        return index
    index += 1
    while index < len(tokens) and not tokens[index].is_org and tokens[index].text[0].isupper():
        index += 1
    if index + 1 < len(tokens) and tokens[index].text == ",":
        region = tokens[index + 1]  # `of Zug, Switzerland;`, `of Durham, N.C., led it`
        ends = index + 2 == len(tokens) or tokens[index + 2].text in (",", ";", ".")
        index += 2 * (ends and not region.is_org and region.text[0].isupper())
    return index


def is_from(tokens: tuple[Token, ...], index: int) -> bool:
    """`, of Edinburgh,` behind a name: where it is from."""
    follows = tokens[index + 1] if index + 1 < len(tokens) else None
    return tokens[index].word == "of" and follows is not None and not follows.is_org and follows.text[0].isupper()


def past_long_joiner(tokens: tuple[Token, ...], index: int) -> int | None:
    """The index behind `as well as`, `along with`, `together with` or `alongside`; None when none stands here."""
    words = [t.word for t in tokens[index : index + 3]]
    if words == ["as", "well", "as"]:
        return index + 3
    if words[:2] in (["along", "with"], ["together", "with"]):
        return index + 2
    if words[:2] == ["and", "by"]:
        return index + 2
    if words[:1] == ["alongside"]:
        return index + 1
    return None


def inside_bracket(tokens: tuple[Token, ...], index: int) -> tuple[tuple[Token, ...], int]:
    """The tokens inside the bracket that opens at `index`, and the index after it."""
    depth, place = 1, index + 1
    while place < len(tokens) and depth and place - index < _MAX_BRACKET:
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(tokens[place].text, 0)
        place += 1
    return tokens[index + 1 : place - 1], place


def all_between_semicolons(tokens: tuple[Token, ...], index: int) -> bool:
    """`led by Acme; Foo; and Bar`: the semicolon at `index` only parts the names of one list."""
    parted = False
    for place in range(index + 1, min(len(tokens), index + MAX_APPOSITION)):
        before = tokens[place - 1]
        if before.text == ";" and tokens[place].word not in ("and", "the") and not tokens[place].is_org:
            return False
        if tokens[place].text in (".", "?", "!", "—"):
            break
        parted = parted or tokens[place].text == ";"
    return parted


def tells_of_round(tokens: tuple[Token, ...], index: int) -> bool:
    """`led by Acme, the financing also included Bar`: the sentence goes on, about no name of the list."""
    if tokens[index].word not in ("the", "this", "its") or index + 1 >= len(tokens):
        return False
    following = tokens[index + 1]
    if index + 2 < len(tokens) and tokens[index + 2].word in word_list("owner_parts"):
        return False  # `Acme, the investment arm of Foo, and Bar`
    return following.word in word_list("round_nouns") or following.is_value


def behind_semicolon(tokens: tuple[Token, ...], index: int) -> int | None:
    """`Acme, which Foo backs, the maker of Bar; and Baz`: the item behind the semicolon, if a name soon opens it."""
    for place in range(index, min(len(tokens), index + MAX_APPOSITION)):
        if tokens[place].text in (".", "?", "!", "—") and tokens[place - 1].word not in ("dr", "mr", "ms", "st"):
            return None
        if tokens[place].text == ";":
            after = past(tokens, place + 1, ("and",))
            return after if item_starts(tokens, after) else None
    return None
