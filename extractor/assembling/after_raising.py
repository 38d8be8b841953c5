"""`Acme to create 50 jobs after raising £5m`: money behind `after` is the news where the headline tells of no other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from extractor.assembling.masking import MONEY, TYPE, Masked, is_rounded

_AFTER = re.compile(r"(?:after|following) ", re.IGNORECASE)
# `months after raising`: an earlier round
_LONG_AFTER = re.compile(
    r"\b(?:minutes?|hours?|days?|weeks?|months?|years?|decades?|soon|shortly|long|ever|even|just|only) $", re.IGNORECASE
)
# `shuts down after raising`
_OTHER_STORY = re.compile(
    r"\b(?:shuts?|shut(?:s|ting) down|closes|closing|winds?|folds?|folded|collapse[sd]?|dies|bankrupt\w*|insolven\w*|"
    r"administration|lays?|laid|cuts|fires?|fired|sacks?|sued?|sues|fraud|charged|acquir\w+|buys|bought|sold|sells|"
    r"hires|hired|names|named|appoints|appointed|joins|joined|steps|quits|leaves|pivots?|ipo|lists|listing|"
    r"revenues?|profits?|loss(?:es)?|sales|debuts?|launch(?:es|ed)|fund)\b",
    re.IGNORECASE,
)
_SUM = re.compile(MONEY)
_TOLD = re.compile(f"{MONEY}|{TYPE}")
# `valued at $180 million after raising $24 million`: what it is worth is no other money
_WORTH = re.compile(
    rf"\b(?:valued at|valuation (?:of|at|to|hits|reaches|tops|over)|worth|values (?:it|[\ue000-\ue7ff]) at)"
    rf"(?: [\w-]+){{0,3}} {MONEY}|{MONEY} valuation",
    re.IGNORECASE,
)
# `is now worth $180 million after raising $24 million`: so it is the news, whatever the headline tells
_NOW_WORTH = re.compile(
    rf"\b(?:now (?:valued at|worth)(?: [\w-]+){{0,3}} {MONEY}|unicorn),? (?:or more,? )?(?:[\w-]+ ){{0,2}}$",
    re.IGNORECASE,
)
_MONEY_COMES = re.compile(
    r"\b(?:after|following) (?:[\w'-]+ ){0,5}?"
    rf"(?:investment|funding|fundraise|fundraising|raise|round|backing|{MONEY}|{TYPE})",
    re.IGNORECASE,
)
# so many characters behind `after` its sum stands
_REACH = 80

# what the headlines tell behind `after`: their sums, none where money is told of without one, None where there is none
News = tuple[Decimal, ...] | None


def news_of(headlines: Iterable[Masked]) -> News:
    """The money behind `after` in the headlines; None where they tell of other money, or of another story."""
    for masked in headlines:
        found = _MONEY_COMES.search(masked.text)
        if found is not None and _opens_news(masked.text, found.start()):
            return tuple(a.primary.value for place, a in masked.amounts.items() if place > found.start())
    return None


def _opens_news(text: str, start: int) -> bool:
    before = _WORTH.sub("", text[:start])
    return not (_TOLD.search(before) or _LONG_AFTER.search(before) or _OTHER_STORY.search(before))


def repeats_news(masked: Masked, start: int, news: News) -> bool:
    """True when what stands behind the `after` at masked place `start` is what the headline tells of."""
    if not _AFTER.match(masked.text, start) or _LONG_AFTER.search(masked.text, max(0, start - 12), start):
        return False
    before = masked.text[:start]
    if news is None:
        return _NOW_WORTH.search(before) is not None and masked.text.startswith(" raising ", start + len("after"))
    if _TOLD.search(_WORTH.sub("", before)):
        return False
    found = _SUM.search(masked.text, start, start + _REACH)
    if not news or found is None or (amount := masked.amounts.get(found.start())) is None:
        return not news
    return any(is_rounded(told, amount.primary.value) for told in news)
