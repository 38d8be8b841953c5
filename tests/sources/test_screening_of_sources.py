"""What `read_sources` leaves out when it screens: pages by their bytes, then by their text; articles on demand."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.loopback import Host, article, reply
from extractor.article import Article
from extractor.settings import FetchSettings
from extractor.sources import read_sources
from extractor.sources.reader import Screened
from extractor.sources.web import Web

FUNDING = article("Larkspur raises $4 million", "Larkspur has raised $4 million in a seed round.", "It makes sensors.")
ORDINARY = article("The home team won", "The home team won the second half.", "The crowd went home in the rain.")
# The words of funding stand in a box beside the article.
ASIDE = ORDINARY.replace(b"</body>", b"<aside><p>Quillon raises $9M Series A</p></aside></body>")
TEXT = "The home team won\n\nThe home team won the second half, and the crowd went home in the rain.\n"
NO_WORD, NO_MONEY = "screening.no_word", "screening.no_money"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.html").write_bytes(FUNDING)
    (tmp_path / "b.html").write_bytes(ORDINARY)
    (tmp_path / "c.html").write_bytes(ASIDE.replace(b"home team", b"home side"))
    (tmp_path / "d.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("screening", "expected"),
    [
        ("none", ["Larkspur", "The home", "The home", "The home"]),
        ("pages", ["Larkspur", NO_WORD, NO_WORD, "The home"]),
        ("all", ["Larkspur", NO_WORD, NO_WORD, NO_WORD]),
    ],
)
def test_what_is_left_out(folder: Path, screening: Screened, expected: list[str]) -> None:
    items = list(read_sources([str(folder)], screening=screening))
    assert [item.title[:8] if isinstance(item, Article) else item.code for item in items] == expected
    left = [item for item in items if not isinstance(item, Article)]
    assert all(item.stage == "screening" and item.is_screened and not item.may_pass for item in left)
    assert all(item.message == "left out: no word of funding" for item in left)


def test_a_box_beside_the_article_keeps_the_bytes_but_not_the_text(folder: Path) -> None:
    from extractor.screening.screen import screen_page

    assert b"Series A" in (folder / "c.html").read_bytes()
    assert screen_page((folder / "c.html").read_bytes()).keep


def test_fetched_pages_are_screened_and_named_by_their_address() -> None:
    with Host({"/a": reply(FUNDING), "/b": reply(ORDINARY)}) as host:
        web = Web(FetchSettings(allow_private=True, delay=0.0, retries=0))
        first, second = read_sources([host.url("/a"), host.url("/b")], web=web, screening="pages")
        web.close()
    assert isinstance(first, Article)
    assert not isinstance(second, Article)
    assert (second.stage, second.code, second.source) == ("screening", NO_WORD, host.url("/b"))
