"""Written numbers and the words that qualify them: what money and percentages share."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from extractor.mentions import Qualifier
from extractor.recognizing.money_tables import lexicon

LONGEST_NUMBER = 32
_BEFORE_WINDOW = 48
_SPACES = "\t\u00a0\u1680\u200b\u202f\u205f\u2060\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200B)))
_FULL_WIDTH = "".join(chr(ord(sign) + 0xFEE0) for sign in "0123456789$%()+,.")
_PLAIN = {
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys("\u2010\u2011\u2212\ufe63\uff0d", "-"),
    **dict.fromkeys("\u2019\u2018\u02bc", "'"),
    **{sign: chr(ord(sign) - 0xFEE0) for sign in _FULL_WIDTH},
    "\ufe69": "$",
    "\uffe5": "¥",
    "\uffe1": "£",
    "\uffe6": "₩",
}

# Groups of three parted by a space or an apostrophe, else digits with dots and commas. The first digit stands alone, so
# that a search skips to digits.
NUMBER = re.compile(
    r"[0-9](?:[0-9]{0,2}(?:[ '][0-9]{3}(?![0-9]))++(?:[.,][0-9]{1,2}(?![0-9]))?+|[0-9]*+(?:[.,][0-9]++)*+)"
)
_WESTERN = re.compile(r"[0-9]{1,3}(?:([.,' ])[0-9]{3})(?:\1[0-9]{3})*+")
_INDIAN = re.compile(r"[0-9]{1,3}(?:,[0-9]{2}(?=,))++,[0-9]{3}")


def plain(text: str) -> str:
    """The text with full-width digits, odd spaces and hyphens made plain; same length, so offsets stay true."""
    if text.isascii():
        return text.replace("\t", " ")
    for odd, sign in _PLAIN.items():  # a text holds few of them, and `in` is much faster than `translate`
        if odd in text:
            text = text.replace(odd, sign)
    return text


def is_indian(raw: str) -> bool:
    """Whether the digits are grouped as in India: `12,50,00,000`."""
    return _INDIAN.fullmatch(raw.partition(".")[0]) is not None


def parse_number(raw: str, *, dot_groups: bool = False) -> Decimal | None:
    """The value of a written number, or None when its separators make no sense (`1,2,3`).

    `dot_groups`: a single dot before three digits groups thousands (`335.000` in euros).
    """
    if len(raw) > LONGEST_NUMBER:
        return None
    raw = raw.replace(" ", "'")
    dots, commas = raw.count("."), raw.count(",")
    if not dots and not commas:
        return Decimal(raw.replace("'", ""))
    mark = max(".", ",", key=raw.rfind) if dots and commas else ("." if dots else ",")
    whole, _, fraction = raw.rpartition(mark)
    if _decimal_mark(raw, mark, dot_groups=dot_groups):
        digits = _ungrouped(whole)
        return None if digits is None else Decimal(f"{digits}.{fraction}")
    digits = _ungrouped(raw)
    return None if digits is None else Decimal(digits)


def _decimal_mark(raw: str, mark: str, *, dot_groups: bool) -> bool:
    """Whether the last separator of the number is its decimal mark."""
    if raw.count(mark) > 1:
        return False
    if "." in raw and "," in raw:
        return True
    whole, _, fraction = raw.rpartition(mark)
    if "'" in whole:
        return True
    groups = len(fraction) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0")
    if mark == ".":
        return not (dot_groups and groups)
    return len(fraction) < 3 or whole == "0"


def _ungrouped(raw: str) -> str | None:
    if raw.isdigit():
        return raw
    if _WESTERN.fullmatch(raw) or _INDIAN.fullmatch(raw):
        return re.sub(r"[.,']", "", raw)
    return None


@cache
def _before() -> tuple[re.Pattern[str], dict[str, Qualifier]]:
    names: dict[str, Qualifier] = {
        form: row["name"] for row in lexicon("magnitudes.toml")["qualifier"] for form in row["before"]
    }
    forms = "|".join(re.escape(form).replace(r"\ ", r"\s") for form in sorted(names, key=len, reverse=True))
    filler = r"(?:\s?(?:an?|the|another|a\stotal\sof|a\swhopping|a\sfurther|an\sadditional)(?=[\s~]))?"
    return re.compile(rf"(?:(?<![a-z])|(?=[~≈<>≥≤]))({forms}){filler}[\s~(]{{0,2}}\Z"), names


@cache
def _qualifying_ends() -> tuple[str, ...]:
    fillers = {"a", "an", "the", "another", "of", "whopping", "further", "additional"}
    ends = {form.split()[-1] for form in _before()[1]} | fillers
    return tuple(sorted(ends | {"~", "≈"}))


@cache
def _after() -> tuple[re.Pattern[str], dict[str, Qualifier]]:
    names: dict[str, Qualifier] = {
        form: row["name"] for row in lexicon("magnitudes.toml")["qualifier"] for form in row["after"]
    }
    # A bare ` plus` mostly adds something else (`$5 million plus equity`), so it must end its phrase.
    plus = r"plus(?=[ ]?(?:[.,;:)]|\Z|(?:in|round|raise|deal|financing|funding)\b))"
    forms = "|".join(plus if form == "plus" else re.escape(form) for form in names)
    return re.compile(rf"[ ]({forms})(?![a-z])|(-plus)(?![a-z])", re.IGNORECASE), names


def qualifier_of(text: str, start: int, end: int) -> Qualifier:
    """What the words just before or after `text[start:end]` say of the amount; `exact` when they say nothing."""
    pattern, names = _before()
    window = text[max(0, start - _BEFORE_WINDOW) : start].lower()
    # Most amounts follow an unqualifying word; only the last word is looked at then.
    tail = window.rstrip(" \n(")
    found = pattern.search(window) if tail.endswith(_qualifying_ends()) else None
    if found and not _is_verb_particle(window, found.start(1)):
        return names[found.group(1).replace("\n", " ")]
    if text[end : end + 1] not in (" ", "-"):
        return "exact"
    pattern, names = _after()
    after = pattern.match(text, end)
    if after:
        return "over" if after.group(2) else names[after.group(1).lower()]
    return "exact"


def _is_verb_particle(window: str, at: int) -> bool:
    """`handed over $5 million`: the word belongs to the verb."""
    return window.startswith("over", at) and window[:at].rstrip().endswith(("handed", "hand", "turned", "carried"))
