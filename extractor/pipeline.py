"""The order of the stages, and nothing else: Article → Mentions → rounds → findings → Extraction."""

from __future__ import annotations

from extractor import __version__
from extractor.article import Article, canonical_text
from extractor.assembling.rounds import Assembly, assemble
from extractor.checking import check_extraction
from extractor.recognizing.recognizer import recognize
from extractor.records import ArticleInfo, Extraction, Relevance
from extractor.settings import Settings


class FundingExtractor:
    """Turns articles into extractions. Holds settings only: the same input gives the same output, always."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()

    def extract(
        self, *, text: str, title: str = "", published: str | None = None, url: str | None = None, id: str = ""
    ) -> Extraction:
        """Extract from plain text; paragraphs are separated by blank lines, `published` is an ISO date."""
        canonical, blocks = canonical_text(title, [("paragraph", part) for part in text.split("\n\n")])
        article = Article(
            id=id,
            text=canonical,
            blocks=blocks,
            title=" ".join(title.split()),
            url=url,
            published_on=published,
            published_basis="given" if published else None,
        )
        return self.extract_article(article if id else _identified(article))

    def extract_article(self, article: Article) -> Extraction:
        """Extract from a read article."""
        mentions = recognize(article)
        assembly = assemble(article, mentions, min_relevance=self.settings.min_relevance)
        findings = (*assembly.findings, *check_extraction(assembly.rounds, assembly.previous, article))
        return Extraction(
            extractor_version=__version__,
            id=article.id,
            article=_info(article, self.settings.with_text),
            relevance=_relevance(assembly),
            rounds=assembly.rounds,
            previous_rounds=assembly.previous,
            findings=findings,
        )


def _identified(article: Article) -> Article:
    from dataclasses import replace

    return replace(article, id=article.text_sha256[:16])


def _info(article: Article, with_text: bool) -> ArticleInfo:
    return ArticleInfo(
        url=article.url,
        canonical_url=article.canonical_url,
        title=article.title,
        publisher=article.publisher,
        authors=article.authors,
        published_on=article.published_on,
        published_basis=article.published_basis,
        language=article.language,
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
