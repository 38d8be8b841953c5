"""Who receives the money: cues summed per name, forms of one name joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from extractor.assembling.investors import PartyHit, is_investor_name
from extractor.assembling.lines import Line
from extractor.assembling.masking import ORG, PLACEHOLDERS, is_rounded, rule_search
from extractor.assembling.party_keys import WrittenNames, is_short_form, key, key_words, short_keys
from extractor.lexicons.rule_search import RuleSearch
from extractor.lexicons.rules import load_rules, target, word_list
from extractor.mentions import PartyMention
from extractor.recognizing.parties import kind_of

_PARENS_ALIAS = re.compile(
    r"^,?\s*\((?:the |or |collectively |formerly |aka |a\.k\.a\. |d/b/a |doing business as |previously |known as |"
    r"also known as )?[\"“'‘]?"
)


# how much of its score a name keeps that also stands in a backer's role
_BACKER_FACTOR = {"lead": 0.25, "participant": 0.6, "advisor": 0.3}
# the first sentences name the company also where they say nothing of money
OPENING = 4
# sentences that say who a profile is about
_INTRODUCES = re.compile(
    r"\b(?:her|his|their|whose|my|our) (?:[\w-]+ ){0,2}?(?:company|start-?up|firm|venture|business|outfit),? |"
    r"\b(?:founded|set up|started|established|spun (?:out|off)|launched) (?:in|by|from|out|of)\b"
)
# `Acme in talks with Foo, Bar to close a round`
_TALKS_WITH = re.compile(
    r"\b(?:talks|discussions?|negotiations?) with (?:[\ue000-\ue7ff](?:,| and|, and) ){0,6}$", re.IGNORECASE
)
# `The company, which was founded by Ruth Calder and Imani Okello, raised $4.5m`
_FOUNDED_BY = re.compile(
    r"\b(?:founded|created|launched|started|set up|run|headed|established)(?: in [\ueb00-\uebff])? by [^.;]{0,70}$",
    re.IGNORECASE,
)
# `Its chairman is also CEO of Omaha-based Acme, which recently raised $5.8 million`
_OTHER_OFFICE = re.compile(
    r"\b(?:also|former|formerly|previously|later|once)\b[^.;]{0,30}\b(?:CEO|chief|director|founder|co-founder|chairman|chair|"
    r"partner|head|president|executive|member)\b[^.;,]{0,30} (?:of|at) (?:[\w-]+-based )?$"
)
# `Total Deposits: $2.9 million` is a line of a table
_FIGURE = re.compile(
    r"\b(?:total|net|gross|adjusted|funded|funding|deposits?|assets?|liabilities|revenues?|sales|income|loss|profit|cash|"
    r"debt|equity|price|amount|date|valuation|round|stage|series|investors?|market|cost|fee|ebitda|margin|backlog|budget)\b",
    re.IGNORECASE,
)
# `have put $24 million into Jane Doe's Permitta`
_OWNED = re.compile(f"{ORG}'s? {ORG}")
# `Hailo-10` is a product of Hailo
_MODEL_NUMBER = re.compile(r"[-\s](?:\d{1,3}|[IVX]{2,4})(?:\s|$)")


# `a Round Rock company that installs chargers` names where the company is, not who it is
_ORIGIN = re.compile(
    rf"({ORG})(?:(?<=\b[Aa] .)|(?<=\b[Aa]n .)) (?:(?!spokes|represent|exec|employee|said|the |that |invest|"
    rf"deal)[a-z-]+ ){{0,3}}(?:company|start-?up|firm|maker|business|outfit|spin-?out|spin-?off|"
    rf"venture)\b"
)
# `Craftsbury oat mill draws $4.5 million`: so a headline says where a company is, or what it makes
_HEADLINE_ORIGIN = re.compile(
    rf"({ORG}) (?:[a-z][\w-]* ){{0,3}}?(?:company|start-?up|firm|maker|mill|business|outfit|spin-?out|spin-?off|"
    rf"brewer|brewery|"
    r"distillery|bakery|lender|chain|developer|producer|manufacturer|retailer|grower|builder|operator|club|fund)(?:'s)?\b"
)
# `Former managers of Acme and Foo raise $12 million`
_EMPLOYERS = re.compile(
    rf"\b(?:managers|executives|employees|engineers|researchers|scientists|veterans|alumni|developers|devs|designers|"
    rf"leaders|staff|staffers|colleagues|bosses|chiefs) (?:of|from|at) {ORG}(?:(?:, and |, | and | & ){ORG})*",
    re.IGNORECASE,
)
_ORIGIN_FACTOR = 0.1
_UNLIKELY_FACTOR = 0.3


@dataclass(frozen=True, slots=True)
class CompanyHit:
    """A name that a company cue points at."""

    mention: PartyMention
    weight: float
    label: str
    rule: str
    line: Line
    prior: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A company with its forms, fullest first, and the weight of the cues for it."""

    name: str
    forms: tuple[str, ...]
    score: float
    hits: tuple[CompanyHit, ...]

    def is_form(self, name: str) -> bool:
        """True when `name` is one of the company's forms."""
        wanted = key(name)
        return any(key(form) == wanted for form in (self.name, *self.forms))


