"""Company names: what is the same name written otherwise."""

from __future__ import annotations

import pytest

from extractor.merging.names import NameMatch, blocks, investor_key, match_names


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("Larkspur", "LARKSPUR, Inc.", NameMatch.SAME),
        ("Larkspur", "Larkspur GmbH", NameMatch.SAME),
        ("Osierbed", "Osierbed S.r.l.", NameMatch.SAME),
        ("Kestrelworks", "Kestrel Works", NameMatch.SAME),
        ("Café Société", "Cafe Societe", NameMatch.SAME),
        ("Larkspur (YC W21)", "Larkspur", NameMatch.SAME),
        ("芯片科技", "芯片科技", NameMatch.SAME),
        ("Quillon", "Quillon AI", NameMatch.GENERIC),
        ("Quillon", "Quillon.io", NameMatch.GENERIC),
        ("Brackenfield", "Brakenfield", NameMatch.TYPO),
        ("Apollinaire", "Apollinaire Health", NameMatch.SECTOR),
        ("Apollinaire Robotics", "Apollinaire Health", NameMatch.NONE),
        ("Kestrel", "Kestrel Wines", NameMatch.NONE),
        ("Wave1", "Wave2", NameMatch.NONE),
        ("Sector 14 Labs", "Sector 15 Labs", NameMatch.NONE),
        ("Beam", "Team", NameMatch.NONE),
        ("Mercury", "Mercator", NameMatch.NONE),
        ("", "Larkspur", NameMatch.NONE),
        ("🚀", "🎬", NameMatch.NONE),
        ("AI", "AI", NameMatch.SAME),
        ("The Company Inc", "The Company", NameMatch.SAME),
    ],
)
def test_match(left: str, right: str, expected: NameMatch) -> None:
    assert match_names([left], [right]) is expected
    assert match_names([right], [left]) is expected


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Larkspur", "Larkspur Inc"),
        ("Kestrelworks", "Kestrel Works"),
        ("Quillon", "Quillon AI"),
        ("Brackenfield", "Brakenfield"),
    ],
)
def test_names_alike_share_a_block(left: str, right: str) -> None:
    assert blocks([left]) & blocks([right])


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("Pomona Ventures", "Pomona", True),
        ("The Sable Group", "Sable Ventures LP", True),
        ("Capital Partners", "Capital Partners", True),
        ("Pomona Ventures", "Ramona Ventures", False),
    ],
)
def test_investors(left: str, right: str, same: bool) -> None:
    assert (investor_key(left) == investor_key(right)) is same


def test_any_name_of_a_company_counts() -> None:
    assert match_names(["Plinth", "Formerly Blocks"], ["Formerly Blocks Ltd"]) is NameMatch.SAME
