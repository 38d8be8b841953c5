"""The order of the stages, and nothing else: Article → Mentions → rounds → findings → Extraction."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from extractor import __version__
from extractor.article import Article
from extractor.assembling.relevance import Verdict
from extractor.assembling.rounds import Assembly, assemble, judged
from extractor.checking import check_extraction
from extractor.errors import UsageError
from extractor.mentions import Mentions
from extractor.reading.published import is_iso_date
from extractor.recognizing.rules_alone import RulesAlone
from extractor.records import ArticleInfo, Extraction, Finding, RedirectStep, Relevance
from extractor.settings import Settings
from extractor.sources import article_from_fields

# A longer article that does not speak of a round in so many characters (code points) is not read to its end: funding
# news tells of it in the first paragraphs, a roundup in each of its entries.
_OPENING = 8_000
_HOPELESS = 0.1


class Recognizes(Protocol):
    """What finds the mentions of an article: the rules alone, or `recognizing.language.Recognizer` with a pipeline."""

    def recognize(self, article: Article) -> Mentions: ...


class FundingExtractor:
    """Turns articles into extractions. Holds settings only: the same input gives the same output, always."""

    def __init__(self, settings: Settings | None = None, recognizer: Recognizes | None = None) -> None:
        self.settings = settings or Settings()
        self.recognizer = recognizer or RulesAlone()

    def extract(
        self,
        *,
        text: str,
        title: str = "",
        published: str | None = None,
        url: str | None = None,
        outlet: str | None = None,
        id: str | None = None,
    ) -> Extraction:
        """Extract from plain text: paragraphs separated by blank lines, `published` an ISO date, maybe partial.

        Raises UsageError when `text` is no string or `published` no real date.
        """
        if not isinstance(text, str):
            raise UsageError(f"text must be a string, not {type(text).__name__}")
        if published is not None and not (isinstance(published, str) and is_iso_date(published)):
            raise UsageError(f"published: {published!r} is no date like '2024-05-06', '2024-05' or '2024'")
        article = article_from_fields(
            text=text,
            title=title,
            id=id,
            url=url,
            outlet=outlet,
            published_on=published,
            published_basis="given" if published else None,
        )
        return self.extract_article(article)

    def extract_article(self, article: Article) -> Extraction:
        """Extract from a read article."""
        within = _within(article, self.settings.max_characters)
        if len(within.text) > _OPENING and (verdict := self._opening(within)).score < _HOPELESS:
            return self._extraction(article, Assembly((), (), (), verdict), ())
        mentions = self.recognizer.recognize(within)
        assembly = assemble(within, mentions, min_relevance=self.settings.min_relevance)
        checks = check_extraction(assembly.rounds, assembly.previous, article)
        end = len(within.text) if mentions.end is None else mentions.end
        cut = () if end == len(article.text) else (_cut_finding(article, end),)
        return self._extraction(article, assembly, (*cut, *assembly.findings, *checks))

    def _opening(self, article: Article) -> Verdict:
        """How relevant the beginning of an article is."""
        opening = _within(article, _OPENING)
        return judged(opening, self.recognizer.recognize(opening))

    def _extraction(self, article: Article, assembly: Assembly, findings: tuple[Finding, ...]) -> Extraction:
        return Extraction(
            extractor_version=__version__,
            id=article.id,
            article=_info(article, self.settings.with_text),
            relevance=_relevance(assembly),
            rounds=assembly.rounds,
            previous_rounds=assembly.previous,
            findings=findings,
        )


def _within(article: Article, limit: int) -> Article:
    """The article itself, or its first `limit` characters as whole blocks as far as they go."""
    if len(article.text) <= limit:
        return article
    blocks = tuple(b if b.end <= limit else replace(b, end=limit) for b in article.blocks if b.start < limit)
    return replace(article, text=article.text[:limit], blocks=blocks)


def _cut_finding(article: Article, end: int) -> Finding:
    return Finding(
        code="text.cut",
        severity="warning",
        message=f"only the first {end} of {len(article.text)} characters were read",
        path="article.text",
    )


def _info(article: Article, with_text: bool) -> ArticleInfo:
    return ArticleInfo(
        url=article.url,
        canonical_url=article.canonical_url,
        title=article.title,
        publisher=article.publisher,
        authors=article.authors,
        published_on=article.published_on,
        published_basis=article.published_basis,
        modified_on=article.modified_on,
        modified_basis=article.modified_basis,
        language=article.language,
        redirects=tuple(RedirectStep(url=step.url, status=step.status) for step in article.redirects),
        text_sha256=article.text_sha256,
        text_length=len(article.text),
        text=article.text if with_text else None,
    )


def _relevance(assembly: Assembly) -> Relevance:
    return Relevance(
        is_funding=bool(assembly.rounds),
        score=assembly.verdict.score,
        reason=", ".join(assembly.verdict.reasons) or "no cue",
    )
