"""What of a page is its article: one small page for each trap. Every text here is ours."""

from __future__ import annotations

import pytest

from extractor.reading.html import read_page

P1 = (
    "Larkspur, which makes sensors for orchards, has raised four million dollars from Pomona Ventures and Aldgate, "
    "two funds that had backed it before."
)
P2 = (
    "The company will hire ten engineers in Lyon and open a second office, said Jane Doe, who founded it in 2019 after "
    "she had left a maker of weather stations."
)
P3 = (
    "Growers who use the sensors lose a third less fruit to frost, according to a study that the company paid for and "
    "that two universities have looked over."
)
OTHER = "A teaser of quite another story that has nothing to do with the sensors of Larkspur but is as long as a line."
TITLE = "Larkspur raises $4M to bring sensors into orchards"
HEAD = f"<html lang=en><head><title>{TITLE} | Orchard Wire</title></head><body>"
H1 = f"<h1>{TITLE}</h1>"


def body(markup: str) -> list[str]:
    reading = read_page((HEAD + markup).encode(), origin="page")
    return [reading.article.block_text(block) for block in reading.article.blocks if block.kind != "headline"]


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


BOTH = paragraphs(P1, P2)
CARD = f'<div class="c"><h3><a href="/x">Another headline that is a link to its story</a></h3><p>{OTHER}</p></div>'
TRAPS = [
    ("comments are no text", f'{H1}<div>{BOTH}</div><div id="comments">{paragraphs(OTHER, OTHER + "!", P3)}</div>'),
    (
        "more comments than article",
        f'<article>{H1}{BOTH}</article><div class="comment-list">{paragraphs(P3) * 9}</div>',
    ),
    ("a sidebar", f'<div>{H1}{BOTH}</div><div class="sidebar-right">{paragraphs(OTHER, P3)}</div>'),
    ("teasers after the article", f"<div>{H1}{BOTH}</div><div>{CARD * 6}</div>"),
    ("teasers within the article", f"<article>{H1}<p>{P1}</p>{CARD}<p>{P2}</p></article>"),
    (
        "the next article follows",
        f"<article>{H1}{BOTH}</article><article><h2>Next</h2>{paragraphs(OTHER, P3)}</article>",
    ),
    ("a picture with its caption", f"<div>{H1}<div><img src=a><p>Jane Doe in the orchard</p></div>{BOTH}</div>"),
    (
        "a figure with a caption",
        f"<div>{H1}<p>{P1}</p><figure><img><figcaption>{OTHER}</figcaption></figure><p>{P2}</p></div>",
    ),
    ("a caption without figure", f'<div>{H1}<p>{P1}</p><div class="img-caption">{OTHER}</div><p>{P2}</p></div>'),
    ("author's box at the end", f'<div>{H1}{BOTH}<div class="author-bio"><p>{OTHER}</p></div></div>'),
    ("a link to another story in the text", f"<div>{H1}<p>{P1}</p><p><a href=x>{OTHER}</a></p><p>{P2}</p></div>"),
    (
        "read-more line",
        f"<div>{H1}<p>{P1}</p><p>READ MORE: Quillon hires a chief executive from Aldgate</p><p>{P2}</p></div>",
    ),
    ("newsletter in the text", f"<div>{H1}<p>{P1}</p><p>Sign up for our daily newsletter here</p><p>{P2}</p></div>"),
    (
        "related section at the end",
        f"<div>{H1}{BOTH}<div><h4>Related articles</h4><ul><li>{OTHER}</li></ul></div></div>",
    ),
    ("share bar", f"<div>{H1}<ul><li>Facebook</li><li>Twitter</li></ul><p>Share this article</p>{BOTH}</div>"),
    ("byline and date", f"<div>{H1}<p>4 min read</p><p>Updated: 5 May 2024 10:30 am</p>{BOTH}</div>"),
    ("rights", f"<div>{H1}{BOTH}<p>© 2024 Orchard Wire. All rights reserved.</p></div>"),
    ("comments heading ends it", f"<div>{H1}{BOTH}<h3>12 Comments</h3><p>{OTHER}</p></div>"),
    ("hidden text", f'<div>{H1}{BOTH}<div style="display: none"><p>{OTHER}</p></div><div hidden>{OTHER}</div></div>'),
    ("hidden by its class", f'<div>{H1}{BOTH}<div class="hidden"><p>{OTHER}</p></div></div>'),
    ("a cookie banner", f'<div class="cookie-bar"><p>{OTHER}</p></div><div>{H1}{BOTH}</div>'),
    (
        "a list of links in the text",
        f"<div>{H1}<p>{P1}</p><ul><li><a>{OTHER}</a></li><li><a>{P3}</a></li></ul><p>{P2}</p></div>",
    ),
    ("told twice for two screens", f'<div>{H1}<div class="a">{BOTH}</div><div class="b">{BOTH}</div></div>'),
    (
        "each paragraph in a box of its own",
        f"<main>{H1}<div class=p><p>{P1}</p></div><div class=p><p>{P2}</p></div></main>",
    ),
    ("paragraphs without <p>", f"<div>{H1}{P1}<br><br>{P2}</div>"),
    ("the whole page is a form", f"<form><div>{H1}{BOTH}</div></form>"),
    ("a body that is named junk", f'<div class="promo">{H1}{BOTH}</div>'),
    ("tags in the article's own class", f'<article class="post tag-share category-comment">{H1}{BOTH}</article>'),
    ("an advertisement's label", f"<div>{H1}<p>{P1}</p><p>Advertisement</p><p>{P2}</p></div>"),
    (
        "words joined by inline tags",
        f"<div>{H1}<p><span>{P1[:20]}</span><a href=x>{P1[20:24]}</a>{P1[24:]}</p><p>{P2}</p></div>",
    ),
    ("shares within a line", f'<div>{H1}<p>{P1}<span class="share-count">17 shares</span></p><p>{P2}</p></div>'),
    ("old layout by tables", f"<table><tr><td><a>Home</a></td><td>{H1}{BOTH}</td></tr></table>"),
]


