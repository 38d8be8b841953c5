"""The labelled stories: one deal in other words, extensions, namesakes, rumours, totals.

The weights were set looking at the stories whose name's SHA-256 is even; the others are measured only.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from extractor.errors import GoldError
from extractor.evaluating.deal_stories import Story, parse_stories, score_stories
from extractor.merging.clustering import cluster

STORIES = parse_stories((Path(__file__).parents[2] / "fixtures" / "deals" / "stories.txt").read_text(encoding="utf-8"))


def half(story: Story) -> int:
    return hashlib.sha256(story.name.encode()).digest()[-1] % 2


def test_there_are_enough_pairs() -> None:
    assert sum(1 for story in STORIES for _ in story.pairs()) >= 300
    assert len({story.name for story in STORIES}) == len(STORIES)


@pytest.mark.parametrize("part", [0, 1], ids=["tuned on", "measured"])
def test_pairs_are_joined_rightly(part: int) -> None:
    score, told = score_stories([story for story in STORIES if half(story) == part])
    assert score.precision >= 0.98, told
    assert score.recall >= 0.95, told


def test_the_order_of_reports_does_not_matter() -> None:
    reports = [report for story in STORIES for report in story.reports]
    forward, backward = cluster(reports), cluster(reports[::-1])
    assert forward == backward


@pytest.mark.parametrize("line", ["a | Larkspur | seed", "a | X | seed | lots | 2024-01-01 | closed | - |"])
def test_a_wrong_line_is_named(line: str) -> None:
    with pytest.raises(GoldError, match="line 2"):
        parse_stories(f"[story]\n{line}")
