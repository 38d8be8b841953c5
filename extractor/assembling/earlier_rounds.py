"""Earlier rounds of a company that the article recalls: `The round follows a $10M Series A led by Z in 2021`."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.assembling.companies import Candidate
from extractor.assembling.lines import Line
from extractor.assembling.masking import DATE, MONEY, ORG, TYPE
from extractor.assembling.money_values import near, simple_money
from extractor.assembling.party_keys import key
from extractor.assembling.roles import AmountRole
from extractor.assembling.types_of_round import type_choices
from extractor.evidence import Evidence
from extractor.mentions import DateMention, MoneyMention, RoundTypeMention
from extractor.records import Company, DateValue, FundingRound, RoundStatus, RoundType

if TYPE_CHECKING:
    from extractor.assembling.article_reading import Reading

_Roles = Mapping[int, Sequence[AmountRole]]
_Names = frozenset[str]

_MONEY = MONEY[1:-1]
_TYPE = TYPE[1:-1]
_RAISE = (
    r"\b(?:rais(?:ed|es|ing)|secur(?:ed|es|ing)|clos(?:ed|es|ing)|announc(?:ed|es|ing)|receiv(?:ed|es|ing)|landed|landing|"
    r"hauled in|completed|completing|bagged|nabbed|snagged|netted|scored|took in|taken|picked up|pulled in|collected|"
    r"obtained|got|gotten|attracted|won|been granted|garnered|brought in|banked|grabbed|finalized|finalised)\b"
)
_WORD = r"[\w-]+"
_BEFORE_NOW = r"(?:previous|prior|earlier|preceding|initial|first|last|inaugural|separate|most recent|original)"
# what recalls a round; it reaches from the cue to the next border
_CUES = re.compile(
    rf"\b(?:follows|followed|following|builds on|building on|adds to|adding to|complements|on top of|in addition to|"
    rf"succeeds|comes (?:[\w-]+ ){{0,4}}after)(?: [\w'.-]+| {ORG}(?:'s)?){{0,5}}? (?:{MONEY}|{TYPE})"
    rf"|\b(?:after|since)(?: [\w-]+| {ORG}){{0,4}}? (?:raising|closing|securing|landing|completing|announcing|"
    rf"receiving|winning)(?: [\w'.-]+){{0,4}}? (?:{MONEY}|{TYPE})"
    rf"|\b(?:after|when|since) (?:the (?:company|startup|firm)|it|{ORG}) (?:had |has )?(?:[\w-]+ )?{_RAISE}"
    rf"|\b(?:previously|already|last|earlier) (?:raised|secured|closed|received|landed|attracted|got)\b"
    rf"|\bhad (?:also |only |so far )?(?:raised|secured|closed|received|landed|completed|won|lived on|relied on)\b"
    rf"|\b{_BEFORE_NOW},? (?:(?!\w+ed ){_WORD} ){{0,2}}?(?:{MONEY}|{TYPE})"
    rf"|\bout of stealth (?:[\w-]+ ){{0,3}}?{DATE}",
    re.IGNORECASE,
)
_BORDER = re.compile(
    rf"[;—]|, (?:and|but|while|whilst) (?!(?:an? |the )?(?:[\w-]+ )?(?:{MONEY}|{TYPE}))"
    rf"|, (?:(?:the company|it|{ORG}) )?(?:has|have|is) (?:also |now |today |{DATE} )?\w"
    rf"|, (?:has|have|today|now|bringing|taking|pushing)\b|\band (?:today|now|{DATE} announced)\b"
)
_SPLIT = re.compile(rf"[;—{_MONEY}]")
_EXPLICIT = re.compile(
    rf"\b{_BEFORE_NOW},? (?:(?!\w+ed |valu){_WORD} ){{0,2}}$|\badd(?:s|ing) to (?:{_WORD} ){{0,3}}$", re.IGNORECASE
)
_NOUN_OF = re.compile(rf"(?:\b(?:round|funding|financing|raise|grant|loan)|{TYPE}) (?:of|worth|totall?ing) $", re.I)
# the first part of the present round: `topped up with $3M; the first $7M was announced last year`
_FIRST_PART = re.compile(r"\bthe (?:first|initial|original) $", re.IGNORECASE)
_FIRST_CLOSE = re.compile(r"^ (?:(?:that|raised|announced) )?(?:first|initial) (?:close|closing|tranche)\b", re.I)
# a sum over several rounds is no round
_SEVERAL = re.compile(
    r"\b(?:total|altogether|all told|in all|combined|cumulative|to date|so far)\b|\b(?:in|over|across) (?:\w+ )?"
    r"(?:two|three|four|five|six|seven|several|multiple|prior|previous|earlier|\d+) (?:[\w-]+ ){0,2}rounds\b",
    re.IGNORECASE,
)
_PART_OF_NEWS = re.compile(r"\bpreviously[- ](?:announced|disclosed|un\w+)\b", re.IGNORECASE)
_WHEN = re.compile(rf"^[^;—{_MONEY}{_TYPE}]{{0,30}}, when (?:it|the [a-z]+|{ORG}) ")
_AND_THEN = re.compile(r"\band (?:then |now )?(?:had|has|have|was|is)\b")
_NEXT_DATE = re.compile(rf"\band\b(?! {ORG})")
_ANAPHOR = re.compile(
    r"\b(?:it|its|their|they|we|our|the (?:[\w-]+ )?(?:company|startup|start-up|firm|business|round|raise|funding|"
    r"financing|investment))\b",
    re.IGNORECASE,
)
_CLAUSES = re.compile(r"[,;:—]")
_FUTURE = re.compile(
    r"\b(?:to raise|intentions?|half of|part of|next|upcoming|future|ahead of|towards?|plans?|planned|expects?|will|"
    r"could|may|would|before|until)\b[^,;]{0,30}$",
    re.IGNORECASE,
)
_NO_ROUND = re.compile(
    r"\b(?:acqui\w+|bought|IPO|public offering|takeover|bid|revenues?|fund of|its (?:\w+ )?fund|fine|settle\w*)\b", re.I
)
_TYPE_ALONE = re.compile(
    r"^(?:[ -](?:round|funding|financing|raise|investment|investors? (?:increased|also|again|returned|re))\b|[,.]|$)",
    re.IGNORECASE,
)
_TYPE_EVENT = re.compile(rf"{_RAISE}|\b(?:led|invested in|first backed|backed|joined|since)\b", re.IGNORECASE)
_OF_WHICH = re.compile(r"\b(?:the (?:latter|former)|one|both|each|some) of (?:which|whom)\b[^;]*$", re.IGNORECASE)
_RIVAL = re.compile(r"\b(?:rivals?|competitors?|competing|peers?|customers?|rivaling|counterparts?)\b", re.IGNORECASE)
_POSSESSIVE = re.compile(
    rf"({ORG})'s? (?:(?:previous|prior|earlier|first|last|latest|own|initial|recent|new|inaugural|an?|\d+) ){{0,4}}$",
    re.IGNORECASE,
)
_RECEIVER = re.compile(
    rf"^[^.;,]{{0,45}}?\b(?:in|into|for|of|valued|values) (?:(?!led|by|from)[\w-]+ ){{0,4}}?({ORG})", re.IGNORECASE
)
_INVESTS = re.compile(r"\b(?:invest(?:ed|s|ing|ment)?|put|poured|pumped|led|bought|buy|stake)\b", re.IGNORECASE)
_INVESTED = re.compile(
    rf"\b(?:invest(?:ed|s|ing)|put|poured|pumped|bought|announced its)(?: [\w-]+| {MONEY}){{0,4}} $", re.IGNORECASE
)
_SUBJECT = re.compile(rf"({ORG})(?!'s)(?:(?! by | from )[^;]){{0,160}}?{_RAISE}", re.IGNORECASE)
_NOT_SUBJECT = re.compile(r"\b(?:by|from|with|of|including|and|to|at) (?:[\w-]+ ){0,2}$", re.IGNORECASE)
_EARLY = ("angel", "pre_seed", "seed", "pre_series_a", "series_a", "pre_series_b", "series_b", "pre_series_c")
_ORDER = (*_EARLY, *(f"series_{letter}" for letter in "cdefghijk"))
_AMOUNT_LABELS = frozenset({"round", "part", "debt_part", "equity_part"})
# how far cues and names are looked for, in masked characters; bounds keep one endless sentence linear
_REACH, _FAR, _MOST = 70, 400, 40


@dataclass(frozen=True, slots=True)
class Recalled:
    """One statement of an earlier round: its amount with role, type and date, each where stated near it."""

    line: Line
    place: int
    role: AmountRole | None
    type: RoundTypeMention | None
    date: DateMention | None


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
    roles: dict[int, list[AmountRole]] = defaultdict(list)
    for role in reading.roles:
        roles[id(role.line)].append(role)
    found: list[Recalled] = []
    for index, line in enumerate(reading.lines):
        if not (line.headline or line.boilerplate) and len(found) < _MOST:
            found.extend(_in_line(reading.lines, index, roles, present, names))
    return tuple(_round(reading, company, forms, item) for item in _distinct(found[:_MOST]))


def _present(reading: Reading) -> Present:
    published = reading.article.published_on
    front = [r for r in reading.roles if r.line.order < 4 and r.label == "round" and not r.prior][:_MOST]
    front = [r for r in front if not is_past(r.line, r.place, published)]
    headline = any(r.line.headline for r in front)
    lines = [line for line in reading.lines if line.order < 8]
    places = {id(m): (line, at) for line in lines for at, m in line.masked.types.items()}
    types = (m for choice in type_choices(lines) for m in choice.mentions)
    own = (m for m in types if not is_past(*places[id(m)], published))
    return Present(tuple(r for r in front if r.line.order < 2 or not headline), next(own, None), published)


def _in_line(lines: Sequence[Line], index: int, roles: _Roles, present: Present, names: _Names) -> Iterator[Recalled]:
    line = lines[index]
    taken: set[int] = set()
    for role in roles.get(id(line), ()):
        item = _amount_item(line, role, present)
        if item is None or (role.label == "part" and not _is_part_of_own(line, role, names)):
            continue
        if _is_own(lines, index, role.place, names):
            if item.type is not None:
                taken.add(item.type.start)
            yield item
    for place, mention in line.masked.types.items():
        if mention.start in taken or not _is_type_alone(line, place, mention, present):
            continue
        if _is_own(lines, index, place, names):
            yield Recalled(line, place, None, mention, _date_near(line, place, present.published))


def _is_part_of_own(line: Line, role: AmountRole, names: _Names) -> bool:
    """What an investor puts in counts where a cue recalls it or the company is named as the receiver."""
    return _recalls(line, role.place) or _raiser(line, role.place) in names


def _amount_item(line: Line, role: AmountRole, present: Present) -> Recalled | None:
    """The earlier round that the amount states, or None."""
    before = line.text[max(0, role.place - 60) : role.place]
    after = line.text[role.place + 1 : role.place + _REACH]
    explicit = bool(_EXPLICIT.search(before[-35:]))
    if not _may_be_round(role, before, after, explicit) or (present.states(role) and not explicit):
        return None
    if _PART_OF_NEWS.search(line.text[max(0, role.place - 120) : role.place]):
        return None
    date = _date_near(line, role.place, present.published)
    if not _recalls(line, role.place) and not (date is not None and _is_older(date, present.published)):
        return None
    if date is not None and not _may_be_older(date, present.published):
        return None
    kind = _type_near(line, role.place)
    if kind is None and (_FIRST_PART.search(before) or _FIRST_CLOSE.match(after)):
        kind = present.type
    return Recalled(line, role.place, role, kind, date)


def _may_be_round(role: AmountRole, before: str, after: str, explicit: bool) -> bool:
    """False for totals, valuations, plans and deals that are no round."""
    named = role.label in ("other", "none") and (explicit or bool(_NOUN_OF.search(before)))
    if role.label not in _AMOUNT_LABELS and not named:
        return False
    if _SEVERAL.search(_CLAUSES.split(before)[-1]) or _SEVERAL.search(_CLAUSES.split(after)[0]):
        return False
    return not (_NO_ROUND.search(before[-30:]) or _NO_ROUND.search(after[:40]) or _FUTURE.search(before))


def _is_type_alone(line: Line, place: int, mention: RoundTypeMention, present: Present) -> bool:
    """A round named by its type, without amount, behind a recalling cue or of a stage before the present one."""
    before, after = line.text[max(0, place - 60) : place], line.text[place + 1 : place + 30]
    if mention.label not in _ORDER or not _TYPE_ALONE.match(after):
        return False
    if _PART_OF_NEWS.search(before) or _FUTURE.search(before):
        return False
    if mention.label == present.round_type:
        date = _date_near(line, place, present.published)
        return bool(_EXPLICIT.search(before)) and date is not None and _is_older(date, present.published)
    if present.round_type in _ORDER and _ORDER.index(mention.label) < _ORDER.index(present.round_type):
        return True
    return bool(_TYPE_EVENT.search(before)) and _recalls(line, place)


def _recalls(line: Line, place: int) -> bool:
    """True when a cue before `place`, or an earlier round's scope, reaches it without a border between."""
    low = max(0, place - _FAR)
    for match in _CUES.finditer(line.text, low, min(len(line.text), place + _REACH)):
        if match.start() > place:
            break
        if match.end() > place or not _BORDER.search(line.text, match.end(), place):
            return True
    inside = (start for start, end in line.prior if start <= place < end)
    return any(not _BORDER.search(line.text, max(start + 3, low), place) for start in inside)


