"""The progress line: counts, rate and what is left, on a terminal only."""

from __future__ import annotations

import io

import pytest

from extractor.reporting.progress import ProgressLine, progress_text


@pytest.mark.parametrize(
    ("done", "known", "failed", "seconds", "text"),
    [
        (120, 2000, 4, 10.0, "120 of 2,000 pages, 4 failed, 12.0/s, 2:37 left"),
        (0, 20, 0, 0.0, "0 of 20 pages, 0.0/s"),
        (20, 20, 0, 2.0, "20 of 20 pages, 10.0/s"),
        (1, 20_000, 0, 1.0, "1 of 20,000 pages, 1.0/s, 5:33:19 left"),
        (1500, None, 0, 100.0, "1,500 documents, 15.0/s"),
    ],
)
def test_what_is_told(done: int, known: int | None, failed: int, seconds: float, text: str) -> None:
    assert progress_text(done, known, failed, seconds) == text


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_one_line_that_is_drawn_over_and_taken_away() -> None:
    moments = iter([0.0, 1.0, 1.1, 2.0])
    terminal = Terminal()
    with ProgressLine(terminal, clock=lambda: next(moments)) as line:
        line.draw(1, 2, 0)
        line.draw(2, 2, 0)  # too soon
        line.say("error: x")
        line.draw(2, 2, 1)
    clear = "\r\x1b[K"
    assert terminal.getvalue() == (
        f"{clear}1 of 2 pages, 1.0/s, 0:01 left{clear}error: x\n{clear}2 of 2 pages, 1 failed, 1.0/s{clear}"
    )


def test_a_file_gets_the_messages_alone() -> None:
    stream = io.StringIO()
    with ProgressLine(stream) as line:
        line.draw(1, 2, 0)
        line.say("error: x")
    assert stream.getvalue() == "error: x\n"
