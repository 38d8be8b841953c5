"""Which of the stated amounts is the round's: headline against body, extensions, and the parts of a mixed round.

What is decided here follows three plain rules. The body's own statement of the round beats a headline that differs
from it. A headline in another currency is the same amount converted. A headline that equals the new money plus an
earlier part is the total, not the round.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractor.assembling.money_values import AmountGroup, chief, group_amounts, money_of, same_amount
from extractor.assembling.roles import AmountRole
from extractor.records import Finding, Money

ROUND_WEIGHTS = {"round": 1.0, "part": 0.45, "debt_part": 0.35, "equity_part": 0.4, "secondary": 0.3, "none": 0.0}
# a statement beside the words `round`, `Series A`, `funding of`: as sure as a sentence can be
_STRONG = 3.0
_LEAD = 5
# what investors put in elsewhere is told behind these first sentences
_PARTS = 12
# one currency is seldom worth more than this many of another where `$`, `€` and `£` meet in headline and body
_CONVERTED = (Decimal("0.55"), Decimal("1.8"))
_DOLLARLIKE = frozenset({"USD", "EUR", "GBP", "CHF", "AUD", "CAD", "SGD", "NZD"})
_SUM = Decimal("0.03")
_ROUNDED = Decimal("0.08")


# so many of the likeliest sums are added up
_LIKELY = 12
_LEAST = 1_000
_PART_LABELS = frozenset({"equity_part", "debt_part", "grant_part"})


@dataclass(frozen=True, slots=True)
class AmountChoice:
    """The round's amount, the total that an extension's headline states, and what could not be reconciled."""

    amount: Money | None = None
    total: Money | None = None
    findings: tuple[Finding, ...] = ()


def choose_amount(roles: Sequence[AmountRole]) -> AmountChoice:
    """The amount of the round; nothing when no statement speaks of it."""
    groups = [
        g
        for g in group_amounts(
            [r for r in _relabelled(roles) if not r.prior and r.label in ROUND_WEIGHTS and _is_enough(r)],
            ROUND_WEIGHTS,
        )
        if g.score > 0
    ]
    if not groups:
        return AmountChoice()
    top = _sum_of_parts(groups) or _largest_part(groups)
    body = next((g for g in groups[1:] if _states_round(g)), None)
    whole = next((g for g in groups[1:] if _is_whole_of(g, top)), None)
    if whole is not None:
        return AmountChoice(money_of(whole))
    if body is not None and _is_sum(top, body, [r for r in roles if r.prior]):
        return AmountChoice(money_of(body), total=money_of(top))
    converted = next((g for g in groups[1:] if _converted_in_headline(g, top)), None)
    if converted is not None:
        return AmountChoice(money_of(converted))
    if body is None or not all(r.line.headline for r in top.roles):
        return AmountChoice(money_of(top))
    if _converts(top, body):
        return AmountChoice(money_of(AmountGroup((*body.roles, *top.roles), body.score)))
    if _is_split(top, body, roles):
        return AmountChoice(money_of(top))
    if _is_sum(top, body, roles):
        return AmountChoice(money_of(body), total=money_of(top))
    return AmountChoice(money_of(body), findings=(_contradiction(top, body),))


def _is_enough(role: AmountRole) -> bool:
    """`a check for $45` is no round in any currency."""
    return role.amount.primary.value >= _LEAST


def _sum_of_parts(groups: Sequence[AmountGroup]) -> AmountGroup | None:
    """`received €11.5 million: €4 million in equity and €7.5 million in debt`: what the two parts amount to."""
    top, *others = groups[:_LIKELY]
    part = chief(top).amount.primary
    for other in others:
        if not any(r.label == "debt_part" for g in (top, other) for r in g.roles):
            continue
        rest = chief(other).amount.primary
        for group in others:
            whole = chief(group).amount.primary
            of_one_kind = group is not other and part.currency == rest.currency == whole.currency
            if of_one_kind and abs(whole.value - part.value - rest.value) <= _SUM * whole.value:
                return group
    return None


def _largest_part(groups: Sequence[AmountGroup]) -> AmountGroup:
    """The first group; of what several investors put in, the largest: `A invests $175 million, B also $8 million`."""
    parts = [g for g in groups if all(r.label == "part" for r in g.roles) and chief(g).line.order <= _PARTS]
    currency = chief(groups[0]).amount.primary.currency
    alike = [g for g in parts if chief(g).amount.primary.currency == currency]
    return max(alike, key=lambda g: chief(g).amount.primary.value) if alike and groups[0] in parts else groups[0]


def _relabelled(roles: Sequence[AmountRole]) -> list[AmountRole]:
    """`has raised a total of $5 million` is the round where the headline raises the same five."""
    headline = [r for r in roles if r.line.headline and r.label == "round" and not r.prior]
    return [
        replace(r, label="round") if r.label == "total" and any(same_amount(r, h) for h in headline) else r
        for r in roles
    ]


def _is_whole_of(group: AmountGroup, top: AmountGroup) -> bool:
    """`General Atlantic invests $100 million ... the round totaled $125 million`: one share is not the round."""
    if any(r.label != "part" for r in top.roles) or not (_states_round(group) or _told_first(group, top)):
        return False
    a, b = chief(group).amount.primary, chief(top).amount.primary
    return a.currency == b.currency and a.value > b.value


def _told_first(group: AmountGroup, top: AmountGroup) -> bool:
    """`has brought in $36 million. About $20 million of the total is a loan`: the part is told behind its whole."""
    parts = [r.line.order for r in top.roles if r.rule == "amount.part_of"]
    return bool(parts) and any(r.label == "round" and 0 <= r.line.order < min(parts) <= _LEAD for r in group.roles)


def _converted_in_headline(group: AmountGroup, top: AmountGroup) -> bool:
    """`$US9 million ($13.8 million)` in the text, `$13m` in the headline: the text's own sum stands first."""
    if not all(r.line.headline for r in top.roles):
        return False
    shown = chief(top).amount.primary.value
    forms = [form.value for r in group.roles if not r.line.headline for form in r.amount.also]
    return any(abs(value - shown) <= _ROUNDED * value for value in forms)


