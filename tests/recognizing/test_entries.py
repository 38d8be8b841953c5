"""Lists of deals known by their layout: every form of entry, and what only looks like one."""

from __future__ import annotations

import pytest

from extractor.article import Article, canonical_text
from extractor.recognizing.entries import listed_entries
from extractor.sources import article_from_fields

BOLD = (
    "**Tern Pharma** of Basel said it closed a CHF12 million Series B.",
    "**Oriel Robotics Inc.** (Leeds) raised £4 million in seed funding.",
    "**Dovecote** drew the second tranche of its $9 million Series A.",
)
CAPITALS = (
    "- TERN ENERGY. The Boulder maker of shingles closed on $12 million.",
    "- ORIEL & SONS STORAGE. Nearly $20 million, Series B.",
    "- DOVECOTE. An undisclosed sum from Brack Ventures.",
)
COMMAS = (
    "• tern.bio, a Lund-based maker of enzymes, raised $3 million in seed funding.",
    "• Oriel, a Porto-based robot maker, raised €7 million.",
    "🚑 Dovecote Health, a Kassel-based clinic chain, raised $40 million in Series B funding.",
)
BRACKETS = (
    "Tern (Egypt, B2B commerce) — $14m Series A. Lead: Brack Ventures.",
    "1Oriel (Ethiopia, software) — undisclosed sum from Addis Row.",
    "Dovecote (Kenya, dairy) — $2.1m bridge from its backers.",
)
COLONS = (
    "Tern Bio: The Durham-based kidney company has raised a $72 million Series C to run its trial next year.",
    "Oriel Genomics: A newcomer from Cambridge came out of stealth with £23.5 million in Series A money.",
    "Dovecote & Hound: And one for the dogs. The startup closed a seed round for an injection against pain.",
)
KEYS = (
    "Company: Tern (Indonesia)",
    "Sum: US$6 million",
    "Round: Series A",
    "Company: Oriel.ai (Malaysia)",
    "Sum: RM4.2 million",
    "Round: Seed",
    "Company: Dovecote Pte Ltd (Singapore)",
    "Sum: S$8 million",
    "Round: Series A, first close",
)
TABLE = (
    "Date | Startup | Country | Amount | Stage | Investors",
    "Apr 12 | Tern | Chile | US$2.3m | Seed | Andes Row (lead), Kiwi Hill",
    "Apr 14 | Oriel Rural | Brazil | R$31m | Series A | Serra Row (lead)",
    "Apr 26 | Dovecote | Chile | US$11m | Series B | Andes Row",
)
ANGELS = (
    "Ruth Tern (former general counsel, Brack Bank)",
    "Jo Oriel (founder, Kassa)",
    "Ann Dovecote (COO, Tillbank)",
)
SECTIONS = (
    "**Deals of the week**",
    "Tern raised $4 million from Brack Ventures in a seed round led by Hill Row.",
    "**Acquisitions of the week**",
    "Oriel was bought by Dovecote for $3 million in stock.",
    "**Quote of the week**",
    "My bank does not take my money, said a founder.",
)


def article_of(paragraphs: tuple[str, ...]) -> Article:
    return article_from_fields(text="\n\n".join(paragraphs), title="The week in funding", id="a")


def names(paragraphs: tuple[str, ...]) -> list[str]:
    article = article_of(paragraphs)
    return [article.text[e.start : e.end] for e in listed_entries(article)]


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (BOLD, ["Tern Pharma", "Oriel Robotics Inc", "Dovecote"]),
        (CAPITALS, ["TERN ENERGY", "ORIEL & SONS STORAGE", "DOVECOTE"]),
        (COMMAS, ["tern.bio", "Oriel", "Dovecote Health"]),
        (BRACKETS, ["Tern", "1Oriel", "Dovecote"]),
        (COLONS, ["Tern Bio", "Oriel Genomics", "Dovecote & Hound"]),
        (KEYS, ["Tern", "Oriel.ai", "Dovecote Pte Ltd"]),
        (TABLE, ["Tern", "Oriel Rural", "Dovecote"]),
        (SECTIONS, []),
        (BOLD[:2], []),
        (("Tern raised $4 million.", "Oriel raised $3 million.", "Dovecote raised $2 million."), []),
    ],
)
def test_entries(paragraphs: tuple[str, ...], expected: list[str]) -> None:
    assert names(paragraphs) == expected


def test_an_entry_of_keys_holds_its_lines_and_no_others() -> None:
    article = article_of(KEYS)
    told = [[article.block_text(b) for b in article.blocks[e.first : e.last]] for e in listed_entries(article)]
    assert [lines[1] for lines in told] == ["Sum: US$6 million", "Sum: RM4.2 million", "Sum: S$8 million"]
    assert all(len(lines) == 3 for lines in told)


def test_angels_with_their_offices_are_no_companies() -> None:
    from extractor.pipeline import FundingExtractor

    text = "Tern Labs has closed an angel round of $1.3 million. Three people invested:\n\n" + "\n\n".join(ANGELS)
    found = FundingExtractor().extract(text=text, title="Tern Labs raises $1.3 million").rounds
    assert [r.company.name for r in found] == ["Tern Labs"]
    assert [i.name for i in found[0].investors] == ["Ruth Tern", "Jo Oriel", "Ann Dovecote"]


def test_headings_whose_text_repeats_them() -> None:
    blocks = [
        ("heading", "Tern: the freezer nobody wanted"),
        ("paragraph", "Cold-chain operator Tern closed a US$27 million round."),
        ("heading", "Oriel"),
        ("paragraph", "Oriel raised US$75 million in a Series C."),
        ("heading", "Dovecote: plant milk"),
        ("paragraph", "Dovecote raised 1.9 billion pesos in a crowdfunding round."),
    ]
    text, found = canonical_text("Five rounds", blocks)  # type: ignore[arg-type]
    article = Article(id="a", text=text, blocks=found, title="Five rounds")
    assert [text[e.start : e.end] for e in listed_entries(article)] == ["Tern", "Oriel", "Dovecote"]
