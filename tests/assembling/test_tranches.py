"""Tranches, commitments, caps and counts of investors on whole sentences: what must be read, and what must not."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from extractor.article import Article, canonical_text
from extractor.assembling.article_reading import Reading, read
from extractor.assembling.masking import PLACEHOLDERS
from extractor.assembling.tranche_cues import cues
from extractor.assembling.tranches import TrancheView, tranche_view
from extractor.lexicons.rules import load_rules
from extractor.recognizing.recognizer import recognize
from extractor.records import Money, plain_decimal

CASES: dict[str, Any] = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "tranches.toml").read_text(encoding="utf-8")
)
LEXICON: dict[str, Any] = tomllib.loads(
    (Path(__file__).parents[2] / "extractor" / "lexicons" / "tranche_cues.toml").read_text(encoding="utf-8")
)
EXAMPLES = [
    pytest.param(rule["id"], rule["label"], text, wanted, id=f"{rule['id']}: {text}")
    for rule in LEXICON["rule"]
    for key, wanted in (("examples", True), ("counter_examples", False))
    for text in rule[key]
]


def article_of(title: str, paragraphs: list[str], published: str | None) -> Article:
    text, blocks = canonical_text(title, [("paragraph", p) for p in paragraphs])
    return Article(id="t", text=text, blocks=blocks, title=title, published_on=published)


def viewed(title: str, paragraphs: list[str], published: str | None = None) -> tuple[Article, Reading, TrancheView]:
    article = article_of(title, paragraphs, published)
    reading = read(article, recognize(article))
    return article, reading, tranche_view(article, reading.lines, reading.roles)


def as_text(money: Money | None) -> str:
    if money is None:
        return ""
    mark = "" if money.qualifier == "exact" else f"{money.qualifier} "
    return f"{mark}{plain_decimal(money.value)} {money.currency}"


def as_case(view: TrancheView) -> dict[str, Any]:
    return {
        "tranches": [
            [
                as_text(t.amount),
                t.status.value if t.status else "",
                t.investor_count or 0,
                t.date.value if t.date else "",
                t.condition or "",
            ]
            for t in view.tranches
        ],
        "committed": as_text(view.committed_amount),
        "target": as_text(view.target_amount),
        "count": view.investor_count or 0,
    }


def assert_evidence(article: Article, view: TrancheView) -> None:
    spans = [e for t in view.tranches for e in t.evidence]
    spans += [e for t in view.tranches if t.date for e in t.date.evidence]
    spans += [e for m in (view.committed_amount, view.target_amount) if m for e in m.evidence]
    spans += list(view.counted.evidence) if view.counted else []
    for span in spans:
        assert article.text[span.start : span.end] == span.text
    for tranche in view.tranches:
        assert tranche.amount is not None
        assert tranche.evidence
        assert tranche.condition is None or tranche.condition in article.text


@pytest.mark.parametrize("case", [pytest.param(c, id=c["name"]) for c in CASES["case"]])
def test_case(case: dict[str, Any]) -> None:
    article, _, view = viewed(case.get("title", "Company news"), case["text"], case.get("published"))
    nothing: dict[str, Any] = {"tranches": [], "committed": "", "target": "", "count": 0}
    assert as_case(view) == nothing | {key: case[key] for key in nothing if key in case}
    assert_evidence(article, view)


@pytest.mark.parametrize(("rule_id", "label", "text", "wanted"), EXAMPLES)
def test_rule_says_what_its_examples_say(rule_id: str, label: str, text: str, wanted: bool) -> None:
    article = article_of("", [text], "2024-03-01")
    lines = read(article, recognize(article)).lines
    assert any(rule.id == rule_id for line in lines for rule, _ in cues(line, label)) is wanted


def test_reference_article() -> None:
    folder = Path(__file__).parents[2] / "fixtures" / "kling"
    title, *paragraphs = [p for p in (folder / "article.txt").read_text(encoding="utf-8").split("\n") if p.strip()]
    article, reading, view = viewed(title, paragraphs)
    assert as_case(view) == {
        "tranches": [
            ["about 13800000000 CNY", "closed", 21, "", ""],
            ["about 5200000000 CNY", "planned", 15, "", "A 60-day window allows further participants"],
        ],
        "committed": "under 2800000000 USD",
        "target": "up_to 20447100000 CNY",
        "count": 36,
    }
    also = [[(plain_decimal(f.value), f.currency) for f in t.amount.also] for t in view.tranches if t.amount]
    assert also == [[("2028000000", "USD")], [("767000000", "USD")]]
    assert view.counted is not None
    assert [e.text for e in view.counted.evidence] == ["21 initial investors", "An additional 15 investors"]
    assert_evidence(article, view)
    labels = {r.amount.primary.text: r.label for r in view.relabel(reading.roles)}
    assert labels["RMB 13.8 billion"] == labels["RMB 5.2 billion"] == "part"
    assert labels["RMB 20.4471 billion"] == "target"
    assert "total" not in labels.values()


def test_relabel_keeps_the_rest() -> None:
    _, reading, view = viewed("Brimworks raises $9 million", ["Brimworks raised $9 million led by Foxglove Capital."])
    assert view.relabel(reading.roles) == reading.roles


@pytest.mark.parametrize(
    "piece",
    ["first close of its ", "tranche ", "an additional 15 investors, ", "will be due once the ", "window-a-"],
)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    def seconds(size: int) -> float:
        article = article_of("x", [piece * (size // len(piece)) + "$5 million."], None)
        reading = read(article, recognize(article))
        start = time.perf_counter()
        tranche_view(article, reading.lines, reading.roles)
        return time.perf_counter() - start

    assert seconds(40_000) < 12 * seconds(10_000) + 0.5


def test_every_label_is_used() -> None:
    used = {"part", "rest", "counted", "parts", "earlier", "target", "no_target", "condition", "window"}
    assert {r.label for r in load_rules("tranche_cues.toml", PLACEHOLDERS)} == used | {"count_all", "count_none"}
