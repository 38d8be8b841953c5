"""The parts of one round: tranches and closes, what is committed, the cap or goal, and how many investors there are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractor.article import Article
from extractor.assembling.counts_of_round import StatedCount, investor_count, is_initial
from extractor.assembling.lines import Line
from extractor.assembling.money_values import group_amounts, money_of, same_amount, simple_money
from extractor.assembling.roles import AmountRole
from extractor.assembling.tranche_cues import cues
from extractor.evidence import Evidence
from extractor.lexicons.rules import target
from extractor.mentions import CountMention, DateMention
from extractor.records import DateValue, Money, RoundStatus, Tranche

_NEVER_A_PART = ("valuation", "total", "target", "committed")
_NEVER_BY_RULE = ("amount.fund_size", "amount.old_valuation")
# labels that say what an amount is in words stronger than a cap's
_NEVER_A_TARGET = ("valuation", "debt_part", "secondary", "other")
_PLANNED = re.compile(
    r"\bwill (?:inject|invest|follow|contribute|pay|put|close|come|join|provide|receive)|"
    r"\b(?:will|to) be (?:paid|received|released|drawn|funded|injected|contributed|disbursed|transferred|available|"
    r"closed|provided)|\bto (?:follow|come)\b|"
    r"\b(?:expect(?:s|ed)|due|payable|subject to|conditional|contingent|upon|once|available|anticipated|scheduled|"
    r"later)\b",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    r"\b(?:signed|raised|raises|closed|closes|received|receives|paid|secured|secures|completed|completes|drew|drawn|"
    r"announc(?:ed|es)|bringing in|brought in|got|banks|banked|lands|landed|took|funded|injected|invested|"
    r"contributed|at signing)\b",
    re.IGNORECASE,
)
_CLOSE = re.compile(r"\bclos(?:e|ing)\b", re.IGNORECASE)
# a date behind one of these dates something else
_OTHER_EVENT = re.compile(r"\b(?:which|once|when|after|before|since|founded|launch\w*|until)\b", re.IGNORECASE)
_AT_SIGNING = re.compile(r"\b(?:at|on|upon) (?:the )?signing\b|\bpaid in at signing\b", re.IGNORECASE)
_SIGNED_ON = re.compile(r"\bsigned on (?P<d>[\ueb00-\uebff])", re.IGNORECASE)
# `received a second tranche from its previously announced Series B`: the round is old, the tranche is news
_STILL_NEWS = re.compile(r"\bpreviously[- ]announced\b", re.IGNORECASE)
_WORDS_OF_PLACES = ("first initial 1st interim", "second 2nd", "third 3rd", "fourth 4th", "fifth 5th")
_ORDINALS = {word: place for place, words in enumerate(_WORDS_OF_PLACES, 1) for word in words.split()}
_LATER = 9
_SUM_TOLERANCE = Decimal("0.01")
_NEARBY = 2
# `the first`: an article and a blank before the ordinal
_ARTICLE = 5
_MOST_PARTS = 12


@dataclass(frozen=True, slots=True)
class Part:
    """One part as one sentence states it. `ordinal` is 0 when none is given; `low` to `high` is its masked window."""

    role: AmountRole
    kind: str
    rule: str
    ordinal: int
    count: CountMention | None
    low: int
    high: int
    status: RoundStatus | None = None
    date: DateMention | None = None
    condition: Evidence | None = None

    @property
    def line(self) -> Line:
        """The sentence."""
        return self.role.line


@dataclass(frozen=True, slots=True)
class TrancheView:
    """What the article says of the parts of its round.

    `labels` gives amounts of this round, by their start, the role that was found here; None keeps the role they have.
    """

    tranches: tuple[Tranche, ...]
    committed_amount: Money | None
    target_amount: Money | None
    counted: StatedCount | None
    labels: tuple[tuple[int, str | None], ...]

    @property
    def investor_count(self) -> int | None:
        """Investors in this round, as stated."""
        return self.counted.value if self.counted else None

    def relabel(self, roles: Sequence[AmountRole]) -> tuple[AmountRole, ...]:
        """The roles with `part` and `target` where found: such an amount is no whole, total or earlier round."""
        labels = dict(self.labels)
        return tuple(
            replace(r, label=labels[r.amount.start] or r.label, prior=False) if r.amount.start in labels else r
            for r in roles
        )


def tranche_view(article: Article, lines: Sequence[Line], roles: Sequence[AmountRole]) -> TrancheView:
    """The parts of the round that `lines` report; `roles` are the amounts of these lines.

    Tranches are read only where the article speaks of parts of one round; the round's own amount is never one of them
    when two other parts add up to it.
    """
    news = [r for r in roles if not r.line.boilerplate]
    caps = [replace(r, label="target", rule=rule) for r, rule in _caps(news)]
    capped = {r.amount.start for r in caps}
    parts = _finished(article, lines, _parts([r for r in news if r.amount.start not in capped]))
    labels: dict[int, str | None] = {r.amount.start: "target" for r in caps}
    # a single part is all that the article gives of the round, so it stays in the running for the amount
    own = "part" if len(parts) > 1 else None
    labels |= {statement.role.amount.start: own for part in parts for statement in part}
    targets = caps + [r for r in news if r.label == "target" and not r.prior and r.amount.start not in capped]
    return TrancheView(
        tranches=tuple(_tranche(part) for part in parts),
        committed_amount=_money([r for r in news if r.label == "committed" and not r.prior], "committed"),
        target_amount=_money([r for r in targets if r.amount.start not in _refused(r.line, "no_target")], "target"),
        counted=investor_count(lines),
        labels=tuple(sorted(labels.items(), key=lambda item: item[0])),
    )


def _money(roles: Sequence[AmountRole], label: str) -> Money | None:
    groups = group_amounts(roles, {label: 1.0})
    return money_of(groups[0]) if groups else None


def _refused(line: Line, label: str) -> set[int]:
    places = {target(match)[0] for _, match in cues(line, label)}
    return {amount.start for place, amount in line.masked.amounts.items() if place in places}


def _caps(roles: Sequence[AmountRole]) -> Iterator[tuple[AmountRole, str]]:
    for role in roles:
        if role.prior or role.label in _NEVER_A_TARGET or role.amount.start in _refused(role.line, "no_target"):
            continue
        rule = next((rule.id for rule, match in cues(role.line, "target") if target(match)[0] == role.place), None)
        if rule:
            yield role, rule


# --- reading the parts of each line ------------------------------------------------------------------------------


def _parts(roles: Sequence[AmountRole]) -> list[Part]:
    """The parts of all lines in text order, the doubtful ones only beside a sure one."""
    by_line: dict[int, list[AmountRole]] = {}
    for role in roles:
        by_line.setdefault(id(role.line), []).append(role)
    found = [part for group in by_line.values() for part in _in_line(group)]
    counted = [p for p in found if p.kind == "counted"]
    if len(counted) > 1 and any(p.count and (p.count.noun == "additional" or is_initial(p.count)) for p in counted):
        found = [replace(p, kind="part") if p.kind == "counted" else p for p in found]
    sure = [p for p in found if p.kind == "part"]
    several = {r.line.order for r in roles if not r.prior and any(cues(r.line, "parts"))}
    orders = several | {p.line.order for p in sure}
    kept = [p for p in found if p.kind == "part" or any(abs(p.line.order - order) <= _NEARBY for order in orders)]
    return kept[:_MOST_PARTS] if sure or len(kept) > 1 else []


def _in_line(roles: Sequence[AmountRole]) -> Iterator[Part]:
    line = roles[0].line
    earlier = {target(match)[0] for _, match in cues(line, "earlier")}
    matches: dict[int, tuple[str, re.Match[str], str]] = {}
    for cue, match in cues(line, "part", "counted", "rest"):
        matches.setdefault(target(match)[0], (cue.label, match, cue.id))
    ordinals = [match.start() for kind, match, _ in matches.values() if kind == "part"]
    chosen = [r for r in roles if r.place in matches and r.place not in earlier and _may_be_part(r, ordinals)]
    starts = [matches[r.place][1].start() for r in chosen]
    for index, role in enumerate(chosen):
        kind, match, rule = matches[role.place]
        low = starts[index] if index else 0
        high = starts[index + 1] if index + 1 < len(chosen) else len(line.text)
        window = (min(low, role.place), max(high, role.place + 1))
        yield _dated(_with_status(Part(role, kind, rule, _ordinal(match), _count(line, match, window), *window), match))


def _may_be_part(role: AmountRole, ordinals: Sequence[int]) -> bool:
    """False for other things than parts, and for parts of an earlier round.

    `the first tranche of` opens a scope of earlier rounds as `its first round of` does: such a scope is none.
    """
    if role.label in _NEVER_A_PART or role.rule in _NEVER_BY_RULE:
        return False
    scopes = [low for low, high in role.line.prior if low <= role.place < high]
    old = [low for low in scopes if not any(low <= start <= low + _ARTICLE for start in ordinals)]
    return not old or bool(_STILL_NEWS.search(role.line.text))


def _ordinal(match: re.Match[str]) -> int:
    low, high = target(match, "o")
    return _ORDINALS.get(match.string[low:high].strip().lower(), _LATER) if low >= 0 else 0


def _count(line: Line, match: re.Match[str], window: tuple[int, int]) -> CountMention | None:
    """The investors that the rule names, else the only ones counted in the part's window."""
    place = target(match, "c")[0]
    inside = [m for p, m in line.masked.counts.items() if window[0] <= p < window[1] and m.noun != "leads"]
    return line.masked.counts.get(place) or (inside[0] if len(inside) == 1 else None)


