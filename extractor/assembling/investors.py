"""Investors of a round: cues of roles with the lists of names beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from extractor.assembling.acting_parties import firm_of_partner, firm_that_led, one_party
from extractor.assembling.cue_context import UNNAMED_REST, before_standing, cue_holds
from extractor.assembling.gapped_clauses import gapped
from extractor.assembling.lead_lists import who_led
from extractor.assembling.lines import Line
from extractor.assembling.list_relations import follows_existing, relation_of_cue
from extractor.assembling.list_tokens import Token, backs_another, is_from, is_plural_noun, tokens_of
from extractor.assembling.masking import PLACEHOLDERS, rule_search
from extractor.assembling.party_keys import is_short_form, is_surname_of, key
from extractor.assembling.party_lists import ListItem, read_list
from extractor.lexicons.rule_search import RuleSearch
from extractor.lexicons.rules import Rule, load_rules, target, word_list
from extractor.mentions import PartyMention

# what is said in direct speech counts only where nothing else names an investor
_QUOTED = 0.3
WEAK = 0.35


@dataclass(frozen=True, slots=True)
class PartyHit:
    """A name in a role, lead, participant or advisor; `clause`: where a relative clause goes on that gives the role."""

    mention: PartyMention
    role: str
    relation: str | None
    affiliation: PartyMention | None
    alias: PartyMention | None
    rule: str
    weight: float
    line: Line
    clause: int | None = None


def party_hits(line: Line, before: str = "") -> tuple[PartyHit, ...]:
    """Every name that a role cue of the line reaches, prior scopes left out; `before` is the masked sentence before."""
    if not line.masked.parties or not line.speaks:
        return ()
    tokens: tuple[Token, ...] = ()
    hits: list[PartyHit] = []
    for rule, match in party_rules().matches(line.text, line.found):
        start, end = target(match)
        told_before = line.is_prior(start) or line.is_prior(end - 1)
        if not told_before and cue_holds(line, rule, start, end, before):
            weight = rule.weight * (_QUOTED if line.is_quoted(start) else 1.0)
            tokens = tokens or tokens_of(line.text)
            hits.extend(_around_cue(line, tokens, rule, weight, start, end))
    return _strongest(hit for hit in hits if not _was_told(hit))


# `the company told AsiaBound`: whoever is told reports
_TOLD = re.compile(r"\b(?:told|tells|telling)(?: the)? $", re.IGNORECASE)


# `Dutch bank FMB, which lent the firm 10 million dollars last year, did not take part this time`
_STAYS_OUT = re.compile(
    r".(?:(?:,| and|, and) [\ue000-\ue7ff]){0,6}(?: \([^)]{0,30}\))?(?:,[^.;]{1,120},)?"
    r" (?:(?:did|does|has|have|will|would) not (?:take part|participate|"
    r"invest|join|buy|follow on|reinvest|return|come in|re-up)|pulled back|retreated|stepped back|"
    r"(?:(?:is |are |was |were )?(?:reportedly )?(?:looking|seeking|planning|hoping|set|expected|keen|likely) to )"
    r"(?:trim|pare|sell|offload|exit|cash out|part-exit|reduce|divest|encash))\b",
    re.IGNORECASE,
)


# `led by Acme, Jane Doe, a partner at the firm, joins the board`
_BOARD = re.compile(
    r".(?: and [\ue000-\ue7ff])?(?: (?:of|from|at) [\ue000-\ue7ff])?(?:,(?! who\b)[^.;]{1,100},)? "
    r"(?:will |is |has |have |also |now )*(?:join(?:s|ing|ed)?|tak(?:es?|ing)|took|gets?|gains?)\b"
    r"[^.;]{0,40}? (?:board|seat)\b(?! at the table)"
)


def _was_told(hit: PartyHit) -> bool:
    """True for whoever is only told of the round, who stays out of it, and who joins the board for a firm."""
    place = next((p for p, mention in hit.line.masked.parties.items() if mention is hit.mention), 0)
    if _STAYS_OUT.match(hit.line.text, place) or (hit.mention.kind != "firm" and _BOARD.match(hit.line.text, place)):
        return True
    return _TOLD.search(hit.line.text, max(0, place - 14), place) is not None


def _around_cue(
    line: Line, tokens: tuple[Token, ...], rule: Rule, weight: float, start: int, end: int
) -> Iterator[PartyHit]:
    role = rule.label.strip("<>")
    items = (
        _list_after(line, tokens, end, lead=role == "lead")
        if rule.label.endswith(">")
        else _list_before(line, tokens, start, lead=role == "lead")
    )
    if rule.id == "lead.bracket" and line.text[start:end].rstrip(")]").endswith("lead") and "(" in line.text[start:end]:
        items = items[-1:]
    if rule.label == "<lead" and (_THE_LEAD.fullmatch(line.text, start, end) or _one_led(line.text[start:end], items)):
        items = items[-1:]
    if items and rule.label == "<part":
        items = (*items, *(ListItem(place) for place in gapped(line.text, end)))
    if rule.label.startswith("<") and len(items) == 1:
        items = (firm_of_partner(line, items[0], start),)
    if role == "lead" and rule.label.endswith(">") and _ONE_LEAD.search(line.text, max(0, end - 20), end):
        items = items[:1]
    if rule.label.startswith("<") and len(items) > 1 and _SAID_BY.search(line.text, 0, items[0].place):
        items = items[1:]
    if role != "part":
        items = _behind_semicolon(line, items, rule)
    if role == "lead":
        items = tuple(firm_that_led(line, item) for item in items)
    names = {"lead": "lead", "part": "participant", "advisor": "advisor"}
    told = relation_of_cue(line.text[max(0, start - 30) : end]) if rule.label.endswith(">") else None
    relative = rule.label.startswith("<") and _RELATIVE.search(line.text, max(0, start - 30), end) is not None
    for item in items:
        yield PartyHit(
            line.masked.parties[item.place],
            names[role],
            None if told == "both" else item.relation or told,
            line.masked.parties.get(item.affiliation) if item.affiliation is not None else None,
            line.masked.parties.get(item.alias) if item.alias is not None else None,
            rule.id,
            weight,
            line,
            end if relative else None,
        )


# `Acme, which also led the seed round`, `Jane Doe, who invested in Foo`
_RELATIVE = re.compile(
    r"\b(?:which|who|that)(?: (?:also|both|previously|earlier|had|has|have|recently))*(?: co-?)? ?\w+$"
)


# `They include lead investor Acme, Foo and Bar`: the first of the list led
_THE_LEAD = re.compile(r", the (?:round's )?lead(?: investor)?")
# `In the round, which was led by Acme, Foo and Bar also took part`
_WHICH_WAS = re.compile(r", (?:which|that) (?:was|is|has been|had been) (?:co-)?led by$")
_WHICH_LED = re.compile(r", which (?:has |had |is )?(?:led|leads|leading)")
_FEW = 2
_ONE_LEAD = re.compile(r"\b(?:(?:lead|leading|cornerstone|anchor) investor|lead)$", re.IGNORECASE)
# `said Jane Doe, managing partner of Acme, which led the round`
_SAID_BY = re.compile(r"\b(?:said|says|told|added|adds|according to) $", re.IGNORECASE)


def _one_led(cue: str, items: tuple[ListItem, ...]) -> bool:
    """`joined existing backers Foo, Bar and Acme, which led the round`: only the last of a longer list."""
    return len(items) > _FEW and _WHICH_LED.fullmatch(cue) is not None


def _behind_semicolon(line: Line, items: tuple[ListItem, ...], rule: Rule) -> tuple[ListItem, ...]:
    """`A and B; C led it`, `A; B advised it`: only what stands behind the last semicolon did."""
    if not rule.label.startswith("<") or len(items) < 2:
        return items
    between = line.text[items[0].place : items[-1].place]
    if between.endswith("; and ") and between.count(";") == len(items) - 1 > 1:
        return items  # `A; B; and C led it`
    cut = line.text.rfind(";", items[0].place, items[-1].place)
    return tuple(item for item in items if item.place > cut) if cut >= 0 else items


def _list_after(line: Line, tokens: tuple[Token, ...], end: int, *, lead: bool) -> tuple[ListItem, ...]:
    index = next((i for i, token in enumerate(tokens) if token.start >= end), len(tokens))
    if line.text.rfind("(", 0, end) > line.text.rfind(")", 0, end):  # `Acme (represented by Foo), Bar`
        tokens = tokens[: next((i for i in range(index, len(tokens)) if tokens[i].text == ")"), len(tokens))]
    items, stop = read_list(line.masked, tokens, index, lead=lead)
    aside = _WHICH_WAS.search(line.text, max(0, end - 40), end) is not None
    return who_led(line.text, tokens, items, stop, aside=aside) if lead else items


def _list_before(line: Line, tokens: tuple[Token, ...], start: int, *, lead: bool) -> tuple[ListItem, ...]:
    """The longest list of names that ends right before the cue."""
    start, standing = before_standing(line.text, start)
    stop = next((i for i, token in enumerate(tokens) if token.start >= start), len(tokens))
    stop = _before_dashes(tokens, stop)
    before = tokens[:stop]
    best: tuple[ListItem, ...] = ()
    first = stop
    tried = 0
    for index in range(stop - 1, -1, -1):
        if not tokens[index].is_org:
            continue
        tried += 1
        items, end = read_list(line.masked, before, index)
        if len(items) > 1 and end < stop and is_plural_noun(tokens[end]):
            end += 1  # `Acme, Foo and MADE services also took part`
        if items and _reaches(line.text, tokens, end, stop) and not (best and index and _no_subject(tokens, index)):
            best, first = items, index
            if index and (tokens[index - 1].word == "that" or _which(tokens, index)):
                break  # `Acme confirmed that Foo bought a stake`, `Acme joined the round, which Foo led`
            if lead and index > 2 and tokens[index - 1].word in _BACKERS and tokens[index - 3].word == "joining":
                break  # `Acme was new, joining existing investor Foo, which led it`
        elif tried > 40 or (best and index < first - 40):
            break
    best = one_party(line.text, best, start)
    if best and (standing or follows_existing(line.text, tokens[first].start)):
        best = tuple(replace(item, relation=item.relation or standing or "existing") for item in best)
    return best


def _before_dashes(tokens: tuple[Token, ...], stop: int) -> int:
    """`Acme — an investor in Foo — led the round`: the list ends before what the dashes set apart."""
    dash = tokens[stop - 1].text if stop else ""
    if dash not in ("—", "-"):
        return stop
    opening = (i for i in range(stop - 2, max(0, stop - _LONG_ASIDE), -1) if tokens[i].text == dash)
    place = next(opening, 0)
    return place if place and tokens[place - 1].is_org else stop


def _which(tokens: tuple[Token, ...], index: int) -> bool:
    """`…, which Foo led`: the name at `index` is the subject of a relative clause."""
    return index > 1 and tokens[index - 1].word == "which" and tokens[index - 2].text == ","


def _no_subject(tokens: tuple[Token, ...], index: int) -> bool:
    """`CEO of Acme`, not `the venture arm of Acme`: the name at `index` only tells where somebody belongs."""
    while index > 2 and tokens[index - 1].word in ("and", ",") and tokens[index - 2].is_org:
        index -= 2  # `an early investor in Foo and Bar`
    if index > 1 and tokens[index - 1].word == "to" and tokens[index - 2].word == "addition":
        return False
    if index > 1 and tokens[index - 1].word == "of" and tokens[index - 2].word in word_list("owner_parts") | _GROUPS:
        return False
    if index > 1 and tokens[index - 1].word == "by" and tokens[index - 2].word in ("managed", "advised"):
        return False  # `funds managed by Acme`
    if index > 1 and tokens[index - 1].word == "from" and tokens[index - 2].word in _CAME:
        return False  # `the money came from Acme and Foo, which co-led`
    return tokens[index - 1].word in _NO_SUBJECT


def _reaches(text: str, tokens: tuple[Token, ...], end: int, stop: int) -> bool:
    """True when only commas, adverbs and people without a name stand between the list's end and the cue."""
    if end > stop:
        return False
    if end < stop < len(tokens) and UNNAMED_REST.fullmatch(text, tokens[end].start, tokens[stop].start):
        return True
    if end + 2 < stop and tokens[end].text == "," and _opens_apposition(tokens, end + 1):
        if tokens[end + 2].word in word_list("saying_verbs"):
            return False
        closed = tokens[stop - 1].text == "," or (stop < len(tokens) and tokens[stop].text == ",")
        return stop - end < (40 if closed else 14)
    return (
        all(t.text in (",", "-", "—", ")", '"', "'s", "'") or t.text.lower() in _BETWEEN for t in tokens[end:stop])
        and stop - end <= 4
    )


