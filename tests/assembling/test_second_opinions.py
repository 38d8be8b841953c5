"""Second opinions: what the words around a mention speak for, as features and as the decisions made of them."""

from __future__ import annotations

from collections import Counter

import pytest

from extractor.article import Article, canonical_text
from extractor.assembling.backers import join_hits
from extractor.assembling.investors import party_hits
from extractor.assembling.lines import Line, read_lines
from extractor.assembling.party_bullets import bullet_hits
from extractor.assembling.second_opinions import (
    DATE,
    DATE_RULE,
    ENOUGH,
    LEAST,
    PARTY,
    TOTAL,
    Surroundings,
    chances_of,
    probability,
)
from extractor.assembling.surroundings import Worded, of_date, of_party, worded
from extractor.lexicons.rules import load_weights
from extractor.pipeline import FundingExtractor
from extractor.recognizing.recognizer import recognize

FILE = "surroundings_weights.json"
PUBLISHED = "2024-03-05"


def lines_of(*paragraphs: str, title: str = "Permitta raises $9 million") -> tuple[Line, ...]:
    text, blocks = canonical_text(title, [("paragraph", p) for p in paragraphs])
    article = Article(id="a", text=text, blocks=blocks, title=title, published_on=PUBLISHED)
    return read_lines(article, recognize(article))


def told(sentence: str) -> Worded:
    return worded(lines_of(sentence)[1], ["Permitta"])


def test_words_are_kinds_of_mentions_and_lower_case() -> None:
    line = told("Permitta said on March 4 it has raised a $9 million Series A led by Tallow Capital.")
    assert line.words[:2] == ("<S>", "said")
    assert [word for word in line.words if word.startswith("<")] == ["<S>", "<D>", "<M>", "<T>", "<O>"]


def features_of(sentence: str, name: str) -> set[str]:
    line = told(sentence)
    place = next(place for place, party in line.line.masked.parties.items() if party.name == name)
    return of_party(line, place, Counter(party.name for party in line.line.masked.parties.values()))


@pytest.mark.parametrize(
    ("sentence", "name", "expected"),
    [
        ("It is backed by Tallow Capital.", "Tallow Capital", {"l1=by", "cl2=by|backed", "L1~backe", "last=capital"}),
        # a name inside a list is told by what stands around the list
        (
            "The round was led by Tallow Capital, Brine Ventures and Corvid Partners.",
            "Corvid Partners",
            {"cl1=by", "cl2=by|led", "l1=and", "chain=2", "kind=firm"},
        ),
        (
            "Tallow Capital (an early backer) and Brine Ventures took part.",
            "Brine Ventures",
            {"cl1=^", "cr1=took", "chain=1"},
        ),
        ("Permitta was bought by Tallow Capital in 2019.", "Tallow Capital", {"selfbefore", "cnt=1", "nw=2"}),
    ],
)  # fmt: skip
def test_features_of_names(sentence: str, name: str, expected: set[str]) -> None:
    found = features_of(sentence, name)
    assert expected <= found


def test_words_behind_a_semicolon_do_not_count() -> None:
    found = features_of("Tallow Capital led the round; customers praised it.", "Tallow Capital")
    assert "R1led" in found
    assert not any("prais" in name for name in found)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Permitta announced the round on March 4.", {"dist=week", "form=MON 0"}),
        ("Permitta announced the round today.", {"dist=0", "form=today"}),
        ("Permitta was founded in 2019.", {"dist=4past"}),
    ],
)
def test_features_of_dates(sentence: str, expected: set[str]) -> None:
    line = told(sentence)
    (place,) = line.line.masked.dates
    assert expected <= of_date(line, place, PUBLISHED, Counter())


# who stands in a list of investors, and who in another list that opens with the same words
INVESTORS = [
    ("The round was led by Tallow Capital, with participation from Brine Ventures.", "Tallow Capital", True),
    ("The round was led by Tallow Capital, with participation from Brine Ventures.", "Brine Ventures", True),
    ("Existing investors Brine Ventures and Corvid Partners also took part.", "Corvid Partners", True),
    ("With a founding team that has worked at firms such as Larsen and Arup, it is growing.", "Larsen", False),
    ("It was an early supporter of firms such as Lactosense, Coldchurn and PureWhey.", "Coldchurn", False),
    ("Its customers include Deltora, Marnow Foods and Ostrava Steel.", "Marnow Foods", False),
    ("Permitta grew out of research at the University of Northern Saskatchewan.",
     "University of Northern Saskatchewan", False),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "name", "invests"), INVESTORS)
def test_probability_of_an_investor(sentence: str, name: str, invests: bool) -> None:
    around = Surroundings(lines_of(sentence)[1:], ["Permitta"], PUBLISHED)
    (chance,) = [probability(PARTY, features) for party, features in around.parties() if party.name == name]
    assert chance > 0.5 if invests else chance < 0.3


LEFT_OUT = [
    ("The company joins notable consumer names such as Babble, a subscription shop for baby clothes.", "Babble"),
    ("Investment in the sector rose to $1.9 billion in the third quarter, data from TokenTally show.", "TokenTally"),
]


