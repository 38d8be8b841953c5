"""Matching: when a predicted value is the labelled one, and which predicted round belongs to which labelled one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Protocol

from extractor.evaluating.gold import Forms, GoldMoney, GoldRound
from extractor.records import FundingRound, Investor, Money, MoneyForm

# Two numbers are the same within 0.6 %: `€5.0M` and `€5.03M` are one amount, `$10M` and `$10.5M` are not.
TOLERANCE = Decimal("0.006")

# Endings that name a legal form and no company; the gold corpus does not tell names apart by them.
_LEGAL_ENDINGS = frozenset(
    (
        "inc",
        "ltd",
        "llc",
        "corp",
        "corporation",
        "gmbh",
        "plc",
        "co",
        "company",
        "sa",
        "ag",
        "ab",
        "as",
        "oy",
        "bv",
        "nv",
        "pte",
        "pvt",
        "private",
        "limited",
        "lp",
        "llp",
        "sas",
        "srl",
        "spa",
        "kk",
        "pty",
    )
)
_POSSESSIVE = re.compile(r"['’`]s\b")
_WORD = re.compile(r"[a-z0-9\u0080-\uffff]+")


class Named(Protocol):
    """Anything of the record with a preferred name."""

    @property
    def name(self) -> str: ...


def normal_name(name: str) -> str:
    """A name without case, accents, punctuation, spaces, a leading `the` and legal endings: `acmerobotics`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii") or name
    spelled = plain.lower().replace("&", " and ").replace("+", " plus ")
    words = _WORD.findall(_POSSESSIVE.sub("s", spelled))
    if words[:1] == ["the"]:
        del words[0]
    while len(words) > 1 and words[-1] in _LEGAL_ENDINGS:
        words.pop()
    return "".join(words)


def same_name(forms: Iterable[str], name: str) -> bool:
    """Whether `name` is one of the accepted forms. A name without letters or digits matches nothing."""
    wanted = normal_name(name)
    return bool(wanted) and any(normal_name(form) == wanted for form in forms)


def close(first: Decimal | None, second: Decimal | None) -> bool:
    """Whether two numbers are there and equal within TOLERANCE of the larger."""
    if first is None or second is None:
        return False
    return abs(first - second) <= TOLERANCE * max(abs(first), abs(second))


def same_money(gold: GoldMoney | None, also: Sequence[GoldMoney], predicted: Money | MoneyForm | None) -> bool:
    """Whether the predicted number is the labelled one, an equivalent of it, or either end of a labelled range."""
    if predicted is None:
        return False
    accepted = also if gold is None else (gold, *also)
    if any(close(g.value, predicted.value) and (g.currency or "").upper() == predicted.currency for g in accepted):
        return True
    if gold is None or gold.qualifier != "range":
        return False
    return gold.currency == predicted.currency and close(gold.max, predicted.value)


def leads_of(round_: FundingRound) -> tuple[Investor, ...]:
    """Investors that the record calls lead or co-lead."""
    return tuple(i for i in round_.investors if i.role in ("lead", "co_lead"))


def affinity(gold: GoldRound, predicted: FundingRound) -> int:
    """How much a predicted round looks like a labelled one: company 20, amount 10, type 5, each investor 1."""
    score = 0
    if same_name(gold.company, predicted.company.name):
        score += 20
    if gold.amount is not None and same_money(gold.amount, gold.amount_also, predicted.amount):
        score += 10
    if gold.round_type and gold.round_type == predicted.round_type:
        score += 5
    named = (*gold.leads, *gold.others)
    return score + sum(any(same_name(forms, i.name) for i in predicted.investors) for forms in named)


def pair_rounds(
    gold: Sequence[GoldRound], predicted: Sequence[FundingRound]
) -> tuple[tuple[tuple[GoldRound, FundingRound | None], ...], tuple[FundingRound, ...]]:
    """Each labelled round with its predicted one or None, and the predicted rounds left over.

    The most certain pairs are made first. With a single labelled round any predicted round is its candidate.
    """
    left = list(predicted)
    best = [max((affinity(g, p) for p in predicted), default=0) for g in gold]
    pairs: list[tuple[GoldRound, FundingRound | None]] = []
    for index in sorted(range(len(gold)), key=lambda i: -best[i]):
        label = gold[index]
        candidate = max(left, key=lambda p: affinity(label, p), default=None)
        if candidate is not None and not affinity(label, candidate) and len(gold) > 1:
            candidate = None
        if candidate is not None:
            left.remove(candidate)
        pairs.append((label, candidate))
    return tuple(pairs), tuple(left)


def pair_names(gold: Sequence[Forms], predicted: Sequence[Named]) -> tuple[int, tuple[Named, ...], tuple[Forms, ...]]:
    """How many labelled names are met, the predicted names that no label has, the labelled names not met.

    Each predicted name meets one label. A label given twice in the same words is missed at most once it is never met.
    """
    left = list(predicted)
    met: list[Forms] = []
    for forms in gold:
        index = next((i for i, party in enumerate(left) if same_name(forms, party.name)), None)
        if index is not None:
            del left[index]
            met.append(forms)
    return len(met), tuple(left), tuple(forms for forms in gold if forms not in met)
