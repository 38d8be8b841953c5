"""What the command line says about fetching: its options, and `extractor fetch`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

from extractor import __version__
from extractor.errors import SourceError, UsageError
from extractor.reporting.progress import ProgressLine
from extractor.settings import FetchSettings

if TYPE_CHECKING:
    from extractor.engines import Item
    from extractor.fetching.page import FetchedPage
    from extractor.records import Failure
    from extractor.sources.web import Earlier, Web

_DEFAULTS = FetchSettings()
_SOURCES = (
    "web address of a page, feed or sitemap; file of addresses, feed or sitemap; - for addresses on standard input"
)


def add_fetch_options(parser: argparse.ArgumentParser) -> None:
    """The options that say how pages are fetched."""
    group = parser.add_argument_group("fetching")
    group.add_argument("--failures", metavar="FILE", help="write a JSON line for each input that yields nothing")
    group.add_argument("--ignore-robots", action="store_true", help="fetch what robots.txt disallows, at any rate")
    group.add_argument("--allow-private", action="store_true", help="fetch from private and loopback addresses too")
    _add_number(group, "--delay", _DEFAULTS.delay, "seconds between two requests to a host", least=0.0)
    _add_count(group, "--per-host", _DEFAULTS.per_host, "requests open at once to one host")
    _add_count(group, "--connections", _DEFAULTS.workers, "requests open at once to all hosts")
    _add_number(group, "--timeout", _DEFAULTS.page_timeout, "seconds for one page", least=0.1)
    _add_count(group, "--retries", _DEFAULTS.retries, "further tries after a fault that may pass", least=0)
    _add_count(group, "--max-pages", _DEFAULTS.most_addresses, "pages taken from feeds and sitemaps", least=0)
    group.add_argument("--feed-text", action="store_true", help="take articles that a feed holds whole from the feed")
    group.add_argument("--contact", metavar="TEXT", type=_one_line, help="mail or web address that hosts are told")
    cache = group.add_mutually_exclusive_group()
    cache.add_argument("--cache", metavar="FILE", help="pages of earlier runs (default: in the user's cache folder)")
    cache.add_argument("--no-cache", action="store_true", help="keep no pages and use none of earlier runs")


def _add_number(group: argparse._ArgumentGroup, name: str, default: float, meaning: str, *, least: float) -> None:
    kind = _at_least(least, float)
    group.add_argument(name, metavar="S", type=kind, default=default, help=f"{meaning} (default: {default:g})")


def _add_count(group: argparse._ArgumentGroup, name: str, default: int, meaning: str, *, least: int = 1) -> None:
    kind = _at_least(least, int)
    group.add_argument(name, metavar="N", type=kind, default=default, help=f"{meaning} (default: {default:,})")


def _at_least(least: float, kind: Callable[[str], float]) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            value = kind(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text!r} is no number") from None
        if not least <= value < 1e9:
            raise argparse.ArgumentTypeError(f"{text} is not {least:g} or more")
        return value

    return read


def _one_line(text: str) -> str:
    if not text.isprintable() or not text.isascii():
        raise argparse.ArgumentTypeError("a contact is plain text on one line")
    return text


def fetch_settings(chosen: argparse.Namespace) -> FetchSettings:
    """The settings that the options ask for."""
    contact = f" (+{chosen.contact})" if chosen.contact else ""
    return FetchSettings(
        user_agent=f"fundingwire/{__version__}{contact}",
        respect_robots=not chosen.ignore_robots,
        allow_private=chosen.allow_private,
        delay=chosen.delay,
        per_host=chosen.per_host,
        workers=chosen.connections,
        read_timeout=min(_DEFAULTS.read_timeout, chosen.timeout),
        connect_timeout=min(_DEFAULTS.connect_timeout, chosen.timeout),
        page_timeout=chosen.timeout,
        retries=chosen.retries,
        most_addresses=chosen.max_pages,
        feed_text=chosen.feed_text,
        cache=None if chosen.no_cache else chosen.cache or _default_cache(),
    )


def _default_cache() -> str:
    """https://specifications.freedesktop.org/basedir-spec/latest/"""
    root = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return str(Path(root) / "fundingwire" / "pages.sqlite")


