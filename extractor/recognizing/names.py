"""Runs of name words: the candidates for organisations and people, with exact boundaries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extractor.lexicons.rules import word_list
from extractor.recognizing.name_words import Word, bare, is_possessive, looks_named, not_names

_JOINER = re.compile(r"^(?: | ?& ?| ?\+ ?| ?× ?|’ |' |\. | [x|] |(?<=\.)|-)$")
_SUFFIX_GAP = re.compile(r"^, ?$")
_LIST_GOES_ON = re.compile(r"(?:[,;)]| and )")
_NUMBERED_THINGS = frozenset(
    "phase level tier top type chapter page version title rule form round class covid industry number no article series january february "
    "march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
_OF_HEADS = frozenset(
    "institutes centers centres departments university bank ministry department institute school government republic state city board kingdom council office church "
    "commonwealth house club friends sons academy association center centre college foundation fund duke bay isle society "
    "initiative partnership federation league union art trustees regents museum hospital chamber bureau agency king province".split()
)
_AND_HEADS = frozenset("center centre ministry department institute office agency association secretariat directorate".split())
_LINKS = frozenset({"of", "for", "de", "du", "da", "do", "dos", "das", "di", "del", "della", "la", "le", "van", "von", "der", "den", "bin", "al", "el", "y", "on"})
_NAME_PARTICLES = frozenset({"de", "du", "da", "do", "dos", "das", "di", "del", "della", "la", "le", "van", "von", "der", "den", "bin", "al", "el", "y"})
_STRICT_START = frozenset(
    "the a an in on at by for from with as and or but if when while after before since to of this that these those it its our we he she they "
    "his her their my your i you there here now also then so both all some many most several each every according following including "
    "led joined founded based backed headquartered existing previous prior new returning other others additional today yesterday earlier "
    "recently currently previously however meanwhile despite although though because during under over about into through via per like unlike "
    "among amid what why how who which where not no yes such more early late next last first second third said says announced is are was has".split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """A candidate name: code points `start` to `end`; `possessive` when `'s` followed it; `initial` at a sentence start."""

    start: int
    end: int
    text: str
    possessive: bool = False
    initial: bool = False


def find_names(text: str, tokens: Sequence[Word], *, breaks: frozenset[str] = frozenset(), lowered: frozenset[str] = frozenset()) -> Iterator[Name]:
    """Names among the words of one sentence.

    `breaks`: lower-cased words that end a run (a headline in Title Case passes ordinary words here).
    `lowered`: words that the document also writes in lower case, so that a sentence's first word is no name for its capital alone.
    """
    index = 0
    while index < len(tokens):
        if not _starts(tokens, index, text, breaks):
            index += 1
            continue
        stop = _run_end(text, tokens, index, breaks)
        if stop < len(tokens) and tokens[stop].adjectival and text[tokens[stop - 1].end : tokens[stop].start] == " " and not is_possessive(tokens[stop - 1].text):
            index = stop  # `San Francisco-based`, `Animoca Brands-backed`
            continue
        yield from _trim(text, tokens, index, stop, lowered)
        index = stop


def _starts(tokens: Sequence[Word], index: int, text: str, breaks: frozenset[str]) -> bool:
    word = tokens[index]
    if word.adjectival or word.lower in breaks:
        return False
    if looks_named(word.text):
        return True
    if word.text[0].isdigit() and not word.text.isdigit() and word.text[-1].isupper():
        return _number_name(tokens, index, text)
    return word.text.isdigit() and len(word.text) <= 4 and _number_name(tokens, index, text)


def _number_name(tokens: Sequence[Word], index: int, text: str) -> bool:
    """`208 Seed Ventures`, `500 Global`: a number opens a name that an investor's noun closes."""
    if index and text[tokens[index].start - 1] in "$€£¥₹.,":
        return False
    nouns = word_list("investor_nouns") | {"startups", "global"}
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
        if is_possessive(previous.text) or word.adjectival:
            break
        if (_SUFFIX_GAP.match(gap) and word.lower in _comma_suffixes()) or (gap == " " and word.text == "plc"):
            stop += 1
            continue
        if not _JOINER.match(gap) or (gap == ". " and len(previous.text) > 1 and previous.lower not in _dotted()):
            break
        if word.lower in breaks:
            break
        if looks_named(word.text) and not (word.text.lower() in ("and", "or", "with", "from", "by", "in", "to", "at", "is", "has", "the")):
            if gap in ("’ ", "' ") and not previous.text.endswith("s"):
                break
            if word.lower in _titles() or (previous.lower in _titles() and stop - 1 > index and previous.lower not in ("angel", "angels")):
                break
            stop += 1
        elif word.text.isdigit() and _numbered(tokens, stop, text):
            stop += 1
        elif word.text in ("x", "×") and stop + 1 < len(tokens) and looks_named(tokens[stop + 1].text):
            stop += 2
        elif word.text.isdigit() and previous.lower in ("fund", "fund’s", "vision", "growth", "ventures", "opportunity", "startups", "capital", "area", "studio", "studios"):
            stop += 1
        elif word.text.lower() == "and" and stop + 1 < len(tokens) and (previous.lower, tokens[stop + 1].lower) in _tied_by_and():
            stop += 2
        elif word.text == "and" and index == 0 and _one_firm(text, tokens, stop):
            stop += 2
        elif word.text == "and" and _institution(tokens, index, stop) and stop + 1 < len(tokens) and looks_named(tokens[stop + 1].text):
            stop += 2
        elif _links(tokens, stop, text):
            stop += 2 if looks_named(tokens[stop + 1].text) else 3
        else:
            break
    return stop


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
    return bool(_SUFFIX_GAP.match(text[tokens[stop + 1].end : tokens[stop + 2].start])) and tokens[stop + 2].lower in _comma_suffixes()


