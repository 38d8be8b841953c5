"""Lists of names as news writes them, read from the first name on."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.article import Article, Block, canonical_text
from extractor.assembling.lines import Line, read_lines
from extractor.assembling.list_tokens import tokens_of
from extractor.assembling.party_lists import ListItem, read_list
from extractor.mentions import Mentions, PartyMention, Sentence
from extractor.recognizing.recognizer import recognize


def line_of(text: str) -> Line:
    canonical, blocks = canonical_text("", [("paragraph", text)])
    article = Article(id="a", text=canonical, blocks=blocks)
    return read_lines(article, recognize(article))[0]


def listed(text: str, *, lead: bool = False) -> tuple[Line, tuple[ListItem, ...]]:
    """The list behind the words `led by`."""
    line = line_of(f"The round was led by {text}")
    tokens = tokens_of(line.text)
    start = next(i for i, token in enumerate(tokens) if token.text == "by") + 1
    return line, read_list(line.masked, tokens, start, lead=lead)[0]


def names(text: str, *, lead: bool = False) -> list[str]:
    line, items = listed(text, lead=lead)
    return [line.masked.parties[item.place].name for item in items]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tern Hill Capital.", ["Tern Hill Capital"]),
        ("Tern Hill Capital and Oriel Ventures.", ["Tern Hill Capital", "Oriel Ventures"]),
        ("Tern Hill Capital & Oriel Ventures.", ["Tern Hill Capital", "Oriel Ventures"]),
        ("Tern Hill Capital & Co.", ["Tern Hill Capital & Co."]),
        (
            "Tern Hill Capital, Oriel Ventures, and Larch Holdings.",
            ["Tern Hill Capital", "Oriel Ventures", "Larch Holdings"],
        ),
        ("Tern Hill Capital as well as Oriel Ventures.", ["Tern Hill Capital", "Oriel Ventures"]),
        ("Tern Hill Capital, along with Oriel Ventures.", ["Tern Hill Capital", "Oriel Ventures"]),
        (
            "Tern Hill Capital; Oriel Ventures; Larch Holdings.",
            ["Tern Hill Capital", "Oriel Ventures", "Larch Holdings"],
        ),
        ("Tern Hill Capital, a fund in Leeds, and Oriel Ventures.", ["Tern Hill Capital", "Oriel Ventures"]),
        ("Tern Hill Capital, among others.", ["Tern Hill Capital"]),
        ("Tern Hill Capital with offices in Leeds.", ["Tern Hill Capital"]),
        ("venture firm Tern Hill Capital.", ["Tern Hill Capital"]),
        ("Jane Roe, founder of Slotwise, and Oriel Ventures.", ["Jane Roe", "Oriel Ventures"]),
        ("Jane Roe (Slotwise), Peter Lindqvist (Halmstrand).", ["Jane Roe", "Peter Lindqvist"]),
        ("Tern Hill Capital, Oriel Ve…", ["Tern Hill Capital"]),
        ("Tern Hill Capital, Oriel Ve...", ["Tern Hill Capital"]),
        ("Tern Hill Capital. Oriel Ventures sat it out.", ["Tern Hill Capital"]),
        ("nobody in particular.", []),
        ("its founders and the bank.", []),
        ("$5 million.", []),
    ],
)
def test_names_of_a_list(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tern Hill Capital; Oriel Ventures joined.", ["Tern Hill Capital"]),
        ("Tern Hill Capital, alongside Oriel Ventures.", ["Tern Hill Capital"]),
        ("Tern Hill Capital and other investors including Oriel Ventures.", ["Tern Hill Capital"]),
        ("Tern Hill Capital and Oriel Ventures.", ["Tern Hill Capital", "Oriel Ventures"]),
    ],
)
def test_a_list_of_leads_ends_before_the_followers(text: str, expected: list[str]) -> None:
    assert names(text, lead=True) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("existing investor Tern Hill Capital.", ["existing"]),
        ("new investors Tern Hill Capital and Oriel Ventures.", ["new", "new"]),
        ("new investor Tern Hill Capital and existing backer Oriel Ventures.", ["new", "existing"]),
        ("Tern Hill Capital and Oriel Ventures (both existing investors).", ["existing", "existing"]),
        ("Tern Hill Capital and Oriel Ventures.", [None, None]),
    ],
)
def test_relation(text: str, expected: list[str | None]) -> None:
    assert [item.relation for item in listed(text)[1]] == expected


@pytest.mark.parametrize(
    ("text", "affiliation", "alias"),
    [
        ("Jane Roe of Slotwise.", "Slotwise", None),
        ("Jane Roe (Slotwise).", "Slotwise", None),
        ("Tern Hill Capital (THC).", None, "THC"),
        ("Tern Hill Capital (an early backer of Slotwise).", None, None),
        ("Norrsken (SE).", None, None),
        ("Andreessen Horowitz (a16z).", None, "a16z"),
        ("Tern Hill Capital.", None, None),
    ],
)
def test_what_a_name_belongs_to(text: str, affiliation: str | None, alias: str | None) -> None:
    line, (item,) = listed(text)
    named = {place: party.name for place, party in line.masked.parties.items()}
    assert (named.get(item.affiliation or -1), named.get(item.alias or -1)) == (affiliation, alias)


def marked(text: str) -> Line:
    """One line in which every `Qo` is a name and nothing else is anything."""
    places = [i for i in range(len(text)) if text.startswith("Qo", i)]
    parties = tuple(PartyMention(i, i + 2, "Qo", "test", name="Qo") for i in places)
    article = Article(id="a", text=text, blocks=(Block("paragraph", 0, len(text)),))
    (line,) = read_lines(article, Mentions(sentences=(Sentence(0, len(text), 0, "paragraph"),), parties=parties))
    return line


PIECES = st.sampled_from(
    [
        "Qo",
        " ",
        ", ",
        " and ",
        "(",
        ")",
        "; ",
        " of ",
        " 's",
        "…",
        "...",
        "“",
        " alongside ",
        " existing investors ",
        "— ",
        " founder of ",
        " a fund ",
        " by ",
        "🚀",
        "株式",
        "\uf8ff",
        "$5 million",
        " including ",
        " lead",
        "as ",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=40), st.booleans())
def test_any_list_is_read_without_a_word_and_moves_forward(pieces: list[str], lead: bool) -> None:
    line = marked("".join(["x", *pieces, "x"]))
    tokens = tokens_of(line.text)
    for index in range(len(tokens) + 1):
        items, after = read_list(line.masked, tokens, index, lead=lead)
        assert index <= after <= len(tokens)
        assert len({item.place for item in items}) == len(items)
        assert all(item.place in line.masked.parties for item in items)


@pytest.mark.parametrize("piece", ["Qo, ", "Qo ("])
def test_a_long_list_takes_linear_time(piece: str) -> None:
    def seconds(size: int) -> float:
        line = marked("led by Qo, " + piece * (size // len(piece)))
        start = time.perf_counter()
        read_list(line.masked, tokens_of(line.text), 2)
        return time.perf_counter() - start

    assert seconds(100_000) < 30 * seconds(10_000) + 1.0


def test_many_appositions_do_not_exhaust_the_stack() -> None:
    line = marked("led by Qo, " + "a fund, " * 2_000 + "and Qo.")
    assert len(read_list(line.masked, tokens_of(line.text), 2)[0]) == 2
