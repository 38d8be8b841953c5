"""Does the article report a round at all: the verdict's arithmetic, its signs, and plain examples of either kind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.article import Article, canonical_text
from extractor.assembling.article_reading import Reading, read
from extractor.assembling.relevance import judge, relevance_rules, zone
from extractor.lexicons.rules import load_number_table
from extractor.recognizing.recognizer import recognize

WEIGHTS = dict(load_number_table("relevance_weights.toml", "weights"))
SIGNALS = st.sets(st.sampled_from([*WEIGHTS, "nothing@H", ""]), max_size=12)


def reading_of(title: str, *paragraphs: str) -> Reading:
    text, blocks = canonical_text(title, [("paragraph", p) for p in paragraphs])
    article = Article(id="a", text=text, blocks=blocks, title=title, published_on="2024-03-05")
    return read(article, recognize(article))


def score(title: str, *paragraphs: str) -> float:
    return judge(reading_of(title, *paragraphs).signals).score


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Quernby raises $12 million Series A", "Quernby has raised $12 million in a round led by Tern Hill Capital."),
        ("Quernby lands seed round", "Quernby closed a seed round from Oriel Ventures, the company announced."),
        ("Quernby in talks to raise $200 million", "Quernby is in talks to raise $200 million, sources said."),
        ("Quernby secures venture debt", "Quernby secured a $20 million venture debt facility from Pomona Bank."),
        ("Tern Hill Capital invests in Quernby", "Tern Hill Capital has invested $15 million in Quernby."),
        (
            "Quernby gets science grant",
            "The Tarn Science Fund has awarded Quernby Inc. a Phase I grant worth $254,110.",
        ),
        ("Quernby opens crowdfunding round", "Quernby is raising £750,000 in a crowdfunding round on Crowdhaven."),
    ],
)
def test_a_round_is_news(title: str, text: str) -> None:
    assert score(title, text) >= 0.5


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Tern Hill Capital closes $200 million fund", "Tern Hill Capital has closed its third fund at $200 million."),
        ("Slotwise acquires Quernby", "Slotwise has acquired Quernby for $55 million in cash, the companies said."),
        ("Quernby prices its IPO", "Quernby priced its initial public offering at $17 a share, raising $120 million."),
        ("Quernby reports third quarter", "Revenue rose 12% to $40 million; the loss narrowed to $3 million."),
        ("Foundation gives to library", "The Larch Foundation donated $1 million to the Tarn city library."),
        ("Council passes budget", "The county council approved a budget of $80 million for schools and roads."),
        ("Ten tips for sleeping well", "Sleep in a dark room and leave the phone outside."),
        ("", ""),
    ],
)
def test_no_round_is_news(title: str, text: str) -> None:
    assert score(title, text) < 0.5


def test_no_signal_no_round() -> None:
    verdict = judge(())
    assert verdict.score < 0.5
    assert verdict.reasons == ()


@given(SIGNALS, SIGNALS)
def test_a_verdict_is_a_probability_and_follows_the_signs(some: set[str], more: set[str]) -> None:
    low, high = judge(some).score, judge(some | {s for s in more if WEIGHTS.get(s, 0.0) >= 0}).score
    assert 0.0 <= low <= high <= 1.0
    assert judge(sorted(some, reverse=True)) == judge(some)
    assert set(judge(some).reasons) <= some & WEIGHTS.keys()
    assert len(judge(some).reasons) <= 4


def test_no_cue_for_a_round_counts_against_one() -> None:
    labels = {rule.id: rule.label for rule in relevance_rules()}
    wrong = [
        name
        for name, weight in WEIGHTS.items()
        if (labels.get(name.rpartition("@")[0]) == "for" and weight < 0)
        or (labels.get(name.rpartition("@")[0]) == "against" and weight > 0)
    ]
    assert wrong == []


def test_zones() -> None:
    lines = reading_of(
        "Quernby raises", *[f"It sells {n} fish." for n in ("two", "three", "four", "five", "six")]
    ).lines
    assert "".join(zone(line) for line in lines) == "HLLLLB"


def test_boilerplate_gives_no_signal() -> None:
    texts = ["It counts fish.", "It hires.", "It sells.", "About Quernby"]
    round_ = "Quernby has raised $12 million in a Series A round led by Tern Hill Capital."
    assert reading_of("", *texts, round_).signals <= {*reading_of("", *texts, "It is quiet.").signals, "company_strong"}
