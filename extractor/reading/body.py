"""The blocks of a page that are its article: where the prose stands together, without what stands between."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.reading.furniture import line_label
from extractor.reading.page_titles import title_key
from extractor.reading.page_tree import Outline, TextBlock

# A box that names itself junk is believed unless this share of the page's prose stands in it.
_AGAINST_JUNK = 0.35
_AGAINST_JUNK_BESIDE_TEXT = 0.7
_AGAINST_NEVER = 0.85
_ENOUGH = 600.0
_PROSE_WEIGHT = 60.0
_CLUSTER_COST = 100.0
_CARD_PROSE = 400.0
_CAPTION_WEIGHT = 250.0
_CAPTION_DEPTH = 4
_WHOLE = frozenset({"body", "main", "article"})
_TEXT_WITH_IMAGES = frozenset({"p", "li", "td", "th", "blockquote", "h1", "h2", "h3", "h4"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True, slots=True)
class Body:
    """The chosen blocks in page order; `prose` is the weight of their running text, `share` that of the page's."""

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


def is_prose(block: TextBlock) -> bool:
    """Running text, not a heading, a label or a link."""
    return block.weight >= _PROSE_WEIGHT and block.link_share < 0.5 and block.tag[0] != "h"


def choose_body(page: Outline, titles: Titles) -> Body:
    """The article's blocks; none when the page has no running text."""
    holds_title = _title_boxes(page, titles)
    dead = _dead(page, holds_title)
    for index in _cards(page, holds_title):
        dead[index] = True
    for index in _captions(page):
        dead[index] = dead[index] or not holds_title[index]
    for index, box in enumerate(page.boxes):
        if index and dead[box.parent]:
            dead[index] = True
    live = [block for block in page.blocks if not dead[block.box]]
    best = _container(page, live, holds_title)
    end = page.boxes[best].end
    inside = [block for block in live if best <= block.box < end]
    lead = _lead(page, live, best, titles)
    kept = _without_furniture(page, _without_repeats(page, [*lead, *inside]), titles, best)
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


def _dead(page: Outline, holds_title: list[bool]) -> list[bool]:
    """For each box, whether its names, its tag, its style or its links take it and all in it out."""
    boxes = page.boxes
    prose = [0.0] * len(boxes)
    weight = [0.0] * len(boxes)
    linked = [0.0] * len(boxes)
    for block in page.blocks:
        weight[block.box] += block.weight
        linked[block.box] += block.weight * block.link_share
        if is_prose(block):
            prose[block.box] += block.weight * (1 - block.link_share)
    for index in range(len(boxes) - 1, 0, -1):
        parent = boxes[index].parent
        prose[parent] += prose[index]
        weight[parent] += weight[index]
        linked[parent] += linked[index]
    total = prose[0] or 1.0
    plain = _unmarked_prose(page)
    against_junk = _AGAINST_JUNK if plain < _ENOUGH else _AGAINST_JUNK_BESIDE_TEXT
    dead = [False] * len(boxes)
    for index in range(1, len(boxes)):
        box = boxes[index]
        if dead[box.parent]:
            dead[index] = True
        elif holds_title[index]:
            pass
        elif box.mark == "never":
            dead[index] = prose[index] < _AGAINST_NEVER * total
        elif box.mark in ("junk", "hidden"):
            dead[index] = prose[index] < against_junk * total
        elif box.tag not in ("p", "li", "td") and weight[index] > 40:
            most = 0.5 if box.mark == "maybe" else 0.7
            dead[index] = linked[index] > most * weight[index] and prose[index] < 0.1 * total
    return dead


def _captions(page: Outline) -> set[int]:
    """Boxes around a picture and at most a line or two under it."""
    boxes = page.boxes
    weight = [0.0] * len(boxes)
    count = [0] * len(boxes)
    for block in page.blocks:
        weight[block.box] += block.weight
        count[block.box] += 1
    for index in range(len(boxes) - 1, 0, -1):
        weight[boxes[index].parent] += weight[index]
        count[boxes[index].parent] += count[index]
    found = set()
    for index, box in enumerate(boxes):
        home = index
        for _ in range(_CAPTION_DEPTH):
            if not box.has_image or home <= 0 or boxes[home].tag in _WHOLE or weight[home] > _CAPTION_WEIGHT:
                break
            if weight[home] and count[home] <= 3 and boxes[home].tag not in _TEXT_WITH_IMAGES:
                found.add(home)
            home = boxes[home].parent
    return found


def _unmarked_prose(page: Outline) -> float:
    """The weight of running text outside all boxes that name themselves junk."""
    marked = [False] * len(page.boxes)
    for index, box in enumerate(page.boxes):
        marked[index] = box.mark in ("never", "junk", "hidden") or (index > 0 and marked[box.parent])
    return sum(block.weight for block in page.blocks if is_prose(block) and not marked[block.box])


