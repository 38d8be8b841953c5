"""What merging knows of a round: the values that tell deals apart, whatever record or row they come from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from extractor.merging.names import vocabulary
from extractor.records import Extraction, FundingRound, Money, MoneyForm

_RUMOURS = frozenset({"planned", "in_talks", "denied"})


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount in full units; `qualifier` as in Money."""

    value: Decimal
    currency: str
    qualifier: str = "exact"
    max_value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Backer:
    """An investor as one article names it."""

    name: str
    role: str = "participant"
    relation: str | None = None


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """One round as one document tells it.

    `amounts` are the forms of one amount (`$1.5 million (€1.4 million)`), `parts` those of its tranches. `day` is the
    announced date when it is known to the day; `told_on` when the document appeared.
    """

    key: int
    document_id: str
    round_id: str
    names: tuple[str, ...]
    status: str = "closed"
    round_type: str | None = None
    modifiers: tuple[str, ...] = ()
    instrument: str | None = None
    amounts: tuple[Sum, ...] = ()
    parts: tuple[Sum, ...] = ()
    target: Sum | None = None
    total: Sum | None = None
    valuation: Sum | None = None
    valuation_basis: str | None = None
    announced_on: str | None = None
    announced_basis: str | None = None
    told_on: date | None = None
    backers: tuple[Backer, ...] = ()
    publisher: str | None = None
    confidence: float = 0.5

    @property
    def name(self) -> str:
        """The company's name as the document chiefly gives it."""
        return self.names[0]

    @property
    def is_rumour(self) -> bool:
        """Whether the round is told as something to come."""
        return self.status in _RUMOURS

    @property
    def is_statement(self) -> bool:
        """Whether the company itself speaks: by a newswire of statements, or under its own name."""
        publisher = (self.publisher or "").casefold()
        return publisher in vocabulary("statement_publishers") or publisher == self.name.casefold()

    @property
    def day(self) -> date | None:
        """The best day for the news: the announced one when known to the day, else the document's."""
        return full_date(self.announced_on) or self.told_on

    @property
    def reference(self) -> tuple[str, str]:
        """What names the round for people and outlives a new extraction."""
        return (self.document_id, self.round_id)


def full_date(text: str | None) -> date | None:
    """An ISO date that is known to the day."""
    if text is None or len(text) != len("2024-05-06"):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def facts_of(extraction: Extraction, first_key: int = 0) -> Iterator[RoundFacts]:
    """The facts of each round that a document reports as news, with keys from `first_key` on."""
    for place, round_ in enumerate(extraction.rounds):
        yield _facts(extraction, round_, first_key + place)


def _facts(extraction: Extraction, round_: FundingRound, key: int) -> RoundFacts:
    company = round_.company
    names = (company.name, *([company.legal_name] if company.legal_name else []), *company.also_known_as)
    return RoundFacts(
        key=key,
        document_id=extraction.id,
        round_id=round_.round_id,
        names=names,
        status=round_.status.value,
        round_type=round_.round_type.value if round_.round_type else None,
        modifiers=round_.modifiers,
        instrument=round_.instrument.value if round_.instrument else None,
        amounts=tuple(_forms(round_.amount)),
        parts=tuple(each for tranche in round_.tranches for each in _forms(tranche.amount)),
        target=next(_forms(round_.target_amount), None),
        total=next(_forms(round_.total_raised), None),
        valuation=next(_forms(round_.valuation), None),
        valuation_basis=round_.valuation.basis if round_.valuation else None,
        announced_on=round_.announced_on.value if round_.announced_on else None,
        announced_basis=round_.announced_on.basis if round_.announced_on else None,
        told_on=full_date(extraction.article.published_on),
        backers=tuple(Backer(each.name, each.role, each.relation) for each in round_.investors),
        publisher=extraction.article.publisher,
        confidence=round_.confidence,
    )


def _forms(money: Money | None) -> Iterator[Sum]:
    if money is not None:
        forms: tuple[Money | MoneyForm, ...] = (money, *money.also)
        for form in forms:
            yield Sum(form.value, form.currency, form.qualifier, form.max_value)
