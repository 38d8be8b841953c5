"""The blocks of a page that are its article: where the prose stands together, without what stands between."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from extractor.reading.body_boxes import dead_boxes, is_prose, main_box
from extractor.reading.furniture import line_label
from extractor.reading.page_titles import title_key
from extractor.reading.page_tree import Outline, TextBlock

# Weights are characters, see TextBlock.
_FURNITURE_WEIGHT = 320.0
_STANDFIRST_WEIGHT = 50.0
_MOST_STANDFIRSTS = 3
_REPEATED_WEIGHT = 40.0
_COPY_WEIGHT = 1000.0
# Comparing texts costs their lengths; only so many blocks are compared.
_MOST_COMPARED = 300
_MOST_COPIES = 20
_END_AFTER = 0.6
_QUOTES = frozenset({"blockquote", "div", "h3", "h4"})


@dataclass(frozen=True, slots=True)
class Body:
    """The chosen blocks in page order; `prose` is the weight of their running text, `share` its part of the page's."""

    blocks: tuple[TextBlock, ...]
    prose: float
    share: float


class Titles:
    """The page's own titles, to know its headline where the body repeats it."""

    def __init__(self, titles: tuple[str, ...]) -> None:
        self._keys = [key for key in map(title_key, titles) if key]
        self._longest = 1.5 * max(map(len, titles), default=0) + 10

    def is_title(self, text: str) -> bool:
        """Whether `text` is one of the titles, or the most of one."""
        if len(text) > self._longest or not (key := title_key(text)):
            return False
        return any(key == own or (len(key) > 12 and len(key) > 0.5 * len(own) and key in own) for own in self._keys)


def choose_body(page: Outline, titles: Titles) -> Body:
    """The article's blocks; none when the page has no text but titles, links and furniture."""
    holds_title = _title_boxes(page, titles)
    dead = dead_boxes(page, holds_title)
    # A page of nothing but boxes that name themselves something else is taken as it is.
    live = [block for block in page.blocks if not dead[block.box]] or page.blocks
    best = main_box(page, live, holds_title)
    inside = [block for block in live if best <= block.box < page.boxes[best].end]
    told_once = _without_repeats(page, [*_standfirst(live, best, titles), *inside])
    kept = _without_furniture(page, told_once, titles, best)
    total = sum(block.weight for block in page.blocks if is_prose(block))
    prose = sum(block.weight for block in kept if is_prose(block))
    return Body(tuple(kept), prose, prose / total if total else 0.0)


def _title_boxes(page: Outline, titles: Titles) -> list[bool]:
    """For each box, whether the page's headline stands in it."""
    holds = [False] * len(page.boxes)
    for block in page.blocks:
        if block.tag in ("h1", "h2") and titles.is_title(block.text):
            box = block.box
            while box >= 0 and not holds[box]:
                holds[box] = True
                box = page.boxes[box].parent
            if block.tag == "h1":
                break
    return holds


def _standfirst(live: list[TextBlock], best: int, titles: Titles) -> list[TextBlock]:
    """The few lines of text between the headline and the body's box."""
    found: list[TextBlock] | None = None
    for block in live:
        if block.box >= best:
            break
        if block.tag in ("h1", "h2") and titles.is_title(block.text):
            found = []
        elif found is not None and block.weight >= _STANDFIRST_WEIGHT and block.link_share < 0.3:
            found.append(block)
    return found if found and len(found) <= _MOST_STANDFIRSTS else []


def _without_repeats(page: Outline, blocks: list[TextBlock]) -> list[TextBlock]:
    """Without what stands a second time in another box: the copy for another screen, a pull quote."""
    keys = [title_key(block.text) if block.weight >= _REPEATED_WEIGHT else "" for block in blocks]
    everything = "\n".join(keys)
    times = Counter(keys)
    homes: dict[str, int] = {}
    compared = copies = 0
    kept = []
    for block, key in zip(blocks, keys, strict=True):
        home = page.boxes[block.box].parent
        if key and homes.setdefault(key, home) != home:
            continue
        if key and block.tag in _QUOTES and compared < _MOST_COMPARED:
            compared += 1
            if everything.count(key) > times[key]:
                continue
        if block.weight > _COPY_WEIGHT and copies < _MOST_COPIES:
            copies += 1
            if _is_told(key, everything):
                continue
        kept.append(block)
    return kept


def _is_told(key: str, everything: str) -> bool:
    """Whether a long text stands in other blocks too, piece by piece."""
    step = len(key) // 8
    pieces = [key[at : at + 40] for at in range(step, len(key) - 40, step or 1)][:8]
    return sum(everything.count(piece) > 1 for piece in pieces) > 0.7 * len(pieces)


def _without_furniture(page: Outline, blocks: list[TextBlock], titles: Titles, best: int) -> list[TextBlock]:
    """Without headlines, links alone in their line, and the lines that any news page has around its text."""
    kept: list[TextBlock] = []
    total = sum(block.weight for block in blocks)
    done = 0.0
    cut = -1
    for block in blocks:
        done += block.weight
        if block.box < cut or block.tag == "h1" or _is_link(block) or titles.is_title(block.text):
            continue
        label = line_label(block.text) if block.weight <= _FURNITURE_WEIGHT else ""
        if label == "end" and done > _END_AFTER * total and block.row < 0 and block.tag != "li":
            break
        if label == "section":
            cut = _section_end(page, block.box, best, kept)
        if not label:
            kept.append(block)
    return kept


def _is_link(block: TextBlock) -> bool:
    return block.link_share > (0.9 if block.tag == "p" else 0.8)


def _section_end(page: Outline, box: int, best: int, kept: list[TextBlock]) -> int:
    """Where the box that a section heading opens ends: the widest one that holds nothing kept before."""
    last = kept[-1].box if kept else -1
    while True:
        parent = page.boxes[box].parent
        if parent <= best or parent <= last < page.boxes[parent].end:
            return page.boxes[box].end
        box = parent
