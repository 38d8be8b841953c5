"""The command line: arguments in, exit code out. Each command imports what it needs, so `--help` stays quick.

Exit codes: 0 all good; 1 some input failed (the good ones are written) or a score is below its floor;
2 wrong use; 130 interrupted.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

from extractor import __version__
from extractor.commands.databases import add_db
from extractor.commands.deals import add_deals
from extractor.commands.run_options import add_run_options
from extractor.errors import ExtractorError, UsageError
from extractor.fetch_command import Run, add_fetch, add_fetch_options, counted, fetch_settings, left_out, place

if TYPE_CHECKING:
    from extractor.sinks.progress import Tally
    from extractor.sources.pages import ReadFile

    _Commands = argparse._SubParsersAction[argparse.ArgumentParser]

_OK, _FAILED, _WRONG_USE, _INTERRUPTED = 0, 1, 2, 130
_FLOORS = "floors.json"
_SOURCE_HELP = (
    ".txt, .jsonl, .html or .warc.gz file, a folder of them, web address of a page, feed or sitemap, "
    "file of addresses, or - for JSONL or addresses from standard input"
)
_OUTPUT_HELP = "file: .csv, .parquet, else JSON Lines; - for standard output (the default without --db)"
_PAGES_HELP = ".html or .html.gz file, or a folder of them"
_PUBLISHED_HELP = "reference date, ISO (2024-05-05): of text and HTML articles, and of JSONL documents that carry none"
_CONFIDENCE_HELP = "leave out rounds less sure than this (0 to 1), and list values less sure as findings"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = chosen.command
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    try:
        return command(chosen)
    except UsageError as error:
        return _complain(error, _WRONG_USE)
    except ExtractorError as error:
        return _complain(error, _FAILED)
    except BrokenPipeError:
        # The reader of our output went away (`extractor run … | head`): stop without a traceback.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _FAILED
    except OSError as error:
        print(f"error: {error.filename}: {error.strerror}", file=sys.stderr)
        return _FAILED
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return _INTERRUPTED


def _complain(error: ExtractorError, code: int) -> int:
    print(f"error: {error}", file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="extractor", description="Funding-news knowledge extraction: articles in, structured funding rounds out."
    )
    parser.add_argument("--version", action="version", version=f"extractor {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_run(commands)
    _add_show(commands)
    add_fetch(commands)
    _add_read(commands)
    _add_screen(commands)
    _add_validate(commands)
    _add_schema(commands)
    _add_rules(commands)
    add_db(commands)
    add_deals(commands)
    return parser


def _add_run(commands: _Commands) -> None:
    run = commands.add_parser("run", help="extract documents into JSONL, CSV, Parquet or a database")
    run.add_argument("sources", nargs="+", metavar="SOURCE", help=_SOURCE_HELP)
    run.add_argument("--output", metavar="FILE", help=_OUTPUT_HELP)
    run.add_argument("--db", metavar="URL", help="database, for example sqlite:///funding.db")
    run.add_argument("--with-text", action="store_true", help="write the canonical text into each record")
    run.add_argument("--published", type=_date, metavar="DATE", help=_PUBLISHED_HELP)
    add_run_options(run)
    run.add_argument("--min-confidence", type=_probability, metavar="P", help=_CONFIDENCE_HELP)
    run.add_argument("--doubtful", metavar="FILE", help="with --min-confidence: JSONL file for the rounds left out")
    add_fetch_options(run)
    run.set_defaults(command=_run)


def _add_show(commands: _Commands) -> None:
    show = commands.add_parser("show", help="extract one input and print it for reading")
    show.add_argument("source", metavar="FILE", help=_SOURCE_HELP)
    show.add_argument("--published", type=_date, metavar="DATE", help=_PUBLISHED_HELP)
    add_fetch_options(show)
    show.set_defaults(command=_show)


def _add_read(commands: _Commands) -> None:
    read = commands.add_parser("read", help="read HTML pages only: kind, metadata and body, without extraction")
    read.add_argument("sources", nargs="+", metavar="PATH", help=_PAGES_HELP)
    read.add_argument("--jsonl", action="store_true", help="write one JSON object a page instead of text")
    read.add_argument("--output", metavar="FILE", help="with --jsonl: the file, - for standard output (the default)")
    read.add_argument("--published", type=_date, metavar="DATE", help="publication date, ISO, in place of the pages'")
    read.set_defaults(command=_read)


def _add_screen(commands: _Commands) -> None:
    screen = commands.add_parser(
        "screen", help="tell which HTML pages may be about a funding round, without reading them"
    )
    screen.add_argument("sources", nargs="+", metavar="PATH", help=_PAGES_HELP)
    screen.set_defaults(command=_screen)


def _add_validate(commands: _Commands) -> None:
    validate = commands.add_parser("validate", help="measure against labelled fixtures or a gold JSONL file")
    validate.add_argument("gold", nargs="+", metavar="GOLD", help="folder of fixtures, one fixture, or gold .jsonl")
    validate.add_argument("--floors", metavar="FILE", help="scores to hold (default: floors.json of the fixtures)")
    validate.add_argument("--part", choices=("all", "work", "check"), default="all", help="part of the gold documents")
    validate.add_argument("--errors", type=int, default=10, metavar="N", help="errors to print (default: 10)")
    validate.add_argument("--calibration", action="store_true", help="print how far confidences hold")
    validate.add_argument("--json", metavar="OUT", help="write the scores as JSON too")
    validate.add_argument("--raise-floors", action="store_true", help="write better scores into the floors file")
    validate.add_argument("--allow-regression", action="store_true", help="with --raise-floors: let floors fall too")
    validate.set_defaults(command=_validate)


def _add_schema(commands: _Commands) -> None:
    schema = commands.add_parser("schema", help="print the JSON Schemas of the records")
    schema.add_argument("--write", metavar="DIR", help="write one file a schema into this folder instead")
    schema.set_defaults(command=_schema)


def _add_rules(commands: _Commands) -> None:
    rules = commands.add_parser("rules", help="list the rules, or prove them on their own examples")
    rules.add_argument("action", choices=("check", "list"))
    rules.set_defaults(command=_rules)


def _date(text: str) -> str:
    from extractor.reading.published import is_iso_date

    if not is_iso_date(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no ISO date such as 2024-05-05, 2024-05 or 2024")
    return text


def _probability(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 0 to 1")
    return number


def _run(chosen: argparse.Namespace) -> int:
    from extractor.commands.runs import DoneBefore, carry_out, plan_of
    from extractor.sources import read_sources

    plan = plan_of(chosen)
    target = next(iter(plan.targets), None)
    _refuse_overwriting(target, chosen.sources)
    _refuse_doubtful(chosen.doubtful, chosen.min_confidence, target)
    _refuse_overwriting(chosen.doubtful, chosen.sources)
    _refuse_overwriting(chosen.failures, [*chosen.sources, *filter(None, (target, chosen.doubtful))])
    # The run's failures are an output of the plan, so that one that goes on keeps those of its first part.
    earlier = DoneBefore()
    try:
        with Run(None) as run:
            web = run.fetching(fetch_settings(chosen), earlier=earlier)
            options = {"published": chosen.published, "screening": chosen.screening}
            with closing(read_sources(chosen.sources, web=web, **options)) as items:
                tally = carry_out(plan, run.watched(items), run.note, earlier)
    except KeyboardInterrupt:
        kept = "; what is done is kept, and the same command goes on from there" if plan.can_resume() else ""
        print(f"interrupted{kept}", file=sys.stderr)
        return _INTERRUPTED
    print(_summary(tally), file=sys.stderr)
    return _FAILED if tally.failed else _OK


def _show(chosen: argparse.Namespace) -> int:
    from extractor.engines import extract_all
    from extractor.records import Failure
    from extractor.reporting.readable import render
    from extractor.sources import read_sources

    number = 0
    with Run(chosen.failures) as run:
        web = run.fetching(fetch_settings(chosen))
        with closing(read_sources([chosen.source], published=chosen.published, web=web)) as items:
            for _, result in extract_all(run.watched(items)):
                if isinstance(result, Failure):
                    run.note(result)
                    continue
                print("\n" * bool(number) + render(result, colour=sys.stdout.isatty()), end="")
                number += 1
    return _FAILED if run.failed else _OK


def _read(chosen: argparse.Namespace) -> int:
    from extractor.records import Failure
    from extractor.sources.pages import read_pages

    if chosen.output and not chosen.jsonl:
        raise UsageError("--output holds JSON lines: add --jsonl")
    _refuse_overwriting(chosen.output, chosen.sources)
    kinds: Counter[str] = Counter()
    with ExitStack() as open_sinks:
        write = _page_writer(chosen, open_sinks)
        for page in read_pages(chosen.sources, published=chosen.published):
            if isinstance(page, Failure):
                kinds["failed"] += 1
                print(f"error: {place(page)}: {page.message}", file=sys.stderr)
            else:
                kinds[page.reading.kind] += 1
                write(page)
    counts = (f"{count} {kind.replace('_', ' ')}" for kind, count in kinds.most_common())
    print(f"{sum(kinds.values())} page{'' if kinds.total() == 1 else 's'}: {', '.join(counts)}", file=sys.stderr)
    return _FAILED if kinds["failed"] else _OK


def _screen(chosen: argparse.Namespace) -> int:
    from extractor.records import Failure
    from extractor.sources.pages import screen_pages

    kept = left = failed = 0
    for page in screen_pages(chosen.sources):
        if isinstance(page, Failure):
            failed += 1
            print(f"error: {place(page)}: {page.message}", file=sys.stderr)
            continue
        kept += page.screening.keep
        left += not page.screening.keep
        print(f"{'keep' if page.screening.keep else 'leave'}\t{page.source}\t{page.screening.reason}")
    share = f" ({left / (kept + left):.1%})" if kept + left else ""
    print(f"{kept} to read, {left} left out{share}" + (f", {failed} failed" if failed else ""), file=sys.stderr)
    return _FAILED if failed else _OK


def _page_writer(chosen: argparse.Namespace, open_sinks: ExitStack) -> Callable[[ReadFile], None]:
    if not chosen.jsonl:
        from extractor.reporting.page_text import render_page

        return lambda page: print(render_page(page.source, page.reading))
    from extractor.sinks.jsonl import STDOUT, JsonlSink
    from extractor.sinks.page_lines import page_line

    sink = open_sinks.enter_context(JsonlSink(chosen.output or STDOUT))
    return lambda page: sink.write_line(page_line(page.id, page.reading))


def _summary(tally: Tally) -> str:
    """`12 documents, 9 rounds, 80 left out by screening (…), 2 duplicates left out, 1 input failed`."""
    parts = [counted(tally.documents, "document"), counted(tally.rounds, "round")]
    if tally.left_out:
        parts.append(f"{tally.left_out} of them too doubtful")
    return ", ".join([*parts, *left_out(tally.duplicates, tally.failed, tally.screened)])


def _refuse_overwriting(target: str | None, sources: Sequence[str]) -> None:
    for source in sources:
        if target and "-" not in {target, source} and _same_place(target, source):
            raise UsageError(f"{target}: the output would replace an input")


def _refuse_doubtful(doubtful: str | None, least: float | None, target: str | None) -> None:
    if doubtful is None:
        return
    if least is None:
        raise UsageError("--doubtful needs --min-confidence: how sure is sure enough")
    if target and (doubtful == target or ("-" not in {doubtful, target} and _same_place(doubtful, target))):
        raise UsageError(f"{doubtful}: the doubtful rounds would replace the output")


def _same_place(first: str, second: str) -> bool:
    return Path(first).resolve() == Path(second).resolve()


def _validate(chosen: argparse.Namespace) -> int:
    from extractor.evaluating.validate import run_validation

    return run_validation(
        chosen.gold,
        floors=chosen.floors or _default_floors(chosen.gold),
        part=chosen.part,
        max_errors=chosen.errors,
        calibration=chosen.calibration,
        json_out=chosen.json,
        raise_floors=chosen.raise_floors,
        allow_regression=chosen.allow_regression,
    )


def _default_floors(gold: Sequence[str]) -> str | None:
    """The floors file of the first folder that has one, else fixtures/floors.json where it exists."""
    folders = [Path(name) for name in gold] + [Path("fixtures")]
    found = (folder / _FLOORS for folder in folders if (folder / _FLOORS).is_file())
    return next((str(path) for path in found), None)


def _schema(chosen: argparse.Namespace) -> int:
    import json

    from extractor.sinks.json_schemas import schema_texts, write_schemas

    if chosen.write:
        write_schemas(Path(chosen.write))
    else:
        print(json.dumps({name: json.loads(text) for name, text in schema_texts().items()}, indent=2))
    return _OK


def _rules(chosen: argparse.Namespace) -> int:
    if chosen.action == "list":
        from extractor.assembling.masking import PLACEHOLDERS
        from extractor.lexicons.rules import list_rules

        rules = list_rules(PLACEHOLDERS)
        width = max((len(rule.id) for rule in rules), default=0)
        for rule in rules:
            print(f"{rule.id:<{width}}  {rule.label}  ({rule.file})")
        return _OK
    from extractor.evaluating.rule_check import check_rules

    problems = check_rules()
    for problem in problems:
        print(f"error: {problem}", file=sys.stderr)
    if not problems:
        print("every rule matches its examples and none of its counter-examples")
    return _FAILED if problems else _OK
