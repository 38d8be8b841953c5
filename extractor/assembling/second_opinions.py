"""A second opinion on what the rules took or left: logistic models of the words around a mention.

Rules name the forms that they know and are blind to others. The models weigh every word around a mention, by its side
and its distance. They speak only where they are nearly certain: an investor, a date or a total that hardly anything
around it supports is left out, with a finding; a date that nearly everything supports is taken where the rules took
none. docs/second-opinions.md has the figures behind the limits; benchmarks/fit_surroundings.py fits the weights in
lexicons/surroundings_weights.json.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from extractor.assembling.backers import Backer
from extractor.assembling.investors import PartyHit
from extractor.assembling.lines import Line
from extractor.assembling.masking import Amount
from extractor.assembling.roles import AmountRole
from extractor.assembling.round_dates import is_dateline, tells_of_other_event
from extractor.assembling.surroundings import Features, Worded, of_amount, of_date, of_party, worded
from extractor.evidence import Evidence
from extractor.lexicons.rules import load_weights
from extractor.mentions import DateMention, PartyMention
from extractor.records import Finding, Money

_FILE = "surroundings_weights.json"
PARTY, DATE, TOTAL = "party", "date", "total"
# below these a value of the rules is left out, from those on one that they left is taken (docs/second-opinions.md)
LEAST = {PARTY: 0.15, DATE: 0.1, TOTAL: 0.1}
# for a name in the reach of weak cues alone (`names such as`), by the weight of the cue's rule
LEAST_WEAK, WEAK_CUE = 0.25, 0.75
ENOUGH = {DATE: 0.7}
DATE_RULE = "date.surroundings"
# what makes these names investors stands in another line: no bullet tells of a round by itself
_TOLD_ABOVE = frozenset({"part.bullet", "part.cohort"})
# `Acme to invest $5 million in Foo`: a headline has too few words to say more
_INVESTS = "part.invests"


def probability(model: str, features: Features) -> float:
    """How likely a mention with these features is what the model is of, 0…1."""
    return _sigmoid(_logit(model, features))


def _logit(model: str, features: Features) -> float:
    weights = load_weights(_FILE)[model]
    return weights[""] + math.fsum(weights[name] for name in features if name in weights)


def _sigmoid(logit: float) -> float:
    return 1.0 / (1.0 + math.exp(-logit))


class Surroundings:
    """The lines of one round as the models read them; each line is worded once, and only when it is asked for."""

    def __init__(self, lines: Sequence[Line], forms: Sequence[str], published: str | None) -> None:
        self._lines = lines
        self._forms = forms
        self._published = published
        self._worded: dict[int, Worded] = {}

    def parties(self) -> Iterator[tuple[PartyMention, Features]]:
        """Every name of the lines."""
        for line in self._lines:
            for place, mention in line.masked.parties.items():
                yield mention, self._of_party(line, place)

    def dates(self) -> Iterator[tuple[DateMention, Features]]:
        """Every date with a value."""
        for line, place, mention in self._dates():
            yield mention, self._of_date(line, place)

    def amounts(self) -> Iterator[tuple[Amount, Features]]:
        """Every amount."""
        for line in self._lines:
            for place, amount in line.masked.amounts.items():
                yield amount, self._of_amount(line, place)

    def of_hit(self, hit: PartyHit) -> float | None:
        """The logit of the name in its role, None where the words beside it cannot say."""
        place = next((place for place, party in hit.line.masked.parties.items() if party is hit.mention), None)
        if place is None or hit.rule in _TOLD_ABOVE or (hit.line.headline and hit.rule == _INVESTS):
            return None
        return _logit(PARTY, self._of_party(hit.line, place))

    def doubts_total(self, roles: Iterable[AmountRole]) -> bool:
        """True when none of its statements makes it likely that an amount is all money raised so far."""
        found = (self._of_amount(role.line, role.place) for role in roles)
        return max((probability(TOTAL, features) for features in found), default=1.0) < LEAST[TOTAL]

    def doubts_day(self, value: str) -> bool:
        """True when none of its mentions makes it likely that a date (ISO 8601, maybe partial) is the round's."""
        found = (self._of_date(line, place) for line, place, mention in self._dates() if mention.value == value)
        return max((probability(DATE, features) for features in found), default=1.0) < LEAST[DATE]

    def likely_day(self) -> DateMention | None:
        """The date that is most likely the round's, the first of several; None where none is likely enough."""
        judged = [(probability(DATE, found), -mention.start, mention) for mention, found in self.dates()]
        return max((each for each in judged if each[0] >= ENOUGH[DATE]), default=(0.0, 0, None))[2]

    def _told(self, line: Line) -> Worded:
        told = self._worded.get(id(line))
        if told is None:
            told = self._worded[id(line)] = worded(line, self._forms)
        return told

    def _of_party(self, line: Line, place: int) -> Features:
        return of_party(self._told(line), place, self._name_counts)

    def _dates(self) -> Iterator[tuple[Line, int, DateMention]]:
        for line in self._lines:
            other = bool(line.masked.dates) and tells_of_other_event(line)
            for place, mention in line.masked.dates.items():
                if mention.value and not line.boilerplate and (not other or is_dateline(mention)):
                    yield line, place, mention

    def _of_date(self, line: Line, place: int) -> Features:
        return of_date(self._told(line), place, self._published, self._date_counts)

    def _of_amount(self, line: Line, place: int) -> Features:
        return of_amount(self._told(line), place, self._amounts)

    @cached_property
    def _name_counts(self) -> Counter[str]:
        return Counter(party.name for line in self._lines for party in line.masked.parties.values())

    @cached_property
    def _date_counts(self) -> Counter[str]:
        return Counter(each.value for line in self._lines for each in line.masked.dates.values() if each.value)

    @cached_property
    def _amounts(self) -> tuple[Amount, ...]:
        return tuple(amount for line in self._lines for amount in line.masked.amounts.values())


