"""What kind of page this is: an article, or one of the things that come in place of an article."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from extractor.lexicons.rules import load_rules, word_list
from extractor.reading.body import Body
from extractor.reading.page_facts import PageFacts
from extractor.reading.page_tree import Outline, TextBlock

PageKind = Literal["article", "consent", "paywall_stub", "soft_404", "link_list", "non_english", "no_text"]

# Weights are characters, see TextBlock. A stub is a headline with a paragraph or two.
_STUB = 1200.0
_LITTLE = 300.0
_WALL = 4000.0
_LINKS_OF_A_LIST = 12
_SHORT_LINE = 400.0

_ENGLISH_SHARE = 0.07
_SHORT_ENGLISH_SHARE = 0.03
_FEWEST_WORDS = 20
_FEW_WORDS = 100
_ENOUGH_TO_TELL = 4000
_WORD = re.compile(r"[^\W\d_]+")
_LETTERS_OF_OTHERS = re.compile("[\u0370-\u1fff\u2e80-\uabff\uac00-\ud7af\uf900-\ufaff]")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The kind of a page and, for anything but an article, what shows it."""

    kind: PageKind
    reason: str = ""


def judge_page(page: Outline, body: Body, nodes: Sequence[Mapping[str, Any]], title: str) -> Verdict:
    """The kind of a page, from its text and its own statements; lists of links and languages are judged apart."""
    if body.prose < _STUB:
        if reason := _gone(page, body, title):
            return Verdict("soft_404", reason)
        if reason := _consent(page, body):
            return Verdict("consent", reason)
        if reason := _paywall(page, body, nodes):
            return Verdict("paywall_stub", reason)
    return Verdict("article")


def is_english(text: str, declared: str) -> bool:
    """Whether `text` is English; for few words what the page declares (`en`, `de`, ``) counts."""
    text = text[:_ENOUGH_TO_TELL]
    if len(_LETTERS_OF_OTHERS.findall(text)) > 0.3 * max(1, len(text)):
        return False
    words = _WORD.findall(text.lower())
    english = word_list("english_words", "page_names.toml")
    is_declared = declared in ("en", "")
    if len(words) < _FEWEST_WORDS:
        return is_declared
    # Headlines and lists of names have few such words: a short text is believed what its page says.
    least = _SHORT_ENGLISH_SHARE if is_declared and len(words) < _FEW_WORDS else _ENGLISH_SHARE
    return sum(word in english for word in words) >= least * len(words)


@cache
def _pattern(label: str) -> re.Pattern[str]:
    rules = (rule for rule in load_rules("page_kinds.toml") if rule.label == label)
    return re.compile("|".join(rule.pattern.pattern for rule in rules), re.IGNORECASE)


def _gone(page: Outline, body: Body, title: str) -> str:
    if body.prose < 2 * _LITTLE and (match := _pattern("not_found").search(title)):
        return f"the title says {match.group().strip()!r}"
    if body.prose < _SHORT_LINE:
        for block in body.blocks or _short(page)[:40]:
            if match := _pattern("gone").search(block.text):
                return f"the text says {match.group().strip()!r}"
    return ""


def _consent(page: Outline, body: Body) -> str:
    """Most of what the page says is about consent; an article with a cookie banner says more."""
    prose = [block for block in page.blocks if block.link_share < 0.5]
    total = sum(block.weight for block in prose)
    if not total or total > _WALL:
        return ""
    pattern = _pattern("consent")
    cues = [block for block in prose if pattern.search(block.text)]
    share = sum(block.weight for block in cues) / total
    if len(cues) >= 2 and share >= 0.4 and (body.prose < _SHORT_LINE or share >= 0.6):
        return "most of its text asks for consent"
    return ""


def _paywall(page: Outline, body: Body, nodes: Sequence[Mapping[str, Any]]) -> str:
    if body.prose < 2 * _LITTLE and any(_is_locked(node.get("isAccessibleForFree")) for node in nodes):
        return "it says that it is not free to read, and only its beginning is there"
    pattern = _pattern("paywall")
    for block in _short(page):
        if block.box >= 0 and (match := pattern.search(block.text)):
            return f"it ends with {match.group().strip()!r}"
    return ""


def _is_locked(stated: Any) -> bool:
    return stated is False or (isinstance(stated, str) and stated.strip().lower() in ("false", "no"))


def _short(page: Outline) -> list[TextBlock]:
    return [block for block in page.blocks if block.weight < _SHORT_LINE]


def link_list(page: Outline, body: Body, facts: PageFacts, nodes: Sequence[Mapping[str, Any]]) -> str:
    """What shows that a page lists links: many, hardly any text of its own, no statement to be an article; else ""."""
    if (
        body.prose >= _LITTLE
        or facts.metas.get("og:type", "").lower() == "article"
        or any("articleBody" in node for node in nodes)
    ):
        return ""
    linked = [block for block in page.blocks if block.link_share > 0.8 and block.weight >= 25]
    if len(linked) >= _LINKS_OF_A_LIST and sum(block.weight for block in linked) > 2 * body.prose:
        return f"it lists {len(linked)} links and has hardly any text of its own"
    return ""
