"""When a page says that it was published and changed, each date with the statement it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from extractor.article import PublishedBasis
from extractor.lexicons.rules import load_month_names
from extractor.reading.json_ld import text_of
from extractor.reading.page_facts import PageFacts
from extractor.reading.published import is_iso_date, parse_page_date, parse_published

_PUBLISHED_METAS = (
    "feed:published",
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
    r"\b(?:updated?|modified|last edited|edited|aktualisiert|geändert|stand|mis à jour|modifié|actualizado|aggiornato"
    r"|atualizado|bijgewerkt|opdateret|oppdatert|uppdaterad|обновлено|更新)\b",
    re.IGNORECASE,
)
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_URL_DAY = re.compile(
    rf"/{_YEAR}(?P<mark>[/-])(?P<month>\d{{1,2}}|[a-z]{{3,9}})(?P=mark)(?P<day>\d{{1,2}})(?=[/_.-]|$)", re.IGNORECASE
)
_URL_DIGITS = re.compile(rf"(?<!\d){_YEAR}(?P<mark>[-_]?)(?P<month>\d\d)(?P=mark)(?P<day>\d\d)(?!\d)")
_URL_MONTH = re.compile(rf"/{_YEAR}/(?P<month>\d{{1,2}}|[a-z]{{3,9}})/", re.IGNORECASE)
_MIDNIGHT = re.compile(r"T00:00(?::00(?:\.0{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?$")
_FIRST = date(1990, 1, 1)
_SAME_INSTANT = 120.0
_LABEL = 25
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
    Of several machine-readable statements the most deliberate counts; `05/06/2024` is read as the page shows it.
    Where nothing states the publication, the last change stands in for it, with the basis `modified`.
    """
    reader = _Reader(facts, nodes, _day_first(facts), today)
    shown = reader.shown(lines)
    modified = next(reader.modified(), None)
    stated = list(reader.published(_labelled_changes(lines)))
    in_url = _url_date(url, today)
    published = _stated(stated, shown, in_url, reader.day_first) or _seen(shown, in_url)
    if published is None and modified is not None:
        published = Stated(modified.value, "modified", modified.text)
    return PageDates(published, modified)


def _stated(
    stated: Sequence[Stated], shown: Sequence[Stated], in_url: str | None, day_first: bool | None
) -> Stated | None:
    """The first machine-readable statement, with the day as readers see it."""
    if not stated:
        return None
    days = {seen.value for seen in shown if not _MODIFIED_WORDS.search(seen.text)}
    first = _borne_out(stated, days)
    other = parse_page_date(first.text, day_first=not day_first)
    if first.value not in days and other in days:
        return Stated(other or first.value, first.basis, first.text)
    return _local(first, stated, shown, in_url)


def _borne_out(stated: Sequence[Stated], days: Set[str]) -> Stated:
    """The most deliberate statement; where JSON-LD and OpenGraph contradict each other, the one that readers see."""
    first = stated[0]
    if first.basis != "json_ld" or first.value in days:
        return first
    other = next((other for other in stated if other.basis == "open_graph"), first)
    return other if other.value in days else first


