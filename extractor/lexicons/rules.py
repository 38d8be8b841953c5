"""Rules as data: load the TOML lexicons, expand their macros, compile their patterns.

A rule file holds `[[rule]]` entries with a stable `id`, a `label` (what a match means), `patterns` (regular
expressions) or `phrases` (plain words), `examples` that must match and `counter_examples` that must not.
A `[macros]` table names pieces that patterns use as `{NAME}`.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from extractor.errors import RuleError
from extractor.lexicons.required_words import Needs, Openings, read_pattern

RULE_FILES = (
    "round_types.toml",
    "counts.toml",
    "amount_roles.toml",
    "company_cues.toml",
    "party_cues.toml",
    "scopes.toml",
    "statuses.toml",
    "relevance.toml",
    "percent_roles.toml",
    "tranche_cues.toml",
    "identity_cues.toml",
    "statement_cues.toml",
    "page_furniture.toml",
    "page_kinds.toml",
)
# the others read masked sentences
PLAIN_TEXT_FILES = frozenset({"round_types.toml", "counts.toml", "page_furniture.toml", "page_kinds.toml"})


@dataclass(frozen=True, slots=True)
class Alternative:
    """One phrase or pattern of a rule, and what a text needs for it to match; `owner` names file and rule.

    `opens` are the strings with which every match begins, None when they are not known.
    """

    source: str
    flags: int
    needs: Needs
    opens: Openings | None
    owner: str

    @property
    def pattern(self) -> re.Pattern[str]:
        """The expression, compiled on first use: a short run meets a small part of all rules."""
        return _compiled(self.source, self.flags, self.owner)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: case-insensitive unless the file says `case = true`."""

    id: str
    label: str
    file: str
    alternatives: tuple[Alternative, ...]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    weight: float = 1.0
    needs: tuple[str, ...] = ()

    @property
    def pattern(self) -> re.Pattern[str]:
        """The whole rule as one expression, its alternatives in order."""
        first = self.alternatives[0]
        return _compiled("|".join(f"(?:{a.source})" for a in self.alternatives), first.flags, first.owner)

    def may_match(self, lowered: str) -> bool:
        """False when a cheap look at the lower-cased text rules a match out."""
        return not self.needs or any(word in lowered for word in self.needs)


