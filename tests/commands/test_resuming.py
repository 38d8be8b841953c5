"""A run that is killed at any moment and started again ends as if nothing had happened."""

from __future__ import annotations

import itertools
import json
import os
import random
import resource
import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from multiprocessing import forkserver
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from sqlalchemy import select

from extractor.article import Article
from extractor.commands import runs
from extractor.commands.runs import Plan, carry_out
from extractor.engines import one_process
from extractor.errors import SinkError
from extractor.records import Extraction, Failure
from extractor.sinks.connections import open_engine
from extractor.sinks.progress import Tally
from extractor.sinks.tables import METADATA
from extractor.sources import article_from_fields, read_sources

NAMES = ("Larkspur", "Quillon", "Brackenfield", "Tarnwater", "Osierbed", "Fennmoor")
TEXT = "{name} has raised ${amount} million in a seed round led by Pomona Ventures. The company is based in Lyon."
# What differs between two runs that did the same.
_TIMES = {"started_at", "finished_at"}
EXTRACTORS: dict[int, Any] = {}
EXTRACTIONS: dict[tuple[str, str], Extraction | Failure] = {}
DEAL_PARTS = ("deal_values", "deal_investors", "deal_findings", "deal_links")
# Code whose every call may be the last: what notes, writes and commits.
WRITING = (
    *("growing_files.py", "progress.py", "database.py", "bulk.py", "deals.py", "outputs.py", "csv_files.py", "runs.py"),
    *("sqlalchemy/engine/default.py", "psycopg/connection.py"),
)


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    lines = []
    for number in range(60):
        name = f"{NAMES[number % len(NAMES)]} {number}"
        told = {"id": f"d{number}", "title": f"{name} raises", "text": TEXT.format(name=name, amount=number + 1)}
        lines.append("not JSON" if number % 20 == 7 else json.dumps(told))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def run(plan: Plan) -> Tally:
    return carry_out(plan, read_sources(plan.sources), lambda failure: None)


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was extracted once is known, in forked processes too: a run does little but write, and kills hit that."""
    ready, extracted = one_process.ready_extractor, one_process.extracted
    monkeypatch.setattr(
        one_process,
        "ready_extractor",
        lambda settings, **asked: EXTRACTORS.get(0) or EXTRACTORS.setdefault(0, ready(settings, **asked)),
    )

    def remembered(extractor: Any, article: Article, time_limit: float | None) -> Extraction | Failure:
        key = (article.id, article.text)
        if key not in EXTRACTIONS:
            EXTRACTIONS[key] = extracted(extractor, article, time_limit)
        return EXTRACTIONS[key]

    monkeypatch.setattr(one_process, "extracted", remembered)


def forked(work: Callable[[], object]) -> int:
    """Do `work` in a forked process: its id. It ends with 0, or with 1 after an error."""
    child = os.fork()
    if child:
        return child
    try:
        forkserver._forkserver.__init__()  # an earlier test's fork server is no child of this process
        work()
    except BaseException:
        os._exit(1)
    os._exit(0)


def killed(plan: Plan, after: float) -> bool:
    """Carry out `plan` in a forked process and kill it after some seconds; whether it had to be killed."""
    child = forked(lambda: run(plan))
    deadline = time.monotonic() + after
    while time.monotonic() < deadline:
        if os.waitpid(child, os.WNOHANG)[0]:
            return False
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def killed_writing(plan: Plan, event: int) -> bool:
    """Carry out `plan` in a forked process that kills itself at its n-th step of writing; whether it came so far."""

    def step(number: int) -> None:
        if number == event:
            os.kill(os.getpid(), signal.SIGKILL)

    status = os.waitpid(forked(lambda: watched(plan, step)), 0)[1]
    assert os.WIFSIGNALED(status) or status == 0
    return os.WIFSIGNALED(status)


def watched(plan: Plan, step: Callable[[int], None]) -> int:
    """Carry out `plan` and call `step` before and after each call that writing makes; how many there were."""
    count = 0

    def trace(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        if frame.f_code.co_filename.endswith(WRITING):
            count += 1
            step(count)

    sys.setprofile(trace)
    try:
        run(plan)
    finally:
        sys.setprofile(None)
    return count


def rows(url: str) -> dict[str, list[Any]]:
    engine = open_engine(url)
    found = {}
    with engine.connect() as connection:
        for name, table in METADATA.tables.items():
            columns = [column for column in table.columns if column.name not in _TIMES]
            found[name] = sorted((tuple(row) for row in connection.execute(select(*columns))), key=repr)
    engine.dispose()
    return found


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.mark.parametrize("target", ["out.jsonl", "out.csv"])
def test_killed_at_random_moments_files_are_as_undisturbed(
    tmp_path: Path, documents: Path, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "_BATCH", 4)
    (tmp_path / "calm").mkdir()
    calm = Plan((str(documents),), (str(tmp_path / "calm" / target),))
    started = time.monotonic()
    tally = run(calm)
    seconds = time.monotonic() - started
    assert (tally.documents, tally.failed) == (57, 3)
    steps = watched(calm, lambda number: None)
    dice, kills, turn = random.Random(5), 0, 0
    while kills < 20:
        turn += 1
        folder = tmp_path / f"wild{turn}"
        plan = Plan((str(documents),), (str(folder / target),))
        while kill_once(plan, dice, seconds, steps):
            kills += 1
        assert contents(folder) == contents(tmp_path / "calm")


def kill_once(plan: Plan, dice: random.Random, seconds: float, steps: int) -> bool:
    """By the clock, or in the midst of writing; whether the run had not ended before."""
    if dice.random() < 0.5:
        return killed(plan, dice.uniform(0.01, seconds))
    return killed_writing(plan, dice.randrange(steps))


def test_killed_at_random_moments_the_database_is_as_undisturbed(
    tmp_path: Path, database: str, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a file beside the database: neither gets ahead of the other."""
    monkeypatch.setattr(runs, "_BATCH", 4)
    output = tmp_path / "out.jsonl"
    calm_url = f"sqlite:///{tmp_path / 'calm.db'}"
    plan, calm_plan = (Plan((str(documents),), (str(output),), db=url) for url in (database, calm_url))
    started = time.monotonic()
    assert run(calm_plan).documents == 57
    seconds = time.monotonic() - started
    told, calm = output.read_bytes(), rows(calm_url)
    assert (len(calm.pop("runs")), len(calm.pop("failures"))) == (1, 3)
    steps = watched(calm_plan, lambda number: None)
    output.unlink()
    dice, kills, is_done = random.Random(6), 0, False
    while kills < 20 or not is_done:
        is_done = not (kill_once(plan, dice, seconds, steps) if kills < 20 else killed(plan, 60))
        kills += not is_done
        if is_done:
            assert output.read_bytes() == told
            wild = rows(database)
            # After its end the same command is another run, with failures of its own.
            again = len(wild.pop("runs"))
            assert len(wild.pop("failures")) == 3 * again
            assert wild == calm


