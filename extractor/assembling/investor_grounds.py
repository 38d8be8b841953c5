"""What is known of each investor of a round, and of the list as a whole, as named numbers from 0 to 1."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.assembling.backers import Backer
from extractor.assembling.grounds import Facts, Grounds, place_facts, share
from extractor.assembling.lines import Line
from extractor.assembling.party_keys import key, key_words

# cues that often stand beside names that invest nothing: `part.from`, `part.joined_by`, …
_WEAK_CUE = 0.75
_LONG_LIST, _LONG_NAME = 12.0, 3
_RIVAL_SCORE = 4.0
# how many sentences may tell of the round's investors
_REPORT = 6


def investor_facts(grounds: Grounds) -> tuple[Facts, ...]:
    """The facts of every investor, in the record's order."""
    rivals = {key(c.name) for c in grounds.reading.companies if c is not grounds.company and c.score >= _RIVAL_SCORE}
    return tuple(_one(backer, place, grounds, rivals) for place, backer in enumerate(grounds.backers))


def _one(backer: Backer, place: int, grounds: Grounds, rivals: set[str]) -> Facts:
    hits, investor = backer.hits, grounds.record.investors[place]
    words = backer.name.split()
    weight = max(hit.weight for hit in hits)
    return {
        "lead": float(backer.role == "lead"),
        "weak_cue": float(weight < _WEAK_CUE),
        "quoted": float(weight < 0.35),
        "from_cue": float(all(hit.rule == "part.from" for hit in hits)),
        "told_twice": float(len(hits) > 1),
        "two_roles": float(len({hit.role for hit in hits}) > 1),
        "firm": float(investor.kind == "firm"),
        "person": float(investor.kind == "person"),
        "one_word": float(len(words) == 1),
        "many_words": float(len(words) > _LONG_NAME),
        "lower_case": float(backer.name[:1].islower()),
        "raises_too": float(key(backer.name) in rivals),
        "existing": float(backer.relation == "existing"),
        "alone": float(len(grounds.backers) == 1),
        "list_length": share(len(grounds.backers), _LONG_LIST),
        "late_in_list": share(place, _LONG_LIST),
        **place_facts([hit.line for hit in hits]),
    }


def list_facts(grounds: Grounds) -> Facts:
    """Facts of the list of investors as a whole: is anybody in it who invests nothing, is anybody missing."""
    backers = grounds.backers
    if not backers:
        return {}
    weights = [max(hit.weight for hit in b.hits) for b in backers]
    kinds = [i.kind for i in grounds.record.investors]
    known = _known(grounds)
    lines = list({id(hit.line): hit.line for b in backers for hit in b.hits}.values())
    return {
        "list_length": share(len(backers), _LONG_LIST),
        "several": float(len(backers) > 1),
        "no_lead": float(all(b.role != "lead" for b in backers)),
        "weak_cue": sum(w < _WEAK_CUE for w in weights) / len(weights),
        "unknown_kind": sum(kind == "unknown" for kind in kinds) / len(kinds),
        "persons": sum(kind == "person" for kind in kinds) / len(kinds),
        "sentences": share(len(lines) - 1.0),
        "left_over": share(_left_over(lines, known)),
        "firms_elsewhere": share(_firms_elsewhere(grounds, lines, known)),
        "counted": float(any(m.noun == "investors" for line in lines for m in line.masked.counts.values())),
        **place_facts(lines),
    }


def _left_over(lines: Sequence[Line], known: set[str]) -> int:
    """Names in the sentences that tell of investors which are neither taken nor the company's."""
    return sum(_first_word(party.name) not in known for line in lines for party in line.masked.parties.values())


def _firms_elsewhere(grounds: Grounds, lines: Sequence[Line], known: set[str]) -> int:
    """Names of firms in other sentences of the report that were not taken."""
    told = {id(line) for line in lines}
    return sum(
        party.kind == "firm" and _first_word(party.name) not in known
        for line in grounds.reading.lines
        if line.order < _REPORT and line.speaks and id(line) not in told
        for party in line.masked.parties.values()
    )


def _known(grounds: Grounds) -> set[str]:
    """The first words of the company's and the investors' names: enough to know a short form by."""
    taken = (hit.mention.name for b in grounds.backers for hit in b.hits)
    return {_first_word(name) for name in (grounds.company.name, *grounds.company.forms, *taken)}


def _first_word(name: str) -> str:
    return next(iter(key_words(name)), "")
