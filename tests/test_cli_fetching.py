"""`extractor run` and `extractor fetch` over addresses, as a user runs them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.loopback import Host, article, redirect, reply, stall, status, tagged

MORE = "The money goes into product, people and new markets, the company said in a statement on Tuesday."
PAGE = article(
    "Larkspur raises $4 million", "Larkspur has raised $4 million in a seed round led by Pomona Ventures.", MORE
)
OTHER = article(
    "Quillon raises €6 million", "Quillon raised €6 million in a Series A round from Aldgate Capital.", MORE
)


@pytest.fixture
def host() -> Iterator[Host]:
    with Host({"/a": tagged(PAGE), "/b": tagged(OTHER), "/copy": reply(PAGE), "/moved": redirect("/b")}) as running:
        yield running


def command(folder: Path, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    return subprocess.run(
        [sys.executable, "-m", "extractor", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=120,
        env=environment,
    )


QUICK = ("--allow-private", "--delay", "0", "--retries", "0", "--timeout", "5")


def test_a_run_over_addresses_writes_records_and_failures(host: Host, tmp_path: Path) -> None:
    output, failures = tmp_path / "out.jsonl", tmp_path / "failed.jsonl"
    names = [host.url(path) for path in ("/a", "/gone", "/copy", "/b")]
    done = command(
        tmp_path, "run", "-", "--output", str(output), "--failures", str(failures), *QUICK, stdin="\n".join(names)
    )
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"error: {host.url('/gone')}: the host answered HTTP 404 Not Found",
        "2 documents, 2 rounds, 1 duplicate left out, 1 input failed",
    ]
    records = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert [record["article"]["url"] for record in records] == [names[0], names[3]]
    failed = [json.loads(line) for line in failures.read_text(encoding="utf-8").splitlines()]
    assert [(failure["source"], failure["stage"], failure["code"]) for failure in failed] == [
        (names[1], "fetching", "fetching.not_found"),
        (names[2], "source", "source.duplicate"),
    ]


def test_duplicates_alone_are_no_failure(host: Host, tmp_path: Path) -> None:
    done = command(tmp_path, "run", host.url("/a"), host.url("/a"), "--output", str(tmp_path / "out.jsonl"), *QUICK)
    assert (done.returncode, done.stderr) == (0, "1 document, 1 round, 1 duplicate left out\n")


def test_pages_are_saved_with_an_index_and_can_be_read_later(host: Host, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    host.pages["/latin"] = reply(
        f"<h1>Café</h1><p>Café Larkspur has raised £3 million.</p><p>{MORE}</p>".encode("latin-1"),
        kind="text/html; charset=latin-1",
    )
    names = [host.url(path) for path in ("/a", "/moved", "/gone", "/latin")]
    done = command(tmp_path, "fetch", *names, "--save", str(folder), *QUICK)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "3 pages saved, 1 input failed"
    index = [json.loads(line) for line in (folder / "fetched.ndjson").read_text(encoding="utf-8").splitlines()]
    assert [entry["url"] for entry in index] == names
    assert index[1]["redirects"] == [{"url": names[1], "status": 302}]
    assert index[2]["code"] == "fetching.not_found"
    assert (folder / index[0]["file"]).read_bytes() == PAGE
    assert "Café" in (folder / index[3]["file"]).read_text(encoding="utf-8-sig")
    again = command(tmp_path, "fetch", names[0], "--save", str(folder), *QUICK)
    assert again.stderr == "1 page saved (1 unchanged)\n"
    assert host.log.downloads.count("/a") == 1
    read = command(tmp_path, "run", str(folder), "--output", str(tmp_path / "out.jsonl"))
    assert read.returncode == 0
    assert "documents" in read.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "https://news.example/", "--per-host", "0"], "0 is not 1 or more"),
        (["run", "https://news.example/", "--delay", "-1"], "-1 is not 0 or more"),
        (["run", "https://news.example/", "--delay", "nan"], "nan is not 0 or more"),
        (["run", "https://news.example/", "--timeout", "soon"], "'soon' is no number"),
        (["run", "https://news.example/", "--contact", "a\r\nHost: b"], "plain text on one line"),
        (["run", "https://news.example/", "--cache", "x", "--no-cache"], "not allowed with argument"),
        (["run", "a.jsonl", "--failures", "a.jsonl"], "the output would replace an input"),
        (["fetch", "https://news.example/"], "--save"),
        (["fetch", "nowhere.txt", "--save", "pages"], "nowhere.txt: neither a web address nor a file of addresses"),
    ],
)
def test_wrong_use_is_told(tmp_path: Path, arguments: list[str], message: str) -> None:
    done = command(tmp_path, *arguments)
    assert done.returncode == 2
    assert message in done.stderr


def test_private_addresses_are_refused_unless_allowed(host: Host, tmp_path: Path) -> None:
    done = command(tmp_path, "run", host.url("/a"))
    assert done.returncode == 1
    assert "127.0.0.1 is a loopback address; only --allow-private fetches it" in done.stderr
    assert host.log.requests == []


def test_an_interrupt_keeps_what_is_done_and_ends_at_once(host: Host, tmp_path: Path) -> None:
    host.pages["/slow"] = stall(60.0)
    output = tmp_path / "out.jsonl"
    arguments = [sys.executable, "-m", "extractor", "run", host.url("/a"), host.url("/slow"), "--output", str(output)]
    process = subprocess.Popen(
        [*arguments, "--allow-private", "--no-cache", "--delay", "0"], stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 60
    while "/slow" not in host.log.paths() and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    begin = time.monotonic()
    _, errors = process.communicate(timeout=30)
    # where a compiled module was being imported, Python ends by the signal itself, which a shell shows as 130, too
    assert process.returncode in (130, -signal.SIGINT)
    assert errors == "interrupted; what is done is kept, and the same command goes on from there\n"
    assert time.monotonic() - begin < 10
    assert "Traceback" not in errors


@pytest.mark.parametrize("kind", ["file", "database"])
def test_a_run_over_addresses_that_was_killed_goes_on(host: Host, tmp_path: Path, kind: str) -> None:
    """Each record, failure and duplicate once, as if nothing had happened."""
    host.pages["/slow"] = stall(60.0)
    output, failures = tmp_path / "out.jsonl", tmp_path / "failed.jsonl"
    long = host.url("/" + "long" * 100)
    names = [host.url("/a"), long, host.url("/copy"), host.url("/b"), host.url("/slow")]
    arguments = ["run", *names, "--failures", str(failures), "--output", str(output), "--allow-private", "--delay", "0"]
    if kind == "database":
        arguments += ["--db", f"sqlite:///{tmp_path / 'funding.db'}"]
    # Each result is noted at once, where a run would wait for more of them.
    code = "import sys; from extractor import cli; from extractor.commands import runs; runs._BATCH = 1; "
    code += "cli.main(sys.argv[1:])"
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    process = subprocess.Popen([sys.executable, "-c", code, *arguments], env=environment)
    part, deadline = tmp_path / ".out.jsonl.part", time.monotonic() + 60
    while time.monotonic() < deadline and not (part.exists() and part.read_bytes().count(b"\n") == 2):
        time.sleep(0.05)
    time.sleep(0.5)
    process.kill()
    process.wait(timeout=30)
    host.pages["/slow"] = reply(
        article("Tarnwater raises $9 million", "Tarnwater raised $9 million in a seed round.", MORE)
    )
    done = command(tmp_path, *arguments)
    assert done.returncode == 1
    told = done.stderr.splitlines()
    assert (told[0], told[-1]) == (
        "going on after 4 inputs done before",
        "3 documents, 3 rounds, 1 duplicate left out, 1 input failed",
    )
    records = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert [record["article"]["url"] for record in records] == [names[0], names[3], names[4]]
    failed = [json.loads(line) for line in failures.read_text(encoding="utf-8").splitlines()]
    assert [(failure["source"], failure["code"]) for failure in failed] == [
        (long, "fetching.not_found"),
        (names[2], "source.duplicate"),
    ]
    assert not list(tmp_path.glob(".*.progress"))


def test_pages_are_extracted_by_workers_too(host: Host, tmp_path: Path) -> None:
    names = [host.url(path) for path in ("/a", "/gone", "/copy", "/b")]
    arguments = ["run", *names, "--output", str(tmp_path / "out.jsonl"), "--workers", "2", "--connections", "3", *QUICK]
    done = command(tmp_path, *arguments)
    assert done.stderr.splitlines()[-1] == "2 documents, 2 rounds, 1 duplicate left out, 1 input failed"


def test_hosts_that_fail_leave_the_others_alone(host: Host, tmp_path: Path) -> None:
    with Host({"/robots.txt": status(500)}, address="127.0.0.3") as broken:
        done = command(tmp_path, "run", broken.url("/a"), host.url("/a"), "--output", str(tmp_path / "o.jsonl"), *QUICK)
    assert done.returncode == 1
    assert "robots.txt of the host cannot be read, so nothing is fetched from it" in done.stderr
    assert "1 document, 1 round, 1 input failed" in done.stderr
