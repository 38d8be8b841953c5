"""The day a round was announced, signed or closed, if the text states one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from extractor.assembling.lines import Line
from extractor.mentions import DateMention

_EVENT = re.compile(
    r"\b(?:announc(?:ed|es|ing)|present(?:ed|s)|introduc(?:ed|es)|clos(?:ed|es|ing)|complet(?:ed|es|ing|ion)|rais(?:ed|es|ing)|secur(?:ed|es)|sign(?:ed|s)|revealed|unveiled|disclosed|said|landed|received|"
    r"confirmed|invest(?:ed|ment)|led|emerg(?:ed|es)|bringing|concluded|finali[sz]ed|launch(?:ed|es)|priced|"
    r"pricing|nabbed|snagged|won|wrapped up|wraps up|procured|sold|stealth|"
    r"unveil(?:s|ing)|collected|netted|obtained|borrowed|drawn|attracted|picked up|pulled in|scored|banked|"
    r"filed|issued|placed|agreed|bagged|reports|reported|adds|added|made public|making (?:it )?(?:known|public)|"
    r"wraps off|gathered|handed|settle(?:d|ment)|took place|tak(?:en|es|ing) (?:in|on)|took (?:in|on)|puts?|putting|"
    r"allotted|drew|(?:to|we|i) share|sharing|filings?|"
    r"brings|told|state[ds]|statement|informed|ended|shut|scoring|securing|mopped up|cashed in|supplied|resolved|"
    r"released|stepping out|as of|bank|awarded|subscribed|joined (?:in|by))\b",
    re.IGNORECASE,
)
_MONEY_WORDS = re.compile(
    r"[\ue800-\ue9ff\uec00-\uecff]|\b(?:round|funding|financing|investment|raise|capital|grant|placement|offering|backing|stake|"
    r"deal|transaction|sale|loan|facility|tender|notes|invest(?:s|ed|ing)?|funds|money|cash|shareholders?|"
    r"syndicate|took part)\b",
    re.IGNORECASE,
)
_REPORT = re.compile(
    r"\b(?:reported|reports|report|according to(?! (?:a|the|its) [\w ]{0,20}filing)|citing|cited|wrote|sources?)\b",
    re.IGNORECASE,
)
_FUTURE_OR_PAST = re.compile(
    r"\b(?:founded|launched|established|set up|went live|dated|since|started|born|created|expected|expects?|will|"
    r"until|next|scheduled|plans?|anticipat\w+|due|until|before|previously|"
    r"last raised|formed|incorporated|began|joined(?! (?:in|by))|grew|was valued|put at|appointed|"
    r"graduated)\b[^,;]{0,40}$|"
    r"\bby (?:the (?:end|middle|start|close) of |early |late |mid-)?$|\b(?:had|"
    r"have)(?: [\w-]+){0,2} reported\b[^,;]{0,20}$",
    re.IGNORECASE,
)
# `was valued at $32 million and was completed on`
_AND_THEN = re.compile(r" and (?:was|were|has been) (?:completed|closed|signed|announced|concluded) (?:on|in) $")
# `the placement announced on July 29 has been increased`: what is told today is another day's
_ANNOUNCED_THEN = re.compile(
    r"\b(?:offer|offering|placement|financing|round|raise|deal) (?:\w+ )?announced (?:on|in) $", re.IGNORECASE
)
_TODAYS = re.compile(
    r"'?s? (?:new |latest )?(?:announcement|funding|investment|round|financing|raise)\b", re.IGNORECASE
)
# `Today is a big day for all of us`: what is announced is told in the next sentence
_BIG_DAY = re.compile(r" (?:is|marks) (?:an? |the |one of )")
_INTERVIEW = re.compile(
    r"\b(?:interview|conversation|call|spoke|speaking|speech|appeared|panel|conference|podcast)\b[^.;,]{0,20}$",
    re.IGNORECASE,
)
# behind the first sentence a day beside one of these, and beside no word of a round, is the day of something else
_OTHER_EVENT = re.compile(
    r"\b(?:partnership|partnered|partners with|collaborat\w+|contracts?|acqui(?:red|res|sition|ring)|merge[rd]|hired|"
    r"hires|hiring|appoint(?:ed|s|ment)|promoted|opened|opens|launch(?:ed|es)?|conference|panel|summit|went public|"
    r"goes public|patents?|lawsuit|sued|layoffs?|laid off|relocat\w+|rebrand\w*|pilot|award(?:ed)?|prize|customers?|"
    r"orders?)\b",
    re.IGNORECASE,
)
_OF_ROUND = re.compile(
    r"[\uec00-\uecff]|\b(?:rais(?:ed?|es|ing)|rounds?|funding|financing|invest(?:s|ed|ing|ors?|ments?)?|"
    r"clos(?:ed|ing|es)|stakes?|loan|facility|placement|offering|notes|shares|tranche|grant|backing|capital|secured|"
    r"money|cash|announcement|fundraising|picked up|pulled in|landed|took in|netted|bagged|scored|banked|snagged|"
    r"nabbed)\b",
    re.IGNORECASE,
)
_LEAD = 12
# up to here a day opens its sentence (`Late on Tuesday, X announced`), in characters of masked text
_OPENING = len("Late on ")
# what far lines keep of their score: a day beside a verb of raising and money still passes, a month does not
_FAR, _FAR_DAY = 0.2, 0.25
# a page may carry a day some days before the one its text announces
_DATED_AHEAD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DateChoice:
    """A date mention and how strongly it is tied to the round."""

    mention: DateMention
    score: float


def date_choices(lines: Sequence[Line], *, rumour: bool) -> tuple[DateChoice, ...]:
    """Candidate dates, best first."""
    found = [choice for line in lines if not line.boilerplate for choice in _in_line(line, rumour)]
    return tuple(sorted(found, key=lambda c: (-c.score, c.mention.start)))


def _in_line(line: Line, rumour: bool) -> Iterator[DateChoice]:
    if not line.masked.dates:
        return
    money = _MONEY_WORDS.search(line.text) is not None
    other = tells_of_other_event(line)
    for place, mention in line.masked.dates.items():
        score = _score(line, place, mention, rumour=rumour, money=money)
        if score > 0 and (not other or is_dateline(mention)):
            yield DateChoice(mention, score)


def tells_of_other_event(line: Line) -> bool:
    """`On Monday, the company said it had hired Jane Doe`, behind the first sentence."""
    return line.order > 0 and _OTHER_EVENT.search(line.text) is not None and _OF_ROUND.search(line.text) is None


def is_dateline(mention: DateMention) -> bool:
    """True for the day at the head of a report, which is never that of another event."""
    return mention.kind == "dateline" or mention.rule == "date.dateline"


def _score(line: Line, place: int, mention: DateMention, *, rumour: bool, money: bool) -> float:
    before, after = (
        line.text[max(0, place - 60) : place],
        line.text[place + 1 : place + (400 if place <= _OPENING else 80)],
    )
    if mention.rule == "date.today" and _TODAYS.match(after):
        return 3.0
    if mention.kind == "dateline":
        return 2.0 if line.order <= _LEAD and not rumour else 0.0
    if mention.rule == "date.dateline":
        return 2.0
    is_today = mention.rule == "date.today"
    if line.is_prior(place) or (not is_today and _FUTURE_OR_PAST.search(before) and not _AND_THEN.search(before)):
        return 0.0
    if mention.kind == "weekday" and (line.is_quoted(place) or _INTERVIEW.search(before)):
        return 0.0  # `because you answer on Tuesday`, `said in an interview last Thursday`
    if mention.rule == "date.today" and line.order <= 2 and _BIG_DAY.match(after):
        return 2.5
    event = bool(_EVENT.search(before) or _EVENT.search(after))
    if not event or not (money or line.order <= 2):
        return 0.0
    if rumour and mention.kind in ("weekday", "relative", "yearless"):
        return 0.0
    score = 3.0 if mention.kind in ("absolute", "yearless", "weekday") or mention.rule == "date.today" else 1.4
    if mention.kind == "weekday" and _REPORT.search(before[-30:]):
        return 0.0
    if mention.kind == "year" or (mention.value and len(mention.value) == 4):
        score = 0.9
    near_event = bool(
        _EVENT.search(line.text[max(0, place - 30) : place]) or _EVENT.search(line.text[place + 1 : place + 30])
    )
    score += 0.8 if near_event else 0.0
    if _ANNOUNCED_THEN.search(before):
        score -= 2.0
    score += 0.6 if money else -0.5
    least = _FAR_DAY if mention.value and len(mention.value) == len("2024-05-09") else _FAR
    return score * max(least, 1.1 - 0.12 * max(line.order, 0))


def is_news(value: str, published: str | None) -> bool:
    """False for a day well after the publication and for a bare year before it; both ISO 8601, maybe partial."""
    if published is None:
        return True
    if len(value) == 4:
        return value == published[:4]
    if len(value) == len(published) == 10:
        return date.fromisoformat(value) - date.fromisoformat(published) <= _DATED_AHEAD
    shared = min(len(value), len(published))
    return value[:shared] <= published[:shared]