def _opens_apposition(tokens: tuple[Token, ...], index: int) -> bool:
    """`, a fund in Oslo,`; also `, new to Acme,`, where `new` alone would describe the next name."""
    word, follows = tokens[index].word, tokens[index + 1]
    if (word == "new" and follows.word == "to") or is_from(tokens, index):
        return True  # `Acme, of Edinburgh, came in at the head of the syndicate`
    return backs_another(tokens, index) or word in word_list("apposition_starts")


_BACKERS = frozenset({"investor", "investors", "backer", "backers", "shareholder", "shareholders"})
_CAME = frozenset({"came", "comes", "come", "coming", "money", "funding", "investment", "capital", "financing"})
_LONG_ASIDE = 30
_GROUPS = frozenset({"syndicate", "consortium", "trio", "duo", "pair"})
_NO_SUBJECT = frozenset(
    [
        "of",
        "by",
        "from",
        "at",
        "for",
        "in",
        "to",
        "on",
        "via",
        "through",
        "including",
        "partner",
        "ceo",
        "founder",
        "co-founder",
        "like",
        "than",
    ]
)
_BETWEEN = frozenset(
    [
        "also",
        "all",
        "both",
        "each",
        "again",
        "have",
        "has",
        "are",
        "is",
        "were",
        "was",
        "and",
        "others",
        "other",
        "angels",
        "investors",
        "several",
        "who",
        "which",
        "will",
        "itself",
        "themselves",
    ]
)


