"""Words as names see them: which word may be part of a name, and where text lost its spaces around links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from extractor.lexicons.rules import word_list

# letters and digits in runs, tied by signs inside a word; `ex` of `ex-Ostrava Steel CFO` is a word of its own
_WORD = re.compile(
    r"ex(?=-[A-Z][\w&]+ [A-Z][a-z]+ (?:[a-z]|C[A-Z]O\b))|"
    r"[@#]?[^\W_]\w*+(?:(?:['’&.+/@!-](?=\w)|:(?=[A-Z][a-z]))\w*+)*+\+?"
)
_DOMAIN = re.compile(
    r"[\w-]+\.(?:ai|io|com|co|vc|tech|app|xyz|dev|so|gg|fm|tv|me|org|net|eu|de|uk|us|health|bio|money|finance|"
    r"capital|ventures|earth|energy|care|network|one|in|to|ly|st|cc|inc|club|space|world|fund|design|cloud)$",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"(?:\d[\d.,]*(?:k|m|mn|mm|b|bn|t|tn|x|th|st|nd|rd|s|d|g|h|hr|hrs|min|am|pm|kg|km|cm|mw|gw|kw|kwh|mwh|gwh|mg|ml|gb|tb"
    r"|cr|nm|ft|sq|c|f|e|p|yo|pc|pct|percent|year|month|week|day|person|step|page|-.*)"
    r"|[bcdg]2[bcgdx]\w?|web\d|covid-?\d*|gpt-?\d.*|[hqs]\d|\d+x\d+|mp\d|i\d|p2p|o2o|k-12|h1n1|co2|401k)$",
    re.IGNORECASE,
)
# Reuters instrument codes: `BAY.L`, `GOOG.O`
_TICKER = re.compile(
    r"(?![A-Z]\.[A-Z]$)[A-Z0-9]{1,6}\.(?:L|N|O|OQ|PA|DE|HK|T|KS|KQ|NS|BO|SS|SZ|AX|TO|V|SI|MI|MC|AS|BR|ST|OL|CO|HE|VX"
    r"|S|SA|TA|PK|K|A)$"
)
_JOINED_WORDS = (
    *("that", "with", "by", "from", "and", "in", "called", "of", "for", "the", "to", "at", "is", "startup", "company"),
    *("per", "including", "investor", "investors", "named", "on", "as", "or", "like", "its", "via", "firm", "also"),
    *("than", "while", "over", "through", "joined", "led", "are", "was", "has", "between", "but", "maker", "platform"),
    *("app", "founder", "acquired", "giant"),
)
_JOINED_BEFORE = re.compile(rf"({'|'.join(_JOINED_WORDS)})(?=[A-Z])")
# one glued word is proof enough for these, `byFounders` aside
_GLUED_WORDS = frozenset({"by", "with", "called", "that", "including", "from"})
_GLUED_NAME = re.compile(r"(?<!by(?=Founders))[A-Z][a-z]{2,}")
_GLUED_FOUNDER = re.compile(r"[A-Z][a-z]{2,}co-founder\b")
_CAPITAL_INSIDE = re.compile(r"[A-Z](?<=[a-z].)")
_JOINED_INSIDE = re.compile(r"(?<=[a-z])(and|with|by|from|of|in)(?=[A-Z][a-z])")
_JOINED_AFTER = re.compile(
    r"(is|and|which|has|for|in|to|as|said|with|was|on|at|who|that|by|of|the|from|also|will|have|are|or|co-founder|—)$"
)
# `A.P` of `A.P. Moller Capital`
INITIALS = re.compile(r"[A-Z](?:\.[A-Z])+")
_ADJECTIVE = re.compile(
    r"(?P<stem>.+?)[-‑](?:backed|based|led|owned|founded|headquartered|born|funded|listed|focused|style|like|era|area|native|"
    r"compliant|powered|enabled|driven|first|only|free|grade|scale|related|stage|ready|level|wide|inspired|branded|affiliated|bred|"
    r"trained|turned|made|size|sized|centric|controlled|rated|speaking|educated|run|supported|approved|cleared|incubated|certified|"
    r"linked|affiliate|affiliated|aligned|associated|quality|trading|denominated|compatible|secured|connected|equipped|registered|qualified|invested|managed|backer|owner)$",
    re.IGNORECASE,
)

# words of a long run that are kept with what they look like; news repeats itself, hostile text does not
_MOST_CACHED = 1 << 14
# what is longer is no word: a file in letters, an address
_LONGEST_WORD = 100


class Word(NamedTuple):
    """A word of the text; `adjectival` is set for `Sequoia-backed` and its kind.

    `lower` is the word without a possessive in lower case; `plain` is set for lower-case letters and nothing else.
    """

    start: int
    end: int
    text: str
    adjectival: bool
    lower: str
    plain: bool


def bare(word: str) -> str:
    """The word without a possessive ending."""
    return word[:-2] if word.endswith(("'s", "’s", "'S", "’S")) else word


def is_possessive(word: str) -> bool:
    """True for `Stripe's`."""
    return word.endswith(("'s", "’s", "'S", "’S"))


def looks_named(word: str) -> bool:
    """True when a word's form is that of a name: a capital first, camel case, digits with letters, a domain."""
    return len(word) <= _LONGEST_WORD and _looks_named(word)