def _with_status(part: Part, match: re.Match[str]) -> Part:
    window = part.line.text[part.low : part.high]
    if _PLANNED.search(window):
        return replace(part, status=RoundStatus.PLANNED)
    done = _CLOSED.search(window) or _CLOSE.search(match.group())
    return replace(part, status=RoundStatus.CLOSED if done else None)


def _dated(part: Part) -> Part:
    """The nearest resolved date of the window, unless it dates another event."""
    near = sorted((abs(p - part.role.place), p) for p in part.line.masked.dates if part.low <= p < part.high)
    for _, place in near:
        mention = part.line.masked.dates[place]
        before = part.line.text[max(part.low, place - 40) : place]
        if mention.value and mention.kind != "dateline" and not _OTHER_EVENT.search(before):
            return replace(part, date=mention)
    return part


# --- the article's parts -----------------------------------------------------------------------------------------


def _finished(article: Article, lines: Sequence[Line], parts: Sequence[Part]) -> list[list[Part]]:
    """One list of statements per part: conditions read, restatements joined, the whole left out."""
    waiting = [_signing_date(lines, _conditioned(article, _without_past_date(article, part))) for part in parts]
    groups: list[list[Part]] = []
    for part in _windows(article, lines, waiting):
        home = next((g for g in groups if any(_restates(part, other) for other in g)), None)
        if home is None:
            groups.append([part])
        else:
            home.append(part)
    return [g for g in groups if not _is_sum(g, groups)]


