"""Two rounds of one company in one announcement: `a $9 million seed and a $30 million Series A`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.assembling.investors import PartyHit
from extractor.assembling.lines import Line
from extractor.assembling.money_values import same_amount
from extractor.assembling.roles import AmountRole
from extractor.assembling.types_of_round import EQUITY_TYPES

# masked characters between an amount and the type that names it
_NEAR = 60


@dataclass(frozen=True, slots=True)
class Focus:
    """One of several rounds: its type, the statements of its amount, and whether lines without a type are its own."""

    label: str
    roles: tuple[AmountRole, ...]
    primary: bool

    def holds_role(self, role: AmountRole, others: Sequence[Focus]) -> bool:
        """True unless the amount is another round's."""
        return not any(same_amount(role, theirs) for other in others if other is not self for theirs in other.roles)

    def holds_hit(self, hit: PartyHit, labels: frozenset[str]) -> bool:
        """True when the type before the name (or else the only type of its line) is this round's."""
        named = [(place, m.label) for place, m in sorted(hit.line.masked.types.items()) if m.label in labels]
        if not named:
            return self.primary
        before = [label for place, label in named if hit.line.masked.starts[place] < hit.mention.start]
        return (before[-1] if before else named[0][1]) == self.label


def twins(lines: Sequence[Line], roles: Sequence[AmountRole]) -> tuple[Focus, ...]:
    """The rounds told apart in one sentence by type and amount; () when there is one round only."""
    for line in lines:
        if line.boilerplate or not line.masked.amounts or not line.masked.types:
            continue
        pairs = dict(_pairs(line, [r for r in roles if r.line is line and not r.prior]))
        if len(pairs) == 1 and not line.headline:
            return ()  # the sentence that reports the round names one only; later pairs are background
        if (
            len(pairs) >= 2
            and _apart(tuple(pairs))
            and not any(same_amount(a, b) for a, b in _couples(tuple(pairs.values())))
        ):
            primary = next((label for label in pairs if label in EQUITY_TYPES), next(iter(pairs)))
            return tuple(
                Focus(label, tuple(r for r in roles if same_amount(r, role)), label == primary)
                for label, role in pairs.items()
            )
    return ()


def _pairs(line: Line, roles: Sequence[AmountRole]) -> Iterator[tuple[str, AmountRole]]:
    """Type → the amount next to it with no other amount between; the first amount of a type counts."""
    seen: set[str] = set()
    free = {r.place: r for r in roles if r.label in ("round", "part", "none")}
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
