"""Runs of name words: the candidates for organisations and people, with exact boundaries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from extractor.lexicons.rules import word_list
from extractor.recognizing.dates_vocabulary import MONTHS, WEEKDAYS
from extractor.recognizing.name_edges import FIRM_NOUNS, Name, titles, trimmed
from extractor.recognizing.name_words import INITIALS, Word, bare, is_possessive, looks_named

_JOINER = re.compile(r"^(?: | ?& ?| ?\+ ?| ?× ?|’ |' |\. | x |(?<=\.)|-)$")
_DOTTED = re.compile(r"[a-z]{3,}\.[a-z]{3,}")
_SUFFIX_GAP = re.compile(r"^\.?, ?$")
_LIST_GOES_ON = re.compile(r"(?:[,;)]| and )")
_NAME_PARTICLES = frozenset(
    {"de", "du", "da", "do", "dos", "das", "di", "del", "della", "la", "le", "van", "von", "ten", "ter", "af"}
) | frozenset({"der", "den", "bin", "al", "el", "y"})
_LINKS = _NAME_PARTICLES | {"of", "for", "on"}
_SMALL_WORDS = frozenset({"and", "or", "with", "from", "by", "in", "to", "at", "is", "has", "the"})
# `Ontario Teachers' Pension Plan`
_OWNED = frozenset(
    {"pension", "retirement", "superannuation", "union", "guild", "bank", "insurance", "trust", "venture"}
)
_OWNED_FIRM = frozenset({"Fund", "Angels", "Collective", "Syndicate"})
_NUMBERED_NOUNS = frozenset({"startups", "global", "biosciences", "bioscience", "therapeutics", "pharma", "bio"}) | {
    "technologies",
    "labs",
    "health",
}
# what ordinals count: `the 5th Avenue store`, `its 21st Century plan`
_COUNTED = frozenset(
    {"street", "avenue", "ave", "century", "floor", "annual", "anniversary", "edition", "district"}
) | {
    "circuit",
    "amendment",
    "generation",
    "gen",
    "ward",
    "place",
    "round",
    "series",
}
_COUNTED_BEFORE = frozenset({"the", "its", "their", "our"})
# `participation from 500 Kites`, `existing investor 100 Ladrillos`
_LIST_HEADS = frozenset({"from", "investor", "backer", "including", "by"})
_YEAR = re.compile(r"(?:19|20)\d\d")
_ITEM_END = re.compile(r"[,.;)]|$| and [A-Z0-9]| also ")
_ITEM_BEFORE = re.compile(r"(?:, | and |\b(?:by|from|with|including|investors?|backers?) )$")
_SUFFIX_HEADS = frozenset({"co", "pvt", "pte", "pty", "sdn"})
# `Vertex Ventures Southeast Asia and India`
_REGIONS = frozenset({"asia", "india", "sea", "africa", "europe", "america", "china", "israel"})
_PARTS_OF_REGIONS = frozenset({"southeast", "latin"})
_STATE_BODIES = frozenset(
    {"department", "army", "navy", "air", "space", "national", "agency", "small", "international", "office"}
)


def find_names(
    text: str, tokens: Sequence[Word], *, breaks: frozenset[str] = frozenset(), lowered: frozenset[str] = frozenset()
) -> Iterator[Name]:
    """Names among the words of one sentence.

    `breaks`: lower-cased words that end a run (a headline in Title Case passes ordinary words here).
    `lowered`: words that the document also writes in lower case, so that a capital alone makes no name of a
    sentence's first word.
    """
    index = 0
    while index < len(tokens):
        if tokens[index].plain or not _starts(tokens, index, text, breaks):
            index += 1
            continue
        stop = _run_end(text, tokens, index, breaks)
        if (
            stop < len(tokens)
            and tokens[stop].adjectival
            and text[tokens[stop - 1].end : tokens[stop].start] == " "
            and not is_possessive(tokens[stop - 1].text)
        ):
            index = stop  # `San Francisco-based`, `Animoca Brands-backed`
            continue
        low, high = tokens[index].start, tokens[stop - 1].end
        if not breaks and text[low:high].lower() in word_list("whole_names"):
            yield Name(low, high, text[low:high], initial=index == 0)
        else:
            yield from trimmed(text, tokens, index, stop, lowered, in_prose=not breaks)
        index = stop


def _starts(tokens: Sequence[Word], index: int, text: str, breaks: frozenset[str]) -> bool:
    word = tokens[index]
    if word.adjectival or word.lower in breaks:
        return False
    if looks_named(word.text):
        return not word.text.startswith("Ex-")
    if _dotted_brand(tokens, index, text):
        return True
    if word.text[0].isdigit() and not word.text.isdigit():
        return (
            ((word.text[-1].isupper() or word.text[-1].isdigit()) and _number_name(tokens, index, text))
            or _street_name(tokens, index, text)
            or _ordinal_name(tokens, index, text)
        )
    if not word.text.isdigit() or len(word.text) > 4:
        return False
    return _number_name(tokens, index, text) or _listed_number(tokens, index, text)


def _listed_number(tokens: Sequence[Word], index: int, text: str) -> bool:
    """`Khor Bank and 500 Dunes.`: a number and one capitalised word as an item of a list of names."""
    if index < 2 or index + 1 >= len(tokens) or _YEAR.fullmatch(tokens[index].text):
        return False
    word, name = tokens[index], tokens[index + 1]
    before = 2 if tokens[index - 1].text == "and" else 1
    headed = tokens[index - 1].lower in _LIST_HEADS
    if not headed and (
        index < before or not looks_named(tokens[index - before].text) or tokens[index - before].adjectival
    ):
        return False
    if not headed and text[tokens[index - before].end : word.start] not in (", ", " and ", ", and "):
        return False
    is_item = text[word.end : name.start] == " " and name.text[0].isupper() and not name.adjectival
    return is_item and _ITEM_END.match(text, name.end) is not None


def _street_name(tokens: Sequence[Word], index: int, text: str) -> bool:
    """`5th & Main`: an ordinal tied to a capitalised word."""
    ahead = tokens[index + 1] if index + 1 < len(tokens) else None
    return (
        ahead is not None
        and tokens[index].lower.endswith(("st", "nd", "rd", "th"))
        and text[tokens[index].end : ahead.start] in (" & ", " + ")
        and looks_named(ahead.text)
    )


def _ordinal_name(tokens: Sequence[Word], index: int, text: str) -> bool:
    """`3rd Rock Ventures`, `6th Fold Capital`: an ordinal and a capitalised word that it does not count."""
    word, ahead = tokens[index], tokens[index + 1] if index + 1 < len(tokens) else None
    if ahead is None or not word.lower.endswith(("st", "nd", "rd", "th")) or not looks_named(ahead.text):
        return False
    before = tokens[index - 1].lower if index else ""
    if before in _COUNTED_BEFORE or before in MONTHS or before in WEEKDAYS:
        return False
    is_plain = ahead.adjectival or ahead.lower in MONTHS or ahead.lower in _COUNTED
    return text[word.end : ahead.start] == " " and not is_plain and ahead.text[0].isupper()


def _dotted_brand(tokens: Sequence[Word], index: int, text: str) -> bool:
    """`imec.istart Future Fund`: two lower-case words tied by a dot open a name that goes on in capitals."""
    if not _DOTTED.fullmatch(tokens[index].text) or index + 1 >= len(tokens):
        return False
    ahead = tokens[index + 1]
    return text[tokens[index].end : ahead.start] == " " and looks_named(ahead.text) and not ahead.adjectival


def _number_name(tokens: Sequence[Word], index: int, text: str) -> bool:
    """`208 Seed Ventures`, `500 Global`: a number opens a name that an investor's noun closes."""
    if index and text[tokens[index].start - 1] in "$€£¥₹.,":
        return False
    nouns = word_list("investor_nouns") | _NUMBERED_NOUNS
    for ahead in tokens[index + 1 : index + 4]:
        if not looks_named(ahead.text) or ahead.adjectival:
            return False
        if ahead.lower in nouns:
            return True
    return False


