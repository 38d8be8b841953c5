"""Entries of a list of deals, known by their layout alone: `**Acme** raised ..`, `- ACME. Took ..`, `Company: Acme`.

Newsletters set each deal apart in their own way but keep to that way, so a form counts only where it comes back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median_low

from extractor.article import Article, Block
from extractor.lexicons.rules import word_list

# fewer entries of one form make no list
_FEW = 3
_MOSTLY = 0.7
# no entry is longer than this many blocks
_MOST_BLOCKS = 9
_MOST_WORDS = 6
BULLET = "(?:[-•·▪*–—]|[\U0001f300-\U0001faff\u2600-\u27bf]\ufe0f?|[\U0001f1e6-\U0001f1ff]{2})"
_MARK = rf"(?:{BULLET} ?|\d{{1,2}}[.)] )"
_FORMS = (
    # `**Acme Pharma** of Basel said it closed ...`
    re.compile(rf"{_MARK}?\*\*(?P<name>[^*\n(]{{2,60}}?)[,.:]?(?: ?\([^)*]{{1,60}}\))?[,.:]?\*\*(?=[\s,(:;.|—–-]|$)"),
    # `- ACME ENERGY. The Boulder maker of ...`, `• Acme: the maker of ...`, `4. (tied) Acme, $150M, logistics: ...`
    re.compile(
        rf"(?:{BULLET} ?|\d{{1,2}}[.)] (?:\(tied\) )?)(?P<name>(?:[^.:;|(,\n—–]|\.(?=[a-z])){{2,45}}?)"
        r"(?: ?\([^)]{1,60}\))?"
        r"(?:[.:] | ?[—–|] ?| - |,(?= (?:an?|the|which|whose) | ?[$€£¥₹]\d))(?=\s?\S)"
    ),
    # `Apr 12 | Lechuga | Chile | US$2.3m | Seed | Andes Norte`, `Gridloom (Denver) | robots | $33m | Series B`;
    # it looks ahead first, for most lines hold no bar
    re.compile(
        r"(?=[^|]*\|)(?:\| ?)?"
        r"(?:[A-Z][a-z]{2,8}\.? \d{1,2} ?\| ?|\d{1,2} [A-Z][a-z]{2,8}\.? ?\| ?|\d{4}-\d\d-\d\d ?\| ?)?"
        r"(?P<name>[^|(\n]{2,45}?)"
        r"(?: ?\([^)|]{1,60}\))? ?\|(?=(?:[^|\n]*\|){2,})"
    ),
    # `Dokkani (Egypt, B2B e-commerce) — $14m Series A`
    re.compile(r"(?P<name>[^.:;|(,\n—–]{2,45}?) ?\([^)\n]{2,80}\) ?(?:[—–|:]| - ) ?(?=\S)"),
    # `Orlop Bio: The Durham-based company has ...`
    re.compile(r"(?P<name>[A-Z0-9][^.:;|(,\n—–?!]{1,40}?): (?=[A-Z\"“])(?=.{60})"),
    # `Hefe & Huhn – ferments yeast into a feed protein`, `Sonnblick – the Salzburg-based company builds ...`
    re.compile(
        r"(?P<name>[A-Z0-9][^.:;|(,\n—–?!]{1,40}?) (?:[—–]|-{1,2}) (?=(?:is|are|has|the|an?|[a-z]+s) )(?=.{40})"
    ),
    # `PlinkPass Raised $13.4 Million In Series B — Santa Clara-based operator of ...`
    re.compile(
        r"(?P<name>[^:—–|(\n$]{2,40}?) (?:Raise[sd]|Secure[sd]|Close[sd]|Land(?:s|ed)|Gets|Got|Receive[sd]|"
        r"Nab(?:s|bed)|Bag(?:s|ged)) "
        r"(?=[^.\n]{3,80} ?[—–] )"
    ),
    # `Company: Acme (Indonesia)`
    re.compile(
        r"(?:\d{1,2}[.)] ?)?(?:Company|Start-?[Uu]p|Company name|Name) ?[:—–-] ?(?P<name>[^\n(,;]{2,50}?)(?= ?[(,;]|$)"
    ),
)
# `Pagatodo: a Series C with two prices` above the text
_HEADED = re.compile(r"(?:\d{1,2}[.)] ?)?(?P<name>[^:—–|(\n]{2,40}?)(?: ?\([^)\n]{1,60}\))? ?(?::|—|–|\|| - ) ?\S")
# `Dripline.io raises $11M` above the text
_TELLS = re.compile(
    r"(?:\d{1,2}[.)] ?)?(?P<name>[^:—–|(\n]{2,40}?) (?:raises|secures|closes|gets|lands|bags|nets|nabs|snags|"
    r"picks up|takes|wins|adds|scores|"
    r"grabs|pulls in|banks|receives|tops up|completes|borrows)\b"
)
# `#6. Otaryx` above `Amount: $38.5 million`
_NUMBERED = re.compile(r"#?\d{1,2}[.)] ?(?P<name>[^:—–|(\n]{2,40})$")
_KEYED = re.compile(r"(?:Amount|Type|Round|Funding|Raised|Location|Sector|Investors?|Stage|Company)\b[^:\n]{0,20}: ")
_FUNDED = re.compile(
    r"[$€£¥₹₩₦]\s?\d|\b\d[\d.,]* ?(?:million|billion|mln|bn|crore|cr|lakh|mn|m)\b|\b(?:series [a-h]\b|seed\b|angel\b|"
    r"grant\b|loan\b|round\b|undisclosed\b|raised\b|funding\b)",
    re.IGNORECASE,
)
_SMALL_WORDS = frozenset({"of", "the", "and", "&", "+", "de", "del", "la", "von", "for", "y", "e", "do", "da", "x"})
# `Stockholm-based Acme`, `London's Acme`, `And Acme`
_PLACED = re.compile(r"(?:-based|['’]s)$|^And$")
_LETTER = re.compile(r"[^\W\d_]")
_SHORT_LINE = 48
_ITEM = re.compile(rf"{BULLET}|\d{{1,2}}[.)] ")


@dataclass(frozen=True, slots=True)
class Entry:
    """A company's name at `start` to `end`, and the blocks `first` to before `last` that tell of its deal."""

    start: int
    end: int
    first: int
    last: int


