"""Pages of earlier runs in one SQLite file, so that hosts need to send only what has changed."""

from __future__ import annotations

import sqlite3
import threading
import time
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from extractor.errors import UsageError
from extractor.fetching.exchange import Answer

_VERSION = 1
# Beyond this the pages unused for longest are dropped when the store is closed.
_LARGEST = 2 * 1024**3
_BUSY_SECONDS = 10.0
_TABLE = """
CREATE TABLE IF NOT EXISTS pages (
    url TEXT PRIMARY KEY, etag TEXT, last_modified TEXT, media_type TEXT NOT NULL, charset TEXT,
    body BLOB NOT NULL, used_at INTEGER NOT NULL
) WITHOUT ROWID
"""


class PageStore:
    """Keeps answers that carry an ETag or a Last-Modified date. Safe to use from several threads.

    A fault of the file while running only means that pages are downloaded again.
    Raises UsageError when the file is no store of ours.
    """

    def __init__(self, path: str) -> None:
        self._lock = threading.Lock()
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            self._pages = sqlite3.connect(path, timeout=_BUSY_SECONDS, check_same_thread=False, isolation_level=None)
            version = self._pages.execute("PRAGMA user_version").fetchone()[0]
            if version not in (0, _VERSION):
                raise UsageError(f"{path}: a cache of another version; remove the file or name another one")
            self._pages.execute("PRAGMA journal_mode = WAL")
            self._pages.execute("PRAGMA synchronous = NORMAL")
            self._pages.execute(_TABLE)
            self._pages.execute(f"PRAGMA user_version = {_VERSION}")
        except sqlite3.Error as error:
            raise UsageError(f"{path}: cannot be used as the cache of pages: {error}") from None
        except OSError as error:
            raise UsageError(f"{path}: cannot be used as the cache of pages: {error.strerror}") from None

    def conditions(self, url: str) -> Mapping[str, str]:
        """The request headers that ask for the page only if it has changed; {} for a page that is not kept."""
        row = self._row("SELECT etag, last_modified FROM pages WHERE url = ?", url)
        etag, last_modified = row or (None, None)
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        return {name: value for name, value in conditions.items() if value}

    def kept(self, url: str) -> Answer | None:
        """The page as it was when it was fetched; None when it is not kept, or not whole."""
        row = self._row("SELECT body, media_type, charset FROM pages WHERE url = ?", url)
        if row is None:
            return None
        with suppress(zlib.error, sqlite3.Error):
            body = zlib.decompress(row[0])
            with self._lock:
                self._pages.execute("UPDATE pages SET used_at = ? WHERE url = ?", (int(time.time()), url))
            return Answer(url, 304, body=body, media_type=row[1], charset=row[2])
        return None

    def keep(self, answer: Answer) -> None:
        """Keep a page that a host can recognise later; forget the copy of one that it cannot."""
        fields = (answer.etag, answer.last_modified, answer.media_type, answer.charset)
        with suppress(sqlite3.Error), self._lock:
            if not answer.may_be_stored or not (answer.etag or answer.last_modified):
                self._pages.execute("DELETE FROM pages WHERE url = ?", (answer.url,))
                return
            row = (answer.url, *fields, zlib.compress(answer.body, 1), int(time.time()))
            self._pages.execute("INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def close(self) -> None:
        """Drop what is beyond the size limit, and close the file."""
        with suppress(sqlite3.Error), self._lock:
            total = self._pages.execute("SELECT coalesce(sum(length(body)), 0) FROM pages").fetchone()[0]
            if total > _LARGEST:
                self._pages.execute(
                    "DELETE FROM pages WHERE url IN (SELECT url FROM (SELECT url, sum(length(body)) OVER "
                    "(ORDER BY used_at DESC, url) AS so_far FROM pages) WHERE so_far > ?)",
                    (_LARGEST // 2,),
                )
            self._pages.close()

    def _row(self, query: str, url: str) -> tuple[Any, ...] | None:
        row: tuple[Any, ...] | None = None
        with suppress(sqlite3.Error), self._lock:
            row = self._pages.execute(query, (url,)).fetchone()
        return row