def test_workers_resume_too(tmp_path: Path, documents: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "_BATCH", 4)
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    steps = watched(Plan((str(documents),), (str(one),)), lambda number: None)
    plan = Plan((str(documents),), (str(two),), workers=2)
    assert killed_writing(plan, steps // 2)
    assert not two.exists()
    run(plan)
    assert one.read_bytes() == two.read_bytes()


def test_what_is_done_is_not_done_again(
    tmp_path: Path, documents: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(runs, "_BATCH", 5)
    plan = Plan((str(documents),), (str(tmp_path / "out.jsonl"),))

    def break_at_twenty() -> Any:
        for number, item in enumerate(read_sources(plan.sources)):
            if number == 20:
                raise KeyboardInterrupt
            yield item

    with pytest.raises(KeyboardInterrupt):
        carry_out(plan, break_at_twenty(), lambda failure: None)
    told: list[Failure] = []
    tally = carry_out(plan, read_sources(plan.sources), told.append)
    assert "going on after 20 inputs" in capsys.readouterr().err
    assert (tally.documents, tally.failed, len(told)) == (57, 3, 2)
    assert not list(tmp_path.glob(".out*"))


def test_changed_inputs_begin_anew(tmp_path: Path, documents: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "_BATCH", 1)
    plan = Plan((str(documents),), (str(tmp_path / "out.jsonl"),))
    with pytest.raises(KeyboardInterrupt):
        carry_out(plan, interrupted(plan), lambda failure: None)
    documents.write_text(json.dumps({"id": "d0", "text": TEXT.format(name="Newcomer", amount=3)}), encoding="utf-8")
    assert run(plan).documents == 1
    assert "Newcomer" in (tmp_path / "out.jsonl").read_text(encoding="utf-8")


def interrupted(plan: Plan) -> Any:
    yield next(iter(read_sources(plan.sources)))
    raise KeyboardInterrupt


def test_two_runs_do_not_write_one_file(tmp_path: Path, documents: Path) -> None:
    plan = Plan((str(documents),), (str(tmp_path / "out.jsonl"),))

    def nested() -> Any:
        with pytest.raises(SinkError, match="another run is writing it"):
            run(plan)
        yield article_from_fields(text="Nothing to see.", id="x")

    assert carry_out(plan, nested(), lambda failure: None).documents == 1


def test_a_full_disk_is_said_and_a_later_run_completes(
    tmp_path: Path, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "_BATCH", 4)
    plan = Plan((str(documents),), (str(tmp_path / "out.jsonl"),))

    def on_a_small_disk() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
        run(plan)

    assert os.waitstatus_to_exitcode(os.waitpid(forked(on_a_small_disk), 0)[1]) == 1
    assert not (tmp_path / "out.jsonl").exists()
    assert 0 < (tmp_path / ".out.jsonl.part").stat().st_size <= 20_000
    assert run(plan).documents == 57
    assert len((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()) == 57


def test_a_full_device_is_an_error(documents: Path) -> None:
    with pytest.raises(SinkError, match="/dev/full: No space left"):
        run(Plan((str(documents),), ("/dev/full",)))


def test_a_run_again_is_a_run_of_its_own_and_changes_no_row(tmp_path: Path, documents: Path, database: str) -> None:
    plan = Plan((str(documents),), db=database)
    run(plan)
    once = rows(database)
    run(plan)
    twice = rows(database)
    assert [len(found["runs"]) for found in (once, twice)] == [1, 2]
    assert [len(found["failures"]) for found in (once, twice)] == [3, 6]
    for name in set(once) - {"runs", "failures"}:
        assert once[name] == twice[name], name


def test_two_runs_into_one_database_at_once(tmp_path: Path, database: str, documents: Path) -> None:
    """Overlapping inputs: nothing twice, nothing lost."""
    lines = documents.read_text(encoding="utf-8").splitlines()
    halves = []
    for name, part in (("a.jsonl", lines[:40]), ("b.jsonl", lines[20:][::-1])):
        path = tmp_path / name
        path.write_text("\n".join(part) + "\n", encoding="utf-8")
        halves.append(Plan((str(path),), db=database))
    children = []
    for plan in halves:
        child = os.fork()
        if child == 0:
            code = 1
            try:
                runs._BATCH = 3
                run(plan)
                code = 0
            finally:
                os._exit(code)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
    together = rows(database)
    calm_url = f"sqlite:///{tmp_path / 'calm.db'}"
    run(Plan((str(documents),), db=calm_url))
    calm = rows(calm_url)
    # Which version a row of `document_versions` notes as its run's is left to who came first.
    own = {"runs", "failures", "document_versions", "deals", "deal_documents", *DEAL_PARTS}
    assert [name for name in set(together) - own if together[name] != calm[name]] == []
    assert len(together["document_versions"]) == len(calm["document_versions"]) == 57
    # Deals are known by the round that was there first; which rounds are one deal is not left to that.
    assert deals(together) == deals(calm)
    assert together["run_progress"] == []


def deals(found: dict[str, list[Any]]) -> list[list[str]]:
    """The documents of each deal."""
    columns = [column.name for column in METADATA.tables["deal_documents"].columns]
    members: dict[str, list[str]] = {}
    for row in found["deal_documents"]:
        told = dict(zip(columns, row, strict=True))
        members.setdefault(told["deal_id"], []).append(told["document_id"])
    return sorted(sorted(documents) for documents in members.values())


def test_failures_of_both_parts_are_told(tmp_path: Path, documents: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "_BATCH", 4)
    calm = Plan((str(documents),), (str(tmp_path / "calm.jsonl"),), failures=str(tmp_path / "calm-failed.csv"))
    run(calm)
    plan = Plan((str(documents),), (str(tmp_path / "out.jsonl"),), failures=str(tmp_path / "failed.csv"))

    def break_at_thirty() -> Any:
        yield from itertools.islice(read_sources(plan.sources), 30)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        carry_out(plan, break_at_thirty(), lambda failure: None)
    assert not (tmp_path / "failed.csv").exists()
    assert run(plan).failed == 3
    failed = (tmp_path / "failed.csv").read_text(encoding="utf-8")
    assert [json.loads(line)["line"] for line in failed.splitlines()] == [8, 28, 48]
    assert failed == (tmp_path / "calm-failed.csv").read_text(encoding="utf-8")


def test_a_database_alone_keeps_no_journal(tmp_path: Path, documents: Path) -> None:
    path = tmp_path / "funding.db"
    run(Plan((str(documents),), db=f"sqlite:///{path}"))
    assert sorted(each.name for each in tmp_path.iterdir()) == ["funding.db", "in.jsonl"]
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT status, documents, failed FROM runs").fetchall() == [("finished", 57, 3)]
