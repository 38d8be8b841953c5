"""Names of organisations and people: the body first, then the headline with what the body taught."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from extractor.article import Article
from extractor.lexicons.rules import word_list
from extractor.mentions import PartyKind, PartyMention, Sentence
from extractor.recognizing.brands import lower_case_brands, ordinary_word_names
from extractor.recognizing.datelines import after_dateline
from extractor.recognizing.entries import listed_entries
from extractor.recognizing.firm_names import (
    is_place,
    owned_funds,
    parted_firms,
    with_family,
    without_kind,
    without_origin,
)
from extractor.recognizing.governments import governments
from extractor.recognizing.name_edges import Name
from extractor.recognizing.name_words import Word, joined_document, looks_named, words
from extractor.recognizing.names import find_names

# behind what parts words, and no part of an address or a handle (`t.me/permitta`); the first sign is one that a search
# skips to
_LOWER_WORD = re.compile(r"[^A-Za-z0-9.@#'’/_=-](?<!\w)([a-z][a-z'’-]{2,})(?![\w.@/])")
_CAP_WORD = re.compile(r"(?<!\w)[A-Z][\w’'-]+")
_IN_WORD = re.compile(r"[\w-]")
_COMPOUND = re.compile(r"\w|-\w")
_LEGAL_TAIL = re.compile(
    r",? (?:Inc|Ltd|LLC|L\.L\.C|Corp|Corporation|Limited|GmbH|PLC|plc|LP|LLP|AG|SA|SAS|BV|AB|Oy|Co|Pvt\.? Ltd"
    r"|Pte\.? Ltd|S\.A|S\.p\.A)\.?$"
)
# a town is what a state follows: `Towson, Md.-based`
_BEFORE_STATE = re.compile(
    r", (?:(?:Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Mass|Md|Mich|Minn|Miss|Mo|Mont|Neb|Nev"
    r"|Okla|Ore|Pa|Tenn|Tex|Vt|Va|Wash|Wis|Wyo|N\.[HJMYC]|S\.[CD]|"
    r"R\.I|D\.C)(?=[.,;)—-])|(?:(?:AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IA"
    r"|KS|KY|LA|ME|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY"
    r"|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|DC|ON|QC|BC|AB|NSW|UK|USA|MD(?=[-,—]))(?=[ ,.;—-])"
    r"|California|Texas|Florida|Virginia|Massachusetts|Colorado|Illinois|Ohio|Utah|Georgia|Germany|France|Israel|India|England|UK"
    r"|Canada|Australia)\b(?! [A-Z]))"
)
# `Sureva, Germany-based insurtech startup, raised`: who opens the sentence is no town
_COUNTRY_BASED = re.compile(r", (?:UK|US|[A-Z][\w. ]{2,20})-based [a-z]")
_PUBLIC = re.compile(
    r"\b(?:ministry|department|government|commission|council|agency|authority|national institutes?|federal|university|"
    r"institute|european innovation|sovereign|public investment|development bank|state of|city of|"
    r"nih|nsf|darpa|eic|horizon)\b",
    re.IGNORECASE,
)


def find_parties(
    article: Article, sentences: Sequence[Sentence], known_names: Sequence[tuple[int, int]] = ()
) -> tuple[PartyMention, ...]:
    """Candidate names in text order, not overlapping; `known_names` are spans that a lexicon matched on tokens."""
    text = article.text
    parts = [part for sentence in sentences for part in _run_in(text, sentence)]
    body = [s for s in parts if s.kind not in ("headline", "heading")]
    headlines = [s for s in parts if s.kind in ("headline", "heading")]
    body_text = " ".join(text[s.start : s.end] for s in body)
    joined = joined_document(text)
    known = frozenset(_CAP_WORD.findall(body_text)) if joined else frozenset()
    lowered = frozenset(_LOWER_WORD.findall(f" {body_text}"))
    names: list[Name] = []
    for sentence in body:
        names.extend(_in_sentence(text, sentence, joined, known, lowered))
    names = list(_likely(text, names, headlines))
    learned = _learn(names)
    for sentence in headlines:
        names.extend(_in_headline(text, sentence, learned, lowered))
    names.extend(_lower_case_names(text, names))
    names.extend(_entry_names(article))
    names.extend(Name(e.start, e.end, text[e.start : e.end]) for e in listed_entries(article))
    names.extend(Name(low, high, text[low:high]) for low, high in lower_case_brands(article))
    names.extend(Name(low, high, text[low:high]) for low, high in ordinary_word_names(article))
    unruly = word_list("unruly_names")  # `plug and play` in lower case is none
    known_spans = (span for span in known_names if not (written := text[slice(*span)]).islower() or written in unruly)
    names.extend(Name(low, high, text[low:high]) for low, high in known_spans)
    parted = list(without_origin(list(parted_firms(list(without_kind(with_family(text, names)))))))
    return tuple(_mentions(text, [*parted, *owned_funds(text, parted), *governments(text)]))


# `Kirana Stack Bags $15 Mn: The startup raised ...`: a headline that stands in the line of its text
_RUN_IN = re.compile(
    r"[^\w\n]{0,6}[A-Z0-9][^.:;!?\n]{0,40}? (?:Raises|Bags|Nets|Secures|Gets|Lands|Closes|Scores|Snags|Grabs|"
    r"Nabs|Receives|Picks Up"
    r"|Rakes In|Garners|Attracts|Mops Up|Eyes|Completes|Adds|Announces|Wins|Banks) [^.:;!?\n]{0,20}[A-Z0-9$€£₹¥]"
    r"(?:[^:;!?\n]|:(?! )){0,60}?(?=: [A-Z\"“])"
)


# `The post Acme Adds $38M in Bridge Funding appeared first on The Daily.`
_THE_POST = re.compile(
    r"The post (?P<head>[^\n]{10,200}?) (?:first )?(?:appeared|was (?:first )?published)(?: first)?(?= on\b)"
)


def _run_in(text: str, sentence: Sentence) -> Iterator[Sentence]:
    """The sentence, or a headline in Title Case that opens it and what stands behind the colon."""
    if post := _THE_POST.match(text, sentence.start, sentence.end):
        yield replace(sentence, start=post.start("head"), end=post.end("head"), kind="heading")
        yield replace(sentence, start=post.end())
        return
    head = None if sentence.kind in ("headline", "heading") else _RUN_IN.match(text, sentence.start, sentence.end)
    if head is None:
        yield sentence
        return
    yield replace(sentence, end=head.end(), kind="heading")
    yield replace(sentence, start=head.end() + 2)


def _in_sentence(
    text: str, sentence: Sentence, joined: bool, known: frozenset[str], lowered: frozenset[str]
) -> Iterator[Name]:
    start = after_dateline(text, sentence.start, sentence.end)
    tokens = words(text, start, sentence.end, joined=joined, known=known)
    if _shouted(text[sentence.start : sentence.end], tokens):
        yield from find_names(text, tokens, breaks=_headline_breaks(lowered, frozenset()), lowered=lowered)
    else:
        yield from find_names(text, tokens, lowered=lowered)


def _shouted(line: str, tokens: Sequence[Word]) -> bool:
    """A body line in Title Case throughout: a headline of another article or a caption, not a list of names."""
    if len(tokens) <= 5 or "," in line or ";" in line or line[-1:] in ".!?" or not title_case(tokens):
        return False
    label = line.partition(": ")[0].lower().split()  # `Investors in the round: Acme Partners and Foo Ventures`
    nouns = word_list("party_nouns") | word_list("round_nouns")
    return not label or len(label) > 6 or label[-1] not in nouns


def title_case(tokens: Sequence[Word]) -> bool:
    """True when nearly all longer words of a line are capitalised, so that capitals tell nothing."""
    longer = [t for t in tokens if len(t.text) > 3 and t.text[0].isalpha()]
    return len(longer) >= 3 and sum(t.text[0].isupper() for t in longer) >= 0.72 * len(longer)


def _headline_breaks(lowered: frozenset[str], learned_words: frozenset[str]) -> frozenset[str]:
    return (word_list("headline_words") | lowered | word_list("descriptors")) - learned_words


# what stands behind a name that opens a sentence: its verb, another name, an apposition
_BEHIND_A_NAME = re.compile(
    r"[^ \w]|$| (?:and|&|of|ha[ds]|have|is|was|are|were|will|would|can|could|may|might|should|does|did|do|to|also|"
    r"now|then|just|still|never|first|last|again|which|who|plc|sold|made|took|got|won|built|led|bought|put|kept|drew|"
    r"spent|grew|began|went|came|saw|told|said|met|beat|cut|set|hit|paid|sent|lost|brought|taught|held|ran|became|"
    r"wrote|gave|chose|left|found|fell|rose|thinks?|bet|co-|(?:re-)?[a-z]+(?:ed|s|ly)\b|[^a-z])"
)


def _likely(text: str, names: Sequence[Name], headlines: Sequence[Sentence]) -> Iterator[Name]:
    """The names without those seen only where each word has a capital, before a word that goes on about it.

    `Cumulative funding reached 2 billion yen` names nobody called Cumulative.
    """
    titles = " ".join(text[s.start : s.end].lower() for s in headlines)
    sure = {name.text for name in names if not name.initial}
    for name in names:
        is_doubtful = name.initial and name.text[1:].islower() and name.text not in sure
        if not is_doubtful or name.text.lower() in titles or _BEHIND_A_NAME.match(text, name.end):
            yield name


def _learn(names: Sequence[Name]) -> dict[str, str]:
    """Names of the body by their lower-cased form."""
    learned: dict[str, str] = {}
    for name in names:
        if len(name.text) > 2 and not (name.initial and " " not in name.text):
            learned.setdefault(name.text.lower(), name.text)
            short = _LEGAL_TAIL.sub("", name.text)
            learned.setdefault(short.lower(), short)
    for name in names:
        if name.initial and len(name.text) > 2:
            learned.setdefault(name.text.lower(), name.text)
    return learned


# agencies' labels before a headline: `BRIEF-Orrin closes`, `UPDATE 2-Fjord raises`
_SLUG = re.compile(
    r"(?:(?:BRIEF|UPDATE \d|EXCLUSIVE|INTERVIEW|RPT|WRAPUP \d|CORRECTED|REFILE|FEATURE|FACTBOX|"
    r"[A-Z]{4,} [A-Z]{4,})-)(?=\w)"
)


def _in_headline(text: str, sentence: Sentence, learned: dict[str, str], lowered: frozenset[str]) -> Iterator[Name]:
    """Names of a headline: first those that the body writes, then runs of capitals between ordinary words."""
    taken: list[tuple[int, int]] = []
    line = text[sentence.start : sentence.end]
    start = sentence.start + (found.end() if (found := _SLUG.match(line)) else 0)
    tokens = words(text, start, sentence.end, joined=False)
    in_title_case = title_case(tokens) or _RUN_IN.match(text, sentence.start) is not None
    for name in _longest_first(line, learned, sentence.start, exact=not in_title_case):
        taken.append((name.start, name.end))
        yield name
    free = [t for t in tokens if not any(low < t.end and t.start < high for low, high in taken)]
    breaks = _headline_breaks(lowered, frozenset()) if in_title_case else frozenset()
    for run in _runs(free, tokens):
        yield from find_names(text, run, breaks=breaks, lowered=frozenset() if in_title_case else lowered)
    if in_title_case:
        yield from _lower_outliers(free)


def _runs(free: Sequence[Word], tokens: Sequence[Word]) -> Iterator[list[Word]]:
    """Neighbouring free words: a known name between two words ends a run."""
    run: list[Word] = []
    order = {token.start: index for index, token in enumerate(tokens)}
    for word in free:
        if run and order[word.start] != order[run[-1].start] + 1:
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _lower_outliers(free: Sequence[Word]) -> Iterator[Name]:
    """In a Title Case Headline a longer lower-case word that is no ordinary word is a name (`farm-ng`)."""
    for word in free:
        plain = word.lower
        if (
            not word.text.islower()
            or len(plain) < 4
            or not plain.isascii()
            or word.adjectival
            or looks_named(word.text)
        ):
            continue
        if not any(plain in word_list(name) for name in ("headline_words", "not_names", "descriptors")):
            yield Name(word.start, word.end, word.text)


def _longest_first(line: str, learned: dict[str, str], offset: int, *, exact: bool) -> Iterator[Name]:
    """Occurrences of learned names in a headline, whole words, longest name first."""
    lowered = line.lower()
    taken: list[tuple[int, int]] = []
    for key in sorted((k for k in learned if k in lowered), key=len, reverse=True):
        for low in _whole_words(lowered, key, _COMPOUND):
            high = low + len(key)
            written = line[low:high]
            if any(a < high and low < b for a, b in taken) or not (looks_named(written) or written == learned[key]):
                continue
            if exact and written != learned[key] and written.lower() == written:
                continue
            if " " not in key and key in word_list("headline_words"):
                continue
            taken.append((low, high))
            yield Name(low + offset, high + offset, written)


def _lower_case_names(text: str, names: Sequence[Name]) -> Iterator[Name]:
    """Lower-case names of the headline wherever the body writes them."""
    for name in sorted({n.text for n in names if n.text.islower() and len(n.text) > 3}):
        for low in _whole_words(text, name, _IN_WORD):
            yield Name(low, low + len(name), name)


def _whole_words(text: str, wanted: str, goes_on: re.Pattern[str]) -> Iterator[int]:
    """Where `wanted` starts, neither inside a word nor where what follows makes it part of one."""
    low = text.find(wanted)
    while low >= 0:
        high = low + len(wanted)
        whole = not _IN_WORD.match(text[low - 1 : low]) and not goes_on.match(text, high)
        if whole:
            yield low
        low = text.find(wanted, high if whole else low + 1)


# an entry of a list of deals: `• Wagelane (Nairobi; payroll) – $3.5m`, `41 Degrees (Porto, Portugal) | €2.2 million`
_ENTRY = re.compile(
    r"[^\w$€£¥₹]{0,4}(?:\d{1,2}[.)] )?(?:[A-Z][a-z]{2,8}\.? \d{1,2} ?[—–:-]+ ?)?"
    r"(?P<name>(?!\d{1,2}[.)] )(?=[^\s]*\w)[^\s(|:;—–][^(|:;—–\n]{0,38}?)"
    r" ?(?:\([^()]{2,80}\))? ?[|:—–-]+ ?(?:up to |about |over |around |nearly )?(?:[A-Z]{0,3}[$€£¥₹₩₦]|"
    r"[A-Z]{3} ?\d|undisclosed)"
)
# `Cairnlight (Lehi). The maker of`, `**Sangu Coffee (China, Series A)**`
_PLACED_ENTRY = re.compile(
    r"[^\w$€£¥₹(]{0,6}(?:\d{1,2}[.)] )?(?P<name>(?!\d{1,2}[.)] )"
    r"[A-Z0-9][^(|:;—–\n.]{1,38}?) ?\([A-Z][^()]{2,60}\)(?:\.(?= )|\W{0,3}$)"
)
_FEW_ENTRIES = 3


def _entry_names(article: Article) -> Iterator[Name]:
    """The names that open the entries of a list of deals, whatever their form; nothing when there is no such list."""
    blocks = [block for block in article.blocks if block.kind != "headline"]
    for pattern in (_ENTRY, _PLACED_ENTRY):
        found = [match for block in blocks if (match := pattern.match(article.text, block.start, block.end))]
        if len(found) < _FEW_ENTRIES:
            continue
        yield from (Name(match.start("name"), match.end("name"), match.group("name")) for match in found)


def _mentions(text: str, names: Sequence[Name]) -> Iterator[PartyMention]:
    last = -1
    for name in sorted(names, key=lambda n: (n.start, -(n.end - n.start))):
        if name.start < last:
            continue
        if _is_place_or_none(text, name):
            continue
        last = name.end
        yield PartyMention(
            name.start, name.end, text[name.start : name.end], "party.name", clean(name.text), kind_of(name.text)
        )


def _is_place_or_none(text: str, name: Name) -> bool:
    """True for a place, a town before its state (`Salem, Ore.`) and words that only describe."""
    if is_place(name.text) or name.text.lower() in word_list("state_abbreviations"):
        return True
    if _STATE_CODE.fullmatch(name.text) and _TOWN_BEFORE.search(text, max(0, name.start - 30), name.start):
        return True
    if _only_describes(name.text) and _NOUN_BEHIND.match(text, name.end):
        return True
    if name.initial and _COUNTRY_BASED.match(text, name.end):
        return False
    return kind_of(name.text) != "firm" and _BEFORE_STATE.match(text, name.end) is not None


# `Quernby of Waltham, MA raised`: codes of the US Postal Service
_STATE_CODE = re.compile(
    "A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]"
)
_TOWN_BEFORE = re.compile(r"\b(?:of|in|from|[^\w\s]) ?(?:[A-Z][\w'.-]+ ){0,2}[A-Z][\w'.-]+, $")

# `German AI startup`, but `Baltic Deeptech, Greywether and ...`
_NOUN_BEHIND = re.compile(r" (?!and\b|or\b|has\b|have\b|led\b|is\b|was\b|also\b|joined\b)[a-z]|$|[.!?]")


def _only_describes(name: str) -> bool:
    """`German AI`: a nationality and words that are no name."""
    parts = name.split()
    if len(parts) < 2 or parts[0].lower() not in word_list("nationalities"):
        return False
    return all(part.lower() in _GENERIC for part in parts[1:])


_GENERIC = frozenset(
    [
        "ai",
        "fintech",
        "biotech",
        "saas",
        "tech",
        "vc",
        "vcs",
        "pe",
        "ipo",
        "startup",
        "startups",
        "foodtech",
        "edtech",
        "insurtech",
        "deeptech",
        "medtech",
        "web3",
        "crypto",
        "agtech",
        "proptech",
        "e-commerce",
    ]
)


def clean(name: str) -> str:
    """The name with single spaces."""
    return " ".join(name.split())


@lru_cache(maxsize=1 << 14)
def kind_of(name: str) -> PartyKind:
    """What the form of a name tells: person, public body, firm, corporate, else unknown."""
    parts = [part.strip(".,").lower() for part in name.split()]
    if not parts:
        return "unknown"
    if parts[-1] in word_list("investor_nouns"):
        return "firm"
    if _PUBLIC.search(name):
        return "public_body"
    if parts[-1] in word_list("legal_suffixes") and len(parts) > 1:
        return "corporate"
    if 2 <= len(parts) <= 4 and parts[0] in word_list("given_names"):
        return "person"
    return "unknown"


def is_medium(name: str) -> bool:
    """True for news media and wires, which report rounds and do not take part in them."""
    return name.lower().removeprefix("the ") in word_list("media")
