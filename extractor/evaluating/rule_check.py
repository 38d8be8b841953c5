"""Rule check: every rule must match each of its examples and none of its counter-examples, by its own pattern.

Rules that recognising uses read plain text; all others read masked sentences, so their examples go through
recognising and masking first: as the body of a small article, and as its headline, because some rules read headlines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.resources import files

from extractor.article import Article, BlockKind, canonical_text
from extractor.assembling.masking import PLACEHOLDERS, mask_article
from extractor.errors import RuleError
from extractor.evaluating.dead_boundaries import has_dead_boundary
from extractor.lexicons.rules import PLAIN_TEXT_FILES, RULE_FILES, Rule, load_rules
from extractor.recognizing.recognizer import recognize

_FORMS: tuple[BlockKind, ...] = ("paragraph", "headline")


def check_rules(names: Sequence[str] = RULE_FILES) -> list[str]:
    """What is wrong with the rule files, one line each, in file order; empty when every rule proves itself."""
    return list(_problems(names))


def check_rule(rule: Rule) -> list[str]:
    """What is wrong with the examples of one rule."""
    where = f"{rule.file}: rule {rule.id}"
    try:
        assert rule.pattern
    except RuleError as error:
        return [str(error)]
    problems = [] if rule.examples else [f"{where}: has no example"]
    if any(has_dead_boundary(alternative.source) for alternative in rule.alternatives):
        problems.append(f"{where}: \\b beside a placeholder never matches; (?<!\\w) and (?!\\w) do")
    for example in (*rule.examples, *rule.counter_examples):
        if example != " ".join(example.split()) or not example:
            problems.append(f"{where}: the example {example!r} is empty or has stray spaces")
    problems += [f"{where}: does not match its example {e!r}" for e in rule.examples if not matches(rule, e)]
    problems += [f"{where}: matches its counter-example {e!r}" for e in rule.counter_examples if matches(rule, e)]
    return problems


def matches(rule: Rule, text: str) -> bool:
    """True when the rule's own pattern matches `text` as the rule would meet it in an article."""
    return any(rule.may_match(line.lower()) and rule.pattern.search(line) for line in _lines(rule, text))


def masked_lines(text: str) -> Iterator[str]:
    """The masked sentences of `text`, first as an article's only paragraph, then as its headline."""
    for kind in _FORMS:
        canonical, blocks = canonical_text("", [(kind, text)])
        article = Article(id="example", text=canonical, blocks=blocks)
        yield from (masked.text for masked in mask_article(article, recognize(article)))


def _lines(rule: Rule, text: str) -> Iterator[str]:
    return iter([text]) if rule.file in PLAIN_TEXT_FILES else masked_lines(text)


def _problems(names: Sequence[str]) -> Iterator[str]:
    owners: dict[str, str] = {}
    for name in names:
        try:
            rules = load_rules(name, PLACEHOLDERS)
        except RuleError as error:
            yield str(error)
            continue
        yield from _layout(name)
        for rule in rules:
            if rule.id in owners:
                yield f"{name}: rule {rule.id} has the id of a rule of {owners[rule.id]}"
            owners.setdefault(rule.id, name)
            yield from check_rule(rule)


def _layout(name: str) -> Iterator[str]:
    """A rule file is kept without tabs, trailing spaces and a missing last line end, so that changes read well."""
    text = files("extractor.lexicons").joinpath(name).read_text(encoding="utf-8")
    if not text.endswith("\n"):
        yield f"{name}: the last line does not end"
    for number, line in enumerate(text.splitlines(), start=1):
        if "\t" in line or line != line.rstrip():
            yield f"{name}:{number}: has a tab or trailing spaces"
