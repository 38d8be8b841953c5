"""The headline of an article among all that a page calls its title."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MARKS = re.compile(r"\s+(?:[|·•»«‹›]|::|[-–—]|\|\|)\s+|\s*[｜|]\s*|_(?=[^\s_]{1,40}$)")
_SHORTEST = 12
_SITE_WORDS = 5
_SECTION_WORDS = 2


def choose_title(*, stated: Sequence[str], headings: Sequence[str], head_title: str, publisher: str, host: str) -> str:
    """The headline: what JSON-LD and OpenGraph state, the page's `<h1>`, and its `<title>`, checked by each other.

    `stated` are the JSON-LD headline and the OpenGraph and Twitter titles, "" where absent, in this order.
    """
    own = without_site(head_title, publisher, host)
    stated = [without_site(title, publisher, host) for title in stated]
    heading = _heading(headings, [*stated, own], publisher, host)
    known = [*stated, heading, own]
    for title in (*known, *headings):
        if title and not _is_site(title, publisher, host) and not _is_section(title, [heading, own]):
            return _whole(title, known)
    return next((title for title in (*known, *headings) if title), "")


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
