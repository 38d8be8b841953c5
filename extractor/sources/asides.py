"""What of a text is no part of its article: links to other stories, lists of them, tags, a site's name in the headline.

Pages lose them when they are read (`reading.furniture`); plain text that somebody else took from pages still has them,
and a linked headline (`Read more: Acme raises $20M`) would read as news of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.article import Block
from extractor.lexicons.rules import word_list
from extractor.reading.furniture import is_furniture
from extractor.reading.page_titles import without_site

# the headline and the line below it
_ALWAYS_OWN = 2
_LONGEST_LINK = 250
_LONGEST_HEADLINE = 160
_LONGEST_HEADING = 80
# a list of other stories is no longer; what goes on behind so many lines is text
_MOST_LISTED = 20
# of the rules for pages, those for what a reader copies along; `published:` may begin an article's line
_ON_EVERY_PAGE = ("subscribe", "follow", "rights", "cookies", "commission", "contact")
_LINK, _LIST = "lead_to_other_story", "related"
_NO_LINK = re.compile(
    r"(?:watch|listen|exclusive|click here|check out|learn more|also on|more)\b(?! on this)", re.IGNORECASE
)
# newsletters head their own deals so
_OWN_SECTION = re.compile(
    r"(?:other|further|similar|top|recent|featured)\b|"
    r"(?:latest|more)\b(?! (?:articles|stories|posts|coverage|reads)\b)",
    re.IGNORECASE,
)
_TAGS = re.compile(
    r"(?:(?:article )?tags?|topics?|key ?words?|categor(?:y|ies)|filed (?:under|in)|posted in|"
    r"tagged(?: with| as| in)?|hashtags?|more on these topics)\s?[:|»]",
    re.IGNORECASE,
)
# `**Related:** …`, `[Related: …]`, `➤ Read next: …`
_MARKUP = re.compile(r"[\W_]{0,6}")
# `… - The Daily News`: so sites are called, and `Capital News` is no investor
_NAMED_SITE = re.compile(r"\s+(?:[|·•»]|::|[-–—])\s+(?P<site>(?:[A-Z][\w.'’&-]*\s){0,3}[A-Z][\w.'’&-]*)$")
_SITE_END = re.compile(
    r"(?:news|newswire|wire|daily|weekly|times|herald|journal|gazette|tribune|magazine|insider|bulletin|\.com)$",
    re.IGNORECASE,
)
# behind a bar stands a site's name, or another headline
_TELLS = re.compile(
    r"\d|[$€£¥₹]|\b(?:series|seed|rounds?|rais\w+|fund\w*|led|leads?|invest\w*|backed|deals?)\b", re.IGNORECASE
)
_NAME = re.compile(r"\w")
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’)\]]*$")


def without_asides(text: str, blocks: Sequence[Block], *, outlet: str = "", host: str = "") -> tuple[Block, ...]:
    """The blocks of `text` that are the article's own; the headline and the first line below it always are.

    The headline's block ends before the name of its site: the article's `outlet`, its `host` (`news.example.com`), or
    what is called as sites are.
    """
    aside = frozenset(_asides([text[block.start : block.end] for block in blocks]))
    own = (block for place, block in enumerate(blocks) if place not in aside)
    return tuple(_bare(text, block, outlet, host) if block.kind == "headline" else block for block in own)


def _bare(text: str, headline: Block, outlet: str, host: str) -> Block:
    title = text[headline.start : headline.end]
    bare = without_site(title, outlet, host)
    if (named := _NAMED_SITE.search(title)) and _is_site(named["site"]) and text.count(named["site"]) == 1:
        bare = title[: named.start()]
    if not bare or not title.startswith(bare) or _TELLS.search(title, len(bare)) or not _NAME.search(title, len(bare)):
        return headline
    return replace(headline, end=headline.start + len(bare))


def _is_site(name: str) -> bool:
    return name.lower() in word_list("media") or _SITE_END.search(name) is not None


def _asides(lines: Sequence[str]) -> Iterator[int]:
    """The places of lines that are none of the article's."""
    listed = 0
    for place, line in enumerate(lines):
        if place < _ALWAYS_OWN:
            continue
        if len(line) <= _LONGEST_HEADING and _heads_list(line):
            listed = _MOST_LISTED
            yield place
        elif len(line) <= _LONGEST_LINK and _stands_alone(line):
            yield place
        elif listed and _is_headline(line):
            listed -= 1
            yield place
        else:
            listed = 0


def _heads_list(line: str) -> bool:
    """True for the heading of a list of other stories."""
    bare = _without_markup(line)
    return is_furniture(bare, _LIST) and not _OWN_SECTION.match(bare)


def _stands_alone(line: str) -> bool:
    """True for a link to another story, for tags, and for what every page of a site has."""
    bare = _without_markup(line)
    leads_away = is_furniture(bare, _LINK) and not _NO_LINK.match(bare)
    return leads_away or _TAGS.match(bare) is not None or is_furniture(line, *_ON_EVERY_PAGE)


def _without_markup(line: str) -> str:
    return _MARKUP.sub("", line, count=1).replace("**", "")


def _is_headline(line: str) -> bool:
    return len(line) <= _LONGEST_HEADLINE and not _SENTENCE_END.search(line)
