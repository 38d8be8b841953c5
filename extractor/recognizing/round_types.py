"""Round types as written: `Series B-2`, `pre-Series A+`, `seed extension`, `venture debt`."""

from __future__ import annotations

import re
from functools import cache

from extractor.lexicons.rule_search import NeededStrings, RuleSearch
from extractor.lexicons.rules import Rule, load_rules, target
from extractor.mentions import RoundTypeMention

_MODIFIERS = (
    ("extension", re.compile(r"\bexten(?:sion|ded|ds|d)\b|\btop[- ]up\b", re.IGNORECASE)),
    ("first_close", re.compile(r"\bfirst clos(?:e|ing)\b|\binitial clos(?:e|ing)\b", re.IGNORECASE)),
    ("final_close", re.compile(r"\bfinal clos(?:e|ing)\b|\bsecond and final\b", re.IGNORECASE)),
    ("oversubscribed", re.compile(r"\bover-?subscribed\b", re.IGNORECASE)),
    ("up_round", re.compile(r"\bup[- ]round\b", re.IGNORECASE)),
    ("down_round", re.compile(r"\bdown[- ]round\b", re.IGNORECASE)),
    ("bridge", re.compile(r"(?<!to )(?<!that )\bbridge\b(?! (?:the|this|that|a|between|gaps?)\b)", re.IGNORECASE)),
)
_GOES_ON = re.compile(
    r" (?:Capital|Fund|Ventures|Partners) (?!Led|From|To|For|In|And|Round|Raise|Funding|Financing|Investment|"
    r"With|By|At|Of)[A-Z][a-z]"
)
_WINDOW = 40


def find_round_types(text: str) -> tuple[RoundTypeMention, ...]:
    """All round types in text order; where two rules read the same characters the longer, then earlier rule wins."""
    found = [_mention(text, rule, match) for rule, match in _rules().matches_in_lines(text)]
    found.sort(key=lambda m: (m.start, -(m.end - m.start)))
    kept: list[RoundTypeMention] = []
    for mention in found:
        if not _inside_a_name(text, mention) and (not kept or mention.start >= kept[-1].end):
            kept.append(mention)
    return tuple(kept)


def _inside_a_name(text: str, mention: RoundTypeMention) -> bool:
    """`Seed Capital Denmark`, `Growth Capital Partners`: an investor's name, no type."""
    return mention.text[0].isupper() and _GOES_ON.match(text, mention.end) is not None


@cache
def _rules() -> RuleSearch:
    rules = load_rules("round_types.toml")
    return RuleSearch(rules, NeededStrings(rules))


def _mention(text: str, rule: Rule, match: re.Match[str]) -> RoundTypeMention:
    start, end = target(match)
    low, high = target(match, "letter")
    label = rule.label.replace("*", text[low:high].lower()) if low >= 0 else rule.label
    around = text[max(0, start - _WINDOW) : end + _WINDOW]
    return RoundTypeMention(start, end, text[start:end], rule.id, label, _modifiers(around))


def _modifiers(around: str) -> tuple[str, ...]:
    return tuple(name for name, pattern in _MODIFIERS if pattern.search(around))
