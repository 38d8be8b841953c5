"""Loading rule files: what a wrong file is told, how macros and groups work, and the word lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.errors import RuleError
from extractor.lexicons import rules
from extractor.lexicons.rules import (
    RULE_FILES,
    expand,
    list_rules,
    load_number_table,
    load_rules,
    load_weights,
    target,
    word_list,
)

FILE = "made_up.toml"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that stands in for the lexicons; what was read from it is forgotten afterwards."""
    readers = (rules._document, load_rules, word_list, load_number_table, load_weights)
    monkeypatch.setattr(rules, "files", lambda package: tmp_path)
    for reader in readers:
        reader.cache_clear()
    yield tmp_path
    for reader in readers:
        reader.cache_clear()


def write(folder: Path, text: str, name: str = FILE) -> None:
    (folder / name).write_text(text, encoding="utf-8")


def rule_text(identity: str = "deal.won", body: str = "patterns = ['won']") -> str:
    return f'[[rule]]\nid = "{identity}"\nlabel = "won"\n{body}\n'


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (rule_text() + rule_text(), [FILE, "deal.won", "occurs twice"]),
        (rule_text(body="patterns = ['{NOWHERE} won']"), [FILE, "deal.won", "unknown macro {NOWHERE}"]),
        (rule_text(body="patterns = ['(won']"), [FILE, "deal.won", "unterminated subpattern"]),
        (rule_text(body="patterns = ['(?P<m>won)', 'lost)']"), [FILE, "deal.won", "unbalanced parenthesis"]),
        (rule_text(body="patterns = ['won', '*']"), [FILE, "deal.won", "nothing to repeat"]),
        (rule_text(body=""), [FILE, "deal.won", "needs phrases or patterns"]),
        (rule_text(body="patterns = []"), [FILE, "deal.won", "needs phrases or patterns"]),
        ("[[rule]]\nlabel = 'won'\npatterns = ['won']\n", [FILE, "needs id and label"]),
        ("[[rule]]\nid = 'deal.won'\npatterns = ['won']\n", [FILE, "deal.won", "needs id and label"]),
        ("[[rule]\nid = 'deal.won'\n", [FILE, "line 1"]),
        (rule_text(body="patterns = 'won'"), [FILE, "deal.won", "patterns must be a list"]),
        (rule_text(body="patterns = ['won']\ncounter_example = ['lost']"), [FILE, "unknown key 'counter_example'"]),
        (rule_text(body="patterns = ['won']\nweight = 'heavy'"), [FILE, "deal.won", "weight must be a number"]),
        (
            "[macros]\nA = '{B}'\nB = '{A}'\n" + rule_text(body="patterns = ['{A}']"),
            [FILE, "deal.won", "nest too deeply"],
        ),
    ],
)
def test_a_wrong_file_is_named_with_its_rule(folder: Path, text: str, parts: list[str]) -> None:
    write(folder, text)
    with pytest.raises(RuleError) as raised:
        load_rules(FILE)
    for part in parts:
        assert part in str(raised.value)


def test_a_missing_file_is_named(folder: Path) -> None:
    with pytest.raises(RuleError, match=r"made_up\.toml: no such lexicon"):
        load_rules(FILE)


def test_a_file_without_rules_has_none(folder: Path) -> None:
    write(folder, "[macros]\nA = 'a'\n")
    assert load_rules(FILE) == ()


def test_a_rule_carries_what_its_file_says(folder: Path) -> None:
    body = "patterns = ['won']\nweight = 2.5\nneeds = ['won']\nexamples = ['has won']\ncounter_examples = ['lost']"
    write(folder, rule_text(body=body))
    (rule,) = load_rules(FILE)
    assert (rule.id, rule.label, rule.file, rule.weight) == ("deal.won", "won", FILE, 2.5)
    assert (rule.needs, rule.examples, rule.counter_examples) == (("won",), ("has won",), ("lost",))


def test_phrases_match_whole_words_and_are_no_patterns(folder: Path) -> None:
    write(folder, rule_text(body="phrases = ['series a.b']"))
    (rule,) = load_rules(FILE)
    assert rule.pattern.search("its Series A.B round")
    assert not rule.pattern.search("its Series A-B round")
    assert not rule.pattern.search("its miniseries A.B round")


@pytest.mark.parametrize(("case", "matches"), [("case = true", False), ("case = false", True), ("", True)])
def test_letter_case_counts_only_where_the_file_says_so(folder: Path, case: str, matches: bool) -> None:
    write(folder, rule_text(body=f"patterns = ['PIPE']\n{case}"))
    (rule,) = load_rules(FILE)
    assert bool(rule.pattern.search("a pipe")) is matches


def test_macros_hold_macros_and_leave_quantifiers_alone(folder: Path) -> None:
    macros = "[macros]\nNOUN = '(?:round|{MONEY})'\nMONEY = 'cash'\n"
    write(folder, macros + rule_text(body="patterns = ['^(?:new ){0,2}{NOUN}$']"))
    (rule,) = load_rules(FILE)
    assert rule.pattern.search("new new cash")
    assert not rule.pattern.search("new new new cash")