def _without_overrun(hits: list[PartyHit]) -> list[PartyHit]:
    """`led by Acme, and Foo and Bar also participated`: the list of leads ends where its first name stands alone."""
    joined = {h.mention.start for h in hits if h.rule in ("part.participated", "part.also_in", "part.in_again")}
    led = [h.mention.start for h in hits if h.rule == "lead.led_by"]
    if not led or min(led) in joined:
        return hits
    overrun = [h for h in hits if h.rule == "lead.led_by" and h.mention.start in joined]
    first = next((h for h in overrun if not _closes_leads(h)), None)
    return [h for h in hits if first is None or h not in overrun or h.mention.start < first.mention.start]


# `led by A and B, and C also took part`: the `and` has closed the list of leads at B
_AND_BEFORE = re.compile("[\ue000-\ue7ff] and $")


def _closes_leads(hit: PartyHit) -> bool:
    place = next((p for p, mention in hit.line.masked.parties.items() if mention is hit.mention), 0)
    return _AND_BEFORE.search(hit.line.text, max(0, place - 6), place) is not None


def _strongest(hits: Iterable[PartyHit]) -> tuple[PartyHit, ...]:
    """One hit a mention and relative clause: lead beats participant, and an adviser's cue beats a weak one."""
    order = {"lead": 3, "advisor": 2, "participant": 1}
    best: dict[tuple[int, int | None], PartyHit] = {}
    hits = _without_overrun(list(hits))
    for hit in hits:
        place = (hit.mention.start, hit.clause)
        known = best.get(place)
        if known is None or order[hit.role] > order[known.role]:
            best[place] = replace(
                hit,
                relation=hit.relation or (known.relation if known else None),
                weight=max(hit.weight, known.weight if known else 0.0),
            )
        else:
            best[place] = replace(known, relation=known.relation or hit.relation, weight=max(hit.weight, known.weight))
    return tuple(sorted(best.values(), key=lambda h: h.mention.start))


def same_party(a: str, b: str) -> bool:
    """True when two names of one article are forms of one party."""
    return key(a) == key(b) or is_short_form(a, b) or is_short_form(b, a) or is_surname_of(a, b) or is_surname_of(b, a)


@lru_cache(maxsize=1 << 14)
def is_investor_name(name: str) -> bool:
    """False for places, media and words that are no party."""
    low = name.lower().removeprefix("the ")
    if (
        low in word_list("places")
        or low.removesuffix("s") in word_list("nationalities")
        or low in word_list("media")
        or low in word_list("not_names")
        or low in word_list("no_parties")
    ):
        return False
    return len(key(name)) >= 2


@cache
def party_rules() -> RuleSearch:
    """The rules of party_cues.toml."""
    return rule_search(load_rules("party_cues.toml", PLACEHOLDERS))
