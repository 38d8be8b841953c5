"""What may not be fetched: other schemes, and hosts that are not public, however they are written or found."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import replace

import pytest

from benchmarks.loopback import Host, redirect, reply
from extractor.errors import FetchError, SourceError
from extractor.fetching.fetcher import Fetcher
from extractor.fetching.guard import AddressInfo, Resolver, private_kind, split_address
from extractor.fetching.page import FetchedPage
from extractor.settings import FetchSettings

SETTINGS = FetchSettings(delay=0.0, retries=0, connect_timeout=1.0, read_timeout=1.0, page_timeout=2.0)

REFUSED = [
    ("http://127.0.0.1/", "refused_address", "127.0.0.1 is a loopback address"),
    ("http://127.1/", "refused_address", "loopback"),
    ("http://2130706433/", "refused_address", "loopback"),
    ("http://0x7f000001/", "refused_address", "loopback"),
    ("http://0177.0.0.1/", "refused_address", "loopback"),
    ("http://[::1]/", "refused_address", "::1 is a loopback address"),
    ("http://[::ffff:127.0.0.1]/", "refused_address", "loopback"),
    ("http://[::ffff:a9fe:a9fe]/", "refused_address", "link-local"),
    ("http://[::127.0.0.1]/", "refused_address", "loopback"),
    ("http://[64:ff9b::10.0.0.1]/", "refused_address", "private"),
    ("http://[2002:7f00:1::]/", "refused_address", "loopback"),
    ("http://169.254.169.254/latest/meta-data/", "refused_address", "169.254.169.254 is a link-local address"),
    ("http://[fe80::1%25eth0]/", "refused_address", "link-local"),
    ("http://[fd00:ec2::254]/", "refused_address", "private"),
    ("http://10.0.0.1/", "refused_address", "10.0.0.1 is a private address"),
    ("http://172.16.0.1/", "refused_address", "private"),
    ("http://192.168.1.1:8080/", "refused_address", "private"),
    ("http://100.64.0.1/", "refused_address", "private"),
    ("http://0.0.0.0/", "refused_address", "unspecified"),
    ("http://[::]/", "refused_address", "unspecified"),
    ("http://224.0.0.1/", "refused_address", "multicast"),
    ("http://255.255.255.255/", "refused_address", "reserved"),
    ("http://192.0.2.1/", "refused_address", "private"),
    ("http://localhost/", "refused_address", "localhost is at"),
    ("http://localhost:1/", "refused_address", "localhost is at"),
    ("file:///etc/passwd", "refused_scheme", "file: addresses are not fetched"),
    ("file:/etc/passwd", "refused_scheme", "file: addresses are not fetched"),
    ("ftp://news.example/a", "refused_scheme", "ftp:"),
    ("gopher://news.example/", "refused_scheme", "gopher:"),
    ("data:text/html,<p>a", "refused_scheme", "data:"),
    ("javascript:alert(1)", "refused_scheme", "javascript:"),
    ("http://", "bad_address", "no web address"),
    ("https:///path", "bad_address", "no web address"),
    ("http://[::1/", "bad_address", "no web address"),
    ("http://news.example:99999/", "bad_address", "no web address"),
    ("http://user:secret@news.example/", "bad_address", "user name or password"),
    ("http://127.0.0.1\\@news.example/", "bad_address", ""),
    ("http://news.example/" + "a" * 5000, "bad_address", "too long"),
]


@pytest.mark.parametrize(("url", "code", "cause"), REFUSED, ids=[row[0][:40] for row in REFUSED])
@pytest.mark.parametrize("respect_robots", [True, False])
def test_refused_addresses_name_the_address_and_the_reason(
    url: str, code: str, cause: str, respect_robots: bool
) -> None:
    (found,) = one(replace(SETTINGS, respect_robots=respect_robots), url)
    assert isinstance(found, SourceError)
    assert found.code == f"fetching.{code}"
    assert cause in found.cause
    assert found.source[:60] == url[:60]


def one(settings: FetchSettings, url: str, resolve: Resolver | None = None) -> list[FetchedPage | SourceError]:
    with Fetcher(settings, **({"resolve": resolve} if resolve else {})) as fetcher:
        return list(fetcher.fetch_all([url]))


def names(**known: str | list[str]) -> Callable[[str, int], list[AddressInfo]]:
    """A resolver of these names; a list is answered one after the other, as a rebinding host does."""
    answers = {name: [given] if isinstance(given, str) else list(given) for name, given in known.items()}

    def resolve(host: str, port: int) -> list[AddressInfo]:
        found = answers[host.removesuffix(".test")]
        number = found.pop(0) if len(found) > 1 else found[0]
        return [info for one in number.split(",") for info in socket.getaddrinfo(one, port, type=socket.SOCK_STREAM)]

    return resolve


@pytest.mark.parametrize("given", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "93.184.215.14,192.168.0.9"])
def test_names_of_private_hosts_are_refused(given: str) -> None:
    (found,) = one(SETTINGS, "http://inner.test/", names(inner=given))
    assert isinstance(found, SourceError)
    assert found.code == "fetching.refused_address"
    assert "inner.test is at" in found.cause


def test_a_name_that_changes_between_requests_is_checked_each_time() -> None:
    """The first answer is allowed and reached, the second one is not: nothing is asked there."""
    with Host({"/a": redirect("/b"), "/b": reply(b"<p>inner")}) as host:
        port = host.server_port
        allowed = replace(SETTINGS, allow_private=True, respect_robots=False)
        (reached,) = one(allowed, f"http://rebound.test:{port}/a", names(rebound="127.0.0.1"))
        assert isinstance(reached, FetchedPage)
        resolved: list[str] = []

        def rebinding(name: str, asked: int) -> list[AddressInfo]:
            resolved.append(name)
            return socket.getaddrinfo("127.0.0.1", asked, type=socket.SOCK_STREAM)

        (found,) = one(replace(SETTINGS, respect_robots=False), f"http://rebound.test:{port}/a", rebinding)
        assert isinstance(found, SourceError)
        assert found.code == "fetching.refused_address"
        assert resolved == ["rebound.test"]
        assert host.log.paths() == ["/a", "/b"]


@pytest.mark.parametrize(
    ("to", "code"),
    [
        ("http://10.0.0.1/", "refused_address"),
        ("http://[::1]:9/", "refused_address"),
        ("http://inner.test/", "refused_address"),
        ("file:///etc/passwd", "refused_scheme"),
        ("//169.254.169.254/latest", "refused_address"),
        ("gopher://news.example/", "refused_scheme"),
    ],
)
def test_redirects_to_private_hosts_are_refused(monkeypatch: pytest.MonkeyPatch, to: str, code: str) -> None:
    """127.0.0.9 plays a public host here; everything else is judged as always."""
    import extractor.fetching.guard as guard

    judged = guard.private_kind
    public = ipaddress.ip_address("127.0.0.9")
    monkeypatch.setattr(guard, "private_kind", lambda number: "" if number == public else judged(number))
    with Host({"/a": redirect(to)}, address="127.0.0.9") as host:
        url = f"http://public.test:{host.server_port}/a"
        (found,) = one(SETTINGS, url, names(public="127.0.0.9", inner="10.1.2.3"))
        assert isinstance(found, SourceError)
        assert found.code == f"fetching.{code}"
        assert found.source == url


def test_private_hosts_are_fetched_when_that_is_allowed() -> None:
    with Host({"/a": reply(b"<p>inner")}) as host:
        (found,) = one(replace(SETTINGS, allow_private=True), host.url("/a"))
        assert isinstance(found, FetchedPage)


@pytest.mark.parametrize(
    "number", ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::808:808"]
)
def test_public_hosts_are_public(number: str) -> None:
    assert private_kind(ipaddress.ip_address(number)) == ""


@pytest.mark.parametrize("url", ["https://news.example/a", "HTTP://News.Example:8080/a?b=c", "http://müller.example/ä"])
def test_web_addresses_are_taken(url: str) -> None:
    assert split_address(url, allow_private=False).hostname


def test_a_name_without_address_says_so() -> None:
    def nobody(host: str, port: int) -> list[AddressInfo]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    (found,) = one(SETTINGS, "http://nowhere.test/", nobody)
    assert isinstance(found, FetchError)
    assert (found.code, found.cause) == ("fetching.dns", "the name nowhere.test has no address")
