"""What each amount of a line is: this round, valuation, total raised, target, a part, or nothing of ours."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from extractor.assembling.lines import Line
from extractor.assembling.masking import PLACEHOLDERS, Amount
from extractor.lexicons.rules import Rule, load_rules, target


@dataclass(frozen=True, slots=True)
class AmountRole:
    """An amount in a line with the role that its surroundings give it; `prior` when it stands in an earlier round's scope."""

    line: Line
    place: int
    amount: Amount
    label: str
    weight: float
    rule: str
    prior: bool


def amount_roles(line: Line) -> tuple[AmountRole, ...]:
    """Every amount of the line; label `none` when no rule speaks of it."""
    if not line.masked.amounts:
        return ()
    best: dict[int, tuple[float, Rule]] = {}
    for rule in role_rules():
        for match in rule.pattern.finditer(line.text):
            for place in _targets(line, match.span(), target(match)[0]):
                if place not in best or rule.weight > best[place][0]:
                    best[place] = (rule.weight, rule)
    roles = []
    for place, amount in sorted(line.masked.amounts.items()):
        weight, rule = best.get(place, (0.0, None))
        label = rule.label if rule else "none"
        roles.append(AmountRole(line, place, amount, label, weight, rule.id if rule else "amount.none", line.is_prior(place)))
    return tuple(roles)


def _targets(line: Line, span: tuple[int, int], place: int) -> tuple[int, ...]:
    """The amount the rule names; an overlapping search is not needed, rules are searched once each."""
    return (place,) if place in line.masked.amounts else ()


@cache
def role_rules() -> tuple[Rule, ...]:
    """The compiled rules of amount_roles.toml."""
    return load_rules("amount_roles.toml", PLACEHOLDERS)
