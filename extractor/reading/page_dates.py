"""When a page says that it was published and changed, each date with the statement it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from extractor.article import PublishedBasis
from extractor.reading.json_ld import text_of
from extractor.reading.page_facts import PageFacts
from extractor.reading.published import parse_page_date, parse_published

_PUBLISHED_METAS = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "article:published",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.issued",
    "dc.date.created",
    "citation_publication_date",
    "citation_date",
    "dcterms.date",
    "dc.date",
    "article.published",
    "article_date_original",
    "publish-date",
    "publish_date",
    "publication_date",
    "pubdate",
    "date",
    "last-publish-date",
    "og:pubdate",
    "originalpublicationdate",
    "displaydate",
    "timestamp",
    "datecreated",
)
_PUBLISHED_NAME = re.compile(r"publi(?:sh|cation|c[ae])|pubdate|pub[-_]date|created|issued|release", re.IGNORECASE)
_NOT_A_DATE = re.compile(r"publisher|expir|modif|updat|valid|event|robots|copyright", re.IGNORECASE)
_MODIFIED_METAS = (
    "article:modified_time",
    "og:updated_time",
    "og:article:modified_time",
    "article:modified",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
    "lastmod",
    "revised",
)
_MODIFIED_WORDS = re.compile(
    r"\b(?:updated?|modified|last edited|edited|aktualisiert|geändert|stand|mis à jour|modifié|actualizado|aggiornato|atualizado"
    r"|bijgewerkt|opdateret|oppdatert|uppdaterad|обновлено|更新)\b",
    re.IGNORECASE,
)
_URL_DAY = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2]|[1-9])[/-]?(0[1-9]|[12]\d|3[01]|[1-9])(?=[/_.-]|$)")
_URL_DIGITS = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_]?(0[1-9]|1[0-2])[-_]?(0[1-9]|[12]\d|3[01])(?!\d)")
_URL_MONTH = re.compile(r"/((?:19|20)\d\d)/(0?[1-9]|1[0-2]|[a-z]{3,9})/", re.IGNORECASE)
_MIDNIGHT = re.compile(r"T00:00(?::00(?:\.0{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?$")
_FIRST = date(1990, 1, 1)
_DAY_FIRST = re.compile(r"en[-_](?:gb|au|nz|ie|in|za|ng|ke|sg|my|hk)", re.IGNORECASE)
_MONTH_FIRST = re.compile(r"en[-_](?:us|ph)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stated:
    """A date as a page states it: ISO, possibly partial, with its basis; `text` is what was read."""

    value: str
    basis: PublishedBasis
    text: str = ""


@dataclass(frozen=True, slots=True)
class PageDates:
    """The dates of a page, None where nothing states them."""

    published: Stated | None
    modified: Stated | None


def choose_dates(
    facts: PageFacts, nodes: Sequence[Mapping[str, Any]], lines: Sequence[str], url: str | None, today: date
) -> PageDates:
    """The dates of publication and of the last change.

    `nodes` are the JSON-LD nodes of the article, `lines` the short visible lines around the headline, `url` the
    page's address. A date after tomorrow, seen from `today`, or before 1990 is refused: the next statement counts.
    A machine's date in UTC gives way to the day that the page itself shows beside its headline, or has in its
    address, when that is the day before or after: readers see the local day.
    """
    day_first = _day_first(facts)
    shown = [Stated(v, "text", line) for line in lines if (v := parse_page_date(line, day_first=day_first))]
    shown = [stated for stated in shown if _is_possible(stated.value, today)]
    modified = next((s for s in _modified(facts, nodes) if _is_possible(s.value, today)), None)
    in_url = _url_date(url)
    published = next((s for s in _published(facts, nodes, day_first) if _is_possible(s.value, today)), None)
    if published is not None:
        published = _local(published, shown, in_url)
    else:
        fresh = [stated for stated in shown if not _MODIFIED_WORDS.search(stated.text)]
        candidates = [*([Stated(in_url, "url")] if in_url and len(in_url) == 10 else []), *fresh, *shown]
        published = next((s for s in candidates if _is_possible(s.value, today)), None)
        if published is None and in_url and _is_possible(in_url, today):
            published = Stated(in_url, "url")
    return PageDates(published, modified)


def _published(
    facts: PageFacts, nodes: Sequence[Mapping[str, Any]], day_first: bool | None
) -> Iterator[Stated]:
    """Machine-readable statements, the most deliberate first."""
    for key in ("datePublished", "dateCreated", "uploadDate"):
        for node in nodes:
            yield from _read(text_of(node.get(key)), "json_ld", day_first)
    for name in _PUBLISHED_METAS:
        yield from _read(facts.metas.get(name, ""), _meta_basis(name), day_first)
    for name in ("datepublished", "datecreated"):
        for value in facts.items.get(name, ()):
            yield from _read(value, "microdata", day_first)
    for name, value in facts.metas.items():
        if _PUBLISHED_NAME.search(name) and not _NOT_A_DATE.search(name):
            yield from _read(value, _meta_basis(name), day_first)
    yield from _times(facts, day_first)


def _times(facts: PageFacts, day_first: bool | None) -> Iterator[Stated]:
    """`<time>` elements: those that say they hold the date of publication, then any that is not of a change."""
    named = [t for t in facts.times if _PUBLISHED_NAME.search(t.names) and not _NOT_A_DATE.search(t.names)]
    rest = [t for t in facts.times if t not in named and not re.search(r"modif|updat", t.names, re.IGNORECASE)]
    for tag in (*named, *rest):
        if not _MODIFIED_WORDS.search(tag.text) or tag in named:
            yield from _read(tag.value, "time_tag", day_first)
            yield from _read(tag.text, "time_tag", day_first)


def _modified(facts: PageFacts, nodes: Sequence[Mapping[str, Any]]) -> Iterator[Stated]:
    for node in nodes:
        yield from _read(text_of(node.get("dateModified")), "json_ld", None)
    for name in _MODIFIED_METAS:
        yield from _read(facts.metas.get(name, ""), _meta_basis(name), None)
    for value in facts.items.get("datemodified", ()):
        yield from _read(value, "microdata", None)


def _meta_basis(name: str) -> PublishedBasis:
    """OpenGraph and its article namespace, or any other `<meta>`."""
    return "open_graph" if name.startswith(("og:", "article:")) else "meta"


def _read(text: str, basis: PublishedBasis, day_first: bool | None) -> Iterator[Stated]:
    if text and (value := parse_page_date(text, day_first=day_first) or parse_published(text)):
        yield Stated(value, basis, text)


def _local(published: Stated, shown: Sequence[Stated], in_url: str | None) -> Stated:
    """The same statement with the day that the page shows, where a time zone alone sets them apart."""
    if len(published.value) != 10 or not published.text.rstrip().endswith(("Z", "+00:00", "+0000", "GMT", "UTC")):
        return published
    if _MIDNIGHT.search(published.text):
        return published
    day = date.fromisoformat(published.value)
    neighbours = {(day + timedelta(days=step)).isoformat() for step in (-1, 1)}
    days = [stated.value for stated in shown]
    if published.value in days or in_url == published.value:
        return published
    for other in (*days, in_url):
        if other in neighbours:
            return Stated(other, published.basis, published.text)
    return published


def _is_possible(value: str, today: date) -> bool:
    latest = (today + timedelta(days=1)).isoformat()
    return _FIRST.isoformat()[: len(value)] <= value <= latest[: len(value)]


def _url_date(url: str | None) -> str | None:
    """The day, or the month, that an address states."""
    if not url:
        return None
    path = urlsplit(url).path
    for form in (_URL_DAY, _URL_DIGITS):
        match = form.search(path)
        if match and (value := parse_published(f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}")):
            return value
    match = _URL_MONTH.search(path)
    return parse_published(f"{match[2]} {match[1]}" if match[2].isalpha() else f"{match[1]}-{int(match[2]):02d}") if match else None


def _day_first(facts: PageFacts) -> bool | None:
    """How the page orders day and month in figures: by its locale; None where that does not tell."""
    locale = facts.metas.get("og:locale", "") or facts.language
    if _DAY_FIRST.match(locale):
        return True
    if _MONTH_FIRST.match(locale):
        return False
    return None if locale[:2].lower() in ("en", "") else True