def _restates(part: Part, other: Part) -> bool:
    if part.line is other.line or not same_amount(part.role, other.role):
        return False
    if part.status and other.status and part.status is not other.status:
        return False
    return not part.ordinal or not other.ordinal or part.ordinal == other.ordinal


def _is_sum(group: Sequence[Part], groups: Sequence[Sequence[Part]]) -> bool:
    whole = group[0].role.amount.primary
    others = [g[0].role.amount.primary for g in groups if g is not group]
    if len(others) < 2 or any(o.currency != whole.currency for o in others):
        return False
    return abs(sum(o.value for o in others) - whole.value) <= whole.value * _SUM_TOLERANCE


def _without_past_date(article: Article, part: Part) -> Part:
    """A planned part lies ahead: `due in June` resolved to a June gone by dates nothing."""
    published, value = article.published_on, part.date.value if part.date else None
    if part.status is not RoundStatus.PLANNED or not value or not published or part.date is None:
        return part
    shortest = min(len(value), len(published))
    past = part.date.basis == "relative" and value[:shortest] < published[:shortest]
    return replace(part, date=None) if past else part


def _conditioned(article: Article, part: Part) -> Part:
    """A planned part with the words of its own sentence that it waits for."""
    if part.status is not RoundStatus.PLANNED:
        return part
    for rule, match in cues(part.line, "condition"):
        low, high = target(match)
        if part.low <= low < part.high and high > low:
            return replace(part, condition=_words(article, part.line, low, min(high, part.high), rule.id))
    return part


def _windows(article: Article, lines: Sequence[Line], parts: Sequence[Part]) -> list[Part]:
    """A window for further investors goes to the last planned part before it that waits for nothing else."""
    result = list(parts)
    for line in lines:
        found = None if line.boilerplate or line.headline else next(cues(line, "window"), None)
        if found is None:
            continue
        before = range(line.order - _NEARBY, line.order + 1)
        planned = [i for i, p in enumerate(result) if p.status is RoundStatus.PLANNED and p.line.order in before]
        if planned and result[planned[-1]].condition is None:
            low, high = target(found[1])
            words = _words(article, line, low, high, found[0].id)
            result[planned[-1]] = replace(result[planned[-1]], condition=words)
    return result


def _words(article: Article, line: Line, low: int, high: int, rule: str) -> Evidence:
    start, end = line.masked.span(low, high)
    text = article.text[start:end].rstrip(" ,;")
    return Evidence(start=start, end=start + len(text), text=text, rule=rule)


def _signing_date(lines: Sequence[Line], part: Part) -> Part:
    """`paid in at signing` has the date on which the agreement was signed, where another sentence gives it."""
    if part.date or not _AT_SIGNING.search(part.line.text[part.low : part.high]):
        return part
    for line in lines:
        match = _SIGNED_ON.search(line.text)
        if match and not line.boilerplate and not line.is_prior(match.start()):
            return replace(part, date=line.masked.dates[match.start("d")])
    return part


def _tranche(statements: Sequence[Part]) -> Tranche:
    """The record of one part; what the first statement lacks comes from the next."""
    chief = min(statements, key=lambda p: p.line.headline)
    count = next((p.count for p in statements if p.count), None)
    date = next((p.date for p in statements if p.date), None)
    condition = next((p.condition for p in statements if p.condition), None)
    spans = [p.role.amount.primary.evidence().model_copy(update={"rule": p.rule}) for p in statements]
    spans += [m.evidence() for m in (count, date) if m] + ([condition] if condition else [])
    return Tranche(
        amount=simple_money(chief.role),
        status=next((p.status for p in statements if p.status), None),
        investor_count=count.value if count else None,
        date=_date(date),
        condition=condition.text if condition else None,
        evidence=tuple(dict.fromkeys(spans)),
    )


def _date(mention: DateMention | None) -> DateValue | None:
    if mention is None or mention.value is None:
        return None
    return DateValue(value=mention.value, basis=mention.basis, evidence=(mention.evidence(),))
