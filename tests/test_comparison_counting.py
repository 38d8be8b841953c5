"""The comparison's judge and its counting: what a sentence states, which answers are right, wrong or invented."""

from __future__ import annotations

import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

from comparison import stated_dates, stated_money  # noqa: E402
from comparison.counting import Tally, milliseconds, same_date, tally_dates, tally_money  # noqa: E402
from comparison.gold_spans import DateQuestion, MoneyQuestion, date_questions, money_questions  # noqa: E402
from comparison.labelled_text import training_text  # noqa: E402
from comparison.tables import placed  # noqa: E402


@pytest.mark.parametrize(
    ("sentence", "value", "span"),
    [
        ("Larkspur raised $4 million in May.", 4_000_000, "$4 million"),
        ("a US$1.2bn round", 1_200_000_000, "US$1.2bn"),
        ("between $5-7 million", 5_000_000, "$5-7 million"),
        ("Rs 12,50,00,000 from angels", 125_000_000, "Rs 12,50,00,000"),
        ("€2,5 million", 2_500_000, "€2,5 million"),
        ("€1.250.000", 1_250_000, "€1.250.000"),
        ("3.5 million Canadian dollars", 3_500_000, "3.5 million Canadian dollars"),
        ("half a billion dollars", 500_000_000, "half a billion dollars"),
        ("$4 million", 4, None),
        ("4 million users and $5", 4_000_000, None),
        ("founded in 2019", 2019, None),
        ("$40M", 41_000_000, None),
    ],
)
def test_which_amounts_a_sentence_states(sentence: str, value: int, span: str | None) -> None:
    assert stated_money.span_of(sentence, Decimal(value)) == span


@pytest.mark.parametrize(
    ("sentence", "date", "span"),
    [
        ("OSLO, Sept. 12, 2024 -- Kelp said", "2024-09-12", "Sept. 12, 2024"),
        ("on 12th September", "2024-09-12", "12th September"),
        ("on September 12", "2022-09-12", None),
        ("September 12, 2023", "2024-09-12", None),
        ("12.09.2024", "2024-09-12", "12.09.2024"),
        ("announced today", "2024-09-13", "today"),
        ("said on Thursday", "2024-09-12", "Thursday"),
        ("said on Friday", "2024-09-12", None),
        ("in August 2024", "2024-08", "August 2024"),
        ("last month", "2024-08", "last month"),
        ("since 2019", "2019", "2019"),
        ("No. 20194", "2019", None),
    ],
)
def test_which_dates_a_sentence_states(sentence: str, date: str, span: str | None) -> None:
    assert stated_dates.span_of(sentence, date, "2024-09-13") == span


def test_less_precise_words_support_a_day_but_other_days_are_invented() -> None:
    assert stated_dates.supported("in May 2021 it grew", "2024-09-13", "2021-05-13")
    assert stated_dates.supported("it now sells", "2024-09-13", "2024-09-13")
    assert stated_dates.supported("raised last week", "2024-09-13", "2024-09-02")
    assert not stated_dates.supported("raised $5 million", "2024-09-13", "2024-09-05")


def test_money_counts_values_currencies_and_false_answers() -> None:
    lines = ("Kelp raised $4 million.", "Kelp raised €2m, or $2.2m.")
    asked = [
        MoneyQuestion(lines[0], "$4 million", Decimal(4_000_000), "USD"),
        MoneyQuestion(lines[1], "€2m", Decimal(2_000_000), "EUR"),
        MoneyQuestion(lines[1], "$2.2m", Decimal(2_200_000), "USD"),
    ]
    answers = {
        lines[0]: [(Decimal(4), "USD"), (Decimal(4_010_000), "USD")],
        lines[1]: [(Decimal(2_000_000), "GBP")],
        "Kelp has 40 people.": [(Decimal(40), None)],
    }
    assert tally_money(asked, answers) == Tally(asked=3, value=2, whole=1, false=2, sentences=3)


def test_dates_count_hits_and_false_answers() -> None:
    asked = [DateQuestion("in May 2021", "May 2021", None, "2021-05"), DateQuestion("today", "today", "2024-09-13", "")]
    answers = {("in May 2021", None): ["2021-05-13"], ("today", "2024-09-13"): ["2021-01-01"]}
    assert tally_dates(asked[:1], answers) == Tally(asked=1, value=1, whole=1, false=1, sentences=2)
    assert same_date("2021-05-04", "2021-05-04")
    assert not same_date("2021-05", "2021-05-04")


def test_questions_are_the_sentences_that_state_a_labelled_value() -> None:
    round_ = {"amount": {"value": 4_000_000, "currency": "USD"}, "valuation": None, "date": "2024-09-12"}
    text = "Kelp Inc. raised $4 million on Thursday. It has 4 boats. The $4M buys nets.\n\nIts worth: $9 million."
    document = {"title": "Kelp gets $4m", "text": text, "published": "2024-09-13", "rounds": [round_]}
    money = money_questions([document])
    assert [q.span for q in money.asked] == ["$4m", "$4 million", "$4M"]
    assert money.asked[1].sentence == "Kelp Inc. raised $4 million on Thursday."
    assert (money.labelled, money.unplaced) == (1, 0)
    assert [q.span for q in date_questions([document]).asked] == ["Thursday"]


def test_every_item_is_timed_for_every_system() -> None:
    calls: list[tuple[str, int]] = []
    systems = {name: lambda item, name=name: calls.append((name, item)) for name in ("first", "second")}
    assert set(milliseconds(systems, [1, 2, 3], repeats=3)) == {"first", "second"}
    assert {call: calls.count(call) for call in calls} == {(n, i): 3 for n in systems for i in (1, 2, 3)}
    assert calls[0][0] != calls[2][0]


def test_training_text_holds_its_labels_and_repeats_itself(tmp_path: Path) -> None:
    lines = (ROOT / "fixtures" / "news.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "news.jsonl").write_text("".join(lines[::8]), encoding="utf-8")
    paragraphs = training_text(tmp_path, seed=0)
    assert paragraphs == training_text(tmp_path, seed=0)
    labels = {label for paragraph in paragraphs for *_, label in paragraph.spans}
    assert labels == {"COMPANY", "LEAD", "INVESTOR", "AMOUNT", "VALUATION", "TOTAL", "DATE"}
    for paragraph in paragraphs:
        ends = [0, *(end for _, end, _ in paragraph.spans)]
        assert all(low >= end for (low, *_), end in zip(paragraph.spans, ends, strict=False))


def test_sections_take_their_places_and_no_other() -> None:
    document = "a\n<!-- measured: dates -->\nold\n<!-- end -->\nb"
    assert placed(document, {"dates": "new"}) == "a\n<!-- measured: dates -->\nnew\n<!-- end -->\nb"
    with pytest.raises(ValueError, match="money"):
        placed(document, {"money": "new"})


def test_without_the_corpus_it_says_so_and_leaves(tmp_path: Path) -> None:
    command = [sys.executable, "benchmarks/compare_extractors.py", "--gold", str(tmp_path / "none.jsonl")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("nothing to compare: ")
    assert "none.jsonl" in done.stdout
