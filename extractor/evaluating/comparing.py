"""Comparing: one labelled field of a fixture against the same field of the extracted round, exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from extractor.evaluating.gold import (
    Forms,
    GoldMoney,
    GoldRound,
    parse_forms,
    parse_money,
    parse_moneys,
    parse_names,
    parse_number,
)
from extractor.evaluating.matching import Named, leads_of, normal_name, pair_names, same_name
from extractor.evaluating.scores import gold_money_words, money_words
from extractor.records import DateValue, FundingRound, Money, MoneyForm, Quantity, Tranche

BASE_FIELDS = (
    "company",
    "status",
    "round_type",
    "instrument",
    "amount",
    "qualifier",
    "amount_also",
    "date",
    "leads",
    "others",
    "valuation",
    "total_raised",
    "stake_percent",
)
_MONEY_EXTRAS = ("target_amount", "committed_amount", "equity_amount", "debt_amount", "secondary_amount")


# A comparison returns whether the field is right, and both sides in words.
Compared = tuple[bool, str, str]
Compare = Callable[[GoldRound, FundingRound], Compared]


def _company(gold: GoldRound, p: FundingRound) -> Compared:
    return same_name(gold.company, p.company.name), " / ".join(gold.company), p.company.name


def _status(gold: GoldRound, p: FundingRound) -> Compared:
    return _text(gold.status, p.status.value)


def _round_type(gold: GoldRound, p: FundingRound) -> Compared:
    return _text(gold.round_type, p.round_type.value if p.round_type is not None else None)


def _instrument(gold: GoldRound, p: FundingRound) -> Compared:
    return _text(gold.instrument, p.instrument.value if p.instrument is not None else None)


def _amount(gold: GoldRound, p: FundingRound) -> Compared:
    accepted = ((gold.amount, *gold.amount_also)) if gold.amount is not None else ()
    ok = any(_is_money(g, p.amount) for g in accepted) if p.amount is not None else gold.amount is None
    return ok, gold_or_none(gold.amount), money_or_none(p.amount)


def _qualifier(gold: GoldRound, p: FundingRound) -> Compared:
    wanted = None if gold.amount is None else gold.amount.qualifier or "exact"
    return _text(wanted, None if p.amount is None else p.amount.qualifier)


def _amount_also(gold: GoldRound, p: FundingRound) -> Compared:
    """The amount and its forms as one set: whichever form the record chose as the amount, the rest must be there."""
    labelled = () if gold.amount is None else (gold.amount, *gold.amount_also)
    return _forms(labelled, p.amount)


def _forms(labelled: Sequence[GoldMoney], predicted: Money | None) -> Compared:
    given: tuple[Money | MoneyForm, ...] = () if predicted is None else (predicted, *predicted.also)
    ok = all(any(_is_money(g, f) for f in given) for g in labelled)
    ok = ok and all(any(_is_money(g, f) for g in labelled) for f in given)
    return ok, joined(gold_or_none(g) for g in labelled), joined(f"{f.value:,f} {f.currency}" for f in given)


def _date(gold: GoldRound, p: FundingRound) -> Compared:
    return compare_dates(gold.date, p.announced_on)


def compare_dates(wanted: str | None, date: DateValue | None) -> Compared:
    if date is not None and date.basis == "published" and wanted is None:
        date = None  # the fallback is no claim where the article states no date
    return _text(wanted, date.value if date is not None else None)


def _leads(gold: GoldRound, p: FundingRound) -> Compared:
    return _names(gold.leads, leads_of(p))


def _others(gold: GoldRound, p: FundingRound) -> Compared:
    return _names(gold.others, tuple(i for i in p.investors if i.role == "participant"))


def _valuation(gold: GoldRound, p: FundingRound) -> Compared:
    ok, wanted, got = compare_money(gold.valuation, p.valuation)
    if gold.valuation is None or p.valuation is None:
        return ok, wanted, got
    basis = gold.valuation.basis or "unspecified"
    return ok and basis == p.valuation.basis, wanted, f"{got} {p.valuation.basis}"


def _total_raised(gold: GoldRound, p: FundingRound) -> Compared:
    return compare_money(gold.total_raised, p.total_raised)


def _stake(gold: GoldRound, p: FundingRound) -> Compared:
    return _number(gold.stake_percent, p.stake_percent)


def _legal_name(gold: GoldRound, p: FundingRound) -> Compared:
    return _name(gold.extras["legal_name"], p.company.legal_name)


def _parent(gold: GoldRound, p: FundingRound) -> Compared:
    return _name(gold.extras["parent"], p.company.parent)


def _round_label(gold: GoldRound, p: FundingRound) -> Compared:
    return _text(_folded(gold.extras["round_label"]), _folded(p.round_label))


def _modifiers(gold: GoldRound, p: FundingRound) -> Compared:
    wanted = gold.extras["modifiers"] or []
    return set(wanted) == set(p.modifiers), joined(sorted(wanted)), joined(sorted(p.modifiers))


def _investor_count(gold: GoldRound, p: FundingRound) -> Compared:
    wanted = gold.extras["investor_count"]
    return wanted == p.investor_count, str(wanted), str(p.investor_count)


def _money_extra(name: str) -> Compare:
    def compare(gold: GoldRound, p: FundingRound) -> Compared:
        raw = gold.extras[name]
        money: Money | None = getattr(p, name)
        ok, wanted, got = compare_money(parse_money(raw, name), money)
        if raw is None or "also" not in raw:
            return ok, wanted, got
        label = parse_money(raw, name)
        labelled = () if label is None else (label, *parse_moneys(raw["also"], name))
        forms_ok, wanted, got = _forms(labelled, money)
        return ok and forms_ok, wanted, got

    return compare


def _tranches(gold: GoldRound, p: FundingRound) -> Compared:
    """One to one in any order: each labelled tranche takes the first tranche that meets all its keys."""
    wanted = gold.extras["tranches"] or []
    left = list(p.tranches)
    for label in wanted:
        index = next((i for i, t in enumerate(left) if _is_tranche(label, t)), None)
        if index is None:
            break
        del left[index]
    ok = len(wanted) == len(p.tranches) and not left
    return ok, joined(str(dict(w)) for w in wanted), joined(_tranche_words(t) for t in p.tranches)


def _is_tranche(label: Mapping[str, Any], tranche: Tranche) -> bool:
    if "amount" in label and not compare_money(parse_money(label["amount"], "tranche"), tranche.amount)[0]:
        return False
    if "also" in label:
        also = () if tranche.amount is None else tranche.amount.also
        if not all(any(_is_money(g, f) for f in also) for g in parse_moneys(label["also"], "tranche")):
            return False
    if "date" in label and not compare_dates(label["date"], tranche.date)[0]:
        return False
    if "status" in label and label["status"] != (tranche.status.value if tranche.status is not None else None):
        return False
    return "investor_count" not in label or bool(label["investor_count"] == tranche.investor_count)


def _use_of_funds(gold: GoldRound, p: FundingRound) -> Compared:
    wanted = gold.extras["use_of_funds"] or []
    given = [" ".join(s.text.split()) for s in p.use_of_funds]
    ok = all(any(w in g for g in given) for w in wanted) if wanted else not given
    return ok, joined(wanted), joined(given)


def _holding(gold: GoldRound, p: FundingRound) -> Compared:
    return _number(parse_number(gold.extras["holding_percent"], "holding_percent"), p.holding_percent)


def _advisors(gold: GoldRound, p: FundingRound) -> Compared:
    return _names(parse_names(gold.extras["advisors"], "advisors"), p.advisors)


def _relation(name: str) -> Compare:
    def compare(gold: GoldRound, p: FundingRound) -> Compared:
        return _names(parse_names(gold.extras[name], name), tuple(i for i in p.investors if i.relation == name))

    return compare


def _as_written(gold: GoldRound, p: FundingRound) -> Compared:
    given = p.date_as_written.text if p.date_as_written is not None else None
    return _text(_folded(gold.extras["date_as_written"]), _folded(given))


def _aliases(gold: GoldRound, p: FundingRound) -> Compared:
    wanted: Mapping[str, Any] = gold.extras["aliases"]
    known: dict[str, set[str]] = {
        normal_name(p.company.name): {normal_name(n) for n in (*p.company.also_known_as, p.company.legal_name or "")}
    }
    for investor in p.investors:
        names = (*investor.also_known_as, investor.affiliation or "")
        known.setdefault(normal_name(investor.name), set()).update(normal_name(n) for n in names)
    ok = all(
        normal_name(form) in known.get(normal_name(name), set())
        for name, forms in wanted.items()
        for form in parse_forms(forms, "aliases")
    )
    shown = (f"{i.name} = {' / '.join((*i.also_known_as, i.affiliation or ''))}" for i in p.investors)
    return ok, str(dict(wanted)), joined(shown)


COMPARISONS: Mapping[str, Compare] = {
    "company": _company,
    "status": _status,
    "round_type": _round_type,
    "instrument": _instrument,
    "amount": _amount,
    "qualifier": _qualifier,
    "amount_also": _amount_also,
    "date": _date,
    "leads": _leads,
    "others": _others,
    "valuation": _valuation,
    "total_raised": _total_raised,
    "stake_percent": _stake,
    "legal_name": _legal_name,
    "parent": _parent,
    "round_label": _round_label,
    "modifiers": _modifiers,
    "investor_count": _investor_count,
    "tranches": _tranches,
    "use_of_funds": _use_of_funds,
    "holding_percent": _holding,
    "advisors": _advisors,
    "existing": _relation("existing"),
    "new": _relation("new"),
    "date_as_written": _as_written,
    "aliases": _aliases,
    **{name: _money_extra(name) for name in _MONEY_EXTRAS},
}


def _tranche_words(t: Tranche) -> str:
    date = t.date.value if t.date is not None else None
    return f"{money_or_none(t.amount)} from {t.investor_count} on {date} ({t.status})"


def _is_money(gold: GoldMoney, predicted: Money | MoneyForm | None) -> bool:
    """Exactly the labelled number: fixtures are ours, so nothing needs to be rounded away."""
    if predicted is None or gold.currency != predicted.currency or gold.value != predicted.value:
        return False
    return gold.max is None or gold.max == predicted.max_value


def compare_money(gold: GoldMoney | None, predicted: Money | None) -> Compared:
    ok = predicted is None if gold is None else _is_money(gold, predicted)
    if ok and gold is not None and gold.qualifier is not None and predicted is not None:
        ok = gold.qualifier == predicted.qualifier
    return ok, gold_or_none(gold), money_or_none(predicted)


def _number(gold: Decimal | None, predicted: Quantity | None) -> Compared:
    value = None if predicted is None else predicted.value
    return gold == value, str(gold), str(value)


def _text(gold: str | None, predicted: str | None) -> Compared:
    return gold == predicted, str(gold), str(predicted)


def _folded(text: str | None) -> str | None:
    return None if text is None else " ".join(text.split()).casefold()


def _name(gold: str | None, predicted: str | None) -> Compared:
    ok = predicted is None if gold is None else predicted is not None and same_name((gold,), predicted)
    return ok, str(gold), str(predicted)


def _names(gold: Sequence[Forms], predicted: Sequence[Named]) -> Compared:
    _, spurious, missed = pair_names(gold, predicted)
    return not spurious and not missed, joined(g[0] for g in gold), joined(p.name for p in predicted)


def gold_or_none(gold: GoldMoney | None) -> str:
    return "None" if gold is None else gold_money_words(gold)


def money_or_none(money: Money | None) -> str:
    return "None" if money is None else money_words(money)


def joined(parts: Iterable[str]) -> str:
    return ", ".join(parts) or "none"