def is_past(line: Line, place: int, published: str | None) -> bool:
    """True when cues or a date put what stands at `place` before the news."""
    date = _date_near(line, place, published)
    return _recalls(line, place) or (date is not None and _is_older(date, published))


def _type_near(line: Line, place: int) -> RoundTypeMention | None:
    """The type that stands with the amount: right behind it, or before (`at its Series C, when it took in $85M`)."""
    found = [(abs(at - place) + (30 if at < place else 0), at) for at in line.masked.types if -60 < at - place < 60]
    for _, at in sorted(found):
        between = line.text[min(at, place) + 1 : max(at, place)]
        apart = "," in between or _SPLIT.search(between) or re.search(r"\band\b", between)
        if not apart or (at < place and _WHEN.search(between)):
            return line.masked.types[at]
    return None


def _date_near(line: Line, place: int, published: str | None) -> DateMention | None:
    """The resolved date of what stands at `place`: behind it in its clause, else before it."""
    dates = sorted((at, mention) for at, mention in line.masked.dates.items() if mention.value)
    for at, mention in dates:
        if place < at < place + 112:
            between = line.text[place + 1 : at]
            if not _SPLIT.search(between) and not _NEXT_DATE.search(between):
                return mention if _may_be_older(mention, published) else None
    for at, mention in reversed(dates):
        if at < place and (place - at < 60 or (at < 12 and place - at < _FAR)):
            between = line.text[at + 1 : place]
            if not (_SPLIT.search(between) or _BORDER.search(between) or _AND_THEN.search(between)):
                return mention
    return None


