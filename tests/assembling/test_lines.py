"""What is known of a line's place: earlier-round scopes, quotations, boilerplate, order."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.article import Article, canonical_text
from extractor.assembling.lines import Line, read_lines
from extractor.assembling.rounds import assemble
from extractor.assembling.scopes import is_long_before
from extractor.recognizing.recognizer import recognize

PIECES = st.sampled_from(
    [
        "“",
        "”",
        '"',
        "In 2021, ",
        "previously raised ",
        "$5 million",
        " Series A ",
        "Tern Hill",
        ", which had raised ",
        ". ",
        "About ",
        "led by ",
        "🚀",
        "株式",
        "\uf8ff",
        "\ue000",
        "\n",
        "it raised ",
        "last year ",
        " and ",
        "(",
        ")",
        "; ",
    ]
)


def article_of(title: str, paragraphs: list[str], published: str | None = "2024-03-05") -> Article:
    text, blocks = canonical_text(title, [("paragraph", p) for p in paragraphs])
    return Article(id="a", text=text, blocks=blocks, title=title, published_on=published)


def lines_of(*paragraphs: str, title: str = "") -> tuple[Article, tuple[Line, ...]]:
    article = article_of(title, list(paragraphs))
    return article, read_lines(article, recognize(article))


def place_of(article: Article, line: Line, words: str) -> int:
    """The masked place of the first character of `words`."""
    offset = article.text.index(words)
    return next(i for i in range(len(line.masked.text)) if line.masked.start_of(i) <= offset < line.masked.end_of(i))


@pytest.mark.parametrize(
    ("text", "prior", "present"),
    [
        ("The round follows a $3 million seed round led by Oriel Ventures.", ["$3 million", "Oriel Ventures"], []),
        ("Quernby previously raised $3 million from Oriel Ventures.", ["$3 million", "Oriel Ventures"], []),
        ("Quernby, which had raised $3 million, has raised $12 million.", ["$3 million"], ["$12 million"]),
        ("In 2021, Quernby raised $3 million from Oriel Ventures.", ["$3 million", "Oriel Ventures"], []),
        ("Quernby raised $3 million in June 2021.", ["$3 million"], []),
        ("Earlier this year, Quernby announced a $3 million seed round.", ["$3 million"], []),
        ("Quernby said on Tuesday it had raised $12 million in a round led by Oriel Ventures.", [], ["Oriel Ventures"]),
        ("After raising $3 million in 2021, Quernby has now raised $12 million.", ["$3 million"], ["$12 million"]),
        ("Its last round was led by Oriel Ventures.", ["Oriel Ventures"], []),
        ("Past investors include Oriel Ventures.", ["Oriel Ventures"], []),
        ("On Monday, Quernby raised $12 million.", [], ["$12 million"]),
        ("Quernby, founded in 2019, raised $12 million.", [], ["$12 million"]),
        ("Quernby raised $12 million in March 2024.", [], ["$12 million"]),
        ("Previous investors Oriel Ventures and Larch Holdings also joined the round.", [], ["Oriel Ventures"]),
        ("Following the investment, Oriel Ventures joins the board.", [], ["Oriel Ventures"]),
        ("The remaining $4 million is due in June.", [], ["$4 million"]),
        ("Since its founding in 2016, Quernby has raised $112 million.", [], ["$112 million"]),
    ],
)
def test_what_speaks_of_an_earlier_round(text: str, prior: list[str], present: list[str]) -> None:
    article, (line,) = lines_of(text)
    for words in prior:
        assert line.is_prior(place_of(article, line, words)), words
    for words in present:
        assert not line.is_prior(place_of(article, line, words)), words


def test_a_sentence_that_goes_on_about_the_earlier_round_is_its_own() -> None:
    article, lines = lines_of("The round follows a $3 million seed round. That round was led by Oriel Ventures.")
    assert [line.is_prior(place_of(article, line, "Oriel Ventures")) for line in lines[1:]] == [True]


@pytest.mark.parametrize(
    ("value", "published", "expected"),
    [
        ("2023", "2024-03-05", True),
        ("2024", "2024-03-05", False),
        ("2025", "2024-03-05", False),
        ("2023-12", "2024-03-05", True),
        ("2024-01", "2024-03-05", False),
        ("2023-12-31", "2024-02-01", False),
        ("2023-10-31", "2024-01-01", True),
        ("2023-10", "2024", True),
        ("2024-01", "2024", False),
        ("2026-01-01", "2024-03-05", False),
    ],
)
def test_long_before(value: str, published: str, expected: bool) -> None:
    assert is_long_before(value, published) is expected


SPEECH = "we are thrilled to welcome Oriel Ventures to the table of our company"


@pytest.mark.parametrize(
    "text",
    [
        f"“{SPEECH},” said Jane Roe.",
        f'"{SPEECH}," said Jane Roe.',
        f"Jane Roe said: “{SPEECH}.",
        f"“I am glad. And {SPEECH},” said Jane Roe.",
    ],
)
def test_direct_speech(text: str) -> None:
    article, lines = lines_of(text)
    line = next(li for li in lines if any(p.name == "Oriel Ventures" for p in li.masked.parties.values()))
    assert line.is_quoted(place_of(article, line, "Oriel Ventures"))


@pytest.mark.parametrize(
    "text",
    [
        "The “lead investor” is Oriel Ventures.",
        f"“{SPEECH.replace('Oriel Ventures', 'them')},” said Jane Roe of Oriel Ventures.",
        "Oriel Ventures led the round.",
    ],
)
def test_no_direct_speech(text: str) -> None:
    article, (line,) = lines_of(text)
    assert not line.is_quoted(place_of(article, line, "Oriel Ventures"))


def test_a_quotation_left_open_ends_with_its_paragraph() -> None:
    article, lines = lines_of(f"“{SPEECH}.", "Larch Holdings also joined the round, the company added.")
    assert not lines[1].is_quoted(place_of(article, lines[1], "Larch Holdings"))


NEWS = ["Quernby raised $12 million.", "It counts fish.", "It sells in Spain."]


@pytest.mark.parametrize(
    "heading",
    [
        "About Quernby",
        "About the company",
        "About Tern Hill Capital",
        "Notes to editors",
        "Disclaimer: no offer.",
        "Safe Harbor",
        "Forward-Looking Statements",
        "FORWARD-LOOKING STATEMENTS",
    ],
)
def test_everything_behind_a_closing_heading_is_boilerplate(heading: str) -> None:
    _, lines = lines_of(*NEWS, heading, "Tern Hill Capital led its rounds.")
    assert [line.boilerplate for line in lines][:3] == [False] * 3
    assert all(line.boilerplate for line in lines[3:])


@pytest.mark.parametrize(
    "heading", ["Media contact: Jo Lind", "Also read: Slotwise raises $4 million", "Image: a fish"]
)
def test_a_side_note_is_boilerplate_alone(heading: str) -> None:
    _, lines = lines_of(*NEWS, heading, "The round was led by Tern Hill Capital.")
    assert lines[3].boilerplate
    assert not lines[-1].boilerplate


@pytest.mark.parametrize("text", ["About 40 people work there.", "About half of it is debt.", "Abouts are fish."])
def test_a_sentence_that_begins_like_a_heading_is_news(text: str) -> None:
    _, lines = lines_of(*NEWS, text)
    assert not any(line.boilerplate for line in lines)


def test_the_first_sentences_are_never_boilerplate() -> None:
    _, lines = lines_of("About Quernby", "It raised $12 million.")
    assert not any(line.boilerplate for line in lines)


def test_order_counts_body_sentences() -> None:
    _, lines = lines_of("One is here. Two is here.", "Three is here.", title="Quernby raises $12 million")
    assert [(line.order, line.headline) for line in lines] == [(-1, True), (0, False), (1, False), (2, False)]


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=30), st.lists(PIECES, max_size=10))
def test_intervals_stay_inside_the_line(first: list[str], second: list[str]) -> None:
    _, lines = lines_of("".join(first), "".join(second))
    for line in lines:
        for low, high in (*line.prior, *line.quoted):
            assert 0 <= low <= high <= len(line.text)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=150), st.lists(PIECES, max_size=20))
def test_assembling_any_text_raises_nothing(title: str, pieces: list[str]) -> None:
    article = article_of(title, ["".join(pieces), title])
    assemble(article, recognize(article), min_relevance=0.0)


@pytest.mark.parametrize("piece", ["Tern Hill ", "Tern, ", ", ", "(["])
def test_a_hostile_line_takes_linear_time(piece: str) -> None:
    """Everything from lines to rounds, on up to 100 KB."""

    def seconds(size: int) -> float:
        article = article_of(
            "Quernby raises $5 million", ["Quernby raised $5 million from " + piece * (size // len(piece))]
        )
        mentions = recognize(article)
        start = time.perf_counter()
        assemble(article, mentions, min_relevance=0.0)
        return time.perf_counter() - start

    assert seconds(100_000) < 30 * seconds(10_000) + 2.0
