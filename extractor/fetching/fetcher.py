"""Many addresses at once: one lane a host, a few workers over all lanes, results in the order asked."""

from __future__ import annotations

import math
import random
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from urllib.parse import urljoin

from extractor.article import Redirect
from extractor.errors import FetchError, SourceError
from extractor.fetching.connections import Watch, new_session
from extractor.fetching.endings import address_of, asked_of, named, page_of, with_feed
from extractor.fetching.exchange import Answer, ask
from extractor.fetching.guard import Resolver, host_key, split_address, system_resolver
from extractor.fetching.lanes import Job, Lane, Lanes
from extractor.fetching.page import FeedEntry, FetchedPage, Listed
from extractor.fetching.robots import RobotsRules, read_robots, robots_after
from extractor.fetching.slots import Slot, Waiting
from extractor.fetching.store import PageStore
from extractor.reading.addresses import canonical_url
from extractor.settings import FetchSettings

# Addresses taken from the input before their turn: enough to keep all hosts busy, few enough for any memory.
_AHEAD = 5_000
_DEEPEST_LISTING = 3
# Texts of feeds that wait with their addresses; beyond this, only the addresses are kept.
_MOST_FEED_BYTES = 64 * 1024 * 1024
_TICK = 0.25
_LONGEST_BACKOFF = 30.0
# These say that the host itself is in trouble, not the page.
_HOST_FAILURES = frozenset({"fetching.dns", "fetching.connect", "fetching.timeout", "fetching.reset"})

# What a feed or a sitemap lists, in its order; None for any other page.
Expand = Callable[[FetchedPage], Sequence[Listed] | None]


def no_listing(page: FetchedPage) -> None:
    """Take every page as a page."""


def nothing_done(address: str) -> bool:
    """Ask for every address."""
    return False


@dataclass(slots=True)
class Progress:
    """How far a fetcher is: addresses known so far, and those that have their result."""

    known: int = 0
    done: int = 0


