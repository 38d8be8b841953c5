"""Two rounds of one company in one announcement: `a $9 million seed and a $30 million Series A`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.assembling.investors import PartyHit
from extractor.assembling.lines import Line
from extractor.assembling.money_values import same_amount
from extractor.assembling.roles import AmountRole
from extractor.assembling.types_of_round import EQUITY_TYPES

# masked characters between an amount and the type that names it
_NEAR = 60
_LEAD = 6
# sentences behind the reporting one in which a separate grant or loan may be told
_NEARBY = 8
_ROUND_ROLES = frozenset({"round", "part", "none", "equity_part", "secondary"})
_SIDE_ROLES = frozenset({"round", "part", "none", "debt_part", "grant_part"})
_SEPARATELY = re.compile(
    r"\b(?:separate(?:ly)?|alongside (?:the|this|its|it)\b|in addition(?: to (?:the|this|its))?|"
    r"on top of (?:the|this|its)|"
    r"the company (?:was|has) also|has also been (?:awarded|granted|sanctioned)|"
    r"also (?:announced (?:that )?(?:it )?(?:has |had )?)?(?:been )?(?:handed |given )?(?:received|won|secured|a |"
    r"an |awarded|comes?)|(?:a|the) (?:further|remaining|additional|other) [\ue800-\ue9ff] (?:comes?|came|is|was)\b|"
    r"adds? (?:an? )?[\uec00-\uecff] of)",
    re.IGNORECASE,
)
_STAGES = ("angel", "pre_seed", "seed", "pre_series_a", "bridge", *(f"series_{letter}" for letter in "abcdefghijk"))


@dataclass(frozen=True, slots=True)
class Focus:
    """One of several rounds: its type, the statements of its amount, and whether lines without a type are its own.

    A round without a type (`""`) is told in one sentence, `line`; the others are told outside of it.
    """

    label: str
    roles: tuple[AmountRole, ...]
    primary: bool
    line: Line | None = None

    def holds_role(self, role: AmountRole, others: Sequence[Focus]) -> bool:
        """True unless the amount is another round's."""
        return not any(same_amount(role, theirs) for other in others if other is not self for theirs in other.roles)

    def holds_hit(self, hit: PartyHit, labels: frozenset[str]) -> bool:
        """True when the type before the name (or else the only type of its line) is this round's."""
        if self.line is not None:
            return hit.line is self.line
        named = [(place, m.label) for place, m in sorted(hit.line.masked.types.items()) if m.label in labels]
        if not named:
            return self.primary
        before = [label for place, label in named if hit.line.masked.start_of(place) < hit.mention.start]
        return (before[-1] if before else named[0][1]) == self.label


def twins(lines: Sequence[Line], roles: Sequence[AmountRole]) -> tuple[Focus, ...]:
    """The rounds told apart in one sentence by type and amount, or by a sentence; () when there is one round only."""
    return _by_type(lines, roles) or _by_sentence(lines, roles)


def _by_type(lines: Sequence[Line], roles: Sequence[AmountRole]) -> tuple[Focus, ...]:
    for line in lines:
        if line.boilerplate or not line.masked.amounts or not line.masked.types:
            continue
        pairs = dict(_pairs(line, [r for r in roles if r.line is line and not r.prior]))
        if len(pairs) == 1 and not line.headline:
            # the sentence that reports the round names one only; later pairs are background
            return _with_separate(lines, roles, line, *next(iter(pairs.items())))
        if (
            len(pairs) >= 2
            and _apart(tuple(pairs))
            and not any(same_amount(a, b) for a, b in _couples(tuple(pairs.values())))
        ):
            primary = max((label for label in pairs if label in EQUITY_TYPES), key=_stage, default=next(iter(pairs)))
            return tuple(
                Focus(label, tuple(r for r in roles if same_amount(r, role)), label == primary)
                for label, role in pairs.items()
            )
    return ()


