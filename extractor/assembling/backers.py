"""The investors of a round: all hits of one party joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.assembling.investors import PartyHit, is_investor_name, same_party
from extractor.assembling.party_keys import is_short_form, key, key_words, lookups
from extractor.lexicons.rules import word_list


@dataclass(frozen=True, slots=True)
class Backer:
    """One investor of a round after all its mentions are joined."""

    name: str
    forms: tuple[str, ...]
    role: str
    relation: str | None
    affiliation: str | None
    hits: tuple[PartyHit, ...]


def join_hits(hits: Sequence[PartyHit], excluded: Sequence[str]) -> tuple[Backer, ...]:
    """Hits of the same party become one Backer, in order of first mention; names of `excluded` parties are left out."""
    groups: list[list[PartyHit]] = []
    # where a name may have its group: by its own key words, and by those that its short forms have
    owners: dict[tuple[str, ...], set[int]] = {}
    shorts: dict[tuple[str, ...], set[int]] = {}
    for hit in hits:
        name = hit.mention.name
        if not is_investor_name(name) or any(same_party(name, other) for other in excluded):
            continue
        own, short = ((key(name),), key_words(name)), tuple(lookups(name))
        near = [shorts.get(own[1], ()), *(owners.get(words, ()) for words in (own[0], *short))]
        places = sorted({place for group in near for place in group})
        home = next((p for p in places if any(same_party(name, known.mention.name) for known in groups[p])), None)
        if home is None:
            home = len(groups)
            groups.append([])
        groups[home].append(hit)
        for words in own:
            owners.setdefault(words, set()).add(home)
        for words in short:
            shorts.setdefault(words, set()).add(home)
    return tuple(_backer(group) for group in groups)


def _backer(group: Sequence[PartyHit]) -> Backer:
    forms: dict[str, int] = {}
    for hit in group:
        forms[hit.mention.name] = forms.get(hit.mention.name, 0) + 1
    ordered = sorted(forms, key=lambda f: (-len(key(f)), -forms[f]))
    ordered += [form for form in dict.fromkeys(hit.alias.name for hit in group if hit.alias) if form not in forms]
    lead = any(hit.role == "lead" for hit in group)
    relation = next((hit.relation for hit in group if hit.relation), None)
    affiliation = next((hit.affiliation.name for hit in group if hit.affiliation and _is_employer(hit)), None)
    return Backer(
        ordered[0], tuple(ordered[1:]), "lead" if lead else "participant", relation, affiliation, tuple(group)
    )


def _is_employer(hit: PartyHit) -> bool:
    """False for `Former Head` of something and for the short form of the name itself."""
    name = hit.affiliation.name if hit.affiliation else ""
    words = name.lower().split()
    offices = word_list("person_roles") | {"angel", "programme", "program"}
    return not any(word in offices for word in words) and not is_short_form(name, hit.mention.name)
