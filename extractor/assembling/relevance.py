"""Is the article about a company's funding round? A small logistic model over named cues and where they stand.

A signal is `rule@zone`: the zone is H for the headline, L for the first four sentences, B for the rest of the body.
The weights in lexicons/relevance_weights.toml are fitted by benchmarks/fit_relevance.py with signs held fixed: no cue
for a round can ever count against one.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extractor.assembling.companies import Candidate, CompanyHit, may_raise, raises_funds
from extractor.assembling.investors import PartyHit
from extractor.assembling.lines import Line
from extractor.assembling.masking import PLACEHOLDERS, rule_search
from extractor.assembling.roles import AmountRole
from extractor.assembling.types_of_round import EQUITY_TYPES
from extractor.lexicons.rule_search import RuleSearch
from extractor.lexicons.rules import Rule, load_number_table, load_rules

_LEAD_SENTENCES = 4
_COMPANY_CUES = frozenset({"company.subject", "company.talks", "company.invest_in"})
# whoever is named so receives gifts and grants of another kind than rounds
_PUBLIC = re.compile(
    r"\b(?:university|college|hospital|association|foundation|museum|county|city|school|food bank|church|institute|"
    r"laboratory|consortium|academy|research hub|hub|ministry|department|council|society|library|federation|state|"
    r"government|charity|red cross|ymca|agency|authority|commission|police|nhs)\b",
    re.IGNORECASE,
)
# a developer's loan pays for its buildings
_BUILDS = re.compile(r"\b(?:REIT|Properties|Property Group|Realty|Real Estate|Estates|Housing)$")
_RAISES = frozenset(
    {
        "company.subject",
        "company.talks",
        "company.invest_in",
        "company.stealth",
        "company.denies",
        "company.lent_to",
        "company.says_round",
        "company.borrows",
        "company.has_round",
        "company.with_money",
        "company.helped",
        "company.given",
        "company.told_of_investor",
        "company.possessive_round",
        "company.own_round",
        "company.raised_by",
        "company.after_raising",
        "company.for_whom",
    }
)
_TOPIC_RAISES = re.compile(
    r"\b(?:the (?:[\w-]+ )?(?:company|start-?up|firm|business|studio|platform|venture|team)|it|we)\b[^.;]{0,60}?"
    r"\b(?:announc(?:ed|es|ing)|rais(?:ed|ing)|clos(?:ed|ing)|secured|landed|completed|wrapped up|pulled in|"
    r"took in|took on|unveil(?:ed|s|ing)|reveal(?:ed|s|ing)|tak(?:en|ing) the wraps off|obtained|collected|"
    r"gathered|banked|picked up|attracted|drew|disclosed|received)\b[^.;]{0,60}"
    r"[\ue800-\ue9ff\uec00-\uecff]",
    re.IGNORECASE,
)
_STRONG_COMPANY = 12.0
_NUMBER = re.compile(r"\W*\d{1,2}\W*")
_SENTENCE_ENDS = (".", "!", "?", "”", '"')
# an article is about whom it names in so many sentences, one of them among so many first ones
_OFTEN, _OPENING = 4, 10
# a headline of notes due in a year sells a listed company's bonds, and a flotation that is priced sells its shares to
# everybody, however much else they share with a round
# the money that a venture firm raises is its fund
_VETOES = frozenset(
    {
        "fund_company",
        "public_grant",
        "building_loan",
        "senior_notes@H",
        "irrelevant.ipo_priced@H",
        "irrelevant.ipo_priced@L",
        "irrelevant.firm_raises@H",
    }
)
# these alone stand in news of every kind, of budgets and of leaders
_VAGUE = frozenset({"relevant.funded", "relevant.invests", "firm_company", "public_company"})
_NO_ROUND = 0.02


@dataclass(frozen=True, slots=True)
class Verdict:
    """`score` is the probability 0…1 that the article reports a round; `reasons` are the signals that moved it most."""

    score: float
    reasons: tuple[str, ...]


def judge(signals: Iterable[str]) -> Verdict:
    """Weigh the signals."""
    signals = frozenset(signals)
    if _VETOES & signals:
        return Verdict(_NO_ROUND, tuple(sorted(_VETOES & signals)))
    if not any(
        name.endswith(("@H", "@L")) or (name != "lead@B" and name.split("@")[0] not in _VAGUE) for name in signals
    ):
        return Verdict(_NO_ROUND, tuple(sorted(signals)))
    weights = load_number_table("relevance_weights.toml", "weights")
    bias = load_number_table("relevance_weights.toml", "model")["bias"]
    present = sorted({s for s in signals if s in weights})
    total = bias + sum(weights[s] for s in present)
    score = 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
    reasons = sorted(present, key=lambda s: (-abs(weights[s]), s))[:4]
    return Verdict(round(score, 4), tuple(reasons))


def signals(
    lines: Sequence[Line],
    companies: Sequence[CompanyHit],
    parties: Sequence[PartyHit],
    roles: Sequence[AmountRole],
    best: Candidate | None,
) -> frozenset[str]:
    """All signals of one article."""
    return frozenset(_signals(lines, companies, parties, roles, best))


def _signals(
    lines: Sequence[Line],
    companies: Sequence[CompanyHit],
    parties: Sequence[PartyHit],
    roles: Sequence[AmountRole],
    best: Candidate | None,
) -> Iterator[str]:
    for line in lines:
        if not line.boilerplate:
            yield from _cues(line)
    for hit in companies:
        if hit.rule in _COMPANY_CUES and not hit.prior and not hit.line.boilerplate:
            yield f"{hit.rule}@{zone(hit.line)}"
    yield from (f"lead@{zone(party.line)}" for party in parties if party.role == "lead" and not party.line.boilerplate)
    yield from _events(companies, roles)
    yield from _told_by_topic(lines, roles)
    if _heads_an_item(lines, companies):
        yield "headed_event@B"
    for line in lines:
        named = (p for p, m in line.masked.types.items() if m.label in EQUITY_TYPES and not line.is_prior(p))
        if not line.boilerplate and next(named, None) is not None:
            yield f"named_type@{zone(line)}"
    for role in roles:
        if role.label == "round" and not role.prior and not role.line.boilerplate:
            yield f"amount@{zone(role.line)}"
    if best is not None:
        yield from _about_company(best)
        if _tells_of_chief(lines, best, roles):
            yield "own_event@B"


def _events(companies: Sequence[CompanyHit], roles: Sequence[AmountRole]) -> Iterator[str]:
    """A company, no investor and no person, raises an amount or a typed round in one sentence of now."""
    told = {id(r.line) for r in roles if r.label in ("round", "part") and not r.prior}
    for hit in companies:
        line = hit.line
        typed = any(not line.is_prior(place) for place in line.masked.types)
        raises = hit.rule in _RAISES and may_raise(hit.mention)
        if raises and not (hit.prior or line.boilerplate) and (typed or id(line) in told):
            yield f"event@{zone(line)}"


def _heads_an_item(lines: Sequence[Line], companies: Sequence[CompanyHit]) -> bool:
    """A heading in the body, `2. Acme hauls in $12M`, and the paragraph below it say that one company raised money."""
    sizes = Counter(line.block for line in lines if not line.headline and not _NUMBER.fullmatch(line.text))
    told = {
        (line.block, party.name)
        for line in lines
        if not line.boilerplate and (line.masked.amounts or line.masked.types)
        for party in line.masked.parties.values()
    }
    for hit in companies:
        line = hit.line
        heads = sizes[line.block] == 1 and not line.text.rstrip().endswith(_SENTENCE_ENDS)
        if zone(line) != "B" or line.boilerplate or not heads or not (line.masked.amounts or line.masked.types):
            continue
        raises = hit.rule in _RAISES and not hit.prior and may_raise(hit.mention)
        if raises and (line.block + 1, hit.mention.name) in told:
            return True
    return False


def _tells_of_chief(lines: Sequence[Line], best: Candidate, roles: Sequence[AmountRole]) -> bool:
    """The likeliest company raises money behind the lead, and the article is about it: it is named throughout."""
    told = {id(r.line) for r in roles if r.label in ("round", "part") and not r.prior and zone(r.line) == "B"}
    raised = any(
        hit.rule in _RAISES and not hit.prior and not hit.line.boilerplate and id(hit.line) in told for hit in best.hits
    )
    if not raised or any(raises_funds(hit.mention.name) for hit in best.hits):
        return False
    named = [line for line in lines if any(best.is_form(party.name) for party in line.masked.parties.values())]
    return any(line.headline for line in named) or (
        len(named) >= _OFTEN and any(line.order < _OPENING for line in named)
    )


def _told_by_topic(lines: Sequence[Line], roles: Sequence[AmountRole]) -> Iterator[str]:
    """`Today, the company is announcing a $21.8 million Series A`: the raiser is whom the article is about."""
    told = {id(r.line) for r in roles if r.label in ("round", "part") and not r.prior}
    for line in lines:
        if line.boilerplate or not (id(line) in told or line.masked.types):
            continue
        found = _TOPIC_RAISES.search(line.text)
        if (
            found
            and not any(map(line.is_prior, (found.start(), found.end() - 1)))
            and not line.is_quoted(found.start())
        ):
            yield f"topic_raises@{zone(line)}"


def _about_company(best: Candidate) -> Iterator[str]:
    """What the likeliest company's name and score tell."""
    if raises_funds(best.name):
        yield "firm_company"
    if _FUND_RAISED.search(best.name):
        yield "fund_company"
    told = {m.label for h in best.hits if not h.prior for m in h.line.masked.types.values()}
    if _PUBLIC.search(best.name):
        yield "public_company"
        if "grant" in told:
            yield "public_grant"
    if _BUILDS.search(best.name) and "debt" in told:
        yield "building_loan"
    if best.score >= _STRONG_COMPANY:
        yield "company_strong"


