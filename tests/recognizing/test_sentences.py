"""Sentences: where one ends, and the full stops that end none."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.article import Article, BlockKind, canonical_text
from extractor.recognizing.sentences import split_sentences


def read(text: str, kind: BlockKind = "paragraph") -> Article:
    canonical, blocks = canonical_text("", [(kind, text)])
    return Article(id="case", text=canonical, blocks=blocks)


def split(text: str, kind: BlockKind = "paragraph") -> list[str]:
    article = read(text, kind)
    return [article.text[s.start : s.end] for s in split_sentences(article)]


WHOLE = [
    # abbreviations and titles
    "Mr. Brandt and Dr. Quill run Orlo vs. Wren.",
    "It paid approx. $4 million, i.e. Rs. 30 crore.",
    "The firm, e.g. Orlo, sits in Boise, Idaho, near St. Luke and Mt. Hood.",
    "It sells to Sen. Roe, Gov. Brandt and Prof. Quill.",
    "A Calif. startup with a Mass. lab won.",
    "The Austin, Tex.-based firm raised money.",
    "It was signed on Jan. 5 and Sept. 12.",
    # initials
    "John D. Wexley joined.",
    "T. Rowe Price led the round.",
    "D. E. Shaw and J. P. Brume joined.",
    "It is run by Ada M. Quill of Orlo.",
    # countries and places
    "The U.S. Treasury and a U.K. fund agreed.",
    "It has 40 people in the U.S. and 20 in Ghent.",
    "A Washington, D.C. firm joined.",
    "The U.S. Company Register lists it.",
    # legal forms
    "Larkspur Inc. raised $4 million.",
    "Larkspur, Inc. (the maker of ovens) raised $4 million.",
    "Orlo Ltd. and Wren Corp. joined Quay Co. Holdings.",
    "Brume S.A. and Tor B.V. joined.",
    "Foo Pvt. Ltd. raised money.",
    # numbers, domains, times
    "It paid $4.5 million for 16.67% of fal.ai at 9.30 a.m. on Tuesday.",
    "Version 2.0 of n8n.io is out.",
    # stops that go on in lower case
    "Yahoo! said no.",
    "Who pays? asks the founder.",
    "It waited ... and then grew.",
    "Is it real!? asked Quill.",
    # nothing to split
    "Quotes “inside one” stay whole.",
    "no capital and no stop",
    "日本の会社が資金を調達した",
]

SPLIT = [
    ["It raised $4 million.", "It will hire."],
    ["It raised $4 million!", "Will it hire?", "Yes."],
    ["It raised money…", "Then it grew."],
    # the stop belongs to the abbreviation and to the sentence
    ["It is based in the U.S.", "The round closed."],
    ["It is part of Larkspur Inc.", "The round closed."],
    ["It is part of Larkspur Inc.", "It raised money."],
    ["It sells pans, ovens etc.", "The round closed."],
    ["The call is at 9 p.m.", "The round closed."],
    ["It was led by Orlo Ltd.", "Existing investors joined."],
    # what a sentence may start with
    ["The round closed.", "$4 million came from Orlo."],
    ["The round closed.", "€4 million came from Orlo."],
    ["The round closed.", "21 investors signed."],
    ["The round closed.", "“We grew,” said Quill."],
    ["The round closed.", "(Orlo led it.)"],
    ["The round closed.", "– It was late."],
    ["The round closed.", "Öl und Brot led it."],
    ["The round closed.", "eBay led it."],
    ["The round closed.", "高榕资本 led it."],
    # the stop before closing marks
    ["“We grew.”", "Quill agreed."],
    ["(It grew.)", "Quill agreed."],
    ['It was "big."', "Quill agreed."],
    ["It grew.*", "Quill agreed."],
    # a digit before the stop
    ["It was founded in 2019.", "Orlo led the round."],
    ["It owns 16.67%.", "Orlo led the round."],
    # initials end a name and not this sentence
    ["It closed its Series B round.", "John D. Wexley joined.", "So did J. P. Brume."],
]


@pytest.mark.parametrize("text", WHOLE)
def test_stays_whole(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize("parts", SPLIT, ids=" | ".join)
def test_splits(parts: list[str]) -> None:
    assert split(" ".join(parts)) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("The round closed.Orlo led it.", ["The round closed.", "Orlo led it."]),
        ("It raised money.The round closed. Orlo led.", ["It raised money.", "The round closed.", "Orlo led."]),
        ("See fal.ai and Tor.Vale for more.", ["See fal.ai and Tor.Vale for more."]),
        ("It owns a.B and No.Two here.", ["It owns a.B and No.Two here."]),
    ],
)
def test_a_space_lost_behind_the_stop(text: str, parts: list[str]) -> None:
    assert split(text) == parts


@pytest.mark.xfail(strict=True, reason="only spaces and Latin stops part sentences")
@pytest.mark.parametrize("parts", [["公司完成了融资。", "红杉领投。"], ["会社が資金を調達した。", "次は海外だ。"]])
def test_ideographic_full_stops(parts: list[str]) -> None:
    assert split("".join(parts)) == parts


def test_lines_part_sentences_and_spaces_belong_to_none() -> None:
    assert split("First line\nSecond line\n\tThird.  Fourth.") == ["First line", "Second line", "Third.", "Fourth."]


@pytest.mark.parametrize("kind", ["headline", "heading"])
def test_a_headline_is_one_sentence(kind: BlockKind) -> None:
    assert split("Larkspur closes. Orlo led it.", kind) == ["Larkspur closes. Orlo led it."]


def test_sentences_name_their_blocks() -> None:
    text, blocks = canonical_text("A title. Of two.", [("paragraph", "One. Two."), ("list_item", "Three.")])
    found = split_sentences(Article(id="case", text=text, blocks=blocks))
    assert [(text[s.start : s.end], s.block, s.kind) for s in found] == [
        ("A title. Of two.", 0, "headline"),
        ("One.", 1, "paragraph"),
        ("Two.", 1, "paragraph"),
        ("Three.", 2, "list_item"),
    ]


@given(st.text(alphabet=st.sampled_from("Aa1 .!?…\"”)'\n高é$I"), max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_is_covered_but_for_spaces(text: str) -> None:
    article = read(text)
    position = 0
    for sentence in split_sentences(article):
        assert not article.text[position : sentence.start].strip()
        assert sentence.start < sentence.end
        position = sentence.end
    assert not article.text[position:].strip()


@pytest.mark.parametrize("piece", ["A. ", ".", "a.B", "U.S. ", "\n", "“.” ", "Inc. ", " ", "?! "])
def test_hostile_text_takes_linear_time(piece: str) -> None:
    def seconds(size: int) -> float:
        article = read("x" + piece * (size // len(piece)) + "x")
        started = time.process_time()
        split_sentences(article)
        return time.process_time() - started

    seconds(1_000)
    small, large = seconds(50_000), seconds(200_000)
    assert large < 12 * small + 0.5
