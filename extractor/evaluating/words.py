"""Words: each error beside the words of the article that it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from extractor.evaluating.scores import FieldError

# Characters of the article shown around a value, both sides together.
CONTEXT = 100
_NUMBER = re.compile(r"[\d.,]+")


def error_lines(errors: Iterable[FieldError], texts: dict[str, str]) -> Iterator[str]:
    """Two lines an error: what differs, and the article's words around it where they can be found."""
    for error in errors:
        gold = "-" if error.gold is None else error.gold
        predicted = "-" if error.predicted is None else error.predicted
        yield f"{error.document} | {error.field} | {error.kind} | gold {gold} | predicted {predicted}"
        words = words_of(error, texts.get(error.document, ""))
        if words:
            yield f"    {words}"


def words_of(error: FieldError, text: str) -> str:
    """The characters around the predicted value's evidence, else around the labelled value where the text has it."""
    if error.evidence:
        first = min(error.evidence, key=lambda e: e.start)
        return around(text, first.start, first.end)
    place = next((found for clue in error.clues if (found := find_clue(text, clue)) is not None), None)
    return "" if place is None else around(text, *place)


def find_clue(text: str, clue: str) -> tuple[int, int] | None:
    """The first place of a clue as a whole word or number, case aside; None when the text does not have it."""
    if not clue:
        return None
    number = _NUMBER.fullmatch(clue) is not None
    before, after = (
        (r"(?<![\d.,])", r"(?![.,]?\d)") if number else (r"(?<!\w)", r"(?!\w)" if clue[-1].isalnum() else "")
    )
    found = re.search(before + re.escape(clue) + after, text, re.IGNORECASE)
    return None if found is None else found.span()


def around(text: str, start: int, end: int) -> str:
    """About CONTEXT characters around a span in one line, the span in ⟦ ⟧, … where the text goes on."""
    room = max(CONTEXT - (end - start), 20) // 2
    left, right = max(0, start - room), min(len(text), end + room)
    shown = f"{text[left:start]}⟦{text[start:end]}⟧{text[end:right]}"
    return ("…" if left else "") + " ".join(shown.split()) + ("…" if right < len(text) else "")
