"""A full disk, a lost connection, a file that may not be written: the cause is said, and the same command completes."""

from __future__ import annotations

import ctypes
import io
import json
import os
import resource
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import func, select

from extractor.cli import main
from extractor.commands import runs
from extractor.sinks.connections import open_engine
from extractor.sinks.database import DatabaseSink
from extractor.sinks.tables import DOCUMENTS, METADATA, RUNS

TEXT = "{name} has raised ${number} million in a seed round led by Pomona Ventures, which is based in Lyon."
COUNT = 120
HALF_A_FILE, HALF_A_DATABASE = 90_000, 340_000
# The version of the structures that Linux's capset() takes.
CAPABILITIES = 0x20080522
# What two runs that did the same may differ in.
_OF_A_RUN = {"runs", "run_progress"}


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the documents, and what an undisturbed run makes of them."""
    folder = tmp_path_factory.mktemp("calm")
    told = [{"id": f"d{n}", "text": TEXT.format(name="Larkspur", number=n + 1)} for n in range(COUNT)]
    (folder / "in.jsonl").write_text("\n".join(map(json.dumps, told)), encoding="utf-8")
    words = ["run", folder / "in.jsonl", "--output", folder / "out.jsonl", "--db", f"sqlite:///{folder / 'calm.db'}"]
    assert main(list(map(str, words))) == 0
    return folder


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "_BATCH", 10)


def extractor(*words: object, before: Callable[[], None] = lambda: None) -> tuple[int, str]:
    """The exit code and standard error of a command in a process of its own, which does `before` first."""
    with tempfile.TemporaryFile() as errors:
        child = os.fork()
        if not child:
            code = 70
            try:
                sys.stderr = io.TextIOWrapper(errors, "utf-8", write_through=True)
                before()
                code = main(list(map(str, words)))
                sys.stderr.flush()
            finally:
                os._exit(code)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        errors.seek(0)
        return code, errors.read().decode()


def rows(url: str) -> dict[str, list[tuple[Any, ...]]]:
    engine = open_engine(url)
    with engine.connect() as connection:
        found = {
            name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for name, table in METADATA.tables.items()
            if name not in _OF_A_RUN
        }
    engine.dispose()
    return found


def stored(url: str) -> int:
    """How many documents an unfinished run has left in the database."""
    engine = open_engine(url)
    with engine.connect() as connection:
        assert connection.execute(select(RUNS.c.status)).scalars().all() == ["running"]
        count = connection.execute(select(func.count()).select_from(DOCUMENTS)).scalar_one()
    engine.dispose()
    return int(count)


def completes(calm: Path, output: Path, db: str | None) -> None:
    """The command given again ends well, and as a run that nothing disturbed."""
    options = ["--db", db] if db else []
    code, said = extractor("run", calm / "in.jsonl", "--output", output, *options)
    assert (code, "going on after" in said) == (0, True), said
    assert output.read_bytes() == (calm / "out.jsonl").read_bytes()
    if db:
        found, wanted = rows(db), rows(f"sqlite:///{calm / 'calm.db'}")
        # Each version notes the run that wrote it, and the commands are not the same.
        for each in (found, wanted):
            each["document_versions"] = [row[:4] + row[5:] for row in each["document_versions"]]
        assert [name for name in wanted if found[name] != wanted[name]] == []


def limited(size: int) -> Callable[[], None]:
    """No file may grow beyond `size` bytes, as on a disk with little left."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


def without_privilege() -> None:
    """The superuser keeps its name and loses what makes it stand above the modes of files."""
    if os.geteuid() == 0:
        header = (ctypes.c_uint32 * 2)(CAPABILITIES, 0)
        assert ctypes.CDLL(None).capset(header, (ctypes.c_uint32 * 6)()) == 0


def test_a_full_disk_under_a_file(tmp_path: Path, calm: Path) -> None:
    output = tmp_path / "out.jsonl"
    code, said = extractor("run", calm / "in.jsonl", "--output", output, before=limited(HALF_A_FILE))
    assert (code, said) == (1, f"error: {output}: File too large\n")
    assert not output.exists()
    assert 0 < (tmp_path / ".out.jsonl.part").stat().st_size <= HALF_A_FILE
    completes(calm, output, None)


@pytest.mark.parametrize("moment", ["in mid-run", "while deals are made"])
def test_a_full_disk_under_a_database(tmp_path: Path, calm: Path, moment: str) -> None:
    size = HALF_A_DATABASE if moment == "in mid-run" else (calm / "calm.db").stat().st_size - 10_000
    db = f"sqlite:///{tmp_path / 'funding.db'}"
    code, said = extractor(
        "run", calm / "in.jsonl", "--output", tmp_path / "out.jsonl", "--db", db, before=limited(size)
    )
    assert (code, said.startswith(f"error: {db}: ")) == (1, True), said
    assert "the disk may be full" in said
    assert 0 < stored(db) < COUNT or moment == "while deals are made"
    completes(calm, tmp_path / "out.jsonl", db)


def test_a_connection_lost_in_mid_run(
    tmp_path: Path, calm: Path, postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, batches = DatabaseSink.write_many, []

    def hang_up(sink: DatabaseSink, *items: Any, **options: Any) -> None:
        batches.append(None)
        if len(batches) == 5:
            with psycopg.connect(postgresql, autocommit=True) as other:
                query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                other.execute(query + " AND datname = current_database()")
        write(sink, *items, **options)

    monkeypatch.setattr(DatabaseSink, "write_many", hang_up)
    code, said = extractor("run", calm / "in.jsonl", "--output", tmp_path / "out.jsonl", "--db", postgresql)
    monkeypatch.undo()
    assert (code, said.startswith("error: postgresql")) == (1, True), said
    assert "terminating connection" in said or "closed" in said
    assert 0 < stored(postgresql) < COUNT
    completes(calm, tmp_path / "out.jsonl", postgresql)


@pytest.mark.parametrize("what", ["folder", "database"])
def test_a_file_that_became_read_only(tmp_path: Path, calm: Path, what: str) -> None:
    """After a first part was written: then the rights are gone, and come back."""
    kept = tmp_path / "kept"
    kept.mkdir()
    output = (kept if what == "folder" else tmp_path) / "out.jsonl"
    db = None if what == "folder" else f"sqlite:///{kept / 'funding.db'}"
    words = ("run", calm / "in.jsonl", "--output", output, *(("--db", db) if db else ()))

    assert extractor(*words, before=limited(HALF_A_FILE if what == "folder" else HALF_A_DATABASE))[0] == 1
    for file in kept.iterdir():
        file.chmod(0o444)
    kept.chmod(0o555)
    code, said = extractor(*words, before=without_privilege)
    assert code == 1
    cause = f"{db}: the file is read-only" if db else f"{output}: Permission denied"
    assert f"error: {cause}\n" in said
    kept.chmod(0o777)
    for file in kept.iterdir():
        file.chmod(0o666)
    completes(calm, output, db)
