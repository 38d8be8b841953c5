"""Scores: true and false positives and negatives per field over a gold set, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from extractor.evaluating.gold import GoldDocument, GoldMoney, GoldRound
from extractor.evaluating.matching import close, leads_of, pair_names, pair_rounds, same_money, same_name
from extractor.evidence import Evidence
from extractor.records import Extraction, FundingRound, Money, Quantity

CORE_FIELDS = (
    "company",
    "amount",
    "round_type",
    "leads",
    "investors",
    "valuation",
    "total_raised",
    "stake_percent",
    "date",
)
SIDE_FIELDS = ("status", "instrument", "qualifier")
FIELDS = CORE_FIELDS + SIDE_FIELDS

ErrorKind = Literal["missed", "wrong", "spurious"]


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one field. Precision, recall and F1 are 0.0 where nothing was there to be counted."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def plus(self, other: Tally) -> Tally:
        """The counts together."""
        return Tally(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)

    @property
    def is_empty(self) -> bool:
        """Whether no label and no prediction had the field."""
        return self.tp + self.fp + self.fn == 0

    @property
    def precision(self) -> float:
        """Right among predicted."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0

    @property
    def recall(self) -> float:
        """Right among labelled."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class FieldError:
    """One value that is missed, wrong or spurious. `gold` and `predicted` are as a person reads them.

    `evidence` is where the predicted value was read; `clues` are texts of the label to look for in the article.
    """

    document: str
    field: str
    kind: ErrorKind
    gold: str | None
    predicted: str | None
    evidence: tuple[Evidence, ...] = ()
    clues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """One comparison: what it adds to its field's counts, and the errors behind it."""

    field: str
    tally: Tally
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """The scores of one gold set."""

    documents: int
    rounds: int
    missing: int
    tallies: Mapping[str, Tally]
    exact_rounds: int
    funding_documents: int
    documents_found: int
    negatives: int
    false_alarms: int
    errors: tuple[FieldError, ...] = field(default=(), repr=False)

    @property
    def micro(self) -> Tally:
        """The counts of all core fields together."""
        total = Tally()
        for name in CORE_FIELDS:
            total = total.plus(self.tallies[name])
        return total

    def metrics(self) -> dict[str, float]:
        """What a floor can be set on, each 0…1 and better when higher; what had nothing to count is left out."""
        values = {name: tally.f1 for name, tally in self.tallies.items() if not tally.is_empty}
        values["micro"] = self.micro.f1
        if self.rounds:
            values["exact_record"] = self.exact_rounds / self.rounds
        if self.funding_documents:
            values["documents_found"] = self.documents_found / self.funding_documents
        if self.negatives:
            values["negatives_silent"] = 1 - self.false_alarms / self.negatives
        return values

    def to_json(self) -> dict[str, object]:
        """Plain numbers, rounded to four places."""
        fields: dict[str, object] = {name: _tally_json(tally) for name, tally in self.tallies.items()}
        return {
            "documents": self.documents,
            "rounds": self.rounds,
            "missing_predictions": self.missing,
            **fields,
            "micro": _tally_json(self.micro),
            "exact_record": round(self.exact_rounds / self.rounds, 4) if self.rounds else 0.0,
            "document_recall": round(self.documents_found / self.funding_documents, 4)
            if self.funding_documents
            else 0.0,
            "false_alarm_rate": round(self.false_alarms / self.negatives, 4) if self.negatives else 0.0,
        }


