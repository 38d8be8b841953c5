"""Thousands of addresses over many hosts with faults, through the command: `python -m benchmarks.fetch_many`.

Every address must end as a record or as a failure with the right code, no host may see more requests at once than
allowed, robots.txt is kept to, and a second run downloads no unchanged page again. Needs Linux, where all of
127.0.0.0/8 is this machine.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks.loopback import (
    Behaviour,
    Host,
    article,
    first,
    gzip_bomb,
    raw,
    redirect,
    reply,
    reset,
    stall,
    status,
    tagged,
)

PER_HOST = 4
EXTRACTED = "extracted"
_STALL = 30.0
_CLIPPED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9000\r\n\r\n<p>half"
_COMPANIES = ("Larkspur", "Quillon", "Brindleford", "Tarnwick", "Osmera", "Velthorne", "Cairnlight", "Hexbury")


@dataclass(frozen=True)
class Plan:
    """What each address must end as: `extracted`, or the code of a failure."""

    expected: Mapping[str, str]
    tagged: frozenset[str]
    disallowed: frozenset[str]


def page(host: int, number: int) -> bytes:
    """An article that no other page repeats."""
    company = f"{_COMPANIES[number % len(_COMPANIES)]} {host}x{number}"
    return article(
        f"{company} raises ${number + 1} million",
        f"{company} has raised ${number + 1} million in a Series A round led by Pomona Ventures of house {host}.",
        "The money goes into product, people and new markets, the company said in a statement on Tuesday.",
    )


# Of each hundred pages of a host; all the others are plain pages with an ETag.
_FAULTS: Sequence[tuple[int, str, Callable[[bytes], Behaviour]]] = (
    (3, "fetching.server_error", lambda _: status(500)),
    (3, EXTRACTED, lambda body: first(status(500), tagged(body))),
    (2, "fetching.reset", lambda _: reset()),
    (3, EXTRACTED, lambda body: first(reset(), tagged(body))),
    (1, "fetching.timeout", lambda _: stall(_STALL)),
    (2, EXTRACTED, lambda body: first(stall(_STALL), tagged(body))),
    (2, "fetching.redirects", lambda _: redirect("?again")),
    (2, EXTRACTED, lambda body: first(status(429, Retry_After="1"), tagged(body))),
    (3, "fetching.not_found", lambda _: status(404)),
    (2, "fetching.truncated", lambda _: raw(_CLIPPED)),
    (1, "fetching.too_large", lambda _: reply(gzip_bomb(100), headers={"Content-Encoding": "gzip"})),
    (2, "fetching.content_type", lambda _: reply(b"%PDF-1.7", kind="application/pdf")),
    (3, EXTRACTED, lambda body: reply(gzip.compress(body), headers={"Content-Encoding": "gzip"})),
    (2, EXTRACTED, lambda body: reply(body, kind="text/html; charset=utf-9")),
)
_DISALLOWED = 3


def plan_pages(hosts: Sequence[Host], per_host: int) -> Plan:
    """Fill the hosts with pages and faults, always the same ones."""
    expected: dict[str, str] = {}
    marked: set[str] = set()
    disallowed: set[str] = set()
    for index, host in enumerate(hosts):
        host.pages["/robots.txt"] = reply(b"User-agent: *\nDisallow: /private/\n", kind="text/plain")
        for number, (code, make) in enumerate(_kinds(per_host)):
            path = f"/private/{number}" if code == "fetching.robots" else f"/news/{number}"
            url = host.url(path)
            expected[url] = code
            if make is None:
                host.pages[path] = tagged(page(index, number))
                (disallowed if code == "fetching.robots" else marked).add(url)
            else:
                host.pages[path] = make(page(index, number))
                if code == "fetching.redirects":
                    host.pages[f"{path}?again"] = redirect(path)
    return Plan(expected, frozenset(marked), frozenset(disallowed))


def _kinds(per_host: int) -> Iterator[tuple[str, Callable[[bytes], Behaviour] | None]]:
    kinds: list[tuple[str, Callable[[bytes], Behaviour] | None]] = []
    for share, code, make in _FAULTS:
        kinds += [(code, make)] * max(1, round(share * per_host / 100))
    kinds += [("fetching.robots", None)] * max(1, round(_DISALLOWED * per_host / 100))
    kinds += [(EXTRACTED, None)] * (per_host - len(kinds))
    return iter(kinds[:per_host])


@dataclass(frozen=True)
class Outcome:
    """One run of the command: what each address ended as, and what it took."""

    ended: Mapping[str, str]
    seconds: float
    exit_code: int
    messages: str


def run(urls: Sequence[str], folder: Path, timeout: float) -> Outcome:
    """`extractor run` over a file of addresses."""
    listed, output, failures = folder / "addresses.txt", folder / "records.jsonl", folder / "failures.jsonl"
    listed.write_text("".join(f"{url}\n" for url in urls), encoding="utf-8")
    begin = time.monotonic()
    command = [sys.executable, "-m", "extractor", "run", str(listed), "--output", str(output), "--allow-private"]
    command += [
        "--failures",
        str(failures),
        "--cache",
        str(folder / "pages.sqlite"),
        "--delay",
        "0",
        "--connections",
        "40",
    ]
    command += ["--per-host", str(PER_HOST), "--retries", "1", "--timeout", str(timeout)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    ended = dict.fromkeys(_field(output, "article", "url"), EXTRACTED)
    for failure in _lines(failures):
        ended[failure["source"]] = failure["code"]
    return Outcome(ended, time.monotonic() - begin, done.returncode, done.stderr)


def _lines(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


def _field(path: Path, *names: str) -> Iterator[str]:
    for value in _lines(path):
        found: object = value
        for name in names:
            assert isinstance(found, dict)
            found = found[name]
        yield str(found)


@dataclass(frozen=True)
class Report:
    """What two runs over the same hosts showed; `wrong` maps addresses to what they ended as and should have."""

    first: Outcome
    second: Outcome
    wrong: Mapping[str, tuple[str | None, str]]
    most_open: int
    disallowed_asked: int
    downloaded_again: int
    requests: int


def measure(host_count: int, per_host: int, folder: Path, timeout: float) -> Report:
    """Two runs over so many hosts with so many pages each."""
    with ExitStack() as running:
        hosts = [running.enter_context(Host(address=f"127.0.1.{number + 1}")) for number in range(host_count)]
        plan = plan_pages(hosts, per_host)
        urls = list(plan.expected)
        random.Random(7).shuffle(urls)
        before = run(urls, folder, timeout)
        requests = sum(len(host.log.requests) for host in hosts)
        for host in hosts:
            host.log.requests.clear()
            host.log.downloads.clear()
        after = run(urls, folder, timeout)
        downloads = {host.url(path) for host in hosts for path in host.log.downloads}
        asked = {host.url(request.path) for host in hosts for request in host.log.requests}
        wrong = {
            url: (outcome.ended.get(url), code)
            for outcome in (before, after)
            for url, code in plan.expected.items()
            if outcome.ended.get(url) != code
        }
        return Report(
            before,
            after,
            wrong,
            most_open=max(host.log.most_open for host in hosts),
            disallowed_asked=len(asked & plan.disallowed),
            downloaded_again=len(downloads & plan.tagged),
            requests=requests,
        )


def main() -> int:
    """Print what was measured; 1 when anything is not as it must be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hosts", type=int, default=20)
    parser.add_argument("--per-host", type=int, default=100)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report = measure(chosen.hosts, chosen.per_host, Path(folder), timeout=3.0)
    print(f"{chosen.hosts * chosen.per_host} addresses over {chosen.hosts} hosts, {report.requests} requests")
    print(f"first run {report.first.seconds:.0f} s, second run {report.second.seconds:.0f} s")
    for code, count in Counter(report.first.ended.values()).most_common():
        print(f"  {count:5} {code}")
    print(f"most requests open at one host: {report.most_open} (allowed: {PER_HOST})")
    print(f"disallowed pages asked: {report.disallowed_asked}")
    print(f"unchanged pages downloaded again in the second run: {report.downloaded_again}")
    for url, (ended, expected) in report.wrong.items():
        print(f"WRONG {url}: {ended}, expected {expected}")
    is_good = not (report.wrong or report.disallowed_asked or report.downloaded_again) and report.most_open <= PER_HOST
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