def listed_entries(article: Article) -> tuple[Entry, ...]:
    """The entries of the article's list of deals in text order, () where it has no such list."""
    found = [_matches(article, form) for form in _FORMS]
    found.append(list(_headings(article)))
    best = max((_with_extents(article, starts) for starts in found if len(starts) >= _FEW), key=len, default=())
    return best if len(best) >= _FEW else ()


def _matches(article: Article, form: re.Pattern[str]) -> list[tuple[int, int, int]]:
    """Where the form stands; nothing when other bulleted deals are written in other forms."""
    found: list[tuple[int, int, int]] = []
    seen: set[str] = set()
    for index, block in enumerate(article.blocks):
        match = None if block.kind == "headline" else form.match(article.text, block.start, block.end)
        if match is not None and _may_be_name(match.group("name")) and match.group("name") not in seen:
            seen.add(match.group("name"))
            mark = _ITEM.match(article.text, match.start("name"), match.end("name"))
            start = mark.end() if mark else match.start("name")
            found.append((start + (article.text[start] == " "), match.end("name"), index))
    if not found or BULLET not in form.pattern or "**" in form.pattern:
        return found
    items = sum(
        bool(_ITEM.match(article.text, block.start) and _FUNDED.search(article.text, block.start, block.end))
        for block in article.blocks
    )
    return found if len(found) >= _MOSTLY * items else []


def _headings(article: Article) -> Iterator[tuple[int, int, int]]:
    """Headings that open with a name, or are one that the text below repeats."""
    for index, block in enumerate(article.blocks[:-1]):
        line = article.block_text(block)
        if block.kind != "heading" and (len(line) > _SHORT_LINE or line.endswith((".", "!", "?", ":"))):
            continue
        match = _HEADED.match(article.text, block.start, block.end) or _TELLS.match(
            article.text, block.start, block.end
        )
        below = article.block_text(article.blocks[index + 1])
        numbered = _NUMBERED.match(article.text, block.start, block.end) if _KEYED.match(below) else None
        match = match or numbered
        low, high = (match.start("name"), match.end("name")) if match else (block.start, block.end)
        name = article.text[low:high]
        if _may_be_name(name) and (match or name in below):
            yield low, high, index


def _may_be_name(name: str) -> bool:
    """Capitalised words, or one word of any form; not `Acquisitions of the week`."""
    words = name.split()
    if not 0 < len(words) <= _MOST_WORDS or not _LETTER.search(name) or name.lower() in word_list("not_names"):
        return False
    if any(word.lower().strip(".,") in word_list("section_words") or _PLACED.search(word) for word in words[:-1]):
        return False
    if words[-1].lower().strip(".,") in word_list("section_words"):
        return False
    return len(words) == 1 or all(not word[0].islower() or word in _SMALL_WORDS for word in words)


def _with_extents(article: Article, starts: Sequence[tuple[int, int, int]]) -> tuple[Entry, ...]:
    """The entries with the blocks that belong to each; () when most of them tell of no money."""
    firsts = [first for _, _, first in starts]
    gaps = [after - before for before, after in pairwise(firsts)]
    single = median_low(gaps) == 1 if gaps else True
    entries = []
    for place, (start, end, first) in enumerate(starts):
        limit = firsts[place + 1] if place + 1 < len(firsts) else len(article.blocks)
        entries.append(Entry(start, end, first, first + 1 if single else _last(article.blocks, article, first, limit)))
    funded = [e for e in entries if _FUNDED.search(article.text, e.end, article.blocks[e.last - 1].end)]
    return tuple(funded) if 2 * len(funded) >= len(entries) else ()


def _last(blocks: Sequence[Block], article: Article, first: int, limit: int) -> int:
    """The index behind the last block of an entry: the next entry, a heading or a line in capitals ends it."""
    for index in range(first + 1, min(limit, first + _MOST_BLOCKS)):
        line = article.block_text(blocks[index])
        if blocks[index].kind == "heading" or (len(line) < _SHORT_LINE and (line.isupper() or line.startswith("**"))):
            return index
    return min(limit, first + _MOST_BLOCKS)
