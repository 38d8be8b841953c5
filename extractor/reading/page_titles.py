"""The headline of an article among all that a page calls its title."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MARKS = re.compile(r"\s+(?:[|·•»«‹›]|::|--|[-–—]|\|\|)\s+|\s*[｜|]\s*|_(?=[^\s_]{1,40}$)")
_SHORTEST = 12
_SITE_WORDS = 5
_SECTION_WORDS = 2
# A heading of so many words, or of so many letters where no spaces part them, is a headline of its own.
_FULL_WORDS, _FULL_LETTERS = 4, 20
# What kind of text it is, before the headline itself: `Press release: …`, `Pressemitteilung der Larkspur AG: …`.
_GENRE = re.compile(
    r"(?:press|news|media) release|(?:presse|medien)(?:mitteilung|information|meldung)|communiqué de presse"
    r"|comunicado de prensa|nota de prensa|comunicato stampa|persbericht|pressmeddelande|presse?meddelelse",
    re.IGNORECASE,
)
_LONGEST_GENRE = 90
_KICKER = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?\s?:\s+")


def choose_title(*, stated: Sequence[str], headings: Sequence[str], head_title: str, publisher: str, host: str) -> str:
    """The headline: what JSON-LD and OpenGraph state, the page's `<h1>`, and its `<title>`, checked by each other.

    `stated` are the JSON-LD headline and the OpenGraph and Twitter titles, "" where absent, in this order.
    """
    own = without_site(head_title, publisher, host)
    stated = [without_site(title, publisher, host) for title in stated]
    heading = _heading(headings, [*stated, own], publisher, host)
    known = [*stated, heading, own]
    # JSON-LD states the headline; OpenGraph what is to be shared, often another wording than readers see.
    first = [stated[0], heading if _is_full(heading, known) else "", *stated[1:], heading, own]
    for title in (*first, *headings):
        if title and not _is_site(title, publisher, host) and not _is_section(title, [heading, own]):
            return _bare(_whole(title, known), heading, known)
    return next((title for title in (*known, *headings) if title), "")


def _is_full(heading: str, others: Sequence[str]) -> bool:
    """Whether a heading is a headline and nothing else: not a word or two, no part of another title, none in it."""
    if len(heading.split()) < _FULL_WORDS and len(heading) < _FULL_LETTERS:
        return False
    key = title_key(heading)
    keys = {title_key(part) for title in others for part in (title, _before_last_mark(title))} - {key}
    return not any(other in key or key in other for other in keys if len(other) >= _SHORTEST)


def _before_last_mark(title: str) -> str:
    marks = list(_MARKS.finditer(title))
    return title[: marks[-1].start()] if marks else title


def _bare(title: str, heading: str, others: Sequence[str]) -> str:
    """The headline without what only introduces it, or names the site once more.

    That is the kind of text (`Press release:`), a single word that the page's heading does without (`Sports:`), a
    phrase in whose place the heading has another, and whatever follows the heading behind a mark.
    """
    lead, colon, rest = title.partition(":")
    if colon and len(lead) <= _LONGEST_GENRE and len(rest) >= _SHORTEST and _GENRE.match(lead):
        return rest.strip()
    if (match := _KICKER.match(title)) and title_key(title[match.end() :]) == title_key(heading):
        return heading
    if title.startswith(heading) and len(heading) >= _SHORTEST and _MARKS.match(title, len(heading)):
        return heading
    return next((tail for other in others if (tail := _common_tail(heading, other)) and title.endswith(tail)), title)


def _common_tail(heading: str, other: str) -> str:
    """What follows the colon of a title where the heading has wholly other words before it; "" where it has not."""
    lead, _, tail = other.partition(":")
    tail = tail.strip()
    if len(tail.split()) < _FULL_WORDS or not heading.endswith(f" {tail}"):
        return ""
    return "" if _words(heading.removesuffix(tail)) & _words(lead) else tail


def without_site(title: str, publisher: str, host: str) -> str:
    """`title` without the name of the site that precedes or follows it."""
    title = " ".join(title.split())
    marks = list(_MARKS.finditer(title))
    if not marks:
        return title
    last, first = marks[-1], marks[0]
    tail, head = title[last.end() :], title[: first.start()]
    if len(title[first.end() :]) >= _SHORTEST and _is_site(head, publisher, host):
        return title[first.end() :]
    if len(title[: last.start()]) >= _SHORTEST and _names_site(tail, last.group(), publisher, host):
        return without_site(title[: last.start()], publisher, host)
    return title


def _is_section(title: str, others: Sequence[str]) -> bool:
    """A word or two, where the page has a longer headline: the name of a section, the same on all its pages."""
    words = len(title.split())
    return words <= _SECTION_WORDS and any(len(other.split()) > 2 * words + 1 for other in others)


def _names_site(part: str, mark: str, publisher: str, host: str) -> bool:
    if _is_site(part, publisher, host):
        return True
    return ("|" in mark or "｜" in mark) and len(part.split()) <= _SITE_WORDS


def _is_site(part: str, publisher: str, host: str) -> bool:
    key, name = title_key(part), title_key(publisher)
    if not key:
        return True
    if name and (key == name or (len(key) > 3 and (name.startswith(key) or key.startswith(name)) and len(key) < 40)):
        return True
    site = title_key(host.removeprefix("www.").rpartition(".")[0])
    return len(key) > 2 and bool(site) and (key in (site, title_key(host)) or (len(key) > 4 and site.endswith(key)))


def _heading(headings: Sequence[str], others: Sequence[str], publisher: str, host: str) -> str:
    """The `<h1>` that is the headline: one that shares words with another title, else the only long one."""
    known = [_words(title) for title in others if title]
    headings = [without_site(heading, publisher, host) for heading in headings]
    plausible = [h for h in headings if len(h) >= _SHORTEST and not _is_site(h, publisher, host)]
    for heading in plausible:
        words = _words(heading)
        if any(len(words & other) >= 0.5 * min(len(words), len(other)) for other in known if other and words):
            return heading
    if known or len(plausible) != 1:
        return ""
    return plausible[0]


def _whole(title: str, others: Sequence[str]) -> str:
    """A title that was cut (`Larkspur raises $4M to bring …`) in full, where another one continues it."""
    if title.endswith(("…", "...")):
        key = title_key(title)
        return next((o for o in others if title_key(o).startswith(key) and title_key(o) != key), title)
    return title


def _words(title: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", title.casefold()))


def title_key(text: str) -> str:
    """The letters and digits of a text, folded, to compare texts that differ in points and spaces."""
    return "".join(filter(str.isalnum, text.casefold()))
