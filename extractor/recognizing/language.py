"""The spaCy pipeline: a blank English tokenizer made safe for money, our sentences, our mentions as spans.

The rules need no trained model. A user's own spaCy pipeline can take the same components:
`nlp.add_pipe("funding_names")`, `"funding_sentences"`, `"funding_mentions"` and `"funding_spans"`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import spacy
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, compile_prefix_regex

from extractor.article import Article, Block, canonical_text
from extractor.mentions import Mention, Mentions
from extractor.recognizing.recognizer import recognize
from extractor.recognizing.rules_alone import may_hold_known_name, phrases
from extractor.recognizing.sentences import split_sentences

# stock tokenisation leaves `$25M-$30M`, `Rs.120Cr` and `25M€` in one piece or breaks them inside the number
_MONEY_INFIXES = (
    r"(?<=[0-9KMBkmbn])[-–—](?=[$€£¥₹])",
    r"(?<=[A-Za-z0-9])(?=[$€£₹¥])",
    r"(?<=Rs\.)(?=\d)",
    r"(?<=[$€£₹¥])(?=\d)",
    r"(?<=\w)[/;—](?=[\w$€£¥₹])",
)
_MONEY_PREFIXES = (r"(?:US|A|AU|C|CA|S|HK|NZ|NT|R)\$", r"Rs\.?(?=\d)", r"RMB(?=\d)")
# what is longer is no prose, and not worth its tokens
_LONGEST_PARAGRAPH = 20_000
SPAN_GROUP = "funding"
NAME_GROUP = "funding_names"
_ARTICLE = "funding.article"
_MENTIONS = "funding.mentions"
_COMPONENTS = ("funding_names", "funding_sentences", "funding_mentions", "funding_spans")


class Recognizer:
    """Article → Mentions through a spaCy pipeline: build it once, it holds no state between articles.

    `nlp` may be any pipeline that has the component `funding_mentions`; by default a blank English one.
    """

    def __init__(self, nlp: Language | None = None) -> None:
        self.nlp = nlp or build_pipeline()
        self._names = None if nlp else KnownNames(self.nlp, "names")

    def recognize(self, article: Article) -> Mentions:
        """All mentions of one article; spans in `doc.spans` are left out, nobody here reads them."""
        if self._names is not None:
            return recognize(article, self.known_names(article.text))
        doc = self.nlp.make_doc(article.text)
        doc.user_data[_ARTICLE] = article
        for name, component in self.nlp.pipeline:
            if name not in ("funding_spans", "funding_sentences"):
                doc = component(doc)
        mentions = doc.user_data[_MENTIONS]
        assert isinstance(mentions, Mentions)
        return mentions

    def known_names(self, text: str) -> list[tuple[int, int]]:
        """The spans of known names: tokens cost more than all else, so only sentences that may hold one get any.

        What spaCy learns of their words is forgotten again, so that a long run does not grow. A pipeline of the user's
        finds its own: then there are none here.
        """
        found: list[tuple[int, int]] = []
        start = 0
        names = self._names
        if names is None or not may_hold_known_name(text):
            return found
        for border in (*(match.end() for match in _BORDER.finditer(text)), len(text)):
            sentence = text[start:border]
            if len(sentence) <= _LONGEST_PARAGRAPH and may_hold_known_name(sentence):
                with self.nlp.memory_zone():
                    doc = names(self.nlp.make_doc(sentence))
                    found += [(start + span.start_char, start + span.end_char) for span in doc.spans[NAME_GROUP]]
            start = border
        return found


@cache
def own_recognizer() -> Recognizer:
    """One with a pipeline of its own, built once."""
    return Recognizer()


def build_pipeline(language: str = "en") -> Language:
    """A fresh pipeline; a few tenths of a second, so build it once and keep it."""
    nlp = spacy.blank(language)
    infixes = [*(nlp.Defaults.infixes or ()), *_MONEY_INFIXES]
    prefixes = [*_MONEY_PREFIXES, *(nlp.Defaults.prefixes or ())]
    if isinstance(nlp.tokenizer, Tokenizer):  # some languages bring a tokenizer without affixes
        nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
        nlp.tokenizer.prefix_search = compile_prefix_regex(prefixes).search
    for name in _COMPONENTS:
        nlp.add_pipe(name)
    return nlp


# where no name goes on: behind a line's end, and behind a full stop that ends no initial
_BORDER = re.compile(r"\n|(?<=[a-z\d][a-z\d)][.!?]) ")


@Language.factory("funding_names")
class KnownNames:
    """Names that hold small words (`Plug and Play`), matched on tokens in any case: `doc.spans["funding_names"]`."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        self.matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
        self.matcher.add("NAME", [nlp.make_doc(name) for name in phrases()])

    def __call__(self, doc: Doc) -> Doc:
        doc.spans[NAME_GROUP] = [doc[start:end] for _, start, end in self.matcher(doc)]
        return doc


@Language.component("funding_sentences")
def funding_sentences(doc: Doc) -> Doc:
    """Set sentence starts by our rules."""
    starts = {sentence.start for sentence in split_sentences(_article_of(doc))}
    for token in doc:
        token.is_sent_start = token.idx in starts or token.i == 0
    return doc


@Language.component("funding_mentions")
def funding_mentions(doc: Doc) -> Doc:
    """Recognise everything once; `funding_spans` and Recognizer read it from there."""
    known = [(span.start_char, span.end_char) for span in doc.spans.get(NAME_GROUP, ())]
    doc.user_data[_MENTIONS] = recognize(_article_of(doc), known)
    return doc


@Language.component("funding_spans")
def funding_spans(doc: Doc) -> Doc:
    """Write the mentions as labelled spans into `doc.spans["funding"]`, each with its rule as span id.

    A span is exactly its mention: where a mention begins or ends inside a token there is no span, for a
    span widened to the token would no longer be the characters that state the value.
    """
    spans = []
    for label, group in labelled(doc.user_data[_MENTIONS]):
        for mention in group:
            span = doc.char_span(mention.start, mention.end, label=label, span_id=mention.rule)
            if span is not None:
                spans.append(span)
    doc.spans[SPAN_GROUP] = spans
    return doc


def _article_of(doc: Doc) -> Article:
    article = doc.user_data.get(_ARTICLE)
    return article if isinstance(article, Article) else as_article(doc.text)


def labelled(mentions: Mentions) -> Iterable[tuple[str, tuple[Mention, ...]]]:
    """The mentions by span label."""
    yield "MONEY", mentions.money
    yield "PERCENT", mentions.percents
    yield "DATE", mentions.dates
    yield "ROUND_TYPE", mentions.round_types
    yield "COUNT", mentions.counts
    yield "PARTY", mentions.parties


def as_article(text: str) -> Article:
    """A bare text as an article whose blocks are its paragraphs; offsets stay those of `text`."""
    canonical, blocks = canonical_text("", [("paragraph", part) for part in text.split("\n\n")])
    if canonical != text:
        blocks = blocks[:0]
    return Article(id="", text=text, blocks=blocks or _one_block(text))


def _one_block(text: str) -> tuple[Block, ...]:
    return (Block("paragraph", 0, len(text)),)
