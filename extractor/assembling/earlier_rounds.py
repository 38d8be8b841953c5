"""Earlier rounds of a company that the article recalls: `The round follows a $10M Series A led by Z in 2021`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.assembling.companies import Candidate
from extractor.assembling.lines import Line
from extractor.assembling.masking import DATE, MONEY, ORG, TYPE
from extractor.assembling.money_values import near, simple_money
from extractor.assembling.party_keys import key
from extractor.assembling.roles import AmountRole
from extractor.assembling.types_of_round import type_choices
from extractor.mentions import DateMention, RoundTypeMention
from extractor.records import Company, DateValue, FundingRound, RoundStatus, RoundType

if TYPE_CHECKING:
    from extractor.assembling.rounds import Reading

_RAISE = (
    r"\b(?:rais(?:ed|es|ing)|secur(?:ed|es|ing)|clos(?:ed|es|ing)|announc(?:ed|es|ing)|receiv(?:ed|es|ing)|landed|landing|hauled in|"
    r"completed|completing|bagged|nabbed|snagged|netted|scored|took in|taken|picked up|pulled in|collected|obtained|got|gotten|"
    r"attracted|won|been granted|garnered|brought in|banked|grabbed|finalized|finalised)\b"
)
_EARLIER = r"(?:previous|prior|earlier|preceding|initial|first|last|inaugural|separate|most recent|original)"
# what recalls a round; the scope runs from the cue to the next border
_CUES = re.compile(
    rf"\b(?:follows|followed|following|builds on|building on|adds to|adding to|complements|on top of|in addition to|succeeds|"
    rf"comes (?:[\w-]+ ){{0,4}}after)(?: [\w'.-]+| {ORG}(?:'s)?){{0,5}}? (?:{MONEY}|{TYPE})"
    rf"|\b(?:after|since)(?: [\w-]+| {ORG}){{0,4}}? (?:raising|closing|securing|landing|completing|announcing|receiving|winning)"
    rf"(?: [\w'.-]+){{0,4}}? (?:{MONEY}|{TYPE})"
    rf"|\b(?:after|when|since) (?:the (?:company|startup|firm)|it|{ORG}) (?:had |has )?(?:[\w-]+ )?{_RAISE}"
    rf"|\b(?:previously|already|last|earlier) (?:raised|secured|closed|received|landed|attracted|got)\b"
    rf"|\bhad (?:also |only |so far )?(?:raised|secured|closed|received|landed|completed|won|lived on|relied on)\b"
    rf"|\b{_EARLIER},? (?:[\w-]+ ){{0,2}}?(?:{MONEY}|{TYPE})"
    rf"|\bout of stealth (?:[\w-]+ ){{0,3}}?{DATE}",
    re.IGNORECASE,
)
_BORDER = re.compile(
    rf"[;—]|, (?:and|but|while|whilst) (?!(?:an? |the )?(?:[\w-]+ )?(?:{MONEY}|{TYPE}))|, (?:(?:the company|it|{ORG}) )?(?:has|have|is) (?:also |now |today |{DATE} )?\w"
    rf"|, (?:has|have|today|now|bringing|taking|pushing)\b|\band (?:today|now|{DATE} announced)\b"
)
_EXPLICIT = re.compile(rf"\b{_EARLIER},? (?:(?!valu)[\w-]+ ){{0,2}}$|\b(?:adds|adding) to (?:[\w-]+ ){{0,3}}$", re.IGNORECASE)
_NOUN_OF = re.compile(rf"(?:\b(?:round|funding|financing|raise|grant|loan)|{TYPE}) (?:of|worth|totall?ing) $", re.IGNORECASE)
# the first part of the present round: `topped up with $3M; the first $7M was announced last year`
_FIRST_PART = re.compile(r"\bthe (?:first|initial|original) $", re.IGNORECASE)
_FIRST_CLOSE = re.compile(r"^ (?:(?:that|raised|announced) )?(?:first|initial) (?:close|closing|tranche)\b", re.IGNORECASE)
_SEVERAL = re.compile(
    r"\b(?:total|altogether|all told|in all|combined|cumulative|to date|so far)\b|"
    r"\b(?:in|over|across) (?:\w+ )?(?:two|three|four|five|six|seven|several|multiple|prior|previous|earlier|\d+) (?:[\w-]+ ){0,2}rounds\b",
    re.IGNORECASE,
)
_PART_OF_NEWS = re.compile(r"\bpreviously[- ](?:announced|disclosed|un\w+)\b", re.IGNORECASE)
_WHEN = re.compile(rf"^[^;—{MONEY[1:-1]}{TYPE[1:-1]}]{{0,30}}, when (?:it|the [a-z]+|{ORG}) ")
_AND_THEN = re.compile(r"\band (?:then |now )?(?:had|has|have|was|is)\b")
_ANAPHOR = re.compile(r"\b(?:it|its|the (?:[\w-]+ )?(?:company|startup|start-up|firm|business|round|raise|funding|financing|investment)|their|they|we|our)\b", re.I)
_CLAUSES = re.compile(r"[,;:—]")
_FUTURE = re.compile(r"\b(?:to raise|intentions?|half of|part of|next|upcoming|future|ahead of|towards?|plans?|planned|expects?|will|could|may|would|before|until)\b[^,;]{0,30}$", re.I)
_NO_ROUND = re.compile(r"\b(?:acqui\w+|bought|IPO|public offering|takeover|bid|revenues?|fund of|its (?:\w+ )?fund|fine|settle\w*)\b", re.IGNORECASE)
_TYPE_ALONE = re.compile(r"^(?:[ -](?:round|funding|financing|raise|investment|investors? (?:increased|also|again|returned|re))\b|[,.]|$)", re.IGNORECASE)
_TYPE_EVENT = re.compile(rf"{_RAISE}|\b(?:led|invested in|first backed|backed|joined|since)\b", re.IGNORECASE)
_RIVAL = re.compile(r"\b(?:rivals?|competitors?|competing|peers?|customers?|rivaling|counterparts?)\b", re.IGNORECASE)
_POSSESSIVE = re.compile(rf"({ORG})'s? (?:(?:previous|prior|earlier|first|last|latest|own|initial|recent|new|inaugural|an?|\d+) )*$", re.I)
_RECEIVER = re.compile(rf"^[^.;,]{{0,45}}?\b(?:in|into|for|of|valued|values) (?:(?!led|by|from)[\w-]+ ){{0,4}}?({ORG})", re.IGNORECASE)
_INVESTS = re.compile(r"\b(?:invest(?:ed|s|ing|ment)?|put|poured|pumped|led|bought|buy|stake)\b", re.IGNORECASE)
_INVESTED = re.compile(
    rf"\b(?:invest(?:ed|s|ing)|put|poured|pumped|bought|announced its)(?: [\w-]+| {MONEY}){{0,4}} $",
    re.IGNORECASE,
)
_SUBJECT = re.compile(rf"({ORG})(?!'s)(?:(?! by | from )[^;]){{0,160}}?{_RAISE}", re.IGNORECASE)
_NOT_SUBJECT = re.compile(r"\b(?:by|from|with|of|including|and|to|at) (?:[\w-]+ ){0,2}$", re.IGNORECASE)
_ORDER = ("angel", "pre_seed", "seed", "pre_series_a", "series_a", "pre_series_b", "series_b", "pre_series_c", *(f"series_{c}" for c in "cdefghijk"))
_AMOUNT_LABELS = frozenset({"round", "part", "debt_part", "equity_part"})
_REACH = 70


@dataclass(frozen=True, slots=True)
class Recalled:
    """One statement of an earlier round: its amount with role, type and date, each where stated near it."""

    line: Line
    place: int
    role: AmountRole | None
    type: RoundTypeMention | None
    date: DateMention | None

    @property
    def is_empty(self) -> bool:
        """True when nothing tells this round from another."""
        return self.role is None and self.type is None


@dataclass(frozen=True, slots=True)
class Present:
    """What is known of the round that is news: its amounts, its type, and the article's day."""

    roles: tuple[AmountRole, ...]
    type: RoundTypeMention | None
    published: str | None

    @property
    def round_type(self) -> str | None:
        """The type's label."""
        return self.type.label if self.type else None

    def states(self, role: AmountRole) -> bool:
        """True when the amount is one of the present round's."""
        return any(near(a, b) for other in self.roles for a in _forms(other) for b in _forms(role))