class Fetcher:
    """Fetches addresses within the limits of its settings; use as a context manager.

    `expand` turns feeds and sitemaps into the addresses they list, which are fetched in their place; `on_wait` is
    called about four times a second while nothing is ready; `is_done` tells the addresses, in their canonical form,
    that an earlier part of the run has dealt with, which yield nothing; `resolve` finds the addresses of names.
    Raises UsageError when the cache cannot be used.
    """

    def __init__(
        self,
        settings: FetchSettings,
        *,
        expand: Expand = no_listing,
        on_wait: Callable[[], None] = lambda: None,
        is_done: Callable[[str], bool] = nothing_done,
        resolve: Resolver = system_resolver,
    ) -> None:
        self.settings = settings
        self.progress = Progress()
        self._expand = expand
        self._on_wait = on_wait
        self._is_done = is_done
        self._resolve = resolve
        self._store = PageStore(settings.cache) if settings.cache else None
        self._watch = Watch()
        self._lock = threading.RLock()
        self._has_result = threading.Condition(self._lock)
        self._has_work = threading.Condition(self._lock)
        self._lanes = Lanes(settings.delay, settings.per_host)
        self._seen: dict[str, Slot] = {}
        self._listed = 0
        self._feed_bytes = 0
        self._waiting = Waiting()
        self._is_closed = False
        self._workers: list[threading.Thread] = []

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Cut what is still open, and stop."""
        with self._lock:
            self._is_closed = True
            self._has_work.notify_all()
        self._watch.close()
        for worker in self._workers:
            worker.join(2.0)
        self._lanes.close()
        self._waiting.close()
        if self._store is not None:
            self._store.close()

    def fetch_all(self, addresses: Iterable[Listed]) -> Iterator[FetchedPage | SourceError]:
        """A page or an error for every address, in the order given; errors among the addresses pass through.

        A feed or sitemap gives way to what it lists. An address that was asked before yields an error with code
        `source.duplicate`. What a feed carries stands in for a page that cannot be fetched, or for every page where
        the settings say so.
        """
        pending: deque[Slot] = deque()
        more = iter(addresses)
        is_more = True
        while True:
            while is_more and len(pending) < _AHEAD:
                address = next(more, None)
                if address is None:
                    is_more = False
                else:
                    with self._lock:
                        pending.append(self._added(address, 0))
            if not pending:
                return
            slot = pending.popleft()
            # Of the places of one address the first in order has the page, whichever was asked first.
            place = slot.same or slot
            if place.is_taken:
                cause = "this address was already asked in this run"
                yield SourceError(slot.address, cause, code="source.duplicate")
                continue
            self._await(place)
            place.is_taken = True
            pending.extendleft(reversed(place.children))
            place.children = ()
            with self._lock:
                result = self._waiting.take(place)
                self._feed_bytes -= len(place.feed_html or b"")
                place.feed_html = None
            if result is not None:
                yield result

    def _await(self, slot: Slot) -> None:
        while True:
            with self._lock:
                if slot.is_done or self._has_result.wait_for(lambda: slot.is_done, _TICK):
                    return
            self._on_wait()

    # From here on everything runs under the lock, but for what `_work` does without it.

    def _added(self, listed: Listed, depth: int) -> Slot:
        """A place for the address; its job, if it needs one, is under way."""
        slot = Slot(listed.source if isinstance(listed, SourceError) else address_of(listed), depth)
        self.progress.known += 1
        try:
            if isinstance(listed, SourceError):
                raise listed
            if isinstance(listed, FeedEntry) and self._feed_bytes + len(listed.html) <= _MOST_FEED_BYTES:
                slot.feed_html = listed.html
                self._feed_bytes += len(listed.html)
            address = slot.address.strip().partition("#")[0]
            key = canonical_url(address) or address
            if key in self._seen:
                slot.same = self._seen[key]
                self.progress.done += 1
                return slot
            if slot.feed_html is None or not self.settings.feed_text:
                split_address(address, allow_private=self.settings.allow_private)
            self._seen[key] = slot
            if self._is_done(key):
                slot.is_done = True
                self.progress.done += 1
            elif slot.feed_html is not None and self.settings.feed_text:
                self._fill(slot, FetchedPage(address, address, b"", feed_html=slot.feed_html))
            else:
                self._queue(Job(address, address, slot))
        except SourceError as error:
            self._fill(slot, error)
        return slot

    def _fill(self, slot: Slot, result: FetchedPage | SourceError) -> None:
        try:
            self._waiting.put(slot, with_feed(slot, result, only_feed=self.settings.feed_text))
        except OSError as error:  # a full disk must not leave the slot open
            cause = f"the page cannot be kept until its turn: {error.strerror}"
            self._waiting.put(slot, FetchError(asked_of(result), cause, code="fetching.internal"))
        self.progress.done += 1
        self._has_result.notify_all()

    def _queue(self, job: Job, not_before: float = 0.0) -> None:
        """Put a job into the lane of its host, and robots.txt before the first one."""
        lane = self._lanes.lane(host_key(split_address(job.url, allow_private=self.settings.allow_private)))
        if job.for_lane is None and lane.robots is None and self.settings.respect_robots:
            lane.robots = "pending"
            robots = urljoin(job.url, "/robots.txt")
            lane.add(Job(robots, robots, for_lane=lane))
        lane.add(job, not_before)
        self._schedule(lane)
        if len(self._workers) < self.settings.workers:
            worker = threading.Thread(target=self._work, name=f"fetch-{len(self._workers)}", daemon=True)
            self._workers.append(worker)
            worker.start()

    def _schedule(self, lane: Lane) -> None:
        self._lanes.schedule(lane)
        self._has_work.notify()

    def _take(self) -> tuple[Lane, Job] | None:
        """The next request that may start, when it may; None when the fetcher is closed."""
        while not self._is_closed:
            now = time.monotonic()
            found = self._lanes.next_ready(now)
            if not isinstance(found, Lane):
                self._has_work.wait(None if found == math.inf else found - now)
                continue
            job = found.take(now)
            try:
                self._check(found, job)
            except FetchError as error:  # decided without a request, so the next one need not wait
                self._settle(found, job, error, None)
                self._schedule(found)
                continue
            found.active += 1
            found.next_start = now + found.delay
            if found.session is None:
                found.session = new_session(self.settings, self._watch, self._resolve)
            self._schedule(found)
            return found, job
        return None

    def _check(self, lane: Lane, job: Job) -> None:
        """Raise FetchError for a page that robots.txt disallows, or whose host is given up."""
        if job.for_lane is not None:
            return
        if isinstance(lane.robots, RobotsRules):
            lane.robots.check(job.url)
            if lane.robots.crawl_delay > self.settings.longest_wait:
                cause = f"robots.txt of the host asks for {lane.robots.crawl_delay:g} s between pages"
                raise FetchError(job.url, cause, code="fetching.crawl_delay")
        if lane.failures >= self.settings.failures_in_row:
            cause = f"not asked: the last {lane.failures} pages of this host failed"
            raise FetchError(job.url, cause, code="fetching.host_down")

    def _work(self) -> None:
        while True:
            with self._lock:
                taken = self._take()
            if taken is None:
                return
            lane, job = taken
            listed = None
            try:
                outcome: Answer | SourceError
                outcome = answer = self._answer(lane, job)
                listed = self._listing(job, answer)
            except SourceError as error:
                outcome = error
            except Exception as error:  # one page that breaks the program must not cost the others
                cause = f"internal error, {type(error).__name__}: {error}"
                outcome = FetchError(job.asked, cause, code="fetching.internal")
            with self._lock:
                if self._is_closed:
                    return
                lane.active -= 1
                self._settle(lane, job, outcome, listed)
                self._schedule(lane)
                if lane.is_idle and lane.session is not None:
                    lane.session.close()
                    lane.session = None

    def _answer(self, lane: Lane, job: Job) -> Answer:
        """Ask the host, without the lock. Raises FetchError for everything that brings no page and no redirect."""
        assert lane.session is not None
        if job.for_lane is not None:
            return ask(lane.session, job.url, settings=self.settings, watch=self._watch, any_type=True)
        conditions = self._store.conditions(job.url) if self._store else {}
        answer = ask(lane.session, job.url, settings=self.settings, watch=self._watch, conditions=conditions)
        if self._store is None or answer.location is not None:
            return answer
        if answer.status == 304:
            return self._store.kept(job.url) or ask(lane.session, job.url, settings=self.settings, watch=self._watch)
        self._store.keep(answer)
        return answer

    def _listing(self, job: Job, answer: Answer) -> Sequence[Listed] | None:
        """What a feed or sitemap lists, None for any other answer."""
        if answer.location is not None or job.slot is None:
            return None
        listed = self._expand(page_of(job, answer))
        if listed is not None and job.slot.depth >= _DEEPEST_LISTING:
            return [FetchError(job.asked, "feeds and sitemaps are nested too deeply", code="fetching.nesting")]
        return listed

    def _settle(self, lane: Lane, job: Job, outcome: Answer | SourceError, listed: Sequence[Listed] | None) -> None:
        """Decide how a job goes on: again later, at another address, into the lanes as a list, or to its end."""
        if isinstance(outcome, FetchError) and self._is_repeated(lane, job, outcome):
            return
        if isinstance(outcome, Answer) and outcome.location is not None:
            try:
                self._follow(job, outcome, outcome.location)
                return
            except FetchError as error:
                outcome = error
        if job.for_lane is not None:
            self._set_robots(job.for_lane, outcome)
        elif job.slot is None:
            return
        elif isinstance(outcome, SourceError):
            if outcome.code != "fetching.host_down":
                lane.failures = lane.failures + 1 if outcome.code in _HOST_FAILURES else 0
            self._fill(job.slot, named(job, outcome))
        elif listed is not None:
            self._add_listed(job.slot, job.asked, listed)
        else:
            lane.failures = 0
            self._fill(job.slot, page_of(job, outcome))

    def _is_repeated(self, lane: Lane, job: Job, error: FetchError) -> bool:
        """Queue the job again, if the fault may pass and the host does not ask for too much patience."""
        wait = error.retry_after
        if wait is not None and wait > self.settings.longest_wait:
            error.cause += f" and asks to wait {wait:,.0f} s"
            return False
        if not error.may_pass or job.attempts >= self.settings.retries:
            return False
        job.attempts += 1
        now = time.monotonic()
        if wait is None:
            ceiling = min(_LONGEST_BACKOFF, self.settings.backoff * 2 ** (job.attempts - 1))
            wait = ceiling * random.uniform(0.5, 1.0)
        if error.retry_after is not None or error.code == "fetching.rate_limited":
            lane.pause(wait)  # all requests to this host wait, not this one alone
        lane.add(job, now + wait)
        return True

    def _follow(self, job: Job, answer: Answer, location: str) -> None:
        """Queue the job at the address that the host names. Raises FetchError for circles and refused addresses."""
        job.redirects.append(Redirect(job.url, answer.status))
        if any(step.url == location for step in job.redirects):
            raise FetchError(
                job.asked, f"the redirects lead in a circle, back to {location}", code="fetching.redirects"
            )
        if len(job.redirects) > self.settings.most_redirects:
            cause = f"more than {self.settings.most_redirects} redirects"
            raise FetchError(job.asked, cause, code="fetching.redirects")
        split_address(location, allow_private=self.settings.allow_private)
        job.url, job.attempts = location, 0
        self._queue(job)

    def _set_robots(self, lane: Lane, outcome: Answer | SourceError) -> None:
        agent = self.settings.user_agent
        if isinstance(outcome, Answer):
            lane.robots = read_robots(outcome.body, agent)
        else:
            lane.robots = robots_after(outcome, agent)
        delay = lane.robots.crawl_delay
        if 0 < delay <= self.settings.longest_wait:
            lane.delay = max(lane.delay, delay)
            lane.limit = 1
            lane.pause(lane.delay)
        self._schedule(lane)

    def _add_listed(self, slot: Slot, asked: str, listed: Sequence[Listed]) -> None:
        free = self.settings.most_addresses - self._listed
        taken, left = listed[:free], len(listed) - free
        self._listed += len(taken)
        children = [self._added(each, slot.depth + 1) for each in taken]
        if left > 0 or not children:
            cause = f"{left:,} more addresses are listed; the limit of a run is {self.settings.most_addresses:,}"
            code = "fetching.most_addresses"
            if not listed:
                cause, code = "nothing is listed here", "source.empty"
            children.append(self._added(SourceError(asked, cause, code=code), slot.depth + 1))
        slot.children = children
        slot.is_done = True
        self.progress.done += 1
        self._has_result.notify_all()
