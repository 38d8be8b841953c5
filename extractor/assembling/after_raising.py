"""`Acme to create 50 jobs after raising £5m`: money behind `after` is the news where the headline tells of no other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from extractor.assembling.masking import Masked

_AFTER = re.compile(r"(?:after|following) ", re.IGNORECASE)
# `months after raising`: an earlier round; `shuts down after raising`: another story
_LONG_AFTER = re.compile(
    r"\b(?:minutes?|hours?|days?|weeks?|months?|years?|decades?|soon|shortly|long|ever|even|just|only) $", re.IGNORECASE
)
_OTHER_STORY = re.compile(
    r"\b(?:shuts?|shut(?:s|ting) down|closes|closing|winds?|folds?|folded|collapse[sd]?|dies|bankrupt\w*|insolven\w*|"
    r"administration|lays?|laid|cuts|fires?|fired|sacks?|sued?|sues|fraud|charged|acquir\w+|buys|bought|sold|sells|"
    r"hires|hired|names|named|appoints|appointed|joins|joined|steps|quits|leaves|pivots?|ipo|lists|listing|"
    r"revenues?|profits?|loss(?:es)?|sales|debuts?|launch(?:es|ed)|fund)\b",
    re.IGNORECASE,
)
_SUM = re.compile("[\ue800-\ue9ff]")
_TOLD = re.compile("[\ue800-\ue9ff\uec00-\uecff]")
_MONEY_COMES = re.compile(
    r"\b(?:after|following) (?:[\w'-]+ ){0,5}?(?:investment|funding|fundraise|fundraising|raise|round|backing|"
    r"[\ue800-\ue9ff\uec00-\uecff])",
    re.IGNORECASE,
)
# so many characters behind `after` its sum stands
_REACH = 80
# a headline rounds the sum of its text
_NEARLY = Decimal("0.05")


@dataclass(frozen=True, slots=True)
class News:
    """What the headline tells behind `after`: its sums, or that there was money at all (`unnamed`)."""

    sums: tuple[Decimal, ...] = ()
    unnamed: bool = False


NO_NEWS = News()


def news_of(headlines: Iterable[Masked]) -> News:
    """The money behind `after` in the headlines; none where they tell of other money, or of another story."""
    for masked in headlines:
        found = _MONEY_COMES.search(masked.text)
        if found is None or not _opens_news(masked.text, found.start()):
            continue
        sums = tuple(a.primary.value for place, a in masked.amounts.items() if place > found.start())
        return News(sums, unnamed=not sums)
    return NO_NEWS


def _opens_news(text: str, start: int) -> bool:
    before = text[:start]
    return not (_TOLD.search(before) or _LONG_AFTER.search(before) or _OTHER_STORY.search(before))


def is_news(masked: Masked, start: int, news: News) -> bool:
    """True when what stands behind the `after` at masked place `start` is what the headline tells of."""
    if not (news.sums or news.unnamed) or not _AFTER.match(masked.text, start):
        return False
    if _LONG_AFTER.search(masked.text, max(0, start - 12), start) or _TOLD.search(masked.text, 0, start):
        return False
    found = _SUM.search(masked.text, start, start + _REACH)
    amount = masked.amounts.get(found.start()) if found else None
    if amount is None or news.unnamed:
        return news.unnamed
    value = amount.primary.value
    return any(abs(value - told) <= told * _NEARLY for told in news.sums)
