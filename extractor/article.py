"""Article: canonical text with its blocks; every offset of a record points into it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["headline", "heading", "byline", "paragraph", "list_item"]
PublishedBasis = Literal[
    "json_ld",
    "open_graph",
    "meta",
    "microdata",
    "time_tag",
    "given",
    "byline",
    "dateline",
    "url",
    "text",
    "modified",
    "feed",
]

SEPARATOR = "\n\n"


@dataclass(frozen=True, slots=True)
class Redirect:
    """One step on the way to a page: the address that was asked, and the status that led on."""

    url: str
    status: int


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the canonical text, `start` inclusive, `end` exclusive, in code points."""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """A read article. `text` is the canonical text: title, blank line, paragraphs separated by a blank line.

    `published_on` and `modified_on` are ISO dates, possibly partial (`2018-04`, `2018`), or None when nothing states
    them; each basis says what stated it. `asked` is the address as given of a page that was fetched, and
    `redirects` are the steps that led from there to `url`.
    """

    id: str
    text: str
    blocks: tuple[Block, ...]
    title: str = ""
    url: str | None = None
    canonical_url: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published_on: str | None = None
    published_basis: PublishedBasis | None = None
    modified_on: str | None = None
    modified_basis: PublishedBasis | None = None
    language: str | None = None
    asked: str | None = None
    redirects: tuple[Redirect, ...] = ()

    @property
    def text_sha256(self) -> str:
        """Hex SHA-256 of the UTF-8 canonical text."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def block_text(self, block: Block) -> str:
        """The characters of one block."""
        return self.text[block.start : block.end]


def canonical_text(title: str, blocks: Iterable[tuple[BlockKind, str]]) -> tuple[str, tuple[Block, ...]]:
    """Join a title and body blocks into the canonical text and the blocks that point into it.

    Empty blocks are dropped. A missing title yields a text that starts with the first body block.
    """
    parts: list[str] = []
    placed: list[Block] = []
    position = 0
    for kind, raw in _titled(title, blocks):
        piece = raw.strip()
        if not piece:
            continue
        if parts:
            parts.append(SEPARATOR)
            position += len(SEPARATOR)
        parts.append(piece)
        placed.append(Block(kind, position, position + len(piece)))
        position += len(piece)
    return "".join(parts), tuple(placed)


def _titled(title: str, blocks: Iterable[tuple[BlockKind, str]]) -> Iterator[tuple[BlockKind, str]]:
    yield "headline", " ".join(title.split())
    yield from blocks
