"""Articles that report several companies' rounds: newsletters, lists, tables of deals. No value crosses a boundary."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extractor.assembling.companies import Candidate, CompanyHit, may_raise, raises_funds
from extractor.assembling.lines import Line
from extractor.assembling.masking import ORG
from extractor.assembling.paragraph_deals import placed_paragraphs
from extractor.assembling.roles import AmountRole
from extractor.assembling.roundup_kinds import ENTRY_CUE, FEW, is_roundup, names_company, opening_line, stands_alone
from extractor.mentions import PartyMention
from extractor.recognizing.entries import BULLET, Entry

_EVENT_CUES = frozenset(
    {"company.subject", "company.talks", "company.relative", "company.invest_in", "company.bullet", "company.stealth"}
    | {"company.for_whom"}
)
# in a heading of its own: `Framework Nine Leads $35 Million Round for Ferrybridge`
_GIVEN_CUES = frozenset(
    {"company.passive", "company.given", "company.invest_in", "company.headline_backs", "company.lent_to"}
)
_RAISER_CUES = _EVENT_CUES | (_GIVEN_CUES - {"company.passive"}) | {"company.borrows", "company.helped"}
# `Cairnlight (Lehi).` and `**Sangu Coffee (China, Series A)**` are lines by themselves
_HEADED = re.compile(
    rf"[^\w\ue000-\uedff]{{0,6}}({ORG}) (?:[a-z]+s|[A-Z][a-z]+s)\b[^:.;]{{1,60}}: (?=[A-Z\ue000-\uedff])"
)
# `Ruth Abelson (former general counsel, Minto Bank)` is a person of a list of angels
_OFFICE = re.compile(
    r" ?\([^()]*\b(?:former(?:ly)?|previously|ex|co-?founders?|founders?|c[eotfmip]o|vp|partner|counsel|head|"
    r"operator|angel|director|chair|"
    r"chairman|president|owner|professor|engineer|manager|executive|investor|lead|leads)\b",
    re.IGNORECASE,
)
_PLACED = re.compile(rf"[^\w\ue000-\uedff]{{0,6}}({ORG}) ?\([^()]{{2,60}}\)\W{{0,4}}")
_SIGN = re.compile(f"(?:{BULLET})")
_UNSTATED = re.compile(
    r"\b(?:undisclosed|unspecified) (?:[\w\uec00-\uecff-]+ )?(?:sum|amount|round)\b|"
    r"\bamount (?:was )?(?:undisclosed|not disclosed)"
)
# `Tern Fund II`: a fund, and no company of a roundup
_FUND_NAME = re.compile(r" Fund(?: (?:[IVX]+|\d+))?$")
_RAISING = frozenset({"round", "part", "debt_part", "grant_part", "equity_part"})
_RAISES = re.compile(
    r"[\uec00-\uecff]|\b(?:undisclosed|unspecified|rais(?:e|ed|es|ing)|funding|financing|stake|"
    r"invest(?:ed|ment|s|ing)|backing|borrowed|given|awarded|cheque|check|secured)\b",
    re.IGNORECASE,
)
# entries of a newsletter that are no rounds
_NO_ROUND = re.compile(
    r"\b(?:acquired by|was bought|were bought|has been bought|to acquire|acquires|acquired (?:a majority|"
    r"[\ue000-\ue7ff])|follow-on (?:offering|at)|underwritten|rights issue|went public|goes public|"
    r"initial public offering of|priced (?:its|\d)|will (?:list|trade) on|agreed to (?:buy|sell)\b|IPO terms|"
    r"\bpromoted\b|merged with|has been sold to|(?:withdr[ae]w|postpon(?:ed|es)) (?:its|a|an)(?![^.]*\. It instead))|"
    r"\bat-the-market\b|\bentered (?:into )?an? (?:[\w-]+ )?(?:collaboration|licen[cs]e|merger)|"
    r"(?:filed|files|plans?|expects?|looking|aims?) to raise [^.;]{0,50}\b(?:on|from) (?:the )?(?:NYSE|Nasdaq|AIM|"
    r"ASX|LSE|TSX)|\b(?:filed|files|filed an S-1|submitted an S-1|filed with the SEC) for an? (?:[\w.]+ )?"
    r"(?:IPO|initial)|\b(?:for|of|closed) (?:its|a|an|their) (?:[\w-]+ ){0,3}?fund\b",
    re.IGNORECASE,
)
# `Ranked: the 8 best-funded startups in St. Louis` tells of all that each has raised
_RANKING = re.compile(
    r"\b(?:best|most|top|highest)[- ]funded\b|\bmost valuable (?:startups|start-ups|companies)\b", re.IGNORECASE
)
# how many paragraphs behind the one that opens a deal may still speak of it
_REACH = 4
_REACH_LINES = 8
# several times what the longest newsletters tell
_MOST = 100


@dataclass(frozen=True, slots=True)
class Deal:
    """One company's part of a roundup: its lines, numbered from 0."""

    company: Candidate
    lines: tuple[Line, ...]


