"""The rounds of one article: relevant at all, one company or several, one round or two."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.article import Article
from extractor.assembling.article_reading import Reading, about, company_forms, focused, part_of, read
from extractor.assembling.companies import Candidate
from extractor.assembling.confidence import graded_earlier
from extractor.assembling.earlier_rounds import earlier_rounds
from extractor.assembling.one_round import Reported, one_round
from extractor.assembling.relevance import Verdict, judge
from extractor.assembling.twin_rounds import twins
from extractor.mentions import Mentions
from extractor.records import Finding, FundingRound


@dataclass(frozen=True, slots=True)
class Assembly:
    """What assembling yields: rounds, earlier rounds, findings, and how relevant the article is."""

    rounds: tuple[FundingRound, ...]
    previous: tuple[FundingRound, ...]
    findings: tuple[Finding, ...]
    verdict: Verdict


def assemble(article: Article, mentions: Mentions, *, min_relevance: float = 0.5) -> Assembly:
    """The rounds that the article reports; none when it is not about a round."""
    reading = read(article, mentions)
    verdict = judge(reading.signals)
    if verdict.score < min_relevance or not (reading.companies or reading.deals):
        return Assembly((), (), (), verdict)
    if reading.deals:
        parts = [(part_of(reading, deal), deal.company) for deal in reading.deals]
    else:
        parts = [(reading, reading.companies[0])]
    reported = [r for part, company in parts for r in _rounds_of(part, company)]
    previous = (r for part, company in parts for r in earlier_rounds(part, company, company_forms(part, company)))
    earlier = tuple(map(graded_earlier, previous))
    return Assembly(tuple(r.round for r in reported), earlier, tuple(_placed(reported)), verdict)


def judged(article: Article, mentions: Mentions) -> Verdict:
    """How relevant an article is, and nothing else of it."""
    return judge(read(article, mentions).signals)


def _rounds_of(reading: Reading, company: Candidate) -> tuple[Reported, ...]:
    """One round, or several that the article tells apart by type and amount."""
    own = about(reading, company)
    focuses = twins(own.lines, own.roles)
    if not focuses:
        return (one_round(own, company),)
    return tuple(one_round(focused(own, focus, focuses), company, focus.label or None) for focus in focuses)


def _placed(reported: list[Reported]) -> list[Finding]:
    """The findings of all rounds with the path of their round before the field's."""
    return [
        finding.model_copy(update={"path": f"rounds[{place}].{finding.path}"})
        for place, each in enumerate(reported)
        for finding in each.findings
    ]
