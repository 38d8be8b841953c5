"""What a page says about itself: title, authors, publisher, address, language, by its most reliable statements."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from extractor.reading.addresses import canonical_url
from extractor.reading.json_ld import names_of, text_of
from extractor.reading.page_facts import PageFacts
from extractor.reading.page_titles import choose_title

_BY = re.compile(r"^(?:by|von|par|por|di|written by|text by)\s+", re.IGNORECASE)
_LONGEST_NAME = 60
_MOST_AUTHORS = 10
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?=$|[-_])")


@dataclass(frozen=True, slots=True)
class Metadata:
    """The page's metadata as chosen; absent values are None, "" or ()."""

    title: str
    publisher: str | None
    authors: tuple[str, ...]
    canonical: str | None
    language: str


def choose(facts: PageFacts, nodes: Sequence[Mapping[str, Any]], headings: Sequence[str], url: str | None) -> Metadata:
    """Choose among the statements of a page; `headings` are its `<h1>`, `url` is where it came from, if known."""
    address = _canonical(facts, url)
    publisher = facts.metas.get("og:site_name") or next(filter(None, (text_of(n.get("publisher")) for n in nodes)), "")
    publisher = publisher or facts.metas.get("application-name", "")
    stated = [
        next(filter(None, (text_of(node.get("headline")) for node in nodes)), ""),
        facts.metas.get("og:title", ""),
        facts.metas.get("twitter:title", ""),
    ]
    return Metadata(
        title=choose_title(
            stated=stated,
            headings=headings,
            head_title=facts.head_title,
            publisher=publisher,
            host=urlsplit(address or "").netloc,
        ),
        publisher=publisher or None,
        authors=_authors(facts, nodes),
        canonical=address,
        language=_language(facts),
    )


def _canonical(facts: PageFacts, url: str | None) -> str | None:
    """The page's own address in one form; a relative one, or a site's front page for every page, is refused."""
    for stated in (facts.canonical, facts.metas.get("og:url", "")):
        try:
            address = canonical_url(urljoin(url or "", stated)) if stated else None
        except ValueError:
            continue
        if address and (urlsplit(address).path not in ("", "/") or url is None):
            return address
    return canonical_url(url)


def _authors(facts: PageFacts, nodes: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    for node in nodes:
        if names := _people(names_of(node.get("author"))):
            return names
    metas = (facts.metas.get(name, "") for name in ("author", "article:author", "parsely-author", "dc.creator", "byl"))
    for stated in (*metas, ", ".join(facts.items.get("author", ())), ", ".join(facts.authors)):
        if names := _people(re.split(r"\s*[,;|]\s*|\s+(?:and|und|et|y|&)\s+", stated)):
            return names
    return ()


def _people(stated: Sequence[str]) -> tuple[str, ...]:
    names = (_BY.sub("", " ".join(name.split())) for name in stated)
    kept = (name for name in names if name and "://" not in name and "@" not in name and len(name) <= _LONGEST_NAME)
    return tuple(dict.fromkeys(kept))[:_MOST_AUTHORS]


def _language(facts: PageFacts) -> str:
    """The declared language in two or three letters, "" for none."""
    for stated in (facts.language, facts.metas.get("og:locale", ""), facts.metas.get("content-language", "")):
        if match := _LANGUAGE.match(stated):
            return match.group().lower()
    return ""
