"""Whether a cue of an investor's role speaks of this round: what stands before and behind it in its sentence."""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.assembling.lines import Line
from extractor.lexicons.rules import Rule

_ROUND_CONTEXT = re.compile(
    r"[\uec00-\uecff]|\b(?:round|funding|financing|fundrais(?:e|ing)|injection|infusion|capital increase|"
    r"(?:fresh|new) (?:capital|money|cash|funds)|(?:the|this|that) (?:deal|transaction)|investments?|"
    r"invest(?:ed|s|ing)|investors?|raised|"
    r"placement|share issue|notes|lender|lenders|cheques?|syndicate|consortium|(?:co-)?led|"
    r"(?:t(?:ook|akes?|aking)|in) the lead|"
    r"raise|raises|raising|backers?|stake)\b|[\ue800-\ue9ff]",
    re.IGNORECASE,
)
_LED_ROUND = re.compile(
    r"[\ue800-\ue9ff\uec00-\uecff]|\b(?:round|funding|financing|investment|raise|fundraise|deal|tranche|placement|"
    r"transaction|purchase|sale|syndicate|extension|close|closing|capital|facility|money|equity|"
    r"offering|issue|notes?|loan|debt|bridge|buyers|"
    r"injection|infusion|fundraising|raising|placing|allotment|increase|backing|package|top-up|commitment|subscription|crowdfund|stake)\b|"
    r"\bthe (?:whole |entire |latest )?operation (?:was|is|has been) $",
    re.IGNORECASE,
)
_LED_OTHER = re.compile(
    r"(?:[\ue000-\ue7ff]|\b(?:team|firm|company|startup|fund|group|founders?|staff|(?<!the )operations?|management|"
    r"nonprofit|organi[sz]ation|vc))(?: (?:was|is|and|were))?,? $",
    re.IGNORECASE,
)
_THEN_ROUND = re.compile(
    r"\b(?:the|this|its|a) (?:[\w-]+ ){0,3}?(?:[\ue800-\ue9ff\uec00-\uecff] ?){0,2}(?:round|funding|financing|"
    r"investment|raise|[\uec00-\uecff])|"
    r"\b(?:has|have) (?:raised|pulled in|secured|closed|landed|attracted) (?:[\w-]+ ){0,3}?[\ue800-\ue9ff]",
    re.IGNORECASE,
)
# `Acme, Foo and the founders of Bar also participated`: the last of the list has no name of its own
UNNAMED_REST = re.compile(
    r" ?(?:members|investors|angels)(?: (?:from|in|of) (?:the )?(?:[\w-]+ ?|[\ue000-\ue7ff] ?){1,3})?,? *|"
    r",? ?(?:and|&|as well as|plus|along with|together with) (?:[\w-]+ ){0,5}?(?:founders?|co-?founders?|"
    r"executives|partners|angels|investors|backers"
    r"|operators|employees|alumni|entrepreneurs|individuals|members|leaders|customers|clients|shareholders|family|famil(?:y|ies)"
    r"|offices?|friends|funds|firms|people|staff|management|team|others)(?: (?:of|from|at|in|behind|including|"
    r"like|such as) "
    r"(?:[\w'-]+ |[\ue000-\ue7ff],? (?:and )?){0,4}(?:[\ue000-\ue7ff]|[\w'-]+))?,? *|"
    r",? ?(?:and|&|as well as|plus) (?:an? )?(?:group|handful|number|clutch|dozen|couple|score|"
    r"\d+)(?: of)?(?: [\w'-]+){1,4},? *|"
    r",? ?(?:and|&|as well as|plus) an? (?:unnamed|undisclosed|anonymous|unidentified) (?:[\w-]+ ?){1,4},? *"
)


