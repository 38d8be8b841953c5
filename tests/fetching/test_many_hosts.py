"""The issue's load in small: many hosts with faults, through the command, twice. In full: benchmarks/fetch_many.py."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.fetch_many import PER_HOST, measure


@pytest.mark.skipif(sys.platform != "linux", reason="only on Linux is all of 127.0.0.0/8 this machine")
def test_every_address_ends_as_a_record_or_a_failure(tmp_path: Path) -> None:
    report = measure(8, 18, tmp_path, timeout=3.0)
    assert report.wrong == {}, report.first.messages
    assert (report.first.exit_code, report.second.exit_code) == (1, 1)
    assert "Traceback" not in report.first.messages
    assert 1 < report.most_open <= PER_HOST
    assert report.disallowed_asked == 0
    assert report.downloaded_again == 0
