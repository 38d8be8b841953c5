"""Which of the names in an investor's role back this round, once its type and its company are known."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.assembling.investors import WEAK, PartyHit, same_party
from extractor.assembling.roles import AmountRole
from extractor.records import RoundType

# `mostly in grants from the Department of Energy`
_GRANTED = re.compile(
    r"\b(?:grants?|prizes?|awards?) (?:[\w-]+ ){0,3}?(?:from|by|of|through) (?:[\w'.-]+ |[\ue000-\ue7ff],? ){0,8}?$"
)
# `Its Series A was led by Partech`, told beside a bridge round
_SUBJECT_TYPE = re.compile(
    r"\W*(?:its|the|their|that|[\ue000-\ue7ff]'s?|the (?:company|startup|firm)'s) (?:[\w-]+ |[\ue800-\ue9ff] ?){0,3}"
    r"(?P<type>[\uec00-\uecff])(?: (?:round|funding|financing|raise))?(?:,? (?:in|of|worth|back in) [^,.;]{1,25})?,? "
    r"(?:(?:was|had been) (?:co-)?led by|came from)\b",
    re.IGNORECASE,
)
_STAGES = frozenset({"pre_seed", "seed", "bridge", *(f"series_{letter}" for letter in "abcdefgh")})
# `Its backers from the $8 million Series A include Brine`, told of a Series B
_BACKERS_OF = re.compile(
    r"\b(?:investors|backers|shareholders|participants) (?:from|in|of) (?:the|its|their|that) "
    r"(?:[\w-]+ |[\ue800-\ue9ff] ?){0,3}(?P<type>[\uec00-\uecff])(?: \w+)? (?:include[sd]?|are|were|was)\b"
)
_TYPE_FROM = re.compile(
    r"(?P<type>[\uec00-\uecff]) (?:from|by|of|through) (?:[\w'.-]+ |[\ue000-\ue7ff],? (?:and )?){0,8}?$"
)
# from a total to the names behind it
_FROM_ALL = re.compile(
    r",?(?: (?:in total|to date|so far|in all|in funding|since [\w ]{3,20}|over [\w ]{3,20}))*,? from [^;]*$"
)
# `Acme, along with Foo and Bar, was selected`
_BESIDE = re.compile(r"(?P<name>[\ue000-\ue7ff]),? (?:along with|alongside|together with|as well as) ")

# `to pay down a $14 million loan from Trinity`
_REPAID = re.compile(
    r"\b(?:pay(?:s|ing)?|paid) (?:down|off|back)\b[^.;]{0,60}$|\b(?:repa(?:y|ys|id|ying)|refinanc\w+|retir(?:e|"
    r"es|ed|ing))\b[^.;]{0,60}$",
    re.IGNORECASE,
)
# `Volkswagen has invested $300 million in QuantumScape`
_TARGET = (
    r"(?:[\w'-]+ |[\ue000-\ue7ff]'s? ){0,4}?(?P<object>[\ue000-\ue7ff])(?!'s? (?:[\ue800-\uecff]|round|series|"
    r"seed|new|latest))"
)
_OBJECT = re.compile(
    r"(?:(?!\b(?:which|who)\b)[^.;]){0,60}?\b(?:(?:invest(?:s|ed|ing)?|puts?|pump(?:s|ed)|pour(?:s|ed))\b[^.;,]{0,50}? "
    rf"(?:in|into)|bought|acquired) {_TARGET}"
)
# `Quillon, which invested in Foo`, behind the verb
_INTO = re.compile(rf"[^.;,]{{0,50}}? (?:in|into) {_TARGET}")
# `Acme, which also led the seed round`, behind the verb
_A_TYPE = re.compile(r" (?:[\ue000-\ue7ff]'s? )?(?:[\w'-]+ |[\ue800-\ue9ff] ?){0,4}(?P<type>[\uec00-\uecff])")
_INVESTS = frozenset({"part.invests", "part.participated"})


def own_hits(
    hits: Sequence[PartyHit], round_type: RoundType | None, forms: Sequence[str], roles: Sequence[AmountRole] = ()
) -> list[PartyHit]:
    """The role hits of the round's lines; weak ones only where there are no others; grantors only of a grant.

    Whoever is named for all the money raised so far (`roles`) backs the round where nobody else is named for it.
    """
    own = [h for h in hits if not h.line.boilerplate and h.role != "advisor"]
    if round_type is not RoundType.GRANT:
        own = [h for h in own if not _GRANTED.search(_before(h)) and not _from_grant(h)]
    own = [h for h in own if not _of_another_type(h, round_type) and not _beside_company(h, forms)]
    own = [h for h in own if not _REPAID.search(_before(h)) and not _in_another(h, forms)]
    strong = [h for h in own if h.weight > WEAK]
    own = strong or own
    totals = {id(role.line): role.place for role in roles if role.label == "total"}
    news = [h for h in own if not _of_all_rounds(h, totals.get(id(h.line)))]
    return news or own


def _of_all_rounds(hit: PartyHit, total: int | None) -> bool:
    """`has raised £184mn from investors including Amadeus`: the sum of all rounds, from all their backers."""
    return total is not None and _FROM_ALL.match(hit.line.text, total + 1, _place(hit)) is not None


def _place(hit: PartyHit) -> int:
    return next((p for p, mention in hit.line.masked.parties.items() if mention is hit.mention), 0)


def _before(hit: PartyHit) -> str:
    """The masked text before the name."""
    place = _place(hit)
    return hit.line.text[max(0, place - 80) : place]


def _from_grant(hit: PartyHit) -> bool:
    """`had lived on a €200,000 grant from Enterprise Estonia`: a type of its own before the name."""
    found = _TYPE_FROM.search(hit.line.text, 0, _place(hit))
    return found is not None and hit.line.masked.types[found.start("type")].label == "grant"


def _of_another_type(hit: PartyHit, round_type: RoundType | None) -> bool:
    """True when its relative clause, or the sentence's subject, says that it backed a round of another type."""
    if round_type is None:
        return False
    found = _A_TYPE.match(hit.line.text, hit.clause) if hit.clause is not None and hit.role == "lead" else None
    if found is None and round_type.value in _STAGES:
        text, place = hit.line.text, _place(hit)
        found = _SUBJECT_TYPE.match(text, 0, place) or _BACKERS_OF.search(text, 0, place)
        if found is not None and hit.line.masked.types[found.start("type")].label not in _STAGES:
            return False
    return found is not None and hit.line.masked.types[found.start("type")].label != round_type.value


def _in_another(hit: PartyHit, forms: Sequence[str]) -> bool:
    """True when the name invests in somebody else than the round's company."""
    if hit.clause is not None:
        found = _INTO.match(hit.line.text, hit.clause)
    else:
        found = _OBJECT.match(hit.line.text, _place(hit) + 1) if hit.rule in _INVESTS else None
    if found is None:
        return False
    target = hit.line.masked.parties[found.start("object")]
    return target.kind not in ("person", "firm") and not any(same_party(target.name, form) for form in forms)


def _beside_company(hit: PartyHit, forms: Sequence[str]) -> bool:
    """True when the list of the name stands beside the company itself and not beside an investor."""
    if hit.rule != "part.list_heads":
        return False
    place = _place(hit)
    found = list(_BESIDE.finditer(hit.line.text, 0, place))
    if not found:
        return False
    name = hit.line.masked.parties[found[-1].start("name")].name
    return any(same_party(name, form) for form in forms)
