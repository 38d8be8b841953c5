"""A second opinion where our own reading finds hardly any text: what JSON-LD states, or what trafilatura finds."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from extractor.reading.json_ld import text_of
from extractor.reading.page_tree import TextBlock, one_line

# A body this small, or this small a part of the page's running text, may be the wrong box. Weights are characters.
_WEAK_PROSE = 300.0
_WEAK_SHARE = 0.2
_WEAK_SHARE_BELOW = 1500.0
_LONGER = 2.0
_STATED_LONGER = 1.5
_TAGS = {"head": "h2", "item": "li", "quote": "blockquote"}


def is_weak(prose: float, share: float) -> bool:
    """Whether a body of this weight, and this share of the page's running text, deserves a second opinion."""
    return prose < _WEAK_PROSE or (share < _WEAK_SHARE and prose < _WEAK_SHARE_BELOW)


def stated_body(nodes: Sequence[Mapping[str, Any]], prose: float) -> tuple[TextBlock, ...]:
    """The `articleBody` that JSON-LD states, if it is well longer than what was found; () otherwise."""
    for node in nodes:
        stated = node.get("articleBody")
        if isinstance(stated, str) and len(stated) > max(_WEAK_PROSE, _STATED_LONGER * prose):
            if "<p" in stated or "<br" in stated:
                from bs4 import BeautifulSoup

                stated = BeautifulSoup(stated, "html.parser").get_text("\n")
            lines = [one_line(line) for line in stated.splitlines()] if "\n" in stated else [text_of(stated)]
            return tuple(_block("p", line) for line in lines if line)
    return ()


def second_opinion(page: str, prose: float) -> tuple[TextBlock, ...]:
    """What trafilatura takes for the body, if it is well longer than what was found; () otherwise."""
    from trafilatura import bare_extraction

    # It warns of every page without text; our own failures say so.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = bare_extraction(page, include_comments=False, with_metadata=False)
    except Exception:  # a second opinion may fail on hostile pages; the first one stands then
        return ()
    body = getattr(found, "body", None)
    if body is None:
        return ()
    blocks = tuple(
        _block(_TAGS.get(element.tag, "p"), text)
        for element in body.iter("p", "head", "item", "quote", "cell")
        if (text := one_line("".join(element.itertext())))
    )
    return blocks if sum(block.weight for block in blocks) > max(_WEAK_PROSE, _LONGER * prose) else ()


def _block(tag: str, text: str) -> TextBlock:
    return TextBlock(-1, tag, text, len(text), 0, 0)