@pytest.mark.parametrize("markup", [trap[1] for trap in TRAPS], ids=[trap[0] for trap in TRAPS])
def test_only_the_article_is_read(markup: str) -> None:
    assert body(markup) == [P1, P2]


KEPT = [
    ("a standfirst", f"<header>{H1}<p>{P3}</p></header><div>{BOTH}</div>", [P3, P1, P2]),
    ("headings", f"<div>{H1}<p>{P1}</p><h2>What comes next</h2><p>{P2}</p></div>", [P1, "What comes next", P2]),
    (
        "a list of facts",
        f"<div>{H1}<p>{P1}</p><ul><li>$4M seed</li><li>2 funds</li></ul></div>",
        [P1, "$4M seed", "2 funds"],
    ),
    ("a quotation", f"<div>{H1}<p>{P1}</p><blockquote><p>{P2}</p></blockquote></div>", [P1, P2]),
    ("repeated lines in one place", f"<div>{H1}<p>{P1}</p><p>{P3}</p><p>{P2}</p><p>{P3}</p></div>", [P1, P3, P2, P3]),
    (
        "a table of deals",
        f"<div>{H1}<p>{P1}</p><table><tr><td>Quillon</td><td>$2M</td></tr></table></div>",
        [P1, "Quillon", "$2M"],
    ),
    ("one long paragraph", f"<div>{H1}<div>{P1} {P2}</div></div>", [f"{P1} {P2}"]),
    ("a paragraph behind a paywall's class", f'<div>{H1}<p>{P1}</p><p class="paywall">{P2}</p></div>', [P1, P2]),
    (
        "a short text",
        f"<div>{H1}<p>Larkspur has raised $4M from the fund.</p></div>",
        ["Larkspur has raised $4M from the fund."],
    ),
]


@pytest.mark.parametrize(("markup", "expected"), [case[1:] for case in KEPT], ids=[case[0] for case in KEPT])
def test_what_belongs_to_the_article_stays(markup: str, expected: list[str]) -> None:
    assert body(markup) == expected


def test_what_json_ld_states_stands_in_for_a_page_without_text() -> None:
    stated = f'{{"@type": "NewsArticle", "articleBody": "{P1}\\n\\n{P2} {P3} {P1} {P2}"}}'
    markup = f'<script type="application/ld+json">{stated}</script><div>{H1}<p>Loading the story</p></div>'
    assert body(markup) == [P1, f"{P2} {P3} {P1} {P2}"]


def test_markup_in_what_json_ld_states_is_read() -> None:
    stated = f'{{"@type": "NewsArticle", "articleBody": "<p>{P1} {P3} {P1}</p><p>{P2}</p>"}}'
    markup = f'<script type="application/ld+json">{stated}</script><div>{H1}<p>Loading the story</p></div>'
    assert body(markup) == [f"{P1} {P3} {P1}", P2]