# ends of firms' names that also end those of companies
_COMPANIES_TOO = frozenset({"labs", "group", "bank", "holdings"})


def raises_funds(name: str) -> bool:
    """True for a firm's name that says that it invests: `Tern Ventures` raises a fund, `Tern Labs` a round."""
    return kind_of(name) == "firm" and name.split()[-1].lower() not in _COMPANIES_TOO


def may_raise(mention: PartyMention) -> bool:
    """False for persons, and for firms whose name says that they invest."""
    return mention.kind != "person" and not raises_funds(mention.name)


def company_hits(line: Line) -> tuple[CompanyHit, ...]:
    """Every name of the line that a company cue reaches."""
    if not line.masked.parties or not (line.speaks or line.order < OPENING or _INTRODUCES.search(line.text)):
        return ()
    hits: dict[tuple[int, str], CompanyHit] = {}
    for rule, match in company_rules(headline=line.headline).matches(line.text, line.found):
        place, _ = target(match)
        if match.end() == place + 1 and (owned := _OWNED.match(line.text, place)):
            place = owned.end() - 1
        mention = line.masked.parties.get(place)
        if (
            mention is None
            or not is_investor_name(mention.name)
            or (rule.id == "company.bullet" and _FIGURE.search(mention.name))
        ):
            continue
        if rule.id == "company.talks" and _TALKS_WITH.search(line.text, max(0, place - 40), place):
            continue
        if rule.id == "company.subject" and _FOUNDED_BY.search(line.text, max(0, place - 90), place):
            continue
        if _OTHER_OFFICE.search(line.text, max(0, place - 90), place):
            continue
        prior = line.is_prior(match.end() - 1) or line.is_prior(place)
        known = hits.get((place, rule.id))
        if known is None or known.prior:
            hits[place, rule.id] = CompanyHit(mention, rule.weight, rule.label, rule.id, line, prior)
    return tuple(hits.values())


def candidates(
    hits: Sequence[CompanyHit], parties: Sequence[PartyMention], backers: Sequence[PartyHit], lines: Sequence[Line] = ()
) -> tuple[Candidate, ...]:
    """Companies by falling score. Forms that begin alike (`Black Forest`, `Black Forest Labs`) are one company; whoever
    leads or joins a round in the same article, and persons, are unlikely to be the receiver."""
    roles: dict[str, float] = {}
    for backer in backers:
        roles[key(backer.mention.name)] = min(roles.get(key(backer.mention.name), 1.0), _BACKER_FACTOR[backer.role])
    written = Counter(p.name for p in parties)
    clusters: dict[str, list[CompanyHit]] = {}
    for hit in hits:
        clusters.setdefault(key(hit.mention.name), []).append(hit)
    merged = _merge(clusters)
    raisers = {key(hit.mention.name) for hit in hits if hit.label == "raiser" and not hit.line.headline}
    origins = {key(name) for name in _origins(lines)} | {key(name) for name in _headline_origins(lines)} - raisers
    for origin in origins:
        roles[origin] = min(roles.get(origin, 1.0), _ORIGIN_FACTOR)
    for name in _unlikely(hits, parties, lines):
        roles[name] = min(roles.get(name, 1.0), _UNLIKELY_FACTOR)
    names = WrittenNames(written)
    found = [_candidate(group, written, names, roles) for group in merged]
    return tuple(sorted(found, key=lambda c: (-c.score, c.hits[0].mention.start)))


def _unlikely(hits: Sequence[CompanyHit], parties: Sequence[PartyMention], lines: Sequence[Line]) -> Iterator[str]:
    """Keys of surnames, and of names that the headline has and the body never writes while it names others."""
    full = {words[-1] for p in parties if len(words := key_words(p.name)) in (2, 3) and p.kind in ("person", "unknown")}
    yield from (key(p.name) for p in parties if len(key_words(p.name)) == 1 and key_words(p.name)[0] in full)
    body = {key(p.name) for line in lines if not line.headline for p in line.masked.parties.values()}
    told = {amount.primary.value for line in lines if line.headline for amount in line.masked.amounts.values()}
    raisers = [hit for hit in hits if not hit.line.headline and hit.label == "raiser"]
    # a teaser may tell of the headline's company as `the startup` and name another one's round
    raised = {key(hit.mention.name) for hit in hits if hit.line.headline and hit.rule == "company.subject"}
    if any(_tells_of(hit.line, told) for hit in raisers):
        raised = set()
    for hit in hits if raisers else ():
        own = key(hit.mention.name)
        in_body = any(name.startswith(own) or own.startswith(name) for name in body)
        if hit.line.headline and not in_body and own not in raised:
            yield own


