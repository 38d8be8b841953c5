"""The rules with a model's names: another spaCy pipeline carries the project's components.

`model_names` gives the rules a model's names beside their own, as a lexicon of names would; `model_names_only` then
leaves them no other names. It shows what replacing the recogniser takes: a component and one argument.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from extractor import FundingExtractor
from extractor.mentions import Mentions, PartyMention
from extractor.recognizing.language import NAME_GROUP, Recognizer
from extractor.recognizing.parties import clean, kind_of

_MENTIONS = "funding.mentions"


@Language.factory("model_names", default_config={"labels": ["ORG", "PERSON"]})
class ModelNames:
    """The model's entities with one of `labels` become known names."""

    def __init__(self, nlp: Language, name: str, labels: list[str]) -> None:
        self.labels = frozenset(labels)

    def __call__(self, doc: Doc) -> Doc:
        doc.spans[NAME_GROUP] = [entity for entity in doc.ents if entity.label_ in self.labels]
        return doc


@Language.component("model_names_only")
def model_names_only(doc: Doc) -> Doc:
    """Replace the rules' own names by the model's, where they touch no value."""
    mentions: Mentions = doc.user_data[_MENTIONS]
    values = [(m.start, m.end) for group in (mentions.money, mentions.dates, mentions.percents) for m in group]
    spans = [(s.start_char, s.end_char, s.text) for s in doc.spans[NAME_GROUP]]
    parties = tuple(
        PartyMention(start, end, text, "party.model", clean(text), kind_of(text))
        for start, end, text in spans
        if not any(start < high and low < end for low, high in values)
    )
    doc.user_data[_MENTIONS] = replace(mentions, parties=parties)
    return doc


def with_names_of(nlp: Language, labels: list[str], *, only: bool) -> FundingExtractor:
    """An extractor whose recogniser runs `nlp`; its entities with `labels` are names, with `only` the only ones.

    The components are added to `nlp`: give each extractor a pipeline of its own.
    """
    nlp.add_pipe("model_names", config={"labels": labels})
    nlp.add_pipe("funding_mentions")
    if only:
        nlp.add_pipe("model_names_only")
    return FundingExtractor(recognizer=Recognizer(nlp))
