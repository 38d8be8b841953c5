"""The decision: keep a page for reading, or leave it out, each with the reason."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import Literal

from extractor.screening.cues import cues

# How far from a word of funding money may stand, in bytes of text; a page's markup between them does not count.
_NEAR = 90
_NEAR_IN_MARKUP = 250
# Text without a tag is looked through no farther: scripts have it by the megabyte.
_LONGEST_RUN = 2_000
# In so many bytes before a link the text shows in which it stands.
_BEFORE_LINK = 40
# Of the cue that decided, so many bytes are told.
_CUE = 24
# One word that says little with money near it is enough so far from a text's beginning, in code points, and on a page
# of so few paragraphs; elsewhere a second one is asked for. Measured with benchmarks/screen_corpus.py.
_LEAD = 1_500
_FEW_PARAGRAPHS = 6
_HEADS = (b"<title", b"<h1", b"<meta")
# What a link to another article is made of: a picture, its caption, a headline; and how far back it may begin.
_IN_CARDS = (b"<h2", b"<h3", b"<h4", b"<h5", b"<h6", b"<span", b"<div", b"<p>", b"<p ")
_LONGEST_CARD = 1_200
_LONGEST_TAG = 200
# Scripts of this kind state an article, all others hold what a page is built of.
_STATED = b"ld+json"
# Code points of an article in which it has told of a round; all funding articles of the development corpus do.
_TOLD_BY = 8_000
# A text of so many code points that tells of a round has so many different words of funding in them: all of the 385
# labelled articles of 3,000 to 8,000 code points have two, all longer ones eight.
_WORDS_BY_LENGTH = ((8_000, 4), (3_000, 2))
# A page that writes its letters as numbers, as samples show, is turned into plain ones first.
_SAMPLE = 4_000
_ENTITIES_SHARE = 0.02
_SPACES = tuple(b"&nbsp; &#160; &#xa0; &#xA0; &thinsp; &#8239; &#x202f; \xc2\xa0 \xe2\x80\xaf \xe2\x80\x89".split(b" "))
_SIGNS = tuple(
    b"&euro; &pound; &yen; &dollar; &#36; &#x24; &#163; &#xa3; &#xA3; &#165; &#xa5; &#8364; &#x20ac; &#x20AC; &#8377; "
    b"&#x20b9; &#8361;".split()
)


@dataclass(frozen=True, slots=True)
class Screening:
    """Whether a page may be about a funding round, and the cue or the lack that decided; `code` names the lack."""

    keep: bool
    reason: str
    code: str = ""


def screen_page(data: bytes) -> Screening:
    """Decide on a page's bytes as they come, in any encoding; gzip must be undone before."""
    if b"\0" in data[:1000]:
        data = _utf16(data)
    elif _is_all_entities(data):
        data = html.unescape(data.decode("utf-8", "replace")).encode("utf-8")
    return _screen(data, markup=True)


def screen_visible(text: str) -> Screening:
    """Decide on all that a parsed page shows, its menus among it: what speaks of money only in scripts is left out."""
    known, data = cues(), text.encode("utf-8", "replace")
    ends = known.words(data)
    for end in ends:
        before, near = _around(data, end, markup=False)
        if (found := known.decisive(near)) is not None:
            return _kept(_last_word(before), near, found[0])
    return _without_money(len(ends))


def screen_text(text: str) -> Screening:
    """Decide on visible text: a headline and a body, or whatever there is. News tells of its raise early if at all."""
    opening = text[:_TOLD_BY].encode("utf-8", "replace")
    screening = _screen(opening, markup=False)
    least = next((words for length, words in _WORDS_BY_LENGTH if len(text) > length), 1)
    if screening.keep and least > 1:
        told = {_last_word(opening[max(0, end - _CUE) : end]).lower() for end in cues().words(opening)}
        if len(told) < least:
            return Screening(False, f"{len(told)} of {least} words of funding in a long text", "screening.few_words")
    return screening


def _screen(data: bytes, *, markup: bool) -> Screening:
    known = cues()
    ends = known.words(data)
    weak: set[bytes] = set()
    for end in ends:
        place = _place(data, end) if markup else "prose"
        if not place:
            continue
        before, near = _around(data, end, markup=markup)
        if (found := known.decisive(near)) is None:
            continue
        word = _last_word(before)
        weak.add(near[_NEAR - _CUE : _NEAR + _CUE])
        is_told = found[1] or place == "head" or not known.is_weak(word)
        if is_told or len(weak) > 1 or (_is_short(data) if markup else end <= _LEAD):
            return _kept(word, near, found[0])
    if weak:
        return Screening(False, "one weak word of funding with money, far from the beginning", "screening.weak_word")
    return _without_money(len(ends))


