"""Records: what one article yields. The names are a contract; see schemas/ and docs/record.md."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema

from extractor.evidence import Evidence

SCHEMA_VERSION = "1.2.0"


def plain_decimal(value: Decimal) -> str:
    """A Decimal in full units without exponent and without trailing zeros: `13800000000`, `16.67`."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


DecimalText = Annotated[
    Decimal,
    PlainSerializer(plain_decimal, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}),
]
PartialDate = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$", description="ISO 4217 code")]
Probability = Annotated[float, Field(ge=0.0, le=1.0)]


class Record(BaseModel):
    """Base of all record parts: immutable, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_enum_values=False)


class RoundStatus(StrEnum):
    """How far the round is, as the article says."""

    CLOSED = "closed"
    PARTIAL = "partial"
    PLANNED = "planned"
    IN_TALKS = "in_talks"
    DENIED = "denied"


class RoundType(StrEnum):
    """The round's type as the article names it."""

    PRE_SEED = "pre_seed"
    SEED = "seed"
    ANGEL = "angel"
    PRE_SERIES_A = "pre_series_a"
    PRE_SERIES_B = "pre_series_b"
    PRE_SERIES_C = "pre_series_c"
    SERIES_A = "series_a"
    SERIES_B = "series_b"
    SERIES_C = "series_c"
    SERIES_D = "series_d"
    SERIES_E = "series_e"
    SERIES_F = "series_f"
    SERIES_G = "series_g"
    SERIES_H = "series_h"
    SERIES_I = "series_i"
    SERIES_J = "series_j"
    SERIES_K = "series_k"
    BRIDGE = "bridge"
    GROWTH = "growth"
    PRIVATE_EQUITY = "private_equity"
    STRATEGIC = "strategic"
    DEBT = "debt"
    CONVERTIBLE = "convertible"
    GRANT = "grant"
    CROWDFUNDING = "crowdfunding"
    TOKEN = "token"
    PIPE = "pipe"
    SECONDARY = "secondary"
    PRE_IPO = "pre_ipo"


class Instrument(StrEnum):
    """What the money buys."""

    EQUITY = "equity"
    DEBT = "debt"
    CONVERTIBLE = "convertible"
    GRANT = "grant"
    MIXED = "mixed"


MoneyQualifier = Literal["exact", "about", "under", "over", "up_to", "range"]


class MoneyForm(Record):
    """The same amount as the article also states it."""

    value: DecimalText
    max_value: DecimalText | None = None
    currency: Currency
    qualifier: MoneyQualifier = "exact"
    text: str
    evidence: tuple[Evidence, ...] = ()


class Money(Record):
    """An amount in full currency units. `value` is the low end of a range, `max_value` its high end."""

    value: DecimalText
    max_value: DecimalText | None = None
    currency: Currency
    qualifier: MoneyQualifier = "exact"
    text: str
    also: tuple[MoneyForm, ...] = ()
    currency_basis: Literal["stated", "inferred"] = "stated"
    evidence: tuple[Evidence, ...] = ()


class Valuation(Money):
    """The company's valuation at this round."""

    basis: Literal["pre", "post", "unspecified"] = "unspecified"


class Quantity(Record):
    """A plain number with evidence, for example a percentage."""

    value: DecimalText
    max_value: DecimalText | None = None
    qualifier: MoneyQualifier = "exact"
    unit: str = "percent"
    text: str
    evidence: tuple[Evidence, ...] = ()


class DateValue(Record):
    """An ISO date, possibly partial; `basis` says whether the text states it or it was resolved."""

    value: PartialDate
    basis: Literal["stated", "relative", "published"]
    evidence: tuple[Evidence, ...] = ()


class PartialStatement(Record):
    """A date that the article states without a year and that nothing resolves (`July 2`)."""

    text: str
    evidence: tuple[Evidence, ...] = ()


class Company(Record):
    """The receiver of the money."""

    name: str
    legal_name: str | None = None
    also_known_as: tuple[str, ...] = ()
    parent: str | None = None
    evidence: tuple[Evidence, ...] = ()


class Investor(Record):
    """One investor in this round."""

    name: str
    also_known_as: tuple[str, ...] = ()
    kind: Literal["firm", "corporate", "person", "public_body", "unknown"] = "unknown"
    role: Literal["lead", "co_lead", "participant"] = "participant"
    relation: Literal["new", "existing"] | None = None
    affiliation: str | None = None
    amount: Money | None = None
    confidence: Probability | None = None
    evidence: tuple[Evidence, ...] = ()


class Party(Record):
    """A bank, law firm or placement agent: never an investor."""

    name: str
    role: str = "advisor"
    evidence: tuple[Evidence, ...] = ()