def _container(page: Outline, live: list[TextBlock], holds_title: list[bool]) -> int:
    """The box in which prose outweighs everything else."""
    boxes = page.boxes
    clusters: dict[int, float] = {}
    score = [0.0] * len(boxes)
    for block in live:
        if is_prose(block):
            home = max(boxes[block.box].parent if block.tag in ("p", "blockquote", "li") else block.box, 0)
            clusters[home] = clusters.get(home, 0.0) + block.weight * (1 - block.link_share)
        elif block.link_share > 0.5:
            score[block.box] -= 10
        elif block.tag[0] != "h" and block.weight < 40:
            score[block.box] -= 5
    for home, prose in clusters.items():
        score[home] += prose - _CLUSTER_COST
    for index in range(len(boxes) - 1, 0, -1):
        score[boxes[index].parent] += score[index]

    def merit(index: int) -> float:
        box = boxes[index]
        return score[index] + 150.0 * (box.mark == "body") + 60.0 * (box.tag == "article") + 100.0 * holds_title[index]

    best = max(range(len(boxes)), key=lambda index: (merit(index), index))
    while (inner := _inner(page, best, score, clusters)) is not None:
        best = inner
    return best


def _inner(page: Outline, best: int, score: list[float], clusters: dict[int, float]) -> int | None:
    """A box inside `best` that holds the most of it, where what else `best` holds is of another kind."""
    boxes = page.boxes
    children = [i for i in range(best + 1, boxes[best].end) if boxes[i].parent == best]
    if not children:
        return None
    child = max(children, key=lambda i: score[i])
    if score[child] < 0.6 * score[best]:
        return None
    if score[child] >= score[best]:
        return child
    end = boxes[child].end
    if boxes[child].tag == "article":
        return child
    signs = {(boxes[h].tag, boxes[h].names) for h in clusters if child <= h < end}
    for home in clusters:
        if best <= home < boxes[best].end and not child <= home < end:
            if home < child or (boxes[home].tag, boxes[home].names) in signs:
                return None
            while boxes[home].parent != best and home > best:
                home = boxes[home].parent
            if home == best or (boxes[home].tag, boxes[home].names) == (boxes[child].tag, boxes[child].names):
                return None
    return child


def _lead(page: Outline, live: list[TextBlock], best: int, titles: Titles) -> list[TextBlock]:
    """The lines between the headline and the body that are text: a standfirst."""
    found: list[TextBlock] | None = None
    for block in live:
        if block.box >= best:
            break
        if block.tag in ("h1", "h2") and titles.is_title(block.text):
            found = []
        elif found is not None:
            found.append(block)
    if not found:
        return []
    lead = [b for b in found if b.weight >= 50 and b.link_share < 0.3]
    return lead if len(lead) <= 3 else []


def _without_repeats(page: Outline, blocks: list[TextBlock]) -> list[TextBlock]:
    """Without what stands a second time in another box: the copy for another screen, a pull quote."""
    keys = [title_key(block.text) if block.weight >= 40 else "" for block in blocks]
    everything = "\n".join(keys)
    homes: dict[str, int] = {}
    kept = []
    for block, key in zip(blocks, keys, strict=True):
        home = page.boxes[block.box].parent
        if key:
            if homes.setdefault(key, home) != home:
                continue
            if block.tag in ("blockquote", "div", "h3", "h4") and everything.count(key) > keys.count(key):
                continue
            if block.weight > 1000 and _is_told(key, everything):
                continue
        kept.append(block)
    return kept


def _is_told(key: str, everything: str) -> bool:
    """Whether a long text stands in other blocks too, piece by piece."""
    step = len(key) // 8
    pieces = [key[at : at + 40] for at in range(step, len(key) - 40, step)]
    return sum(everything.count(piece) > 1 for piece in pieces) > 0.7 * len(pieces)


def _cards(page: Outline, holds_title: list[bool]) -> list[int]:
    """Boxes that announce other articles: a headline that is a link, with a line or two of text or none."""
    boxes = page.boxes
    prose = [0.0] * len(boxes)
    heads = [0] * len(boxes)
    for block in page.blocks:
        box = block.box
        is_head = block.tag in _HEADINGS and block.link_share > 0.8
        weight = block.weight if block.link_share < 0.5 and not is_head else 0.0
        while box >= 0 and (weight or is_head):
            prose[box] += weight
            heads[box] += is_head
            box = boxes[box].parent
    return [
        index
        for index, box in enumerate(boxes)
        if index
        and heads[index]
        and not holds_title[index]
        and prose[index] < _CARD_PROSE
        and box.tag not in ("body", "main")
    ]


def _without_furniture(page: Outline, blocks: list[TextBlock], titles: Titles, best: int) -> list[TextBlock]:
    kept: list[TextBlock] = []
    cut = -1
    total = sum(b.weight for b in blocks)
    done = 0.0
    for block in blocks:
        done += block.weight
        if block.box < cut:
            continue
        if block.tag == "h1" or titles.is_title(block.text):
            continue
        if block.link_share > 0.8 and (block.tag != "p" or block.link_share > 0.9):
            continue
        if block.weight <= 320:
            label = line_label(block.text)
            if label == "end" and done > 0.6 * total and block.row < 0 and block.tag != "li":
                break
            if label == "section":
                cut = _section_end(page, block.box, best, kept)
            if label:
                continue
        kept.append(block)
    return kept


def _section_end(page: Outline, box: int, best: int, kept: list[TextBlock]) -> int:
    """Where the box that a section heading opens ends: the widest one that holds nothing kept before."""
    last = kept[-1].box if kept else -1
    while True:
        parent = page.boxes[box].parent
        if parent <= best or parent <= last < page.boxes[parent].end:
            return page.boxes[box].end
        box = parent
