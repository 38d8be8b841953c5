"""The rules without a pipeline: spaCy is loaded for the first text that may hold a name of several small words.

Most articles hold none, so that the command answers for one article in half the time, and needs half the memory.
"""

from __future__ import annotations

from functools import cache

from extractor.article import Article
from extractor.lexicons.rules import word_list
from extractor.mentions import Mentions
from extractor.recognizing.recognizer import recognize

# A text with a name that only tokens can find.
WARMING = "Plug and Play"


class RulesAlone:
    """Article → Mentions, those that `Recognizer` finds with a pipeline of its own; no state between articles."""

    def recognize(self, article: Article) -> Mentions:
        """All mentions of one article."""
        return recognize(article, _known_names(article.text) if may_hold_known_name(article.text) else ())


def may_hold_known_name(text: str) -> bool:
    """False when no name that spaCy would be asked for stands in the text."""
    lowered = _tied(text.lower())
    return any(name in lowered for name in _tied_names())


def phrases() -> tuple[str, ...]:
    """The known names that hold words in lower case, which are found on tokens."""
    tied = (name for name in word_list("known_names") if " and " in name or " & " in name)
    return tuple(sorted((*tied, *word_list("unruly_names"))))


@cache
def _tied_names() -> tuple[str, ...]:
    return tuple(_tied(name.lower()) for name in phrases())


def _tied(text: str) -> str:
    """`plug&play` and `plug & play` are the same tokens."""
    return text.replace(" &", "&").replace("& ", "&") if "&" in text else text


def _known_names(text: str) -> list[tuple[int, int]]:
    # Imported here: spaCy takes most of a second.
    from extractor.recognizing.language import own_recognizer

    return own_recognizer().known_names(text)