def score(gold: Sequence[GoldDocument], predicted: Mapping[str, Extraction]) -> Report:
    """Compare the extractions, by document id, with the labels. A document without extraction counts as empty."""
    tallies = dict.fromkeys(FIELDS, Tally())
    errors: list[FieldError] = []
    rounds = exact = found = alarms = 0
    for document in gold:
        extraction = predicted.get(document.id)
        got = extraction.rounds if extraction is not None else ()
        compared, right = compare_document(document, got)
        for outcome in compared:
            tallies[outcome.field] = tallies[outcome.field].plus(outcome.tally)
            errors.extend(outcome.errors)
        rounds += len(document.rounds)
        exact += right
        found += document.is_funding and bool(got)
        alarms += not document.is_funding and bool(got)
    funding = sum(d.is_funding for d in gold)
    return Report(
        documents=len(gold),
        rounds=rounds,
        missing=sum(d.id not in predicted for d in gold),
        tallies=tallies,
        exact_rounds=exact,
        funding_documents=funding,
        documents_found=found,
        negatives=len(gold) - funding,
        false_alarms=alarms,
        errors=tuple(errors),
    )


def compare_document(document: GoldDocument, got: Sequence[FundingRound]) -> tuple[tuple[Outcome, ...], int]:
    """All comparisons of one document, and how many of its rounds are right in every core field."""
    pairs, extra = pair_rounds(document.rounds, got)
    outcomes: list[Outcome] = []
    right = 0
    for gold, predicted in pairs:
        compared = tuple(compare_round(document.id, gold, predicted))
        right += not any(o.tally.fp or o.tally.fn for o in compared if o.field in CORE_FIELDS)
        outcomes.extend(compared)
    for round_ in extra:
        outcomes.extend(_spurious_round(document.id, round_))
    return tuple(outcomes), right


def compare_round(document: str, gold: GoldRound, predicted: FundingRound | None) -> Iterator[Outcome]:
    """The comparisons of one labelled round with its predicted one (None: all of it is missed)."""
    p = predicted
    amount = p.amount if p is not None else None
    amount_right = gold.amount is not None and same_money(gold.amount, gold.amount_also, amount)
    company = p.company.name if p is not None and p.company.name else None
    yield _slot(
        document,
        "company",
        gold.company[0],
        company,
        company is not None and same_name(gold.company, company),
        p.company.evidence if p is not None else (),
        gold.company,
    )
    yield _money_slot(document, "amount", gold.amount, amount, amount_right)
    if amount is not None and gold.amount is not None and amount_right:
        wanted = gold.amount.qualifier or "exact"
        yield _slot(document, "qualifier", wanted, amount.qualifier, wanted == amount.qualifier, amount.evidence)
    for name, label, value in _words(gold, p):
        yield _slot(document, name, label, value, label == value, p.evidence if p is not None else ())
    yield _names_outcome(document, "leads", gold, p)
    yield _names_outcome(document, "investors", gold, p)
    valuation = p.valuation if p is not None else None
    yield _money_slot(document, "valuation", gold.valuation, valuation, same_money(gold.valuation, (), valuation))
    total = p.total_raised if p is not None else None
    yield _money_slot(document, "total_raised", gold.total_raised, total, same_money(gold.total_raised, (), total))
    yield _stake_slot(document, gold, p.stake_percent if p is not None else None)
    yield _date_slot(document, gold, p)


def _words(gold: GoldRound, p: FundingRound | None) -> Iterator[tuple[str, str | None, str | None]]:
    yield "round_type", gold.round_type, p.round_type.value if p is not None and p.round_type is not None else None
    yield "status", gold.status, p.status.value if p is not None else None
    yield "instrument", gold.instrument, p.instrument.value if p is not None and p.instrument is not None else None


def _slot(
    document: str,
    name: str,
    gold: str | None,
    predicted: str | None,
    hit: bool,
    evidence: Iterable[Evidence] = (),
    clues: Iterable[str] = (),
) -> Outcome:
    """One value against one value; a wrong value is both a false positive and a false negative."""
    stated, given = bool(gold), bool(predicted)
    if stated and given and hit:
        return Outcome(name, Tally(tp=1))
    if not stated and not given:
        return Outcome(name, Tally())
    kind: ErrorKind = "wrong" if stated and given else "missed" if stated else "spurious"
    error = FieldError(document, name, kind, gold, predicted, tuple(evidence), tuple(clues))
    return Outcome(name, Tally(fp=int(given), fn=int(stated)), (error,))