def _is_older(date: DateMention, published: str | None) -> bool:
    """True when the date is surely before the news: an earlier month, or `earlier this year`."""
    if date.value is None or published is None or date.kind == "weekday":
        return False
    if date.text.lower().startswith("earlier this"):
        return True
    length = min(len(date.value), len(published), len("2021-05"))
    return date.value[:length] < published[:length]


def _may_be_older(date: DateMention, published: str | None) -> bool:
    """False for the day of the news itself and for a weekday."""
    if date.kind == "weekday" or date.rule == "date.today" or date.value is None:
        return False
    return published is None or len(date.value) < len("2021-05-04") or date.value < published[: len(date.value)]


def _is_own(lines: Sequence[Line], index: int, place: int, names: _Names) -> bool:
    """True when the sentence speaks of the company and of nobody else as the one that raised."""
    line = lines[index]
    if _OF_WHICH.search(line.text, max(0, place - _REACH), place):
        return False
    named = _raiser(line, place)
    if named is not None:
        return named in names
    if _RIVAL.search(line.text, max(0, place - _FAR), place):
        return False
    if any(key(p.name) in names for p in line.masked.parties.values()):
        return True
    for earlier in reversed(lines[max(0, index - 3) : index]):
        if any(key(p.name) in names for p in earlier.masked.parties.values()):
            return True
        if _raiser(earlier, len(earlier.text)) is not None or _RIVAL.search(earlier.text):
            return False
    return bool(_ANAPHOR.search(line.text))


