"""Where a run of capitalised words is a name: what stands before and behind it is cut off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.lexicons.rules import word_list
from extractor.recognizing.dates_vocabulary import MONTHS, WEEKDAYS
from extractor.recognizing.name_words import Word, is_possessive, not_names

# `I'd`, `That's`
_CONTRACTION = re.compile(
    r"(?:I|We|You|They|He|She|It|That|There|Here|What|Who|Where|When|How|Let|Don|Won|Isn|Can|Didn|Doesn|Aren|Wasn)"
    r"(?:['’](?:d|s|m|t|ll|ve|re))?",
    re.IGNORECASE,
)
# behind these a capitalised word opens a name in mid-sentence, however short it is
_ORDINALS = frozenset({"first", "second", "third", "fourth", "fifth", "next", "all", "one"})
_MORE_THAN_A_PLACE = frozenset({"york", "enterprise", "zealand", "jersey", "hampshire", "mexico", "round", "delhi"})
# behind a title these make a firm's name: `Founder Collective`
FIRM_NOUNS = frozenset(
    {
        "collective",
        "fund",
        "factory",
        "ventures",
        "capital",
        "partners",
        "circle",
        "labs",
        "institute",
        "equity",
        "co-op",
    }
    | {"syndicate", "club", "network", "association", "angels"}
)
# `Byju's, an edtech startup`, `Harry's raises $155 million`: the possessive is part of the name
_OWNS_NOTHING = re.compile(
    r",? (?:has|have|is|was|will|said|says|raises|secures|lands|bags|gets|closes|nabs|announce[ds]|which|the|an?)\b|"
    r"[).;:]"
)
_MEMBERS = frozenset({"network", "association", "union", "alliance", "federation", "cooperative", "co-operative"})
# `the Swedish Energy Fund`, `the Danish Research Council`: a nationality is part of a public body's name
_PUBLIC_BODIES = frozenset({"fund", "bank", "agency", "council", "authority", "foundation", "academy"})
# `Driving the news: Startup Brinewell has closed`
_AFTER_COLON = frozenset({"startup", "company", "biotech", "fintech"})
# `Startup Brinewell has closed`; firms that are named so go on otherwise: `Startup Wise Guys`
_STARTUPS = re.compile(
    r"start-?up|scale-?up|unicorn|neobank|stealthy|(?:\w+-)?(?:year|month)s?-old|"
    r"(?:fin|bio|prop|insur|space|agri?|ed|health|med|food|legal|climate|clean|deep|ad|mar|hr|reg|wealth)-?tech"
)
_STARTUP_NAMES = frozenset({"wise", "health", "genome", "nation", "grind", "chile", "studio", "hub", "weekend", "park"})
_KINDS = frozenset({"vc", "vcs", "pe"})
_BEFORE_MONTHS = frozenset(
    {"in", "since", "last", "this", "until", "by", "early", "late", "of", "during", "mid", "next"}
)
_WITH_DOT = frozenset(
    {"inc", "ltd", "corp", "co", "s.p.a", "s.r.l", "b.v", "n.v", "s.a", "l.p", "l.l.c", "l.l.p", "p.l.c"}
)


@dataclass(frozen=True, slots=True)
class Name:
    """A candidate name, code points `start` to `end`; `possessive`: `'s` follows it; `initial`: it opens a sentence."""

    start: int
    end: int
    text: str
    possessive: bool = False
    initial: bool = False


def trimmed(
    text: str, tokens: Sequence[Word], low: int, high: int, lowered: frozenset[str], *, in_prose: bool = True
) -> Iterator[Name]:
    """The run without words that stand before or after a name; nothing when no name is left."""
    first = low == 0
    while low < high and _drop_first(tokens, low, high, first, lowered):
        low += 1
    if high - low > 1 and tokens[low].lower in _AFTER_COLON and text[tokens[low].start - 2 : tokens[low].start] == ": ":
        low += 1
    while low < high and tokens[high - 1].lower in word_list("name_tail_words"):
        if in_prose and _seed_firm(text, tokens, low, high):
            break
        high -= 1
    if low >= high:
        return
    owns = is_possessive(tokens[high - 1].text) and not _OWNS_NOTHING.match(text, tokens[high - 1].end)
    end = tokens[high - 1].end - 2 * owns
    start = tokens[low].start
    if text[start] in "@#":
        start += 1
    end = _closing_dot(text, tokens[high - 1], end)
    name = text[start:end]
    if len(name) < 2 or _CONTRACTION.fullmatch(name) or _all_suffixes(tokens[low:high]):
        return
    if name.lower() in not_names() or (low + 1 == high and tokens[low].lower in titles()):
        return
    if low == 0 and high == 1 and name[1:].islower() and name.lower() in word_list("headline_words"):
        return
    if high == 1 and name[1:].islower() and (_opens_a_phrase(name, tokens, text) or _is_office(name, tokens)):
        return
    if low + 1 == high and name.lower() in lowered and (low == 0 or not any(c.isupper() for c in name)):
        return
    yield Name(start, end, name, possessive=owns, initial=low == 0)


def _seed_firm(text: str, tokens: Sequence[Word], low: int, high: int) -> bool:
    """`Garuda Seed, Temu Partners and ..`: a capital `Seed` behind a name, and no round behind it."""
    if tokens[high - 1].text != "Seed" or high - low < 2 or tokens[high - 2].lower in ("series", "pre", "a"):
        return False
    if high == len(tokens) or text[tokens[high - 1].end : tokens[high].start] != " ":
        return True
    return tokens[high].lower not in word_list("round_nouns") and not tokens[high].text[0].isupper()


def _all_suffixes(words: Sequence[Word]) -> bool:
    """`Ltd.` left alone by a sentence's end is no name."""
    return all(word.lower.rstrip(".") in word_list("comma_suffixes") for word in words)