class Statement(Record):
    """The article's own words."""

    text: str
    evidence: tuple[Evidence, ...] = ()


class Tranche(Record):
    """A part of the round."""

    amount: Money | None = None
    status: RoundStatus | None = None
    investor_count: int | None = None
    date: DateValue | None = None
    condition: str | None = None
    evidence: tuple[Evidence, ...] = ()


class Finding(Record):
    """What does not add up or could not be decided. A finding never changes a value."""

    code: str
    severity: Literal["info", "warning", "error"]
    message: str
    path: str | None = None
    stated: str | None = None
    expected: str | None = None
    evidence: tuple[Evidence, ...] = ()


class FieldConfidence(Record):
    """For each field of a round that is filled, the probability that it is right; null where the field is empty.

    `investors` is that of the whole list: nobody wrong, nobody missing, every role right.
    """

    company: Probability | None = None
    status: Probability | None = None
    round_type: Probability | None = None
    instrument: Probability | None = None
    amount: Probability | None = None
    announced_on: Probability | None = None
    investors: Probability | None = None
    valuation: Probability | None = None
    total_raised: Probability | None = None
    stake_percent: Probability | None = None


class FundingRound(Record):
    """One funding round of one company, as one article reports it."""

    round_id: str
    company: Company
    status: RoundStatus = RoundStatus.CLOSED
    round_type: RoundType | None = None
    round_label: str | None = None
    modifiers: tuple[str, ...] = ()
    instrument: Instrument | None = None
    amount: Money | None = None
    tranches: tuple[Tranche, ...] = ()
    target_amount: Money | None = None
    committed_amount: Money | None = None
    announced_on: DateValue | None = None
    closed_on: DateValue | None = None
    date_as_written: PartialStatement | None = None
    investors: tuple[Investor, ...] = ()
    investor_count: int | None = None
    valuation: Valuation | None = None
    total_raised: Money | None = None
    stake_percent: Quantity | None = None
    holding_percent: Quantity | None = None
    equity_amount: Money | None = None
    debt_amount: Money | None = None
    secondary_amount: Money | None = None
    use_of_funds: tuple[Statement, ...] = ()
    advisors: tuple[Party, ...] = ()
    confidence: Probability = 0.5
    field_confidence: FieldConfidence = FieldConfidence()
    evidence: tuple[Evidence, ...] = ()


class RedirectStep(Record):
    """An address that was asked on the way to the page, and the HTTP status that led on from it."""

    url: str
    status: int


class ArticleInfo(Record):
    """What is known of the document itself."""

    url: str | None = None
    canonical_url: str | None = None
    title: str = ""
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published_on: PartialDate | None = None
    published_basis: str | None = None
    modified_on: PartialDate | None = None
    modified_basis: str | None = None
    language: str | None = None
    redirects: tuple[RedirectStep, ...] = ()
    text_sha256: str
    text_length: int
    text: str | None = None


class Relevance(Record):
    """Whether the article reports a funding round at all."""

    is_funding: bool
    score: float = Field(ge=0.0, le=1.0)
    reason: str


class Extraction(Record):
    """One line of output per document."""

    schema_version: str = SCHEMA_VERSION
    extractor_version: str
    id: str
    article: ArticleInfo
    relevance: Relevance
    rounds: tuple[FundingRound, ...] = ()
    previous_rounds: tuple[FundingRound, ...] = ()
    findings: tuple[Finding, ...] = ()


# Codes of failures under the address of a feed or sitemap that do not settle it.
OF_LISTS = frozenset({"fetching.most_addresses", "fetching.nesting"})
# Codes of failures that may be otherwise when the page is asked again.
PASSING = frozenset(
    f"fetching.{name}"
    for name in (
        "timeout", "connect", "reset", "dns", "truncated", "server_error", "rate_limited", "host_down",
        "robots_unreachable",
    )
)  # fmt: skip


class Failure(Record):
    """A document that yielded no extraction, and why."""

    schema_version: str = SCHEMA_VERSION
    extractor_version: str
    id: str | None = None
    source: str
    line: int | None = None
    stage: Literal[
        "source", "fetching", "screening", "reading", "recognizing", "assembling", "checking", "sink", "engine"
    ]
    code: str
    message: str

    @property
    def is_duplicate(self) -> bool:
        """Whether it is a copy of what was already read: counted, but no fault of the input."""
        return self.code == "source.duplicate"

    @property
    def is_screened(self) -> bool:
        """Whether it was left out because nothing in it speaks of a funding round: no fault of the input either."""
        return self.stage == "screening"

    @property
    def may_pass(self) -> bool:
        """Whether it may be otherwise when the page is asked again: a host that was busy, slow or out of reach."""
        return self.code in PASSING