@lru_cache(maxsize=_MOST_CACHED)
def _looks_named(word: str) -> bool:
    plain = bare(word).lstrip("@#")
    if not plain:
        return False
    first = plain[0]
    if _TICKER.match(plain):
        return False
    if first.isdigit():
        return any(c.isalpha() for c in plain) and not _UNIT.match(plain)
    if first.isupper():
        return True
    if any(c.isupper() for c in plain[1:]):
        return not _is_plain_compound(plain)
    if any(c.isdigit() for c in plain):
        return plain.isalnum() and not _UNIT.match(plain)
    return bool(_DOMAIN.match(plain))


def _is_plain_compound(word: str) -> bool:
    """`non-US`, `co-CEO`, `pre-IPO`: a lower-case prefix and a capitalised word."""
    head, dash, _ = word.partition("-")
    return bool(dash) and head.islower() and head in _PREFIXES


_NOUNS = frozenset(
    {"capital", "ventures", "partners", "fund", "funds", "labs", "group", "equity", "holdings", "investments"}
)
_PREFIXES = frozenset({"non", "co", "pre", "post", "anti", "mid", "ex", "e", "pan", "trans", "intra"}) | frozenset(
    {"sub", "multi", "cross", "all", "re"}
)


def joined_document(text: str) -> bool:
    """True when a text has lost spaces around links (`withBelfius`, `thatBlack Forest`)."""
    if "http" in text and len(text) < 400:
        return False
    if "co-founder" in text and _GLUED_FOUNDER.search(text):
        return True
    seen = set()
    for word, end in _words_before_capitals(text):
        if word in _GLUED_WORDS and _GLUED_NAME.match(text, end):
            return True
        if word in _JOINED_WORDS:
            seen.add(word)
    return len(seen) >= 2


def _words_before_capitals(text: str) -> Iterator[tuple[str, int]]:
    """Whole words in lower case that a capital follows without a space, and where they end."""
    for match in _CAPITAL_INSIDE.finditer(text):
        start = end = match.start()
        while start and "a" <= text[start - 1] <= "z":
            start -= 1
        before = text[start - 1] if start else " "
        if not before.isalnum() and before not in "_-":
            yield text[start:end], end


def words(text: str, start: int, end: int, *, joined: bool, known: frozenset[str] = frozenset()) -> list[Word]:
    """The words of `text[start:end]`; in a `joined` document glued words are cut where a function word meets a name."""
    found = [(match.start(), match.end(), match.group()) for match in _WORD.finditer(text, start, end)]
    if joined:
        found = [piece for low, high, word in found for piece in _parted(low, high, word, known)]
    # Word's own constructor costs twice as much, for every word of every article
    new, longest = tuple.__new__, _LONGEST_WORD
    return [
        new(Word, (*word, *(_facts(word[2]) if len(word[2]) <= longest else _long_word(word[2])))) for word in found
    ]


def _long_word(word: str) -> tuple[bool, str, bool]:
    return False, word.lower(), True


def _parted(low: int, high: int, word: str, known: frozenset[str]) -> Iterator[tuple[int, int, str]]:
    """The pieces of a glued word; one beyond all length is left alone."""
    if high - low > _LONGEST_WORD:
        yield low, high, word
        return
    for start, end in _pieces(word, low, known):
        yield start, end, word[start - low : end - low]


@lru_cache(maxsize=_MOST_CACHED)
def _facts(word: str) -> tuple[bool, str, bool]:
    """What a word's letters tell wherever it stands: adjectival, lower, plain."""
    adjective = _ADJECTIVE.match(word)
    adjectival = adjective is not None and _is_name_stem(adjective.group("stem"))
    return adjectival, bare(word).lower(), word.isalpha() and word.islower()


def _is_name_stem(stem: str) -> bool:
    """`Sequoia-backed` and `1517-backed`, not `co-led`."""
    return (stem[0].isupper() or stem[0].isdigit()) and stem.lower() not in _PREFIXES


def _pieces(word: str, start: int, known: frozenset[str]) -> Iterator[tuple[int, int]]:
    end = start + len(word)
    before = _JOINED_BEFORE.match(word)
    if before:
        yield start, start + before.end()
        start += before.end()
        word = word[before.end() :]
    inside = _JOINED_INSIDE.search(word)
    if inside and word[0].isupper():
        yield start, start + inside.start()
        yield start + inside.start(), start + inside.end()
        start, word = start + inside.end(), word[inside.end() :]
    after = _JOINED_AFTER.search(word)
    stem = word[: after.start()] if after else ""
    if after and word[:1].isupper() and (after[1] == "co-founder" or stem in known or stem.lower() in _NOUNS):
        yield start, start + after.start()
        yield start + after.start(), end
        return
    yield start, end


@cache
def not_names() -> frozenset[str]:
    """Capitalised words that are never a name alone."""
    return word_list("not_names")
