"""What each investor puts in, where the sentence says it of that investor alone."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractor.assembling.backers import Backer
from extractor.assembling.investors import PartyHit
from extractor.assembling.money_values import simple_money
from extractor.assembling.roles import AmountRole, amount_roles
from extractor.records import Money

# `Goldman Sachs will invest $450 million`, `Avasara, the lead, has pumped in Rs 45 crore`
_PUTS_IN = re.compile(
    r".(?:,[^,.;\ue000-\ue7ff]{1,60},)?(?: (?:has|have|had|will|would|is|also|itself|alone|is to|agreed to|plans to))* "
    r"(?:invest(?:s|ed|ing)?|contribut(?:e|es|ed|ing)|put(?:s|ting)?(?: in| up)?|commit(?:s|ted)?|inject(?:s|ed|ing)?|"
    r"pump(?:s|ed|ing)?(?: in)?|pour(?:s|ed|ing)?(?: in)?|chip(?:s|ped) in(?: with)?|provid(?:e|es|ed|ing)|paid|pays|"
    r"subscribed for|led (?:the|this) [\w ]{0,20}with)(?: (?!worth|of|for)[\w-]+){0,3} (?P<m>[\ue800-\ue9ff])"
)
_JOINED = re.compile(r"[\ue000-\ue7ff](?:,| and| &|, and)(?: [\w'-]+){0,3} $")
# a price, a fee and what was paid in other rounds are no part of this one
_OWN_LABELS = frozenset({"round", "part", "none", "equity_part", "debt_part"})


def amount_of(backer: Backer, whole: Money | None) -> Money | None:
    """The sum that one investor of the round contributes, None where none or several are told.

    `whole`: the round's amount; a larger sum of the same currency belongs to something else.
    """
    found = {role.amount.primary.value: role for role in _told(backer.hits)}
    if len(found) != 1:
        return None
    money = simple_money(next(iter(found.values())))
    if whole is not None and money.currency == whole.currency and money.value > (whole.max_value or whole.value):
        return None
    return money


def _told(hits: Iterable[PartyHit]) -> Iterable[AmountRole]:
    for hit in hits:
        line = hit.line
        place = next((p for p, mention in line.masked.parties.items() if mention is hit.mention), None)
        if place is None or line.is_prior(place) or _JOINED.search(line.text, max(0, place - 40), place):
            continue
        match = _PUTS_IN.match(line.text, place)
        if match is not None:
            yield from (
                r for r in amount_roles(line) if r.place == match.start("m") and r.label in _OWN_LABELS and not r.prior
            )
