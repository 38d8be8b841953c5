"""A .jsonl file of documents, one JSON object a line: `id`, `url`, `title`, `published`, `outlet`, `text`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from extractor.article import Article
from extractor.errors import SourceError
from extractor.reading.published import parse_published
from extractor.sources.address_lists import Lines
from extractor.sources.documents import article_from_fields
from extractor.sources.layout import clean_characters

# No article comes near; a longer line is a file of another kind, and reading on would fill the memory.
LONGEST_LINE = 16 * 1024 * 1024
_BOM = b"\xef\xbb\xbf"


def read_jsonl(
    stream: Lines, *, origin: str, published: str | None = None
) -> Iterator[tuple[Article | SourceError, int]]:
    """Every document of the stream, and a SourceError for each line that is none, each with its 1-based line.

    `published` (ISO) is the date of documents that carry none themselves.
    """
    number = 0
    filled = False
    while raw := stream.readline(LONGEST_LINE):
        number += 1
        if len(raw) == LONGEST_LINE and not raw.endswith(b"\n"):
            cause = "the line is too long for a document"
            yield SourceError(origin, cause, line=number, code="source.too_large"), number
            return
        raw = raw.removeprefix(_BOM) if number == 1 else raw
        if not raw.strip():
            continue
        filled = True
        try:
            yield _document(_object(raw, origin, number), origin, number, published), number
        except SourceError as error:
            yield error, number
            if error.code == "source.binary" and number == 1:
                return
    if not filled:
        yield SourceError(origin, "the file is empty", code="source.empty"), 0


def _object(raw: bytes, origin: str, number: int) -> dict[str, Any]:
    if b"\0" in raw:
        raise SourceError(origin, "this is binary data, not JSON", line=number, code="source.binary")
    try:
        value = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        cause = f"not UTF-8 (byte {error.start + 1} of the line)"
        raise SourceError(origin, cause, line=number, code="source.not_utf8") from None
    except json.JSONDecodeError as error:
        cause = f"not JSON: {error.msg} (column {error.colno})"
        raise SourceError(origin, cause, line=number, code="source.bad_json") from None
    except (RecursionError, ValueError):
        raise SourceError(origin, "not JSON that can be read", line=number, code="source.bad_json") from None
    if not isinstance(value, dict):
        raise SourceError(origin, "a document must be a JSON object", line=number, code="source.bad_json")
    return value


def _document(fields: dict[str, Any], origin: str, number: int, published: str | None) -> Article:
    text = _string(fields, "text", origin, number)
    title = _string(fields, "title", origin, number)
    if not text or not text.strip():
        cause = "the document has no `text`"
        raise SourceError(origin, cause, line=number, code="source.missing_field")
    identity = fields.get("id")
    if isinstance(identity, int) and not isinstance(identity, bool):
        fields = {**fields, "id": str(identity)}
    stated = _string(fields, "published", origin, number)
    return article_from_fields(
        text=text,
        title=title or "",
        id=_string(fields, "id", origin, number),
        url=_string(fields, "url", origin, number),
        outlet=_string(fields, "outlet", origin, number),
        published_on=(parse_published(stated) if stated else None) or published,
        published_basis="given",
    )


def _string(fields: dict[str, Any], name: str, origin: str, number: int) -> str | None:
    value = fields.get(name)
    if value is None or isinstance(value, str):
        return clean_characters(value) if value else None
    cause = f"`{name}` must be a string, not {type(value).__name__}"
    raise SourceError(origin, cause, line=number, code="source.bad_field")
