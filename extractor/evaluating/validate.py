"""Validate: run the extractor over labelled articles and report how far it agrees with the labels."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extractor.article import Article
from extractor.errors import GoldError
from extractor.evaluating.calibration import Graded, graded_values
from extractor.evaluating.calibration import report as calibration_report
from extractor.evaluating.fixtures import FieldResult, compare_fixture
from extractor.evaluating.floors import Floors, raised, read_floors, shortfalls, write_floors
from extractor.evaluating.gold import Fixture, GoldDocument, Part, iterate_fixtures, read_gold
from extractor.evaluating.scores import CORE_FIELDS, FIELDS, Report, score
from extractor.evaluating.words import error_lines
from extractor.records import Extraction, Failure
from extractor.sources import read_sources

Extract = Callable[[Article], Extraction]
PARTS: tuple[Part, ...] = ("all", "work", "check")


@dataclass(frozen=True, slots=True)
class Evaluated:
    """One gold set, scored: `section` is its name in the floors, `texts` the canonical texts by document id."""

    section: str
    report: Report
    texts: Mapping[str, str]
    unread: tuple[str, ...] = ()
    fixtures: Mapping[str, tuple[FieldResult, ...]] | None = None
    withheld: frozenset[str] = frozenset()
    graded: tuple[Graded, ...] = ()


def run_validation(
    paths: Sequence[str],
    *,
    floors: str | None,
    part: str = "all",
    max_errors: int = 0,
    calibration: bool = False,
    json_out: str | None = None,
    raise_floors: bool = False,
    allow_regression: bool = False,
    extract: Extract | None = None,
) -> int:
    """Score the extractor on fixture folders and gold .jsonl files, print the report, return the exit code.

    0 when everything is at or above the floors in the file `floors`, and every fixture that must match does; else 1.
    `part` is `all`, `work` or `check`; `max_errors` errors of each gold set are printed, never of the check part.
    `calibration` prints how far the confidences hold.
    `raise_floors` writes the scores into `floors`. `extract` replaces the extractor. Raises GoldError for a label
    that cannot be used.
    """
    chosen = next((known for known in PARTS if known == part), None)
    if chosen is None:
        raise GoldError(f"part is {part!r}, not one of {', '.join(PARTS)}")
    if raise_floors and floors is None:
        raise GoldError("raising floors needs a floors file")
    limits = _floors(floors, may_be_new=raise_floors)
    extract = extract or _default_extract()
    exit_code = 0
    reports: dict[str, object] = {}
    for evaluated in evaluate(paths, extract, chosen):
        for line in report_lines(evaluated, max_errors):
            print(line)
        if calibration:
            print("", *calibration_report(evaluated.graded), sep="\n")
        reports[evaluated.section] = _json_report(evaluated)
        metrics = evaluated.report.metrics()
        if raise_floors:
            limits = raised(limits, evaluated.section, metrics, allow_regression=allow_regression)
        complaints = _complaints(evaluated, limits)
        for complaint in complaints:
            print(complaint)
        exit_code = max(exit_code, int(bool(complaints)))
        print()
    if raise_floors and floors is not None:
        write_floors(Path(floors), limits)
    if json_out is not None:
        Path(json_out).write_text(json.dumps(reports, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return exit_code


def evaluate(paths: Sequence[str], extract: Extract, part: Part = "all") -> Iterator[Evaluated]:
    """All fixture folders together as the section `fixtures`, then each gold .jsonl as a section of its own."""
    folders = [Path(p) for p in paths if Path(p).is_dir()]
    files = [Path(p) for p in paths if not Path(p).is_dir()]
    suffix = "" if part == "all" else f":{part}"
    if folders:
        fixtures = {f.folder: f for path in folders for f in iterate_fixtures(path)}
        yield evaluate_fixtures(tuple(fixtures.values()), extract)
    for path in files:
        if path.suffix != ".jsonl":
            raise GoldError(f"{path}: neither a folder of fixtures nor a gold .jsonl")
        yield evaluate_gold(path, read_gold(path, part), extract, f"{path.stem}{suffix}")


def evaluate_fixtures(fixtures: Sequence[Fixture], extract: Extract) -> Evaluated:
    """Score fixtures by the gold fields, and compare each of their fields."""
    extractions: dict[str, Extraction] = {}
    texts: dict[str, str] = {}
    for fixture in fixtures:
        article = read_fixture_article(fixture)
        texts[fixture.slug] = article.text
        extractions[fixture.slug] = extract(article)
    gold = [f.document for f in fixtures]
    compared = {f.slug: compare_fixture(f, extractions[f.slug]) for f in fixtures}
    graded = _graded(gold, extractions)
    return Evaluated("fixtures", score(gold, extractions), texts, fixtures=compared, graded=graded)


def read_fixture_article(fixture: Fixture, *, published: str | None = None) -> Article:
    """The fixture's article with address, outlet and date of its meta.json; `published` replaces the date."""
    for item in read_sources([str(fixture.source)], published=published or fixture.published):
        if isinstance(item, Failure):
            raise GoldError(f"{fixture.source}: {item.message}")
        return replace(item, id=fixture.slug, url=item.url or fixture.url, publisher=item.publisher or fixture.outlet)
    raise GoldError(f"{fixture.source}: holds no article")