@cache
def _document(name: str) -> Mapping[str, object]:
    try:
        return tomllib.loads(files("extractor.lexicons").joinpath(name).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise RuleError(f"{name}: no such lexicon") from error
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{name}: {error}") from error


_KEYS = frozenset({"id", "label", "phrases", "patterns", "case", "examples", "counter_examples", "weight", "needs"})


def expand(pattern: str, macros: Mapping[str, str], where: str) -> str:
    """Replace `{NAME}` by the macro of that name, repeatedly; quantifiers such as `{0,3}` stay."""
    for _ in range(8):
        expanded = re.sub(r"\{([A-Z][A-Z_]*)\}", lambda m: _macro(m.group(1), macros, where), pattern)
        if expanded == pattern:
            return expanded
        pattern = expanded
    raise RuleError(f"{where}: macros nest too deeply")


def _macro(name: str, macros: Mapping[str, str], where: str) -> str:
    if name not in macros:
        raise RuleError(f"{where}: unknown macro {{{name}}}")
    return macros[name]


@cache
def load_rules(name: str, placeholders: tuple[tuple[str, str], ...] = ()) -> tuple[Rule, ...]:
    """All rules of one file, in file order. `placeholders` are extra macros (the masked mention classes).

    Raises RuleError for a duplicate id, an unknown macro or a pattern that cannot be parsed.
    """
    document = _document(name)
    macros = dict(placeholders)
    macros.update(document.get("macros", {}))  # type: ignore[call-overload]
    rules: list[Rule] = []
    seen: set[str] = set()
    for entry in document.get("rule", ()):  # type: ignore[attr-defined]
        rule = _rule(entry, name, macros)
        if rule.id in seen:
            raise RuleError(f"{name}: rule {rule.id} occurs twice")
        seen.add(rule.id)
        rules.append(rule)
    return tuple(rules)


def _rule(entry: Mapping[str, object], name: str, macros: Mapping[str, str]) -> Rule:
    identity = str(entry.get("id", "?"))
    where = f"{name}: rule {identity}"
    if "id" not in entry or "label" not in entry:
        raise RuleError(f"{where}: needs id and label")
    unknown = sorted(set(entry) - _KEYS)
    if unknown:
        raise RuleError(f"{where}: unknown key {unknown[0]!r}; known are {', '.join(sorted(_KEYS))}")
    weight = entry.get("weight", 1.0)
    if not isinstance(weight, int | float):
        raise RuleError(f"{where}: weight must be a number, not {weight!r}")
    pieces = [rf"\b(?P<m>{re.escape(p)})\b" for p in _strings(entry, "phrases", where)]
    pieces += [
        _placeholder_border(expand(p, macros, where), "ORG" in macros) for p in _strings(entry, "patterns", where)
    ]
    if not pieces:
        raise RuleError(f"{where}: needs phrases or patterns")
    flags = 0 if entry.get("case") else int(re.IGNORECASE)
    needs = _strings(entry, "needs", where)
    stated = (frozenset(needs),) if needs else ()
    try:
        alternatives = tuple(
            Alternative(_unname(piece, i), flags, (*needs_read, *stated), opens, where)
            for i, piece in enumerate(pieces)
            for needs_read, opens in (read_pattern(piece),)
        )
    except re.error as error:
        raise RuleError(f"{where}: {error}") from error
    return Rule(
        id=identity,
        label=str(entry["label"]),
        file=name,
        alternatives=alternatives,
        examples=_strings(entry, "examples", where),
        counter_examples=_strings(entry, "counter_examples", where),
        weight=float(weight),
        needs=needs,
    )


@cache
def _compiled(source: str, flags: int, owner: str) -> re.Pattern[str]:
    try:
        return re.compile(source, flags)
    except re.error as error:
        raise RuleError(f"{owner}: {error}") from error


def _placeholder_border(pattern: str, masked: bool) -> str:
    r"""In masked text a group's closing `\b` also holds behind a placeholder, which is no word character."""
    return pattern.replace(r")\b", r")(?:\b|(?<=[\ue000-\uedff]))") if masked else pattern


def _unname(pattern: str, index: int) -> str:
    """Alternatives of one rule may each name the same group: number them, `target` finds the one that matched."""
    return re.sub(r"\(\?P<(\w+)>", lambda m: f"(?P<{m.group(1)}_{index}>", pattern)


def target(match: re.Match[str], name: str = "m") -> tuple[int, int]:
    """The span of the named group that matched, or of the whole match if the rule names none."""
    for group, value in match.groupdict().items():
        if value is not None and group.rpartition("_")[0] == name:
            return match.span(group)
    return match.span() if name == "m" else (-1, -1)


def _strings(entry: Mapping[str, object], key: str, where: str) -> tuple[str, ...]:
    value = entry.get(key, ())
    if not isinstance(value, list | tuple):
        raise RuleError(f"{where}: {key} must be a list of strings, not {value!r}")
    return tuple(str(item) for item in value)


@cache
def word_list(name: str, file: str = "words.toml") -> frozenset[str]:
    """A named list of `words.toml`, or of another file of lists, lower-cased."""
    lists = _document(file)
    if name not in lists:
        raise RuleError(f"{file}: no list named {name}")
    return frozenset(word.lower() for line in lists[name] for word in _items(str(line)))  # type: ignore[attr-defined]


@cache
def ordered_list(name: str, file: str) -> tuple[str, ...]:
    """A named list of patterns of one TOML file, as written."""
    value = _document(file).get(name)
    if not isinstance(value, list):
        raise RuleError(f"{file}: no list named {name}")
    return tuple(str(item) for item in value)


@cache
def load_number_table(name: str, table: str) -> Mapping[str, float]:
    """A table of numbers of one TOML file, for fitted weights."""
    numbers = _document(name).get(table)
    if not isinstance(numbers, dict):
        raise RuleError(f"{name}: no table [{table}]")
    return {str(key): float(value) for key, value in numbers.items()}


@cache
def load_weights(name: str) -> Mapping[str, Mapping[str, float]]:
    """The fitted models of one JSON file: for each model the weight of every feature, its bias under ``""``."""
    try:
        models = json.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RuleError(f"{name}: {error}") from error
    return {str(model): dict(weights) for model, weights in models.items()}


def _items(line: str) -> list[str]:
    return [item.strip() for item in line.split("|") if item.strip()]


def list_rules(placeholders: tuple[tuple[str, str], ...] = ()) -> tuple[Rule, ...]:
    """Every rule of every rule file."""
    return tuple(rule for name in RULE_FILES for rule in load_rules(name, placeholders))


@cache
def load_month_names() -> Mapping[str, int]:
    """Every name of a month in `page_months.toml`, lower-cased, with its number 1…12."""
    tables = _document("page_months.toml").get("months")
    if not isinstance(tables, dict):
        raise RuleError("page_months.toml: no table [months]")
    names: dict[str, int] = {}
    for language, lines in tables.items():
        if len(lines) != 12:
            raise RuleError(f"page_months.toml: {language} has {len(lines)} months, not 12")
        for number, line in enumerate(lines, start=1):
            for name in _items(line):
                if names.setdefault(name, number) != number:
                    raise RuleError(f"page_months.toml: {name!r} is month {names[name]} and {number}")
    return names