def _raiser(line: Line, place: int) -> str | None:
    """The key of the name that is said to have raised what stands at `place`, "" for an unnamed one, None if unsaid."""
    low = max(0, place - _FAR)
    before, after = line.text[low:place], line.text[place + 1 : place + 1 + _FAR]
    receiver = _RECEIVER.match(after)
    if _INVESTED.search(before[-60:]) or (receiver and _INVESTS.search(after[: receiver.start(1)])):
        # what an investor put somewhere is a round only where the receiver is named
        return _key_at(line, place + 1 + receiver.start(1)) if receiver else ""
    owner = _POSSESSIVE.search(before, max(0, len(before) - 80))
    if owner:
        return _key_at(line, low + owner.start(1))
    last: str | None = None
    for match in _SUBJECT.finditer(before):
        if not _NOT_SUBJECT.search(before[: match.start()][-30:]):
            last = _key_at(line, low + match.start(1))
    return last


def _key_at(line: Line, place: int) -> str:
    return key(line.masked.parties[place].name)


def _distinct(items: Sequence[Recalled]) -> tuple[Recalled, ...]:
    """Statements of one round joined into the one that says most."""
    kept: list[Recalled] = []
    for item in items:
        twin = next((i for i, other in enumerate(kept) if _is_same(item, other)), None)
        if twin is None:
            kept.append(item)
        else:
            kept[twin] = _joined(kept[twin], item)
    return tuple(kept)


