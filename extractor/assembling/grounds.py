"""Grounds: what is known of each value of a round when its record is put together, as named numbers from 0 to 1.

These are what the confidence models weigh: which rule gave a value, where it stands, how many rivals it has. A fact
never says what the value is, only how it was found.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from extractor.assembling.article_reading import Reading
from extractor.assembling.backers import Backer
from extractor.assembling.companies import Candidate
from extractor.assembling.lines import Line
from extractor.assembling.relevance import judge
from extractor.assembling.roles import AmountRole
from extractor.assembling.types_of_round import EQUITY_TYPES, TypeChoice
from extractor.records import DateValue, Finding, FundingRound, Instrument, Money, Quantity, RoundStatus

Facts = dict[str, float]

# sentences and counts beyond these say no more
_FAR, _MANY = 12.0, 4.0
_SHORT_TEXT, _LONG_TEXT = 400, 5000
_OPEN = tuple((f"is_{each.value}", each) for each in RoundStatus if each is not RoundStatus.CLOSED)
_TALKS = ("relevant.talks@", "relevant.denial@", "company.talks@")


@dataclass(frozen=True, slots=True)
class Grounds:
    """One round's record with what it was made of; `reading` holds the round's own lines only."""

    reading: Reading
    company: Candidate
    record: FundingRound
    types: tuple[TypeChoice, ...]
    roles: tuple[AmountRole, ...]
    backers: tuple[Backer, ...]
    findings: tuple[Finding, ...]

    def line_at(self, offset: int) -> Line | None:
        """The line that holds a canonical offset."""
        lines = self.reading.lines
        index = bisect_right(lines, offset, key=lambda line: line.masked.sentence.start) - 1
        return lines[index] if index >= 0 and offset < lines[index].masked.sentence.end else None


def share(count: float, most: float = _MANY) -> float:
    """A count as 0…1, `most` and more as 1."""
    return min(1.0, count / most)


def article_facts(grounds: Grounds) -> Facts:
    """Facts that bear on every value of the round: is it one, and is it this company's. Named `article.…`."""
    reading, company, record = grounds.reading, grounds.company, grounds.record
    rival = max((c.score for c in reading.companies if c is not company), default=0.0)
    amounts = _roles_of(record.amount, grounds.roles)
    return {
        "article.relevance": 2.0 * judge(reading.signals).score - 1.0,
        "article.company_lead": max(0.0, company.score / (company.score + rival + 1.0)),
        "article.company_weak": float(company.score < 5.0),
        "article.company_in_headline": float(any(h.line.headline and h.label != "topic" for h in company.hits)),
        "article.no_amount": float(record.amount is None),
        "article.amount_in_headline": float(any(r.line.headline for r in amounts)),
        "article.roundup": float(bool(reading.deals)),
        "article.not_closed": float(record.status is not RoundStatus.CLOSED),
        "article.short_text": float(len(reading.article.text) < _SHORT_TEXT),
        "article.long_text": float(len(reading.article.text) > _LONG_TEXT),
    }


def company_facts(grounds: Grounds) -> Facts:
    """How the company's name was found, and the shape of the name."""
    company = grounds.company
    rules = {h.rule for h in company.hits if not h.prior}
    words = company.name.split()
    return {
        "score": share(company.score, 25.0),
        "cues": share(len(rules)),
        "raises": float(any(h.label == "raiser" and not h.prior and not h.line.boilerplate for h in company.hits)),
        "one_word": float(len(words) == 1),
        "many_words": float(len(words) > 3),
        "lower_case": float(company.name[:1].islower()),
        "backs_too": float(any(hit.mention.name == company.name for hit in grounds.reading.parties)),
    }


def amount_facts(grounds: Grounds) -> Facts:
    """How the round's amount was found; `money_facts` with what only it has."""
    money = grounds.record.amount
    if money is None:
        return {}
    roles = _roles_of(money, grounds.roles)
    return money_facts(grounds, money, "round") | {
        "headline_and_body": float(any(r.line.headline for r in roles) and not all(r.line.headline for r in roles)),
        "part": float(all(r.label != "round" for r in roles)),
        "contradicted": float(any(f.path == "amount" for f in grounds.findings)),
        "qualified": float(money.qualifier not in ("exact", "about")),
    }


def money_facts(grounds: Grounds, money: Money, label: str) -> Facts:
    """How an amount of one role was found: its rule, its place, and the other amounts in that role."""
    roles = _roles_of(money, grounds.roles)
    stated = {r.amount.primary.value for r in grounds.roles if r.label == label and not r.prior}
    lines = [r.line for r in roles]
    return {
        "rule": share(max((r.weight for r in roles), default=0.0), 7.0),
        "stated_twice": float(len(money.evidence) > 1),
        "rivals": share(len(stated - {money.value} - {form.value for form in money.also}), 2.0),
        "earlier_beside": float(any(r.prior for r in grounds.roles if any(r.line is line for line in lines))),
        "crowd": share(min((len(line.masked.amounts) for line in lines), default=1) - 1.0),
        **place_facts(lines),
    }


