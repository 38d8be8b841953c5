"""What the names of a page's elements tell: classes, ids, roles. Words any site uses, never a site's own."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

Mark = Literal["", "never", "junk", "maybe", "hidden", "body"]

_WORD = re.compile(r"[A-Z]{2,}(?![a-z])|[A-Z]?[a-z]+")
# Classes that speak of the page's state or of the article's topics, not of what the element is.
_STATE = re.compile(
    r"(?:tag|category|cat|author|type|format|status|has|is|with|no|not|js|u|post|postid|no|lg|md|sm|xl|hover|focus|m|p)[-_:]"
    r"|tag_|[\w-]{0,20}:",
    re.IGNORECASE,
)
# Boxes around articles: the words begin with these letters. The first kind is believed even of most of a page.
_NEVER_STEMS = re.compile(
    r"foot(?:er|note)|navi?(?:bar|gation)?s?$|subnav|relat(?!iv)|recommend|recirc|comment(?!ar[yi]|at)|disqus|livefyre"
    r"|social|shar(?:e|ing)|sidebar|sidenav|breadcrumb|newsletter|advert|outbrain|taboola|cookie|consent|gdpr|pagin"
    r"|taglist|trending|popular|readmore|seealso|addthis|wpdiscuz|signup|signin|login"
)
_JUNK_STEMS = re.compile(
    r"menu|submenu|subscri|sponsor|promo|copyright|disclaimer|byline|author|carousel|dropdown|modal|popup|popover"
    r"|lightbox|toolbar|tooltip|masthead|rating|metadata"
)
_JUNK_WORDS = frozenset(
    "tags tag btn button buttons bio dateline timestamp cta pager respond reply skip ad ads adv adslot banner "
    "teasers print email rss donate donation loading caption captions credit credits legend offscreen noprint sr "
    "references meta flyout toast tools tabs taxonomy topics keywords prev autor kommentare verwandte werbung anzeige "
    "autoren compartir etiquetas".split()
)
# Boxes that may hold the article or parts of it as well.
_MAYBE_WORDS = frozenset(
    "widget widgets aside teaser box list links more latest stories items cards card info details fact facts "
    "slider slideshow gallery feed grid media video image photo publication datetime date time published updated "
    "hidden invisible overlay dialog external extra bottom secondary attribution contact profile notice note "
    "subscription premium topic follow".split()
)
_BODY = re.compile(
    r"article[-_ ]{0,2}(?:body|content|text|copy|detail)|(?:entry|post|story|page|news|main|field[-_]{0,2}name)[-_]{0,2}"
    r"(?:body|content|text|copy)|body[-_]{0,2}(?:text|copy|content)|richtext|rich-text|wysiwyg",
    re.IGNORECASE,
)
_JUNK_ROLES = frozenset(
    "navigation banner contentinfo complementary search dialog alertdialog menu menubar toolbar tablist alert".split()
)


_SHOWN_ON_SOME_SCREENS = re.compile(r":(?:block|flex|grid|inline|table|contents|visible)")
_HIDDEN_NAMES = frozenset({"hidden", "hide", "d-none", "is-hidden", "visually-hidden", "visuallyhidden", "sr-only"})


@lru_cache(maxsize=50_000)
def names_mark(names: str) -> Mark:
    """What the class and id names of one element say of its text; "" when nothing is known."""
    if not _HIDDEN_NAMES.isdisjoint(names.split()) and not _SHOWN_ON_SOME_SCREENS.search(names):
        return "hidden"
    kept = [name for name in names.split() if not _STATE.match(name)]
    words = [word.lower() for name in kept for word in _WORD.findall(name)]
    if any(_NEVER_STEMS.match(word) for word in words):
        return "never"
    if any(word in _JUNK_WORDS or _JUNK_STEMS.match(word) for word in words):
        return "junk"
    joined = " ".join(kept)
    if _BODY.search(joined):
        return "body"
    return "maybe" if any(word in _MAYBE_WORDS for word in words) else ""


def role_mark(role: str) -> Mark:
    """What an ARIA role says."""
    return "junk" if role in _JUNK_ROLES else ""
