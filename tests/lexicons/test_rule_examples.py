"""Every rule on its own examples and counter-examples, and the check itself on rule files that are wrong."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.assembling.masking import PLACEHOLDERS
from extractor.evaluating import rule_check
from extractor.evaluating.rule_check import check_rule, check_rules, masked_lines, matches
from extractor.lexicons import rules
from extractor.lexicons.rules import RULE_FILES, Rule, list_rules, load_rules

RULES = list_rules(PLACEHOLDERS)


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_rule_holds_its_examples(rule: Rule) -> None:
    assert check_rule(rule) == []


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_rule_says_what_it_must_not_match(rule: Rule) -> None:
    assert rule.counter_examples


def test_the_check_of_the_package_is_clean() -> None:
    assert check_rules() == []


def test_ids_name_one_rule_each() -> None:
    names = [rule.id for rule in RULES]
    assert len(names) == len(set(names))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder whose rule files are checked in place of the package's; the word lists stay."""
    read = rules._document

    def document(name: str) -> object:
        return tomllib.loads((tmp_path / name).read_text(encoding="utf-8"))

    monkeypatch.setattr(rules, "_document", lambda name: document(name) if (tmp_path / name).exists() else read(name))
    monkeypatch.setattr(rule_check, "files", lambda package: tmp_path)
    load_rules.cache_clear()
    yield tmp_path
    load_rules.cache_clear()


def entry(identity: str, pattern: str, examples: str, counter_examples: str = "[]") -> str:
    return (
        f"[[rule]]\nid = '{identity}'\nlabel = 'x'\npatterns = ['{pattern}']\n"
        f"examples = {examples}\ncounter_examples = {counter_examples}\n"
    )


def check(folder: Path, *texts: str) -> list[str]:
    names = [f"file{number}.toml" for number in range(len(texts))]
    for name, text in zip(names, texts, strict=True):
        (folder / name).write_text(text, encoding="utf-8")
    return check_rules(names)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (entry("a.b", "won", "['has lost']"), "file0.toml: rule a.b: does not match its example 'has lost'"),
        (
            entry("a.b", "won", "['won']", "['won too']"),
            "file0.toml: rule a.b: matches its counter-example 'won too'",
        ),
        (entry("a.b", "won", "[]"), "file0.toml: rule a.b: has no example"),
        (entry("a.b", "won", "['won ']"), "file0.toml: rule a.b: the example 'won ' is empty or has stray spaces"),
        (entry("a.b", "won", "['won']", "['']"), "file0.toml: rule a.b: the example '' is empty or has stray spaces"),
        (
            entry("a.b", "(?<=has +)won", "['won']"),
            "file0.toml: rule a.b: look-behind requires fixed-width pattern",
        ),
        (entry("a.b", "won", "['won']") * 2, "file0.toml: rule a.b occurs twice"),
        (entry("a.b", "{GONE}", "['won']"), "file0.toml: rule a.b: unknown macro {GONE}"),
        (entry("a.b", "won", "['won']").rstrip("\n"), "file0.toml: the last line does not end"),
        ("# a note \n" + entry("a.b", "won", "['won']"), "file0.toml:1: has a tab or trailing spaces"),
        (
            entry("a.b", "won", "['won']") + "needs = ['gold']\n",
            "file0.toml: rule a.b: does not match its example 'won'",
        ),
    ],
)
def test_a_problem_is_told(folder: Path, text: str, problem: str) -> None:
    assert check(folder, text) == [problem]


def test_an_id_serves_one_rule_over_all_files(folder: Path) -> None:
    one = entry("a.b", "won", "['won']")
    assert check(folder, one, one) == ["file1.toml: rule a.b has the id of a rule of file0.toml"]


def test_one_broken_file_does_not_hide_the_others(folder: Path) -> None:
    problems = check(folder, entry("a.b", "(", "['won']"), entry("c.d", "won", "['lost']"))
    assert len(problems) == 2
    assert "file0.toml: rule a.b: " in problems[0]
    assert "file1.toml: rule c.d: " in problems[1]


def test_examples_are_masked_unless_the_rule_reads_plain_text(folder: Path) -> None:
    assert check(folder, entry("a.b", "^{ORG} raised {MONEY}$", "['Larkspur raised $4 million']")) == []
    (seed,) = (rule for rule in RULES if rule.id == "round.seed")
    assert matches(seed, "a $4 million seed round")


def test_an_example_is_read_as_body_and_as_headline() -> None:
    body, headline = masked_lines("Larkspur Raises $4 Million For Better Bread Ovens")
    assert len(body) == len(headline)
    assert "$4" not in body + headline


def test_the_rule_files_are_all_there() -> None:
    folder = Path(rules.__file__).parent
    with_rules = {path.name for path in folder.glob("*.toml") if "[[rule]]" in path.read_text(encoding="utf-8")}
    assert with_rules == set(RULE_FILES)