# what listed companies sell: `convertible senior notes`, `convertible bonds`
_BONDS = re.compile(r"\bsenior\b|\bsubordinated\b|\bbonds?\b", re.IGNORECASE)
# `Northgate Ventures Fund IV, L.P.`: the name of a fund in the lead
# `Kestrel Row Industrial Fund II`: what closed is a fund
# `Tern Ventures IV`: a firm's fourth fund
_FUND_RAISED = re.compile(
    r"\bFund (?:[IVX]+|\d+)$|\b(?:Ventures|Capital|Partners|Equity|Opportunities) (?:[IVX]{2,}|V|[1-9])$"
)
_FUND_NAME = re.compile(r"\bFund (?:[IVX]+|[1-9]\d?)\b")


def _cues(line: Line) -> Iterator[str]:
    place = zone(line)
    if place == "B" and not line.speaks:
        return
    if place != "B" and any(_FUND_NAME.search(party.name) for party in line.masked.parties.values()):
        yield f"fund_name@{place}"
    if any(_BONDS.search(mention.text) for mention in line.masked.types.values()):
        yield f"senior_notes@{place}"
    for rule, match in _search(body=place == "B").first_matches(line.text, line.found):
        if not (rule.label == "for" and line.is_prior(match.start())):
            yield f"{rule.id}@{place}"


def zone(line: Line) -> str:
    """H headline, L lead sentences, B body."""
    if line.headline:
        return "H"
    return "L" if line.order < _LEAD_SENTENCES else "B"


@cache
def _search(*, body: bool) -> RuleSearch:
    """Behind the lead nothing counts against a round."""
    return rule_search([rule for rule in relevance_rules() if not (body and rule.label == "against")])


def relevance_rules() -> tuple[Rule, ...]:
    """The rules of relevance.toml."""
    return load_rules("relevance.toml", PLACEHOLDERS)
