"""The round's type and instrument, as the article names them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.assembling.lines import Line
from extractor.assembling.roles import AmountRole
from extractor.mentions import RoundTypeMention
from extractor.records import Instrument, RoundType

EQUITY_TYPES = frozenset(
    {"pre_seed", "seed", "angel", "growth", "private_equity", "pre_ipo"}
    | {f"series_{c}" for c in "abcdefghijk"}
    | {f"pre_series_{c}" for c in "abc"}
)
_SIDE_TYPES = frozenset(
    {
        "debt",
        "convertible",
        "grant",
        "strategic",
        "growth",
        "secondary",
        "crowdfunding",
        "token",
        "bridge",
        "private_equity",
    }
)
_FUTURE = re.compile(
    r"\b(?:next|upcoming|future|ahead of|towards?|prepar\w+ for|before (?:its|a)|plans? (?:for|to raise)|eyeing|"
    r"later|subsequent|planned|expects? to raise|converts? (?:in)?(?:to|at)|there at|since|back at)\b[^,;]{0,25}$",
    re.IGNORECASE,
)
_INVESTORS_AFTER = re.compile(
    r"^[ -](?:round )?(?:investors?|backers?|stage|fund\b|funds\b|investing|venture|firm|companies|"
    r"startups)(?! (?:funding|financing|round|investment|capital|extension))",
    re.IGNORECASE,
)
# `received $41.5 million in series C funds`
_SUM_IN = re.compile(r"[\ue800-\ue9ff] (?:in|of) $")
# `The round consisted of a convertible note`: said of the round wherever it stands
_FORM = re.compile(
    r"\b(?:round|funding|financing|investment|money|capital|loan|deal|funds)\b[^.;]{0,60}? (?:consist(?:s|ed) of|"
    r"t(?:akes|ook) the form of|(?:is|was|were) structured as|(?:will )?(?:come|comes|came) (?:in the form of|"
    r"through|via|as)|(?:is|was|were) (?:made|raised|provided) (?:through|via|as|in)) (?:an? )?(?:[\w-]+ ){0,2}$",
    re.IGNORECASE,
)
# `Series A planned for the first quarter`
_AHEAD = re.compile(
    r" (?:round )?(?:is |are |was )?(?:planned|expected|due|slated|scheduled|pencilled in|next year|later this)\b",
    re.IGNORECASE,
)
# `the investment was not seed funding`
_NOT = re.compile(r"\b(?:is|was|were|are)(?: not|n't) (?:an? |the )?$", re.IGNORECASE)
_EQUITY_WORDS = re.compile(
    r"(?<!\w)(?:equity (?:financing|funding|round|investment|raise)|round of equity|preferred (?:stock|shares|equity)|"
    r"common (?:stock|shares)|new shares|share (?:sale|issue)|in equity|registered capital|share capital|"
    r"class [ab] shares|(?:buy|buys|bought|take|takes|took|taking|acquire|acquires|acquired|sell|sells|sold|purchase|"
    r"purchased|gives?|gave|give|holds?)(?: [\w'-]+| [\ue000-\ueaff]){0,4}? (?:stake|shares|stock)|"
    r"[\uea00-\ueaff] (?:stake|shareholding)|[\uea00-\ueaff] of (?:its|the|their) (?:[\w-]+ )?(?:shares|equity|stock|"
    r"capital)|worth of (?:equity|stock|shares))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TypeChoice:
    """A round type with its mentions and weight."""

    label: str
    score: float
    mentions: tuple[RoundTypeMention, ...]


def type_choices(lines: Sequence[Line]) -> tuple[TypeChoice, ...]:
    """Types of this round by falling weight; those of earlier rounds, of the future and of investors are left out."""
    score: dict[str, float] = defaultdict(float)
    found: dict[str, list[RoundTypeMention]] = defaultdict(list)
    for line in lines:
        for place, mention in _usable(line):
            weight = 4.0 if line.headline else max(0.3, 2.2 - 0.25 * line.order)
            if line.boilerplate:
                weight = 0.1
            if any(abs(place - other) < 45 for other in line.masked.amounts):
                weight *= 1.4
            if _FORM.search(line.text, max(0, place - 110), place):
                weight = max(weight, 1.0)
            if mention.label in _SIDE_TYPES:
                weight *= 0.55
            score[mention.label] += weight / (1 + len(found[mention.label]))
            found[mention.label].append(mention)
    choices = [TypeChoice(label, score[label], tuple(found[label])) for label in score]
    return tuple(sorted(choices, key=lambda c: (-c.score, c.mentions[0].start)))


def _usable(line: Line) -> Iterator[tuple[int, RoundTypeMention]]:
    for place, mention in line.masked.types.items():
        before, after = line.text[max(0, place - 40) : place], line.text[place + 1 : place + 30]
        if line.is_prior(place) or _FUTURE.search(before) or _AHEAD.match(after) or _NOT.search(before):
            continue
        if _INVESTORS_AFTER.match(after) and not (_SUM_IN.search(before) and after.startswith(" funds")):
            continue
        yield place, mention


def instrument_of(
    round_type: RoundType | None, types: Sequence[TypeChoice], lines: Sequence[Line], roles: Sequence[AmountRole]
) -> Instrument | None:
    """What the money buys: a named equity round is equity; both parts stated make it mixed."""
    labels = {choice.label for choice in types if choice.score > 0.5}
    parts = {r.label for r in roles if not r.prior}
    if (
        "debt_part" in parts
        and round_type is not RoundType.DEBT
        and (labels & EQUITY_TYPES or any(_EQUITY_WORDS.search(line.text) for line in lines if not line.boilerplate))
    ):
        return Instrument.MIXED
    if round_type is not RoundType.DEBT and any(
        _sold_as(line, "convertible") for line in lines if line.order < _MONEY_REACH
    ):
        return Instrument.CONVERTIBLE
    if round_type is None:
        return (
            Instrument.EQUITY
            if any(_EQUITY_WORDS.search(line.text) for line in lines if line.order < 6 and not line.boilerplate)
            else None
        )
    if round_type.value in EQUITY_TYPES:
        return Instrument.EQUITY
    if round_type in (RoundType.DEBT, RoundType.CONVERTIBLE, RoundType.GRANT):
        return Instrument(round_type.value)
    if "convertible" in labels:
        return Instrument.CONVERTIBLE
    return Instrument.EQUITY if any(_EQUITY_WORDS.search(line.text) for line in lines if line.order < 6) else None


# `$650,000 in pre-seed funding on SAFEs`, `through a convertible loan agreement`
_AS = re.compile(
    r"\b(?:through|via|by way of|in the form of|structured as|on|using|consist(?:s|ed) of) (?:an? )?$", re.IGNORECASE
)
_MONEY_REACH = 8


def _sold_as(line: Line, label: str) -> bool:
    return any(
        mention.label == label and not line.is_prior(place) and _AS.search(line.text, max(0, place - 30), place)
        for place, mention in line.masked.types.items()
    )


_BOTH = re.compile(
    r"\b(?:equity|shares)(?: (?:financing|funding|investment|capital))?,? (?:and|plus|as well as|alongside|"
    r"with) (?:[\w-]+ ){0,2}?(?:[\ue800-\ue9ff] (?:[\w-]+ )?)?"
    r"(?:[\uec00-\uecff]|debt|loans?|credit)|(?:[\uec00-\uecff]|\b(?:debt|loans?))(?: financing|"
    r" funding)?,? (?:and|plus) (?:[\w-]+ )?"
    r"(?:equity|shares)\b",
    re.IGNORECASE,
)
_BOTH_REACH = 4


def is_mixed(lines: Sequence[Line], roles: Sequence[AmountRole]) -> bool:
    """True when the round's sum is said to hold equity and debt: `$62 million in equity and debt`."""
    parts = {r.label for r in roles if not r.prior}
    if {"debt_part", "equity_part"} <= parts:
        return True
    return any(
        (found := _BOTH.search(line.text)) and not line.is_prior(found.start())
        for line in lines
        if line.order < _BOTH_REACH and not line.boilerplate
    )
