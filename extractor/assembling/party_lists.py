"""Lists of names as news writes them: `Accel, existing investor GV (Alphabet), Jane Doe, founder of Foo, and others`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractor.assembling.masking import ORG, Masked
from extractor.assembling.party_keys import is_short_form

_TOKEN = re.compile(r"[\ue000-\uedff]|[\w'&./%$€£+-]+|[^\s\w]")
_ORG = re.compile(ORG)
_EXISTING = frozenset(
    {"existing", "returning", "previous", "prior", "current", "earlier", "insiders", "insider", "inside"}
)
_NEW = frozenset({"new", "first-time"})
# a list never runs across these words
_STOP = frozenset(
    [
        "to",
        "for",
        "in",
        "into",
        "who",
        "which",
        "that",
        "whose",
        "will",
        "would",
        "is",
        "was",
        "were",
        "are",
        "has",
        "have",
        "had",
        "be",
        "been",
        "being",
        "after",
        "before",
        "when",
        "while",
        "where",
        "because",
        "since",
        "although",
        "though",
        "if",
        "as",
        "but",
        "so",
        "yet",
        "said",
        "says",
        "saying",
        "announced",
        "raised",
        "raises",
        "raising",
        "led",
        "leads",
        "leading",
        "co-led",
        "joined",
        "joining",
        "participated",
        "bringing",
        "brings",
        "valuing",
        "values",
        "value",
        "using",
        "use",
        "used",
        "to-date",
        "following",
        "according",
        "than",
        "until",
        "during",
        "under",
        "over",
        "about",
        "against",
        "between",
        "its",
        "their",
        "his",
        "her",
        "our",
        "your",
        "it",
        "they",
        "he",
        "she",
        "we",
        "i",
        "this",
        "these",
        "those",
        "what",
        "how",
        "with",
        "without",
        "bringing",
        "pushing",
        "taking",
        "took",
        "take",
        "includes",
        "include",
        "included",
        "saw",
        "sees",
        "see",
        "participation",
        "support",
        "participating",
        "participates",
        "participate",
        "invested",
        "invests",
        "investing",
        "on",
        "off",
        "up",
        "down",
        "out",
    ]
)
_JOINERS = frozenset({"and", "&", "plus", "or"})
APPOSITION = frozenset(
    [
        "a",
        "an",
        "the",
        "which",
        "who",
        "whose",
        "one",
        "formerly",
        "founder",
        "co-founder",
        "cofounder",
        "ceo",
        "cto",
        "cfo",
        "coo",
        "chief",
        "partner",
        "partners",
        "managing",
        "chairman",
        "chair",
        "president",
        "general",
        "former",
        "head",
        "director",
        "principal",
        "executive",
        "vp",
        "vice",
        "senior",
        "author",
        "investor",
        "both",
        "all",
        "each",
        "including",
        "via",
        "through",
        "part",
        "managed",
        "owned",
        "run",
        "operated",
        "advised",
        "overseen",
        "an",
        "ex-ceo",
        "owner",
        "creator",
        "entrepreneur",
        "angel",
        "managers",
        "backers",
        "early",
        "maker",
        "now",
        "currently",
        "among",
        "known",
        "based",
        "also",
        "itself",
        "a.k.a",
        "aka",
        "home",
        "parent",
        "affiliated",
        "founders",
        "serial",
        "professor",
        "svp",
        "evp",
        "global",
        "operating",
        "venture",
        "investing",
        "board",
        "technical",
    ]
)
_AFFILIATION = frozenset({"of", "at", "from", "via", "through", "@"})
_DESCRIPTIVE_STOP = frozenset({"in", "of", "for", "by", "from", "at", "on", "with", "to"})
_MAX_FILLER = 12


@dataclass(frozen=True, slots=True)
class ListItem:
    """A name of a list: masked place, relation as its words say, the name it is affiliated with, and its other form."""

    place: int
    relation: str | None = None
    affiliation: int | None = None
    alias: int | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """A token of the masked text."""

    start: int
    end: int
    text: str

    @property
    def is_org(self) -> bool:
        """True for a name's placeholder."""
        return bool(_ORG.match(self.text))

    @property
    def is_value(self) -> bool:
        """True for any other placeholder."""
        return not self.is_org and "\ue800" <= self.text[0] <= "\uedff"


