"""Pages that hold no article in English are recognised and said to be so."""

from __future__ import annotations

import pytest

from extractor.errors import SourceError
from extractor.reading.html import read_html, read_page

SENTENCE = "Larkspur, which makes sensors for orchards, has raised money from Pomona Ventures, the fund of its town. "
TITLE = "Larkspur raises $4M to bring sensors into orchards"


def page(title: str, body: str, *, head: str = "", lang: str = "en") -> bytes:
    return f"<html lang={lang}><head><title>{title}</title>{head}</head><body>{body}</body></html>".encode()


CONSENT = """<div><h1>Before you continue to Orchard Wire</h1><p>We value your privacy. We and our 812 partners store
data on your device and use cookies to show you advertisements and to measure how well they work.</p><p>You can
withdraw your consent at any time, or object where partners rely on legitimate interests, in our privacy settings.</p>
<button>Accept all</button><p>Accept all cookies or manage preferences below.</p></div>"""
LINKS = "".join(
    f"<div><h3><a href=/{n}>A headline number {n} about a company</a></h3><p>One line.</p></div>" for n in range(20)
)
NAMES = (
    "Lyon sensor maker Larkspur, maker of orchard probes, today announced $4 million seed funding. Investors: Pomona "
    "Ventures, Aldgate Capital, Tern Hill, Oriel Partners, Dovecote, Jane Doe (Quillon), John Roe (Tarnwater)."
)
GERMAN = "Das Unternehmen aus Lyon hat von einem Fonds vier Millionen Dollar erhalten und will damit wachsen. " * 4
LOCKED = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": "False"}</script>'
PAYWALL = f"<article><h1>{TITLE}</h1><p>{SENTENCE}</p><p>Subscribe to continue reading this article.</p></article>"

KINDS = [
    ("a consent wall", page("Orchard Wire", CONSENT), "consent"),
    (
        "an article with a cookie banner",
        page(TITLE, f"{CONSENT}<article><h1>{TITLE}</h1><p>{SENTENCE * 4}</p></article>"),
        "article",
    ),
    ("a paywall's offer", page(TITLE, PAYWALL), "paywall_stub"),
    (
        "JSON-LD says it is locked",
        page(TITLE, f"<article><h1>{TITLE}</h1><p>{SENTENCE}</p></article>", head=LOCKED),
        "paywall_stub",
    ),
    ("locked, but all is there", page(TITLE, f"<article><p>{SENTENCE * 15}</p></article>", head=LOCKED), "article"),
    (
        "about subscriptions",
        page(TITLE, f"<article><h1>{TITLE}</h1><p>{SENTENCE}Subscribers pay $5 a month.</p></article>"),
        "article",
    ),
    ("not found by title", page("404 - Page not found", "<h1>Oops</h1><p>Try the search.</p>"), "soft_404"),
    (
        "not found by text",
        page("Orchard Wire", "<p>Sorry, the page you are looking for does not exist.</p>"),
        "soft_404",
    ),
    ("a check for robots", page("Just a moment...", "<p>Checking your browser before you go on.</p>"), "soft_404"),
    ("an article about 404", page("404 Robotics raises $4M", f"<article><p>{SENTENCE * 5}</p></article>"), "article"),
    ("a front page", page("Orchard Wire", f"<main>{LINKS}</main>"), "link_list"),
    (
        "a short article among links",
        page(TITLE, f"<article><h1>{TITLE}</h1><p>{SENTENCE * 4}</p></article><div>{LINKS}</div>"),
        "article",
    ),
    ("nothing but a title", b"<html><title>Larkspur</title><script>1</script></html>", "no_text"),
    ("German", page("Larkspur erhält Geld", f"<article><p>{GERMAN}</p></article>", lang="de"), "non_english"),
    (
        "German that says it is English",
        page("Larkspur erhält Geld", f"<article><p>{GERMAN}</p></article>"),
        "non_english",
    ),
    (
        "a short text of names that says it is English",
        page(TITLE, f"<article><p>{NAMES}</p></article>", lang="en"),
        "article",
    ),
    (
        "a short text of names that says it is German",
        page(TITLE, f"<article><p>{NAMES}</p></article>", lang="de"),
        "non_english",
    ),
    ("English that says it is German", page(TITLE, f"<article><p>{SENTENCE * 4}</p></article>", lang="de"), "article"),
    (
        "Japanese",
        page("資金調達", f"<article><p>{'果樹園のセンサーを作る会社が資金を調達した。' * 9}</p></article>"),
        "non_english",
    ),
    ("a few words without a language", page("Larkspur", "<p>Larkspur: $4M seed.</p>", lang="en"), "article"),
]


@pytest.mark.parametrize(("data", "kind"), [row[1:] for row in KINDS], ids=[row[0] for row in KINDS])
def test_the_kind_of_a_page(data: bytes, kind: str) -> None:
    reading = read_page(data, origin="page.html")
    assert (reading.kind, reading.message) == (kind, reading.message)
    assert bool(reading.message) == (kind != "article")
    has_text = any(block.kind != "headline" for block in reading.article.blocks)
    assert has_text == (kind not in ("consent", "soft_404", "link_list", "no_text"))


@pytest.mark.parametrize(("data", "kind"), [row[1:] for row in KINDS if row[2] != "article"])
def test_what_is_no_article_is_a_failure_of_reading(data: bytes, kind: str) -> None:
    with pytest.raises(SourceError) as raised:
        read_html(data, origin="page.html")
    assert (raised.value.stage, raised.value.code) == ("reading", f"page.{kind}")
    assert str(raised.value).startswith("page.html: th")


def test_the_language_is_told() -> None:
    reading = read_page(next(data for name, data, _ in KINDS if name == "German"), origin="x")
    assert reading.article.language == "de"
    assert reading.message == "the article is not in English: its language is 'de'"
