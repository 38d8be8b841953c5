"""What the names of a page's elements tell: classes, ids, roles. Words any site uses, never a site's own."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import cache, lru_cache
from typing import Literal

from extractor.lexicons.rules import word_list

Mark = Literal["", "never", "junk", "maybe", "hidden", "body"]

_FILE = "page_names.toml"
_WORD = re.compile(r"[A-Z]{2,}(?![a-z])|[A-Z]?[a-z]+")
# Classes that speak of the page's state or of the article's topics, not of what the element is.
_STATE = re.compile(
    r"(?:tag|category|cat|type|format|status|has|is|with|no|not|js|u|post|postid|lg|md|sm|xl|hover|focus|m|p)[-_:]"
    r"|[\w-]{0,20}:",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"article[-_ ]{0,2}(?:body|content|text|copy|detail)"
    r"|(?:entry|post|story|page|news|main|field[-_]{0,2}name)[-_]{0,2}(?:body|content|text|copy)"
    r"|body[-_]{0,2}(?:text|copy|content)|richtext|rich-text|wysiwyg",
    re.IGNORECASE,
)
_SHOWN_ON_SOME_SCREENS = re.compile(r":(?:block|flex|grid|inline|table|contents|visible)")


@lru_cache(maxsize=50_000)
def names_mark(names: str) -> Mark:
    """What the class and id names of one element say of its text; "" when nothing is known."""
    listed = names.split()
    if not word_list("hidden_names", _FILE).isdisjoint(listed) and not _SHOWN_ON_SOME_SCREENS.search(names):
        return "hidden"
    kept = [name for name in listed if not _STATE.match(name)]
    words = {word.lower() for name in kept for word in _WORD.findall(name)} - word_list("never_exceptions", _FILE)
    if _begins(words, "never"):
        return "never"
    if _begins(words, "junk"):
        return "junk"
    if _BODY.search(" ".join(kept)):
        return "body"
    return "" if words.isdisjoint(word_list("maybe_words", _FILE)) else "maybe"


def _begins(words: Set[str], kind: str) -> bool:
    """Whether one of the words is of the list of this kind, or begins as one of its stems."""
    if not words.isdisjoint(word_list(f"{kind}_words", _FILE)):
        return True
    stems = _stems(kind)
    return any(word.startswith(stems) for word in words)


@cache
def _stems(kind: str) -> tuple[str, ...]:
    return tuple(sorted(word_list(f"{kind}_stems", _FILE)))


def role_mark(role: str) -> Mark:
    """What an ARIA role says."""
    return "junk" if role in word_list("junk_roles", _FILE) else ""