def _states_round(group: AmountGroup) -> bool:
    return any(
        not r.line.headline
        and not r.line.boilerplate
        and r.line.order <= _LEAD
        and r.label == "round"
        and r.weight >= _STRONG
        for r in group.roles
    )


def _converts(top: AmountGroup, body: AmountGroup) -> bool:
    a, b = chief(top).amount.primary, chief(body).amount.primary
    if a.currency == b.currency or not a.value or not b.value:
        return False
    if a.currency in _DOLLARLIKE and b.currency in _DOLLARLIKE:
        return _CONVERTED[0] <= a.value / b.value <= _CONVERTED[1]
    return True


def _is_sum(top: AmountGroup, body: AmountGroup, roles: Sequence[AmountRole]) -> bool:
    """True when the headline adds an earlier part of the same round to the new money."""
    whole, new = chief(top).amount.primary, chief(body).amount.primary
    if whole.currency != new.currency or whole.value <= new.value:
        return False
    rest = whole.value - new.value
    return any(
        r.amount.primary.currency == whole.currency and abs(r.amount.primary.value - rest) <= _SUM * rest
        for r in roles
        if r.amount.primary is not new and not r.line.headline
    )


def _is_split(top: AmountGroup, body: AmountGroup, roles: Sequence[AmountRole]) -> bool:
    """`bags €19.1m`, told as €13.5m of equity and a loan of €5.6m: two parts of now, side by side."""
    line = chief(body).line
    near = [r for r in roles if not r.prior and not r.line.headline and abs(r.line.order - line.order) <= 1]
    kinds = {chief(body).label, *(r.label for r in near)}
    return _is_sum(top, body, near) and bool(kinds & _PART_LABELS)


def _contradiction(top: AmountGroup, body: AmountGroup) -> Finding:
    headline, stated = chief(top).amount.primary, chief(body).amount.primary
    return Finding(
        code="amount.contradiction",
        severity="warning",
        message=f"the headline says {headline.text}, the body {stated.text}",
        path="amount",
        stated=headline.text,
        expected=stated.text,
        evidence=(headline.evidence(), stated.evidence()),
    )


def split_amounts(roles: Sequence[AmountRole], whole: Money | None = None) -> dict[str, Money]:
    """The stated parts of a mixed round by record field: equity_amount, debt_amount, secondary_amount.

    No part is larger than the `whole` in its currency, and none is taken from what somebody says of other debts.
    """
    fields = {"equity_part": "equity_amount", "debt_part": "debt_amount", "secondary": "secondary_amount"}
    found: dict[str, Money] = {}
    for label, field in fields.items():
        groups = group_amounts([r for r in roles if r.label == label and not r.prior], {label: 1.0})
        if groups:
            part = money_of(groups[0])
            quoted = all(r.line.is_quoted(r.place) for r in groups[0].roles)
            if not quoted and (whole is None or part.currency != whole.currency or part.value <= whole.value):
                found[field] = part
    if "equity_amount" in found and "debt_amount" not in found:
        del found["equity_amount"]
    return found
