"""Names that are written in lower case (`bunq`, `petit:on`): told by the places where only a name can stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from extractor.article import Article, Block
from extractor.lexicons.rule_search import OpenedPattern
from extractor.lexicons.rules import word_list

_WORD = r"(?:[a-z]|\d(?!st\b|nd\b|rd\b|th\b|[a-z]\b|[bmt]n\b|[ap]m\b))[a-z0-9]+(?:[.:+&-][a-z0-9]+)*"
_KIND = (
    r"(?:start-?up|company|firm|platform|app|maker|provider|developer|insurer|lender|bank|unicorn|brand|studio|business|"
    r"marketplace|neobank|fintech|biotech|insurtech|proptech|edtech|agtech|venture|outfit|specialist|group|site|service)"
)
_SAYS = (
    r"(?:has|had|said|says|announced|announces|raised|raises|secured|secures|closed|closes|landed|lands|received|nabbed|"
    r"bagged|snagged|gets|bags|nabs|snags|nets|scores|is raising|is in talks|"
    r"is seeking|will raise)"
)
# `cyber insurer hedj has pulled in`
_AFTER_KIND = re.compile(rf"\b{_KIND} (?P<name>{_WORD})(?= {_SAYS}\b)")
# `run by mooflow, a startup that`
_BEFORE_KIND = re.compile(rf"\b(?:by|at|of|from|for|called|named) (?P<name>{_WORD}), an? (?:[\w-]+ ){{0,4}}?{_KIND}\b")
# a paragraph that opens in lower case behind a finished one: `mirabelka, based in Gdansk, has obtained`
_OPENS = re.compile(rf"(?P<name>{_WORD})(?=,| |['’]s )")
# `Often, the app that nudges friends`, `Every, a New York-based maker of ...`
_EXPLAINED = re.compile(
    rf"(?:[A-Z][\w. ]{{2,30}} ?[—–-]+ )?(?P<name>[A-Z][a-z]{{2,}}), (?:an?|the) (?:[\w’'/&.-]+ ){{0,7}}?{_KIND}\b"
)
# `comparison platform klikk has raised €22 million`: a name even where it stands once
_THEN_SUM = re.compile(
    r" (?:(?:said|announced)(?: on \w+day| today)?(?: that)? it (?:has |had )?)?"
    r"(?:has )?(?:raised|secured|closed|landed|bagged) (?:an? |about |over |nearly )?"
    r"(?:[A-Z]{0,3} ?[$€£¥₹] ?\d|\d[\d.,]* (?:million|mln))"
)
# a deal of a newsletter: `pennyroyal, a year-old, Denver-based app that lets gardeners swap tools, has raised`
_APPOSED = re.compile(rf"(?P<name>{_WORD}), an? [^.\n]{{8,200}}?,? {_SAYS}\b")
_OPENING_WORD = re.compile(_WORD)
# an entry of a list: `- mooflow (Lyon, France) raised`
_ENTRY = re.compile(rf"\W{{0,4}}(?P<name>{_WORD}) \([A-Z][^()]{{2,60}}\) {_SAYS}\b")
# `bluepartners`, `speedinvest`: a lower-case word that ends as firms' names do, where a list names investors
_FIRM_END = re.compile(
    r"(?:partners|ventures|capital|invest|equity|vc)(?=,| and\b|[.;)]| (?:led|joined|participated|also)\b)"
)
_FIRM = re.compile(r"(?:\b(?:from|by|include[sd]?|including|with|and)|,) (?P<name>[a-z][a-z0-9]+)$")
_FIRM_REACH = 40
_GLUED = re.compile(r"[a-z0-9]{2}")
_OPENING = 3
_SHORT = 3
_FINISHED = (".", "!", "?", '"', "”", ":", ")")
_LONG_ENOUGH = 60
_ADVERBS = frozenset(
    {"still", "never", "only", "again", "once", "soon", "always", "even", "just", "later", "itself", "since"}
)


def lower_case_brands(article: Article) -> Iterator[tuple[int, int]]:
    """Spans of lower-case names, wherever the text writes them; code points of `article.text`."""
    text = article.text
    told = tuple(_after_kind().finditer(text))
    for name in dict.fromkeys(_candidates(article, told)):
        found = [m.span() for m in re.finditer(rf"(?<![\w.@/-]){re.escape(name)}(?![\w@/-]|\.\w)", text)]
        if len(found) > 1:
            yield from found
    yield from _lower_case_firms(text)
    yield from _raisers(text, told)
    for block in article.blocks:
        entry = _ENTRY.match(text, block.start, block.end) or _APPOSED.match(text, block.start, block.end)
        if entry:
            yield entry.span("name")
        opening = _OPENING_WORD.match(text, block.start, block.end)
        if opening and _THEN_SUM.match(text, opening.end()) and not is_common(opening.group()):
            yield opening.span()


@cache
def _after_kind() -> OpenedPattern:
    return OpenedPattern(_AFTER_KIND)


@cache
def _before_kind() -> OpenedPattern:
    return OpenedPattern(_BEFORE_KIND)


def _lower_case_firms(text: str) -> Iterator[tuple[int, int]]:
    """Firms of a list."""
    for ending in _FIRM_END.finditer(text):
        low = max(0, ending.start() - _FIRM_REACH)
        before = text[max(0, ending.start() - 2) : ending.start()]
        if _GLUED.fullmatch(before) and (firm := _FIRM.search(text[low : ending.end()])):
            yield low + firm.start("name"), ending.end()


def _raisers(text: str, told: Sequence[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Companies named once before what they raised; `told`: the names behind what they are called."""
    for named in told:
        word, defined = named.group("name"), text.startswith(("the ", "its "), max(0, named.start() - 4))
        if len(word) > _SHORT and not defined and _THEN_SUM.match(text, named.end()) and not is_common(word):
            yield named.span("name")