def _is_same(a: Recalled, b: Recalled) -> bool:
    """Equal amounts are one round unless equally exact dates differ; without an amount, equal types are."""
    if a.role is None or b.role is None:
        return a.type is not None and b.type is not None and a.type.label == b.type.label
    days = [d.value for d in (a.date, b.date) if d is not None and d.value is not None]
    if len(days) == 2 and len(days[0]) == len(days[1]) and days[0] != days[1]:
        return False
    return any(near(x, y) for x in _forms(a.role) for y in _forms(b.role))


def _joined(a: Recalled, b: Recalled) -> Recalled:
    first, second = (a, b) if a.role or not b.role else (b, a)
    return Recalled(first.line, first.place, first.role, first.type or second.type, first.date or second.date)


def _forms(role: AmountRole) -> tuple[MoneyMention, ...]:
    return (role.amount.primary, *role.amount.also)


def _round(reading: Reading, company: Candidate, forms: Sequence[str], item: Recalled) -> FundingRound:
    """The record of one recalled round."""
    kind, day = item.type, item.date.value if item.date else None
    amount = simple_money(item.role) if item.role else None
    what = (kind.label if kind else "", str(amount.value) if amount else "", day or "")
    parts = (reading.article.id, company.name, "earlier", *what)
    first = next((h for h in company.hits if h.mention.name == company.name), company.hits[0])
    others = tuple(form for form in forms if form != company.name)
    start, end = item.line.masked.span(item.place, item.place + 1)
    date = None
    if item.date and day:
        date = DateValue(value=day, basis=item.date.basis, evidence=(item.date.evidence(),))
    return FundingRound(
        round_id=hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16],
        company=Company(name=company.name, also_known_as=others, evidence=(first.mention.evidence(),)),
        status=RoundStatus.CLOSED,
        round_type=RoundType(kind.label) if kind else None,
        round_label=kind.text if kind else None,
        modifiers=kind.modifiers if kind else (),
        amount=amount,
        announced_on=date,
        evidence=(Evidence(start=start, end=end, text=reading.article.text[start:end], rule="round.earlier"),),
    )