def earlier_rounds(reading: Reading, company: Candidate, forms: Sequence[str]) -> tuple[FundingRound, ...]:
    """The company's earlier rounds in text order, one each; () when the article recalls none.

    Totals, valuations, other companies' rounds and repeats of the present round are left out.
    """
    present = _present(reading)
    names = frozenset(key(form) for form in (company.name, *forms))
    found = [
        item
        for index, line in enumerate(reading.lines)
        if not line.headline and not line.boilerplate
        for item in _in_line(reading, index, line, present, names)
    ]
    return tuple(_round(reading, company, forms, item) for item in _distinct(found))


def _present(reading: Reading) -> Present:
    published = reading.article.published_on
    front = [r for r in reading.roles if r.line.order < 4 and not r.prior and r.label == "round" and not _is_past(r.line, r.place, published)]
    headline = any(r.line.headline for r in front)
    types = type_choices([line for line in reading.lines if line.order < 8])
    own = (m for choice in types for m in choice.mentions if not _is_past(*_place_of(reading, m), published))
    chosen = [r for r in front if r.line.order < 2 or not headline]
    return Present(tuple(chosen), next(own, None), published)


def _place_of(reading: Reading, mention: RoundTypeMention) -> tuple[Line, int]:
    return next((line, at) for line in reading.lines for at, m in line.masked.types.items() if m is mention)


