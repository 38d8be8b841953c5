"""Plain text to typed paragraphs: wrapped lines are joined, headings and list items are told apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extractor.article import BlockKind

_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_PARAGRAPH_BREAK = re.compile(r"\n[ \t\xa0]*\n\s*")
_BULLET = re.compile(r"(?:[-*•‣▪●–—]|\(?\d{1,2}[.)])\s+\S")
_SENTENCE_END = re.compile(r"[.!;:,…][\"'”’)\]]*$")
_INNER_SENTENCE = re.compile(r"[.!?]\s+\S")

# `Lead investors: Acme Capital`, a line of a deal sheet: what stands behind the label is text
_FACT = re.compile(
    r"(?:[\w'’/-]+ ){0,4}(?:investors?|backers?|participants?|leads?|leaders?|funders?|shareholders?|angels|round|"
    r"stage|amount|sum|raised|funding|valuation|type|invested|participated|by)(?: (?:in|of) (?:[\w-]+ ?){1,3})?: \S",
    re.IGNORECASE,
)

# Hard-wrapped text, as mail and old wire copy have it, breaks at 60 to 80 columns; the margins allow for long words.
_WRAPPED_WIDTH = range(50, 101)
_HEADING_LENGTH = 90
# a row of a table has so many bars at least
_BARS = 2


def clean_characters(text: str) -> str:
    """`text` that every output can hold: control characters become spaces, lone surrogates U+FFFD; same length."""
    return _LONE_SURROGATE.sub("\ufffd", _UNSAFE.sub(" ", text))


def clean_text(text: str) -> str:
    """`text` with clean characters and its line ends as `\\n`."""
    return clean_characters(text.replace("\r\n", "\n").replace("\r", "\n"))


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a body. Blank lines part them; single line ends do, unless the text is hard-wrapped."""
    groups = [
        [line.strip() for line in group.split("\n") if line.strip()] for group in _PARAGRAPH_BREAK.split(text.strip())
    ]
    groups = [group for group in groups if group]
    if _is_wrapped([group for group in groups if not _is_table(group)]):
        return [part for group in groups for part in (group if _is_table(group) else [" ".join(group)])]
    return [line for group in groups for line in group]


def _is_table(group: Sequence[str]) -> bool:
    """Rows with columns between bars."""
    return len(group) > 1 and all(line.count("|") >= _BARS for line in group)


def _is_wrapped(groups: Sequence[Sequence[str]]) -> bool:
    """Most lines but the last of a group stop in mid-sentence, and are of one width or go on in small letters."""
    pairs = [pair for group in groups for pair in pairwise(group)]
    if len(pairs) < 2:
        return False
    even = sum(len(line) in _WRAPPED_WIDTH for line, _ in pairs)
    unfinished = sum(not line.endswith((".", "!", "?", ":")) for line, _ in pairs)
    goes_on = sum(line[-1].isalnum() and after[0].islower() for line, after in pairs)
    of_one_width = even >= 0.8 * len(pairs) or (goes_on > 2 and goes_on >= 0.3 * len(pairs))
    return of_one_width and unfinished >= 0.6 * len(pairs)


def typed(lines: Sequence[str]) -> list[tuple[BlockKind, str]]:
    """Each paragraph with its kind: a short line without sentence end that is followed by text is a heading."""
    if not lines:
        return []
    kinds: list[tuple[BlockKind, str]] = []
    # nothing follows the last line, so that it heads nothing
    heads = [*map(_may_head, lines), True]
    for line, (heads_text, heading_follows) in zip(lines, pairwise(heads), strict=True):
        if _BULLET.match(line):
            kinds.append(("list_item", line))
        elif heads_text and not heading_follows and not _FACT.match(line):
            kinds.append(("heading", line))
        else:
            kinds.append(("paragraph", line))
    return kinds


def _may_head(line: str) -> bool:
    if len(line) > _HEADING_LENGTH or _SENTENCE_END.search(line):
        return False
    return not _INNER_SENTENCE.search(line)
