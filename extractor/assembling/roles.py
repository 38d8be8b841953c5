"""What each amount of a line is: this round, valuation, total raised, target, a part, or nothing of ours."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from extractor.assembling.lines import Line
from extractor.assembling.masking import PLACEHOLDERS, Amount, rule_search
from extractor.lexicons.rule_search import RuleSearch
from extractor.lexicons.rules import Rule, load_rules, target

# a rule that has to win over others tells no more of the round's sum than its like
_ROUND_WEIGHT = 3.0


@dataclass(frozen=True, slots=True)
class AmountRole:
    """An amount in a line and the role its surroundings give it; `prior` when it stands in an earlier round's scope."""

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
    for rule, match in role_rules().matches(line.text, line.found):
        place = target(match)[0]
        if rule.id == "amount.debt_part" and _other_type(line, match.start(), match.end()):
            continue
        if place in line.masked.amounts and (place not in best or rule.weight > best[place][0]):
            best[place] = (rule.weight, rule)
    roles = []
    for place, amount in sorted(line.masked.amounts.items()):
        if place in best:
            weight, rule = best[place]
            weight = min(weight, _ROUND_WEIGHT) if rule.id == "amount.is_round" else weight
            roles.append(AmountRole(line, place, amount, rule.label, weight, rule.id, line.is_prior(place)))
        else:
            roles.append(AmountRole(line, place, amount, "none", 0.0, "amount.none", line.is_prior(place)))
    return tuple(roles)


def _other_type(line: Line, start: int, end: int) -> bool:
    """`$66 million in a private placement` is no debt: the type that the words name is another."""
    named = {mention.label for place, mention in line.masked.types.items() if start <= place < end}
    return bool(named) and "debt" not in named


@cache
def role_rules() -> RuleSearch:
    """The rules of amount_roles.toml."""
    return rule_search(load_rules("amount_roles.toml", PLACEHOLDERS))
