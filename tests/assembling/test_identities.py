"""What an article says of a company's names and of its parent."""

from __future__ import annotations

import pytest

from extractor.article import Article, canonical_text
from extractor.assembling.article_reading import read
from extractor.assembling.companies import Candidate
from extractor.assembling.identities import Identity, has_legal_suffix, identity
from extractor.recognizing.recognizer import recognize


def read_identity(name: str, *paragraphs: str, title: str = "", excluded: tuple[str, ...] = ()) -> Identity:
    text, blocks = canonical_text(title, [("paragraph", p) for p in paragraphs])
    article = Article(id="a", text=text, blocks=blocks, title=title, published_on="2024-03-05")
    reading = read(article, recognize(article))
    company = Candidate(name, (), 1.0, ())
    found = identity(reading, company, (name,), excluded)
    for evidence in found.evidence:
        assert text[evidence.start : evidence.end] == evidence.text
    return found


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Rovex", "Rovex Inc. has raised $4 million.", "Rovex Inc."),
        ("Brindle", "Lena Falk founded Brindle GmbH in 2019. Brindle raised €4 million.", "Brindle GmbH"),
        ("Khetpur", "Khetpur Technologies Pvt Ltd lends to farmers.", "Khetpur Technologies Pvt Ltd"),
        ("Pearl AI", "Nantong Peili (the entity set up to hold Pearl AI assets) signed on Monday.", "Nantong Peili"),
        ("Zupple", "Quill Foods Pvt Ltd, which operates the brand Zupple, raised $2 million.", "Quill Foods Pvt Ltd"),
        ("Zupple", "Zupple, operated by Quill Foods, raised $2 million.", "Quill Foods"),
        ("Hollow Eggs", "Cold Hollow Organics, dba Hollow Eggs, raised $2 million.", "Cold Hollow Organics"),
        ("Rovex", "Rovex has raised $4 million.", None),
        ("Rovex", "Rovex raised $4 million from Oriel Capital Inc. on Monday.", None),
        ("Rovex", "Oriel Capital, which backed Rovex, is pleased.", None),
    ],
)
def test_legal_name(name: str, text: str, expected: str | None) -> None:
    assert read_identity(name, text).legal_name == expected


@pytest.mark.parametrize(
    ("name", "paragraphs", "expected"),
    [
        ("Rovex", ["Rovex, the robotaxi unit of carmaker Daehan Motor, has raised $87 million."], "Daehan Motor"),
        ("Rovex", ["Rovex, majority-owned by Daehan Motor, has raised $87 million."], "Daehan Motor"),
        ("Rovex", ["Rovex raised $87 million. Rovex's parent company Daehan Motor said so."], "Daehan Motor"),
        (
            "Rovex",
            ["Daehan Motor's Rovex has raised $87 million.", "It grew from an internal Daehan Motor tool to a firm."],
            "Daehan Motor",
        ),
        ("Rovex", ["Daehan Motor's Rovex has raised $87 million.", "It was spun out of Daehan Motor."], "Daehan Motor"),
        # a possessive alone, a place's and a person's are no parent
        ("Rovex", ["Daehan Motor's Rovex has raised $87 million."], None),
        ("Rovex", ["London's Rovex has raised $87 million.", "It was spun out of London."], None),
        ("Rovex", ["Jane Falk's Rovex has raised $87 million.", "Rovex is led by Jane Falk."], None),
        ("Rovex", ["Rovex was spun out of Tarn University in 2020 and raised $87 million."], None),
        ("Rovex", ["Rovex has raised $87 million from Daehan Motor."], None),
    ],
)
def test_parent(name: str, paragraphs: list[str], expected: str | None) -> None:
    assert read_identity(name, *paragraphs).parent == expected


def test_an_investor_is_no_parent() -> None:
    text = "Rovex, majority-owned by Daehan Motor, has raised $87 million."
    assert read_identity("Rovex", text, excluded=("Daehan Motor",)).parent is None


@pytest.mark.parametrize(
    ("name", "text", "former", "aliases"),
    [
        ("Rovex", "Rovex, formerly Daehan Autonomous, is issuing new shares.", ("Daehan Autonomous",), ()),
        ("Rovex", "Rovex (previously known as Betamotive) raised $4 million.", ("Betamotive",), ()),
        ("Rovex", "Rovex rebranded from Betamotive last year.", ("Betamotive",), ()),
        ("Cold Hollow Organics", "Cold Hollow Organics, dba Hollow Eggs, raised $2 million.", (), ("Hollow Eggs",)),
        ("Rovex Robotics", 'Rovex Robotics ("RoRo") raised $4 million.', (), ("RoRo",)),
        ("Build Your Own Salad", "Build Your Own Salad (BYOS) raised $4 million.", (), ("BYOS",)),
        ("Rovex", "Rovex (Nasdaq: RVX) raised $4 million.", (), ()),
        ("Rovex", "Rovex previously raised money from Betamotive.", (), ()),
    ],
)
def test_other_names(name: str, text: str, former: tuple[str, ...], aliases: tuple[str, ...]) -> None:
    found = read_identity(name, text)
    assert (found.former_names, found.aliases) == (former, aliases)
    assert set(found.other_names) >= {*former, *aliases}


def test_nothing_stated_is_an_empty_identity() -> None:
    assert read_identity("Rovex", "Rovex makes taxis.") == Identity()


@pytest.mark.parametrize("name", ["Rovex Inc.", "Rovex, Inc", "Rovex Pvt Ltd", "Rovex Private Limited", "Rovex Oy"])
def test_a_legal_suffix(name: str) -> None:
    assert has_legal_suffix(name)


@pytest.mark.parametrize("name", ["Rovex", "Inc", "The Every Company", "Rovex Labs", "Known As"])
def test_no_legal_suffix(name: str) -> None:
    assert not has_legal_suffix(name)
