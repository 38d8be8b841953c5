"""The fit of confidence: what it finds, and rows at first sight that still tell the facts of today."""

from __future__ import annotations

import random
import sys
from pathlib import Path
from types import ModuleType

import pytest

from extractor.lexicons.rules import load_number_table

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def modules() -> dict[str, ModuleType]:
    """The modules of benchmarks/, which are scripts and no package."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        import confidence_model
        import confidence_rows
        import fit_confidence
    finally:
        sys.path.remove(str(ROOT / "benchmarks"))
    return {m.__name__: m for m in (confidence_model, confidence_rows, fit_confidence)}


def made_up(modules: dict[str, ModuleType], count: int) -> list[object]:
    """Values whose chance of being right is known: a weak cue halves it, an article that was mended on raises it."""
    source, rows = random.Random(3), []
    for number in range(count):
        kind = source.choice(["work", "own", "first_sight"])
        weak = float(source.random() < 0.3)
        chance = 0.95 - 0.45 * weak - (0.2 if kind == "first_sight" else 0.0)
        facts = {"article.short_text": float(source.random() < 0.5), "weak": weak}
        rows.append(modules["confidence_rows"].Row(kind, f"d{number}", "amount", facts, source.random() < chance))
    return rows


def test_the_fit_finds_what_makes_values_wrong(modules: dict[str, ModuleType]) -> None:
    model, rows = modules["confidence_model"], made_up(modules, 1500)
    fitted = model.calibrated(rows)
    weights = fitted.table("amount")
    assert weights["weak"] < -1.0
    assert abs(weights["article.short_text"]) < 0.4
    assert 0.8 < fitted.slope < 1.2
    in_use, mended = (model.sigmoid(fitted.logits(rows, in_use=use)).mean() for use in (True, False))
    assert in_use < mended  # less sure of what nobody has mended rules on


def test_the_weights_file_says_what_the_model_says(modules: dict[str, ModuleType]) -> None:
    """The table of a model, as the program sums it up, gives the logits that the model gives in use."""
    model, rows = modules["confidence_model"], made_up(modules, 300)
    fitted = model.calibrated(rows)
    weights = fitted.table("amount")
    summed = [weights["bias"] + sum(weights[name] * value for name, value in row.facts.items()) for row in rows]
    assert summed == pytest.approx(list(fitted.logits(rows, in_use=True)))


def test_held_out_values_are_judged_without_their_article(modules: dict[str, ModuleType]) -> None:
    model, rows = modules["confidence_model"], made_up(modules, 60)
    turned = [
        type(row)(row.source, row.document, row.model, row.facts, not row.right if i == 0 else row.right)
        for i, row in enumerate(rows)
    ]
    assert model.held_out(rows)[0] == pytest.approx(model.held_out(turned)[0])


def test_rows_at_first_sight_tell_the_facts_of_today(modules: dict[str, ModuleType]) -> None:
    """Else the fit stops: a new fact needs the old programs to be asked again."""
    kept = modules["confidence_rows"].read_first_sight()
    assert len({row.document for row in kept}) > 100
    for row in kept:
        assert {"bias", *row.facts} == set(load_number_table("confidence_weights.toml", row.model)), row.model


def test_rows_with_other_facts_are_refused(modules: dict[str, ModuleType]) -> None:
    rows = made_up(modules, 2)
    modules["fit_confidence"].refuse_other_facts(rows, rows)
    other = modules["confidence_rows"].Row("first_sight", "d", "amount", {"weak": 1.0}, True)
    with pytest.raises(SystemExit, match=r"facts of amount differ from today's \(article.short_text\)"):
        modules["fit_confidence"].refuse_other_facts(rows, [other])


def test_rows_of_an_article_tell_its_values(modules: dict[str, ModuleType]) -> None:
    document = {
        "id": "d",
        "title": "Larkspur raises $4 million seed round",
        "text": "Larkspur has raised $4 million in a seed round led by Pomona Ventures.",
        "published": "2024-05-06",
        "kind": "funding",
        "rounds": [{"company": "Larkspur", "status": "closed", "round_type": "seed", "leads": ["Another"]}],
    }
    rows = list(modules["confidence_rows"].rows_of_document(document, "own"))
    right = {row.model: row.right for row in rows}
    assert right["company"]
    assert not right["amount"]
    assert not right["round"]
    assert not right["investor"]
    assert all(row.facts["article.short_text"] == 1.0 for row in rows)


def test_rows_at_first_sight_survive_being_kept(modules: dict[str, ModuleType], tmp_path: Path) -> None:
    rows = modules["confidence_rows"]
    kept = rows.read_first_sight()
    rows.write_first_sight(kept, tmp_path / "again.jsonl")
    assert (tmp_path / "again.jsonl").read_bytes() == rows.FIRST_SIGHT.read_bytes()
    assert rows.read_first_sight(tmp_path / "none.jsonl") == []


def test_tables_are_put_between_their_marks_or_refused(modules: dict[str, ModuleType]) -> None:
    replaced = modules["fit_confidence"].replaced
    paper = "a\n<!-- begin check -->\nold\n<!-- end check -->\nb\n"
    once = replaced(paper, "check", ["| new |"])
    assert once == "a\n<!-- begin check -->\n\n| new |\n\n<!-- end check -->\nb\n"
    assert replaced(once, "check", ["| new |"]) == once
    with pytest.raises(SystemExit, match="begin other"):
        replaced(paper, "other", [])