_BEHIND_A_NAME = re.compile("[\ue000-\ue7ff]" + UNNAMED_REST.pattern + "$")
# firms of unnamed people: `angel investors from tech firms such as Nvidia`
_PEOPLE_FROM = (
    r"(?<!\(the )\b(?:investors|angels|executives|founders|operators|leaders|employees|alumni|engineers|people) "
    r"(?:(?:employed|working|who work) )?(?:from|of|at|by|for) "
)
_UNNAMED_FIRMS = re.compile(_PEOPLE_FROM + r"[^,;.]{0,50}$", re.IGNORECASE)
_UNNAMED_FIRMS_SUCH_AS = re.compile(
    _PEOPLE_FROM
    + r"[^,;.]{0,60}\b(?:firms|companies|corporations|startups|giants|brands|unicorns) (?:such as|like|including)$",
    re.IGNORECASE,
)
# who advises, who put money into an investor, and who backed an earlier round do not back this one
_NOT_BACKERS = re.compile(
    r"\badvis[oe]rs(?: (?:that|who|which))?,? $|[\ue000-\ue7ff] ?\([^)]{0,25}$|\blook(?:ed|ing|s) at $|"
    r"\b(?<!from )(?<!by )(?<!and )(?<!with )(?:previous|past|prior|earlier|former) $|"
    r"\b(?:contracts?|orders?|revenues?|fine|compensation) (?:worth|valued at|of|for)(?: up to| about)? $",
    re.IGNORECASE,
)
_EARLIER_IN_CUE = re.compile(r"\((?:from|in|of) (?:the|its|their|our|an?) [^)]{2,30}\)", re.IGNORECASE)
_LED_EARLIER = re.compile(
    r" (?:[\ue000-\ue7ff]'s?|its|their|"
    r"the company's) [\ue800-\ue9ff] [\uec00-\uecff](?: round)? (?:back )?in [\ueb00-\uebff]|"
    r" (?:the|its|their|a|an|our) (?:[\w-]+ )?(?:previous|last|prior|earlier|initial|original|first close)\b",
    re.IGNORECASE,
)
# what an investor has invested in all its years
_SO_FAR = re.compile(
    r"\b(?:since (?:its|the) (?:inception|founding|launch)|as of\b|to date|over the years|"
    r"in total)\b.{0,60}\b(?:has|had|have) "
    r"(?:invested|backed|deployed)|\b(?:has|had|have) (?:invested|deployed)\b.{0,60}\b(?:since (?:its|"
    r"the) (?:inception|founding)|"
    r"in (?:more than |over )?\d+ (?:companies|startups|start-ups))|"
    r"\b(?:typically|usually|in each (?:deal|company|transaction|start-?up)|per (?:deal|company|transaction))\b",
    re.IGNORECASE,
)
# `They include Acme and Bar`: investors, if the sentence before spoke of some
_THEY_INCLUDE = re.compile(
    r"(?:th(?:ey|ese) (?:(?:also |now )?included?|are|were)|(?:the )?others? (?:also )?(?:include[sd]?|are|were|is)|"
    r"among (?:them|these)(?: too)? (?:are|were|is|was))\b",
    re.IGNORECASE,
)
_OF_INVESTORS = re.compile(
    r"\b(?:investors|backers|shareholders|angels|subscribers|commitments|syndicate|consortium|participants|"
    r"lenders|took part|participated)\b",
    re.IGNORECASE,
)
# `with participation from Foo, which led the company's $4.6 million seed`
_TOOK_PART = re.compile(
    r"\b(?:participation|support|contributions?|backing|co-investment|help) (?:of|from) [^.;]*$", re.IGNORECASE
)
_LED_THIS = re.compile(r" (?:the|this) (?:[\w-]+ )?(?:round|financing|funding|investment|raise)\b", re.IGNORECASE)
_SENTENCE = 240
# two that compete to lead do not lead both
_COMPETES = re.compile(
    r"\b(?:compet(?:e|es|ing)|vy(?:ing)|vies?|jockey\w*|jostl\w*|bidding|battling)\b[^.;]*$", re.IGNORECASE
)
# `raises $628 million from investors led by Sequoia`, `from a group led by TPG`
_GROUP_LED = re.compile(
    r"\b(?:from|by|with|of) (?:an? |the )?(?:[\w-]+ ){0,3}?(?:investors?|group|consortium|syndicate|"
    r"backers)(?: of [\w -]{3,25})?,? $|"
    r"(?:^\W*|[-–—] )(?:[\w-]+ ){0,3}?(?:investors?|group|consortium|syndicate|backers|buyers)"
    r"(?: (?:were|are|was|is))?,? $",
    re.IGNORECASE,
)
# `WHY: Led by Acme with Foo`, a cell of a table
_LABELLED = re.compile(r"(?:^\W{0,3}\w{2,12}:|\|) ?$")
# `It raised €3 million. Led by Acme, with Foo and Bar.`
_LED_FRAGMENT = re.compile(
    r" (?:the )?(?:[\w-]+ ){0,3}?[\ue000-\ue7ff](?:(?:, and|,| and) (?:the )?[\ue000-\ue7ff])*"
    r"(?:\.?$|,? with (?:the )?[\ue000-\ue7ff])"
)
_IT_WAS_LED = re.compile(r"^\W*(?:it|this|that)(?: \w+)? (?:was|is|being),? (?:co-|jointly )?$", re.IGNORECASE)


# `is joining the board, alongside Tom Nakagawa`
_BOARD = re.compile(r"\bboard\b[^.;]{0,20}$", re.IGNORECASE)
# `Atlas sat this one out. So did Bredgade`
_ALSO_NOT = re.compile(r"\W*so (?:did|has|have|had)\b", re.IGNORECASE)
_STAYED_OUT = re.compile(
    r"\b(?:sat (?:this|it|that)(?: one)? out|sits (?:this|it) out|declined|passed on|did not|didn't|stayed away|"
    r"sold)\b[^.]*\.?\W*$",
    re.IGNORECASE,
)
# `Pera, which put money in years ago, did not buy new shares`
_DENIED = re.compile(r"(?:\b(?:not|never|neither|no longer|declined to|refused to)|n't)(?: \w+)?$", re.IGNORECASE)