def place_facts(lines: Sequence[Line]) -> Facts:
    """Where a value stands: how far behind the sentence that reports the round, in speech, in boilerplate."""
    body = [line.order for line in lines if not line.headline]
    return {
        "far": share(max(0, min(body, default=0)), _FAR),
        "in_headline": float(any(line.headline for line in lines)),
        "boilerplate": float(bool(lines) and all(line.boilerplate for line in lines)),
    }


def type_facts(grounds: Grounds) -> Facts:
    """How the round's type was found."""
    if grounds.record.round_type is None:
        return {}
    first, others = grounds.types[0], grounds.types[1:]
    lines = _lines(grounds, (m.start for m in first.mentions))
    named = {m.label for line in grounds.reading.lines for m in line.masked.types.values()}
    return {
        "score": share(first.score, 8.0),
        "lead": first.score / (first.score + sum(c.score for c in others) + 0.1),
        "stated_twice": float(len(first.mentions) > 1),
        "side_type": float(first.label not in EQUITY_TYPES),
        "types_named": share(len(named) - 1.0),
        **place_facts(lines),
    }


def core_facts(grounds: Grounds, company: Facts, amount: Facts, kind: Facts, status: Facts) -> Facts:
    """What bears on company, amount, type and status together; a type that is named and was not taken counts too."""
    named = any(line.masked.types for line in grounds.reading.lines if not line.boilerplate)
    return {
        **{f"company_{name}": company[name] for name in ("score", "cues", "raises", "backs_too")},
        **{f"amount_{name}": amount.get(name, 0.0) for name in ("rule", "rivals", "far", "headline_and_body", "part")},
        **{f"type_{name}": kind.get(name, 0.0) for name in ("score", "lead", "far", "side_type")},
        "no_type": float(not kind),
        "type_left": float(not kind and named),
        "amount_left": float(not amount and any(r.label == "round" for r in grounds.roles)),
        "doubted": status["doubted"],
        "talks_named": status["talks_named"],
    }


def status_facts(grounds: Grounds) -> Facts:
    """What the status rests on."""
    status, signals = grounds.record.status, grounds.reading.signals
    return {
        **{name: float(status is each) for name, each in _OPEN},
        "doubted": float(any(f.code == "status.doubt" for f in grounds.findings)),
        "talks_named": float(any(s.startswith(_TALKS) for s in signals)),
        "raise_in_headline": float("relevant.headline_raise@H" in signals),
    }


def instrument_facts(grounds: Grounds) -> Facts:
    """What the instrument rests on: a named type, or words for shares."""
    record = grounds.record
    if record.instrument is None:
        return {}
    kind = record.round_type
    return {
        "equity_type": float(kind is not None and kind.value in EQUITY_TYPES),
        "no_type": float(kind is None),
        "mixed": float(record.instrument is Instrument.MIXED),
        "debt_named": float(any(r.label == "debt_part" for r in grounds.roles)),
    }


def date_facts(grounds: Grounds) -> Facts:
    """How the round's date was found."""
    stated = grounds.record.announced_on
    if stated is None:
        return {}
    lines = _lines(grounds, (e.start for e in stated.evidence))
    rules = {e.rule for e in stated.evidence}
    early = {m.value for line in grounds.reading.lines if line.order < 6 for m in line.masked.dates.values() if m.value}
    return {
        "dateline": float("date.dateline" in rules),
        "today": float("date.today" in rules),
        "relative": float(stated.basis == "relative" and not rules & {"date.today", "date.dateline"}),
        "partial": float(len(stated.value) < 10),
        "days_off": _days_off(stated, grounds.reading.article.published_on),
        "rivals": share(len(early - {stated.value})),
        **place_facts(lines),
    }


def quantity_facts(grounds: Grounds, quantity: Quantity) -> Facts:
    """Where a percentage stands."""
    return place_facts(_lines(grounds, (e.start for e in quantity.evidence)))


def _days_off(stated: DateValue, published: str | None) -> float:
    """Days between the date and the publishing of the article, a week and more (or unknown) as 1."""
    if published is None or len(published) < 10 or len(stated.value) < 10:
        return 1.0
    return share(abs((date.fromisoformat(stated.value) - date.fromisoformat(published[:10])).days), 7.0)


def _lines(grounds: Grounds, offsets: Iterable[int]) -> list[Line]:
    return [line for line in map(grounds.line_at, offsets) if line is not None]


def _roles_of(money: Money | None, roles: Sequence[AmountRole]) -> list[AmountRole]:
    """The statements that the record's amount quotes."""
    starts = {e.start for e in money.evidence} if money else set()
    return [r for r in roles if r.amount.primary.start in starts]