def _tells_of(line: Line, told: Set[Decimal]) -> bool:
    """True when a sentence tells of one of the headline's sums, or of any where the headline has none."""
    stated = {form.value for amount in line.masked.amounts.values() for form in (amount.primary, *amount.also)}
    return not told or not stated or any(is_rounded(a, b) for a in told for b in stated)


def _origins(lines: Iterable[Line]) -> Iterator[str]:
    for line in lines:
        for match in _ORIGIN.finditer(line.text):
            yield line.masked.parties[match.start(1)].name


def _headline_origins(lines: Iterable[Line]) -> Iterator[str]:
    for line in lines:
        for match in _HEADLINE_ORIGIN.finditer(line.text) if line.headline else ():
            yield line.masked.parties[match.start(1)].name
        for match in _EMPLOYERS.finditer(line.text) if line.headline else ():
            yield from (line.masked.parties[p].name for p in range(*match.span()) if p in line.masked.parties)


def _merge(clusters: dict[str, list[CompanyHit]]) -> list[list[CompanyHit]]:
    groups: list[list[CompanyHit]] = []
    homes: dict[tuple[str, ...], list[list[CompanyHit]]] = {}
    for cluster in sorted(clusters.values(), key=lambda g: -len(key(g[0].mention.name))):
        name = cluster[0].mention.name
        near = homes.get(key_words(name), ())
        home = next((g for g in near if is_short_form(name, g[0].mention.name)), None)
        if home is None:
            groups.append(list(cluster))
            for words in dict.fromkeys(short_keys(name)):
                homes.setdefault(words, []).append(groups[-1])
        else:
            home.extend(cluster)
    return groups


def _candidate(
    group: Sequence[CompanyHit], written: Counter[str], names: WrittenNames, roles: Mapping[str, float]
) -> Candidate:
    weight: Counter[str] = Counter()
    for hit in group:
        weight[hit.mention.name] += 1
    ordered = sorted(weight, key=lambda n: (-len(key_words(n)), -weight[n], -len(n)))
    name = _preferred(ordered, written, group)
    forms = names.short_forms(name).union(names.same(name), weight.keys() & written.keys()) - {name}
    factor = min((roles.get(key(n), 1.0) for n in weight), default=1.0) * (
        0.2 if group[0].mention.kind == "person" else 1.0
    )
    ordered = sorted(forms, key=lambda n: (-len(n), n))
    return Candidate(name, tuple(ordered), _score(group) * factor, tuple(group))


def _preferred(ordered: Sequence[str], written: Counter[str], group: Sequence[CompanyHit]) -> str:
    """The fullest form that the body writes; a long form seen only in the headline gives way."""
    body = {hit.mention.name for hit in group if not hit.line.headline}
    for name in ordered:
        if name in body and not _MODEL_NUMBER.search(name):
            return name
    return ordered[0]


def _score(group: Sequence[CompanyHit]) -> float:
    """Cue weights: more in the headline and the first sentences, less in earlier rounds' scopes and boilerplate."""
    score = 0.0
    seen: Counter[str] = Counter()
    for hit in group:
        seen[hit.rule] += 1
        raises = hit.label == "raiser" and bool(hit.line.masked.amounts or hit.line.masked.types)
        place = 2.2 if hit.line.headline else max(0.6 if raises else 0.35, 1.3 - 0.12 * hit.line.order)
        if hit.line.boilerplate:
            place *= 0.25
        if hit.prior:
            place *= 0.2
        score += hit.weight * place / seen[hit.rule]
    return score


def aliases(candidate: Candidate, parties: Sequence[PartyMention], names: WrittenNames, text: str) -> Iterator[str]:
    """Other forms: a bracketed short form right after the name, and names that begin like it.

    `names` are those of the parties.
    """
    forms = {candidate.name, *candidate.forms}
    for index in names.places(forms):
        for following in parties[index + 1 : index + 2]:
            between = text[parties[index].end : following.start]
            if len(between) <= 40 and _PARENS_ALIAS.fullmatch(between) and is_company_like(following.name):
                yield following.name
    for index in names.places(names.short_forms(candidate.name) - forms):
        yield parties[index].name


def is_company_like(name: str) -> bool:
    """False for stock exchanges and places in brackets."""
    return name.lower().split(":")[0] not in (
        "nasdaq",
        "nyse",
        "otc",
        "tsx",
        "asx",
        "lse",
        "tsxv",
        "cse",
        "aim",
        "otcqb",
        "otcqx",
    ) and name.lower() not in word_list("places")


@cache
def company_rules(*, headline: bool) -> RuleSearch:
    """The rules of company_cues.toml; those that read headlines only for a headline."""
    rules = load_rules("company_cues.toml", PLACEHOLDERS)
    return rule_search([rule for rule in rules if headline or not rule.id.startswith("company.headline")])