def ordinary_word_names(article: Article) -> Iterator[tuple[int, int]]:
    """Spans of a name that is also an ordinary word: `Often, the app that ...` in the opening, then every `Often`."""
    text = article.text
    opening = [block for block in article.blocks if block.kind == "paragraph"][:_OPENING]
    for block in opening:
        match = _EXPLAINED.match(text, block.start, block.end)
        if match is None:
            continue
        name = match.group("name")
        found = [m.span() for m in re.finditer(rf"(?<![\w.@/-]){re.escape(name)}(?![\w@/-])", text)]
        if len(found) > 1:
            yield from found


def _candidates(article: Article, told: Sequence[re.Match[str]]) -> Iterator[str]:
    text = article.text
    for found in (told, _before_kind().finditer(text)):
        yield from (m.group("name") for m in found if not is_common(m.group("name")))
    previous: Block | None = None
    for block in article.blocks:
        if _opens_with_name(text, block, previous):
            match = _OPENS.match(text, block.start, block.end)
            if match and not is_common(match.group("name")):
                yield match.group("name")
        previous = block


def _opens_with_name(text: str, block: Block, previous: Block | None) -> bool:
    """True for a headline with capitals elsewhere, and for a paragraph behind a finished one."""
    if block.kind == "headline":
        return any(c.isupper() for c in text[block.start : block.end])
    if block.kind != "paragraph" or block.end - block.start < _LONG_ENOUGH:
        return False
    return previous is None or previous.kind != "paragraph" or text[previous.end - 1] in _FINISHED


@cache
def is_common(word: str) -> bool:
    """True for words of the lexicons and adverbs, none of which is a name by itself."""
    return (
        len(word) < 3
        or word.endswith("ly")
        or word in _ADVERBS
        or any(
            word in word_list(name)
            for name in (
                "not_names",
                "name_start_words",
                "list_stops",
                "headline_words",
                "descriptors",
                "apposition_starts",
            )
        )
    )
