"""Memory and pace over a large archive: `python -m benchmarks.archive_memory --megabytes 200`.

Writes a WARC.gz of so many MB from the sample pages (or from generated ones where there are none), each page made
different by its address and a line of its own, and runs `extractor run` over it.
"""

from __future__ import annotations

import argparse
import gzip
import io
import itertools
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.loopback import article

_SAMPLES = Path("../shared/pages/html")
# A page's own word on its address would make all its editions one.
_OWN_ADDRESS = re.compile(rb"canonical|og:url|mainEntityOfPage", re.IGNORECASE)


def page_bytes() -> Iterator[bytes]:
    """Pages without end, no two alike."""
    samples = sorted(_SAMPLES.glob("*.html.gz"))
    for number in itertools.count():
        if samples:
            own = f"<p>Edition {number} of this page.</p></body>".encode()
            page = gzip.decompress(samples[number % len(samples)].read_bytes())
            yield _OWN_ADDRESS.sub(b"was", page).replace(b"</body>", own, 1)
        else:
            noise = random.Random(number)
            words = (f"w{noise.randrange(50_000)}" for _ in range(8_000))
            yield article(f"Larkspur {number} raises ${number} million", " ".join(words))


def write_archive(path: Path, size: int, pages: Iterator[bytes] | None = None) -> int:
    """Write pages as WARC responses, each its own gzip member, until the file has `size` bytes; how many they are."""
    count = 0
    with path.open("wb") as stream:
        for page in pages or page_bytes():
            http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(page) + page
            head = (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example/{count}\r\n"
                f"WARC-Date: 2024-05-06T08:00:00Z\r\nWARC-Record-ID: <urn:uuid:{count:032x}>\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
            )
            stream.write(gzip.compress(head.encode() + http + b"\r\n\r\n", 6))
            count += 1
            if stream.tell() >= size:
                return count
    return count


def main() -> int:
    """Print what was measured; 1 when the run took more memory than the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=200)
    parser.add_argument("--limit", type=int, default=400, help="MB of memory")
    parser.add_argument("--no-screening", action="store_true", help="read every page")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive, output, failures = folder / "news.warc.gz", folder / "records.jsonl", folder / "failures.jsonl"
        pages = write_archive(archive, chosen.megabytes * 1024 * 1024)
        print(f"{pages} pages, {archive.stat().st_size / 1024**2:.0f} MB packed", flush=True)
        command = [sys.executable, "-m", "extractor", "run", str(archive), *["--no-screening"] * chosen.no_screening]
        begin = time.monotonic()
        process = subprocess.Popen(
            [*command, "--output", str(output), "--failures", str(failures)], stderr=subprocess.PIPE, text=True
        )
        _, messages = process.communicate()
        seconds = time.monotonic() - begin
        codes = Counter(json.loads(line)["code"] for line in io.StringIO(failures.read_text(encoding="utf-8")))
        records = sum(1 for _ in output.open("rb"))
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{messages.splitlines()[-1]}; {records} records, failures: {dict(codes)}")
    print(f"{seconds:.0f} s, {pages / seconds:.1f} pages/s, {memory:.0f} MB of memory at most, {os.cpu_count()} cores")
    return 0 if memory < chosen.limit and records + codes.total() == pages else 1


if __name__ == "__main__":
    sys.exit(main())
