"""Fetched pages as files of one folder, with a line about each in `fetched.ndjson`."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO
from urllib.parse import unquote, urlsplit

from extractor.article import Article
from extractor.errors import SinkError
from extractor.reading.addresses import canonical_url
from extractor.records import OF_LISTS, PASSING

INDEX = "fetched.ndjson"
_LONGEST_NAME = 80


class PageFolder:
    """Writes pages under names made of their address, so that a second run writes the same files.

    The index is no `.jsonl` file: `extractor run` takes the folder for what it holds, pages. It grows beside its place
    and takes it at the end; one that was left by an interrupted run is gone on with, unless `restart` says otherwise.
    Raises SinkError when the folder cannot be written.
    """

    def __init__(self, folder: str, *, restart: bool = False) -> None:
        self._folder = Path(folder)
        self._part = self._folder / f".{INDEX}.part"
        self._restart = restart
        self._index: TextIO | None = None
        self._done: set[str] = set()

    def __enter__(self) -> PageFolder:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            kept = [] if self._restart or not self._part.exists() else list(self._settled())
            self._index = self._part.open("w", encoding="utf-8", newline="\n")
        except OSError as error:
            raise SinkError(f"{self._folder}: {error.strerror or 'cannot be written'}") from None
        for entry in kept:
            self._done.add(canonical_url(entry["url"]) or entry["url"])
            self.note(entry)
        return self

    @property
    def done_before(self) -> int:
        """How many addresses an interrupted run had dealt with."""
        return len(self._done)

    def has_address(self, address: str) -> bool:
        """Whether an interrupted run had dealt with an address, given in its canonical form."""
        return address in self._done

    def has_article(self, article: Article) -> bool:
        """Pages are only saved here; nobody reads them."""
        return False

    def _settled(self) -> Iterator[dict[str, Any]]:
        """The lines of an interrupted run: pages that are there, and failures that will not pass."""
        for line in self._part.read_text(encoding="utf-8").splitlines():
            try:
                entry = json.loads(line)
            except ValueError:  # torn by a sudden end
                return
            is_there = entry.get("file") and (self._folder / entry["file"]).exists()
            code = entry.get("code", "")
            if is_there or (code.startswith("fetching.") and code not in PASSING | OF_LISTS):
                yield entry

    def write(self, body: bytes, *, url: str, facts: dict[str, object]) -> Path:
        """Write a page whole, by renaming, and its line: its address, its file and further `facts`."""
        path = self._folder / page_name(url)
        part = path.with_name(f".{path.name}.part")
        try:
            part.write_bytes(body)
            part.replace(path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise SinkError(f"{path}: {error.strerror or 'cannot be written'}") from None
        self.note({"url": url, "file": path.name, **facts})
        return path

    def note(self, facts: dict[str, object]) -> None:
        """Write one line of the index."""
        assert self._index is not None
        try:
            self._index.write(json.dumps(facts, ensure_ascii=False) + "\n")
            self._index.flush()
        except OSError as error:
            raise SinkError(f"{self._folder / INDEX}: {error.strerror or 'cannot be written'}") from None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._index is not None:
            self._index.close()
            if kind is None:
                self._part.replace(self._folder / INDEX)


def page_name(url: str) -> str:
    """`news.example-larkspur-raises-4m-1f0c9a3b.html`: host, last part of the path, and a hash of the whole."""
    parts = urlsplit(url)
    last = unquote(parts.path.rstrip("/").rpartition("/")[2])
    words = re.sub(r"[^A-Za-z0-9.]+", "-", f"{parts.hostname or ''}-{last}").strip("-.").removesuffix(".html")
    digest = hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{words[:_LONGEST_NAME]}-{digest}.html"
