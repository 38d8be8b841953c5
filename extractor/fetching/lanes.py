"""One lane a host: what waits for it, when its next request may start, and which host is next."""

from __future__ import annotations

import heapq
import math
import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from extractor.article import Redirect
from extractor.fetching.robots import RobotsRules

if TYPE_CHECKING:
    import requests

    from extractor.fetching.slots import Slot


@dataclass(slots=True)
class Job:
    """One address on its way: the page of a `slot`, or the robots.txt that `for_lane` waits for."""

    asked: str
    url: str
    slot: Slot | None = None
    for_lane: Lane | None = None
    redirects: list[Redirect] = field(default_factory=list)
    attempts: int = 0


@dataclass(slots=True)
class Lane:
    """A host's queue. Times are monotonic seconds; everything is guarded by the lock of the fetcher."""

    host: str
    delay: float
    limit: int
    session: requests.Session | None = None
    active: int = 0
    next_start: float = 0.0
    failures: int = 0
    robots: RobotsRules | Literal["pending"] | None = None
    scheduled_at: float = math.inf
    _fresh: deque[Job] = field(default_factory=deque)
    _again: list[tuple[float, int, Job]] = field(default_factory=list)
    _robots_jobs: list[tuple[float, int, Job]] = field(default_factory=list)
    _count: int = 0

    def add(self, job: Job, not_before: float = 0.0) -> None:
        """Queue a job; a request for robots.txt goes before all others and waits for no rules."""
        self._count += 1
        if job.for_lane is not None:
            heapq.heappush(self._robots_jobs, (not_before, self._count, job))
        elif not_before:
            heapq.heappush(self._again, (not_before, self._count, job))
        else:
            self._fresh.append(job)

    def ready_at(self) -> float:
        """When the next request may start, infinity when none may or none waits."""
        if self.active >= self.limit:
            return math.inf
        if self._robots_jobs:
            return max(self.next_start, self._robots_jobs[0][0])
        if self.robots == "pending":
            return math.inf
        if self._fresh:
            return self.next_start
        return max(self.next_start, self._again[0][0]) if self._again else math.inf

    def take(self, now: float) -> Job:
        """The job whose turn it is; the lane must be ready."""
        if self._robots_jobs:
            return heapq.heappop(self._robots_jobs)[2]
        if self._again and (self._again[0][0] <= now or not self._fresh):
            return heapq.heappop(self._again)[2]
        return self._fresh.popleft()

    def pause(self, seconds: float) -> None:
        """No request starts for so long."""
        self.next_start = max(self.next_start, time.monotonic() + seconds)

    @property
    def is_idle(self) -> bool:
        """Nothing runs and nothing waits."""
        return not (self.active or self._fresh or self._again or self._robots_jobs)


class Lanes:
    """All hosts, by when their next request may start. Guarded by the lock of the fetcher."""

    def __init__(self, delay: float, limit: int) -> None:
        self._delay = delay
        self._limit = limit
        self._by_host: dict[str, Lane] = {}
        self._ready: list[tuple[float, int, Lane]] = []
        self._count = 0

    def lane(self, host: str) -> Lane:
        """The lane of a host, new when it has none yet."""
        lane = self._by_host.get(host)
        if lane is None:
            lane = self._by_host[host] = Lane(host, self._delay, self._limit)
        return lane

    def schedule(self, lane: Lane) -> None:
        """Note when the lane may start; to be called whenever it may start earlier than before."""
        moment = lane.ready_at()
        if moment < lane.scheduled_at:
            lane.scheduled_at = moment
            self._count += 1
            heapq.heappush(self._ready, (moment, self._count, lane))

    def next_ready(self, now: float) -> Lane | float:
        """The lane that may start now, else the moment when one may, infinity when nothing waits."""
        while self._ready:
            moment, _, lane = self._ready[0]
            if moment > now:
                return moment
            heapq.heappop(self._ready)
            if moment != lane.scheduled_at:  # noted again since, for an earlier moment
                continue
            lane.scheduled_at = math.inf
            if lane.ready_at() <= now:
                return lane
            self.schedule(lane)
        return math.inf

    def close(self) -> None:
        """Close the sessions."""
        for lane in self._by_host.values():
            if lane.session is not None:
                lane.session.close()
