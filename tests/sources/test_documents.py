"""Canonical text and identity of documents that come as plain fields."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.sources import article_from_fields

PARAGRAPH = st.text(st.characters(exclude_characters="\n\r", exclude_categories=["Cc", "Cs"]), min_size=1).filter(
    lambda text: text == text.strip()
)


@given(title=PARAGRAPH, body=st.lists(PARAGRAPH, min_size=1, max_size=5))
def test_clean_input_stays_as_it_is(title: str, body: list[str]) -> None:
    text = "\n\n".join(body)
    article = article_from_fields(title=title, text=text)
    assert article.text == f"{title}\n\n{text}"


@given(title=st.text(max_size=40), text=st.text(max_size=300))
def test_blocks_lie_in_the_text_in_order(title: str, text: str) -> None:
    """Between them stand blank lines, and what is none of the article's: tests/sources/test_asides.py."""
    article = article_from_fields(title=title, text=text)
    end = 0
    for block in article.blocks:
        assert end <= block.start < block.end <= len(article.text)
        end = block.end
    article.text.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("One.\r\n\r\nTwo.", ["One.", "Two."]),
        ("One.\n \t\n\n\nTwo.\n", ["One.", "Two."]),
        ("One.\nTwo.", ["One.", "Two."]),
        ("  One.  \n\n\u3000Two.\u3000", ["One.", "Two."]),
        ("深圳公司完成1亿元融资 🚀。\n\nTwo.", ["深圳公司完成1亿元融资 🚀。", "Two."]),
        ("A\x00B\x07C", ["A B C"]),
        ("bad \ud800 half", ["bad \ufffd half"]),
    ],
)
def test_unclean_input_is_put_in_order(text: str, paragraphs: list[str]) -> None:
    article = article_from_fields(text=text)
    assert [article.block_text(block) for block in article.blocks] == paragraphs


def test_a_stray_carriage_return_in_a_title_keeps_the_offsets() -> None:
    article = article_from_fields(title="Larkspur\rraises $4M", text="Body.")
    assert article.text == "Larkspur\rraises $4M\n\nBody."
    assert article.title == "Larkspur raises $4M"


def test_identity_is_the_given_id_then_the_address_then_the_text() -> None:
    def hashed(text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    assert article_from_fields(id="x-1", url="https://a.example/1", text="Body.").id == "x-1"
    with_url = article_from_fields(url="HTTPS://News.Example:443/1?utm_source=x&p=2#top", text="Body.")
    assert with_url.canonical_url == "https://news.example/1?p=2"
    assert with_url.id == hashed("https://news.example/1?p=2")
    assert article_from_fields(text="Body.").id == hashed("Body.")


def test_short_lines_above_text_are_headings_and_bullets_are_list_items() -> None:
    long = "Larkspur, which sells sensors to orchards, has raised a seed round from two funds of the region."
    article = article_from_fields(
        text="\n\n".join(["How big is this round?", long, "About Larkspur", long, "- Quillon: $4M", "Not one.", long])
    )
    assert [block.kind for block in article.blocks] == [
        "heading",
        "paragraph",
        "heading",
        "paragraph",
        "list_item",
        "paragraph",
        "paragraph",
    ]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Lead investors: Tern Capital", "paragraph"),
        ("Investors in the round: Tern Capital and Brine Ventures", "paragraph"),
        ("Additional financing participants: Tern Capital", "paragraph"),
        ("Amount: $4 million", "paragraph"),
        ("Round: seed", "paragraph"),
        ("How big is this round?", "heading"),
        ("Deal of the week: Larkspur", "heading"),
    ],
)
def test_line_of_a_deal_sheet_is_no_heading(line: str, kind: str) -> None:
    article = article_from_fields(text=f"Larkspur sells sensors.\n\n{line}\n\nLarkspur was founded in Leeds.")
    assert article.blocks[1].kind == kind
