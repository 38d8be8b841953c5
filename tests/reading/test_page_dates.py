"""When a page was published and changed, with the statement each date rests on."""

from __future__ import annotations

from datetime import date

import pytest

from extractor.reading.html import read_page
from extractor.reading.published import parse_page_date

LD = '<script type="application/ld+json">'
META = '<meta property="article:published_time" content="{}">'
LONG = "of the same town and of great age, it said on the day to those who asked it, and of nobody else in the world."
TODAY = date(2024, 6, 1)


def dates(head: str, body: str = "", url: str | None = None, lang: str = "en") -> tuple[str | None, str | None]:
    page = f"<html lang={lang}><head>{head}</head><body><h1>Larkspur raises money</h1>{body}<p>Body.</p></body></html>"
    article = read_page(page.encode(), origin="x", url=url, today=TODAY).article
    return article.published_on, article.published_basis


STATED = [
    (META.format("2024-05-05T01:00"), "2024-05-05", "open_graph"),
    ('<meta name="date" content="2024-05-05">', "2024-05-05", "meta"),
    ('<meta name="parsely-pub-date" content="2024-05-05T01:00:00Z">', "2024-05-05", "meta"),
    ('<meta name="sailthru.date" value="2024 05 05 14:00:00">', "2024-05-05", "meta"),
    ('<meta name="cms:publishtime" content="2024-05-05">', "2024-05-05", "meta"),
    ('<meta itemprop="datePublished" content="2024-05-05">', "2024-05-05", "meta"),
    (f'{LD}{{"@type": "NewsArticle", "datePublished": "2024-05-05"}}</script>', "2024-05-05", "json_ld"),
    (f'{LD}[{{"@type": ["Thing", "BlogPosting"], "datePublished": "2024-05-05"}}]</script>', "2024-05-05", "json_ld"),
    (f'{LD}{{"@graph": [{{"@type": "WebPage", "datePublished": "2024-05-05"}}]}}</script>', "2024-05-05", "json_ld"),
    (f'{LD}{{"@type": "http://schema.org/Report", "datePublished": "2024-05-05",}}</script>', "2024-05-05", "json_ld"),
    (
        f'{LD}//<![CDATA[\n{{"@type": "Article", "datePublished": "2024-05-05"}}\n//]]></script>',
        "2024-05-05",
        "json_ld",
    ),
    (
        f'{LD}{{"@type": "Article", "description": "a\nb", "datePublished": "2024-05-05"}};</script>',
        "2024-05-05",
        "json_ld",
    ),
    (f'{LD}{{"@type": "Organization", "datePublished": "2020-01-01"}}</script>', None, None),
    (f'{LD}{{"@type": "Article", broken</script>{META.format("2024-05-04")}', "2024-05-04", "open_graph"),
    ('<meta name="date" content="last week">', None, None),
    (META.format("Sun May 05 12:45:00 EDT 2024"), "2024-05-05", "open_graph"),
    ('<meta name="publisher" content="Wire 2024-05-05">', None, None),
    ("", None, None),
]


LD_MAY_2 = f'{LD}{{"@type": "NewsArticle", "datePublished": "2024-05-02"}}</script>'
CONTRADICTED = [
    (LD_MAY_2 + META.format("2024-05-05"), "", ("2024-05-02", "json_ld")),
    (LD_MAY_2 + META.format("2024-05-05"), "<p>May 5, 2024</p>", ("2024-05-05", "open_graph")),
    (LD_MAY_2 + META.format("2024-05-05"), "<p>Updated: May 5, 2024</p>", ("2024-05-02", "json_ld")),
    (LD_MAY_2 + META.format("2024-05-05"), "<p>May 2, 2024</p>", ("2024-05-02", "json_ld")),
    (LD_MAY_2 + '<meta name="date" content="2024-05-05">', "<p>May 5, 2024</p>", ("2024-05-02", "json_ld")),
]


@pytest.mark.parametrize(("head", "body", "expected"), CONTRADICTED)
def test_statements_that_contradict_each_other(head: str, body: str, expected: tuple[str, str]) -> None:
    assert dates(head, body) == expected


@pytest.mark.parametrize(("head", "published", "basis"), STATED)
def test_machine_readable_dates(head: str, published: str | None, basis: str | None) -> None:
    assert dates(head) == (published, basis)


SHOWN = [
    ('<time datetime="2024-05-05">Sunday</time>', "2024-05-05", "time_tag"),
    ("<time>May 5, 2024</time>", "2024-05-05", "time_tag"),
    ("<p>Founded in <time>1992</time> and moved in <time>October 1993</time>.</p>", None, None),
    ('<time class="pubdate">May 2024</time>', "2024-05", "time_tag"),
    (
        '<time class="updated" datetime="2024-05-09">x</time><time datetime="2024-05-05">x</time>',
        "2024-05-05",
        "time_tag",
    ),
    (
        '<p>Updated:</p><p><time datetime="2024-05-09">May 9, 2024</time></p><p>Original:</p><p>'
        '<time datetime="2024-05-05">May 5, 2024</time></p>',
        "2024-05-05",
        "time_tag",
    ),
    ('<span itemprop="datePublished" content="2024-05-05">x</span>', "2024-05-05", "microdata"),
    ("<p>By Jane Doe | May 5, 2024</p>", "2024-05-05", "text"),
    ("<div class=byline>Published 5 May 2024, 10:30</div>", "2024-05-05", "text"),
    ('<p>By Jane Doe <span class="timestamp">May 5, 2024</span></p>', "2024-05-05", "text"),
    ("<p>Last updated May 9, 2024</p><p>Published May 5, 2024</p>", "2024-05-05", "text"),
    (
        f"<p>05.05.2024 - Larkspur has raised money from Pomona Ventures, a fund that is {LONG}</p>",
        "2024-05-05",
        "text",
    ),
    ("<p>05/06/2024</p>", None, None),
    (
        f"<p>Founded on 5 May 2024 in a garage, the company is {LONG}</p>",
        None,
        None,
    ),
]


