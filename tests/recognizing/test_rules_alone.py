"""The rules without a pipeline find what they find with one, and load spaCy only for a text that needs it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from extractor.recognizing.language import Recognizer, as_article, own_recognizer
from extractor.recognizing.rules_alone import WARMING, RulesAlone, may_hold_known_name, phrases

# texts, and whether spaCy is asked about them
TEXTS = [
    ("Larkspur has raised $4 million in a seed round led by Pomona Ventures.", False),
    ("Larkspur has raised $4 million, led by Plug and Play and Pomona Ventures.", True),
    ("LARKSPUR RAISES $4 MILLION FROM PLUG AND PLAY", True),
    ("Larkspur lets teams plug in sensors and play back what they saw.", False),
    ("Larkspur lets teams replug sensors.\n\nA sandbox displays them; it raised $4 million.", False),
    ("Larkspur was in the Plug&Play programme.", True),
    ("Larkspur was in the plug &play programme.", True),
    ("", False),
]


@pytest.mark.parametrize(("text", "asks"), TEXTS)
def test_mentions_are_those_of_the_pipeline(text: str, asks: bool) -> None:
    article = as_article(text)
    assert may_hold_known_name(text) == asks
    assert RulesAlone().recognize(article) == Recognizer().recognize(article)


@pytest.mark.parametrize("name", phrases())
@pytest.mark.parametrize("gaps", [(" ", " "), ("", ""), (" ", ""), ("", " ")])
def test_where_the_tokens_of_a_known_name_stand_they_are_asked_for(name: str, gaps: tuple[str, str]) -> None:
    text = f"Larkspur met {name.title().replace(' & ', '&'.join(gaps))} there."
    found = own_recognizer().known_names(text)
    tokens = [token.lower_ for token in own_recognizer().nlp.make_doc(text)]
    wanted = [token.lower_ for token in own_recognizer().nlp.make_doc(name)]
    stands = any(tokens[at : at + len(wanted)] == wanted for at in range(len(tokens)))
    assert bool(found) == stands


@pytest.mark.parametrize(("text", "loaded"), [(TEXTS[0][0], False), (f"{TEXTS[0][0]} {WARMING} joined.", True)])
def test_spacy_is_loaded_for_texts_that_need_it(text: str, loaded: bool) -> None:
    code = "import sys; from extractor import FundingExtractor; found = FundingExtractor().extract(text=sys.argv[1])"
    check = "print(found.rounds[0].company.name, 'spacy' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; {check}", text], capture_output=True, text=True, timeout=120, check=True
    )
    assert done.stdout.split() == ["Larkspur", str(loaded)]