def tokens_of(text: str) -> tuple[Token, ...]:
    """The tokens of a masked sentence."""
    return tuple(Token(m.start(), m.end(), m.group()) for m in _TOKEN.finditer(text))


def read_list(
    masked: Masked, tokens: tuple[Token, ...], index: int, *, lead: bool = False
) -> tuple[tuple[ListItem, ...], int]:
    """The names from token `index` on and the index of the first token after the list; () when there is none."""
    items: list[ListItem] = []
    relation: str | None = None
    while index < len(tokens):
        if lead and items and _followers(tokens, index):
            break
        place, relation = _next_name(tokens, index, relation, first=not items)
        if place is None:
            break
        item, after = _read_item(masked, tokens, place, relation)
        if after < len(tokens) and tokens[after].text.lower() in _SAYING:
            break
        if _cut_off(tokens, after):
            break
        index = after
        items.append(item)
        follow = _separator(masked, tokens, index)
        if lead and tokens[index].text == ";" if index < len(tokens) else False:
            break
        if follow is None or (lead and _long_joiner(tokens, _past_commas(tokens, index))):
            break
        index = follow
    return tuple(_relate_all(tokens, items, index)), index


def _followers(tokens: tuple[Token, ...], index: int) -> bool:
    """True when the words before the next name open the followers of a lead list: `and other investors including`."""
    for token in tokens[index : index + 8]:
        if token.is_org:
            return False
        if token.text.lower() in ("other", "others", "including", "further", "additional", "participants", "joined"):
            return True
    return False


def _next_name(
    tokens: tuple[Token, ...], index: int, relation: str | None, *, first: bool
) -> tuple[int | None, str | None]:
    """The token index of the next name behind describing words, and the relation those words give."""
    filler = 0
    previous_of = False
    while index < len(tokens) and filler <= _MAX_FILLER:
        token = tokens[index]
        word = token.text.lower()
        if token.is_org:
            ahead = tokens[index + 1] if index + 1 < len(tokens) else None
            if previous_of or (ahead is not None and _describes(tokens, index)):
                if previous_of and _unnamed_list(tokens, index):
                    return None, relation
                index += 1
                previous_of = False
                filler += 1
                continue
            return index, relation
        if word in _EXISTING:
            relation = "existing"
        elif word in _NEW and not previous_of:
            relation = "new" if relation is None or relation == "existing" else relation
        if token.text in (",", ":", '"', "'", "(", "*", "_", "/"):
            if token.text == "(":
                inside = (
                    filler
                    and index + 1 < len(tokens)
                    and tokens[index + 1].is_org
                    and tokens[index - 1].text.lower() in _PEOPLE
                )
                return (index + 1 if inside else None), relation
        elif word in _STOP and not (first and filler == 0 and word in ("its", "their", "the", "both", "some")):
            if word in ("in", "on", "for", "as") and filler:
                previous_of = True
            elif word not in ("its", "their", "our", "his", "her", "both", "about", "over"):
                return None, relation
        elif word in ("of", "at", "by", "from", "within"):
            previous_of = word in ("of", "at", "within") or (
                word == "from" and index > 0 and tokens[index - 1].text.lower() in _PEOPLE
            )
        elif (token.is_value and "\uec00" > token.text >= "\ue800") or token.text in (
            ".",
            ";",
            "—",
            "?",
            "!",
            ")",
            "]",
        ):
            return None, relation
        filler += 1
        index += 1
    return None, relation


