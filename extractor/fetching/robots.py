"""A host's robots.txt, read by the rules of RFC 9309."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.errors import FetchError, SourceError

if TYPE_CHECKING:
    from protego import Protego

# RFC 9309, 2.5: the first 500 KiB count
_LARGEST = 500 * 1024
_UNAVAILABLE = frozenset(
    f"fetching.{name}" for name in ("status", "not_found", "denied", "redirects", "bad_encoding", "too_large")
)
_HOST_IN_TROUBLE = frozenset(f"fetching.{name}" for name in ("server_error", "rate_limited", "truncated", "protocol"))


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """What a host allows us. Without `rules` it allows all, unless `refusal` says why nothing may be asked."""

    agent: str
    rules: Protego | None = None
    refusal: SourceError | None = None

    def check(self, url: str) -> None:
        """Raise FetchError when this address may not be fetched."""
        if self.refusal is not None:
            raise FetchError(url, self.refusal.cause, code=self.refusal.code)
        if self.rules is not None and not self.rules.can_fetch(url, self.agent):
            raise FetchError(url, "robots.txt of the host disallows this page", code="fetching.robots")

    @property
    def crawl_delay(self) -> float:
        """The seconds that the host asks to leave between two requests, 0 for none."""
        if self.rules is None:
            return 0.0
        rate = self.rules.request_rate(self.agent)
        per_request = rate.seconds / rate.requests if rate and rate.requests else 0.0
        return max(self.rules.crawl_delay(self.agent) or 0.0, per_request)


def read_robots(body: bytes, user_agent: str) -> RobotsRules:
    """The rules of a robots.txt for the first word of `user_agent`; bytes that are no rules allow everything."""
    from protego import Protego

    agent = agent_name(user_agent)
    text = body[:_LARGEST].decode("utf-8-sig", "replace").replace("\0", " ")
    try:
        return RobotsRules(agent, Protego.parse(text))
    except ValueError:
        return RobotsRules(agent)


def robots_after(error: SourceError, user_agent: str) -> RobotsRules:
    """The rules where robots.txt could not be had: without one all is allowed, but a host in trouble is left alone.

    RFC 9309, 2.3.1.3 (unavailable) and 2.3.1.4 (unreachable).
    """
    agent = agent_name(user_agent)
    if error.code in _UNAVAILABLE:
        return RobotsRules(agent)
    if error.code in _HOST_IN_TROUBLE:
        cause = f"robots.txt of the host cannot be read, so nothing is fetched from it: {error.cause}"
        return RobotsRules(agent, refusal=FetchError(error.source, cause, code="fetching.robots_unreachable"))
    return RobotsRules(agent, refusal=error)


def agent_name(user_agent: str) -> str:
    """The product name that robots.txt rules are written for: `fundingwire` of `fundingwire/0.1 (…)`."""
    return user_agent.split("/")[0].split(" ")[0]
