"""Settings: one frozen value, passed explicitly."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may choose; nothing else changes the output.

    min_relevance: documents under this relevance score (0…1) yield no rounds.
    max_characters: a longer text is cut there, with a finding; keeps hostile input cheap.
    with_text: write the canonical text into the record.
    """

    min_relevance: float = 0.5
    max_characters: int = 400_000
    with_text: bool = False
