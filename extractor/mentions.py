"""Mentions: what recognizing found in one article, typed, with offsets into its canonical text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extractor.article import BlockKind
from extractor.evidence import Evidence

Qualifier = Literal["exact", "about", "under", "over", "up_to", "range"]
CurrencyBasis = Literal["stated", "inferred"]
DateBasis = Literal["stated", "relative"]
PartyKind = Literal["firm", "corporate", "person", "public_body", "unknown"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of the canonical text: code points `start` inclusive to `end` exclusive, and who read it."""

    start: int
    end: int
    text: str
    rule: str

    def evidence(self) -> Evidence:
        """The same span as record evidence."""
        return Evidence(start=self.start, end=self.end, text=self.text, rule=self.rule)


@dataclass(frozen=True, slots=True)
class MoneyMention(Mention):
    """An amount of money in full units of an ISO 4217 currency.

    `value` is the low end and `max_value` the high end when `qualifier` is `range`. The span covers the
    amount with its currency and scale, not the qualifier words before it (`nearly $3 billion` spans `$3 billion`).
    """

    value: Decimal
    currency: str
    qualifier: Qualifier = "exact"
    max_value: Decimal | None = None
    currency_basis: CurrencyBasis = "stated"


@dataclass(frozen=True, slots=True)
class PercentMention(Mention):
    """A percentage; `value` is in percent (16.67 for 16.67 %)."""

    value: Decimal
    max_value: Decimal | None = None
    qualifier: Qualifier = "exact"


@dataclass(frozen=True, slots=True)
class DateMention(Mention):
    """A date: `value` is ISO, possibly partial (`2021-05`, `2021`), None when it cannot be resolved.

    `basis` is `relative` when the value depends on the reference date (`Tuesday`, `last month`, `July 2`
    without a year); `kind` names the form: absolute, yearless, weekday, relative, dateline.
    """

    value: str | None
    basis: DateBasis = "stated"
    kind: str = "absolute"


@dataclass(frozen=True, slots=True)
class RoundTypeMention(Mention):
    """A round type as written: `label` is the record's enum value, `modifiers` such as extension."""

    label: str
    modifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CountMention(Mention):
    """A stated number of things: `21 initial investors`, `six co-leads`; `noun` is investors or leads."""

    value: int
    noun: str
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class PartyMention(Mention):
    """A name of an organisation or a person; `name` is the span cleaned of possessives."""

    name: str
    kind: PartyKind = "unknown"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a block."""

    start: int
    end: int
    block: int
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class Mentions:
    """All mentions of one article, each tuple in text order; `end` is where reading ended, None at the text's end."""

    sentences: tuple[Sentence, ...] = ()
    money: tuple[MoneyMention, ...] = ()
    percents: tuple[PercentMention, ...] = ()
    dates: tuple[DateMention, ...] = ()
    round_types: tuple[RoundTypeMention, ...] = ()
    counts: tuple[CountMention, ...] = ()
    parties: tuple[PartyMention, ...] = ()
    end: int | None = None
