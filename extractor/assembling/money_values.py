"""From amounts with roles to the record's Money: equal amounts grouped, one form chosen, the others kept in `also`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractor.assembling.roles import AmountRole
from extractor.evidence import Evidence
from extractor.mentions import MoneyMention
from extractor.records import Money, MoneyForm

# two statements of one amount differ by rounding at most: `$2.7M` in a headline for `$2.67 million`
_DOLLARS = frozenset({"CAD", "AUD", "NZD", "SGD", "HKD", "TWD"})
_ROUNDING = Decimal("0.035")
# no article states one thing more often; every statement is compared with those before it
_MOST = 200


@dataclass(frozen=True, slots=True)
class AmountGroup:
    """Statements of one amount, in text order, with their summed weight."""

    roles: tuple[AmountRole, ...]
    score: float

    @property
    def forms(self) -> tuple[MoneyMention, ...]:
        """Every stated form."""
        return tuple(form for role in self.roles for form in (role.amount.primary, *role.amount.also))


def line_weight(role: AmountRole) -> float:
    """How much a statement counts: the headline most, later sentences less, boilerplate little."""
    if role.line.headline:
        return 3.0
    if role.line.boilerplate:
        return 0.3
    return max(0.4, 2.0 - 0.18 * role.line.order)


def group_amounts(roles: Sequence[AmountRole], weights: dict[str, float]) -> tuple[AmountGroup, ...]:
    """Groups of equal amounts by falling score; `weights` scales a role's label."""
    groups: list[list[AmountRole]] = []
    for role in roles[:_MOST]:
        home = next((g for g in groups if any(same_amount(role, other) for other in g)), None)
        if home is None:
            groups.append([role])
        else:
            home.append(role)
    scored = [
        AmountGroup(tuple(g), sum(line_weight(r) * r.weight * weights.get(r.label, 0.0) * _more(r) for r in g))
        for g in groups
    ]
    return tuple(sorted(scored, key=lambda g: (-g.score, g.roles[0].amount.start)))


_ADDITIONAL = re.compile(r"\b(?:additional|further|extra)\b", re.IGNORECASE)


def _more(role: AmountRole) -> float:
    """An `additional` sum is the round only where no other sum is."""
    before = role.line.masked.written(role.amount.start, role.amount.primary.start)
    return 0.6 if _ADDITIONAL.search(before) else 1.0


def same_amount(a: AmountRole, b: AmountRole) -> bool:
    """True when two statements share a form in one currency, within rounding."""
    return any(near(x, y) for x in (a.amount.primary, *a.amount.also) for y in (b.amount.primary, *b.amount.also))


def near(a: MoneyMention, b: MoneyMention) -> bool:
    """Equal within rounding, in one currency."""
    if a.currency != b.currency and _bare_dollar(a, b):
        return a.value == b.value and a.max_value == b.max_value
    if a.currency != b.currency or ((a.max_value or b.max_value) and (a.max_value != b.max_value)):
        return False
    top = max(abs(a.value), abs(b.value))
    if top == 0:
        return True
    return abs(a.value - b.value) <= top * (_ROUNDING if _is_rounding(a.value, b.value) else Decimal("0.006"))


def _bare_dollar(a: MoneyMention, b: MoneyMention) -> bool:
    """True when one is a bare `$` and the other names its dollar: `$8 million` in a headline for `C$8.0 million`."""
    bare, named = (a, b) if a.currency_basis == "inferred" else (b, a)
    return (
        bare.currency == "USD"
        and bare.currency_basis == "inferred"
        and named.currency_basis == "stated"
        and named.currency in _DOLLARS
    )


def _is_rounding(a: Decimal, b: Decimal) -> bool:
    """True when the value with fewer digits is the other one rounded (or cut) to its digits."""
    short, full = sorted((a, b), key=digits)
    if digits(short) == digits(full):
        return False
    exponent = short.normalize().as_tuple().exponent
    return isinstance(exponent, int) and abs(short - full) < Decimal(10) ** exponent


def digits(value: Decimal) -> int:
    """Significant digits of a value."""
    return len(value.normalize().as_tuple().digits)


def chief(group: AmountGroup) -> AmountRole:
    """The statement that the record quotes: the body's before the headline's, the more exact one, then the first."""
    dollars = any(form.currency in _DOLLARS for form in group.forms)
    return min(
        group.roles,
        key=lambda r: (
            r.line.boilerplate,
            # a bare `$` gives way to a form of the same amount that names another dollar
            dollars and r.amount.primary.currency_basis == "inferred",
            r.line.headline and len(group.roles) > 1,
            -digits(r.amount.primary.value),
            r.amount.start,
        ),
    )


def money_of(group: AmountGroup) -> Money:
    """The record's Money for a group."""
    role = chief(group)
    primary = role.amount.primary
    evidence = tuple(_evidence(group, primary))
    return Money(
        value=primary.value,
        max_value=primary.max_value,
        currency=primary.currency,
        qualifier=primary.qualifier,
        text=primary.text,
        also=tuple(_also(group, primary)),
        currency_basis=primary.currency_basis,
        evidence=evidence,
    )


def _evidence(group: AmountGroup, primary: MoneyMention) -> Iterator[Evidence]:
    yield primary.evidence()
    for form in group.forms:
        if form is not primary and form.currency == primary.currency and near(form, primary):
            yield form.evidence()


def _also(group: AmountGroup, primary: MoneyMention) -> Iterator[MoneyForm]:
    seen = {(primary.value, primary.currency)}
    for form in group.forms:
        if (form.value, form.currency) not in seen:
            seen.add((form.value, form.currency))
            yield MoneyForm(
                value=form.value,
                max_value=form.max_value,
                currency=form.currency,
                qualifier=form.qualifier,
                text=form.text,
                evidence=(form.evidence(),),
            )


def simple_money(role: AmountRole) -> Money:
    """The record's Money for one statement."""
    return money_of(AmountGroup((role,), 1.0))