@pytest.mark.parametrize(("body", "published", "basis"), SHOWN)
def test_dates_that_the_page_shows(body: str, published: str | None, basis: str | None) -> None:
    assert dates("", body) == (published, basis)


ADDRESSES = [
    ("https://w.example/2024/05/05/larkspur", "2024-05-05"),
    ("https://w.example/news/2024-05-05-larkspur.html", "2024-05-05"),
    ("https://w.example/news/20240505/larkspur", "2024-05-05"),
    ("https://w.example/2024/may/05/larkspur", "2024-05-05"),
    ("https://w.example/2024/05/larkspur", "2024-05"),
    ("https://w.example/2024/05/40-start-ups", "2024-05"),
    ("https://w.example/league/2021-22/transfers", None),
    ("https://w.example/2099/01/01/larkspur", None),
    ("https://w.example/id/12345678", None),
]


@pytest.mark.parametrize(("url", "published"), ADDRESSES)
def test_the_address_states_a_date(url: str, published: str | None) -> None:
    assert dates("", url=url) == (published, "url" if published else None)


CHECKED = [
    (
        "the local day is shown beside the headline",
        META.format("2024-05-05T23:30:00Z"),
        "<p>May 6, 2024</p>",
        "2024-05-06",
    ),
    (
        "the same instant in local time",
        META.format("2024-05-06T02:30:00Z") + '<meta name="date" content="2024-05-05T22:30:00-04:00">',
        "",
        "2024-05-05",
    ),
    (
        "midnight in UTC is a date without a time",
        META.format("2024-05-05T00:00:00Z"),
        "<p>May 6, 2024</p>",
        "2024-05-05",
    ),
    ("a time with its zone is local", META.format("2024-05-05T23:30:00+02:00"), "<p>May 6, 2024</p>", "2024-05-05"),
    ("another story's date is shown", META.format("2024-05-05T10:00:00Z"), "<p>May 1, 2024</p>", "2024-05-05"),
    (
        "a date in the future is refused",
        META.format("2030-01-01"),
        '<time datetime="2024-05-05">x</time>',
        "2024-05-05",
    ),
    ("tomorrow is today elsewhere", META.format("2024-06-02"), "", "2024-06-02"),
    ("a date before the web is refused", META.format("1970-01-01T00:00:00Z"), "<p>May 5, 2024</p>", "2024-05-05"),
    (
        "JSON-LD before OpenGraph",
        META.format("2024-05-04") + f'{LD}{{"@type": "Article", "datePublished": "2024-05-05"}}</script>',
        "",
        "2024-05-05",
    ),
    (
        "an ambiguous date as the page shows it",
        '<meta name="date" content="05/06/2023 10:00">',
        "<p>6 May 2023</p>",
        "2023-05-06",
    ),
]


@pytest.mark.parametrize(("head", "body", "published"), [row[1:] for row in CHECKED], ids=[row[0] for row in CHECKED])
def test_statements_are_checked_by_each_other(head: str, body: str, published: str) -> None:
    lang = "en-US" if "05/06" in head else "en"
    assert dates(head, body, lang=lang)[0] == published


def test_the_last_change_stands_in_where_nothing_else_is_stated() -> None:
    assert dates('<meta property="article:modified_time" content="2024-05-07">') == ("2024-05-07", "modified")


LINES = [
    ("5. Mai 2024", None, "2024-05-05"),
    ("le 5 mai 2024 à 10h", None, "2024-05-05"),
    ("1er août 2024", None, "2024-08-01"),
    ("5 de mayo de 2024", None, "2024-05-05"),
    ("5 maggio 2024", None, "2024-05-05"),
    ("05-May-2024", None, "2024-05-05"),
    ("12 декабря 2023", None, "2023-12-12"),
    ("2024年5月5日", None, "2024-05-05"),
    ("2024. 5. 5.", None, "2024-05-05"),
    ("05.06.2024", None, "2024-06-05"),
    ("5.6.24", None, "2024-06-05"),
    ("05/06/2024", True, "2024-06-05"),
    ("05/06/2024", False, "2024-05-06"),
    ("05/06/2024", None, None),
    ("25/06/2024", None, "2024-06-25"),
    ("06/25/2024", None, "2024-06-25"),
    ("31.02.2024", None, None),
    ("version 1.2.3", None, None),
    ("5 of 2024", None, None),
]


@pytest.mark.parametrize(("text", "day_first", "expected"), LINES)
def test_parse_page_date(text: str, day_first: bool | None, expected: str | None) -> None:
    assert parse_page_date(text, day_first=day_first) == expected
