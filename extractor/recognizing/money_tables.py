"""The currency and scale tables of `lexicons/`, compiled once for `recognizing.money`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any, Literal

from extractor.mentions import CurrencyBasis

MarkerKind = Literal["symbol", "code", "word"]
_COMPOSITE_SCALES = {"k": "1000", "K": "1000", "T": "1000", "t": "1000", "m": "1000000", "M": "1000000"}
_COMPOSITE_TAILS = {"k": "1000", "m": "1000000", "mn": "1000000", "M": "1000000", "bn": "1000000000"}


@dataclass(frozen=True, slots=True)
class Marker:
    """A written form of a currency.

    `codes` are the ISO 4217 codes it may mean, default first; `scaled` forms count only beside a scale or a
    grouped number; `factor` is set when the form holds a scale too (`MSEK`); `shared` forms are resolved by context.
    """

    codes: tuple[str, ...]
    kind: MarkerKind
    basis: CurrencyBasis = "stated"
    scaled: bool = False
    factor: Decimal | None = None
    by_context: bool = False


@dataclass(frozen=True, slots=True)
class Scale:
    """A magnitude: `currencies` limits it, `multiplies` lets it stand before a larger one (`lakh crore`)."""

    factor: Decimal
    indian: bool = False
    multiplies: bool = False
    currencies: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CurrencyTables:
    """Forms before a number, after a number (symbols, letters, words), and what they need."""

    prefixes: dict[str, Marker]
    prefix_ends: frozenset[str]
    prefix_length: int
    codes: dict[str, Marker]
    suffixes: dict[str, Marker]
    suffix_starts: frozenset[str]
    suffix_length: int
    words: dict[tuple[str, ...], Marker]
    first_words: frozenset[str]
    dot_groups: frozenset[str]
    contexts: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ScaleTables:
    """Scales by spelling: `short` is case-sensitive, `words` lower case, `ideographs` written unspaced."""

    short: dict[str, Scale]
    limited: dict[str, tuple[Scale, ...]]
    words: dict[str, Scale]
    ideographs: dict[str, Scale]
    number_words: dict[str, int]


@cache
def lexicon(name: str) -> dict[str, Any]:
    """The parsed TOML table `name` of the package `extractor.lexicons`."""
    path = resources.files("extractor.lexicons").joinpath(name)
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def currency_tables() -> CurrencyTables:
    """All currency forms, indexed for look-up beside a number."""
    table = lexicon("currencies.toml")
    currencies: list[dict[str, Any]] = table["currency"]
    shared: list[dict[str, Any]] = table["shared"]
    codes = dict(_code_forms(currencies))
    prefixes = dict(_prefix_forms(currencies)) | dict(_shared_forms(shared, "symbol"))
    suffixes = dict(_suffix_forms(currencies)) | dict(_shared_forms(shared, "symbol"))
    words = {tuple(form.lower().split()): mark for form, mark in _word_forms(currencies, shared)}
    before = codes | dict(_composites(codes, prefixes)) | prefixes
    after = codes | dict(_composites(codes, suffixes)) | suffixes
    return CurrencyTables(
        prefixes=before,
        prefix_ends=frozenset(form[-1] for form in before),
        prefix_length=max(map(len, before)),
        codes=codes,
        suffixes=after,
        suffix_starts=frozenset(form[0] for form in after if not form[0].isascii() or not form[0].isalpha()),
        suffix_length=max(map(len, after)),
        words=words,
        first_words=frozenset(key[0] for key in words),
        dot_groups=frozenset(row["code"] for row in currencies if row.get("dot_groups")),
        contexts={row["code"]: tuple(row.get("context", ())) for row in currencies},
    )


def _code_forms(currencies: Iterable[dict[str, Any]]) -> Iterator[tuple[str, Marker]]:
    for row in currencies:
        if row["use"] == "word":
            continue
        mark = Marker((row["code"],), "code", scaled=row["use"] == "scaled")
        for code in (row["code"], *row.get("aliases", ())):
            yield code, mark
            if row.get("lower_case"):
                yield code.lower(), replace(mark, scaled=True)
                yield code.capitalize(), replace(mark, scaled=True)


def _prefix_forms(currencies: Iterable[dict[str, Any]]) -> Iterator[tuple[str, Marker]]:
    for row in currencies:
        mark = Marker((row["code"],), "symbol")
        yield from ((form, mark) for form in row.get("prefixes", ()))
        yield from ((form, replace(mark, scaled=True)) for form in row.get("scaled_prefixes", ()))


def _suffix_forms(currencies: Iterable[dict[str, Any]]) -> Iterator[tuple[str, Marker]]:
    for row in currencies:
        for form in row.get("suffixes", ()):
            yield form, Marker((row["code"],), "symbol", scaled=form.isascii() and form.isalpha())


def _shared_forms(shared: Iterable[dict[str, Any]], kind: MarkerKind) -> Iterator[tuple[str, Marker]]:
    for row in shared:
        if row["kind"] == kind:
            mark = Marker(
                tuple(row["candidates"]), kind, row["basis"], row.get("scaled", False), by_context=row["by_context"]
            )
            yield from ((form, mark) for form in row["forms"])


def _word_forms(currencies: Iterable[dict[str, Any]], shared: Iterable[dict[str, Any]]) -> Iterator[tuple[str, Marker]]:
    yield from _shared_forms(shared, "word")
    for row in currencies:
        mark = Marker((row["code"],), "word")
        yield from ((form, mark) for form in row.get("words", ()))
        yield from ((form, replace(mark, scaled=True)) for form in row.get("scaled_words", ()))


def _composites(codes: dict[str, Marker], symbols: dict[str, Marker]) -> Iterator[tuple[str, Marker]]:
    """Forms that hold a scale: `MSEK`, `kEUR`, `DKKm`, `Mkr`."""
    kronor = {"kr": symbols["kr"]} if "kr" in symbols else {}
    for form, mark in (codes | kronor).items():
        if form.isupper() or form == "kr":
            plain = replace(mark, scaled=False)
            for letter, factor in _COMPOSITE_SCALES.items():
                if letter + form not in codes:
                    yield letter + form, replace(plain, factor=Decimal(factor))
        if form.isupper():
            for tail, factor in _COMPOSITE_TAILS.items():
                if form + tail not in codes:
                    yield form + tail, replace(mark, scaled=False, factor=Decimal(factor))


@cache
def scale_tables() -> ScaleTables:
    """All scales, indexed by spelling."""
    table = lexicon("magnitudes.toml")
    short: dict[str, Scale] = {}
    limited: dict[str, tuple[Scale, ...]] = {}
    words: dict[str, Scale] = {}
    ideographs: dict[str, Scale] = {}
    for row in table["magnitude"]:
        scale = Scale(
            Decimal(row["factor"]),
            row.get("indian", False),
            row.get("multiplies", False),
            frozenset(row.get("currencies", ())),
        )
        words |= dict.fromkeys(row.get("words", ()), scale)
        ideographs |= dict.fromkeys(row.get("ideographs", ()), scale)
        for form in row.get("short", ()):
            if scale.currencies:
                limited[form] = (*limited.get(form, ()), scale)
            else:
                short[form] = scale
    return ScaleTables(short, limited, words, ideographs, dict(table["number_words"]))
