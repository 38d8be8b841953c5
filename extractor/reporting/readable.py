"""One extraction as aligned plain text for a terminal; every value with the range of its evidence."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.evidence import Evidence
from extractor.records import (
    DateValue,
    Extraction,
    FieldConfidence,
    Finding,
    FundingRound,
    Investor,
    Money,
    MoneyForm,
    Quantity,
    Tranche,
    Valuation,
    plain_decimal,
)

_LABEL_WIDTH = 16
_WIDTH = 110
_RESET = "\x1b[0m"
_SEVERITY_COLOUR = {"error": "\x1b[31m", "warning": "\x1b[33m", "info": "\x1b[36m"}
_QUALIFIER = {"about": "about ", "under": "under ", "over": "over ", "up_to": "up to "}
_SCALES = ((Decimal(10**12), "trillion"), (Decimal(10**9), "billion"), (Decimal(10**6), "million"))
_ROLES = (("lead", "lead"), ("co_lead", "co-lead"), ("participant", "participant"))

# A line of the report: its label, "" to continue the value above, and its value.
_Line = tuple[str, str]


def render(extraction: Extraction, *, colour: bool = False) -> str:
    """The record as text, ending in a line end. `colour` marks severities with terminal colours."""
    lines = [*_block("Article", _article(extraction))]
    for number, round_ in enumerate(extraction.rounds, 1):
        title = "Round" if len(extraction.rounds) == 1 else f"Round {number} of {len(extraction.rounds)}"
        lines += ["", *_block(title, _round(round_))]
    if not extraction.rounds:
        lines += ["", "No funding round is reported as news."]
    for round_ in extraction.previous_rounds:
        lines += ["", *_block("Earlier round", _round(round_))]
    lines += ["", f"Findings: {len(extraction.findings) or 'none'}"]
    for finding in extraction.findings:
        lines += _finding(finding, colour)
    return "\n".join(lines) + "\n"


def _block(title: str, lines: Iterator[_Line]) -> Iterator[str]:
    yield title
    for label, value in lines:
        head = f"  {label:<{_LABEL_WIDTH}}"
        yield from textwrap.wrap(
            value, _WIDTH, initial_indent=head, subsequent_indent=" " * len(head), break_long_words=False
        ) or [head.rstrip()]


def _article(extraction: Extraction) -> Iterator[_Line]:
    article = extraction.article
    yield "title", article.title or "(none)"
    yield "id", extraction.id
    if article.url:
        yield "url", article.url
    if article.publisher or article.authors:
        yield "by", ", ".join(filter(None, (*article.authors, article.publisher)))
    published = f"{article.published_on} ({article.published_basis})" if article.published_on else "not stated"
    yield "published", published
    relevance = extraction.relevance
    yield "relevance", f"{relevance.score:.2f}, {relevance.reason}"


def _round(round_: FundingRound) -> Iterator[_Line]:
    yield from _company(round_)
    yield "status", round_.status.value.replace("_", " ")
    kind = round_.round_type.value if round_.round_type else "not stated"
    label = f', written "{round_.round_label}"' if round_.round_label else ""
    yield "type", kind + label + "".join(f", {modifier.replace('_', ' ')}" for modifier in round_.modifiers)
    if round_.instrument:
        yield "instrument", round_.instrument.value
    yield from _amounts(round_)
    yield from _dates(round_)
    for index, tranche in enumerate(round_.tranches):
        yield "" if index else "tranches", _tranche(tranche)
    yield from _investors(round_)
    for index, statement in enumerate(round_.use_of_funds):
        yield "" if index else "use of funds", f'"{statement.text}"{_where(statement.evidence)}'
    for index, advisor in enumerate(round_.advisors):
        yield "" if index else "advisors", f"{advisor.name}, {advisor.role}{_where(advisor.evidence)}"
    yield "confidence", f"{round_.confidence:.2f}"
    fields = [(name, getattr(round_.field_confidence, name)) for name in FieldConfidence.model_fields]
    if any(value is not None for _, value in fields):
        yield "by field", ", ".join(f"{n.replace('_', ' ')} {v:.2f}" for n, v in fields if v is not None)


def _company(round_: FundingRound) -> Iterator[_Line]:
    company = round_.company
    yield "company", company.name + _where(company.evidence)
    if company.legal_name:
        yield "legal name", company.legal_name
    if company.also_known_as:
        yield "also known as", ", ".join(company.also_known_as)
    if company.parent:
        yield "parent", company.parent


def _amounts(round_: FundingRound) -> Iterator[_Line]:
    yield from _money("amount", round_.amount, absent="not disclosed")
    yield from _money("committed", round_.committed_amount)
    yield from _money("target or cap", round_.target_amount)
    yield from _money("equity part", round_.equity_amount)
    yield from _money("debt part", round_.debt_amount)
    yield from _money("secondary part", round_.secondary_amount)
    yield from _money("valuation", round_.valuation)
    yield from _money("total raised", round_.total_raised)
    yield from _quantity("stake sold", round_.stake_percent)
    yield from _quantity("holding after", round_.holding_percent)


def _money(label: str, money: Money | None, *, absent: str = "") -> Iterator[_Line]:
    if money is None:
        if absent:
            yield label, absent
        return
    basis = ""
    if isinstance(money, Valuation):
        basis = f", {money.basis}-money" if money.basis != "unspecified" else ", basis not stated"
    inferred = ", currency inferred" if money.currency_basis == "inferred" else ""
    yield label, f"{_sum(money)}{basis}{inferred}{_written(money.text)}{_where(money.evidence)}"
    for form in money.also:
        yield "", f"also {_sum(form)}{_written(form.text)}{_where(form.evidence)}"


def _sum(money: Money | MoneyForm) -> str:
    """`under USD 3 billion`: exact digits, in the largest unit in which they stay short."""
    high = f" to {scaled(money.max_value)}" if money.max_value is not None else ""
    return f"{_QUALIFIER.get(money.qualifier, '')}{money.currency} {scaled(money.value)}{high}"


def scaled(value: Decimal) -> str:
    """`1.5 billion`, `750,000`: exact digits."""
    for unit, name in _SCALES:
        if abs(value) >= unit:
            return f"{plain_decimal(value / unit)} {name}"
    return f"{value:,f}"


def _quantity(label: str, quantity: Quantity | None) -> Iterator[_Line]:
    if quantity is None:
        return
    high = f" to {plain_decimal(quantity.max_value)}" if quantity.max_value is not None else ""
    qualifier = _QUALIFIER.get(quantity.qualifier, "")
    yield label, f"{qualifier}{plain_decimal(quantity.value)}{high} %{_where(quantity.evidence)}"


def _dates(round_: FundingRound) -> Iterator[_Line]:
    for label, date in (("announced", round_.announced_on), ("closed", round_.closed_on)):
        if date is not None:
            yield label, _date(date) + _where(date.evidence)
    if round_.date_as_written is not None:
        stated = round_.date_as_written
        yield "date", f'"{stated.text}", the year is not stated{_where(stated.evidence)}'


def _date(date: DateValue) -> str:
    basis = {"stated": "as stated", "relative": "from the published date", "published": "the published date itself"}
    return f"{date.value} ({basis[date.basis]})"


def _tranche(tranche: Tranche) -> str:
    parts = [_sum(tranche.amount) if tranche.amount else "amount not stated"]
    if tranche.amount:
        parts += [f"also {_sum(form)}" for form in tranche.amount.also]
    if tranche.status:
        parts.append(tranche.status.value.replace("_", " "))
    if tranche.investor_count is not None:
        parts.append(f"{tranche.investor_count} investors")
    if tranche.date:
        parts.append(_date(tranche.date))
    if tranche.condition:
        parts.append(tranche.condition)
    evidence = tranche.evidence or (tranche.amount.evidence if tranche.amount else ())
    return "; ".join(parts) + _where(evidence)


def _investors(round_: FundingRound) -> Iterator[_Line]:
    if round_.investor_count is not None:
        yield "investors", f"{round_.investor_count} stated, {len(round_.investors)} named"
    elif not round_.investors:
        yield "investors", "none named"
    for role, name in _ROLES:
        group = [investor for investor in round_.investors if investor.role == role]
        for index, investor in enumerate(group):
            label = name if len(group) == 1 else f"{name}s"
            yield "" if index else label, _investor(investor)


def _investor(investor: Investor) -> str:
    text = investor.name
    if investor.also_known_as:
        text += f" (also {', '.join(investor.also_known_as)})"
    if investor.affiliation:
        text += f", {investor.affiliation}"
    if investor.relation:
        text += f", {investor.relation} investor"
    if investor.amount:
        text += f", {_sum(investor.amount)}"
    return text + _where(investor.evidence)


def _finding(finding: Finding, colour: bool) -> Iterator[str]:
    mark, reset = (_SEVERITY_COLOUR[finding.severity], _RESET) if colour else ("", "")
    yield f"  {mark}{finding.severity:<8}{reset}{finding.code}" + (f" at {finding.path}" if finding.path else "")
    indent = " " * 10
    message = finding.message + _where(finding.evidence)
    yield from textwrap.wrap(message, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False)


def _written(text: str) -> str:
    return f' "{text}"' if text else ""


def _where(evidence: Sequence[Evidence]) -> str:
    """` [90:101]`: the evidence's offsets into the canonical text, end exclusive; "" for none."""
    return f" [{', '.join(f'{item.start}:{item.end}' for item in evidence)}]" if evidence else ""
