"""Saved pages by name, streaming: each file to what was read of it, whatever kind of page it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from extractor.errors import SourceError
from extractor.reading.decoding import unpacked
from extractor.reading.html import PageReading, read_page
from extractor.records import Failure
from extractor.screening.screen import Screening, screen_page
from extractor.sources.reader import failure, files_of, is_page, page_bytes

_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A page that was read; `id` is its file's name without `.html`, `source` the file."""

    id: str
    source: str
    reading: PageReading


def read_pages(paths: Sequence[str], *, published: str | None = None) -> Iterator[ReadFile | Failure]:
    """The pages of files and folders in the given order; what cannot be read is a Failure, and the rest still comes.

    `published` (ISO) overrides the dates of the pages.
    """
    return _each(paths, lambda file: _read(file, published))


def _read(file: Path, published: str | None) -> ReadFile:
    origin = str(file)
    if not is_page(file):
        cause = "this is not the name of an HTML page; use .html, .htm, .xhtml or .html.gz"
        raise SourceError(origin, cause, code="source.unsupported")
    return ReadFile(page_id(file), origin, read_page(page_bytes(file), origin=origin, published=published))


@dataclass(frozen=True, slots=True)
class ScreenedFile:
    """A page that was only screened; `source` is the file."""

    source: str
    screening: Screening


def screen_pages(paths: Sequence[str]) -> Iterator[ScreenedFile | Failure]:
    """Whether each page of files and folders may be about a funding round, by its bytes.

    What cannot be read is a Failure, and the rest still comes.
    """
    return _each(paths, _screened)


def _screened(file: Path) -> ScreenedFile:
    return ScreenedFile(str(file), screen_page(unpacked(page_bytes(file), str(file))))


def _each(paths: Sequence[str], deal_with: Callable[[Path], _Found]) -> Iterator[_Found | Failure]:
    """What became of each page of files and folders."""
    for name in paths:
        try:
            files = files_of(name, is_page, ".html")
        except SourceError as error:
            yield failure(error)
            continue
        for file in files:
            try:
                yield deal_with(file)
            except SourceError as error:
                yield failure(error)
            except OSError as error:
                yield failure(SourceError(str(file), error.strerror or "cannot be read"))


def page_id(file: Path) -> str:
    """A file's name without its ending: `larkspur` for `larkspur.html` and for `larkspur.html.gz`."""
    name = file.name.removesuffix(".gz")
    return name.rpartition(".")[0] or name
