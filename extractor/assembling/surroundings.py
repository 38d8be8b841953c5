"""The words around a mention as named features, for the fitted models of `second_opinions`.

A feature says what stands where: `l1=by` the word before, `L2~inves` a word that begins so among the fourth to eighth
before, `cr1=led` the word behind the list of names that the mention is in. Names and values are their kinds: `<S>` is
the round's company, `<O>` any other party, `<M>` an amount, `<T>` a type. A feature never holds a name, but for the
first and the last word of one, which tell firms from people.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from extractor.assembling.investors import same_party
from extractor.assembling.lines import Line
from extractor.assembling.list_tokens import tokens_of
from extractor.assembling.masking import Amount
from extractor.mentions import DateMention, PartyMention

Features = set[str]

_KINDS = {0xE8: "<M>", 0xE9: "<M>", 0xEA: "<P>", 0xEB: "<D>", 0xEC: "<T>", 0xED: "<N>"}
_OWN, _OTHER = "<S>", "<O>"
_JOINS = frozenset({",", "and", "&", "plus", "or", ";", "as", "well"})
# how far words count, in words, and the zones that they are told apart by
_REACH, _NEAR, _MIDDLE = 15, 3, 8
_STEM = 5
# a bracket longer than this (words) does not belong to the name before it
_BRACKET = 12
_MONTHS = re.compile(
    r"january|february|march|april|may|june|july|august|september|october|november|december|"
    r"\b(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b"
)
_WEEKDAYS = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day")
_SIZES = ((1e5, "<1e5"), (1e6, "<1e6"), (1e7, "<1e7"), (1e8, "<1e8"), (1e9, "<1e9"))


@dataclass(frozen=True, slots=True)
class Worded:
    """A line as words in lower case; `index` leads from a placeholder's masked place to its word."""

    line: Line
    words: tuple[str, ...]
    index: dict[int, int]


def worded(line: Line, forms: Sequence[str]) -> Worded:
    """The words of a line; `forms` are those of the company's name."""
    words: list[str] = []
    index: dict[int, int] = {}
    parties = line.masked.parties
    for start, _, text, word, is_org in tokens_of(line.text):
        first = text[0]
        if "\ue000" <= first <= "\uedff":
            index[start] = len(words)
            own = is_org and start in parties and _is_own(parties[start].name, forms)
            words.append(_KINDS.get(ord(first) >> 8) or (_OWN if own else _OTHER))
        else:
            words.append("0" if first.isdigit() else word or text)
    return Worded(line, tuple(words), index)


def _is_own(name: str, forms: Sequence[str]) -> bool:
    return name in forms or any(same_party(name, form) for form in forms)


def of_party(told: Worded, place: int, mentions: Counter[str]) -> Features:
    """Features of the name at the masked place; `mentions` counts the names of the round's lines."""
    party, words, index = told.line.masked.parties[place], told.words, told.index[place]
    first, last, others = _list_around(words, index)
    found = {*_of_line(told.line), *_beside(words, index, index, ""), *_beside(words, first, last, "c")}
    found.update(_further(words, first, last))
    found.update(_of_name(party, told.line, words, index))
    found.add(f"chain={_bucket(others)}")
    found.add(f"kc={party.kind}{'+' if others else '-'}")
    found.add(f"cnt={_bucket(mentions[party.name])}")
    return found


def of_date(told: Worded, place: int, published: str | None, mentions: Counter[str]) -> Features:
    """Features of the date at the masked place; `published` is the article's day, ISO 8601, maybe partial."""
    mention = told.line.masked.dates[place]
    found = _of_value(told, place)
    found.add(f"form={_form(mention)}")
    distance = _distance(mention.value or "", published)
    found |= {f"kind={mention.kind}", f"dist={distance}", f"dk={mention.kind}{distance}"}
    found.add(f"tot={_bucket(mentions[mention.value or ''])}")
    return found


def of_amount(told: Worded, place: int, amounts: Sequence[Amount]) -> Features:
    """Features of the amount at the masked place, beside all `amounts` of the round's lines in text order."""
    amount = told.line.masked.amounts[place]
    value = amount.primary.value
    found = _of_value(told, place)
    found.add("mag=" + next((name for limit, name in _SIZES if value < limit), ">=1e9"))
    found.add("big" if value == max(each.primary.value for each in amounts) else "small")
    found.add("first" if _same(amount, amounts[0]) else "later")
    found.add(f"tot={_bucket(sum(_same(amount, each) for each in amounts))}")
    return found


def _of_value(told: Worded, place: int) -> Features:
    index = told.index[place]
    found = {*_of_line(told.line), *_beside(told.words, index, index, ""), *_further(told.words, index, index)}
    if told.line.is_prior(place):
        found.add("prior")
    return found


