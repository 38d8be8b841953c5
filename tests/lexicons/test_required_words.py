"""What a pattern needs: read right, folded as the search folds, and never more than a match holds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.assembling.masking import PLACEHOLDERS, mask_article
from extractor.evaluating.rule_check import masked_lines
from extractor.lexicons.required_words import folded, read_pattern, required_words
from extractor.lexicons.rule_search import GuardedPattern, NeededStrings, OpenedPattern, RuleSearch
from extractor.lexicons.rules import PLAIN_TEXT_FILES, RULE_FILES, Rule, load_rules, target
from extractor.recognizing.language import as_article
from extractor.recognizing.recognizer import recognize

ORG, MONEY = "\ue000", "\ue800"


@pytest.mark.parametrize(
    ("pattern", "needs"),
    [
        ("raised", [{"raised"}]),
        ("Raised", [{"raised"}]),
        (r"\b(?P<m>led|backed) by\b", [{"led by", "backed by"}]),
        ("secur(?:e[sd]?|ing)", [{"secure", "securing"}]),
        ("(?:co-)?led", [{"led"}]),
        (r"raised \d+ million", [{" million"}, {"raised "}]),
        (r"(?:raised )?\w+ million", [{" million"}]),
        (r"(?:big ){2,3}round", [{"round"}, {"big "}]),
        (r"[\ue000-\ue7ff] raised [\ue800-\ue9ff]", [{f"{ORG} raised {MONEY}"}]),
        (r"[\ue000-\ue9ff] won", [{f"{ORG} won", f"{MONEY} won"}]),
        (r"won(?= gold\b)(?! in May)", [{" gold"}, {"won"}]),
        (r"(?<=has )won", [{"has "}, {"won"}]),
        (r"\w+ly|won", [{"ly", "won"}]),
        (r"won|lost \w+", [{"won", "lost "}]),
        (r"won|\w+", []),
        (r"[a-z]+|\d*", []),
        ("é+te", [{"te"}]),
        ("a", [{"a"}]),
        (" ", []),
        ("the|to|of", []),
        ("", []),
    ],
)
def test_what_a_pattern_needs(pattern: str, needs: list[set[str]]) -> None:
    assert sorted(map(sorted, required_words(pattern))) == sorted(map(sorted, needs))


@pytest.mark.parametrize(
    ("pattern", "opens"),
    [
        ("Raised", {"raised"}),
        (r"\b(?P<m>led|backed) by\b", {"led by", "backed "}),
        (r"(?<!co-)(?:co-)?led\b", {"co-led", "led"}),
        (r",?(?: also|,)* joined", {",", " also", " joined"}),
        (r"[\ue000-\ue7ff] raised", {f"{ORG} raise"}),
        (r"(?:raised|[0-9]{2}) \w+", {"raised", *map(str, range(10))}),
        (r"(?:a |the )?[\w-]+", None),
        (r"(?:a |the )?\w* raised", None),
        (r"won|\d+", None),
        (r"(?:invest(?:s|ed)?|put) [\ue800-\ue9ff]", {"invest ", "invests", "investe", f"put {MONEY}"}),
        ("é+te", None),
        ("a", None),
        ("", None),
    ],
)
def test_with_what_every_match_of_a_pattern_begins(pattern: str, opens: set[str] | None) -> None:
    assert read_pattern(pattern)[1] == opens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RAISED", "raised"),
        ("raıſed", "raised"),
        ("raİsed", "raised"),
        ("\ue005 and \ue9ff", "\ue000 and \ue800"),
        ("\ued01\uec02\ueb03\uea04", "\ued00\uec00\ueb00\uea00"),
        ("Über", "über"),
    ],
)
def test_folding(text: str, expected: str) -> None:
    assert folded(text) == expected


@given(st.text())
def test_folding_keeps_offsets(text: str) -> None:
    assert len(folded(text)) == len(text)


@pytest.mark.parametrize("text", ["raıſed", "RAİSED", "\u212aept raised"])
def test_a_letter_that_ignorecase_takes_for_another_is_found(text: str) -> None:
    assert re.search("raised", text, re.IGNORECASE)
    assert "raised" in folded(text)


def test_the_classes_are_those_of_masking() -> None:
    classes = {name: pattern for name, pattern in PLACEHOLDERS if pattern.startswith("[")}
    for low, high in ((pattern[1], pattern[3]) for pattern in classes.values()):
        assert folded(low) == folded(high) == low


def naive(rules: tuple[Rule, ...], text: str) -> list[tuple[str, tuple[int, int], tuple[int, int]]]:
    """What trying every rule in turn finds."""
    return [
        (rule.id, match.span(), target(match))
        for rule in rules
        if rule.may_match(folded(text))
        for match in rule.pattern.finditer(text)
    ]


def searched(rules: tuple[Rule, ...], text: str) -> list[tuple[str, tuple[int, int], tuple[int, int]]]:
    strings = NeededStrings(rules)
    search = RuleSearch(rules, strings)
    return [(rule.id, m.span(), target(m)) for rule, m in search.matches(text, strings.found_in(folded(text)))]


RULES = {name: load_rules(name, PLACEHOLDERS) for name in RULE_FILES}
EXAMPLES = {name: [e for r in rules for e in (*r.examples, *r.counter_examples)] for name, rules in RULES.items()}


@pytest.mark.parametrize("name", RULE_FILES)
def test_the_search_finds_what_every_rule_finds_alone(name: str) -> None:
    for example in EXAMPLES[name]:
        for text in (example, *masked_lines(example)):
            assert searched(RULES[name], text) == naive(RULES[name], text)


WORDS = sorted({word for examples in EXAMPLES.values() for example in examples for word in example.split()})
TEXTS = st.lists(st.sampled_from([*WORDS, ORG, MONEY, "\ueb00", "\uec00", "and", ","]), min_size=2, max_size=14)


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.sampled_from([" ", ""]))
def test_the_search_finds_the_same_in_any_words(words: list[str], space: str) -> None:
    text = space.join(words)
    for rules in RULES.values():
        assert searched(rules, text) == naive(rules, text)


# The rules of pages are not searched for: each line of a page is held against them by itself.
@pytest.mark.parametrize("name", sorted(name for name in PLAIN_TEXT_FILES if not name.startswith("page_")))
def test_the_search_by_lines_finds_the_same(name: str) -> None:
    rules = load_rules(name)
    for between in ("\n", "\n\n", "\r\n", ".\n", "\u2028"):
        text = between.join(EXAMPLES[name])
        found = RuleSearch(rules, NeededStrings(rules)).matches_in_lines(text)
        assert sorted((rule.id, m.span(), target(m)) for rule, m in found) == sorted(naive(rules, text))


def test_first_matches_are_the_first() -> None:
    strings = NeededStrings(RULES["party_cues.toml"])
    search = RuleSearch(RULES["party_cues.toml"], strings)
    text = " ".join(next(iter(masked_lines(example))) for example in EXAMPLES["party_cues.toml"])
    first: dict[str, tuple[int, int]] = {}
    strings_found = strings.found_in(folded(text))
    for rule, match in search.matches(text, strings_found):
        first.setdefault(rule.id, match.span())
    assert {rule.id: match.span() for rule, match in search.first_matches(text, strings_found)} == first


def test_a_masked_sentence_carries_its_folded_text() -> None:
    article = as_article("Larkspur raised $4 million. Pomona Ventures LED the round.")
    for masked in mask_article(article, recognize(article)):
        assert masked.folded == folded(masked.text)


OPENED = (
    re.compile(r"\b(?P<word>last|this) (?:week|month)\b"),
    re.compile(r"(?<![a-z])(?:[Mm]ay|[0-9]{1,2}(?=[/ ]))"),
    re.compile(r"(?:of|by)(?: [A-Z][a-z]+)+", re.IGNORECASE),
)


@pytest.mark.parametrize("pattern", OPENED, ids=lambda pattern: pattern.pattern[:20])
@given(
    st.lists(
        st.sampled_from(
            [*WORDS, "Last week", "this month", "may", "May", "5/6", "12 ", "of", "By", "Larkspur", "\u0130"]
        ),
        max_size=20,
    ),
    st.sampled_from([" ", ""]),
)
def test_an_opened_pattern_finds_what_its_expression_finds(
    pattern: re.Pattern[str], words: list[str], space: str
) -> None:
    text = space.join(words)
    assert [m.span() for m in OpenedPattern(pattern).finditer(text)] == [m.span() for m in pattern.finditer(text)]


def test_an_expression_that_may_open_with_anything_is_refused() -> None:
    with pytest.raises(ValueError, match=r"not known: \\w\+ week"):
        OpenedPattern(re.compile(r"\w+ week"))


@pytest.mark.parametrize(
    ("text", "span"),
    [("they may still change it", (5, 21)), ("it may not", None), ("still change", None), ("", None)],
)
def test_a_guarded_pattern_finds_what_its_expression_finds(text: str, span: tuple[int, int] | None) -> None:
    guarded = GuardedPattern(re.compile(r"may (?:still )?change|may fall|might"))
    for match in (guarded.in_folded(text), guarded.search(text, 0, len(text))):
        assert (match and match.span()) == span
