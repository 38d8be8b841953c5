"""Which boxes of a page can hold its article, and which one does: by prose, links, pictures and names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.reading.page_tree import Outline, TextBlock

# Weights are characters, see TextBlock. All figures here were chosen on the work part of the labelled pages.
# A box that names itself junk is believed unless this share of the page's prose stands in it.
_AGAINST_JUNK = 0.35
_AGAINST_JUNK_BESIDE_TEXT = 0.7
_AGAINST_NEVER = 0.85
_ENOUGH = 600.0
# A box goes when links are most of it.
_MOST_LINKS = 0.7
_MOST_LINKS_MAYBE = 0.5
_FEW_WORDS = 40.0
_CARD_PROSE = 400.0
_CAPTION_WEIGHT = 250.0
_CAPTION_LINES = 3
_CAPTION_DEPTH = 4
# Prose that stands alone in its box must outweigh this to count for a wider box.
_CLUSTER_COST = 100.0
_LINK_COST = 10.0
_LABEL_COST = 5.0
_BODY_BONUS = 150.0
_ARTICLE_BONUS = 60.0
_TITLE_BONUS = 100.0
_INNER_SHARE = 0.6
# The `<article>` that holds the headline is the page's own, however long the next one is.
_OWN_SHARE = 0.25
_MOST_STEPS_INWARD = 60
_WHOLE = frozenset({"body", "main", "article"})
_MAIN_TAGS = frozenset({"article", "main"})
_WITH_PICTURES = frozenset({"p", "li", "td", "th", "blockquote", "h1", "h2", "h3", "h4"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True, slots=True)
class _Sums:
    """What each box holds with all that is in it: text, text in links, prose, lines, headlines that are links."""

    weight: list[float]
    linked: list[float]
    prose: list[float]
    lines: list[int]
    linked_heads: list[int]


def dead_boxes(page: Outline, holds_title: Sequence[bool]) -> list[bool]:
    """For each box, whether it cannot hold the article: by names, tag, style or links, as a card or a caption.

    A box that holds the headline (`holds_title`) never is dead, whatever it is called.
    """
    boxes = page.boxes
    sums = _sums(page)
    captions = _captions(page, sums)
    against_junk = _AGAINST_JUNK if _unmarked_prose(page) < _ENOUGH else _AGAINST_JUNK_BESIDE_TEXT
    dead = [False] * len(boxes)
    for index in range(1, len(boxes)):
        if dead[boxes[index].parent]:
            dead[index] = True
        elif not holds_title[index]:
            dead[index] = (
                index in captions
                or _is_card(page, sums, index)
                or _is_named_so(page, sums, index, against_junk)
                or _is_links(page, sums, index)
            )
    return dead


def _is_named_so(page: Outline, sums: _Sums, index: int, against_junk: float) -> bool:
    share = sums.prose[index] / (sums.prose[0] or 1.0)
    mark = page.boxes[index].mark
    return (mark == "never" and share < _AGAINST_NEVER) or (mark in ("junk", "hidden") and share < against_junk)


def _is_links(page: Outline, sums: _Sums, index: int) -> bool:
    box = page.boxes[index]
    if box.tag in ("p", "li", "td") or sums.weight[index] <= _FEW_WORDS or sums.prose[index] >= 0.1 * sums.prose[0]:
        return False
    most = _MOST_LINKS_MAYBE if box.mark == "maybe" else _MOST_LINKS
    return sums.linked[index] > most * sums.weight[index]


def _is_card(page: Outline, sums: _Sums, index: int) -> bool:
    """A box that announces another article: a headline that is a link, with a line or two of text or none."""
    if not sums.linked_heads[index] or page.boxes[index].tag in ("body", "main"):
        return False
    return sums.weight[index] - sums.linked[index] < _CARD_PROSE


def _captions(page: Outline, sums: _Sums) -> frozenset[int]:
    """Boxes around a picture and at most a line or two under it."""
    boxes = page.boxes
    found: set[int] = set()
    for index, box in enumerate(boxes):
        home = index
        for _ in range(_CAPTION_DEPTH if box.has_image else 0):
            if home <= 0 or boxes[home].tag in _WHOLE or sums.weight[home] > _CAPTION_WEIGHT:
                break
            if sums.weight[home] and sums.lines[home] <= _CAPTION_LINES and boxes[home].tag not in _WITH_PICTURES:
                found.add(home)
            home = boxes[home].parent
    return frozenset(found)


def _sums(page: Outline) -> _Sums:
    size = len(page.boxes)
    weights, links, prose = [0.0] * size, [0.0] * size, [0.0] * size
    lines, linked_heads = [0] * size, [0] * size
    for block in page.blocks:
        box, weight = block.box, block.weight
        linked = weight * block.link_share
        weights[box] += weight
        links[box] += linked
        lines[box] += 1
        if block.tag in _HEADINGS and block.link_share > 0.8:
            linked_heads[box] += 1
        if block.is_prose:
            prose[box] += weight - linked
    boxes = page.boxes
    for index in range(size - 1, 0, -1):
        if lines[index]:  # most boxes hold nothing but other boxes' ends
            parent = boxes[index].parent
            weights[parent] += weights[index]
            links[parent] += links[index]
            prose[parent] += prose[index]
            lines[parent] += lines[index]
            linked_heads[parent] += linked_heads[index]
    return _Sums(weights, links, prose, lines, linked_heads)


def _unmarked_prose(page: Outline) -> float:
    """The weight of running text outside all boxes that name themselves junk."""
    marked = [False] * len(page.boxes)
    for index, box in enumerate(page.boxes):
        marked[index] = box.mark in ("never", "junk", "hidden") or (index > 0 and marked[box.parent])
    return sum(block.weight for block in page.blocks if block.is_prose and not marked[block.box])


def main_box(page: Outline, live: Sequence[TextBlock], holds_title: Sequence[bool]) -> int:
    """The box in which prose outweighs everything else; `live` are the blocks outside dead boxes."""
    boxes = page.boxes
    clusters = _clusters(page, live)
    if not clusters:
        return _weightiest_article(page, live)
    score = [0.0] * len(boxes)
    for block in live:
        if not block.is_prose:
            score[block.box] -= _cost(block)
    holds_prose = [False] * len(boxes)
    for home, prose in clusters.items():
        score[home] += prose - _CLUSTER_COST
        holds_prose[home] = True
    for index in range(len(boxes) - 1, 0, -1):
        score[boxes[index].parent] += score[index]
        holds_prose[boxes[index].parent] |= holds_prose[index]

    def merit(index: int) -> float:
        box = boxes[index]
        bonus = _BODY_BONUS * (box.mark == "body") + _ARTICLE_BONUS * (box.tag == "article")
        return score[index] + bonus + _TITLE_BONUS * holds_title[index]

    best = max((index for index in range(len(boxes)) if holds_prose[index]), key=lambda index: (merit(index), index))
    weightiest = _weightiest_children(page, score)
    titled = [index for index, box in enumerate(boxes) if box.tag == "article" and holds_title[index]]
    for _ in range(_MOST_STEPS_INWARD):
        own = next((i for i in titled if page.boxes[i].parent == best and score[i] > _OWN_SHARE * score[best]), -1)
        child = own if own >= 0 else weightiest[best]
        # where prose is too short to outweigh anything, no box inside stands for the whole
        if child < 0 or (own < 0 and (score[best] <= 0 or not _stands_for(page, child, best, score, clusters))):
            break
        best = child
    return best


def _weightiest_article(page: Outline, live: Sequence[TextBlock]) -> int:
    """For a page without a paragraph of prose: the `<article>` or `<main>` with the most text, else the whole page."""
    weight = [0.0] * len(page.boxes)
    for block in live:
        weight[block.box] += block.weight
    for index in range(len(page.boxes) - 1, 0, -1):
        weight[page.boxes[index].parent] += weight[index]
    marked = [i for i, box in enumerate(page.boxes) if weight[i] and (box.tag in _MAIN_TAGS or box.mark == "body")]
    return max(marked, key=lambda index: (page.boxes[index].tag == "article", weight[index]), default=0)


def _clusters(page: Outline, live: Sequence[TextBlock]) -> dict[int, float]:
    """The weight of prose by the box whose paragraphs it is."""
    clusters: dict[int, float] = {}
    for block in live:
        if block.is_prose:
            home = page.boxes[block.box].parent if block.tag in ("p", "blockquote", "li") else block.box
            clusters[max(home, 0)] = clusters.get(max(home, 0), 0.0) + block.weight * (1 - block.link_share)
    return clusters


def _cost(block: TextBlock) -> float:
    if block.link_share > 0.5:
        return _LINK_COST
    return _LABEL_COST if block.tag[0] != "h" and block.weight < _FEW_WORDS else 0.0


def _weightiest_children(page: Outline, score: Sequence[float]) -> list[int]:
    """For each box the child with the highest score, -1 for none."""
    found = [-1] * len(page.boxes)
    for index in range(1, len(page.boxes)):
        parent = page.boxes[index].parent
        if found[parent] < 0 or score[index] > score[found[parent]]:
            found[parent] = index
    return found


def _stands_for(page: Outline, child: int, best: int, score: Sequence[float], clusters: dict[int, float]) -> bool:
    """Whether `child` holds the most of `best`, and what else `best` holds comes after it and is of another kind."""
    boxes = page.boxes
    if score[child] < _INNER_SHARE * score[best]:
        return False
    if score[child] >= score[best] or boxes[child].tag == "article":
        return True
    end = boxes[child].end
    signs = {(boxes[home].tag, boxes[home].names) for home in clusters if child <= home < end}
    own = (boxes[child].tag, boxes[child].names)
    for home in clusters:
        if best <= home < boxes[best].end and not child <= home < end:
            if home < child or (boxes[home].tag, boxes[home].names) in signs:
                return False
            while boxes[home].parent > best:
                home = boxes[home].parent
            if home == best or (boxes[home].tag, boxes[home].names) == own:
                return False
    return True
