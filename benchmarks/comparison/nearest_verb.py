"""The plain baseline: a trained spaCy model's entities, and the one that stands nearest to a telling verb.

What a developer writes in an afternoon with any spaCy model that labels ORG, MONEY and DATE. The round is told where a
verb of raising and an amount share a sentence; the company is the organisation before the verb.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from comparison.entity_values import EntityValues, Round, round_type
from comparison.gold_spans import Document

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span, Token

_RAISE = frozenset({
    "raise", "raises", "raised", "raising", "secure", "secures", "secured", "securing", "close", "closes",
    "closed", "closing", "land", "lands", "landed", "bag", "bags", "bagged", "receive", "receives", "received",
    "get", "gets", "got", "obtain", "obtained", "complete", "completes", "completed", "announce", "announces",
    "announced", "snag", "snags", "snagged", "nab", "nabs", "nabbed", "net", "nets", "netted", "pick", "picks",
    "picked", "pull", "pulls", "pulled", "score", "scores", "scored", "collect", "collects", "collected",
    "attract", "attracts", "attracted",
})  # fmt: skip
_LEAD = frozenset({"led", "leads", "leading", "lead", "co-led", "coled"})
_JOIN = frozenset({"participation", "participated", "joined", "alongside", "backed", "investors"})
_FROM = frozenset({"from", "including"})
_VALUED = frozenset({"valuation", "valued", "valuing", "values"})
_TOTAL = frozenset({"total", "totaling", "totalling"})
_UNUSED = ("tagger", "attribute_ruler", "lemmatizer")


class NearestVerb:
    """The baseline over one spaCy pipeline. `rounds` gives at most one round an article."""

    def __init__(self, nlp: Language, values: EntityValues) -> None:
        self.nlp = nlp
        self.values = values

    def rounds(self, document: Document) -> list[Round]:
        """The round of a labelled document's title, text and published day; nothing when no sentence tells one."""
        docs = self.nlp.pipe([document["title"], *document["text"].split("\n\n")])
        return self.told(docs, document["published"])

    def told(self, docs: Iterable[Doc], published: str | None) -> list[Round]:
        """The round that parsed parts of one document tell; they have sentences and entities."""
        sentences = [sentence for doc in docs for sentence in doc.sents]
        for sentence in sentences:
            pair = _verb_and_money(sentence)
            if pair is None:
                continue
            verb, money = pair
            amount, company = self.values.money(_widened(money)), _company(sentences, sentence, verb)
            if amount and company:
                return [self._round(sentences, verb, company, amount, published)]
        return []

    def _round(self, sentences: list[Span], verb: Token, company: str, amount: Round, published: str | None) -> Round:
        leads = dict.fromkeys(_leads(sentences, company))
        others = dict.fromkeys(name for name in _joiners(sentences, company) if name not in leads)
        return {
            "company": {"name": company},
            "round_type": round_type(verb.sent.text) or round_type(" ".join(s.text for s in sentences)),
            "amount": amount,
            "valuation": self._money_near(sentences, _VALUED),
            "total_raised": self._money_near(sentences, _TOTAL),
            "announced_on": self._date(sentences, verb, published),
            "investors": [{"name": n, "role": "lead"} for n in leads]
            + [{"name": n, "role": "participant"} for n in others],
        }

    def _date(self, sentences: list[Span], verb: Token, published: str | None) -> Round | None:
        """The date nearest to the verb, else the article's first one that can be read."""
        near = _nearest(verb, _labelled(verb.sent, "DATE"))
        days = [near] if near is not None else [day for s in sentences for day in _labelled(s, "DATE")]
        return next(filter(None, (self.values.date(day.text, published) for day in days)), None)

    def _money_near(self, sentences: list[Span], words: frozenset[str]) -> Round | None:
        """The amount nearest to the first of `words`, in its sentence."""
        for sentence in sentences:
            for token in sentence:
                if token.lower_ in words and (money := _nearest(token, _labelled(sentence, "MONEY"))) is not None:
                    return self.values.money(_widened(money))
        return None


def load(name: str) -> Language:
    """An installed spaCy model by its package name, without the parts that the baseline leaves unused.

    Raises OSError when it is not installed.
    """
    import spacy

    nlp = spacy.load(name, exclude=_UNUSED)
    if "senter" in nlp.component_names:  # spaCy's faster way to sentences, off by default
        nlp.disable_pipe("parser")
        nlp.enable_pipe("senter")
    elif "parser" not in nlp.pipe_names:
        nlp.add_pipe("sentencizer", first=True)
    return nlp


def load_names(name: str) -> Language:
    """An installed spaCy model with nothing but what its entities need; OSError when it is not installed."""
    import spacy

    return spacy.load(name, exclude=[*_UNUSED, "parser", "senter"])


def _verb_and_money(sentence: Span) -> tuple[Token, Span] | None:
    """The verb of raising and the amount that stand nearest to each other."""
    moneys = _labelled(sentence, "MONEY")
    pairs = [(_distance(t, m), t.i, t, m) for t in sentence if t.lower_ in _RAISE for m in moneys]
    return min(pairs, key=lambda pair: pair[:2])[2:] if pairs else None


def _company(sentences: list[Span], sentence: Span, verb: Token) -> str | None:
    """The organisation before the verb, else the one that the article names most."""
    before = [company for company in _labelled(sentence, "ORG") if company.end <= verb.i]
    if before:
        return before[-1].text
    named = Counter(company.text for s in sentences for company in _labelled(s, "ORG"))
    return named.most_common(1)[0][0] if named else None


def _labelled(span: Span, label: str) -> list[Span]:
    return [entity for entity in span.ents if entity.label_ == label]


def _distance(token: Token, span: Span) -> int:
    return min(abs(token.i - span.start), abs(token.i - span.end + 1))


def _nearest(token: Token, spans: Iterable[Span]) -> Span | None:
    return min(spans, key=lambda span: _distance(token, span), default=None)


def _widened(money: Span) -> str:
    """The entity with what is glued to it: models cut `US$5M` into `US$ | 5 | M` and keep the middle."""
    text, start, end = money.doc.text, money.start_char, money.end_char
    while start > 0 and (text[start - 1].isalnum() or text[start - 1] in "$€£¥₹₩."):
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return text[start:end]


def _leads(sentences: list[Span], company: str) -> Iterator[str]:
    """Organisations after `led by`, else the one before `led`."""
    for sentence in sentences:
        for token in sentence:
            if token.lower_ not in _LEAD:
                continue
            by = token.i + 1 < sentence.end and token.nbor().lower_ == "by"
            near = [o for o in _labelled(sentence, "ORG") if (o.start > token.i) == by and o.text != company]
            if near:
                yield (near[0] if by else near[-1]).text


def _joiners(sentences: list[Span], company: str) -> Iterator[str]:
    """Organisations after a word of joining, in sentences that tell of a round."""
    for sentence in sentences:
        if any(token.lower_ in _LEAD or token.lower_ in _JOIN for token in sentence):
            first = next(t.i for t in sentence if t.lower_ in _JOIN or t.lower_ in _LEAD or t.lower_ in _FROM)
            yield from (o.text for o in _labelled(sentence, "ORG") if o.start > first and o.text != company)