def evaluate_gold(path: Path, gold: Sequence[GoldDocument], extract: Extract, section: str) -> Evaluated:
    """Score the documents of a gold .jsonl. What cannot be read counts as missing."""
    wanted = {d.id for d in gold}
    extractions: dict[str, Extraction] = {}
    texts: dict[str, str] = {}
    unread: list[str] = []
    for item in read_sources([str(path)]):
        if isinstance(item, Failure):
            unread.append(
                f"{item.source}:{item.line}: {item.message}" if item.line else f"{item.source}: {item.message}"
            )
        elif item.id in wanted:
            extractions[item.id] = extract(item)
            texts[item.id] = item.text
    withheld = frozenset(d.id for d in gold if d.is_check)
    scored = score(gold, extractions)
    return Evaluated(section, scored, texts, tuple(unread), withheld=withheld, graded=_graded(gold, extractions))


def _graded(gold: Sequence[GoldDocument], extractions: Mapping[str, Extraction]) -> tuple[Graded, ...]:
    """Every value that was extracted from the labelled documents, with its confidence."""
    return tuple(v for d in gold if d.id in extractions for v in graded_values(d, extractions[d.id]))


def report_lines(evaluated: Evaluated, max_errors: int) -> Iterator[str]:
    """The report of one gold set as a person reads it."""
    report = evaluated.report
    yield f"== {evaluated.section}: {report.documents} documents, {report.rounds} rounds"
    yield f"{'field':15} {'P':>6} {'R':>6} {'F1':>6}   tp/fp/fn"
    for name in (*FIELDS, "micro"):
        tally = report.micro if name == "micro" else report.tallies[name]
        note = "" if name in CORE_FIELDS or name == "micro" else "   (not in micro)"
        counts = f"{tally.tp}/{tally.fp}/{tally.fn}"
        yield f"{name:15} {tally.precision:6.3f} {tally.recall:6.3f} {tally.f1:6.3f}   {counts}{note}"
    yield (
        f"exact records {report.exact_rounds}/{report.rounds}; "
        f"funding documents found {report.documents_found}/{report.funding_documents}; "
        f"false alarms {report.false_alarms}/{report.negatives}; not extracted {report.missing}"
    )
    yield from (f"unread: {line}" for line in evaluated.unread)
    if evaluated.fixtures is not None:
        results = [r for compared in evaluated.fixtures.values() for r in compared]
        yield f"fixture fields right {sum(r.ok for r in results)}/{len(results)}"
    yield from _error_report(evaluated, max_errors)


def _error_report(evaluated: Evaluated, max_errors: int) -> Iterator[str]:
    if max_errors <= 0:
        return
    for slug, compared in (evaluated.fixtures or {}).items():
        yield from (f"{slug}:{result}" for result in compared if not result.ok)
    shown = [e for e in evaluated.report.errors if e.document not in evaluated.withheld]
    yield from error_lines(shown[:max_errors], dict(evaluated.texts))
    hidden = len(evaluated.report.errors) - len(shown)
    if len(shown) > max_errors:
        yield f"… {len(shown) - max_errors} more errors"
    if hidden:
        yield f"… {hidden} errors in documents of the check part, which nobody reads"


def _complaints(evaluated: Evaluated, floors: Floors) -> tuple[str, ...]:
    """What fails the run: scores under their floors, and fixtures that must match and do not."""
    found = [str(s) for s in shortfalls(floors, evaluated.section, evaluated.report.metrics())]
    for slug in floors.must_match:
        compared = (evaluated.fixtures or {}).get(slug, ())
        found.extend(f"{slug}:{result}" for result in compared if not result.ok)
    return tuple(found)


def _json_report(evaluated: Evaluated) -> dict[str, object]:
    report = dict(evaluated.report.to_json())
    if evaluated.fixtures is not None:
        report["wrong_fields"] = [f"{s}:{r.field}" for s, c in evaluated.fixtures.items() for r in c if not r.ok]
    return report


def _floors(path: str | None, *, may_be_new: bool) -> Floors:
    if path is None or (may_be_new and not Path(path).exists()):
        return Floors({})
    return read_floors(Path(path))


def _default_extract() -> Extract:
    # Imported here: reading labels and scoring records need no spaCy.
    from extractor.pipeline import FundingExtractor
    from extractor.settings import Settings

    return FundingExtractor(Settings()).extract_article