def _kept(word: bytes, near: bytes, end: int) -> Screening:
    """Kept for a word of funding and the cue that ends near it."""
    cue = " ".join(near[max(0, end - _CUE) : end].decode("ascii", "replace").split())
    return Screening(True, f"{word.decode('ascii', 'replace').lower()!r} with {cue!r}")


def _without_money(words: int) -> Screening:
    """Left out, for there are so many words of funding and no money near any."""
    if not words:
        return Screening(False, "no word of funding", "screening.no_word")
    count = f"{words} word{'' if words == 1 else 's'}"
    return Screening(False, f"{count} of funding, no money or round near", "screening.no_money")


def _is_all_entities(data: bytes) -> bool:
    starts = (0, len(data) // 3, 2 * len(data) // 3) if len(data) > 3 * _SAMPLE else (0,)
    return any(data.count(b"&#", at, at + _SAMPLE) > _ENTITIES_SHARE * min(len(data), _SAMPLE) for at in starts)


def _is_short(page: bytes) -> bool:
    """Whether a page has few paragraphs; looks no farther than it must."""
    at = 0
    for _ in range(_FEW_PARAGRAPHS):
        at = page.find(b"<p", at) + 1
        if not at:
            return True
    return False


def _place(page: bytes, end: int) -> Literal["head", "prose", ""]:
    """Where a word of a page stands: `""` in a tag, in a script's data, and in a link of a list of other articles."""
    opening = page.rfind(b"<", max(0, end - _LONGEST_RUN), end)
    tag = page[opening : opening + 6].lower()
    if tag.startswith(_HEADS):
        return "head"
    if opening >= 0 and page.find(b">", opening, end) < 0:
        return ""
    if tag == b"<scrip":
        return "" if page.find(_STATED, opening, opening + _LONGEST_TAG) < 0 else "prose"
    if tag.startswith((b"<a ", b"<a>")):
        return "" if page[max(0, opening - _BEFORE_LINK) : opening].rstrip()[-1:] in b">" else "prose"
    return "" if tag.startswith(_IN_CARDS) and _is_in_link(page, opening) else "prose"


def _is_in_link(page: bytes, opening: int) -> bool:
    """Whether a tag stands in a link, as headlines of other articles do."""
    link = page.rfind(b"<a ", max(0, opening - _LONGEST_CARD), opening)
    return link >= 0 and page.find(b"</a", link, opening) < 0


def _around(data: bytes, end: int, *, markup: bool) -> tuple[bytes, bytes]:
    """The text before the end of a word, and that around it within which money may stand."""
    reach = _NEAR_IN_MARKUP if markup else _NEAR
    before, after = data[max(0, end - reach) : end], data[end : end + reach]
    if markup:
        before, after = _text_of(before), _text_of(after)
    # A number goes on behind the first digit of `lands $1`; behind a word stands a space or a tag.
    return before, before[-_NEAR:] + (b"" if data[end : end + 1].isalnum() else b" ") + after[:_NEAR]


def _last_word(text: bytes) -> bytes:
    return text.rpartition(b" ")[2]


def _text_of(piece: bytes) -> bytes:
    """A piece of a page without its tags, with spaces and currency signs as plain bytes."""
    if b"<" in piece or b">" in piece:
        # What stands before the first `>` without a `<`, and after the last `<`, is a tag that the piece cuts.
        first, *rest = piece.split(b"<")
        texts = [first.rpartition(b">")[2]]
        texts += [part.partition(b">")[2] for part in rest]
        piece = b" ".join(texts)
    if b"&" in piece:
        for sign in _SIGNS:
            piece = piece.replace(sign, b"$")
        for space in _SPACES[:7]:
            piece = piece.replace(space, b" ")
    for space in _SPACES[7:]:
        piece = piece.replace(space, b" ")
    return b" ".join(piece.split())


def _utf16(data: bytes) -> bytes:
    """UTF-16 as UTF-8, by its mark or by where its zeros stand."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").encode("utf-8", "replace")
    order = "utf-16-le" if data[1:200:2].count(0) >= data[0:200:2].count(0) else "utf-16-be"
    return data.decode(order, "replace").encode("utf-8", "replace")