_PEOPLE = frozenset(
    [
        "executives",
        "founders",
        "co-founders",
        "engineers",
        "leaders",
        "operators",
        "alumni",
        "partners",
        "members",
        "researchers",
        "employees",
        "people",
        "professionals",
        "veterans",
        "contributors",
        "customers",
        "users",
        "funds",
        "banks",
        "companies",
        "shareholders",
        "investors",
        "investor",
        "angels",
        "backers",
        "builders",
        "scientists",
        "advisors",
        "graduates",
        "insiders",
    ]
)
_UNNAMED = frozenset({"investors", "angels", "backers", "firms", "investor"})
_ROLES = frozenset(
    [
        "partner",
        "founder",
        "co-founder",
        "cofounder",
        "ceo",
        "cto",
        "cfo",
        "coo",
        "cpo",
        "cmo",
        "chief",
        "chairman",
        "chairwoman",
        "president",
        "vp",
        "executive",
        "exec",
        "alum",
        "alumnus",
        "veteran",
        "head",
        "director",
        "engineer",
        "researcher",
        "scientist",
        "creator",
        "author",
        "star",
        "player",
        "founders",
        "co-founders",
        "investor",
        "boss",
        "managing",
        "general",
        "operating",
        "product",
        "officer",
        "technology",
        "financial",
        "revenue",
        "former",
        "ex",
    ]
)
_PROGRAM_WORDS = frozenset(
    [
        "program",
        "programme",
        "fund",
        "arm",
        "vehicle",
        "syndicate",
        "network",
        "venture",
        "unit",
        "division",
        "office",
        "accelerator",
        "team",
    ]
)


def _plain_noun(token: Token) -> bool:
    """A lower-case word that is no function word: the noun of `Olympic rower Jane Doe`."""
    word = token.text
    return (
        word.isalpha()
        and word.islower()
        and word not in _STOP
        and word not in _JOINERS
        and word not in ("of", "at", "by", "from", "the", "a", "an", "its", "via", "also", "co")
    )


def _unnamed_list(tokens: tuple[Token, ...], index: int) -> bool:
    """`angel investors from Uniswap, Nansen`, `founders of Avalor, Datorama, and Innoviz`: firms of unnamed people, no list of ours."""
    before = [t.text.lower() for t in tokens[max(0, index - 3) : index]]
    follows = tokens[index + 1].text if index + 1 < len(tokens) else ""
    return any(word in _UNNAMED for word in before) or (
        "of" in before and any(word in _PEOPLE for word in before) and follows == ","
    )


def _describes(tokens: tuple[Token, ...], index: int) -> bool:
    """True when the name at `index` only describes the next: `Nvidia's Timo Aila`, `Google venture arm GV`."""
    ahead = tokens[index + 1]
    if ahead.text in ("'s", "'") or (ahead.text.startswith("'s") and len(ahead.text) == 2):
        return _name_soon(tokens, index + 2, 5) or _bracketed_name(tokens, index + 2)
    if ahead.text.lower() in _PEOPLE:
        return True
    place = index + 1
    while (
        place < len(tokens)
        and place - index <= 4
        and (tokens[place].text.lower() in _ROLES or _plain_noun(tokens[place]))
    ):
        place += 1
    return place > index + 1 and place < len(tokens) and tokens[place].is_org


def _bracketed_name(tokens: tuple[Token, ...], index: int) -> bool:
    """`Mango's industry investor (Houwei Capital)`: the name stands in the bracket behind the noun."""
    for place in range(index, min(index + 4, len(tokens) - 1)):
        if tokens[place].text == "(":
            return tokens[place + 1].is_org and tokens[place - 1].text.lower() in _PEOPLE
    return False


def _name_soon(tokens: tuple[Token, ...], index: int, reach: int) -> bool:
    for token in tokens[index : index + reach]:
        if token.is_org:
            return True
        if not token.text[0].isalpha() or token.text.lower() in _STOP or token.text.lower() in _JOINERS:
            return False
    return False