def _run_end(text: str, tokens: Sequence[Word], index: int, breaks: frozenset[str]) -> int:
    """The index after the last word of the run that starts at `index`."""
    stop = index + 1
    while stop < len(tokens) and stop - index < 14:
        previous, word = tokens[stop - 1], tokens[stop]
        gap = text[previous.end : word.start]
        if (word.adjectival and word.text != "State-Owned") or (
            is_possessive(previous.text) and not _owns(previous, word, gap)
        ):
            break
        if (_SUFFIX_GAP.match(gap) and word.lower in word_list("comma_suffixes")) or (
            gap == " " and word.text == "plc"
        ):
            stop += 1
            continue
        if gap == ". " and previous.lower == "no" and word.text.isdigit():
            stop += 1  # `Innovation Fund No. 2`
            continue
        if not _JOINER.match(gap) or (gap == ". " and len(previous.text) > 1 and not _goes_on(previous, word)):
            break
        if word.lower in breaks:
            break
        if looks_named(word.text) and word.text.lower() not in _SMALL_WORDS:
            if _new_name(tokens, index, stop, gap):
                break
            taken = 1
        else:
            taken = _small_word(text, tokens, index, stop)
        if not taken:
            break
        stop += taken
    return stop


def _owns(previous: Word, word: Word, gap: str) -> bool:
    """`Kettering Children's Hospital`, `Maker's Fund`: what the possessive owns is part of the name."""
    return previous.text[:-2].lower() in word_list("owning_words") or (gap == " " and word.text in _OWNED_FIRM)


