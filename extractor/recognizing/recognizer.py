"""Article → Mentions: every recogniser once, each on the canonical text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from extractor.article import Article
from extractor.mentions import Mention, Mentions, PartyMention
from extractor.recognizing.counts import find_counts
from extractor.recognizing.dates import find_dates
from extractor.recognizing.money import find_money
from extractor.recognizing.parties import find_parties
from extractor.recognizing.percents import find_percents
from extractor.recognizing.round_types import find_round_types
from extractor.recognizing.sentences import split_sentences

# twenty times what the longest articles hold
_MOST_SENTENCES, _MOST_NAMES, _MOST_AMOUNTS = 2_000, 3_000, 500
# `$5\u00a0million`, `Base10\u00a0Partners`: spaces that rules need not know
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2007\u2009\u200a\u202f"), " ")
_Found = TypeVar("_Found", bound=Mention)


def recognize(article: Article, known_names: Sequence[tuple[int, int]] = ()) -> Mentions:
    """All mentions of one article; money, dates and percents win over names on the same characters.

    `known_names` are spans of the text that a lexicon of names matched, in any order.
    """
    written = article.text
    article = replace(article, text=written.translate(_SPACES)) if not written.isascii() else article
    sentences = split_sentences(article, _MOST_SENTENCES + 1)
    money = find_money(article.text)
    percents = find_percents(article.text)
    dates = find_dates(article.text, article.published_on)
    values = [(m.start, m.end) for group in (money, percents, dates) for m in group]
    parties = _without_overlaps(find_parties(article, sentences, known_names), sorted(values))
    found = Mentions(
        sentences=sentences,
        money=money,
        percents=percents,
        dates=dates,
        round_types=find_round_types(article.text),
        counts=find_counts(article.text),
        parties=parties,
    )
    return _bounded(found if article.text == written else _as_written(found, written))


def _as_written(found: Mentions, text: str) -> Mentions:
    """The mentions with the characters that the article has in their place."""

    def own(mentions: tuple[_Found, ...]) -> tuple[_Found, ...]:
        return tuple(replace(mention, text=text[mention.start : mention.end]) for mention in mentions)

    return replace(
        found,
        money=own(found.money),
        percents=own(found.percents),
        dates=own(found.dates),
        round_types=own(found.round_types),
        counts=own(found.counts),
        parties=own(found.parties),
    )


def _bounded(found: Mentions) -> Mentions:
    """The mentions of the sentences before there are too many: names and amounts are compared with each other."""
    groups = ((found.sentences, _MOST_SENTENCES), (found.parties, _MOST_NAMES), (found.money, _MOST_AMOUNTS))
    limits = [group[most].start for group, most in groups if len(group) > most]
    if not limits:
        return found
    end = max((sentence.end for sentence in found.sentences if sentence.end <= min(limits)), default=0)
    return Mentions(
        sentences=tuple(s for s in found.sentences if s.end <= end),
        money=tuple(m for m in found.money if m.end <= end),
        percents=tuple(m for m in found.percents if m.end <= end),
        dates=tuple(m for m in found.dates if m.end <= end),
        round_types=tuple(m for m in found.round_types if m.end <= end),
        counts=tuple(m for m in found.counts if m.end <= end),
        parties=tuple(m for m in found.parties if m.end <= end),
        end=end,
    )


def _without_overlaps(parties: tuple[PartyMention, ...], values: list[tuple[int, int]]) -> tuple[PartyMention, ...]:
    """Names that touch no value: one pass over both sorted lists."""
    kept: list[PartyMention] = []
    index = 0
    for party in parties:
        while index < len(values) and values[index][1] <= party.start:
            index += 1
        if index == len(values) or values[index][0] >= party.end:
            kept.append(party)
    return tuple(kept)
