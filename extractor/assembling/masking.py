"""A sentence with its mentions replaced by one placeholder character each, so that rules read structure and not names.

`Flox raised a $25 million Series B led by Addition` becomes `O raised a M T led by O`, where O, M and T stand for
private-use characters; a rule writes them as {ORG}, {MONEY}, {TYPE}. Offsets lead back to the canonical text.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from itertools import pairwise
from typing import Any

from extractor.article import Article
from extractor.lexicons.required_words import folded
from extractor.lexicons.rule_search import Found, GuardedPattern, NeededStrings, RuleSearch
from extractor.lexicons.rules import PLAIN_TEXT_FILES, RULE_FILES, Rule, load_rules
from extractor.mentions import (
    CountMention,
    DateMention,
    Mention,
    Mentions,
    MoneyMention,
    PartyMention,
    PercentMention,
    RoundTypeMention,
    Sentence,
)

_BASES = {
    PartyMention: 0xE000,
    MoneyMention: 0xE800,
    PercentMention: 0xEA00,
    DateMention: 0xEB00,
    RoundTypeMention: 0xEC00,
    CountMention: 0xED00,
}
_SIZES = {
    PartyMention: 0x800,
    MoneyMention: 0x200,
    PercentMention: 0x100,
    DateMention: 0x100,
    RoundTypeMention: 0x100,
    CountMention: 0x100,
}
_ORDER = (MoneyMention, PercentMention, DateMention, RoundTypeMention, CountMention, PartyMention)

ORG = "[\ue000-\ue7ff]"
MONEY = "[\ue800-\ue9ff]"
PERCENT = "[\uea00-\ueaff]"
DATE = "[\ueb00-\uebff]"
TYPE = "[\uec00-\uecff]"
COUNT = "[\ued00-\uedff]"
PLACEHOLDERS: tuple[tuple[str, str], ...] = (
    ("ORG", ORG),
    ("MONEY", MONEY),
    ("PCT", PERCENT),
    ("DATE", DATE),
    ("TYPE", TYPE),
    ("COUNT", COUNT),
    ("M", f"(?P<m>{MONEY})"),
    ("C", f"(?P<m>{ORG})"),
    ("P", f"(?P<m>{PERCENT})"),
    ("D", f"(?P<m>{DATE})"),
    ("T", f"(?P<m>{TYPE})"),
)
_FOLD = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "–": "—",
        "‒": "—",
        "‑": "-",
        "\u00a0": " ",
        "\u2009": " ",
        "\n": " ",
        "\t": " ",
    }
) | dict.fromkeys(range(57344, 60928), "�")
# what stands between an amount and the same amount in another currency
_CONVERTS = re.compile(
    r"\s*(?:[(\[]|,? (?:or|i\.e\.|that is|equivalent to|equal to)|/)\s*"
    r"(?:(?:or|about|around|approximately|approx\.?|roughly|some|nearly|almost|over|more than|equivalent to|equal to|"
    r"an? equivalent of|circa|c\.|worth|"
    r"the equivalent of|equivalent of|just under|just over|i\.e\.)\s*){0,3}[~≈]?\s*"
)
_FLAG = re.compile(r"[*^†]? ?[\U0001f1e6-\U0001f1ff]{2}")
_CLOSES = re.compile(r"[^()\[\]]{0,60}[)\]]")
_QUALIFIERS = re.compile(
    r"(?:\b(?:about|around|approximately|approx\.?|roughly|some|circa|an estimated|nearly|almost|close to|just under|"
    r"just shy of|under|less than|more than|"
    r"just over|over|north of|upwards? of|at least|in excess of|exceeding|up to|as much as|as high as|a maximum of|"
    r"a minimum of|well over|well above|above|"
    r"more|(?:a )?(?:total|whopping|cool|hefty|further|additional|fresh|new|modest|impressive|massive|staggering|"
    r"combined|cumulative)(?= ))\s+|[~≈]\s*)+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """One stated amount with its other forms; `start` to `end` covers qualifier words and the conversion's bracket."""

    primary: MoneyMention
    also: tuple[MoneyMention, ...]
    start: int
    end: int