def _is_past(line: Line, place: int, published: str | None) -> bool:
    """True when cues or a date put what stands at `place` before the news."""
    date = _date_near(line, place, published)
    return _recalls(line, place) or (date is not None and _is_older(date, published))


def _scopes(line: Line) -> Iterator[tuple[int, int]]:
    """The masked intervals that recall an earlier round, each ended at a border such as `, has now`."""
    starts = [low for low, _ in line.prior] + [match.start() for match in _CUES.finditer(line.text)]
    for start in starts:
        low = 0 if start < 4 else start
        cue = _CUES.search(line.text, low)
        border = _BORDER.search(line.text, max(start + 3, cue.end() if cue and cue.start() - start < 3 else 0))
        yield low, border.start() if border else len(line.text)


def _recalls(line: Line, place: int) -> bool:
    return any(low <= place < high for low, high in _scopes(line))


def _in_line(reading: Reading, index: int, line: Line, present: Present, names: frozenset[str]) -> Iterator[Recalled]:
    taken: set[int] = set()
    for role in (r for r in reading.roles if r.line is line):
        item = _amount_item(line, role, present)
        if item is not None and _is_own(reading, index, role.place, names):
            taken.update(m.start for m in line.masked.types.values() if m is item.type)
            yield item
    for place, mention in line.masked.types.items():
        if mention.start not in taken and _is_type_alone(line, place, mention, present) and _is_own(reading, index, place, names):
            yield Recalled(line, place, None, mention, _date_near(line, place, present.published))


