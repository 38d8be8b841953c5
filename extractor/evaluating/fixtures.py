"""Fixtures: one labelled article against what was extracted from it, each field named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.errors import GoldError
from extractor.evaluating.comparing import (
    BASE_FIELDS,
    COMPARISONS,
    compare_dates,
    compare_money,
    gold_or_none,
    joined,
    money_or_none,
)
from extractor.evaluating.gold import EXTRA_KEYS, Fixture, GoldRound, parse_forms, parse_money
from extractor.evaluating.matching import pair_rounds, same_name
from extractor.records import Extraction, FundingRound


@dataclass(frozen=True, slots=True)
class FieldResult:
    """One field of a fixture: what the label says and what was extracted, as a person reads them."""

    field: str
    ok: bool
    expected: str
    actual: str

    def __str__(self) -> str:
        return f"{self.field}: expected {self.expected}, extracted {self.actual}"


def fixture_fields(expected: Fixture) -> tuple[str, ...]:
    """The names of all fields that `compare_fixture` will compare, known from the label alone."""
    names = ["rounds"]
    for index, gold in enumerate(expected.document.rounds):
        names.extend(f"rounds[{index}].{name}" for name in _fields_of(gold))
    if expected.previous_rounds is not None:
        names.append("previous_rounds")
    names.extend(f"findings.{code}" for code in expected.findings)
    names.extend(f"absent_findings.{code}" for code in expected.absent_findings)
    return tuple(names)


def compare_fixture(expected: Fixture, extraction: Extraction) -> tuple[FieldResult, ...]:
    """Every field of the label with its result, in the order of `fixture_fields`."""
    labels = expected.document.rounds
    pairs, extra = pair_rounds(labels, extraction.rounds)
    matched = {id(gold): predicted for gold, predicted in pairs}
    missed = sum(predicted is None for _, predicted in pairs)
    got = [_round_words(r) for r in extraction.rounds]
    results = [
        FieldResult("rounds", not extra and not missed, f"{len(labels)} rounds", "; ".join(got) or "no round"),
    ]
    for index, gold in enumerate(labels):
        predicted = matched[id(gold)]
        results.extend(_round_results(f"rounds[{index}]", gold, predicted))
    if expected.previous_rounds is not None:
        where = str(expected.folder / "expected.json")
        results.append(_previous_result(expected.previous_rounds, extraction.previous_rounds, where))
    codes = tuple(dict.fromkeys(f.code for f in extraction.findings))
    found = ", ".join(codes) or "no finding"
    results.extend(FieldResult(f"findings.{c}", c in codes, c, found) for c in expected.findings)
    results.extend(
        FieldResult(f"absent_findings.{c}", c not in codes, f"no {c}", found) for c in expected.absent_findings
    )
    return tuple(results)


def _fields_of(gold: GoldRound) -> tuple[str, ...]:
    return (*BASE_FIELDS, *(key for key in sorted(EXTRA_KEYS) if key in gold.extras))


def _round_results(path: str, gold: GoldRound, predicted: FundingRound | None) -> Iterator[FieldResult]:
    for name in _fields_of(gold):
        if predicted is None:
            yield FieldResult(f"{path}.{name}", False, gold.company[0], "no such round")
            continue
        ok, wanted, got = COMPARISONS[name](gold, predicted)
        yield FieldResult(f"{path}.{name}", ok, wanted, got)


def _previous_result(wanted: Sequence[Mapping[str, Any]], got: Sequence[FundingRound], where: str) -> FieldResult:
    """One to one in any order; of each labelled round the keys that are given are compared."""
    left = list(got)
    ok = len(wanted) == len(got)
    for label in wanted:
        index = next((i for i, p in enumerate(left) if _is_previous(label, p, where)), None)
        if index is None:
            ok = False
        else:
            del left[index]
    shown = joined(_round_words(r) for r in got)
    return FieldResult("previous_rounds", ok, joined(_previous_words(w, where) for w in wanted), shown)


def _is_previous(label: Mapping[str, Any], p: FundingRound, where: str) -> bool:
    unknown = set(label) - {"company", "round_type", "amount", "date", "notes"}
    if unknown:
        raise GoldError(f"{where}: unknown key {sorted(unknown)[0]!r} in a previous round")
    if "company" in label and not same_name(parse_forms(label["company"], where), p.company.name):
        return False
    if "round_type" in label and label["round_type"] != (p.round_type.value if p.round_type is not None else None):
        return False
    if "amount" in label and not compare_money(parse_money(label["amount"], where), p.amount)[0]:
        return False
    return "date" not in label or compare_dates(label["date"], p.announced_on)[0]


def _previous_words(label: Mapping[str, Any], where: str) -> str:
    amount = gold_or_none(parse_money(label.get("amount"), where))
    company = (parse_forms(label.get("company"), where) or ("?",))[0]
    return f"{company} {label.get('round_type')} {amount} {label.get('date')}"


def _round_words(r: FundingRound) -> str:
    kind = r.round_type.value if r.round_type is not None else None
    date = r.announced_on.value if r.announced_on is not None else None
    return f"{r.company.name} {kind} {money_or_none(r.amount)} {date}"
