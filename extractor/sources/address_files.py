"""Local files that name web pages: lists of addresses, and saved feeds and sitemaps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from extractor.errors import SourceError
from extractor.fetching.page import Listed
from extractor.fetching.unpacking import UnpackError, unpacked
from extractor.sources.address_lists import is_list, read_addresses
from extractor.sources.listings import listed_addresses

_LISTINGS = (".xml", ".rss", ".atom", ".json", ".xml.gz")
_LISTS = (".urls", ".txt")
_HEAD = 8192
# The sitemap protocol ends at 50 MB; https://www.sitemaps.org/protocol.html
_LARGEST = 64 * 1024 * 1024


def addresses_in(path: Path) -> Iterator[Listed] | None:
    """The addresses that a file names, with the texts that a feed carries; None for a file that holds something else.

    Raises OSError when the file cannot be opened.
    """
    name = path.name.lower()
    if not path.is_file():
        return None
    if name.endswith(_LISTINGS):
        return _listed(path)
    if name.endswith(_LISTS):
        with path.open("rb") as stream:
            if name.endswith(".urls") or is_list(stream.read(_HEAD)):
                return _lines(path)
    return None


def _lines(path: Path) -> Iterator[str | SourceError]:
    with path.open("rb") as stream:
        yield from read_addresses(stream, origin=str(path))


def _listed(path: Path) -> Iterator[Listed]:
    origin = str(path)
    with path.open("rb") as stream:
        data = stream.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        yield SourceError(origin, "the file is too large for a feed or sitemap", code="source.too_large")
        return
    try:
        if data.startswith(b"\x1f\x8b"):
            data = unpacked([data], "gzip", _LARGEST)
        listed = listed_addresses(data, origin=origin, with_texts=True)
    except UnpackError as error:
        yield SourceError(origin, error.cause, code="source.bad_listing")
    except SourceError as error:
        yield error
    else:
        if not listed:
            cause = "this is no feed and no sitemap" if listed is None else "nothing is listed here"
            yield SourceError(origin, cause, code="source.bad_listing" if listed is None else "source.empty")
        else:
            yield from listed