def supported(backers: Sequence[Backer], around: Surroundings) -> tuple[tuple[Backer, ...], tuple[Finding, ...]]:
    """The backers that the words around them do not speak against, and a finding for each that is left out."""
    chances = chances_of(backers, around)
    kept = tuple(b for b, chance in zip(backers, chances, strict=True) if chance >= least_of(b))
    left = (b for b, chance in zip(backers, chances, strict=True) if chance < least_of(b))
    return kept, tuple(map(_left_out, left))


def chances_of(backers: Sequence[Backer], around: Surroundings) -> list[float]:
    """How likely each backer is one; 1 where nothing can be judged.

    The best of its mentions counts, and each mention half as much as the names that one cue put into a list with it:
    whoever stands in a list of customers is a customer.
    """
    judged = {id(hit): around.of_hit(hit) for backer in backers for hit in backer.hits}
    lists: dict[tuple[int, str], list[float]] = {}
    for hit in (hit for backer in backers for hit in backer.hits):
        if (logit := judged[id(hit)]) is not None:
            lists.setdefault((id(hit.line), hit.rule), []).append(logit)
    return [max((_in_list(hit, judged[id(hit)], lists) for hit in backer.hits), default=1.0) for backer in backers]


def _in_list(hit: PartyHit, logit: float | None, lists: dict[tuple[int, str], list[float]]) -> float:
    if logit is None:
        return 1.0
    others = lists[id(hit.line), hit.rule]
    return _sigmoid((logit + math.fsum(others) / len(others)) / 2.0)


def least_of(backer: Backer) -> float:
    """The probability below which the backer is left out."""
    return LEAST_WEAK if all(hit.weight < WEAK_CUE for hit in backer.hits) else LEAST[PARTY]


def day_left_out(mention: DateMention) -> Finding:
    """What to say of a date that the words around it speak against."""
    like = f"{mention.text!r} stands like the round's date"
    return _said("date.left_out", "announced_on", like, mention.value, (mention.evidence(),))


def total_left_out(total: Money) -> Finding:
    """What to say of a total that the words around it speak against."""
    like = f"{total.text!r} stands like all money raised so far"
    return _said("total.left_out", "total_raised", like, total.text, total.evidence)


def _left_out(backer: Backer) -> Finding:
    evidence = tuple(hit.mention.evidence().model_copy(update={"rule": hit.rule}) for hit in backer.hits)
    return _said("investors.left_out", "investors", f"{backer.name} stands like an investor", backer.name, evidence)


def _said(code: str, path: str, like: str, stated: str | None, evidence: tuple[Evidence, ...]) -> Finding:
    return Finding(
        code=code,
        severity="info",
        message=f"{like}, but the words around it tell of something else",
        path=path,
        stated=stated,
        evidence=evidence,
    )
