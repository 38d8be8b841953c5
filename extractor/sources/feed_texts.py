"""What a feed itself carries of an article, as a page that can be read like any other."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# A summary has a paragraph; a text shorter than this is taken for one.
_SHORTEST_TEXT = 600
_LONGEST_TEXT = 2_000_000
# How a text ends that goes on at the page.
_CUT = re.compile(
    r"(?:…|\.\.\.|\[\W{0,5}\]|\b(?:read|continue|more|continue reading|read more)\W{0,5})\s*$", re.IGNORECASE
)
_TAG = re.compile(r"<[^<>]{0,2000}>")


@dataclass(frozen=True, slots=True)
class FeedText:
    """An article as a feed tells it; `body` is HTML, the rest plain text, "" where it says nothing."""

    body: str
    title: str = ""
    published: str = ""
    author: str = ""
    publisher: str = ""
    language: str = ""

    def page(self, address: str) -> bytes | None:
        """The article as an HTML page under `address`, None when the feed carries no more than its beginning."""
        if len(self.body) > _LONGEST_TEXT:
            return None
        visible = " ".join(html.unescape(_TAG.sub(" ", self.body)).split())
        if len(visible) < _SHORTEST_TEXT or _CUT.search(visible[-40:]):
            return None
        head = "".join(
            f'<meta name="{name}" content="{html.escape(value)}">'
            for name, value in (
                ("og:title", self.title),
                ("og:site_name", self.publisher),
                ("author", self.author),
                ("feed:published", self.published),
            )
            if value
        )
        title = html.escape(self.title)
        page = (
            f'<html lang="{html.escape(self.language)}"><head><meta charset="utf-8"><title>{title}</title>{head}'
            f'<link rel="canonical" href="{html.escape(address)}"></head>'
            f"<body><article><h1>{title}</h1>{self.body}</article></body></html>"
        )
        return page.encode("utf-8", "replace")


def told_in_feed(feed: Mapping[str, Any], entry: Mapping[str, Any]) -> FeedText:
    """What an entry of an RSS or Atom feed, as feedparser gives it, tells of its article."""
    bodies = [_text(content.get("value")) for content in _mappings(entry.get("content"))]
    return FeedText(
        body=max([*bodies, _text(entry.get("summary"))], key=len),
        title=_plain(entry.get("title")),
        published=_text(entry.get("published")),
        author=_plain(entry.get("author")),
        publisher=_plain(feed.get("title")),
        language=_text(feed.get("language")),
    )


def told_in_json_feed(feed: Mapping[str, Any], item: Mapping[str, Any]) -> FeedText:
    """What an item of a JSON Feed tells of its article; https://www.jsonfeed.org/version/1.1/."""
    plain = "".join(
        f"<p>{html.escape(part)}</p>" for part in _text(item.get("content_text")).split("\n") if part.strip()
    )
    authors = [*_mappings(item.get("authors")), *_mappings([item.get("author")])]
    return FeedText(
        body=_text(item.get("content_html")) or plain,
        title=_plain(item.get("title")),
        published=_text(item.get("date_published")),
        author=", ".join(filter(None, (_text(author.get("name")) for author in authors))),
        publisher=_plain(feed.get("title")),
        language=_text(item.get("language")) or _text(feed.get("language")),
    )


def _mappings(value: object) -> Iterator[Mapping[str, Any]]:
    yield from (each for each in (value if isinstance(value, list) else ()) if isinstance(each, Mapping))


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _plain(value: object) -> str:
    """A title without markup: feeds write it as HTML or as text, and seldom say which."""
    return " ".join(html.unescape(_TAG.sub(" ", _text(value))).split())
