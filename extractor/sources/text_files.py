"""A .txt article: title, byline, published line, body."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.article import Article, PublishedBasis
from extractor.reading.published import parse_published
from extractor.sources.documents import article_from_fields
from extractor.sources.layout import clean_text

_LONGEST_TITLE = 220
_LONGEST_FURNITURE = 90
_HEAD_LINES = 5
_PUBLISHED = re.compile(r"(?:first\s)?(?:published|updated|posted|last\supdated)\b", re.IGNORECASE)
_READING_TIME = re.compile(r"(?:about\s)?\d{1,3}\smin(?:ute)?s?\sread", re.IGNORECASE)
_BY = re.compile(r"(?:written\s)?by:?\s+(?=\S)", re.IGNORECASE)
_NAME_WORD = r"(?:[A-Z][\w.'’-]{0,24}|de|del|der|da|van|von|bin|al|la|le)"
_PERSON = re.compile(rf"[A-Z][\w.'’-]{{0,24}}(?:\s{_NAME_WORD}){{1,3}}")
_JOINED_NAMES = re.compile(r"\s*,\s*(?:and\s+)?|\s+(?:and|&)\s+")
_DATE_LINE = re.compile(r"[\w\s,.:/+|·•–—-]{4,60}")
_SECTION_NUMBER = re.compile(r"\d{1,2}[.)]?")
_SHORTEST_FOOTER_TITLE = 15


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands above the body; `body_from` is the index of the body's first line."""

    title: str
    authors: tuple[str, ...]
    published_on: str | None
    body_from: int


def article_from_text(
    text: str, *, published: str | None = None, title: str | None = None, id: str | None = None
) -> Article:
    """An Article from plain text whose first line is the title, unless `title` is given.

    A byline and a published line under the title become authors and date (basis `byline`); bare section
    numbers and a last line that repeats the title are dropped. `published` (ISO) overrides what the text says.
    """
    lines = [line.strip() for line in clean_text(text.removeprefix("\ufeff")).split("\n")]
    head = _head(lines, title)
    body = [line for line in lines[head.body_from :] if not _SECTION_NUMBER.fullmatch(line)]
    body = _without_footer(body, head.title)
    basis: PublishedBasis = "given" if published else "byline"
    return article_from_fields(
        text="\n".join(body),
        title=head.title,
        id=id,
        authors=head.authors,
        published_on=published or head.published_on,
        published_basis=basis,
    )


def _head(lines: list[str], title: str | None) -> _Head:
    filled = [index for index, line in enumerate(lines) if line]
    if title is None:
        first = lines[filled[0]] if filled else ""
        title = first if len(first) <= _LONGEST_TITLE else ""
        filled = filled[1:] if title else filled
    authors: tuple[str, ...] = ()
    published_on = None
    for _ in range(_HEAD_LINES):
        if not filled:
            break
        line = lines[filled[0]]
        after = lines[filled[1]] if len(filled) > 1 else ""
        if not authors and (names := _byline(line, after)):
            authors = names
        elif _is_published_line(line):
            published_on = published_on or parse_published(line)
        else:
            break
        filled = filled[1:]
    return _Head(title, authors, published_on, filled[0] if filled else len(lines))


def _byline(line: str, following: str) -> tuple[str, ...]:
    """The authors that a byline names, () for any other line; a bare name counts only above a published line."""
    marker = _BY.match(line)
    if len(line) > _LONGEST_FURNITURE or not (marker or _is_published_line(following)):
        return ()
    names = [name for name in _JOINED_NAMES.split(line[marker.end() :] if marker else line) if name]
    return tuple(names) if names and all(_PERSON.fullmatch(name) for name in names) else ()


def _is_published_line(line: str) -> bool:
    if not line or len(line) > _LONGEST_FURNITURE:
        return False
    if _READING_TIME.search(line):
        return True
    if _PUBLISHED.match(line):
        return not line.endswith(".")
    return bool(_DATE_LINE.fullmatch(line)) and len(line.split()) <= 6 and parse_published(line) is not None


def _without_footer(body: list[str], title: str) -> list[str]:
    last = next((index for index in range(len(body) - 1, -1, -1) if body[index]), None)
    if last is None or len(title) < _SHORTEST_FOOTER_TITLE:
        return body
    line = body[last]
    repeats = title in line and len(line) <= len(title) + 60
    return body[:last] if repeats and last > 0 else body
