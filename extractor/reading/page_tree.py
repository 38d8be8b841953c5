"""A parsed page as an outline: its boxes in page order, and the blocks of text that stand in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractor.lexicons.rules import word_list
from extractor.reading.page_names import Mark, names_mark, role_mark

_FILE = "page_names.toml"
# Seldom text of an article: left out unless most of the page stands in them.
_DOUBTFUL = frozenset({"aside", "form", "fieldset", "address", "label", "legend", "figcaption"})
_IMAGES = frozenset({"img", "picture", "video"})
_BREAKS = frozenset({"hr", "nav", "footer", "dialog", "iframe", "table"})
_QUOTING = frozenset({"li", "blockquote"})
_HIDDEN_STYLE = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE)
_DROPPED = re.compile("[\xad\u200b-\u200f\u2060\ufeff]")
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# A name of an inline element can take out a few words, never a sentence.
_INLINE_JUNK = 60
_PROSE_WEIGHT = 60.0
# Asking an element for its text costs as much as it holds; nested ones are asked only so often.
_MOST_COSTLY = 200
# No article has more boxes; what follows is not read.
_MOST_BOXES = 200_000


@dataclass(slots=True)
class Box:
    """An element that parts text. `parent` is an index into the outline; `end` follows its last descendant."""

    parent: int
    tag: str
    mark: Mark
    names: str = ""
    end: int = 0
    has_image: bool = False


@dataclass(slots=True)
class TextBlock:
    """A run of text without a boundary in it.

    `box` indexes the outline, `tag` is the element that gives it its kind, `weight` counts characters (a Chinese,
    Japanese or Korean one for two and a half), `link_share` is the part of it that stands in links, 0…1, and
    `row` the box of its table row, -1 outside tables. `is_prose` holds for running text: no heading, label or link.
    """

    box: int
    tag: str
    text: str
    weight: float
    link_share: float = 0.0
    row: int = -1
    is_prose: bool = False


@dataclass(slots=True)
class Outline:
    """What one walk over the page found."""

    boxes: list[Box] = field(default_factory=list)
    blocks: list[TextBlock] = field(default_factory=list)
    # Words that stood inside a line and were left out by their names, with the index of the block they stood before.
    labels: list[tuple[int, str]] = field(default_factory=list)

    def headings(self) -> list[str]:
        """The text of each `<h1>`, in page order."""
        found: dict[int, list[str]] = {}
        for block in self.blocks:
            if block.tag == "h1":
                found.setdefault(block.box, []).append(block.text)
        return [" ".join(parts) for parts in found.values()]


def one_line(text: str) -> str:
    """`text` with single spaces and without characters that no output can hold."""
    text = " ".join(text.split())
    if text.isprintable():
        return text
    return " ".join(_UNSAFE.sub(" ", _DROPPED.sub("", text)).split())


def outline(tree: LexborHTMLParser) -> Outline:
    """Walk the page once, however deep it nests."""
    walk = _Walk()
    root = tree.body or tree.root
    if root is not None:
        walk.run(root)
    return walk.found


# What stands on the stack: a node to enter or, with None, the end of a box; the box, whether in a link, tag, row.
_Step = tuple[LexborNode | None, int, bool, str, int]


class _Walk:
    def __init__(self) -> None:
        self.found = Outline()
        self._pieces: list[str] = []
        self._linked = 0
        self._breaks = 0
        self._steps: list[_Step] = []
        self._costly = 0
        self._boxes = word_list("box_tags", _FILE)
        self._skipped = word_list("skipped_tags", _FILE)
        self._text_tags = word_list("text_tags", _FILE)

    def run(self, root: LexborNode) -> None:
        self.found.boxes.append(Box(-1, "body", ""))
        self._steps.append((None, 0, False, "body", -1))
        self._push(root, 0, False, "body", -1)
        steps = self._steps
        while steps and len(self.found.boxes) < _MOST_BOXES:
            node, box, linked, tag, row = steps.pop()
            if node is None:
                self._flush(box, tag, row)
                self.found.boxes[box].end = len(self.found.boxes)
                continue
            name = node.tag
            if name == "-text":
                self._text(node.text_content, linked)
            elif name == "br":
                self._break(box, tag, row)
            elif name in self._boxes:
                self._enter(node, name, box, linked, tag, row)
            elif name in self._skipped or not name or not name[0].isalpha():
                if name in _IMAGES:
                    self.found.boxes[box].has_image = True
                elif name in _BREAKS:
                    self._flush(box, tag, row)
            elif name == "hr":
                self._flush(box, tag, row)
            elif not self._is_junk_inline(node, name):
                self._push(node, box, linked or name == "a", tag, row)

        for unclosed in self.found.boxes:
            unclosed.end = unclosed.end or len(self.found.boxes)

    def _push(self, node: LexborNode, box: int, linked: bool, tag: str, row: int) -> None:
        # from the last child back: half the time of `iter`
        child = node.last_child
        while child is not None:
            self._steps.append((child, box, linked, tag, row))
            child = child.prev

    def _text(self, text: str | None, linked: bool) -> None:
        if not text:
            return
        self._pieces.append(text)
        if not text.isspace():
            self._breaks = 0
            if linked:
                self._linked += len(text)

    def _break(self, box: int, tag: str, row: int) -> None:
        self._breaks += 1
        if self._breaks > 1:
            self._flush(box, tag, row)
        else:
            self._pieces.append(" ")

    def _enter(self, node: LexborNode, name: str, box: int, linked: bool, tag: str, row: int) -> None:
        self._flush(box, tag, row)
        boxes = self.found.boxes
        index = len(boxes)
        attributes = node.attributes
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}" if attributes else ""
        boxes.append(Box(box, name, _mark(attributes, name, names), names))
        if name in self._text_tags:
            tag = tag if name == "p" and tag in _QUOTING else name
        elif tag not in self._text_tags:
            tag = name
        row = index if name == "tr" else row
        self._steps.append((None, index, linked, tag, row))
        self._push(node, index, linked, tag, row)

    def _is_junk_inline(self, node: LexborNode, name: str) -> bool:
        if name == "a":
            return False
        attributes = node.attributes
        if not attributes:
            return False
        if "hidden" in attributes:
            return True
        names = attributes.get("class")
        if not names or names_mark(names) not in ("junk", "never"):
            return False
        if self._costly > _MOST_COSTLY:
            return False
        text = node.text()
        if len(text) > _INLINE_JUNK:
            self._costly += 1
            return False
        if text.strip():
            self.found.labels.append((len(self.found.blocks), one_line(text)))
        return True

    def _flush(self, box: int, tag: str, row: int) -> None:
        if self._pieces:
            text = one_line("".join(self._pieces))
            self._pieces.clear()
            if text:
                weight = len(text) if text.isascii() else len(text) + 1.5 * len(_WIDE.findall(text))
                share = min(1.0, self._linked / len(text))
                is_prose = weight >= _PROSE_WEIGHT and share < 0.5 and tag[0] != "h"
                self.found.blocks.append(TextBlock(box, tag, text, weight, share, row, is_prose))
        self._linked = self._breaks = 0


def _mark(attributes: Mapping[str, str | None], name: str, names: str) -> Mark:
    if not attributes:
        return "junk" if name in _DOUBTFUL else ""
    style = attributes.get("style")
    if "hidden" in attributes or attributes.get("aria-hidden") == "true" or (style and _HIDDEN_STYLE.search(style)):
        # A paragraph that is hidden alone, among others that are not, waits behind a paywall or a "read more".
        return "maybe" if name in word_list("text_tags", _FILE) else "hidden"
    if "articlebody" in (attributes.get("itemprop") or "").lower():
        return "body"
    if name in _DOUBTFUL:
        return "never" if names_mark(names) == "never" else "junk"
    role = attributes.get("role")
    if role and (mark := role_mark(role)):
        return mark
    mark = names_mark(names) if len(names) > 1 else ""
    return "maybe" if mark in ("junk", "hidden") and name in word_list("text_tags", _FILE) else mark
