"""The article's own words on what the money is for, and the advisers it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extractor.article import Article
from extractor.assembling.investors import PartyHit, is_investor_name, same_party
from extractor.assembling.lines import Line
from extractor.assembling.masking import PLACEHOLDERS, rule_search
from extractor.evidence import Evidence
from extractor.lexicons.rule_search import RuleSearch
from extractor.lexicons.rules import Rule, load_rules, target
from extractor.mentions import PartyMention
from extractor.records import Party, Statement

MOST_STATEMENTS = 3
_LONGEST = 320
_SHORTEST = 6
_LABELS = ("stated", "helped", "raised_to")
# where the clause ends: a stop, a dash, the speaker, or what the round brings besides
_CLAUSE_END = re.compile(
    r"(?<![A-Z])[.!?](?=[\s\"')\]]|$)|;|[,.!?]\"|\s[—-]{1,2}\s|—|"
    r",? (?:[\ue000-\ue7ff]|he|she|it|they|the (?:company|startup|start-up|firm)|co-?founder|ceo|chief executive|"
    r"founder)(?: [\w\ue000-\ue7ff-]+){0,4}?,? (?:said|says|added|adds|told|wrote|explained|noted|announced)\b|"
    r",? (?:according to|bringing|taking|pushing|which (?:brings|takes|values)|valuing|while|whereas|"
    r"the (?:company|startup|firm) (?:said|says)|and (?:has|have|had|is|was|said|says) |said|says) ?"
)
_BRACKETS = re.compile(r"[()]")
_TRAILING = " ,:;.-—\"'"
_AT_THAT_TIME = re.compile(r"^at th(?:at|e) time\b", re.IGNORECASE)
_RAISES = re.compile(
    r"\b(?:rais(?:e[sd]?|ing)|secur(?:e[sd]?|ing)|clos(?:e[sd]?|ing)|announc\w+|land(?:s|ed)|receiv\w+|nabbed|bagged|got|won|round|rounds|"
    r"allows|enables|gives|aims|financing|hire|team|staff)\b",
    re.IGNORECASE,
)
_NOT_USED = re.compile(
    r"\b(?:not|never|no plans to|declined to|without|needs?|needed|secure)\b[^,;]{0,40}$", re.IGNORECASE
)
# which way round a clause tells a role: `Foo acted as …` behind the name, `legal counsel Foo` before it
_AFTER = 90
_BEFORE = 45


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause found: masked `low` to `high` in its line."""

    line: Line
    low: int
    high: int
    label: str
    rule: str

    @property
    def span(self) -> tuple[int, int]:
        """Canonical offsets."""
        return self.line.masked.span(self.low, self.high)


def use_of_funds(lines: Sequence[Line], article: Article) -> tuple[Statement, ...]:
    """At most three statements in text order, each the clause as written; () when the article says nothing.

    Headlines, boilerplate and sentences on earlier rounds are not read.
    """
    found = [clause for line in lines if not line.headline and not line.boilerplate for clause in _clauses(line)]
    ranked = sorted(found, key=lambda c: (_LABELS.index(c.label), c.span[0]))
    chosen: list[Clause] = []
    for clause in ranked:
        if len(chosen) < MOST_STATEMENTS and not any(_repeats(clause, other, article) for other in chosen):
            chosen.append(clause)
    return tuple(_statement(clause, article) for clause in sorted(chosen, key=lambda c: c.span[0]))


def _clauses(line: Line) -> Iterator[Clause]:
    if _AT_THAT_TIME.match(line.text):
        return
    for rule, match in clause_rules().matches(line.text, line.found):
        low, _ = target(match)
        if rule.label == "raised_to" and not _RAISES.search(line.text):
            continue
        if line.is_prior(match.start()) or _NOT_USED.search(line.text, max(0, match.start() - 60), match.start()):
            continue
        high = _clause_end(line.text, low)
        if high - low >= _SHORTEST:
            yield Clause(line, low, high, rule.label, rule.id)


def _clause_end(text: str, low: int) -> int:
    """The masked end of the clause that starts at `low`, trailing marks cut off."""
    border = _CLAUSE_END.search(text, low + 1, min(len(text), low + _LONGEST))
    high = border.start() if border else min(len(text), low + _LONGEST)
    if border is None and high < len(text):
        high = text.rfind(" ", low, high)
    depth = 0
    for mark in _BRACKETS.finditer(text, low, max(low, high)):
        depth += 1 if mark.group() == "(" else -1
        if depth < 0:
            high = mark.start()
            break
    while high > low and text[high - 1] in _TRAILING:
        high -= 1
    return high


def _repeats(clause: Clause, other: Clause, article: Article) -> bool:
    (low, high), (start, end) = clause.span, other.span
    if low < end and start < high:
        return True
    return article.text[low:high].lower() in article.text[start:end].lower()


def _statement(clause: Clause, article: Article) -> Statement:
    start, end = clause.span
    text = article.text[start:end]
    return Statement(text=text, evidence=(Evidence(start=start, end=end, text=text, rule=clause.rule),))


def advisors(parties: Sequence[PartyHit], excluded: Sequence[str] = ()) -> tuple[Party, ...]:
    """Banks, law firms and placement agents with the role the sentence gives them; () when none is named.

    `excluded` names (the company's forms) are left out. The role is `advisor` where no word tells it more exactly.
    """
    found: list[Party] = []
    for hit in parties:
        name = _adviser(hit).name
        if hit.role != "advisor" or not is_investor_name(name) or any(same_party(name, other) for other in excluded):
            continue
        known = next((i for i, party in enumerate(found) if same_party(party.name, name)), None)
        party = _party(hit)
        if known is None:
            found.append(party)
        elif found[known].role == "advisor":
            found[known] = party
    return tuple(found)


def _party(hit: PartyHit) -> Party:
    mention = _adviser(hit)
    evidence = mention.evidence().model_copy(update={"rule": hit.rule})
    return Party(name=mention.name, role=_role(hit), evidence=(evidence,))


def _adviser(hit: PartyHit) -> PartyMention:
    """The firm of a person who advised (`Jane Doe of Foo LLP`), else the name itself."""
    return hit.affiliation if hit.affiliation is not None and hit.mention.kind != "firm" else hit.mention


def _role(hit: PartyHit) -> str:
    """The role word nearest behind the name in its clause, else the nearest before it."""
    place = next((at for at, party in hit.line.masked.parties.items() if party is hit.mention), 0)
    text = hit.line.text
    after = re.split(r"[;.]|, (?:and|while|with) ", text[place + 1 : place + 1 + _AFTER])[0]
    before = text[max(0, place - _BEFORE) : place]
    behind = [(m.start(), r.label) for r in _role_rules() for m in r.pattern.finditer(after)]
    ahead = [(-m.end(), r.label) for r in _role_rules() for m in r.pattern.finditer(before)]
    first, second = (ahead, behind) if hit.rule == "advisor.by" else (behind, ahead)
    for found in (first, second):
        if found:
            return min(found)[1]
    return "legal counsel" if re.search(r"\b(?:LLP|Law|Legal|Advocates|Attorneys)\b", hit.mention.name) else "advisor"


def _role_rules() -> tuple[Rule, ...]:
    return tuple(rule for rule in statement_rules() if rule.label not in _LABELS)


@cache
def clause_rules() -> RuleSearch:
    """The rules of statement_cues.toml that find clauses."""
    return rule_search([rule for rule in statement_rules() if rule.label in _LABELS])


def statement_rules() -> tuple[Rule, ...]:
    """The rules of statement_cues.toml."""
    return load_rules("statement_cues.toml", PLACEHOLDERS)