@dataclass(frozen=True)
class Masked:
    """A masked sentence. `marks` holds the characters that stand for a span: where, and its canonical offsets.

    `folded` is the text in lower case.
    """

    sentence: Sentence
    text: str
    marks: tuple[tuple[int, int, int], ...]
    parties: dict[int, PartyMention]
    amounts: dict[int, Amount]
    percents: dict[int, PercentMention]
    dates: dict[int, DateMention]
    types: dict[int, RoundTypeMention]
    counts: dict[int, CountMention]
    source: str = ""
    folded: str = ""

    @cached_property
    def found(self) -> Found:
        """The strings that rules need, looked up for the first of them that asks: many sentences tell of no money."""
        return _strings().found_in(self.folded)

    def written(self, start: int, end: int) -> str:
        """The article's own characters between two canonical offsets inside the sentence."""
        return self.source[start - self.sentence.start : end - self.sentence.start]

    def span(self, low: int, high: int) -> tuple[int, int]:
        """Canonical offsets of masked characters `low` to `high` (exclusive)."""
        return self.start_of(low), self.end_of(high - 1)

    def start_of(self, place: int) -> int:
        """The canonical offset at which masked character `place` starts."""
        index = bisect(self.marks, place, key=_place) - 1
        if index < 0:
            return self.sentence.start + place
        mark, start, end = self.marks[index]
        return start if mark == place else end + place - mark - 1

    def end_of(self, place: int) -> int:
        """The canonical offset behind masked character `place`."""
        index = bisect(self.marks, place, key=_place) - 1
        if index < 0:
            return self.sentence.start + place + 1
        mark, _, end = self.marks[index]
        return end + place - mark


def _place(mark: tuple[int, int, int]) -> int:
    return mark[0]


@cache
def _strings() -> NeededStrings:
    names = (name for name in RULE_FILES if name not in PLAIN_TEXT_FILES)
    return NeededStrings(rule for name in names for rule in load_rules(name, PLACEHOLDERS))


def rule_search(rules: Sequence[Rule]) -> RuleSearch:
    """Rules that read masked sentences, ready to be searched."""
    return RuleSearch(rules, _strings())


# a headline rounds the sum of its text
_NEARLY = Decimal("0.15")


def is_rounded(told: Decimal, value: Decimal) -> bool:
    """True when the sum that a headline tells may be `value` of the text, rounded."""
    return abs(told - value) <= told * _NEARLY


def gather_amounts(article: Article, mentions: Mentions) -> tuple[Amount, ...]:
    """Amounts in text order; an amount in brackets in another currency joins the one before it."""
    amounts: list[Amount] = []
    money = [m for m in mentions.money if m.rule != "money.per_unit"]
    index = 0
    while index < len(money):
        primary, also, end = money[index], [], money[index].end
        while index + 1 < len(money):
            joined = _conversion_end(article.text, end, money[index + 1], primary)
            if joined is None:
                break
            index += 1
            also.append(money[index])
            end = joined
        before = _qualifiers().search(article.text, max(0, primary.start - 40), primary.start)
        amounts.append(Amount(primary, tuple(also), before.start() if before else primary.start, end))
        index += 1
    return tuple(amounts)


@cache
def _qualifiers() -> GuardedPattern:
    return GuardedPattern(_QUALIFIERS)


def _conversion_end(text: str, end: int, following: MoneyMention, primary: MoneyMention) -> int | None:
    """Where the conversion ends, or None when `following` is another amount."""
    between = text[end : following.start]
    if len(between) > 40 or following.currency == primary.currency or not _CONVERTS.fullmatch(between):
        return None
    if "(" in between or "[" in between:
        close = _CLOSES.match(text, following.end)
        return close.end() if close else following.end
    return following.end