def _same(one: Amount, other: Amount) -> bool:
    return (one.primary.value, one.primary.currency) == (other.primary.value, other.primary.currency)


def _of_line(line: Line) -> Iterator[str]:
    yield f"ord={_order(line)}"
    if line.boilerplate:
        yield "boiler"
    if not line.speaks:
        yield "mute"


def _order(line: Line) -> str:
    return "H" if line.headline else _bucket(max(0, line.order))


def _bucket(count: int) -> str:
    return str(count) if count < 4 else "4-6" if count < 7 else "7+"


def _list_around(words: Sequence[str], index: int) -> tuple[int, int, int]:
    """The first and the last name of the list that holds the name at `index`, and how many others it has."""
    first = last = index
    others = 0
    while (before := _name_before(words, first)) is not None:
        first, others = before, others + 1
    while (after := _name_after(words, last)) is not None:
        last, others = after, others + 1
    return first, last, others


def _name_before(words: Sequence[str], index: int) -> int | None:
    place = index - 1
    while place >= 0 and words[place] in _JOINS:
        place -= 1
    if place == index - 1 or place < 0:
        return None
    if words[place] == ")":
        end = place
        while place >= 0 and words[place] != "(" and end - place < _BRACKET:
            place -= 1
        place -= 1
    return place if place >= 0 and words[place] == _OTHER else None


def _name_after(words: Sequence[str], index: int) -> int | None:
    place = index + 1
    if place < len(words) and words[place] == "(":
        end = place
        while end < len(words) and words[end] != ")" and end - place < _BRACKET:
            end += 1
        place = end + 1 if end < len(words) else place
    start = place
    while place < len(words) and words[place] in _JOINS:
        place += 1
    return place if place > start and place < len(words) and words[place] == _OTHER else None


def _beside(words: Sequence[str], first: int, last: int, prefix: str) -> Iterator[str]:
    """What stands right before `first` and right behind `last`."""
    l1, l2, l3 = (words[first - n] if first >= n else "^" for n in (1, 2, 3))
    r1, r2, r3 = (words[last + n] if last + n < len(words) else "$" for n in (1, 2, 3))
    yield f"{prefix}l1={l1}"
    yield f"{prefix}l2={l1}|{l2}"
    yield f"{prefix}l3={l1}|{l2}|{l3}"
    yield f"{prefix}r1={r1}"
    yield f"{prefix}r2={r1}|{r2}"
    yield f"{prefix}r3={r1}|{r2}|{r3}"
    yield f"{prefix}lr={l1}|{r1}"
    if prefix:
        yield f"{prefix}l~{l1[:_STEM]}|{l2[:_STEM]}"
        yield f"{prefix}r~{r1[:_STEM]}|{r2[:_STEM]}"


def _further(words: Sequence[str], first: int, last: int) -> Iterator[str]:
    """The words before and behind, up to the end of the sentence or a semicolon, by how far off they are."""
    for side, near in (("L", words[max(0, first - _REACH) : first][::-1]), ("R", words[last + 1 : last + 1 + _REACH])):
        for distance, word in enumerate(near):
            zone = "1" if distance < _NEAR else "2" if distance < _MIDDLE else "3"
            yield f"{side}{zone}{word}"
            if len(word) > _STEM:
                yield f"{side}{zone}~{word[:_STEM]}"
            if word in (".", ";"):
                break


def _of_name(party: PartyMention, line: Line, words: Sequence[str], index: int) -> Iterator[str]:
    parts = party.name.lower().split()
    kind = party.kind
    yield f"kind={kind}"
    yield f"k{kind}.{_order(line)}"
    yield f"k{kind}l1={words[index - 1] if index else '^'}"
    yield f"k{kind}r1={words[index + 1] if index + 1 < len(words) else '$'}"
    yield f"nw={_bucket(len(parts))}"
    yield f"last={parts[-1]}"
    if len(parts) > 1:
        yield f"first={parts[0]}"
    if _OWN in words[:index]:
        yield "selfbefore"
    if _OWN in words[index:]:
        yield "selfafter"


def _form(mention: DateMention) -> str:
    """How the date is written: `on MON 0, 0`, `WEEK`."""
    return _WEEKDAYS.sub("WEEK", _MONTHS.sub("MON", re.sub(r"\d+", "0", mention.text.lower())))


def _distance(value: str, published: str | None) -> str:
    """How far the date is before the article's day."""
    if not published or not value:
        return f"none{len(value)}"
    if len(value) != 10 or len(published) != 10:
        return f"{len(value)}" + ("same" if published.startswith(value) else "past" if value < published else "ahead")
    days = (date.fromisoformat(published) - date.fromisoformat(value)).days
    if days < 0:
        return "ahead" if days < -7 else "ahead-week"
    return "0" if days == 0 else "week" if days <= 7 else "month" if days <= 45 else "far"
