"""How far a run is: one line on a terminal that is drawn over; nothing where output is kept in a file."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from typing import TextIO

_EVERY = 0.2
_CLEAR = "\r\x1b[K"


class ProgressLine:
    """Draws on `stream` if that is a terminal, a few times a second at most. Use as a context manager."""

    def __init__(self, stream: TextIO, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._is_on = stream.isatty()
        self._start = clock()
        self._drawn_at = float("-inf")
        self._is_drawn = False

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def draw(self, done: int, known: int | None, failed: int) -> None:
        """Show the counts; `known` is how many there are to do, as far as known, None when nobody knows."""
        now = self._clock()
        if not self._is_on or now - self._drawn_at < _EVERY:
            return
        self._drawn_at = now
        text = progress_text(done, known, failed, now - self._start)
        width = shutil.get_terminal_size().columns - 1
        self._stream.write(_CLEAR + text[:width])
        self._stream.flush()
        self._is_drawn = True

    def say(self, line: str) -> None:
        """Print a line of its own, above the progress."""
        self.clear()
        print(line, file=self._stream)

    def clear(self) -> None:
        """Take the progress away."""
        if self._is_drawn:
            self._stream.write(_CLEAR)
            self._stream.flush()
            self._is_drawn = False


def progress_text(done: int, known: int | None, failed: int, seconds: float) -> str:
    """`120 of 2,000 pages, 4 failed, 11.8/s, 2:39 left`."""
    rate = done / seconds if seconds > 0 else 0.0
    parts = [f"{done:,} of {known:,} pages" if known is not None else f"{done:,} documents"]
    if failed:
        parts.append(f"{failed:,} failed")
    parts.append(f"{rate:.1f}/s")
    if known is not None and rate > 0 and known > done:
        parts.append(f"{_clock_time((known - done) / rate)} left")
    return ", ".join(parts)


def _clock_time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