def _closing_dot(text: str, last: Word, end: int) -> int:
    """`Inc.` keeps its full stop."""
    return end + 1 if last.lower in _WITH_DOT and text[end : end + 1] == "." else end


# `An Kang Xuan`: no article stands before a consonant
_NOT_AFTER_AN = re.compile(r"[BCDFGJKLMNPQRSTVWXZ][a-z]+")


def _drop_first(tokens: Sequence[Word], low: int, high: int, first: bool, lowered: frozenset[str]) -> bool:
    """True when the word at `low` stands before the name and is no part of it; `first`: it opens the sentence."""
    written, word, alone = tokens[low].text, tokens[low].lower, high - low == 1
    shouted = written.isupper() and not alone and (len(word) > 3 or (written == "IT" and not first))
    if shouted or (first and _opens_long_name(written, tokens[high - 1].lower, high - low)):
        return False
    if written in ("A", "The"):
        return True
    if written == "An" and not alone and _NOT_AFTER_AN.fullmatch(tokens[low + 1].text):
        return False
    if not alone and (
        _is_kind(tokens, low, high) or _is_time(tokens, low, high) or (first and _is_startup(word, tokens[low + 1]))
    ):
        return True
    if low and tokens[low - 1].text == "the" and not alone and word in word_list("nationalities"):
        is_public = tokens[low + 1].lower in word_list("public_nouns") or tokens[high - 1].lower in _PUBLIC_BODIES
        return high - low == 2 or not is_public
    if word in word_list("name_start_words"):
        if not alone and (len(word) > 3 or word in _ORDINALS or word == "not"):
            is_named = low > 0 and tokens[low - 1].text == "The" and word in _ORDINALS  # `The Second Sleep`
            if not first or is_named:
                return False
        if word in _ORDINALS and high - low > 2 and tokens[high - 1].lower in word_list("investor_nouns"):
            return False
        if first or word not in ("new", "next", "first", "second", "early", "last", "more", "other"):
            return alone or not _opens_a_name(word, tokens[low + 1].lower)
    if (word in titles() or (first and word.removesuffix("s") in word_list("occupations"))) and not alone:
        return high - low != 2 or tokens[low + 1].lower not in FIRM_NOUNS
    return first and not alone and word in lowered and written[1:].islower() and word in word_list("descriptors")


def _opens_long_name(opening: str, ending: str, words: int) -> bool:
    """`New Crop Capital led it`, `Farmers Business Network has`: the last word shows that the first is part of it."""
    return words > 2 and ((opening == "New" and ending in FIRM_NOUNS) or (opening.endswith("s") and ending in _MEMBERS))


def _is_startup(word: str, following: Word) -> bool:
    """`Startup Brinewell has closed`: what opens the sentence is what the name behind it is."""
    return (
        _STARTUPS.fullmatch(word) is not None
        and following.text[0].isupper()
        and following.lower not in FIRM_NOUNS | _STARTUP_NAMES
    )


def _is_kind(tokens: Sequence[Word], low: int, high: int) -> bool:
    """`Nordic VC Talvi Seven`: where the firm is from, and what it is."""
    word, nationalities = tokens[low].lower, word_list("nationalities")
    if word in _KINDS:
        return low > 0 and (tokens[low - 1].lower in nationalities or tokens[low - 1].lower in word_list("places"))
    placed = word in nationalities or word in word_list("places")
    return high - low > 2 and placed and tokens[low + 1].lower in _KINDS


def _is_time(tokens: Sequence[Word], low: int, high: int) -> bool:
    """`On Tuesday Acme said`, `In March Acme raised`; `March Capital` is a name."""
    if tokens[low].lower in WEEKDAYS:
        return tokens[low + 1].lower not in FIRM_NOUNS
    return (
        tokens[low].lower in MONTHS
        and low > 0
        and (tokens[low - 1].lower in _BEFORE_MONTHS or tokens[low - 1].text.isdigit())
        and tokens[low + 1].lower not in FIRM_NOUNS
    )


# `Sharing the lead are …`, `Financed by grants`, `Leadership of the round`: the form of the word and what follows it
_PHRASE_WORD = re.compile(
    r"[A-Z][a-z]*-?[a-z]{2,}(?:ing|ed|ly|ship|ment|tion|sion|ness|ance|ders|tors|ters|lers|ners|ques|ecks|kets)"
)


def _opens_a_phrase(name: str, tokens: Sequence[Word], text: str) -> bool:
    """True for the first word of a sentence that is an ordinary one, by its ending and the word behind it."""
    if len(tokens) < 2 or text[tokens[0].end : tokens[1].start] != " ":
        return False
    return tokens[1].text in word_list("phrase_words") and _PHRASE_WORD.fullmatch(name) is not None


def _is_office(name: str, tokens: Sequence[Word]) -> bool:
    """`Actor and producer Jane Doe`: an occupation opens the sentence, and another one follows."""
    return len(tokens) > 1 and tokens[1].text == "and" and name.lower() in word_list("occupations")


def _opens_a_name(word: str, following: str) -> bool:
    """`New York Life`, `First Round Capital`: an adjective that is part of the name."""
    return word in ("new", "next", "first", "early") and (
        following in word_list("places") or following in _MORE_THAN_A_PLACE
    )


def titles() -> frozenset[str]:
    return word_list("breaking_titles")