@pytest.mark.parametrize(("sentence", "name"), LEFT_OUT)
def test_a_name_among_investors_that_reads_otherwise_is_left_out_and_said(sentence: str, name: str) -> None:
    text = f"Permitta has raised $9 million in a Series A round led by Tallow Capital, it said on Monday.\n\n{sentence}"
    extraction = FundingExtractor().extract(text=text, title="Permitta raises $9 million", published=PUBLISHED)
    (found,) = extraction.rounds
    assert [investor.name for investor in found.investors] == ["Tallow Capital"]
    (finding,) = [finding for finding in extraction.findings if finding.code == "investors.left_out"]
    (evidence,) = finding.evidence
    assert (finding.severity, finding.path, finding.stated) == ("info", "rounds[0].investors", name)
    assert evidence.text == name
    assert text.endswith(sentence)
    assert evidence.start >= len("Permitta raises $9 million\n\n") + text.index(sentence)


OTHERWISE = [
    ("date.left_out", "announced_on", "January 2023", "Permitta raises $9 million",
     "Permitta has raised $9 million in a Series A round led by Tallow Capital.\n\n"
     "Tallow was also the angel of Permitta, putting in $2 million in January 2023."),
    ("total.left_out", "total_raised", "$365 million",
     "Permitta, a permit tool for builders, wraps up $22M Series A with Almond Grove Partners in the lead",
     "Permits have turned into one of the busier corners of software. Ankora has collected more than $365 million "
     "to date, Fairway well over $1 billion, Orchard some $20 million, and each of them started as a shop."),
]  # fmt: skip


@pytest.mark.parametrize(("code", "field", "words", "title", "text"), OTHERWISE, ids=[row[0] for row in OTHERWISE])
def test_a_value_that_reads_otherwise_is_left_out_and_said(
    code: str, field: str, words: str, title: str, text: str
) -> None:
    extraction = FundingExtractor().extract(text=text, title=title, published="2023-03-02")
    (found,) = extraction.rounds
    assert getattr(found, field) is None
    (finding,) = [finding for finding in extraction.findings if finding.code == code]
    assert (finding.severity, finding.path) == ("info", f"rounds[0].{field}")
    assert finding.stated
    assert [evidence.text for evidence in finding.evidence] == [words]


def test_names_of_one_list_speak_for_each_other() -> None:
    """The second name alone would stay: what it stands in a list with decides."""
    lines = lines_of(
        "Permitta has raised $9 million in a Series A round led by Tallow Capital.",
        "The company joins notable consumer names such as Babble, a baby clothes shop, and Cropcircle.",
    )
    around = Surroundings(lines[1:], ["Permitta"], PUBLISHED)
    backers = join_hits(party_hits(lines[2], lines[1].text), ["Permitta"])
    assert [backer.name for backer in backers] == ["Babble", "Cropcircle"]
    alone = [chances_of([backer], around)[0] for backer in backers]
    together = chances_of(backers, around)
    assert abs(together[0] - together[1]) < abs(alone[0] - alone[1])


def test_bullets_are_not_judged() -> None:
    lines = lines_of("Also taking part:", "Babble", "Cropcircle")
    around = Surroundings(lines[1:], ["Permitta"], PUBLISHED)
    backers = join_hits(list(bullet_hits(lines)), ["Permitta"])
    assert [backer.name for backer in backers] == ["Babble", "Cropcircle"]
    assert chances_of(backers, around) == [1.0, 1.0]


def test_no_rule_says_so_but_the_day_is_the_rounds() -> None:
    text = (
        "“We’re just in a hurry,” the founder said.\n\n"
        "On Monday, Permitta announced that it had the means to hurry more. It has taken in $9 million from "
        "Tallow Capital."
    )
    extraction = FundingExtractor().extract(text=text, title="Permitta raises $9 million", published=PUBLISHED)
    day = extraction.rounds[0].announced_on
    assert day is not None
    assert day.value == "2024-03-04"
    assert day.evidence[0].text == "Monday"


def test_the_day_of_talks_is_never_taken_from_its_surroundings() -> None:
    text = (
        "SINGAPORE, March 4 - Quillon is in talks to raise about $500 million, three people familiar with the matter "
        "said.\n\nThe terms have not been finalised and the talks could still fall apart."
    )
    extraction = FundingExtractor().extract(text=text, title="Quillon in talks to raise $500 million")
    day = extraction.rounds[0].announced_on
    assert day is None or day.evidence[0].rule != DATE_RULE


def test_the_weights_hold_every_model_and_its_bias() -> None:
    weights = load_weights(FILE)
    assert set(weights) == {PARTY, DATE, TOTAL}
    assert all("" in table for table in weights.values())
    assert set(LEAST) == set(weights)
    assert set(ENOUGH) <= set(weights)


@pytest.mark.parametrize("model", [PARTY, DATE, TOTAL])
def test_nothing_known_is_the_bias_alone(model: str) -> None:
    assert probability(model, set()) == probability(model, {"never seen"})
    assert 0.0 < probability(model, set()) < 1.0


def test_the_order_of_features_changes_nothing() -> None:
    names = sorted(load_weights(FILE)[PARTY])[:200]
    backwards: set[str] = set()
    for name in names[::-1]:
        backwards.add(name)
    assert probability(PARTY, set(names)) == probability(PARTY, backwards)