def _goes_on(previous: Word, word: Word) -> bool:
    """True behind the full stop of `Univ.`, of `U.S. Department`, and of initials: `A.P. Moller`."""
    if previous.lower in ("u.s", "u.k"):
        return word.lower in _STATE_BODIES
    if previous.lower in _SUFFIX_HEADS and word.lower in word_list("comma_suffixes"):
        return True  # `Ningbai Biopharmaceuticals Co. Ltd.`
    return previous.lower in _dotted() or INITIALS.fullmatch(previous.text) is not None


def _new_name(tokens: Sequence[Word], index: int, stop: int, gap: str) -> bool:
    """True when the capitalised word at `stop` belongs to no name before it: behind a closing quote, or at a title."""
    previous, word = tokens[stop - 1], tokens[stop]
    if gap in ("’ ", "' "):  # `Quernby Systems' Series B`, but `Founders' Fund`
        owned = word.lower in FIRM_NOUNS | _OWNED or previous.lower.removesuffix("s") in word_list("owning_words")
        return not (previous.text.endswith("s") and owned)
    ahead = tokens[stop + 1].lower if stop + 1 < len(tokens) else ""
    if (word.lower in titles() and ahead in FIRM_NOUNS) or (previous.lower in titles() and word.lower in FIRM_NOUNS):
        return False  # `Stanford Alumni Ventures`
    after_title = previous.lower in titles() and stop - 1 > index and previous.lower not in ("angel", "angels")
    return word.lower in titles() or after_title


def _small_word(text: str, tokens: Sequence[Word], index: int, stop: int) -> int:
    """How many words the run takes at `stop`, where a number or small word stands; 0 when the name ends before it."""
    previous, word = tokens[stop - 1], tokens[stop]
    ahead = tokens[stop + 1] if stop + 1 < len(tokens) else None
    if word.text.isdigit() and (_numbered(tokens, stop, text) or previous.lower in word_list("numbered_funds")):
        return 1
    if ahead is not None and word.text in ("x", "×") and looks_named(ahead.text):
        return 2
    if ahead is not None and word.text == "i" and ahead.lower in word_list("investor_nouns"):
        return 2  # `BMW i Ventures`
    if ahead is not None and word.text.lower() == "and" and _and_inside(text, tokens, index, stop, ahead):
        return 2
    if ahead is not None and _links(tokens, stop, text):
        return 2 if looks_named(ahead.text) else 3
    return 2 if ahead is not None and _by_inside(text, tokens, index, stop, ahead) else 0


def _by_inside(text: str, tokens: Sequence[Word], index: int, stop: int, ahead: Word) -> bool:
    """`investors Grows by Nordvik and Foo`: an item of a list whose maker stands behind `by`."""
    word, previous = tokens[stop], tokens[stop - 1]
    if word.text != "by" or stop - index != 1 or previous.lower.endswith("ed") or not looks_named(ahead.text):
        return False
    is_item = _ITEM_BEFORE.search(text, max(0, previous.start - 12), previous.start) is not None
    return is_item and text[word.end : ahead.start] == " " and _ITEM_END.match(text, ahead.end) is not None


