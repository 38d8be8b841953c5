"""Settings: one frozen value, passed explicitly."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may choose; nothing else changes the output.

    min_relevance: documents under this relevance score (0…1) yield no rounds.
    max_characters: a longer text is cut there, with a finding; keeps hostile input cheap. News has some ten thousand.
    with_text: write the canonical text into the record.
    """

    min_relevance: float = 0.5
    max_characters: int = 200_000
    with_text: bool = False


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """How pages are fetched. Times are seconds, sizes bytes.

    user_agent: what hosts are told; its part before the slash is the name that robots.txt rules are read for.
    respect_robots: ask each host's robots.txt first and keep to it, its crawl-delay included.
    allow_private: fetch from loopback, private and link-local addresses too.
    delay, per_host: the least time between two requests to a host, and how many of them may be open at once.
    workers: requests open at once, over all hosts.
    connect_timeout, read_timeout: the longest wait for a connection, and for the next bytes.
    page_timeout: the longest time for one answer as a whole.
    retries, backoff: how often a failed request is repeated, and the first wait, which doubles each time.
    longest_wait: a host that asks for longer waits (Retry-After, crawl-delay) is left alone.
    most_redirects: the longest chain of redirects that is followed.
    largest_download, largest_page: the largest body as sent, and as unpacked.
    most_addresses: addresses taken from all feeds and sitemaps together.
    failures_in_row: after so many pages in a row for which a host gave no answer it is given up.
    feed_text: take articles whose text a feed carries from the feed, without asking for their pages.
    cache: the SQLite file of pages already fetched, None for none.
    """

    user_agent: str = "fundingwire"
    respect_robots: bool = True
    allow_private: bool = False
    delay: float = 1.0
    per_host: int = 2
    workers: int = 16
    connect_timeout: float = 10.0
    read_timeout: float = 20.0
    page_timeout: float = 60.0
    retries: int = 3
    backoff: float = 0.5
    longest_wait: float = 120.0
    most_redirects: int = 10
    largest_download: int = 10 * 1024 * 1024
    largest_page: int = 32 * 1024 * 1024
    most_addresses: int = 10_000
    failures_in_row: int = 5
    feed_text: bool = False
    cache: str | None = None
