"""Lines: masked sentences and what is known of their place: headline, order, boilerplate, earlier-round scopes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick

from extractor.article import Article
from extractor.assembling.after_raising import news_of
from extractor.assembling.masking import Masked, mask_article
from extractor.assembling.quotations import quotations
from extractor.assembling.scopes import dated_scopes, prior_scopes
from extractor.lexicons.rule_search import Found, GuardedPattern
from extractor.lexicons.rules import word_list
from extractor.mentions import Mentions

# the heading `About Acme`, not `About a decade ago`, `About 40 percent` or `About Rs 120 crore`
_ABOUT = (
    r"(?-i:A(?:bout|BOUT) (?:[Tt]he )?(?![A-Z]{1,3}[a-z]?\.? ?[$€£¥]?\d)"
    r"(?:[A-Z\ue000-\ue7ff]|[a-z]{1,2}[A-Z]|\d+(?!(?:m|mn|bn|k|x|th|km|kg|million|billion)\b)[A-Za-z]|(?:us|company)\b))"
)
_BOILERPLATE = re.compile(
    rf"^[\W_]{{0,6}}(?:{_ABOUT}|"
    r"media contacts?|press contacts?|contacts?:|for (?:more|further|media|press) (?:information|inquiries|enquiries)|"
    r"forward[- ]looking|safe harbor|cautionary (?:note|statement)|disclaimer|notes? to editors?|editor'?s notes?|"
    r"also read|read more|read also|see(?: also)?:|related (?:articles|stories)|view (?:original|source)|source:|"
    r"legal (?:notice|disclaimer)|investor relations|media relations|logo|photo|image|boilerplate|learn more|"
    r"the post .{3,200} (?:first )?appeared (?:first )?on)",
    re.IGNORECASE,
)
# looked for in folded text, beside the strings of which one is enough
_MONEY_WORD = re.compile(
    r"led\b|owns?\b| in[.,;]| put in| in too\b|are in\b|\b(?:so|as) (?:did|do|does|have|has|is|are|was|will)\b|"
    r"\bthe rest (?:of|is|was|came|comes)\b|\bcomes in\b"
)
# an article that opens with a first close tells of it, not of an earlier round
_FIRST_CLOSE = re.compile(
    r"\b(?:in|clos(?:es|ed)|complet(?:es|ed)|announc(?:es|ed)|h(?:eld|olds)|reach(?:es|ed)) (?:on )?(?:an? |the |its )?"
    r"(?:first|initial) (?:\w+ )?(?:close|closing|tranche)\b(?! (?:and|in) )"
)
_PART_OF_NOW = frozenset({"scope.first_part"})
_STRONG_END = re.compile(
    rf"^[\W_]{{0,6}}(?:{_ABOUT}|forward[- ]looking|safe harbor|cautionary|disclaimer|notes? to editors?)", re.IGNORECASE
)
# a sentence that goes on about the round of the sentence before it
_ANAPHORA = re.compile(
    r"(?:led by|co-led by|the (?:round|deal|financing|investment), which|it was (?:co-)?led|"
    r"that (?:round|deal|financing|raise|investment|funding)|(?:the )?(?:investors|backers|participants) in that|"
    r"at that time|at the time)\b|that [\uec00-\uecff]",
    re.IGNORECASE,
)
_IN_THAT = re.compile(r"\b(?:in|of|to) that (?:round|deal|financing|raise|investment)\b", re.IGNORECASE)
_ROUND = re.compile(r"[\ue800-\ue9ff\uec00-\uecff]|\b(?:round|funding|financing)\b", re.IGNORECASE)
# `By`, `Jane Doe`, `5 min read`: lines above the text that count as no sentence of it
_CLUTTER = re.compile(r"\W*(?:[^\s.!?]+ ){0,4}[^\s.!?]+")
_TITLE_REACH = 3
# the heading of a newsletter's next deal
_NEXT_ITEM = re.compile(
    r"^[^.!?]{0,60}[\ue000-\ue7ff] (?:raises|bags|closes|secures|lands|nabs|gets|completes|nets|scores|picks up|"
    r"receives)\b[^.!?]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One masked sentence in its place.

    `order` counts body sentences from 0 and is -1 in the headline; `prior` are masked intervals. `speaks` is False
    for a sentence without any word of money: most rules need not look at it.
    """

    masked: Masked
    order: int
    headline: bool
    boilerplate: bool
    prior: tuple[tuple[int, int], ...]
    quoted: tuple[tuple[int, int], ...] = ()
    speaks: bool = True

    @property
    def text(self) -> str:
        """The masked text."""
        return self.masked.text

    @property
    def folded(self) -> str:
        """The masked text in lower case."""
        return self.masked.folded

    @property
    def found(self) -> Found:
        """The strings in the masked text that rules need."""
        return self.masked.found

    @property
    def block(self) -> int:
        """Index of the block that holds the sentence."""
        return self.masked.sentence.block

    def is_quoted(self, place: int) -> bool:
        """True when the masked character at `place` is somebody's direct speech."""
        return any(low <= place < high for low, high in self.quoted)

    def is_prior(self, place: int) -> bool:
        """True when the masked character at `place` speaks of an earlier round."""
        return any(low <= place < high for low, high in self.prior)