def _stays_out(text: str, rule: Rule, start: int, end: int, before: str) -> bool:
    """True where the words beside the cue say that somebody does not invest, or only joins the board."""
    if rule.id in ("part.list_heads", "part.joined_by") and _BOARD.search(text, max(0, start - 40), start):
        return True
    if _ALSO_NOT.match(text[start:end]) and _STAYED_OUT.search(before):
        return True
    return rule.label.startswith("<") and _DENIED.search(text, max(0, start - 30), start) is not None


def cue_holds(line: Line, rule: Rule, start: int, end: int, before: str) -> bool:
    """A weak cue needs a sentence that speaks of a round; `led by` needs one that is led."""
    if _stays_out(line.text, rule, start, end, before):
        return False
    if rule.weight < 1.0 and not _speaks_of_round(line.text) and not _speaks_of_round(before):
        return False
    if _THEY_INCLUDE.match(line.text, start) and not _OF_INVESTORS.search(before, max(0, len(before) - _SENTENCE)):
        return False
    if rule.id == "part.list_heads" and not _speaks_of_round(line.text):
        return False
    if rule.id in ("part.joined_by", "part.from", "part.participated") and _is_of_others(line.text, start, end):
        return False
    if rule.id == "part.invests" and _tells_of_years(line.text):
        return False
    if rule.id in ("lead.leads", "lead.bare") and (
        _LED_EARLIER.match(line.text, end)
        or _COMPETES.search(line.text, max(0, start - 80), end)
        or _led_before(line.text, start, end)
    ):
        return False
    if rule.id != "lead.led_by" or not line.text[start:end].lower().endswith(" by"):
        return True
    return _round_is_led(line.text, start, end, before)


def _round_is_led(text: str, start: int, end: int, before: str) -> bool:
    """True where what stands before `led by` is a round, and no team, firm or study."""
    left = text[max(0, start - 110) : start]
    if _GROUP_LED.search(left) and _speaks_of_round(text):
        return True
    if _LED_ROUND.search(left):
        return text[start:end].lower().startswith("co") or not _LED_OTHER.search(left)
    if _IT_WAS_LED.search(left):
        return bool(_LED_ROUND.search(before))
    if _LABELLED.search(left):
        return True
    fragment = _LED_FRAGMENT.match(text, end) is not None and _LED_ROUND.search(before) is not None
    return start < 3 and (fragment or _THEN_ROUND.search(text, end) is not None)


def _led_before(text: str, start: int, end: int) -> bool:
    """True for a relative clause behind somebody who takes part: what it led was another round."""
    relative = text.startswith((", which", ", who"), start)
    return relative and _TOOK_PART.search(text, 0, start) is not None and _LED_THIS.match(text, end) is None


# Asked for every cue of a sentence, answered once: an endless one holds hundreds.
@lru_cache(maxsize=64)
def _speaks_of_round(sentence: str) -> bool:
    return _ROUND_CONTEXT.search(sentence) is not None


@lru_cache(maxsize=64)
def _tells_of_years(sentence: str) -> bool:
    return _SO_FAR.search(sentence) is not None


def _is_of_others(text: str, start: int, end: int) -> bool:
    """True when the names of a weak cue are somebody else's: `investors from firms such as`, `(supported by`."""
    left = text[max(0, start - 60) : start]
    cue = text[start:end]
    if _EARLIER_IN_CUE.search(cue) or (_UNNAMED_FIRMS.search(left + cue[:12]) and not _BEHIND_A_NAME.search(left)):
        return True
    return bool(_UNNAMED_FIRMS_SUCH_AS.search(left + cue) or _NOT_BACKERS.search(left))


# `A and B – existing investors in C – have put in`: what stands between the list and its verb
_STANDING = re.compile(
    r"(?:,| [-–—]) (?:both |all |two )?(?:of the |[\ue000-\ue7ff]'s? )?(?P<kind>existing|previous|current|returning|"
    r"new|early|historic|historical|longtime|long-standing|initial|founding) (?:investors?|shareholders?|"
    r"backers?)(?: (?:in|of) [^,;.–—]{1,40}?)?(?:,| [-–—])?,? *$"
)


def before_standing(text: str, start: int) -> tuple[int, str | None]:
    """Where the list before a cue ends when words on its standing follow it, and the relation that they tell."""
    found = _STANDING.search(text, max(0, start - 90), start)
    if found is None:
        return start, None
    return found.start(), "new" if found.group("kind") == "new" else "existing"