def deals_of(
    lines: Sequence[Line],
    roles: Sequence[AmountRole],
    companies: Sequence[Candidate],
    layout: Sequence[Entry] = (),
) -> tuple[Deal, ...]:
    """The deals of a roundup in text order, () when the article is about one company; `layout`: a list's entries."""
    if any(line.headline and _RANKING.search(line.masked.source) for line in lines):
        return ()
    set_apart = tuple(_set_apart(lines, roles, companies, layout))
    bulleted = tuple(_bulleted(lines, roles, companies))
    apart, signed = ({deal.company.name for deal in deals} for deals in (set_apart, bulleted))
    if len(apart) >= FEW:
        return bulleted if signed > apart else tuple(_told_again(lines, set_apart))
    placed = tuple(_placed(lines, roles, companies))
    told = _told_in_turn(lines, roles, companies, bulleted if len(signed) >= FEW else ())
    return placed if len(placed) > max(1, len(told)) else told


def _told_in_turn(
    lines: Sequence[Line], roles: Sequence[AmountRole], companies: Sequence[Candidate], bulleted: tuple[Deal, ...]
) -> tuple[Deal, ...]:
    """The deals of a list's entries, of paragraphs with signs, or of sentences that open them, one after the other."""
    entries = dict(_entries(lines, companies))
    if len({company.name for company in entries.values()}) >= FEW:
        return tuple(_deals(lines, entries, listed=True))
    if bulleted:
        return bulleted
    openings = dict(_openings(lines, roles, companies))
    return tuple(_deals(lines, openings)) if is_roundup(lines, roles, companies, openings) else ()


def _set_apart(
    lines: Sequence[Line], roles: Sequence[AmountRole], companies: Sequence[Candidate], layout: Sequence[Entry]
) -> Iterator[Deal]:
    """The deals of entries that the layout sets apart, those left out that tell of no money raised."""
    raising = {id(r.line) for r in roles if r.label in _RAISING and not r.prior}
    for entry in layout[:_MOST]:
        told = [line for line in lines if entry.first <= line.block < entry.last and not line.headline]
        parties = [p for line in told for p in line.masked.parties.values() if p.start == entry.start]
        text = " ".join(line.text for line in told)
        if not parties or (not any(id(line) in raising for line in told) and not _RAISES.search(text)):
            continue
        if parties[0].kind == "person" or _FUND_NAME.search(parties[0].name) or _NO_ROUND.search(text):
            continue
        yield _deal(_of_entry(_invested_in(told[0]) or parties[0], told[0]), told, companies)