def _and_inside(text: str, tokens: Sequence[Word], index: int, stop: int, ahead: Word) -> bool:
    """True when the `and` at `stop` stands inside one name: `Tarn Power and Gas`, where no firm is called `Gas`."""
    if (tokens[stop - 1].lower, ahead.lower) in _tied_by_and():
        return True
    if tokens[stop].text != "and":
        return False
    if stop - index > 1 and tokens[stop - 1].lower in _REGIONS and ahead.text.lower() in _REGIONS | _PARTS_OF_REGIONS:
        return any(word.lower in word_list("investor_nouns") for word in tokens[index : stop - 1])
    if stop - index > 1 and ahead.text[0].isupper() and ahead.lower in word_list("and_tails"):
        behind = tokens[stop + 2] if stop + 2 < len(tokens) else None
        return behind is None or not behind.text[0].isupper() or text[ahead.end : behind.start] != " "
    one_firm = index == 0 and _one_firm(text, tokens, stop)
    return one_firm or (_institution(tokens, index, stop) and looks_named(ahead.text))


@cache
def _tied_by_and() -> frozenset[tuple[str, str]]:
    """The words on both sides of `and` inside a known name: `Plug and Play`."""
    pairs: set[tuple[str, str]] = set()
    for name in word_list("known_names"):
        parts = name.split()
        pairs.update((parts[i - 1], parts[i + 1]) for i in range(1, len(parts) - 1) if parts[i] == "and")
    return frozenset(pairs)


def _one_firm(text: str, tokens: Sequence[Word], stop: int) -> bool:
    """`Infinity Fuel Cell and Hydrogen, Inc.` at a sentence's start: one name when a legal suffix closes it."""
    if stop + 2 >= len(tokens) or not looks_named(tokens[stop + 1].text):
        return False
    return bool(_SUFFIX_GAP.match(text[tokens[stop + 1].end : tokens[stop + 2].start])) and tokens[
        stop + 2
    ].lower in word_list("comma_suffixes")


def _institution(tokens: Sequence[Word], low: int, stop: int) -> bool:
    """`Center for Technology and ...`, `Ministry of Food and ...`: the name goes on behind `and`."""
    run = [t.lower for t in tokens[low:stop]]
    return any(head in word_list("and_heads") and link in ("for", "of") for head, link in pairwise(run))


def _numbered(tokens: Sequence[Word], stop: int, text: str) -> bool:
    """`Stage 2 Capital`, `Section 32,`: a number inside a name, or at its end where a list goes on."""
    word, previous = tokens[stop], tokens[stop - 1]
    if len(word.text) > 3 or previous.lower in word_list("numbered_things"):
        return False
    if (
        stop + 1 < len(tokens)
        and text[word.end : tokens[stop + 1].start] == " "
        and tokens[stop + 1].lower in word_list("investor_nouns")
    ):
        return looks_named(tokens[stop + 1].text)
    return bool(_LIST_GOES_ON.match(text, word.end))


def _links(tokens: Sequence[Word], stop: int, text: str) -> bool:
    """True when a small word at `stop` ties two parts of one name: `Bank of America`, `Khaled bin Alwaleed`."""
    word, previous = tokens[stop], tokens[stop - 1]
    if stop + 1 >= len(tokens) or word.text not in _LINKS:
        return False
    ahead = tokens[stop + 1]
    if text[word.end : ahead.start] != " ":
        return False
    if word.text in _NAME_PARTICLES:
        if ahead.text in _NAME_PARTICLES and stop + 2 < len(tokens):
            return looks_named(tokens[stop + 2].text) and text[ahead.end : tokens[stop + 2].start] == " "
        return looks_named(ahead.text) and not ahead.adjectival and ahead.lower not in titles()
    if previous.lower not in word_list("of_heads"):
        return False
    if ahead.text == "the":
        return stop + 2 < len(tokens) and looks_named(tokens[stop + 2].text)
    is_day = ahead.lower in WEEKDAYS or ahead.lower in MONTHS  # `Trade Republic on Tuesday said`
    return looks_named(ahead.text) and not ahead.adjectival and not is_day


def _dotted() -> frozenset[str]:
    return frozenset({"univ", "dept", "bros", "st", "mt", "dr", "mr", "ms", "mrs", "ft"})


def plain(name: str) -> str:
    """A name reduced for comparison: no possessive, no leading article, lower case, single spaces."""
    text = " ".join(bare(name).split())
    return re.sub(r"^the ", "", text.lower())
