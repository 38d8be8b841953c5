"""The libraries that users have today for amounts and dates, and our own recogniser, behind one shape.

Each reader runs as its documentation recommends; the only thing added is the table that turns a library's own currency
names into ISO 4217. `available()` tells which are installed; nothing is imported before a reader is built.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from importlib.metadata import PackageNotFoundError, version
from typing import Any

Amount = tuple[Decimal, str | None]
MoneyFinder = Callable[[str], list[Amount]]
DateFinder = Callable[[str, str | None], list[str]]

# price-parser returns the sign as written, recognizers-text a name; a bare dollar is read as USD, as we do
_SIGNS = {
    "$": "USD", "US$": "USD", "USD": "USD", "dollar": "USD", "dollars": "USD",
    "€": "EUR", "EUR": "EUR", "euro": "EUR", "euros": "EUR", "Euro": "EUR",
    "£": "GBP", "GBP": "GBP", "pound": "GBP", "pounds": "GBP", "₹": "INR", "Rs": "INR", "Rs.": "INR", "INR": "INR",
    "C$": "CAD", "CA$": "CAD", "CAD": "CAD", "A$": "AUD", "AU$": "AUD", "AUD": "AUD", "NZ$": "NZD", "NZD": "NZD",
    "S$": "SGD", "SGD": "SGD", "HK$": "HKD", "¥": "JPY", "₩": "KRW", "₪": "ILS", "CHF": "CHF", "SEK": "SEK",
    "RMB": "CNY", "kr": "SEK",
}  # fmt: skip
_UNITS = {"Dollar": "USD", "Pound": "GBP", "Indian rupee": "INR", "Canadian dollar": "CAD", "Australian dollar": "AUD"}


@dataclass(frozen=True, slots=True)
class Reader:
    """A library with its version. A finder is None where the library has none.

    `dates_of_span` reads a text that is a date and nothing else, where the library has another function for it.
    """

    name: str
    money: MoneyFinder | None = None
    dates: DateFinder | None = None
    dates_of_span: DateFinder | None = None


@dataclass(frozen=True, slots=True)
class Readers:
    """The readers that can run here, and why the others cannot."""

    ready: tuple[Reader, ...]
    missing: Mapping[str, str] = field(default_factory=dict)

    def named(self, library: str) -> Reader:
        """The reader of `library`; ImportError with the cause when it cannot run here."""
        for reader in self.ready:
            if reader.name.startswith(library):
                return reader
        raise ImportError(f"{library} is needed and cannot be imported: {self.missing.get(library, 'unknown')}")


def available() -> Readers:
    """Every reader that is installed; a library that does not import is told with its error."""
    builders = {
        "fundingwire": _fundingwire,
        "price-parser": _price_parser,
        "quantulum3": _quantulum,
        "recognizers-text-suite": _recognizers,
        "dateparser": _dateparser,
    }
    ready: list[Reader] = []
    missing: dict[str, str] = {}
    for name, build in builders.items():
        try:
            ready.append(build())
        except (ImportError, PackageNotFoundError) as error:
            missing[name] = f"{type(error).__name__}: {error}"
    return Readers(tuple(ready), missing)


def _fundingwire() -> Reader:
    from extractor import __version__
    from extractor.recognizing.dates import find_dates
    from extractor.recognizing.money import find_money

    def money(text: str) -> list[Amount]:
        found = find_money(text)
        return [(value, m.currency) for m in found for value in (m.value, m.max_value) if value is not None]

    def dates(text: str, published: str | None) -> list[str]:
        return [mention.value for mention in find_dates(text, published) if mention.value]

    return Reader(f"fundingwire {__version__}", money, dates)


def _price_parser() -> Reader:
    from price_parser import Price

    def money(text: str) -> list[Amount]:
        price = Price.fromstring(text)  # one price a string; it knows no scale words
        return [] if price.amount is None else [(price.amount, _SIGNS.get(price.currency or ""))]

    return Reader(f"price-parser {version('price-parser')}", money)


def _quantulum() -> Reader:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns that its optional classifier is not installed
        from quantulum3 import parser

    def money(text: str) -> list[Amount]:
        found = [q for q in parser.parse(text) if q.unit.entity.name == "currency"]
        return [(Decimal(str(q.value)), q.unit.currency_code) for q in found]

    return Reader(f"quantulum3 {version('quantulum3')}", money)


def _recognizers() -> Reader:
    from recognizers_date_time import DateTimeRecognizer
    from recognizers_number_with_unit import NumberWithUnitRecognizer
    from recognizers_text import Culture

    currency = NumberWithUnitRecognizer(Culture.English).get_currency_model()
    calendar = DateTimeRecognizer(Culture.English).get_datetime_model()

    def money(text: str) -> list[Amount]:
        found = [m.resolution for m in currency.parse(text) if m.resolution and m.resolution.get("value")]
        return [(Decimal(r["value"]), r.get("isoCurrency") or _UNITS.get(r["unit"])) for r in found]

    def dates(text: str, published: str | None) -> list[str]:
        found = calendar.parse(text, _reference(published))
        return [day for m in found if m.resolution for day in _timex_dates(m.resolution["values"], published)]

    return Reader(f"recognizers-text {version('recognizers-text-suite')}", money, dates)


def _timex_dates(values: list[dict[str, Any]], published: str | None) -> Iterator[str]:
    """One date of a mention. `July 2` comes with the year before and after the reference: news tells of the past."""
    usable = [v for v in values if v.get("type") in ("date", "daterange")]
    days = [_partial(v) for v in usable]
    kept = [day for day in days if day]
    past = [day for day in kept if published is None or day <= published]
    if kept:
        yield max(past) if past else min(kept)


def _partial(value: Mapping[str, Any]) -> str | None:
    """The ISO date of a resolution: a range that is one month or one year is that month or year, else its first day."""
    day = value.get("value") or value.get("start")
    if day is None or not day[:4].isdigit():
        return None
    timex = value.get("timex", "")
    if value["type"] == "daterange" and timex.count("-") < 2 and "W" not in timex and "(" not in timex:
        return str(day)[: 4 if timex.count("-") == 0 else 7]
    return str(day)[:10]


def _dateparser() -> Reader:
    import dateparser
    from dateparser.search import search_dates

    def settings(published: str | None) -> dict[str, Any]:
        return {"RELATIVE_BASE": _reference(published)}

    def dates(text: str, published: str | None) -> list[str]:
        found = search_dates(text, languages=["en"], settings=settings(published)) or []
        return [when.date().isoformat() for _, when in found]

    def dates_of_span(text: str, published: str | None) -> list[str]:
        when = dateparser.parse(text, languages=["en"], settings=settings(published))
        return [when.date().isoformat()] if when else []

    return Reader(f"dateparser {version('dateparser')}", dates=dates, dates_of_span=dates_of_span)


def _reference(published: str | None) -> datetime:
    """The published day at midnight; of a partial one its first day, of none the epoch."""
    year, month, day = (*(published or "1970").split("-"), "01", "01")[:3]
    return datetime(int(year), int(month), int(day))
