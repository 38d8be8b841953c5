"""Currency forms beside a number: `US$`, `CAD $`, `MSEK` before it; `€`, `AUD`, `million Swiss francs` after it."""

from __future__ import annotations

import re

from extractor.recognizing.money_tables import Marker, currency_tables

_WORD = re.compile(r"(?:[A-Za-z]\.){2,3}|[^\W\d_]++(?:'[^\W\d_]++)?")
_LONGEST_WORDS = 4
_SUFFIX_GAP = re.compile(r"(?:[ ]{0,2}-?\n?)(\()?(?:d'|de[ ])?")
_NEXT_NUMBER = re.compile(r"[ ]?[0-9]")
# Weight, unless the thing weighed is money: `5 million pounds of cheese`, `1.5m pounds of investment`.
_POUNDS_OF = re.compile(
    r"[ ]of[ ](?!(?:new |fresh |public |private |additional |taxpayer |seed |growth )?"
    r"(?:funding|investment|equity|debt|capital|finance|financing|revenue|sales|money|grant|backing|venture|cash)\b)"
)
_ROUND_LETTER = re.compile(r"(?:series|round|class)[ -][A-Za-z]{1,2}\Z", re.IGNORECASE)


def first_words(phrase: str) -> list[str]:
    """The words of a phrase, lower case, hyphens parted."""
    return phrase.lower().replace("-", " ").split()


def singular_adjective(suffix: str) -> bool:
    """Whether `-dollar` or ` dollar` follows: `a billion-dollar company` states no amount."""
    return suffix.startswith("-") or suffix.strip().lower() in {"dollar", "pound", "rupee"}


def read_prefix(text: str, start: int, floor: int) -> tuple[int, Marker] | None:
    """The currency that ends before `start` and where it starts; nothing before `floor` is looked at."""
    tables = currency_tables()
    if found := _dashed_code(text, start, floor):
        return found
    end = start
    while end > floor and start - end < 2 and text[end - 1] == " ":
        end -= 1
    if end == floor or text[end - 1] not in tables.prefix_ends:
        return None
    for size in range(min(tables.prefix_length, end - floor), 0, -1):
        marker = tables.prefixes.get(text[end - size : end])
        if marker and _stands_free(text, end - size, text[end - size : end]):
            return _widened(text, end - size, marker, floor)
    return None


def _dashed_code(text: str, start: int, floor: int) -> tuple[int, Marker] | None:
    """`EUR-140m`: a code tied to its number by a dash."""
    low = start - 4
    if low < floor or text[start - 1] != "-" or (low > 0 and (text[low - 1].isalnum() or text[low - 1] in "-_")):
        return None
    code = text[low : start - 1]
    marker = currency_tables().codes.get(code) if code.isupper() else None
    return (low, marker) if marker else None


def _stands_free(text: str, start: int, form: str) -> bool:
    """Whether the form is no tail of a longer word; a symbol may follow a word that lost its space (`raised$5M`)."""
    before = text[start - 1] if start else " "
    if not form[0].isalpha():
        return not ("A" <= before <= "Z" and form == "$") or _after_words(text, start)
    if form[0] > "\u2e80":
        return True
    if "$" in form:
        letter = len(form) == 2 and _ROUND_LETTER.search(text[max(0, start - 8) : start + 1])
        return not (before.isupper() or before.isdigit() or before in "$_" or letter)
    if before == "$":
        return len(form) > 1
    return not (before.isalnum() or before in "_&") and (len(form) > 1 or before not in "-.'")


def _after_words(text: str, start: int) -> bool:
    """`RAISES$5M` and `Series B$5M` hold a plain dollar sign; `XY$5M` is some dollar we do not know."""
    run = text[max(0, start - 3) : start]
    return (len(run) == 3 and run.isalpha()) or _ROUND_LETTER.search(text[max(0, start - 9) : start]) is not None


def _widened(text: str, start: int, marker: Marker, floor: int) -> tuple[int, Marker]:
    """Take in what doubles the form: `USD $`, `$CAD`."""
    if start > floor and text[start - 1] == "$" and text[start].isalpha():
        return start - 1, marker
    if len(marker.codes) == 1:
        return start, marker
    end = start - 1 if text[max(floor, start - 1) : start] == " " else start
    code = text[max(floor, end - 3) : end]
    found = currency_tables().codes.get(code) if code.isupper() else None
    before = text[end - 4] if end >= 4 else " "
    if found and found.codes[0] in marker.codes and not before.isalnum():
        return end - 3, Marker(found.codes, "code")
    return start, marker


def read_suffix(text: str, end: int, *, scaled: bool, grouped: bool) -> tuple[int, Marker] | None:
    """The currency after a number that ends at `end`, with its own end.

    `scaled`: the number has a scale word; `grouped`: its digits are grouped. Ambiguous forms need one of them.
    """
    first = text[end : end + 4].lstrip(" -(\n")[:1]
    if not (first.isalpha() or first in currency_tables().suffix_starts):
        return None
    if text[end] == first and not first.isalpha() and text[end + 1 : end + 2].isdigit():
        return None  # the symbol of the next amount: `5$10`
    gap = _SUFFIX_GAP.match(text, end)
    start = gap.end() if gap else end
    if start >= len(text):
        return None
    bracketed = bool(gap and gap.group(1))
    found = _written_suffix(text, start) or (None if bracketed else _words(text, start))
    if found is None:
        return None
    after, marker = found
    if marker.kind != "word" and _NEXT_NUMBER.match(text, after) and (not scaled or marker.kind == "symbol"):
        return None
    if marker.scaled and not (scaled or (grouped and marker.kind == "code")):
        return None
    if not bracketed:
        return after, marker
    return (after + 1, marker) if marker.kind == "code" and text.startswith(")", after) else None


def _written_suffix(text: str, start: int) -> tuple[int, Marker] | None:
    """A symbol or a code: the longest form that does not run on into a word."""
    tables = currency_tables()
    if not (text[start].isalpha() or text[start] in tables.suffix_starts):
        return None
    for size in range(min(tables.suffix_length, len(text) - start), 0, -1):
        marker = tables.suffixes.get(text[start : start + size])
        if marker is None:
            continue
        last, after = text[start + size - 1], text[start + size : start + size + 1]
        if not (last.isalpha() and last < "\u2e80" and (after.isalnum() or after in ("$", "_"))):
            return start + size, marker
    return None


def _words(text: str, start: int) -> tuple[int, Marker] | None:
    """A currency in words, the longest known: `Swiss francs`, `pounds sterling`."""
    tables = currency_tables()
    found = _WORD.match(text, start)
    if found is None or found.group().lower() not in tables.first_words:
        return None
    words: list[str] = []
    best: tuple[int, Marker] | None = None
    while found and len(words) < _LONGEST_WORDS:
        words.append(found.group().lower())
        marker = tables.words.get(tuple(words))
        best = (found.end(), marker) if marker else best
        parted = text[found.end() : found.end() + 1] in (" ", "-")
        found = _WORD.match(text, found.end() + 1) if parted else None
    if best and best[1].codes[0] == "GBP" and _POUNDS_OF.match(text, best[0]):
        return None
    return best