def _read_item(masked: Masked, tokens: tuple[Token, ...], index: int, relation: str | None) -> tuple[ListItem, int]:
    """One name with its bracket, apposition and affiliation; the index of the token after them."""
    item = ListItem(tokens[index].start, relation if relation in ("new", "existing") else None)
    if index >= 2 and tokens[index - 1].text in ("'s", "'") and tokens[index - 2].is_org:
        item = replace(item, affiliation=tokens[index - 2].start)
    index += 1
    index = _skip_marks(tokens, index)
    if index < len(tokens) and tokens[index].text in ("'s", "'"):
        index += 1
        while (
            index < len(tokens)
            and tokens[index].text[0].isalpha()
            and not tokens[index].is_org
            and tokens[index].text.lower() not in _STOP | _JOINERS
        ):
            index += 1
    if index < len(tokens) and tokens[index].text in ("(", "["):
        inner, index = _bracket(tokens, index)
        item = _with_inner(masked, tokens, item, inner)
    index = _skip_role(tokens, _skip_place(tokens, _skip_marks(tokens, index)))
    if index + 1 < len(tokens) and tokens[index].text.lower() in _AFFILIATION:
        item, index = _affiliated(tokens, item, index)
    return item, index


def _skip_role(tokens: tuple[Token, ...], index: int) -> int:
    """`Globis as lead, Mitsui, ...`: the words of a role inside a list."""
    if (
        index + 1 < len(tokens)
        and tokens[index].text == "as"
        and tokens[index + 1].text.lower() in ("lead", "co-lead", "the")
    ):
        index += 2
        while index < len(tokens) and tokens[index].text.lower() in ("lead", "co-lead", "investor", "investors"):
            index += 1
    return index


def _skip_place(tokens: tuple[Token, ...], index: int) -> int:
    """`Cream Ridge Fund of Milwaukee`: places are no names here, so they stand as plain capitalised words."""
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
    return index


def _skip_marks(tokens: tuple[Token, ...], index: int) -> int:
    while index < len(tokens) and tokens[index].text in ('"', "*", "_", "®", "™", "©", ")"):
        index += 1
    return index


def _bracket(tokens: tuple[Token, ...], index: int) -> tuple[tuple[int, int], int]:
    """The token range inside the bracket at `index`, and the index after it (at most 60 tokens)."""
    depth, place = 1, index + 1
    while place < len(tokens) and depth and place - index < 60:
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(tokens[place].text, 0)
        place += 1
    return (index + 1, place - 1), place


def _with_inner(masked: Masked, tokens: tuple[Token, ...], item: ListItem, inner: tuple[int, int]) -> ListItem:
    """`National Institutes of Health (NIH)` and `the fund (with Guoke Investment)` give another form; `of Foo` is an affiliation."""
    low, high = inner
    names = [t for t in tokens[low:high] if t.is_org]
    words = {t.text.lower() for t in tokens[low:high] if not t.is_org and t.text[0].isalpha()}
    if len(names) == 1 and high - low <= 3 and words <= {"with", "formerly", "aka", "via"}:
        own, inside = masked.parties[item.place].name, masked.parties[names[0].start].name
        if words or is_short_form(inside, own) or is_short_form(own, inside):
            return replace(item, alias=names[0].start)
    if names:
        return replace(item, affiliation=names[0].start)
    return item


def _affiliated(tokens: tuple[Token, ...], item: ListItem, index: int) -> tuple[ListItem, int]:
    """`Jane Doe of Foo`, `Acme through its fund Bar`."""
    reach = 5 if tokens[index].text.lower() in ("via", "through") else 2
    for step in range(1, reach + 1):
        if index + step >= len(tokens):
            break
        token = tokens[index + step]
        if token.is_org:
            after = index + step + 1
            if after + 1 < len(tokens) and tokens[after].text == "'s":
                break
            while after < len(tokens) and tokens[after].text.lower() in _PROGRAM_WORDS:
                after += 1
            return replace(item, affiliation=token.start), after
        if not token.text[0].isalpha():
            break
    return item, index


def _separator(masked: Masked, tokens: tuple[Token, ...], index: int) -> int | None:
    """The token index at which the list goes on, or None when it ends here."""
    seen = False
    while index < len(tokens) and tokens[index].text in (",", ";", "·", "•", "|", "-", "*", "/"):
        seen = True
        index += 1
    if index >= len(tokens):
        return None
    word = tokens[index].text.lower()
    if word in _JOINERS:
        return index + 1
    if _long_joiner(tokens, index):
        return _long_joiner(tokens, index)
    if not seen:
        return None
    if tokens[index].is_org:
        return index
    if word in APPOSITION:
        return _after_apposition(masked, tokens, index)
    return index if word not in _STOP else None