def _placed(lines: Sequence[Line], roles: Sequence[AmountRole], companies: Sequence[Candidate]) -> Iterator[Deal]:
    """The deals of a digest whose paragraphs open with a company and its place."""
    raising = {id(role.line) for role in roles if role.label in _RAISING and not role.prior}
    for party, told in placed_paragraphs(lines):
        text = " ".join(line.text for line in told)
        tells = any(id(line) in raising for line in told) or _RAISES.search(text)
        if tells and not _NO_ROUND.search(text) and not raises_funds(party.name):
            yield _deal(_of_entry(party, told[0]), told, companies)


def _told_again(lines: Sequence[Line], deals: Sequence[Deal]) -> Iterator[Deal]:
    """The deals of a table's rows with what sentences elsewhere tell of their companies, each of one company only."""
    if not all(deal.lines[0].text.count("|") > 1 for deal in deals):
        yield from deals
        return
    rows = {line.block for deal in deals for line in lines if line.masked.sentence is deal.lines[0].masked.sentence}
    told: dict[str, list[Line]] = {}
    current, block = None, -1
    for line in lines:
        if line.headline or line.boilerplate or line.block in rows:
            continue
        named = [deal for deal in deals if names_company(line, deal.company)]
        current = current if line.block == block and not named else None
        if len(named) == 1:
            current = named[0].company.name
        block = line.block
        if current is not None:
            told.setdefault(current, []).append(line)
    for deal in deals:
        yield Deal(deal.company, _numbered((*told.get(deal.company.name, ()), *deal.lines)))


def _of_entry(mention: PartyMention, line: Line) -> CompanyHit:
    """The hit of a name that opens an entry of a list."""
    return CompanyHit(mention, 5.0, "raiser", ENTRY_CUE, line, False)


def _company_of(hit: CompanyHit, companies: Sequence[Candidate]) -> Candidate:
    """The company that the article is known to speak of, or one made of the hit alone."""
    known = next((company for company in companies if company.is_form(hit.mention.name)), None)
    return known or Candidate(hit.mention.name, (), 5.0, (hit,))


def _deal(hit: CompanyHit, told: Sequence[Line], companies: Sequence[Candidate]) -> Deal:
    return Deal(_company_of(hit, companies), _numbered(told))


def _numbered(lines: Sequence[Line]) -> tuple[Line, ...]:
    return tuple(replace(line, order=place) for place, line in enumerate(lines))


# `• Hightop Equity made a $75 million growth investment in LedgerLoop, a Dallas-based ...`
_INVESTS_IN = re.compile(
    rf"[^\w\ue000-\uedff]{{0,6}}{ORG} (?:has )?(?:made|took|takes|taken|acquired|bought|invested|invests|led|put)\b"
    rf"[^.;]{{0,70}}? (?:in|into) ({ORG})"
)


def _invested_in(line: Line) -> PartyMention | None:
    """The company of an entry that opens with its investor."""
    match = _INVESTS_IN.match(line.text)
    return line.masked.parties[match.start(1)] if match else None


def _entries(lines: Sequence[Line], companies: Sequence[Candidate]) -> Iterator[tuple[int, Candidate]]:
    """Line order → the company of a list's entry, a heading or bullet: `Holzer (Linz, Austria) | €9.3 million`."""
    for company in companies:
        for hit in company.hits:
            line = hit.line
            opens = line.order >= 0 and not line.boilerplate and hit.mention.kind != "person"
            if hit.rule == ENTRY_CUE and opens and not line.is_quoted(0) and not _only_labels(hit, companies):
                yield line.order, company
    for line in lines:
        if line.headline or line.boilerplate:
            continue
        match = _PLACED.fullmatch(line.text) or _HEADED.match(line.text)
        if match is not None and not _OFFICE.search(line.text, match.end(1)):
            yield line.order, _company_of(_of_entry(line.masked.parties[match.start(1)], line), companies)


def _only_labels(label: CompanyHit, companies: Sequence[Candidate]) -> bool:
    """`Forestation: carbon firm Walnut closed a $160 million Series B`: whoever raises stands behind the label."""
    return any(
        hit.rule == "company.subject" and hit.line is label.line and hit.mention.start > label.mention.end
        for company in companies
        if not company.is_form(label.mention.name)
        for hit in company.hits
    )


