"""Which parts of a sentence speak of earlier rounds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from extractor.assembling.after_raising import News, repeats_news
from extractor.assembling.masking import MONEY, PLACEHOLDERS, TYPE, Masked, rule_search
from extractor.lexicons.rule_search import RuleSearch
from extractor.lexicons.rules import load_rules, target
from extractor.mentions import DateMention

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
# `and a $12 million Series A in 2021`
_ROUND_IN = re.compile(
    f"\\b(?:and|plus) (?:an? )?{MONEY} {TYPE}(?: round| funding| financing)? (?:in|from) (?:early |late )?$"
)
_TYPE_IN = re.compile("^[^\uec00-\uecff]{0,30}[\uec00-\uecff], in $")
# `announced that it had completed a Series A in March`
_SAID_IT_HAD = re.compile(
    r"\b(?:announced|said|disclosed|revealed|confirmed)(?: [\w-]+){0,2}? (?:that )?(?:it|they|the company) (?:had|has)"
    r"(?: \w+)? $",
    re.IGNORECASE,
)
_PERFECT = re.compile(r"\b(?:has|have|'s|'ve)\b", re.IGNORECASE)
_MAIN_CLAUSE = re.compile(
    r", (?:[\ue000-\ue7ff]|the [\w-]+|it)(?:,[^,]{1,120},)? (?:has|have|is|today|now|just|"
    r"raised|secured|announced|closed|announces|landed|completed)\b"
)
# `Acme, which led the previous round, and Bar made follow-on investments`: an aside ends with its comma
_IN_RELATIVE = re.compile(r", (?:which|who|whose) [^,;]{0,40}$")
# `Acme — which previously led its seed round — led it`
_IN_DASHES = re.compile(r"—[^—]{0,30}$")
_LONG_RELATIVE = 60
_RESUME = re.compile(
    r", (?:has|have|is|today|just|now|announced|raised|secured|closed|said|says|will|"
    r"(?:and )?(?:it )?(?:is |has )?(?:now|today|thus))\b|"
    r", (?:all|both|each) of (?:whom|which) (?:also )?(?=joined|participated|took part|invested|re-?up)|"
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
    r"until|from)(?: (?:early|late|mid|the end of))?[ -]$|"
    r"\b(?:what|than) (?:it|they) (?:was|were) (?:worth|valued)\b[^,;]*$",
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
# a scope that starts so early stands in what opens the sentence, before its main clause
_OPENS = 30
_CLAUSE = re.compile(r"[;:—]|, (?:and|but|while|with) ")


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
    then = tuple(_named_rounds(masked.text, dates, published))
    if any(m.value and not is_long_before(m.value, published) and len(m.value) > 4 for _, m in dates):
        return then
    for place, mention in dates:
        scope = _dated_scope(masked.text, place, mention, published)
        if scope is not None:
            return (*then, scope)
    return then


def _named_rounds(text: str, dates: Sequence[tuple[int, DateMention]], published: str) -> Iterator[tuple[int, int]]:
    """Earlier rounds told with their dates: `and a $12 million Series A in 2021`."""
    for place, mention in dates:
        found = _ROUND_IN.search(text, max(0, place - _LONG_RELATIVE), place)
        if found and mention.value and is_long_before(mention.value, published):
            yield found.start(), place + 1


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
    if (
        _IN_DASHES.search(text, max(0, start - _LONG_RELATIVE), start)
        and (dash := text.find("—", end, end + _LONG_RELATIVE)) >= 0
    ):
        return start, dash
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