def mask_article(article: Article, mentions: Mentions) -> tuple[Masked, ...]:
    """Every sentence masked, in text order; one pass over all mentions."""
    items: list[tuple[int, int, Mention | Amount]] = [(a.start, a.end, a) for a in gather_amounts(article, mentions)]
    for group in (mentions.percents, mentions.dates, mentions.round_types, mentions.parties):
        items.extend((m.start, m.end, m) for m in group)
    # `six co-leads` stays readable: its word is a cue of a role
    items.extend((m.start, m.end, m) for m in mentions.counts if m.noun != "leads")
    items.sort(key=lambda item: (item[0], _rank(item[2]), -item[1]))
    result: list[Masked] = []
    index = 0
    for sentence in mentions.sentences:
        while index < len(items) and items[index][0] < sentence.start:
            index += 1
        inside: list[tuple[int, int, Mention | Amount]] = []
        while index < len(items) and items[index][0] < sentence.end:
            if items[index][1] <= sentence.end:
                inside.append(items[index])
            index += 1
        result.append(_mask(article.text, sentence, list(_without_overlap(inside))))
    return tuple(result)


def _rank(item: Mention | Amount) -> int:
    return 0 if isinstance(item, Amount) else _ORDER.index(type(item))


def _without_overlap(items: Sequence[tuple[int, int, Mention | Amount]]) -> Iterator[tuple[int, int, Mention | Amount]]:
    """Leftmost first; a money value beats the name it overlaps, a firm's name the round type inside it."""
    if all(first[1] <= second[0] for first, second in pairwise(items)):
        yield from items
        return
    firms = [(low, high) for low, high, item in items if isinstance(item, PartyMention) and item.kind == "firm"]
    chosen: list[tuple[int, int, Mention | Amount]] = []
    for item in sorted(items, key=lambda i: (_rank(i[2]), i[0])):
        if isinstance(item[2], RoundTypeMention) and any(low < item[0] and item[1] < high for low, high in firms):
            continue  # `Oklahoma Seed Capital Fund`
        if isinstance(item[2], CountMention) and (item[0], item[1]) in {firm[:2] for firm in firms}:
            continue  # `CAV Angels, 757 Angels and ...`
        place = bisect(chosen, item[0], key=lambda i: i[0])
        if all(item[1] <= low or high <= item[0] for low, high, _ in chosen[max(0, place - 1) : place + 1]):
            chosen.insert(place, item)
    yield from chosen


def _mask(text: str, sentence: Sentence, items: Sequence[tuple[int, int, Mention | Amount]]) -> Masked:
    pieces: list[str] = []
    bases: list[tuple[int, str]] = []  # the pieces that are placeholders, and the first of their class
    marks: list[tuple[int, int, int]] = []
    stored: dict[type[Mention], dict[int, Any]] = {kind: {} for kind in _ORDER}
    place, position = 0, sentence.start
    for start, end, item in items:
        kind: type[Mention] = MoneyMention if isinstance(item, Amount) else type(item)
        known = stored[kind]
        if len(known) >= _SIZES[kind]:
            continue
        pieces.append(text[position:start].translate(_FOLD))
        place += start - position
        # the space that a link ate is given back: a masked character without characters of its own
        if start > sentence.start and text[start - 1].isalnum():
            pieces.append(" ")
            marks.append((place, start, start))
            place += 1
        bases.append((len(pieces), chr(_BASES[kind])))
        pieces.append(chr(_BASES[kind] + len(known)))
        marks.append((place, start, end))
        known[place] = item
        place += 1
        if end < sentence.end and text[end].isalnum():
            pieces.append(" ")
            marks.append((place, end, end))
            place += 1
        position = end
        if kind is PartyMention and (flag := _FLAG.match(text, end, sentence.end)):
            position = flag.end()  # `Num3ra 🇦🇷 raised`
            marks[-1] = (marks[-1][0], start, position)
    pieces.append(text[position : sentence.end].translate(_FOLD))
    line = "".join(pieces)
    for index, base in bases:
        pieces[index] = base
    return Masked(
        sentence,
        line,
        tuple(marks),
        stored[PartyMention],
        stored[MoneyMention],
        stored[PercentMention],
        stored[DateMention],
        stored[RoundTypeMention],
        stored[CountMention],
        text[sentence.start : sentence.end],
        folded("".join(pieces)),
    )
