"""How much of the records is lost when something is added to every article that says nothing of its round.

usage: python benchmarks/distract.py GOLD.jsonl ... [--every N]

The labels stay as they are: furniture of pages, rivals' rounds, markets, customers and days of other events change
nothing that an article states of its own round. Of the development corpus only the work part is taken.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fit_relevance import is_check

from extractor.cli import main as extractor

Change = Callable[[str, str, str], tuple[str, str]]


def behind(addition: str) -> Change:
    """Adds paragraphs at the end; `{name}` is the company's name in lower case."""
    return lambda title, text, name: (title, f"{text}\n\n{addition.format(name=name)}")


def after(count: int, addition: str) -> Change:
    """Adds a paragraph behind the first ones."""

    def change(title: str, text: str, name: str) -> tuple[str, str]:
        parts = text.split("\n\n")
        return title, "\n\n".join([*parts[:count], addition.format(name=name), *parts[count:]])

    return change


CHANGES: dict[str, Change] = {
    "nothing": lambda title, text, name: (title, text),
    "a list of related stories": behind(
        "Related stories\n\nHarborline raises $20M Series B led by Quillon Ventures\n\nMoonpenny bags €4 million"
    ),
    "a link to another story": after(2, "Read more: Harborline raises $20M Series B led by Quillon Ventures"),
    "tags": behind("Tags: {name}, funding, startups, venture capital"),
    "addresses": behind("Follow us: @{name} | facebook.com/{name} | linkedin.com/company/{name}/ | info@{name}.com"),
    "an invitation": after(
        2, "Sign up for our newsletter and get the latest funding news in your inbox every morning."
    ),
    "the site's name in the headline": lambda title, text, name: (f"{title} - VentureWire News", text),
    "spaces that do not break": lambda title, text, name: (title, re.sub(r"(?<=[\d$€£]) (?=\w)", "\u00a0", text)),
    "a rival's round": after(
        2,
        "Its competitors include Quillonet, which has raised $80 million from investors including Tern Ventures and "
        "Brine Capital, and Moonpenny.",
    ),
    "a rival's round this year": behind(
        "Earlier this year rival Quillonet raised $50 million in a Series C round led by Tern Ventures."
    ),
    "another's flotation": behind("Quillonet went public in April, raising $300 million at a valuation of $2 billion."),
    "customers": after(2, "Its customers include Walmart, Marnow Foods and the University of Leeds."),
    "the market": after(2, "The market is expected to reach $47 billion by 2030, up from $12 billion in 2022."),
    "revenue and a plant": after(
        2,
        "Revenue grew by 140% to $23 million last year, and the company plans to invest $5 million in a new plant.",
    ),
    "the day of a hire": behind("On Monday, the company said it had hired Harriet Moss as chief financial officer."),
    "the day of a partnership": behind(
        "Last week, the company announced a partnership with Walmart worth $12 million."
    ),
    "the day of a speech": behind('"We will open in Paris," said Maren Holt, who spoke on Tuesday at a conference.'),
}
_SCORES = re.compile(r"^(company|amount|investors|date|micro) +\S+ +\S+ +(\S+)", re.MULTILINE)
_COUNTS = re.compile(r"exact records (\S+); .*false alarms ([^;\s]+)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--every", type=int, default=1, help="take every Nth document of each file")
    options = parser.parse_args()
    documents = [document for path in options.gold for document in _documents(path)[:: options.every]]
    head = "added | company | amount | investors | date | micro F1 | exact | false alarms"
    print(f"{len(documents)} articles\n\n| {head} |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for name, change in CHANGES.items():
        print(f"| {name} | {' | '.join(_scores(documents, change))} |", flush=True)


def _documents(path: Path) -> list[dict[str, Any]]:
    lines = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return [document for document in lines if document["id"].startswith("syn-") or not is_check(document)]


def _scores(documents: list[dict[str, Any]], change: Change) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        gold = Path(folder) / "gold.jsonl"
        gold.write_text("".join(json.dumps(_changed(each, change)) + "\n" for each in documents), encoding="utf-8")
        told = io.StringIO()
        with contextlib.redirect_stdout(told):
            extractor(["validate", str(gold)])
    found = dict(_SCORES.findall(told.getvalue()))
    counts = _COUNTS.search(told.getvalue())
    assert counts is not None
    return [*(found[name] for name in ("company", "amount", "investors", "date", "micro")), *counts.groups()]


def _changed(document: dict[str, Any], change: Change) -> dict[str, Any]:
    name = document["rounds"][0]["company"][0] if document["rounds"] else "larkspur"
    title, text = change(document["title"] or "", document["text"], "".join(c for c in name.lower() if c.isalnum()))
    return {**document, "title": title, "text": text}


if __name__ == "__main__":
    main()
