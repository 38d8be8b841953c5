"""Training text of our own: the project's labelled articles with the characters that hold each labelled value.

Only `fixtures/` is used, never the corpus that the comparison scores. Each article also comes in copies whose companies
and investors have invented names, so that a model learns places and not names.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from comparison import stated_dates, stated_money

COPIES = 1
_EMPTY_KEPT = 3  # of paragraphs without a labelled value every third: all of them make a model that labels too little
_ONSETS = ("b", "br", "c", "cl", "d", "f", "g", "gr", "h", "k", "l", "m", "n", "p", "r", "s", "st", "t", "tr", "v", "w")
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ea", "io", "ou")
_ENDS = ("", "", "", "n", "r", "l", "x", "s", "m", "nd", "rt", "th", "ck")
# words of names that are kind, not name: they stay as they are
_KIND = frozenset({
    "capital", "ventures", "venture", "partners", "partner", "fund", "funds", "group", "bank", "holdings", "labs",
    "technologies", "technology", "systems", "management", "investment", "investments", "equity", "growth",
    "angels", "angel", "network", "the", "and", "of", "for", "inc", "ltd", "llc", "gmbh", "corp", "plc", "health",
    "energy", "bio", "therapeutics", "robotics", "software", "global", "international", "university", "first",
    "new", "big", "blue",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text with its labelled spans: start, end, label, in text order and not overlapping."""

    text: str
    spans: tuple[tuple[int, int, str], ...]


def training_text(fixtures: Path, seed: int) -> tuple[Paragraph, ...]:
    """The paragraphs of all our labelled articles and of their renamed copies; the same for the same seed."""
    chance = random.Random(seed)
    found: list[Paragraph] = []
    for article in _articles(fixtures):
        found.extend(_paragraphs(article))
        for _ in range(COPIES):
            found.extend(_paragraphs(_renamed(article, chance)))
    return tuple(found)


def _articles(fixtures: Path) -> Iterator[dict[str, Any]]:
    lines = (fixtures / "news.jsonl").read_text(encoding="utf-8").splitlines()
    yield from (json.loads(line) for line in lines if line.strip())
    for folder in sorted(path.parent for path in fixtures.glob("*/expected.json")):
        source = folder / "article.txt"
        if source.is_file():
            label = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
            meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
            title, _, text = source.read_text(encoding="utf-8").partition("\n")
            yield {"title": title, "text": text.strip(), "published": meta["published"], "rounds": label["rounds"]}


def _paragraphs(article: Mapping[str, Any]) -> Iterator[Paragraph]:
    empty = 0
    for text in (article["title"], *article["text"].split("\n\n")):
        spans = _without_overlaps(_spans(text, article))
        empty += not spans
        if text.strip() and (spans or empty % _EMPTY_KEPT == 0):
            yield Paragraph(text, spans)


def _spans(text: str, article: Mapping[str, Any]) -> Iterator[tuple[int, int, str]]:
    for round_ in article["rounds"]:
        yield from _names(text, [round_["company"]], "COMPANY")
        yield from _names(text, round_.get("leads") or [], "LEAD")
        yield from _names(text, round_.get("others") or [], "INVESTOR")
        yield from _moneys(text, round_)
        if round_.get("date"):
            for pattern in stated_dates.forms(round_["date"], article["published"]):
                yield from ((m.start(), m.end(), "DATE") for m in re.finditer(pattern, text))


def _names(text: str, names: Iterable[Iterable[str]], label: str) -> Iterator[tuple[int, int, str]]:
    for forms in names:
        for form in [forms] if isinstance(forms, str) else forms:
            for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text):
                yield match.start(), match.end(), label


def _moneys(text: str, round_: Mapping[str, Any]) -> Iterator[tuple[int, int, str]]:
    labelled = [(round_.get("amount"), "AMOUNT"), *((also, "AMOUNT") for also in round_.get("amount_also") or [])]
    labelled += [(round_.get("valuation"), "VALUATION"), (round_.get("total_raised"), "TOTAL")]
    for money, label in labelled:
        if not money or money.get("value") is None:
            continue
        for stated in stated_money.stated_money(text):
            if any(stated_money.same_value(Decimal(str(money["value"])), value) for value in stated.values):
                yield stated.start, stated.end, label


def _without_overlaps(spans: Iterable[tuple[int, int, str]]) -> tuple[tuple[int, int, str], ...]:
    """The longest span wins; of equal ones the label that was given first."""
    kept: list[tuple[int, int, str]] = []
    for start, end, label in sorted(spans, key=lambda span: span[0] - span[1]):
        if all(end <= low or start >= high for low, high, _ in kept):
            kept.append((start, end, label))
    return tuple(sorted(kept))


def _renamed(article: Mapping[str, Any], chance: random.Random) -> dict[str, Any]:
    """The article with an invented word for each word of its parties' names, in its text and in its label."""
    forms = [f for r in article["rounds"] for names in _parties(r) for f in names]
    words = sorted({w for f in forms for w in re.findall(r"[^\W\d_]{3,}", f) if w[0].isupper()})
    new = {w: _invented(w, chance) for w in words if w.lower() not in _KIND}
    if not new:
        return dict(article)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, new))})(?!\w)")
    written = pattern.sub(lambda match: new[match.group()], json.dumps(dict(article), ensure_ascii=False))
    renamed: dict[str, Any] = json.loads(written)
    return renamed


def _parties(round_: Mapping[str, Any]) -> Iterator[list[str]]:
    for forms in [round_["company"], *(round_.get("leads") or []), *(round_.get("others") or [])]:
        yield [forms] if isinstance(forms, str) else list(forms)


def _invented(word: str, chance: random.Random) -> str:
    """A word that nobody has, of two or three syllables, in the capitals of `word`."""
    syllables = chance.choice((2, 2, 3))
    made = "".join(chance.choice(_ONSETS) + chance.choice(_VOWELS) for _ in range(syllables)) + chance.choice(_ENDS)
    return made.upper() if word.isupper() else made.capitalize()