_SAYING = frozenset(
    ["said", "says", "told", "added", "adds", "noted", "notes", "stated", "commented", "explained", "wrote"]
)


def _cut_off(tokens: tuple[Token, ...], index: int) -> bool:
    """True when the text breaks off inside the name: `Samsung N...`."""
    rest = [t.text for t in tokens[index : index + 3]]
    return rest[:1] == ["…"] or rest == [".", ".", "."]


def _past_commas(tokens: tuple[Token, ...], index: int) -> int:
    while index < len(tokens) and tokens[index].text == ",":
        index += 1
    return index


def _long_joiner(tokens: tuple[Token, ...], index: int) -> int | None:
    words = [t.text.lower() for t in tokens[index : index + 3]]
    if words[:3] == ["as", "well", "as"]:
        return index + 3
    if words[:2] in (["along", "with"], ["together", "with"]):
        return index + 2
    if words[:1] == ["alongside"]:
        return index + 1
    return None


def _after_apposition(masked: Masked, tokens: tuple[Token, ...], index: int) -> int | None:
    """Skip `, a venture firm in Paris,`; a name right after `the` is an item of its own."""
    if tokens[index].text.lower() in (
        "the",
        "both",
        "all",
        "including",
        "early",
        "angel",
        "investor",
        "venture",
        "global",
        "also",
        "partners",
    ) and index + 1 < len(tokens):
        if tokens[index].text.lower() == "including" or _name_soon(tokens, index + 1, 4):
            return index
    place = index
    while place < len(tokens) and place - index < 45:
        text = tokens[place].text
        if (
            text == "by"
            and tokens[place - 1].text not in ("and", ",")
            and place + 1 < len(tokens)
            and _name_soon(tokens, place + 1, 6)
        ):
            return None
        if text in (";",):
            return place + 1
        if text == "," or (text.lower() == "and" and place - index > 2 and _person_next(masked, tokens, place + 1)):
            after = place + 1
            while after < len(tokens) and tokens[after].text.lower() in ("and", ","):
                after += 1
            return (
                after
                if after < len(tokens) and _item_starts(tokens, after)
                else (_retry(masked, tokens, after) if text == "," else None)
            )
        if text in (".", "?", "!", "—"):
            return None
        place += 1
    return None


def _retry(masked: Masked, tokens: tuple[Token, ...], index: int) -> int | None:
    """After a comma that does not open a name: another apposition, or the list's end."""
    if index < len(tokens) and tokens[index].text.lower() in APPOSITION:
        return _after_apposition(masked, tokens, index)
    return None


def _person_next(masked: Masked, tokens: tuple[Token, ...], index: int) -> bool:
    """`CEO of Foo and Jane Roe`: behind `and` a person opens a new item, a firm belongs to the apposition."""
    return index < len(tokens) and tokens[index].is_org and masked.parties[tokens[index].start].kind == "person"


def _item_starts(tokens: tuple[Token, ...], index: int) -> bool:
    """True when a name stands at `index` behind at most a few describing words."""
    for place, token in enumerate(tokens[index : index + 6]):
        if token.is_org:
            return True
        if place == 0 and token.text.lower() == "from":
            continue
        if token.is_value or not token.text[0].isalpha() or token.text.lower() in _STOP | _DESCRIPTIVE_STOP:
            return False
    return False


_ALL_EXISTING = re.compile(
    r"\b(?:all|both|each)(?: of (?:whom|which|them))?(?: (?:are|were))? (?:existing|previous|returning|current|prior) ",
    re.IGNORECASE,
)


def _relate_all(tokens: tuple[Token, ...], items: list[ListItem], index: int) -> Iterator[ListItem]:
    """`A, B and C (all existing investors)` gives the relation to every name of the list."""
    if len(items) < 2 or not tokens:
        yield from items
        return
    tail = " ".join(t.text for t in tokens[max(0, index - 8) : index + 4])
    everyone = _ALL_EXISTING.search(tail + " ")
    for item in items:
        yield replace(item, relation="existing") if everyone and item.relation is None else item