def _bulleted(lines: Sequence[Line], roles: Sequence[AmountRole], companies: Sequence[Candidate]) -> Iterator[Deal]:
    """The deals of paragraphs that open with a sign, `➡️ Oslo's Fjordly lands €3M`, one each: no text crosses them."""
    if not any(_SIGN.match(line.text) for line in lines if not line.headline):
        return
    raising = {id(role.line) for role in roles if role.label in _RAISING and not role.prior}
    entries: list[list[Line]] = []
    for line in lines:
        if line.headline:
            continue
        if entries and line.block == entries[-1][-1].block and not _SIGN.match(line.text):
            entries[-1].append(line)
        else:
            entries.append([line])
    raisers = [hit for company in companies for hit in company.hits if hit.rule in _RAISER_CUES and not hit.prior]
    hits = {id(hit.line): hit for hit in sorted(raisers, key=lambda hit: -hit.mention.start)}
    for told in entries[:_MOST]:
        if not _SIGN.match(told[0].text):
            continue
        text = " ".join(line.text for line in told)
        sums = any(id(line) in raising for line in told)
        if not (sums or _RAISES.search(text)) or _NO_ROUND.search(text):
            continue
        hit = next((hits[id(line)] for line in told if id(line) in hits), None) or _first_named(told[0])
        if hit is not None and may_raise(hit.mention):
            yield _deal(hit, told, companies)


def _is_unstated(line: Line) -> bool:
    """`an undisclosed sum`; most lines hold none of the words that the expression needs."""
    return ("isclosed" in line.text or "unspecified" in line.text) and _UNSTATED.search(line.text) is not None


def _first_named(line: Line) -> CompanyHit | None:
    """The first name of an entry that tells of a typed round or of a sum that nobody states."""
    told = any(not line.is_prior(place) for place in line.masked.types) or _is_unstated(line)
    if not line.masked.parties or not told:
        return None
    return _of_entry(line.masked.parties[min(line.masked.parties)], line)


def _openings(
    lines: Sequence[Line], roles: Sequence[AmountRole], companies: Sequence[Candidate]
) -> Iterator[tuple[int, Candidate]]:
    """Line order → the company whose round that line opens; the first company of a line counts.

    Newsletters come with a paragraph a deal, or with all deals in one paragraph: so lines, not blocks.
    """
    with_round = {id(r.line) for r in roles if r.label in ("round", "part") and not r.prior}
    with_round |= {id(line) for line in lines if line.masked.types or _is_unstated(line)}
    first: dict[int, tuple[int, Candidate]] = {}
    for company in companies:
        for hit in company.hits:
            line = hit.line
            is_event = hit.rule in _EVENT_CUES or (hit.rule in _GIVEN_CUES and _is_heading(line))
            if not is_event or hit.prior or line.boilerplate or line.headline:
                continue
            if hit.rule == ENTRY_CUE and _only_labels(hit, companies):
                continue
            if id(line) not in with_round or hit.mention.kind == "person" or line.is_quoted(0):
                continue
            known = first.get(line.order)
            if known is None or hit.mention.start < known[0]:
                first[line.order] = (hit.mention.start, company)
    for order in sorted(first):
        yield order, first[order][1]


def _is_heading(line: Line) -> bool:
    return not line.text.rstrip().endswith((".", "!", "?", '"', ":"))


