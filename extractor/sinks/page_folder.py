"""Fetched pages as files of one folder, with a line about each in `fetched.ndjson`."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from types import TracebackType
from typing import TextIO
from urllib.parse import unquote, urlsplit

from extractor.errors import SinkError

INDEX = "fetched.ndjson"
_LONGEST_NAME = 80


class PageFolder:
    """Writes pages under names made of their address, so that a second run writes the same files.

    The index is no `.jsonl` file: `extractor run` takes the folder for what it holds, pages.
    Raises SinkError when the folder cannot be written.
    """

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)
        self._index: TextIO | None = None

    def __enter__(self) -> PageFolder:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._index = (self._folder / INDEX).open("w", encoding="utf-8", newline="\n")
        except OSError as error:
            raise SinkError(f"{self._folder}: {error.strerror or 'cannot be written'}") from None
        return self

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


def page_name(url: str) -> str:
    """`news.example-larkspur-raises-4m-1f0c9a3b.html`: host, last part of the path, and a hash of the whole."""
    parts = urlsplit(url)
    last = unquote(parts.path.rstrip("/").rpartition("/")[2])
    words = re.sub(r"[^A-Za-z0-9.]+", "-", f"{parts.hostname or ''}-{last}").strip("-.").removesuffix(".html")
    digest = hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{words[:_LONGEST_NAME]}-{digest}.html"
