"""A small spaCy entity recogniser trained here, on text of our own, that labels the parts of a round directly."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from comparison.entity_values import EntityValues, Round, round_type
from comparison.gold_spans import Document
from comparison.labelled_text import Paragraph

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

EPOCHS = 8
BATCH = 24
DROPOUT = 0.2
PARTY_LABELS = ("COMPANY", "LEAD", "INVESTOR")


def train(paragraphs: Sequence[Paragraph], seed: int, epochs: int = EPOCHS) -> Language:
    """A pipeline with the project's tokenizer and a fresh `ner`; on the CPU, the same for the same seed."""
    import spacy
    from spacy.training import Example
    from spacy.util import filter_spans, fix_random_seed, minibatch

    from extractor.recognizing.language import build_pipeline

    fix_random_seed(seed)
    nlp = spacy.blank("en")
    nlp.tokenizer = build_pipeline().tokenizer  # whole amounts as tokens: `$25M-$30M`
    nlp.add_pipe("ner")
    examples = []
    for paragraph in paragraphs:
        doc = nlp.make_doc(paragraph.text)
        spans = [doc.char_span(*span[:2], label=span[2], alignment_mode="expand") for span in paragraph.spans]
        entities = filter_spans([span for span in spans if span is not None])
        examples.append(Example.from_dict(doc, {"entities": [(e.start_char, e.end_char, e.label_) for e in entities]}))
    optimizer = nlp.initialize(lambda: examples)
    chance = random.Random(seed)
    for _ in range(epochs):
        chance.shuffle(examples)
        for batch in minibatch(examples, BATCH):
            nlp.update(batch, sgd=optimizer, drop=DROPOUT)
    return nlp


def restored(trained: bytes) -> Language:
    """A copy of a trained pipeline, so that each system may add components to its own."""
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("ner")
    return nlp.from_bytes(trained)


class TrainedRoles:
    """Rounds from the labels alone: the company that is named most, the amount that stands first."""

    def __init__(self, nlp: Language, values: EntityValues) -> None:
        self.nlp = nlp
        self.values = values

    def rounds(self, document: Document) -> list[Round]:
        """At most one round of a labelled document's title, text and published day."""
        docs = list(self.nlp.pipe([document["title"], *document["text"].split("\n\n")]))
        companies = Counter(_texts(docs, "COMPANY"))
        amount = self._first_money(docs, "AMOUNT")
        if not companies or not (amount or _texts(docs, "LEAD")):
            return []
        company = companies.most_common(1)[0][0]
        leads = [name for name in dict.fromkeys(_texts(docs, "LEAD")) if name != company]
        others = [n for n in dict.fromkeys(_texts(docs, "INVESTOR")) if n != company and n not in leads]
        days = (self.values.date(text, document["published"]) for text in _texts(docs, "DATE"))
        return [
            {
                "company": {"name": company},
                "round_type": round_type(" ".join(doc.text for doc in docs)),
                "amount": amount,
                "valuation": self._first_money(docs, "VALUATION"),
                "total_raised": self._first_money(docs, "TOTAL"),
                "announced_on": next(filter(None, days), None),
                "investors": [{"name": n, "role": "lead"} for n in leads]
                + [{"name": n, "role": "participant"} for n in others],
            }
        ]

    def _first_money(self, docs: list[Doc], label: str) -> Round | None:
        return next(filter(None, map(self.values.money, _texts(docs, label))), None)


def _texts(docs: list[Doc], label: str) -> list[str]:
    return [entity.text for doc in docs for entity in doc.ents if entity.label_ == label]
