"""Who a company is: its legal name, its former and other names, its parent, where the article says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from extractor.assembling.companies import Candidate, is_company_like
from extractor.assembling.investors import is_investor_name, same_party
from extractor.assembling.lines import Line
from extractor.assembling.masking import PLACEHOLDERS, rule_search
from extractor.assembling.party_keys import is_short_form, key, key_words
from extractor.evidence import Evidence
from extractor.lexicons.rule_search import RuleSearch
from extractor.lexicons.rules import load_rules, target, word_list
from extractor.mentions import PartyMention

if TYPE_CHECKING:
    from extractor.assembling.article_reading import Reading

# a possessive names the parent in the headline or the first sentences only
_LEAD = 3
_SURE_LEGAL = frozenset({"identity.entity_holds", "identity.legal_doing_business", "identity.operated_by"})
# suffixes that are also plain words do not make a name a legal one by themselves
_PLAIN_WORDS = frozenset({"company", "as", "se", "co", "private", "ou", "limited", "ag", "sa", "sl"})
_SUFFIX_AFTER = re.compile(
    r",? (?:(?:Pvt\.?|Private|Pte\.?|Pty\.?) )?"
    r"(?:Inc|Ltd|LLC|L\.L\.C|PLC|plc|GmbH|Corp|Corporation|Incorporated|Limited|S\.A\.S|SAS|SARL|S\.r\.l|S\.p\.A|B\.V|BV|N\.V|ApS|A/S|AB|Oy|AG|SE|SA)(?![\w-])\.?"
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What the article says of the company's names; every part is None or () where it says nothing."""

    legal_name: str | None = None
    parent: str | None = None
    former_names: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def other_names(self) -> tuple[str, ...]:
        """All names beside the company's own, for `also_known_as`."""
        names = (self.legal_name, *self.aliases, *self.former_names)
        return tuple(dict.fromkeys(name for name in names if name))


@dataclass(frozen=True, slots=True)
class Claim:
    """A rule's reading of one sentence: `other` is what the label says of the company, `tail` a suffix read apart."""

    label: str
    other: PartyMention
    rule: str
    line: Line
    tail: PartyMention | None = None


def identity(reading: Reading, company: Candidate, forms: Sequence[str], excluded: Sequence[str] = ()) -> Identity:
    """The company's identity as the article states it; an empty Identity when it states nothing.

    `forms` are the company's known names; `excluded` names (its investors) are never taken for the parent.
    """
    names = tuple(dict.fromkeys((company.name, *forms)))
    claims = (claim for line in reading.lines for claim in _claims(line, names))
    usable = tuple(claim for claim in claims if is_investor_name(claim.other.name))
    legal = _legal(usable, reading, names, excluded)
    parent = _parent(usable, names, excluded)
    former = tuple(c for c in usable if c.label == "former" and _is_other(c, names[:1]))
    also = tuple(c for c in usable if _is_alias(c, reading, names))
    evidence = [legal] if legal else []
    evidence += [_evidence(claim, reading.article.text) for claim in ((parent,) if parent else ()) + former + also]
    return Identity(
        legal_name=legal.text if legal else None,
        parent=parent.other.name if parent else None,
        former_names=tuple(dict.fromkeys(c.other.name for c in former)),
        aliases=tuple(dict.fromkeys(c.other.name for c in also)),
        evidence=tuple(evidence),
    )


def _claims(line: Line, names: Sequence[str]) -> Iterator[Claim]:
    """What the rules read in one sentence about a company of these names; `hint` claims need no own name."""
    if not line.masked.parties:
        return
    known = {key(name) for name in names}
    for rule, match in identity_rules().matches(line.text, line.found):
        own = line.masked.parties.get(target(match, "own")[0])
        other = line.masked.parties.get(target(match)[0])
        if other is None or (rule.label != "hint" and (own is None or key(own.name) not in known)):
            continue
        if rule.label == "possessive" and not (line.headline or line.order < _LEAD):
            continue
        tail = line.masked.parties.get(target(match, "tail")[0])
        if tail is None or key(tail.name) in word_list("legal_suffixes"):
            yield Claim(rule.label, other, rule.id, line, tail)


def _legal(claims: Sequence[Claim], reading: Reading, names: Sequence[str], excluded: Sequence[str]) -> Evidence | None:
    """The stated legal name: the name itself with its legal suffix, else an entity said to be behind it."""
    tailed = next((c for c in claims if c.label == "legal" and c.tail is not None), None)
    stated = _suffixed(reading, names, excluded) if tailed is None else _evidence(tailed, reading.article.text)
    if stated is not None:
        return stated
    for claim in claims:
        name = claim.other.name
        if claim.label != "legal" or claim.other.kind == "person" or any(is_short_form(name, n) for n in names):
            continue
        alike = claim.rule == "identity.operates_brand" and any(key_words(name)[:1] == key_words(n)[:1] for n in names)
        if alike or claim.rule in _SURE_LEGAL or has_legal_suffix(name):
            return _evidence(claim, reading.article.text)
    return None