def _institution(tokens: Sequence[Word], low: int, stop: int) -> bool:
    """`Center for Technology and ...`, `Ministry of Food and ...`: the name goes on behind `and`."""
    run = [t.lower for t in tokens[low:stop]]
    return any(head in _AND_HEADS and link in ("for", "of") for head, link in zip(run, run[1:], strict=False))


def _numbered(tokens: Sequence[Word], stop: int, text: str) -> bool:
    """`Stage 2 Capital`, `Section 32,`: a number inside a name, or at its end where a list goes on."""
    word, previous = tokens[stop], tokens[stop - 1]
    if len(word.text) > 3 or previous.lower in _NUMBERED_THINGS:
        return False
    if stop + 1 < len(tokens) and text[word.end : tokens[stop + 1].start] == " " and tokens[stop + 1].lower in word_list("investor_nouns"):
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
        return looks_named(ahead.text) and not ahead.adjectival and ahead.lower not in _titles()
    if previous.lower not in _OF_HEADS:
        return False
    if ahead.text == "the":
        return stop + 2 < len(tokens) and looks_named(tokens[stop + 2].text)
    return looks_named(ahead.text) and not ahead.adjectival


def _trim(text: str, tokens: Sequence[Word], low: int, high: int, lowered: frozenset[str]) -> Iterator[Name]:
    """The run without words that stand before or after a name; nothing when no name is left."""
    first = low == 0
    while low < high and _drop_first(tokens, low, high, first, lowered):
        low += 1
    while low < high and tokens[high - 1].lower in _tail_words():
        high -= 1
    if low >= high:
        return
    end = tokens[high - 1].end - (2 if is_possessive(tokens[high - 1].text) else 0)
    start = tokens[low].start
    if text[start] in "@#":
        start += 1
    end = _closing_dot(text, tokens[high - 1], end)
    name = text[start:end]
    if len(name) < 2 or name.lower() in not_names() or (low + 1 == high and tokens[low].lower in _titles()):
        return
    if low == 0 and high == 1 and name[1:].islower() and name.lower() in word_list("headline_words"):
        return
    if low + 1 == high and name.lower() in lowered and (low == 0 or not any(c.isupper() for c in name)):
        return
    yield Name(start, end, name, possessive=is_possessive(tokens[high - 1].text), initial=low == 0)


def _closing_dot(text: str, last: Word, end: int) -> int:
    """`Inc.` keeps its full stop."""
    return end + 1 if last.lower in ("inc", "ltd", "corp", "co", "s.p.a", "s.r.l", "b.v", "n.v", "s.a") and text[end : end + 1] == "." else end


def _drop_first(tokens: Sequence[Word], low: int, high: int, first: bool, lowered: frozenset[str]) -> bool:
    word = tokens[low].lower
    if tokens[low].text.isupper() and len(word) > 3 and high - low > 1:
        return False
    if not first and word in _STRICT_START and tokens[low].text not in ("A", "The") and high - low > 1 and len(word) > 3:
        return False
    if word in _STRICT_START and tokens[low].text not in ("A", "The") and not (word in ("new", "next", "first", "second", "early", "last", "more", "other") and not first):
        return not (word in ("new", "next", "first", "early") and high - low > 1 and tokens[low + 1].lower in word_list("places") | {"york", "enterprise", "zealand", "jersey", "hampshire", "mexico", "round", "delhi"})
    if tokens[low].text in ("A", "The"):
        return True
    if word in _titles() and low + 1 < high:
        return True
    return first and word in lowered and high - low > 1 and tokens[low].text[1:].islower() and word in word_list("descriptors")


def _titles() -> frozenset[str]:
    return word_list("breaking_titles")


def _comma_suffixes() -> frozenset[str]:
    return frozenset({"inc", "ltd", "llc", "l.l.c", "corp", "lp", "l.p", "plc", "llp", "limited", "incorporated", "s.a", "gmbh", "pbc", "co"})


def _dotted() -> frozenset[str]:
    return frozenset({"st", "mt", "dr", "mr", "ms", "mrs", "ft"})


def _tail_words() -> frozenset[str]:
    return frozenset({"series", "round", "seed", "pre-seed", "ceo", "founder", "co-founder", "cto", "cfo", "and", "the", "said", "says", "has", "is", "tuesday", "monday", "wednesday", "thursday", "friday", "today"})


def plain(name: str) -> str:
    """A name reduced for comparison: no possessive, no leading article, lower case, single spaces."""
    text = " ".join(bare(name).split())
    return re.sub(r"^the ", "", text.lower())
