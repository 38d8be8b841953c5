"""`extractor run` over the web, as a user runs it: what is left out, what the record holds, going on after Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from benchmarks.loopback import (
    Behaviour,
    Host,
    article,
    gzip_bomb,
    gzip_bomb_of_one_piece,
    redirect,
    reply,
    stall,
    status,
)
from tests.test_cli_fetching import MORE, OTHER, PAGE, QUICK, command

ORDINARY = article("The home team won", "The home team won the second half.", "The crowd went home in the rain.")
THIRD = article("Tarnwater raises $9 million", "Tarnwater raised $9 million in a seed round.", MORE)
CHANGED = PAGE.replace(b"<head>", b'<head><meta property="article:modified_time" content="2024-05-09T08:00:00Z">')


@pytest.fixture
def host() -> Iterator[Host]:
    pages: dict[str, Behaviour] = {"/a": reply(CHANGED), "/b": reply(OTHER), "/rain": reply(ORDINARY)}
    with Host(pages | {"/moved": redirect("/step"), "/step": redirect("/a"), "/copy": reply(OTHER)}) as running:
        yield running


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_what_is_screened_out_is_counted_with_its_reason_and_is_no_failure(host: Host, tmp_path: Path) -> None:
    output, failures = tmp_path / "out.jsonl", tmp_path / "failed.jsonl"
    names = [host.url("/rain"), host.url("/b")]
    done = command(tmp_path, "run", *names, "--output", str(output), "--failures", str(failures), *QUICK)
    assert done.returncode == 0
    assert done.stderr == "1 document, 1 round, 1 left out by screening (1 no word of funding)\n"
    assert [(each["stage"], each["code"], each["source"]) for each in lines(failures)] == [
        ("screening", "screening.no_word", names[0])
    ]
    done = command(tmp_path, "run", *names, "--output", str(output), "--no-screening", *QUICK)
    assert done.stderr == "2 documents, 1 round\n"
    assert [record["relevance"]["is_funding"] for record in lines(output)] == [False, True]


def test_redirects_and_the_last_change_stand_in_the_record(host: Host, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    command(tmp_path, "run", host.url("/moved"), "--output", str(output), *QUICK)
    (record,) = lines(output)
    told = record["article"]
    assert told["url"] == host.url("/a")
    assert told["redirects"] == [{"url": host.url(path), "status": 302} for path in ("/moved", "/step")]
    assert (told["modified_on"], told["modified_basis"]) == ("2024-05-09", "open_graph")


def test_a_database_holds_what_was_screened_out_the_redirects_and_the_last_change(host: Host, tmp_path: Path) -> None:
    file = tmp_path / "funding.db"
    done = command(tmp_path, "run", host.url("/rain"), host.url("/moved"), "--db", f"sqlite:///{file}", *QUICK)
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT documents, screened, output_sizes FROM runs").fetchall() == [
            (1, '{"screening.no_word": 1}', None)
        ]
        steps = connection.execute("SELECT url, status FROM redirects ORDER BY position").fetchall()
        changed = connection.execute("SELECT modified_on, modified_on_from, modified_basis FROM document_versions")
        assert changed.fetchall() == [("2024-05-09", "2024-05-09", "open_graph")]
    assert steps == [(host.url(path), 302) for path in ("/moved", "/step")]


@pytest.mark.parametrize("bomb", [gzip_bomb, gzip_bomb_of_one_piece])
def test_a_bomb_of_ten_gigabytes_stops_at_the_cap(host: Host, tmp_path: Path, bomb: Callable[[int], bytes]) -> None:
    body = bomb(9_800)
    assert 9_000_000 < len(body) < 10 * 1024 * 1024
    host.pages["/bomb"] = reply(body, headers={"Content-Encoding": "gzip"})
    arguments = ["run", host.url("/bomb"), "--output", str(tmp_path / "out.jsonl"), *QUICK, "--no-cache"]
    # A process that took the whole of it would be refused the memory.
    code = "import resource, sys; from extractor import cli; "
    code += "resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30)); sys.exit(cli.main(sys.argv[1:]))"
    begin = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code, *arguments], stderr=subprocess.PIPE, text=True, timeout=60)
    assert time.monotonic() - begin < 20
    assert (done.returncode, done.stderr.splitlines()[0]) == (
        1,
        f"error: {host.url('/bomb')}: the page is larger than 33,554,432 bytes when unpacked",
    )


@pytest.mark.parametrize("kind", ["file", "database"])
def test_a_run_that_is_interrupted_goes_on_without_asking_again(host: Host, tmp_path: Path, kind: str) -> None:
    host.pages |= {"/busy": status(503), "/slow": stall(60.0)}
    paths = ("/a", "/gone", "/rain", "/busy", "/copy", "/b", "/slow")
    names = [host.url(path) for path in paths]
    output, failures = tmp_path / "out.jsonl", tmp_path / "failed.jsonl"
    arguments = ["run", *names, "--failures", str(failures), "--output", str(output), "--allow-private", "--delay", "0"]
    arguments += ["--retries", "0", "--no-cache"]
    if kind == "database":
        arguments += ["--db", f"sqlite:///{tmp_path / 'funding.db'}"]
    stopped = interrupted(tmp_path, arguments)
    assert stopped.returncode == 130
    assert stopped.stderr.splitlines() == [
        f"error: {host.url('/gone')}: the host answered HTTP 404 Not Found",
        f"error: {host.url('/busy')}: the host answered HTTP 503 Service Unavailable",
        "interrupted; what is done is kept, and the same command goes on from there",
    ]
    assert not output.exists()
    assert [each["article"]["url"] for each in lines(tmp_path / ".out.jsonl.part")] == [
        host.url("/a"),
        host.url("/copy"),
    ]
    host.pages |= {"/busy": reply(THIRD), "/slow": reply(PAGE.replace(b"Larkspur", b"Fennmoor"))}
    host.log.requests.clear()
    done = command(tmp_path, *arguments)
    assert sorted(host.log.paths()) == ["/busy", "/robots.txt", "/slow"]
    assert done.stderr.splitlines() == [
        "going on after 5 inputs done before",
        "4 documents, 4 rounds, 1 left out by screening (1 no word of funding), 1 duplicate left out, 1 input failed",
    ]
    assert [each["article"]["url"] for each in lines(output)] == [
        host.url(path) for path in ("/a", "/copy", "/busy", "/slow")
    ]
    codes = ["fetching.not_found", "screening.no_word", "source.duplicate"]
    assert [each["code"] for each in lines(failures)] == codes


def test_a_failure_that_may_pass_ends_up_among_the_failures(host: Host, tmp_path: Path) -> None:
    host.pages["/busy"] = status(503)
    failures = tmp_path / "failed.jsonl"
    names = [host.url(path) for path in ("/busy", "/gone", "/b")]
    done = command(tmp_path, "run", *names, "--output", str(tmp_path / "o.jsonl"), "--failures", str(failures), *QUICK)
    assert done.stderr.splitlines()[-1] == "1 document, 1 round, 2 inputs failed"
    assert [each["code"] for each in lines(failures)] == ["fetching.not_found", "fetching.server_error"]


def test_fetching_that_is_interrupted_goes_on_without_asking_again(host: Host, tmp_path: Path) -> None:
    host.pages |= {"/busy": status(503), "/slow": stall(60.0)}
    folder = tmp_path / "pages"
    names = [host.url(path) for path in ("/a", "/gone", "/busy", "/b", "/slow")]
    arguments = [
        "fetch",
        *names,
        "--save",
        str(folder),
        "--allow-private",
        "--delay",
        "0",
        "--retries",
        "0",
        "--no-cache",
    ]
    process = subprocess.Popen([sys.executable, "-m", "extractor", *arguments], stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while len(list(folder.glob("*.html"))) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert errors.splitlines()[-1] == "interrupted; 2 pages saved, and the same command goes on from there"
    host.pages |= {"/busy": reply(THIRD), "/slow": reply(PAGE)}
    host.log.requests.clear()
    done = command(tmp_path, *arguments)
    assert sorted(host.log.paths()) == ["/busy", "/robots.txt", "/slow"]
    assert (done.returncode, done.stderr) == (0, "going on after 3 addresses done before\n2 pages saved\n")
    index = lines(folder / "fetched.ndjson")
    assert sorted((each["url"], each["file"] is not None) for each in index) == sorted(
        (name, "gone" not in name) for name in names
    )


def interrupted(folder: Path, arguments: list[str]) -> subprocess.CompletedProcess[str]:
    """Run the command and press Ctrl-C once it waits for the slow page and all before it is noted."""
    # Each result is noted at once, where a run would wait for more of them.
    code = "import sys; from extractor import cli; from extractor.commands import runs; runs._BATCH = 1; "
    code += "sys.exit(cli.main(sys.argv[1:]))"
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments], env=environment, stderr=subprocess.PIPE, text=True
    )
    part, deadline = folder / ".out.jsonl.part", time.monotonic() + 60
    while time.monotonic() < deadline and not (part.exists() and part.read_bytes().count(b"\n") == 2):
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    return subprocess.CompletedProcess(arguments, process.returncode, stderr=errors)