# `Acme also received $12 million from Bar`, `the two also plan to raise $1 billion more for Acme`
_ALSO_FROM = re.compile(
    r"\balso (?:secured|received|raised|got|obtained|landed|taken|took|won)\b[^.;]{0,30}[\ue800-\ue9ff][^.;]{0,30}"
    r"\bfrom (?:[\w'-]+ ){0,6}[\ue000-\ue7ff]",
    re.IGNORECASE,
)
_MORE_TO_COME = re.compile(
    r"\b(?:investors|firms|two|banks?|backers|pair) (?:also )?(?:plan|intend|aim|expect|want|hope)s? to "
    r"(?:raise|gather|bring in|collect|place|arrange) (?:[\w'-]+ ){0,5}[\ue800-\ue9ff][^.;]{0,40}"
    r"(?:more|additional|further|for [\ue000-\ue7ff])",
    re.IGNORECASE,
)
_NEXT_SENTENCES = 3


def _by_sentence(lines: Sequence[Line], roles: Sequence[AmountRole]) -> tuple[Focus, ...]:
    """Two sums of two deals, the second in a sentence of its own soon behind the first."""
    told = [r for r in roles if r.label in ("round", "part") and not r.prior and not r.line.headline]
    first = min((r.line.order for r in told), default=_LEAD)
    for line in lines:
        if line.headline or line.boilerplate or not first < line.order <= first + _NEXT_SENTENCES or first >= _LEAD:
            continue
        if not (_ALSO_FROM.search(line.text) or _MORE_TO_COME.search(line.text)):
            continue
        own = tuple(r for r in roles if r.line is line)
        rest = tuple(r for r in roles if r.line is not line)
        sums = [r for r in own if r.label in ("round", "part", "target") and not r.prior]
        if sums and not any(same_amount(sums[0], r) for r in rest if r.label in _ROUND_ROLES):
            return (Focus("", rest, True), Focus("", own, False, line))
    return ()


def _stage(label: str) -> int:
    """Where a type stands in the order of rounds; types outside that order come first."""
    return _STAGES.index(label) if label in _STAGES else -1


def _with_separate(
    lines: Sequence[Line], roles: Sequence[AmountRole], reporting: Line, label: str, role: AmountRole
) -> tuple[Focus, ...]:
    """An equity round and, told separately, a grant or loan: `Separately, the EIB is providing €20 million of debt`."""
    if label not in EQUITY_TYPES or reporting.order > _LEAD:
        return ()
    for line in lines:
        if line is reporting or line.headline or line.boilerplate or line.order > reporting.order + _NEARBY:
            continue
        cue = _SEPARATELY.search(line.text)
        if cue is None or line.is_quoted(cue.start()):
            continue
        found = dict(_pairs(line, [r for r in roles if r.line is line and not r.prior], _SIDE_ROLES))
        sides = ("grant",) if cue.group().lower().startswith(("a ", "the ")) else ("grant", "debt")
        side = next((name for name in sides if name in found), None)
        if side is not None and not same_amount(found[side], role):
            return (
                Focus(
                    label, tuple(r for r in roles if not same_amount(r, found[side]) and r.label in _ROUND_ROLES), True
                ),
                Focus(side, tuple(r for r in roles if same_amount(r, found[side])), False),
            )
    return ()


def _pairs(
    line: Line, roles: Sequence[AmountRole], wanted: frozenset[str] = frozenset({"round", "part", "none"})
) -> Iterator[tuple[str, AmountRole]]:
    """Type → the amount next to it with no other amount between; the first amount of a type counts."""
    seen: set[str] = set()
    free = {r.place: r for r in roles if r.label in wanted}
    for place, mention in sorted(line.masked.types.items()):
        if mention.label in seen or line.is_prior(place):
            continue
        near = [
            p
            for p in free
            if abs(p - place) <= _NEAR and not any(min(p, place) < q < max(p, place) for q in line.masked.amounts)
        ]
        if near:
            chosen = min(near, key=lambda p: (abs(p - place), p))
            seen.add(mention.label)
            yield mention.label, free.pop(chosen)


def _apart(labels: Sequence[str]) -> bool:
    """Different named equity rounds, or a grant beside one; debt beside equity is a split of one round."""
    return all(label in EQUITY_TYPES or label == "grant" for label in labels) and any(
        label in EQUITY_TYPES for label in labels
    )


def _couples(roles: Sequence[AmountRole]) -> Iterator[tuple[AmountRole, AmountRole]]:
    for index, role in enumerate(roles):
        for other in roles[index + 1 :]:
            yield role, other