def _seen(shown: Sequence[Stated], in_url: str | None) -> Stated | None:
    """The date in the address, else the one that stands beside the headline."""
    if in_url and len(in_url) == 10:
        return Stated(in_url, "url")
    fresh = [stated for stated in shown if not _MODIFIED_WORDS.search(stated.text)]
    if in_url:
        return next((s for s in (*fresh, *shown) if s.value.startswith(in_url)), Stated(in_url, "url"))
    return next(iter((*fresh, *shown)), None)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Every statement about dates on one page, the most deliberate first, impossible ones left out."""

    facts: PageFacts
    nodes: Sequence[Mapping[str, Any]]
    day_first: bool | None
    today: date

    def shown(self, lines: Sequence[str]) -> list[Stated]:
        """The full dates in visible lines."""
        return [found for line in lines for found in self._read(line, "text", partial=False)]

    def published(self, changes: frozenset[str]) -> Iterator[Stated]:
        """Machine-readable dates of publication; `changes` are visible dates that a label calls a change."""
        for node in self.nodes:
            yield from self._read(text_of(node.get("datePublished")), "json_ld")
        for name in _PUBLISHED_METAS:
            yield from self._read(self.facts.metas.get(name, ""), _meta_basis(name))
        for value in self.facts.items.get("datepublished", ()):
            yield from self._read(value, "microdata")
        for key in ("dateCreated", "uploadDate"):
            for node in self.nodes:
                yield from self._read(text_of(node.get(key)), "json_ld")
        for name, value in self.facts.metas.items():
            if _PUBLISHED_NAME.search(name) and not _NOT_A_DATE.search(name):
                yield from self._read(value, _meta_basis(name))
        yield from self._times(changes)

    def modified(self) -> Iterator[Stated]:
        """Machine-readable dates of the last change."""
        for node in self.nodes:
            yield from self._read(text_of(node.get("dateModified")), "json_ld")
        for name in _MODIFIED_METAS:
            yield from self._read(self.facts.metas.get(name, ""), _meta_basis(name))
        for value in self.facts.items.get("datemodified", ()):
            yield from self._read(value, "microdata")

    def _times(self, changes: frozenset[str]) -> Iterator[Stated]:
        """`<time>` elements: those that say they hold the date of publication, then any that is not of a change."""
        times = self.facts.times
        named = [t for t in times if _PUBLISHED_NAME.search(t.names) and not _NOT_A_DATE.search(t.names)]
        rest = [t for t in times if t not in named and not re.search(r"modif|updat", t.names, re.IGNORECASE)]
        for tag in (*named, *rest):
            if tag.text not in changes and not _MODIFIED_WORDS.search(tag.text):
                # A month or a year in a `<time>` is one that the text speaks of, unless it says otherwise.
                partial = tag in named
                yield from self._read(tag.value, "time_tag", partial=partial)
                yield from self._read(tag.text, "time_tag", partial=partial)

    def _read(self, text: str, basis: PublishedBasis, *, partial: bool = True) -> Iterator[Stated]:
        if not text:
            return
        value = parse_page_date(text, day_first=self.day_first) or (parse_published(text) if partial else None)
        if value and _is_possible(value, self.today):
            yield Stated(value, basis, text)


def _labelled_changes(lines: Sequence[str]) -> frozenset[str]:
    """The lines that follow a label such as `Updated:`, and what stands behind such a label in its own line."""
    found = set()
    for before, line in pairwise(lines):
        if len(before) <= _LABEL and _MODIFIED_WORDS.search(before):
            found.add(line)
    return frozenset(found)


def _meta_basis(name: str) -> PublishedBasis:
    """OpenGraph and its article namespace, the feed that carries the article, or any other `<meta>`."""
    if name.startswith("feed:"):
        return "feed"
    return "open_graph" if name.startswith(("og:", "article:")) else "meta"


def _local(published: Stated, stated: Sequence[Stated], shown: Sequence[Stated], in_url: str | None) -> Stated:
    """The same statement with the day that readers see, where a time zone alone sets them apart.

    A time in UTC gives way to the same instant in local time, then to the day that stands beside the headline or
    in the address, if that is the day before or after.
    """
    instant = _instant(published.text)
    if instant is None or instant.utcoffset() or _MIDNIGHT.search(published.text):
        return published
    for other in stated:
        same = _instant(other.text)
        if same is not None and same.utcoffset() and abs((same - instant).total_seconds()) < _SAME_INSTANT:
            return Stated(other.value, published.basis, published.text)
    day = date.fromisoformat(published.value)
    neighbours = {(day + timedelta(days=step)).isoformat() for step in (-1, 1)}
    days = [seen.value for seen in shown]
    if published.value in days or in_url == published.value:
        return published
    seen = next((value for value in (*days, in_url) if value in neighbours), None)
    return Stated(seen, published.basis, published.text) if seen else published


def _instant(text: str) -> datetime | None:
    """The instant of an ISO time with a zone, else None."""
    try:
        instant = datetime.fromisoformat(text.strip().replace(" ", "T", 1))
    except ValueError:
        return None
    return instant if instant.tzinfo is not None else None


def _is_possible(value: str, today: date) -> bool:
    latest = (today + timedelta(days=1)).isoformat()
    return _FIRST.isoformat()[: len(value)] <= value <= latest[: len(value)]


def _url_date(url: str | None, today: date) -> str | None:
    """The day, or the month, that an address states; a day that the month before it does not bear out is none."""
    path = urlsplit(url).path if url else ""
    for form in (_URL_DAY, _URL_DIGITS, _URL_MONTH):
        for match in form.finditer(path):
            parts = match.groupdict()
            word = parts["month"]
            month = load_month_names().get(word.lower()) if word.isalpha() else int(word)
            day = f"-{int(parts['day']):02d}" if parts.get("day") else ""
            value = f"{parts['year']}-{month or 0:02d}{day}"
            if is_iso_date(value) and _is_possible(value, today):
                return value
    return None


def _day_first(facts: PageFacts) -> bool | None:
    """How the page orders day and month in figures: by its locale; None where that does not tell."""
    locale = facts.metas.get("og:locale", "") or facts.language
    if _DAY_FIRST.match(locale):
        return True
    if _MONTH_FIRST.match(locale):
        return False
    return None if locale[:2].lower() in ("en", "") else True
