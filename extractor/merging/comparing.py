"""Are two rounds one deal? Evidence for and against is added up; every summand says why.

The weights were set on one half of the labelled stories in fixtures/deals and measured on the other
(docs/merging.md). Nothing is looked up: amounts in different currencies compare only where an article states both.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from extractor.merging.facts import RoundFacts, Sum
from extractor.merging.names import NameMatch, investor_key, match_names

THRESHOLD = 2.5

_NAMES = {NameMatch.SAME: 2.0, NameMatch.GENERIC: 1.5, NameMatch.TYPO: 0.5, NameMatch.SECTOR: -0.5}
# Round types that journalists use for a round of any letter.
_VAGUE = frozenset({"growth", "private_equity", "strategic", "pre_ipo", "bridge", "convertible", "secondary"})
_NOT_EQUITY = frozenset({"debt", "grant", "token", "crowdfunding", "pipe"})
# `Over $20 million` against `$20.4 million`: what writers round away.
_ROUNDED, _LOOSE = Decimal("0.05"), Decimal("0.15")
_RUMOURED = Decimal("0.5")
_PARTING = {"extension"}


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much speaks for one deal. `bar` is set when they cannot be, whatever the score."""

    score: float
    reasons: tuple[str, ...]
    bar: str | None = None

    @property
    def is_one_deal(self) -> bool:
        """Whether these two, seen alone, are one deal."""
        return self.bar is None and self.score >= THRESHOLD


def compare(left: RoundFacts, right: RoundFacts) -> Likeness:
    """Weigh what two rounds have in common; the order of the two does not matter."""
    if left.document_id == right.document_id:
        return Likeness(-9.0, (), "told by the same document as rounds of their own")
    names = match_names(left.names, right.names)
    if names is NameMatch.NONE:
        return Likeness(-9.0, (), f"other company names: {left.name}, {right.name}")
    parts = [
        (_NAMES[names], f"company name: {names.name.lower()}"),
        _types(left, right),
        _amounts(left, right),
        _dates(left, right),
        _backers(left, right),
        _sums("valuation", left.valuation, right.valuation, 1.0, -0.75),
        _sums("total raised", left.total, right.total, 1.0, -0.5),
        _extension(left, right),
    ]
    told = [(weight, why) for weight, why in parts if weight]
    return Likeness(round(sum(weight for weight, _ in told), 2), tuple(f"{weight:+g} {why}" for weight, why in told))


def same_sum(left: Sum, right: Sum, tolerance: Decimal = _ROUNDED) -> bool | None:
    """Whether two amounts are one within a tolerance; None when their currencies differ."""
    if left.currency != right.currency:
        return None
    if "about" in (left.qualifier, right.qualifier) or {left.qualifier, right.qualifier} & {"over", "under", "up_to"}:
        tolerance = max(tolerance, _LOOSE)
    low, high = sorted((left, right), key=lambda each: each.value)
    reach = max(low.max_value or low.value, low.value)
    return high.value - reach <= tolerance * high.value


def _types(left: RoundFacts, right: RoundFacts) -> tuple[float, str]:
    a, b = left.round_type, right.round_type
    if a is None or b is None:
        known = a or b
        debt = known in _NOT_EQUITY or "debt" in {left.instrument, right.instrument} - {None}
        one_is_debt = debt and left.instrument != right.instrument
        return (-1.0, f"only one is {known or 'debt'}") if one_is_debt else (0.0, "")
    if a == b:
        return (0.5 if a in _NOT_EQUITY | _VAGUE else 1.0), f"both {a}"
    told = f"{a} against {b}"
    if (a in _NOT_EQUITY) != (b in _NOT_EQUITY) or {a, b} <= _NOT_EQUITY:
        return -4.0, told
    if a in _VAGUE or b in _VAGUE:
        return -1.0, told
    return (-3.0 if {a, b} <= {"pre_seed", "seed", "angel"} else -5.0), told


def _amounts(left: RoundFacts, right: RoundFacts) -> tuple[float, str]:
    verdicts = [same_sum(a, b) for a in left.amounts for b in right.amounts]
    known = [each for each in verdicts if each is not None]
    if not known:
        return 0.0, ""
    if any(known):
        return 2.5, "the same amount"
    softened = _explained(left, right) or _explained(right, left)
    if softened:
        return softened
    if left.is_rumour != right.is_rumour and any(
        same_sum(a, b, _RUMOURED) for a in left.amounts for b in right.amounts
    ):
        return 0.0, ""
    loose = any(same_sum(a, b, _LOOSE) for a in left.amounts for b in right.amounts)
    return (-1.0, "somewhat different amounts") if loose else (-3.5, "different amounts")


def _explained(one: RoundFacts, other: RoundFacts) -> tuple[float, str] | None:
    """Amounts that differ because one is a part, the target or the total of the other."""
    if any(same_sum(a, part) for a in one.amounts for part in other.parts):
        return 1.0, "one amount is a part of the other round"
    if other.target and any(same_sum(a, other.target) for a in one.amounts):
        return 1.0, "one amount is the target of the other"
    is_first = one.status == "partial" or "first_close" in one.modifiers
    if is_first and any(a.currency == b.currency and a.value < b.value for a in one.amounts for b in other.amounts):
        return 0.0, ""
    if other.total and any(same_sum(a, other.total) for a in one.amounts):
        return -1.0, "one amount is the total raised of the other"
    return None


def _dates(left: RoundFacts, right: RoundFacts) -> tuple[float, str]:
    a, b = left.day, right.day
    if a is None or b is None:
        return 0.0, ""
    days = abs((a - b).days)
    told = f"{days} day{'' if days == 1 else 's'} apart"
    if left.is_rumour != right.is_rumour:
        rumour, close = (a, b) if left.is_rumour else (b, a)
        if (rumour - close).days > 30:
            return -4.0, f"the rumour came {days} days after the round"
        return (1.5 if days <= 60 else 0.5 if days <= 270 else -3.0), told
    partial = "partial" in {left.status, right.status} or {"first_close", "final_close"} & {
        *left.modifiers,
        *right.modifiers,
    }
    if partial and 45 < days <= 400:
        return 0.0, ""
    for limit, weight in ((10, 2.0), (45, 1.0), (100, -0.5), (250, -2.0)):
        if days <= limit:
            return weight, told
    return -5.0, told


def _backers(left: RoundFacts, right: RoundFacts) -> tuple[float, str]:
    ours = {investor_key(each.name): each for each in left.backers}
    theirs = {investor_key(each.name): each for each in right.backers}
    if not ours or not theirs:
        return 0.0, ""
    shared = ours.keys() & theirs.keys()
    if not shared:
        return -2.0, "no investor in common"
    leads = [key for key in shared if ours[key].role != "participant" and theirs[key].role != "participant"]
    share = len(shared) / min(len(ours), len(theirs))
    weight = 1.0 + (0.75 if leads else 0.0) + (0.5 if share >= 0.5 else 0.0)
    return weight, f"{len(shared)} investor{'' if len(shared) == 1 else 's'} in common"


def _sums(what: str, left: Sum | None, right: Sum | None, alike: float, unlike: float) -> tuple[float, str]:
    if left is None or right is None:
        return 0.0, ""
    same = same_sum(left, right)
    if same is None:
        return 0.0, ""
    return (alike, f"the same {what}") if same else (unlike, f"different {what}")


def _extension(left: RoundFacts, right: RoundFacts) -> tuple[float, str]:
    if bool(_PARTING & set(left.modifiers)) == bool(_PARTING & set(right.modifiers)):
        return 0.0, ""
    return -3.0, "only one is an extension"