def _amount_item(line: Line, role: AmountRole, present: Present) -> Recalled | None:
    """The earlier round that the amount states, or None."""
    before = line.text[max(0, role.place - 60) : role.place]
    after = line.text[role.place + 1 : role.place + _REACH]
    explicit = bool(_EXPLICIT.search(before[-35:]))
    if role.label not in _AMOUNT_LABELS and not (role.label in ("other", "none") and (explicit or _NOUN_OF.search(before))):
        return None
    if _SEVERAL.search(_CLAUSES.split(before)[-1]) or _SEVERAL.search(_CLAUSES.split(after)[0]) or _NO_ROUND.search(before[-30:]) or _NO_ROUND.search(after[:40]):
        return None
    date = _date_near(line, role.place, present.published)
    if _PART_OF_NEWS.search(line.text[max(0, role.place - 120) : role.place]):
        return None
    recalled = _recalls(line, role.place) or (date is not None and _is_older(date, present.published))
    if not recalled or _FUTURE.search(before) or (present.states(role) and not explicit):
        return None
    if date is not None and not _may_be_older(date, present.published):
        return None
    kind = _type_near(line, role.place)
    if kind is None and (_FIRST_PART.search(before) or _FIRST_CLOSE.match(after)):
        kind = present.type
    return Recalled(line, role.place, role, kind, date)


def _is_type_alone(line: Line, place: int, mention: RoundTypeMention, present: Present) -> bool:
    """A round named by its type, without amount, in a recalling scope or of a stage before the present one."""
    before, after = line.text[max(0, place - 60) : place], line.text[place + 1 : place + 30]
    if _PART_OF_NEWS.search(before) or mention.label not in _ORDER or _FUTURE.search(before) or not _TYPE_ALONE.match(after):
        return False
    if mention.label == present.round_type:
        date = _date_near(line, place, present.published)
        return bool(_EXPLICIT.search(before)) and date is not None and _is_older(date, present.published)
    if _is_stage_before(mention.label, present.round_type):
        return True
    return bool(_TYPE_EVENT.search(before)) and _recalls(line, place)


def _is_stage_before(label: str, present: str | None) -> bool:
    return present in _ORDER and _ORDER.index(label) < _ORDER.index(present)


def _type_near(line: Line, place: int) -> RoundTypeMention | None:
    """The type that stands with the amount: right behind it, or right before."""
    found = [(abs(at - place) + (30 if at < place else 0), at) for at in line.masked.types if -60 < at - place < 60]
    for _, at in sorted(found):
        between = line.text[min(at, place) + 1 : max(at, place)]
        if re.search(rf"[;,—{MONEY[1:-1]}]|\band\b", between) and not (at < place and _WHEN.search(between)):
            continue
        return line.masked.types[at]
    return None


def _date_near(line: Line, place: int, published: str | None) -> DateMention | None:
    """The resolved date that dates the round at `place`: behind it in its clause, else at the sentence's start."""
    for at, mention in sorted(line.masked.dates.items()):
        between = line.text[place + 1 : at]
        if at > place and len(between) < 110 and mention.value and not re.search(rf"[;—{MONEY[1:-1]}]|, and\b|\band\b(?! {ORG})", between):
            return mention if _may_be_older(mention, published) else None
    starts = [(at, m) for at, m in sorted(line.masked.dates.items()) if at < place and m.value]
    for at, mention in reversed(starts):
        between = line.text[at + 1 : place]
        if (at < 12 or place - at < 60) and not re.search(rf"[;—{MONEY[1:-1]}]", between) and not (_BORDER.search(between) or _AND_THEN.search(between)):
            return mention
    return None


def _is_older(date: DateMention, published: str | None) -> bool:
    """True when the date is surely before the news: an earlier month, or `earlier this year`."""
    if date.value is None or published is None or date.kind == "weekday":
        return False
    if date.text.lower().startswith("earlier this"):
        return True
    length = min(len(date.value), len(published), 7)
    return date.value[:length] < published[:length]


def _may_be_older(date: DateMention, published: str | None) -> bool:
    """False for the day of the news itself and for a weekday."""
    if date.kind == "weekday" or date.rule == "date.today" or date.value is None:
        return False
    return published is None or len(date.value) < 10 or date.value < published[: len(date.value)]


