"""How many units of a currency one US dollar has bought, as wide bands.

The bands are hand-made: roughly the extremes of yearly published reference rates (ECB euro reference rates,
Federal Reserve H.10) since 2000, pushed outwards by about a tenth; the pegs of HKD, AED and SAR get a few percent.
They are wide on purpose. Their task is to catch a slip of scale (crore against million, 亿 against billion) or a
wrong currency, never a stale rate. Currencies that have moved by orders of magnitude (TRY, NGN, ARS, EGP, VES)
are left out: for them no band would mean anything.
"""

from __future__ import annotations

from decimal import Decimal

from extractor.checking.spans import Span

_PER_DOLLAR: dict[str, tuple[str, str]] = {
    "USD": ("1", "1"),
    "AED": ("3.5", "3.85"),
    "AUD": ("0.8", "2.2"),
    "BRL": ("1.3", "7.5"),
    "CAD": ("0.85", "1.75"),
    "CHF": ("0.65", "1.95"),
    "CLP": ("380", "1200"),
    "CNY": ("5.5", "9"),
    "CZK": ("13", "46"),
    "DKK": ("4.1", "9.8"),
    "EUR": ("0.55", "1.3"),
    "GBP": ("0.42", "1.05"),
    "HKD": ("7.5", "8.1"),
    "HUF": ("130", "480"),
    "IDR": ("7000", "20000"),
    "ILS": ("2.7", "5.5"),
    "INR": ("35", "105"),
    "JPY": ("65", "185"),
    "KES": ("55", "180"),
    "KRW": ("800", "1800"),
    "MXN": ("8", "28"),
    "MYR": ("2.6", "5.4"),
    "NOK": ("4.3", "13"),
    "NZD": ("1", "2.8"),
    "PHP": ("36", "66"),
    "PLN": ("1.8", "5.6"),
    "RUB": ("20", "150"),
    "SAR": ("3.6", "3.9"),
    "SEK": ("5", "12.5"),
    "SGD": ("1.05", "2.05"),
    "THB": ("25", "50"),
    "TWD": ("24", "39"),
    "VND": ("12500", "30000"),
    "ZAR": ("5", "23"),
}


def plausible_rate(currency: str, other: str) -> Span | None:
    """Units of `currency` for one unit of `other`; None when either is not in the table."""
    first, second = _PER_DOLLAR.get(currency), _PER_DOLLAR.get(other)
    if first is None or second is None:
        return None
    return Span(Decimal(first[0]) / Decimal(second[1]), Decimal(first[1]) / Decimal(second[0]))
