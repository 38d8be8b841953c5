"""The names an article is about, also where no cue of a raise stands beside them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from extractor.assembling.companies import OPENING, CompanyHit, company_hits, may_raise
from extractor.assembling.investors import is_investor_name
from extractor.assembling.lines import Line
from extractor.assembling.masking import ORG
from extractor.assembling.party_keys import key, key_words
from extractor.mentions import PartyMention

_OFTEN, _OFTEN_MOST, _OFTEN_WEIGHT = 3, 12, 0.12
# `Last month it closed a Series A`: the raiser is whom the article is about
_IT_RAISED = re.compile(
    r"\b(?:[Tt]he (?:[\w-]+ )?(?:company|start-?up|firm|business|studio|platform|group|venture|team)|"
    r"[Ii]ts maker|[Ii]t|[Ww]e)"
    r"(?: (?:has|have|had|just|also|recently|now|announced|said|it|that|today))* (?:rais(?:ed|ing)|clos(?:ed|ing)|"
    r"secured|landed|pulled in|picked up|wrapped up|took in|took on|completed|received|announced|is raising|"
    r"is seeking|obtained|collected|gathered|banked|attracted|drew|unveiled|is unveiling|is taking the wraps off|"
    r"is looking to raise)\b[^.;]{0,60}[\ue800-\ue9ff\uec00-\uecff]"
)
_TOPIC_WEIGHT = 3.0
# `Tangle Materials employs some 35 people`: said of a company that no cue of a raise reaches
_DOES = re.compile(
    rf"\W*(?:[Tt]he )?({ORG}),? (?:which |who )?(?:employs|makes|sells|develops|builds|runs|operates|reckons|expects|"
    r"plans|"
    r"offers|was (?:founded|set up)|supplies|produces|designs|counts|has (?:\d+|some|about|more than))\b"
)


def all_hits(lines: Sequence[Line]) -> tuple[CompanyHit, ...]:
    """The company cues of all lines in order, and the names the article keeps coming back to."""
    hits = (*(hit for line in lines for hit in company_hits(line)), *_frequent(lines))
    return hits or tuple(_described(lines)) or tuple(_alone(lines))


def _described(lines: Sequence[Line]) -> Iterator[CompanyHit]:
    """The first name of which the article says what it does, where nothing else points at a company."""
    for line in lines:
        found = None if line.headline or line.boilerplate else _DOES.match(line.text)
        party = line.masked.parties[found.start(1)] if found else None
        if party is not None and party.kind in ("unknown", "corporate") and is_investor_name(party.name):
            yield CompanyHit(party, _TOPIC_WEIGHT, "topic", "company.topic", line, False)
            return


def _alone(lines: Sequence[Line]) -> Iterator[CompanyHit]:
    """The first name that both headline and lead write, else the only one of the lead, where no cue points at any."""
    lead = [line for line in lines if line.order < OPENING and not line.boilerplate]
    if not any(map(_it_raised, lead)):
        return
    named = {place: _company_keys(line) for place, line in enumerate(lead)}
    heads = {name for place, names in named.items() if lead[place].headline for name in names}
    told = {name for place, names in named.items() if not lead[place].headline for name in names}
    known = heads & told if heads & told else told if len(told) == 1 else set()
    for line in lead:
        for party in line.masked.parties.values():
            if not line.headline and key(party.name) in known:
                yield CompanyHit(party, _TOPIC_WEIGHT, "topic", "company.topic", line, False)
                return


def _company_keys(line: Line) -> set[str]:
    """The keys of a line's names that may be a company's: neither persons nor firms."""
    parties = line.masked.parties.values()
    return {key(p.name) for p in parties if p.kind in ("unknown", "corporate") and is_investor_name(p.name)}


def _frequent(lines: Sequence[Line]) -> Iterator[CompanyHit]:
    """A profile names its company again and again, also where no cue of a raise stands beside the name."""
    counts: Counter[str] = Counter()
    first: dict[str, tuple[PartyMention, Line]] = {}
    for line in lines:
        if line.boilerplate:
            continue
        for party in line.masked.parties.values():
            if may_raise(party) and is_investor_name(party.name):
                counts[key(party.name)] += 1
                first.setdefault(key(party.name), (party, line))
    topic = _topic(lines, counts, first)
    for name, count in counts.items():
        if count >= _OFTEN:
            mention, line = first[name]
            if name == topic:
                yield CompanyHit(mention, _TOPIC_WEIGHT, "topic", "company.topic", line, False)
            yield CompanyHit(mention, min(count, _OFTEN_MOST) * _OFTEN_WEIGHT, "topic", "company.frequent", line, False)


def _it_raised(line: Line) -> bool:
    """True for a line that says of `it` or `the company` that it raised."""
    if line.boilerplate or not (line.masked.amounts or line.masked.types):
        return False
    found = _IT_RAISED.search(line.text)
    return found is not None and not line.is_prior(found.start())


def _topic(lines: Iterable[Line], counts: Counter[str], first: Mapping[str, tuple[PartyMention, Line]]) -> str | None:
    """The name an article is about when it says of `it` or `the company` that it raised; surnames are no topic."""
    if not any(map(_it_raised, lines)):
        return None
    surnames = {words[-1] for mention, _ in first.values() if len(words := key_words(mention.name)) > 1}
    often = [name for name, count in counts.most_common() if count >= _OFTEN and name not in surnames]
    return often[0] if often else None