def _deals(lines: Sequence[Line], openings: dict[int, Candidate], *, listed: bool = False) -> Iterator[Deal]:
    order = sorted(openings)[:_MOST]
    blocks = {line.order: line.block for line in lines}
    back = {} if listed else _back_again(lines, {place: openings[place] for place in order})
    seen: set[str] = set()
    for index, start in enumerate(order):
        company = openings[start]
        if company.name in seen or _no_round(lines, company, start):
            continue
        seen.add(company.name)
        others = (place for place in order[index + 1 :] if openings[place].name != company.name)
        limit = next(others, start + _REACH_LINES)
        last = blocks[start] + _REACH
        own = [line for line in lines if start <= line.order < limit and line.block < last and not line.headline]
        own = [line for line in own if back.get(line.order, company.name) == company.name]
        if listed and stands_alone(lines, start):
            yield Deal(company, _numbered(tuple(_below_heading(own, company))))
            continue
        told = [
            *_heading(lines, company, start, order[index - 1] if index else -1),
            *_until_other(own, company, blocks[start]),
            *(line for line in lines if line.order >= limit and back.get(line.order) == company.name),
        ]
        yield Deal(company, _numbered(told))


def _below_heading(own: Sequence[Line], company: Candidate) -> Iterator[Line]:
    """A heading, the paragraph below it, and those behind it up to the next heading or another one's money."""
    sizes = Counter(line.block for line in own)
    for line in own:
        if line.block > own[0].block + 1:
            if sizes[line.block] == 1 and not line.text.rstrip().endswith((".", "!", "?", "”", '"')):
                return
            if line.masked.amounts and line.masked.parties and not names_company(line, company):
                return
        yield line


def _back_again(lines: Sequence[Line], openings: Mapping[int, Candidate]) -> dict[int, str]:
    """Line order → the company that the article comes back to behind another one's opening, to the paragraph's end."""
    opened: dict[str, Candidate] = {}
    owners: dict[int, str] = {}
    current, returned = "", -1
    for line in lines:
        if line.headline or line.boilerplate:
            continue
        if line.order in openings:
            current, returned = openings[line.order].name, -1
            opened.setdefault(current, openings[line.order])
            continue
        first = line.masked.parties.get(min(line.masked.parties, default=-1))
        named = next((c.name for c in opened.values() if first is not None and c.is_form(first.name)), None)
        if named is not None and named != (owners.get(line.order - 1) or current):
            returned, home = line.block, named
            owners[line.order] = home
        elif returned == line.block:
            owners[line.order] = owners[line.order - 1]
    return owners


def _no_round(lines: Sequence[Line], company: Candidate, start: int) -> bool:
    """Whether the line that opens a deal tells of a fund, a flotation or a sale."""
    line = opening_line(lines, start)
    if _NO_ROUND.search(line.text):
        return True
    return not line.masked.types and any(hit.line is line and raises_funds(hit.mention.name) for hit in company.hits)


def _heading(lines: Sequence[Line], company: Candidate, start: int, before: int) -> list[Line]:
    """The line right above that names the company: `Perchline — $7 million, seed`, or the sentence before."""
    above = [line for line in lines if before < line.order < start and not line.headline and not line.boilerplate]
    return [line for line in above[-1:] if names_company(line, company)]


# `Participants in the round included Acme`, `This was led by Acme`: a paragraph about the deal told above
_GOES_ON = re.compile(
    r"(?:(?:other |further |notable |previous |existing |new )*(?:participants|investors|backers)\b|"
    r"(?:the|this|its) (?:[\w\ue800-\uecff-]+ ){0,3}?(?:round|raise|deal|financing|funding|investment|cash|"
    r"capital) |(?:this|it) (?:was|brings|takes|included|comes)|the (?:[\w-]+ ){0,4}?(?:company|startup|start-up|"
    r"firm|business) |(?:co-)?led by )",
    re.IGNORECASE,
)


def _until_other(own: Sequence[Line], company: Candidate, block: int) -> Iterator[Line]:
    """The lines of the opening block, and of later blocks while they go on about the company."""
    home = {block}
    for line in own:
        if line.block in home or names_company(line, company):
            home.add(line.block)
            yield line
        elif line.masked.parties and _GOES_ON.match(line.text):
            yield line
        elif line.masked.parties and line.masked.amounts:
            return