class Run:
    """What a run tells while it goes: its progress, and each failure, once. Use as a context manager."""

    def __init__(self, failures: str | None) -> None:
        self.failed = 0
        self.duplicates = 0
        self.done = 0
        self.web: Web | None = None
        self._line = ProgressLine(sys.stderr)
        self._target = failures
        self._write: Callable[[Failure], None] | None = None
        self._open = ExitStack()

    def __enter__(self) -> Run:
        self._open.enter_context(self._line)
        if self._target:
            from extractor.sinks.jsonl import JsonlSink

            self._write = self._open.enter_context(JsonlSink(self._target)).write
        return self

    def __exit__(self, *error: object) -> None:
        self._open.__exit__(*error)  # type: ignore[arg-type]

    def fetching(self, settings: FetchSettings, *, with_texts: bool = True, earlier: Earlier | None = None) -> Web:
        """The web under these settings, see `Web`; it is closed when the run ends."""
        from extractor.sources.web import NOTHING_EARLIER, Web

        web = Web(settings, on_wait=self.draw, with_texts=with_texts, earlier=earlier or NOTHING_EARLIER)
        self.web = self._open.enter_context(closing(web))
        return self.web

    def draw(self) -> None:
        """Show how far the run is."""
        progress = self.web.progress if self.web else None
        if progress is None:
            self._line.draw(self.done, None, self.failed)
        else:
            self._line.draw(progress.done, progress.known, self.failed)

    def note(self, failure: Failure) -> None:
        """Tell a failure; a duplicate, and what screening leaves out, is only written."""
        if self._write is not None:
            self._write(failure)
        if failure.is_duplicate or failure.is_screened:
            self.duplicates += failure.is_duplicate
            return
        self.failed += 1
        self._line.say(f"error: {place(failure)}: {failure.message}")

    def watched(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items as they are taken, showing how far the run is."""
        for item in items:
            self.draw()
            yield item
            self.done += 1


def place(failure: Failure) -> str:
    """`FILE:LINE`, or the file or address alone."""
    return failure.source if failure.line is None else f"{failure.source}:{failure.line}"


def counted(count: int, noun: str) -> str:
    """`1 document`, `2 documents`, `2 addresses`."""
    return f"{count} {noun}{'' if count == 1 else 'es' if noun.endswith('s') else 's'}"


_LACKS = {
    "screening.no_word": "no word of funding",
    "screening.no_money": "no money or round near one",
    "screening.weak_word": "one weak word of funding",
    "screening.few_words": "few words of funding in a long text",
    "screening.no_page": "no HTML page",
}


def left_out(duplicates: int, failed: int, screened: Mapping[str, int] | None = None) -> Iterator[str]:
    """`9 pages left out by screening (…)`, `2 duplicates left out` and `1 input failed`, where there are any."""
    if screened:
        reasons = ", ".join(f"{count} {_LACKS.get(code, code)}" for code, count in sorted(screened.items()))
        yield f"{sum(screened.values())} left out by screening ({reasons})"
    if duplicates:
        yield f"{counted(duplicates, 'duplicate')} left out"
    if failed:
        yield f"{counted(failed, 'input')} failed"


def add_fetch(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command `fetch`."""
    fetch = commands.add_parser("fetch", help="save web pages into a folder, without extraction")
    fetch.add_argument("sources", nargs="+", metavar="URL", help=_SOURCES)
    fetch.add_argument("--save", required=True, metavar="DIR", help="folder for the pages and their index")
    fetch.add_argument(
        "--restart", action="store_true", help="begin anew where an interrupted one could be gone on with"
    )
    add_fetch_options(fetch)
    fetch.set_defaults(command=_fetch)


def _fetch(chosen: argparse.Namespace) -> int:
    from extractor.sinks.page_folder import PageFolder
    from extractor.sources.reader import failure

    saved = unchanged = 0
    try:
        with Run(chosen.failures) as run, PageFolder(chosen.save, restart=chosen.restart) as folder:
            if folder.done_before:
                print(f"going on after {counted(folder.done_before, 'address')} done before", file=sys.stderr)
            web = run.fetching(fetch_settings(chosen), with_texts=False, earlier=folder)
            for page in web.pages(_addresses(chosen.sources)):
                run.draw()
                if isinstance(page, SourceError):
                    run.note(failure(page))
                    folder.note({"url": page.source, "file": None, "code": page.code, "message": page.cause})
                    continue
                folder.write(page.readable_body(), url=page.asked, facts=_facts(page))
                saved += 1
                unchanged += page.is_unchanged
    except KeyboardInterrupt:
        kept = f"{counted(saved, 'page')} saved, and the same command goes on from there"
        print(f"interrupted; {kept}", file=sys.stderr)
        return 130
    counts = f"{counted(saved, 'page')} saved" + (f" ({unchanged} unchanged)" if unchanged else "")
    print(", ".join([counts, *left_out(run.duplicates, run.failed)]), file=sys.stderr)
    return 1 if run.failed else 0


def _facts(page: FetchedPage) -> dict[str, object]:
    """What the index says of a page besides its address and its file."""
    redirects = [{"url": step.url, "status": step.status} for step in page.redirects]
    facts: dict[str, object] = {"final_url": page.url, "redirects": redirects, "media_type": page.media_type}
    return facts | {"unchanged": page.is_unchanged}


def _addresses(names: Sequence[str]) -> Iterator[str | SourceError]:
    from extractor.fetching.page import FeedEntry
    from extractor.sources.address_files import addresses_in
    from extractor.sources.address_lists import is_address, read_addresses

    for name in names:
        if is_address(name):
            yield name
        elif name == "-":
            yield from read_addresses(sys.stdin.buffer, origin="<stdin>")
        else:
            addresses = addresses_in(Path(name)) if Path(name).is_file() else None
            if addresses is None:
                raise UsageError(f"{name}: neither a web address nor a file of addresses")
            yield from (each.address if isinstance(each, FeedEntry) else each for each in addresses)