def _is_own(reading: Reading, index: int, place: int, names: frozenset[str]) -> bool:
    """True when the sentence speaks of the company and of nobody else as the one that raised."""
    line = reading.lines[index]
    named = _raiser(line, place)
    if named is not None:
        return named in names
    if _RIVAL.search(line.text[:place]):
        return False
    if any(key(p.name) in names for p in line.masked.parties.values()):
        return True
    for earlier in reversed(reading.lines[max(0, index - 3) : index]):
        if any(key(p.name) in names for p in earlier.masked.parties.values()):
            return True
        other = _raiser(earlier, len(earlier.text))
        if other is not None or _RIVAL.search(earlier.text):
            return False
    return bool(_ANAPHOR.search(line.text))


def _raiser(line: Line, place: int) -> str | None:
    """The key of the name that the sentence says raised what stands at `place`, or None when it names none."""
    before, after = line.text[:place], line.text[place + 1 :]
    receiver = _RECEIVER.match(after)
    if _INVESTED.search(before) or (receiver and _INVESTS.search(after[: receiver.start(1)])):
        # what an investor put somewhere is a round only where the receiver is named
        return key(line.masked.parties[place + 1 + receiver.start(1)].name) if receiver else ""
    owner = _POSSESSIVE.search(before[-80:])
    if owner:
        return key(line.masked.parties[len(before) - len(before[-80:]) + owner.start(1)].name)
    last: str | None = None
    for match in _SUBJECT.finditer(before):
        if not _NOT_SUBJECT.search(before[: match.start()][-30:]):
            last = key(line.masked.parties[match.start(1)].name)
    return last


def _distinct(items: Sequence[Recalled]) -> tuple[Recalled, ...]:
    """Statements of one round joined: the one that says more is kept."""
    kept: list[Recalled] = []
    for item in items:
        twin = next((i for i, other in enumerate(kept) if _is_same(item, other)), None)
        if twin is None:
            kept.append(item)
        else:
            kept[twin] = _joined(kept[twin], item)
    return tuple(kept)


def _is_same(a: Recalled, b: Recalled) -> bool:
    if a.role and b.role:
        equal = any(near(x, y) for x in _forms(a.role) for y in _forms(b.role))
        return equal and not (a.date and b.date and a.date.value != b.date.value and len(a.date.value or "") == len(b.date.value or ""))
    return bool(a.type and b.type and a.type.label == b.type.label)


def _joined(a: Recalled, b: Recalled) -> Recalled:
    first, second = (a, b) if a.role or not b.role else (b, a)
    return Recalled(first.line, first.place, first.role, first.type or second.type, first.date or second.date)


def _forms(role: AmountRole) -> tuple:  # type: ignore[type-arg]
    return (role.amount.primary, *role.amount.also)


def _round(reading: Reading, company: Candidate, forms: Sequence[str], item: Recalled) -> FundingRound:
    """The record of one recalled round."""
    round_type = RoundType(item.type.label) if item.type else None
    amount = simple_money(item.role) if item.role else None
    date = item.date
    parts = (reading.article.id, company.name, "earlier", str(round_type), str(amount.value) if amount else "", date.value or "" if date else "")
    first = next((h for h in company.hits if h.mention.name == company.name), company.hits[0])
    start, end = item.line.masked.span(item.place, item.place + 1)
    evidence = first.mention.evidence().model_copy(update={"start": start, "end": end, "text": reading.article.text[start:end], "rule": "round.earlier"})
    return FundingRound(
        round_id=hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16],
        company=Company(name=company.name, also_known_as=tuple(f for f in forms if f != company.name), evidence=(first.mention.evidence(),)),
        status=RoundStatus.CLOSED,
        round_type=round_type,
        round_label=item.type.text if item.type else None,
        modifiers=item.type.modifiers if item.type else (),
        amount=amount,
        announced_on=DateValue(value=date.value, basis=date.basis, evidence=(date.evidence(),)) if date and date.value else None,
        evidence=(evidence,),
    )