def _suffixed(reading: Reading, names: Sequence[str], excluded: Sequence[str]) -> Evidence | None:
    """The first mention of the company's own name with a legal suffix, inside the mention or right behind it."""
    text = reading.article.text
    same = (written for name in names for written in reading.names.same(name))
    for place in reading.names.places(reading.names.full_forms(names[0]).union(same)):
        party = reading.mentions.parties[place]
        if not _is_own_name(party.name, names, excluded):
            continue
        start = text.find(party.name, party.start, party.end)
        end = start + len(party.name)
        after = _SUFFIX_AFTER.match(text, end)
        if start < 0 or not (after or has_legal_suffix(party.name)):
            continue
        end = after.end() if after else end
        if after and text[end - 1] == "." and not _abbreviates(text, end - 1):
            end -= 1
        return Evidence(start=start, end=end, text=text[start:end], rule="identity.legal_suffix")
    return None


def _is_own_name(name: str, names: Sequence[str], excluded: Sequence[str]) -> bool:
    """True for a form of the company's name, also one of up to two words more (`Acme Technologies Pvt Ltd`)."""
    if any(key(name) == key(own) for own in names):
        return True
    more = len(key_words(name)) - len(key_words(names[0]))
    return name not in excluded and is_short_form(names[0], name) and more <= 2


def _abbreviates(text: str, dot: int) -> bool:
    """True when the full stop at `dot` belongs to the suffix (`Inc. has`), not to the sentence's end."""
    return bool(re.match(r"\.(?:,|\)| [a-z(\"“])", text[dot : dot + 3]))


def has_legal_suffix(name: str) -> bool:
    """True for `Acme Inc.` and `Acme Private Limited`; False for `Acme Company` and `Acme`."""
    words = name.replace(",", " ").split()
    if len(words) < 2:
        return False
    last = words[-1].strip(".").lower()
    before = words[-2].strip(".").lower()
    if last in word_list("legal_suffixes") and last not in _PLAIN_WORDS:
        return True
    if last in ("ag", "sa", "se", "sl") and words[-1].strip(".").isupper():
        return True
    return last in ("limited", "co") or (last in _PLAIN_WORDS and before in ("pvt", "private", "pte", "pty"))


def _parent(claims: Sequence[Claim], names: Sequence[str], excluded: Sequence[str]) -> Claim | None:
    """The stated parent, else a possessive that another sentence bears out; None when neither is there."""
    owners = {"parent", "possessive", "hint"}
    fit = [c for c in claims if c.label in owners and c.other.kind != "person" and _is_other(c, names)]
    fit = [c for c in fit if not any(same_party(c.other.name, name) for name in excluded)]
    stated = [c for c in fit if c.label == "parent" and not c.line.boilerplate]
    if stated:
        return stated[0]
    hints = [c.other.name for c in fit if c.label == "hint"]
    possessive = (c for c in fit if c.label == "possessive")
    return next((c for c in possessive if any(same_party(c.other.name, hint) for hint in hints)), None)


def _is_other(claim: Claim, names: Sequence[str]) -> bool:
    return all(key(claim.other.name) != key(name) for name in names)


def _is_alias(claim: Claim, reading: Reading, names: Sequence[str]) -> bool:
    """True for `also known as`, and for a quoted form, initials or a leading part in brackets; not for an exchange."""
    name, start = claim.other.name, claim.other.start
    if claim.label not in ("also", "bracket") or not _is_other(claim, names[:1]) or not is_company_like(name):
        return False
    quoted = reading.article.text[max(0, start - 1) : start] in ('"', "“", "'", "‘")
    return claim.label == "also" or quoted or any(is_short_form(name, n) or _are_initials(name, n) for n in names)


def _are_initials(short: str, full: str) -> bool:
    """True for `BYOS` of `Build Your Own Sandwich`, small words counted or not."""
    words = re.findall(r"\w+", full)
    capitals = "".join(word[0] for word in words if word[0].isupper())
    return short.isupper() and len(short) > 1 and short in (capitals, "".join(word[0] for word in words).upper())


def _evidence(claim: Claim, article_text: str) -> Evidence:
    other = claim.other
    inside = other.text.find(other.name)
    if inside < 0:
        return other.evidence().model_copy(update={"rule": claim.rule})
    start = other.start + inside
    if claim.tail is None:
        return Evidence(start=start, end=start + len(other.name), text=other.name, rule=claim.rule)
    end = claim.tail.end
    return Evidence(start=start, end=end, text=article_text[start:end], rule=claim.rule)


@cache
def identity_rules() -> RuleSearch:
    """The rules of identity_cues.toml."""
    return rule_search(load_rules("identity_cues.toml", PLACEHOLDERS))
