"""An investor presents a cohort: one investment told once, then the companies that got it, a paragraph each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.assembling.companies import Candidate, CompanyHit
from extractor.assembling.investors import PartyHit, is_investor_name, party_hits
from extractor.assembling.lines import Line
from extractor.assembling.list_tokens import tokens_of
from extractor.assembling.masking import ORG
from extractor.assembling.party_lists import read_list
from extractor.assembling.roles import AmountRole, amount_roles
from extractor.assembling.roundups import Deal
from extractor.lexicons.rules import word_list
from extractor.mentions import PartyMention

# fewer entries than this are no list
_FEW = 4
_LEAD = 4
_INVESTOR_NAME = re.compile(r"\b(?:Ventures|Capital|Partners|Fund|VC|Angels|Investments|Accelerator)$")
_COHORT = re.compile(
    r"\b(?:cohort|batch|class|accelerator|incubator|programme?)\b.*\binvest|\binvest\w*\b.*\b(?:cohort|batch|accelerator|incubator|"
    r"programme?)\b|\binvest(?:s|ed|ing)? in (?:\w+|\d+) (?:[\w-]+ ){0,3}(?:startups|start-ups|companies)|"
    r"\b(?:companies|startups|start-ups|ventures) (?:that )?(?:it|we|they|the firm|the fund) (?:has |have )?"
    r"(?:backed|funded)\b",
    re.IGNORECASE,
)
# `Acme Foods (France) --- makes ...`, `Acme: makes ...`, `• Acme – makes ...`
_ENTRY = re.compile(
    rf"[^\w\ue000-\ue7ff]{{0,6}}(?:The )?({ORG})\.?(?: \([^)]{{2,60}}\))?(?: ?[—–:,.]| ?-{{1,3}} |$| (?:is|are|has|"
    r"develops|makes|uses|creates|produces|provides|builds|offers|aims|speciali[sz]es|helps|enables|works|designs|"
    r"manufactures|grows|brews|combines)\b)"
)
_GROUP = re.compile(r"\b(?:cohort|batch|class|accelerator|incubator|programme?)\b", re.IGNORECASE)
# `invests $150,000 in each of them in return for 6%`
_EACH = re.compile(
    r"\binvest(?:s|ed|ing)? (?:up to |about )?[\ue800-\ue9ff] (?:in|into) (?:each|every)\b|"
    r"\b(?:each|every)(?: [\w-]+){0,3}? (?:gets?|got|receives?|received|will receive|"
    r"takes home) (?:[\w-]+ ){0,3}?[\ue800-\ue9ff]|"
    r"[\ue800-\ue9ff] (?:apiece|each|per (?:company|startup|start-up|team))\b",
    re.IGNORECASE,
)
# `invested in six startups: Acme, Bravo and Charlie`
_INLINE = re.compile(
    r"\b(?:invest\w*|selected|chosen|backed|accepted)\b[^.;]{0,90}?\b(?:startups|start-ups|companies|ventures|businesses)\b"
    r"[^.;:]{0,60}?(?::|\bincluding|\bnamely|\bare|[—–])",
    re.IGNORECASE,
)


def cohort_of(lines: Sequence[Line]) -> tuple[Deal, ...]:
    """One deal for each company of the list; () when the article presents no cohort that was invested in."""
    lead = [line for line in lines if line.headline or (line.order < _LEAD and not line.boilerplate)]
    if not any(_COHORT.search(line.text) for line in lead) and not invests_in_each(lines):
        return ()
    lead = [replace(line, prior=()) if _EACH.search(line.text) else line for line in lead]
    entries = [*_inline(lead)] or list(_entries(lines))
    if len({company.name for company, _ in entries}) < _FEW:
        return ()
    told = [line for line in lead if not line.headline and (not line.masked.amounts or _EACH.search(line.text))]
    return tuple(
        Deal(company, tuple(replace(each, order=place) for place, each in enumerate((*told, line))))
        for company, line in entries
    )


def invests_in_each(lines: Sequence[Line]) -> bool:
    """True when the lead presents a cohort and says what each of its companies gets."""
    lead = [line for line in lines if line.headline or (line.order < _LEAD and not line.boilerplate)]
    return any(_EACH.search(line.text) for line in lead) and any(_GROUP.search(line.text) for line in lead)


def sums_of_each(lines: Sequence[Line]) -> tuple[AmountRole, ...]:
    """What every company of a cohort gets: `invests $150,000 in each of them`."""
    roles = (role for line in lines if _EACH.search(line.text) for role in amount_roles(line))
    return tuple(role for role in roles if role.amount.primary.max_value is None)


def cohort_investor(lines: Sequence[Line]) -> tuple[PartyHit, ...]:
    """The firm that presents the cohort: the first name of headline or lead that ends as investors' names do."""
    for line in lines:
        if _EACH.search(line.text) and line.order < _LEAD:
            for hit in party_hits(replace(line, prior=())):
                return (replace(hit, rule="part.cohort", weight=1.0),)
    for line in lines:
        for party in line.masked.parties.values():
            if party.name.split()[-1].lower() in word_list("investor_nouns") and (line.headline or line.order < _LEAD):
                return (PartyHit(party, "participant", None, None, None, "part.cohort", 1.0, line),)
    return ()


def _inline(lead: Sequence[Line]) -> Iterator[tuple[Candidate, Line]]:
    """The companies of a list inside one sentence of the lead."""
    for line in lead:
        match = _INLINE.search(line.text)
        if match is None or line.is_prior(match.start()):
            continue
        tokens = tokens_of(line.text)
        index = next((i for i, token in enumerate(tokens) if token.start >= match.end()), len(tokens))
        items, _ = read_list(line.masked, tokens, index)
        if len(items) >= _FEW:
            yield from ((_candidate(line.masked.parties[item.place], line), line) for item in items)
            return


def _entries(lines: Sequence[Line]) -> Iterator[tuple[Candidate, Line]]:
    block = -1
    for line in lines:
        if line.block == block or line.headline or line.order < _LEAD:
            continue
        block = line.block
        match = _ENTRY.match(line.text)
        party = line.masked.parties.get(match.start(1)) if match else None
        if party is not None and is_investor_name(party.name) and not _INVESTOR_NAME.search(party.name):
            yield _candidate(party, line), line


def _candidate(party: PartyMention, line: Line) -> Candidate:
    hit = CompanyHit(party, 5.0, "receiver", "company.cohort", line, False)
    return Candidate(party.name, (), 5.0, (hit,))
