"""Sentences of a block: splits at sentence ends, but not inside `Inc.`, `U.S.`, `Calif.-based` or initials."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import islice, pairwise

from extractor.article import Article
from extractor.lexicons.rules import word_list
from extractor.mentions import Sentence
from extractor.recognizing.name_words import INITIALS

# a full stop and closing quotes, then space and a plausible start; or no space at all when a link ate it
_END = re.compile(
    r"(?P<stop>[.!?…]{1,3}[\"”’'»)\]*_]{0,3})(?:\s+(?=[\"“‘'«(\[*_$€£¥₹•–—-]{0,3} ?[A-Z0-9À-ÞĀ-ž一-龥a-z])"
    r"|(?=[A-Z][a-z]+\s)(?<=[a-z]{3}\.))|\n+"
)
# where one may begin: a search for a single character is many times as fast
_MARK = re.compile(r"[.!?…\n]")
_LAST_WORD = re.compile(r"(?<![\w$€£])([^\W\d_][\w.'’&-]*)\.$")
# `a Series B. Acme led`: the letter is no initial
_LETTERED = re.compile(r"\b(?:series|class|phase|plan|round|grade|type|tier|pre)[- ][A-Za-z]$", re.IGNORECASE)
_NEXT_WORD = re.compile(r"[^\w$€£¥₹]*([\w'’]+)")


# no sentence of prose is longer; a text without stops is cut here, so that what looks at a whole sentence stays cheap
_LONGEST = 4000


def split_sentences(article: Article, most: int | None = None) -> tuple[Sentence, ...]:
    """All sentences in text order, or the first `most`; a headline or heading is one.

    None is longer than 4000 characters.
    """
    parts = (part for sentence in _sentences(article) for part in _parts(article.text, sentence))
    return tuple(islice(parts, most))


def _parts(text: str, sentence: Sentence) -> Iterator[Sentence]:
    """The sentence itself, or parts of an endless one, cut at a space where there is one."""
    start = sentence.start
    while sentence.end - start > _LONGEST:
        limit = start + _LONGEST
        cut = max(text.rfind(" ", start, limit), text.rfind("\n", start, limit))
        end = cut if cut > start else limit
        yield replace(sentence, start=start, end=end)
        start = _skip_space(text, end, sentence.end)
    if start < sentence.end:
        yield sentence if start == sentence.start else replace(sentence, start=start)


def _sentences(article: Article) -> Iterator[Sentence]:
    for index, block in enumerate(article.blocks):
        if block.kind in ("headline", "heading"):
            yield Sentence(block.start, block.end, index, block.kind)
            continue
        start = block.start
        for cut in _cuts(article.text, block.start, block.end):
            if cut > start:
                yield Sentence(start, cut, index, block.kind)
            start = _skip_space(article.text, cut, block.end)
        if block.end > start:
            yield Sentence(start, block.end, index, block.kind)


def _skip_space(text: str, position: int, end: int) -> int:
    while position < end and text[position].isspace():
        position += 1
    return position


# `Acme raises £2.1m; Leipzig-based Foo picks up €900k; Bar bags $4m`: deals told in one breath
_DEAL = re.compile(
    r"[^;]{0,200}?\b(?:rais(?:es|ed)|secur(?:es|ed)|bag(?:s|ged)|pick(?:s|ed) up|clos(?:es|ed)|land(?:s|ed)|"
    r"nab(?:s|bed)|fetch(?:es|ed)|get|gets|got|receiv(?:es|ed)|snag(?:s|ged)|collect(?:s|ed)|rak(?:es|ed) in|"
    r"scor(?:es|ed)|w[io]ns?)\b[^;]{0,30}?(?:[$€£¥₹₩]|\b[A-Z]{3} ?)\d[^;]*(?:;|\Z)"
)
_FEW_DEALS = 3


def _deals_between_semicolons(text: str, start: int, end: int) -> Iterator[int]:
    """Where a block of at least three deals parted by semicolons has these; nothing for any other block."""
    if text.count(";", start, end) < _FEW_DEALS - 1:
        return
    places = [match.start() for match in re.finditer(";", text[start:end])]
    parts = [0, *(place + 1 for place in places), end - start]
    deals = sum(_DEAL.match(text[start + low : start + high]) is not None for low, high in pairwise(parts))
    if deals >= _FEW_DEALS and 2 * deals >= len(parts) - 1:
        yield from (start + place + 1 for place in places)


def _cuts(text: str, start: int, end: int) -> Iterator[int]:
    semicolons = tuple(_deals_between_semicolons(text, start, end))
    stops = _sentence_ends(text, start, end)
    yield from sorted({*stops, *semicolons}) if semicolons else stops


def _sentence_ends(text: str, start: int, end: int) -> Iterator[int]:
    passed = start
    for mark in _MARK.finditer(text, start, end):
        match = _END.match(text, mark.start(), end) if mark.start() >= passed else None
        if match is None:
            continue
        passed, stop = match.end(), match.group("stop")
        if stop is None:
            yield match.start()
        elif not _inside_name(text, start, match.start(), match.end(), stop):
            yield match.start() + len(stop)


def _inside_name(text: str, start: int, dot: int, after: int, stop: str) -> bool:
    """True when the stop at `dot` belongs to an abbreviation or initial and does not end the sentence."""
    if not stop.startswith(".") or stop.startswith(".."):
        following = _NEXT_WORD.match(text, after)
        return bool(following and following.group(1)[0].islower() and stop[0] in "!?.…")
    last = _LAST_WORD.search(text, max(start, dot - 24), dot + 1)
    following = _NEXT_WORD.match(text, after)
    word = following.group(1) if following else ""
    if word and word[0].islower() and len(stop) == 1:
        return last is not None and (last.group(1).lower() in _never_last() or len(last.group(1)) == 1)
    if last is None:
        return False
    name = last.group(1)
    if len(name) == 1 and name.isupper() and _LETTERED.search(text, max(start, dot - 16), dot):
        return False
    if len(name) == 1 and name.isupper():
        return name != "I" or word[:1].isupper()
    if name.lower() in word_list("shortened_suffixes"):
        return word.lower() not in word_list("sentence_starters")
    if name.lower() in word_list("abbreviations_final") or INITIALS.fullmatch(name):
        return word.lower() not in word_list("sentence_starters")
    return name.lower() in _abbreviations()


@cache
def _never_last() -> frozenset[str]:
    """Words whose full stop ends no sentence when a lower-case word follows: `Larkspur Inc. raised`."""
    return word_list("abbreviations") | word_list("abbreviations_final") | word_list("legal_suffixes")


@cache
def _abbreviations() -> frozenset[str]:
    return word_list("abbreviations")
