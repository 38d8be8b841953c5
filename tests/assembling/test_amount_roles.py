"""What each amount of a sentence is: this round, a valuation, a total, a part, or nothing of ours."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extractor.article import Article, canonical_text
from extractor.assembling.lines import Line, read_lines
from extractor.assembling.masking import PLACEHOLDERS
from extractor.assembling.roles import AmountRole, amount_roles, role_rules
from extractor.lexicons.rules import load_rules
from extractor.recognizing.recognizer import recognize

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "amount_roles.toml").read_text(encoding="utf-8")
)["case"]
LABELS = {
    "round",
    "round_total",
    "valuation",
    "total",
    "committed",
    "target",
    "part",
    "secondary",
    "debt_part",
    "equity_part",
    "other",
}


def lines_of(text: str) -> tuple[Article, tuple[Line, ...]]:
    canonical, blocks = canonical_text("", [("paragraph", text)])
    article = Article(id="a", text=canonical, blocks=blocks, published_on="2024-03-05")
    return article, read_lines(article, recognize(article))


def roles_of(text: str) -> tuple[AmountRole, ...]:
    article, lines = lines_of(text)
    roles = tuple(role for line in lines for role in amount_roles(line))
    for role in roles:
        money = role.amount.primary
        assert article.text[money.start : money.end] == money.text
        assert role.line.masked.amounts[role.place] is role.amount
    return roles


def label(role: AmountRole) -> str:
    """`none` and `other` both mean that the amount is nothing of ours."""
    if role.label in ("none", "other"):
        return "other"
    return "prior" if role.prior else role.label


def parameters() -> list[Any]:
    gap = pytest.mark.xfail(reason="known gap", strict=True)
    return [pytest.param(c["text"], c["labels"], id=c["text"], marks=[gap] if c.get("gap") else []) for c in CASES]


@pytest.mark.parametrize(("text", "labels"), parameters())
def test_roles(text: str, labels: list[str]) -> None:
    assert [label(role) for role in roles_of(text)] == labels


def test_the_table_speaks_of_every_label() -> None:
    assert {name for case in CASES for name in case["labels"]} == LABELS | {"prior"}
    assert {rule.label for rule in load_rules("amount_roles.toml", PLACEHOLDERS)} == LABELS


def test_a_role_names_its_rule_and_weight() -> None:
    weights = {rule.id: rule.weight for rule in role_rules().rules}
    (role,) = roles_of("Brackwater Foods raised $18 million from its backers.")
    assert weights[role.rule] == role.weight > 0


def test_an_amount_without_a_cue_has_no_weight() -> None:
    (role,) = roles_of("Whoever finds it gets a medal; $5 million lies there.")
    assert (role.label, role.weight, role.rule) == ("none", 0.0, "amount.none")


@pytest.mark.parametrize("text", ["Brackwater makes yoghurt.", "It has 40 users and 12% growth.", "€", "$ million"])
def test_no_amount_no_role(text: str) -> None:
    assert roles_of(text) == ()