def _money_slot(document: str, name: str, gold: GoldMoney | None, predicted: Money | None, hit: bool) -> Outcome:
    return _slot(
        document,
        name,
        None if gold is None else gold_money_words(gold),
        None if predicted is None else money_words(predicted),
        hit,
        () if predicted is None else predicted.evidence,
        () if gold is None else money_clues(gold),
    )


def _stake_slot(document: str, gold: GoldRound, stake: Quantity | None) -> Outcome:
    label, value = gold.stake_percent, stake.value if stake is not None else None
    return _slot(
        document,
        "stake_percent",
        None if label is None else f"{label} %",
        None if value is None else f"{value} %",
        close(label, value),
        () if stake is None else stake.evidence,
        () if label is None else (f"{label}%", f"{label} %", f"{label} per"),
    )


def _date_slot(document: str, gold: GoldRound, p: FundingRound | None) -> Outcome:
    date = p.announced_on if p is not None else None
    if date is not None and date.basis == "published" and not gold.date:
        date = None  # the fallback is no claim where the article states no date
    value = date.value if date is not None else None
    return _slot(document, "date", gold.date, value, gold.date == value, date.evidence if date is not None else ())


def _names_outcome(document: str, name: str, gold: GoldRound, p: FundingRound | None) -> Outcome:
    """Leads, or all investors, as a set of names."""
    labelled = gold.leads if name == "leads" else gold.leads + gold.others
    named = () if p is None else leads_of(p) if name == "leads" else p.investors
    met, spurious, missed = pair_names(labelled, named)
    errors = [FieldError(document, name, "missed", forms[0] if forms else "", None, (), forms) for forms in missed]
    left = {id(party) for party in spurious}
    errors.extend(FieldError(document, name, "spurious", None, i.name, i.evidence) for i in named if id(i) in left)
    return Outcome(name, Tally(met, len(spurious), len(missed)), tuple(errors))


def _spurious_round(document: str, round_: FundingRound) -> Iterator[Outcome]:
    """A round that the article does not report: its company, amount and investors are all false."""
    yield _slot(document, "company", None, round_.company.name or None, False, round_.company.evidence)
    yield _money_slot(document, "amount", None, round_.amount, False)
    for name, parties in (("leads", leads_of(round_)), ("investors", round_.investors)):
        errors = tuple(FieldError(document, name, "spurious", None, i.name, i.evidence) for i in parties)
        yield Outcome(name, Tally(fp=len(parties)), errors)


def gold_money_words(money: GoldMoney) -> str:
    """A labelled amount as a person reads it."""
    upper = "" if money.max is None else f" to {money.max:,f}"
    value = "?" if money.value is None else f"{money.value:,f}"
    return " ".join(w for w in (money.qualifier, value + upper, money.currency, money.basis) if w)


def money_words(money: Money) -> str:
    """A predicted amount as a person reads it, with the words it was read from."""
    upper = "" if money.max_value is None else f" to {money.max_value:,f}"
    return f"{money.qualifier} {money.value:,f}{upper} {money.currency} `{money.text}`"


def money_clues(money: GoldMoney) -> tuple[str, ...]:
    """How the number may stand in the text: with commas, and in thousands, millions, crores, billions, trillions."""
    if money.value is None:
        return ()
    clues = [f"{money.value:,f}"]
    for zeros in (12, 9, 7, 6, 3):
        units = money.value.scaleb(-zeros).normalize()
        if units >= 1 and len(units.as_tuple().digits) <= 6:
            clues.append(f"{units:f}")
    return tuple(clues)


def _tally_json(tally: Tally) -> dict[str, float | int]:
    return {
        "p": round(tally.precision, 4),
        "r": round(tally.recall, 4),
        "f1": round(tally.f1, 4),
        "tp": tally.tp,
        "fp": tally.fp,
        "fn": tally.fn,
    }