def read_lines(article: Article, mentions: Mentions) -> tuple[Line, ...]:
    """All sentences as lines, in text order."""
    return tuple(_lines(article, mask_article(article, mentions)))


def _lines(article: Article, sentences: Sequence[Masked]) -> Iterator[Line]:
    order = 0
    title = article.title.casefold().strip()
    passed = _PART_OF_NOW if any(_FIRST_CLOSE.search(masked.folded) for masked in sentences[:4]) else frozenset()
    news = news_of(masked for masked in sentences if masked.sentence.kind == "headline")
    ending = earlier = open_quote = False
    quote_block = -1
    block_is_boilerplate = -1
    for masked in sentences:
        kind = masked.sentence.kind
        if kind == "headline":
            yield Line(masked, -1, True, False, prior_scopes(masked, article.published_on, passed, news))
            continue
        if order < _TITLE_REACH and title and masked.source.casefold().strip() == title:
            continue  # pages repeat their headline above the text
        if ending and _NEXT_ITEM.search(masked.text) and (masked.amounts or masked.types):
            ending = False  # a newsletter goes on behind what it says `About Acme`
        if order > 2 and _is_boilerplate_start(masked.source):
            ending = ending or bool(_STRONG_END.match(masked.source))
            block_is_boilerplate = masked.sentence.block
        boilerplate = ending or masked.sentence.block == block_is_boilerplate
        speaks = speaks_of_money(masked)
        prior = (
            prior_scopes(masked, article.published_on, passed, news) + dated_scopes(masked, article.published_on)
            if speaks
            else ()
        )
        if earlier and (_ANAPHORA.match(masked.text) or _IN_THAT.search(masked.text)):
            prior = ((0, len(masked.text)),)
        earlier = any(high >= len(masked.text) - 1 for _, high in prior) and bool(_ROUND.search(masked.text))
        open_quote = open_quote if masked.sentence.block == quote_block else False
        quoted, open_quote = quotations(masked, article.text, open_quote)
        quote_block = masked.sentence.block
        yield Line(masked, order, False, boilerplate, prior, quoted, speaks)
        order += order > 0 or speaks or _CLUTTER.fullmatch(masked.text) is None


def _is_boilerplate_start(text: str) -> bool:
    return bool(_BOILERPLATE.match(text))


def speaks_of_money(masked: Masked) -> bool:
    """True when a sentence holds an amount, a round type, a percentage or any word of raising, investing and owning."""
    mentioned = masked.amounts or masked.types or masked.percents or masked.counts
    return bool(
        mentioned or _money_strings().find_matches_as_indexes(masked.folded) or _money_word().in_folded(masked.folded)
    )


@cache
def _money_word() -> GuardedPattern:
    return GuardedPattern(_MONEY_WORD)


@cache
def _money_strings() -> AhoCorasick:
    return AhoCorasick(sorted(word_list("money_strings")))
