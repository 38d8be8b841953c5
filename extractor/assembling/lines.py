"""Lines: masked sentences and what is known of their place: headline, order, boilerplate, earlier-round scopes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick

from extractor.article import Article
from extractor.assembling.after_raising import News, news_of, repeats_news
from extractor.assembling.masking import PLACEHOLDERS, Masked, mask_article, rule_search
from extractor.assembling.quotations import quotations
from extractor.lexicons.rule_search import Found, GuardedPattern, RuleSearch
from extractor.lexicons.rules import load_rules, target, word_list
from extractor.mentions import DateMention, Mentions

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
_GIVEN = re.compile(r"\b(?:money|funding|backing|capital|investment|cash) from\b")
# `announced the closing of its first seed round`
_FIRST_NOW = re.compile(
    r"\b(?:clos(?:es|ed|ing|e)|complet(?:es|ed|ing|ion)|announc(?:es|ed|ing)|rais(?:es|ed|ing)|secur(?:es|ed|ing)|"
    r"lands|landed|bags|bagged|obtained|received)(?: of)? (?:its|their|a|the) (?:first|inaugural|maiden|debut)\b",
    re.IGNORECASE,
)
# `Following a new $240 million round led by Acme, its valuation reached ..`
_NEWS = re.compile(
    r"following (?:an?|the|this|its) (?:new|latest|fresh|current|recent|oversubscribed)\b", re.IGNORECASE
)
_PLUPERFECT = re.compile(r"(?:it|that|company|they|[\ue000-\ue7ff])(?: had|'d) [a-z]+", re.IGNORECASE)
# `had sold 6.2 per cent of its shares by the time the campaign shut`
_CAMPAIGN_ENDS = re.compile(r"\b(?:campaign|offer) (?:shut|closed|ended)\b|\b(?:close|end) of the (?:campaign|offer)\b")
_SAID = re.compile(r"\b(?:said|announced|told|confirmed|disclosed|reported|revealed)\b[^.;]{0,50}$", re.IGNORECASE)
# `has raised $182 million in all, including $40 million last year`, `raised $2.5 million, following a cheque in 2022`
_INCLUDING = re.compile(r", (?:including (?=[\ue800-\ue9ff])|following |after |on top of |up from |compared )")
# `becomes a unicorn after a $140 million Series C`, `came out of stealth after raising`: the round that made it one
_RANK = re.compile(
    r"\b(?:unicorn|decacorn|out of (?:stealth|hiding|the shadows)|into the open|on the scene|from stealth|"
    r"(?:now|is|been|was) (?:worth|valued)|shares? (?:are|were|is|was|rose|fell|jumped|soared|slid|climbed|"
    r"surged)|billion[- ]dollar (?:club|company|startup))\b",
    re.IGNORECASE,
)
# a clause of its own between the verb and the date: `raised $15 million, a third of the price at which it sold in 2021`
_NESTED = re.compile(
    r", having\b| (?:that|who|which) (?:also )?(?:took part|participated|invested) in\b|, (?:which|"
    r"who) (?=[^,;]{0,60}[\ue800-\ue9ff\uec00-\uecff])|(?:, [^,;.]{0,60}?)?\b(?:at|in|for|by|to) which\b|"
    r"\bwhen (?:it|the)\b|[;:] |"
    r",? (?:up |down )?(?:compared (?:with|to)|against|from|than) "
    r"(?=(?:the |a |an |its |about |around |nearly )*[\ue800-\ue9ff])|"
    r", (?:well |far )?(?:below|above|short of|under|over) (?=(?:the |a |its )*[\ue800-\ue9ff])|"
    r" after (?=(?:a |an |the |its |it )?(?:[\w-]+ ){0,3}?[\ue800-\ue9ff\uec00-\uecff])"
)
_OPENING_DATE = re.compile(r"\W*(?:(?:back )?(?:in|on|during) )?(?:early |late |mid-)?", re.IGNORECASE)
# `Last year Acme, which is based in Lyon, raised`: the aside ends, the past does not
_APPOSED = re.compile(
    r".,? (?:[\ue000-\ue7ff]|the [\w-]+|it),? (?:which|who|an?|the|whose|based|then)\b[^,]{1,90},(?: [a-z]+ed\b)?"
)
# `Its $8 million Series A, in 2021, was led by Acme`
_TYPE_IN = re.compile("^[^\uec00-\uecff]{0,30}[\uec00-\uecff], in $")
# `announced that it had completed a Series A in March`
_SAID_IT_HAD = re.compile(
    r"\b(?:announced|said|disclosed|revealed|confirmed)(?: [\w-]+){0,2}? (?:that )?(?:it|they|the company) (?:had|has)"
    r"(?: \w+)? $",
    re.IGNORECASE,
)
_PERFECT = re.compile(r"\b(?:has|have|'s|'ve)\b", re.IGNORECASE)
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
_MAIN_CLAUSE = re.compile(
    r", (?:[\ue000-\ue7ff]|the [\w-]+|it)(?:,[^,]{1,120},)? (?:has|have|is|today|now|just|"
    r"raised|secured|announced|closed|announces|landed|completed)\b"
)
# `Acme, which led the previous round, and Bar made follow-on investments`: an aside ends with its comma
_IN_RELATIVE = re.compile(r", (?:which|who|whose) [^,;]{0,40}$")
_LONG_RELATIVE = 60
_RESUME = re.compile(
    r", (?:has|have|is|today|just|now|announced|raised|secured|closed|said|says|will|"
    r"(?:and )?(?:it )?(?:is |has )?(?:now|today|thus))\b|"
    r", (?:also|both|again|too|now also) (?=took|participated|joined|invested|came|contributed|put|chipped|re-?upped)|"
    r", (?=(?:took part|participated|invested|came in|contributed|put in|chipped in|re-?upped|made an?|"
    r"followed on|doubled down|returned|joined the|(?:co-)?led the)\b)|"
    r",? (?:and )?(?:bring(?:s|ing)|tak(?:es|ing)|push(?:es|ing)|lift(?:s|ing)|for a total|which brings|"
    r"raising|so)\b(?= (?:[\w'.-]+ ){0,6}(?:total|funding|raised|overall))"
)
_RAISED = re.compile(
    r"\b(?:raised|raising|secured|closed|received|announced|landed|completed|bagged|netted|took|obtained|attracted|"
    r"emerged|bought|brought|won|invested|wrote|assigned|led|valued|valuation(?= (?:reached|hit|stood))|receiving|"
    r"round|funding|financing|got|gotten|borrowed|collected|pulled|picked|gathered|drew|relied|scooped|hauled|"
    r"put(?= [\ue800-\ue9ff])|paid(?= [\ue800-\ue9ff]))(?!\w)|lent|loaned|"
    r"[\uec00-\uecff](?= of | [\ue800-\ue9ff] from )",
    re.IGNORECASE,
)
# the year of something else: `founded in 2019`, `since 2018`
_OTHER_YEAR = re.compile(
    r"\b(?:set up|founded|launched|established|started|formed|created|born|incorporated|since|grew|opened|joined|"
    r"acquired|bought|spun|graduated|attended|rebranded|renamed|debuted|went (?:live|public))\b[^,;]*$|\b(?:by|"
    r"until|from)(?: (?:early|late|mid|the end of))?[ -]$",
    re.IGNORECASE,
)
_BORDER = re.compile(
    r"[;:—]|, (?:(?:both|all|each|two|some) of (?:which|whom|them)|which|who|that|following|after|having|and|but|"
    r"while|it|the)\b|,? (?:adding to|in addition to|on top of) (?=(?:the |its |an? )?(?:[\w-]+ )?[\ue800-\ue9ff])|"
    r" (?:and|but|while) (?:it|which|has|had|the|in)\b| (?:it|they) $| (?=after (?:(?:an? |the |its )?$|\w+ing\b))"
)
# a month without a year that lies ahead: `due in June`
_AHEAD = re.compile(
    r"\b(?:due|expected|will|until|remaining|scheduled|planned|to follow|payable|maturing)\b", re.IGNORECASE
)
_MONTHS_BEFORE = 3
# `By`, `Jane Doe`, `5 min read`: lines above the text that count as no sentence of it
_CLUTTER = re.compile(r"\W*(?:[^\s.!?]+ ){0,4}[^\s.!?]+")
_TITLE_REACH = 3
# a scope that starts so early stands in what opens the sentence, before its main clause
_OPENS = 30
# the heading of a newsletter's next deal
_NEXT_ITEM = re.compile(
    r"^[^.!?]{0,60}[\ue000-\ue7ff] (?:raises|bags|closes|secures|lands|nabs|gets|completes|nets|scores|picks up|"
    r"receives)\b[^.!?]*$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[;:—]|, (?:and|but|while|with) ")


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


def prior_scopes(
    masked: Masked, published: str | None = None, passed: frozenset[str] = frozenset(), news: News = None
) -> tuple[tuple[int, int], ...]:
    """The masked intervals of one sentence that speak of earlier rounds; neither `passed` rules nor `news`."""
    scopes: list[tuple[int, int]] = []
    for rule, match in scope_rules().matches(masked.text, masked.found):
        if rule.id in passed:
            continue
        start, _ = target(match)
        end = match.end()
        if rule.id == "scope.previous_round" and _FIRST_NOW.search(masked.text, max(0, start - 40), end):
            continue
        follows = rule.id == "scope.follows"
        if follows and repeats_news(masked, start, news):
            continue
        if follows and _NEWS.match(masked.written(masked.start_of(start), masked.end_of(end - 1))):
            continue
        if _reported(masked.text, start, end) or _just_now(rule.id, masked, start, end, published):
            continue
        opens_after = follows and masked.folded.startswith(("after", "following"), start)
        if opens_after and _RANK.search(masked.text, 0, start):
            continue
        scopes.append(_extent(rule.label, masked.text, start, match.end()))
    return tuple(scopes)


def _just_now(rule: str, masked: Masked, start: int, end: int, published: str | None) -> bool:
    """`In January the company closed a Series A`, told in February, is news."""
    if rule != "scope.dated_past" or published is None:
        return False
    values = [mention.value for place, mention in masked.dates.items() if start <= place < end and mention.value]
    return bool(values) and all(len(v) > 4 and not is_long_before(v, published) for v in values)


def _reported(text: str, start: int, end: int) -> bool:
    """`said on Tuesday it had raised`: the past tense is that of reported speech, not of an earlier round."""
    if _CAMPAIGN_ENDS.search(text):
        return True
    return bool(_PLUPERFECT.fullmatch(text[start:end]) and _SAID.search(text, max(0, start - 60), start))


def dated_scopes(masked: Masked, published: str | None) -> tuple[tuple[int, int], ...]:
    """A sentence that tells of money raised on a date well before the article speaks of an earlier round."""
    if published is None or not (masked.amounts or masked.types or _GIVEN.search(masked.folded)):
        return ()
    dates = sorted(masked.dates.items())
    if any(m.value and not is_long_before(m.value, published) and len(m.value) > 4 for _, m in dates):
        return ()
    for place, mention in dates:
        scope = _dated_scope(masked.text, place, mention, published)
        if scope is not None:
            return (scope,)
    return ()


def _dated_scope(text: str, place: int, mention: DateMention, published: str) -> tuple[int, int] | None:
    """The clause of one date that tells of money raised well before the article, None when it does not."""
    opens = place < 12 and bool(_RAISED.search(text, place))
    if opens and mention.text.lower().startswith("earlier this year"):
        return 0, _told_of_then(text, place)
    if not mention.value or not is_long_before(mention.value, published):
        return None
    low = max(0, place - 130)
    before = text[low:place]
    if _AHEAD.search(before[-45:]) or _OTHER_YEAR.search(before[-45:]):
        return None
    verbs = list(_RAISED.finditer(before))
    if verbs:
        start = low + verbs[-1].start()
        if any(_SAID_IT_HAD.search(before[: verb.start()]) for verb in verbs):
            return None
        if nested := list(_NESTED.finditer(text, start, place)):
            return nested[-1].start(), _back_to_now(text, place)
        part = _INCLUDING.search(text, start, place)
        if part is not None:
            return part.start(), _back_to_now(text, place)
        if text[start] >= "\uec00":
            return start, _back_to_now(text, place)  # `a third more than at the Series C of $50 million in March`
        return max((m.end() for m in _BORDER.finditer(text, 0, start)), default=0), _back_to_now(text, place)
    return (0, _told_of_then(text, place)) if opens or _TYPE_IN.search(before) else None


def _told_of_then(text: str, place: int) -> int:
    """Where the past ends of a sentence that opens with its date: `In 2021, Acme raised $5 million`."""
    if _OPENING_DATE.fullmatch(text, 0, place) and not _PERFECT.search(text, place, place + 60):
        apposed = _APPOSED.match(text, place)
        resumes = _RESUME.search(text, apposed.end() if apposed else place + 1)
        return resumes.start() if resumes else len(text)
    return _back_to_now(text, place)


def _back_to_now(text: str, place: int) -> int:
    """Where a sentence that began in the past comes back to the present round, else its end."""
    borders = [m.start() for m in (_MAIN_CLAUSE.search(text, place + 1), _RESUME.search(text, place + 1)) if m]
    return min(borders, default=len(text))


def is_long_before(value: str, published: str) -> bool:
    """True when an ISO date, maybe partial, lies in an earlier year (a year alone) or three or more months before."""
    if len(value) == 4 or len(published) == 4:
        return value[:4] < published[:4]
    months = (int(published[:4]) - int(value[:4])) * 12 + int(published[5:7]) - int(value[5:7])
    return months >= _MONTHS_BEFORE


def _extent(label: str, text: str, start: int, end: int) -> tuple[int, int]:
    if label == "prior_sentence":
        return 0, len(text)
    if label == "prior_span":
        return start, end
    if label == "prior_clause":
        border = _CLAUSE.search(text, end)
        return start, border.start() if border else len(text)
    if _IN_RELATIVE.search(text, 0, start) and (comma := text.find(",", end, end + _LONG_RELATIVE)) >= 0:
        return start, comma
    if start < _OPENS:
        main = _MAIN_CLAUSE.search(text, end)
        if main:
            return start, main.start()
    resume = _RESUME.search(text, end)
    return start, resume.start() if resume else len(text)


@cache
def scope_rules() -> RuleSearch:
    """The rules of scopes.toml."""
    return rule_search(load_rules("scopes.toml", PLACEHOLDERS))