def test_placeholders_serve_as_macros_and_a_file_may_override_them(folder: Path) -> None:
    write(folder, rule_text(body="patterns = ['{ORG} won']"))
    (rule,) = load_rules(FILE, (("ORG", "X"),))
    assert rule.pattern.search("X won")
    write(folder, "[macros]\nORG = 'Y'\n" + rule_text(body="patterns = ['{ORG} won']"), "other.toml")
    (other,) = load_rules("other.toml", (("ORG", "X"),))
    assert other.pattern.search("Y won")
    assert not other.pattern.search("X won")


def test_expand_names_the_place_of_an_unknown_macro() -> None:
    assert expand(r"a{1,2}{B}", {"B": "b"}, "here") == "a{1,2}b"
    with pytest.raises(RuleError, match=r"here: unknown macro \{C\}"):
        expand("{C}", {"B": "b"}, "here")


def test_target_is_the_group_that_matched(folder: Path) -> None:
    write(folder, rule_text(body="patterns = ['(?P<m>won) gold', 'lost (?P<m>silver) (?P<n>\\d)', 'drew']"))
    (rule,) = load_rules(FILE)

    def spans(text: str) -> tuple[tuple[int, int], tuple[int, int]]:
        match = rule.pattern.search(text)
        assert isinstance(match, re.Match)
        return target(match), target(match, "n")

    assert spans("won gold") == ((0, 3), (-1, -1))
    assert spans("lost silver 2") == ((5, 11), (12, 13))
    assert spans("they drew") == ((5, 9), (-1, -1))


@pytest.mark.parametrize(
    ("needs", "text", "may"),
    [("", "anything", True), ("needs = ['seed', 'round']", "a seed", True), ("needs = ['seed']", "a tree", False)],
)
def test_needs_rule_a_match_out(folder: Path, needs: str, text: str, may: bool) -> None:
    write(folder, rule_text(body=f"patterns = ['.']\n{needs}"))
    (rule,) = load_rules(FILE)
    assert rule.may_match(text) is may


def test_word_lists_are_lower_case_items_between_bars(folder: Path) -> None:
    write(folder, "firms = ['Capital | family office |  Ventures', 'Bank |']\n", "words.toml")
    assert word_list("firms") == {"capital", "family office", "ventures", "bank"}
    with pytest.raises(RuleError, match=r"words\.toml: no list named people"):
        word_list("people")


def test_number_tables(folder: Path) -> None:
    write(folder, "[weights]\na = 1\nb = -0.5\n")
    assert load_number_table(FILE, "weights") == {"a": 1.0, "b": -0.5}
    with pytest.raises(RuleError, match=r"made_up\.toml: no table \[bias\]"):
        load_number_table(FILE, "bias")


def test_weights_of_models(folder: Path) -> None:
    write(folder, '{"day": {"": -1.5, "l1=on": 0.25}}', "weights.json")
    assert load_weights("weights.json") == {"day": {"": -1.5, "l1=on": 0.25}}


@pytest.mark.parametrize("text", [None, "{", '{"day": '])
def test_weights_that_cannot_be_read_are_named(folder: Path, text: str | None) -> None:
    if text is not None:
        write(folder, text, "weights.json")
    with pytest.raises(RuleError, match=r"weights\.json: "):
        load_weights("weights.json")


@pytest.mark.parametrize(
    ("name", "inside", "outside"),
    [
        ("investor_nouns", ["capital", "ventures", "family office"], ["robotics"]),
        ("legal_suffixes", ["inc", "gmbh", "s.p.a"], ["capital"]),
        ("abbreviations", ["calif", "dr", "u.s"], ["round"]),
        ("abbreviations_final", ["u.s", "p.m"], ["dr"]),
        ("places", ["new york", "berlin", "bengaluru"], ["accel"]),
        ("nationalities", ["german", "indian"], ["germany"]),
        ("not_names", ["the", "series", "monday"], ["notion", "ramp"]),
        ("media", ["techcrunch", "reuters"], ["index ventures"]),
        ("known_names", ["plug and play", "t. rowe price"], ["plug"]),
        ("breaking_titles", ["ceo", "co-founder"], ["seed"]),
    ],
)
def test_the_word_lists_of_the_package(name: str, inside: list[str], outside: list[str]) -> None:
    items = word_list(name)
    assert items.issuperset(inside)
    assert items.isdisjoint(outside)
    assert all(item == item.lower() == " ".join(item.split()) for item in items)


def test_every_rule_file_loads() -> None:
    from extractor.assembling.masking import PLACEHOLDERS

    found = list_rules(PLACEHOLDERS)
    assert {rule.file for rule in found} == set(RULE_FILES)
    assert all(rule.weight > 0 for rule in found)
