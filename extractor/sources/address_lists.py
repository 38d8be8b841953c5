"""Lists of web addresses: one a line, blank lines and lines that start with # left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Protocol

from extractor.errors import SourceError

# What a user means as an address: a scheme with slashes, or one of those that do without.
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{1,20}://|(?:file|ftp|gopher|data|javascript|https?):(?!\\)", re.IGNORECASE)
_LONGEST_LINE = 8192
_SNIFFED_LINES = 20


class Lines(Protocol):
    """Anything that gives its lines one at a time."""

    def readline(self, limit: int = -1, /) -> bytes: ...


def is_address(name: str) -> bool:
    """Whether a name is written as a web address, and not as a file's."""
    return bool(_ADDRESS.match(name.strip()))


def is_list(first_lines: bytes) -> bool:
    """Whether the first line that says anything is an address: then all of them are meant as such."""
    for line in first_lines.removeprefix(b"\xef\xbb\xbf").splitlines()[:_SNIFFED_LINES]:
        text = line.strip()
        if text and not text.startswith(b"#"):
            return is_address(text.decode("utf-8", "replace")) and b" " not in text
    return False


def read_addresses(stream: Lines, *, origin: str) -> Iterator[str | SourceError]:
    """The addresses of a list as its lines come; a line that is none is a SourceError with its 1-based number."""
    number = 0
    while raw := stream.readline(_LONGEST_LINE):
        number += 1
        text = raw.decode("utf-8-sig" if number == 1 else "utf-8", "replace").strip()
        if not text or text.startswith("#"):
            continue
        if is_address(text):
            yield text
        else:
            cause = f"{text[:60]!r} is no web address"
            yield SourceError(origin, cause, line=number, code="source.bad_address")


class Peeked:
    """A stream whose first lines were looked at: gives them again, then the rest."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lines: list[bytes] = []

    def head(self) -> bytes:
        """The lines up to the first one that says something."""
        while len(self._lines) < _SNIFFED_LINES and (line := self._stream.readline(_LONGEST_LINE)):
            self._lines.append(line)
            text = line.removeprefix(b"\xef\xbb\xbf").strip()
            if text and not text.startswith(b"#"):
                break
        return b"".join(self._lines)

    def readline(self, limit: int = -1, /) -> bytes:
        """The next line; a line that was looked at in part is read to its end."""
        if not self._lines:
            return self._stream.readline(limit)
        line = self._lines.pop(0)
        if line.endswith(b"\n") or self._lines or len(line) < _LONGEST_LINE:
            return line
        return line + self._stream.readline(limit - len(line) if limit > 0 else limit)
