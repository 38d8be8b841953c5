"""The spaCy pipeline: its parts, the spans it writes, and tokens that never split or swallow an amount."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from extractor.recognizing.language import SPAN_GROUP, Recognizer, as_article, build_pipeline, labelled
from extractor.recognizing.recognizer import recognize

TEXT = (
    "Larkspur raised $4 million in a seed round led by Tarnwick Capital on 5 May 2024. "
    "All five investors took 16.67% of it."
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build_pipeline()


def spans(doc: Doc) -> list[tuple[str, str]]:
    return [(span.label_, span.text) for span in sorted(doc.spans[SPAN_GROUP], key=lambda span: span.start)]


def test_the_pipeline_is_blank_english_and_ours(nlp: Language) -> None:
    assert nlp.lang == "en"
    assert nlp.pipe_names == ["funding_names", "funding_sentences", "funding_mentions", "funding_spans"]


def test_every_mention_is_a_labelled_span(nlp: Language) -> None:
    assert spans(nlp(TEXT)) == [
        ("PARTY", "Larkspur"),
        ("MONEY", "$4 million"),
        ("ROUND_TYPE", "seed"),
        ("PARTY", "Tarnwick Capital"),
        ("DATE", "5 May 2024"),
        ("COUNT", "five investors"),
        ("PERCENT", "16.67%"),
    ]


def test_the_rule_of_a_mention_stands_on_its_span(nlp: Language) -> None:
    doc = nlp(TEXT)
    rules = {span.label_: span.id_ for span in doc.spans[SPAN_GROUP]}
    assert rules["ROUND_TYPE"] == "round.seed"
    assert rules["COUNT"] == "count.investors"
    assert all(rules.values())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Larkspur raised $4 million from Plug and Play.", ["Larkspur", "Plug and Play"]),
        (
            "Larkspur raised $4 million from Orlo, boldstart ventures and Wren.",
            ["Larkspur", "Orlo", "boldstart ventures", "Wren"],
        ),
        ("Orlo raised $1m.\n\nPLUG AND PLAY led it.\n\nPlug & Play again.", ["Orlo", "PLUG AND PLAY", "Plug & Play"]),
        ("They plug and play their games; Plug joined Play", ["Plug", "Play"]),
        ("Plug and\n\nPlay", ["Plug", "Play"]),
        ("", []),
    ],
)
def test_the_recognizer_reads_what_the_pipeline_reads(nlp: Language, text: str, names: list[str]) -> None:
    """The recognizer gives spaCy only paragraphs that may hold a known name, the pipeline the whole text."""
    mentions = Recognizer().recognize(as_article(text))
    assert mentions == Recognizer(nlp).recognize(as_article(text))
    assert [party.text for party in mentions.parties] == names


def test_the_vocabulary_does_not_grow_with_articles() -> None:
    recognizer = Recognizer()
    strings = len(recognizer.nlp.vocab.strings)
    for number in range(20):
        recognizer.recognize(as_article(f"Larkspur{number} raised ${number} million from Plug and Play{number}."))
    assert len(recognizer.nlp.vocab.strings) == strings


def test_sentences_start_where_ours_do(nlp: Language) -> None:
    doc = nlp("It is part of Larkspur Inc. It raised $4M.Orlo led the round.\n\nThe U.S. Treasury agreed.")
    assert [sentence.text.strip() for sentence in doc.sents] == [
        "It is part of Larkspur Inc.",
        "It raised $4M.Orlo led the round.",
        "The U.S. Treasury agreed.",
    ]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("$25M-$30M", ["$", "25M", "-", "$", "30", "M"]),
        ("$25M–$30M", ["$", "25M", "–", "$", "30", "M"]),
        ("Rs.120Cr", ["Rs.", "120Cr"]),
        ("25M€", ["25M", "€"]),
        ("US$5M", ["US$", "5", "M"]),
        ("S$5M", ["S$", "5", "M"]),
        ("€30M", ["€", "30", "M"]),
        ("RMB100", ["RMB", "100"]),
        ("$1,250.50", ["$", "1,250.50"]),
        ("well-known", ["well", "-", "known"]),
    ],
)
def test_tokens_of_money(nlp: Language, text: str, tokens: list[str]) -> None:
    assert [token.text for token in nlp(text)] == tokens


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("It seeks $25M-$30M now.", ["$25M-$30M"]),
        ("It raised Rs.120Cr now.", ["Rs.120Cr"]),
        ("It raised 25M€ now.", ["25M€"]),
        ("It raised US$5M (€4.6M) now.", ["US$5M", "€4.6M"]),
        ("It has 4 million users.", []),
    ],
)
def test_money_spans_are_exact(nlp: Language, text: str, amounts: list[str]) -> None:
    doc = nlp(text)
    assert [span.text for span in doc.spans[SPAN_GROUP] if span.label_ == "MONEY"] == amounts


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "",
        " ",
        "Larkspur's $4M/€3.7M seed-round;Accel-backed Wren(Orlo)",
        "led byAccel withBelfius, 25M€-ish, $4millionround",
        "🚀Larkspur🚀 raised €6M—from 高榕资本",
        "Series B-2, Pre-Series A+ and pre-seed\n\nQ3 2024 and 12%-15%",
    ],
)
def test_evidence_is_never_widened(nlp: Language, text: str) -> None:
    found = {
        (label, mention.start, mention.end)
        for label, group in labelled(recognize(as_article(text)))
        for mention in group
    }
    doc = nlp(text)
    assert doc.text == text
    assert {(span.label_, span.start_char, span.end_char) for span in doc.spans[SPAN_GROUP]} <= found


def test_a_mention_inside_a_token_is_left_out_and_not_widened(nlp: Language) -> None:
    doc = nlp.make_doc("Larkspur raised $4M in 2024")
    glued = Doc(doc.vocab, words=["Larkspur raised $4M", "in", "2024"])
    for name in nlp.pipe_names:
        glued = nlp.get_pipe(name)(glued)
    assert spans(glued) == [("DATE", "2024")]


def test_a_pipeline_of_the_user_takes_the_components() -> None:
    nlp = spacy.blank("de")
    nlp.add_pipe("funding_mentions")
    nlp.add_pipe("funding_spans")
    assert ("PARTY", "Larkspur") in spans(nlp("The startup Larkspur raised $4 million."))


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One.\n\n\n\nTwo.", ["One.\n\n\n\nTwo."]),
        (" One.", [" One."]),
        ("", [""]),
    ],
)
def test_offsets_of_a_bare_text_stay(text: str, blocks: list[str]) -> None:
    article = as_article(text)
    assert article.text == text
    assert [article.block_text(block) for block in article.blocks] == blocks
