"""Which addresses may be fetched at all: web addresses of public hosts, checked where the connection is made.

A name is resolved once, all its addresses are checked, and the connection goes to one of exactly these, so a name
cannot point elsewhere between check and use. Redirects pass the same way.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import SplitResult, urlsplit

from extractor.errors import FetchError

# What socket.getaddrinfo returns; a test passes a resolver of its own.
AddressInfo = tuple[Any, Any, int, str, Any]
Resolver = Callable[[str, int], Sequence[AddressInfo]]

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_DEFAULT_PORTS = {"http": 80, "https": 443}
_CONTROL = re.compile(r"[\x00-\x20\x7f\\]")
_LONGEST_URL = 4096
# https://datatracker.ietf.org/doc/html/rfc6052#section-2.1 and rfc8215: IPv4 addresses inside IPv6 ones
_TRANSLATED = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))
_COMPATIBLE = ipaddress.IPv6Network("::/96")


def system_resolver(host: str, port: int) -> Sequence[AddressInfo]:
    """The addresses that the system knows for a name."""
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


def split_address(url: str, *, allow_private: bool) -> SplitResult:
    """The parts of a web address that may be asked.

    Raises FetchError for other schemes, for what is no address, and for the number of a host that is not public.
    """
    if len(url) > _LONGEST_URL:
        raise FetchError(url[:100] + "…", "the address is too long", code="fetching.bad_address")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise FetchError(url, "this is no web address", code="fetching.bad_address") from None
    if not parts.scheme:
        raise FetchError(url, "this is no web address", code="fetching.bad_address")
    if parts.scheme.lower() not in _DEFAULT_PORTS:
        cause = f"{parts.scheme.lower()}: addresses are not fetched, only http: and https:"
        raise FetchError(url, cause, code="fetching.refused_scheme")
    if not host or port == 0 or _CONTROL.search(parts.netloc):
        raise FetchError(url, "this is no web address", code="fetching.bad_address")
    if parts.username is not None or parts.password is not None:
        raise FetchError(url, "addresses with a user name or password are not fetched", code="fetching.bad_address")
    number = _number(host)
    if number is not None and not allow_private:
        _refuse(url, host, [number])
    return parts


def host_key(parts: SplitResult) -> str:
    """One name for a host, whether asked by http: or https:; another port is another host."""
    port = parts.port if parts.port not in (None, *_DEFAULT_PORTS.values()) else None
    return (parts.hostname or "") + (f":{port}" if port else "")


def checked_addresses(host: str, port: int, *, resolve: Resolver, allow_private: bool) -> Sequence[AddressInfo]:
    """The addresses of a host, each checked.

    Raises FetchError when the name has none, and when any of them is not public.
    """
    try:
        found = resolve(host.strip("[]"), port)
    except (OSError, UnicodeError):
        found = ()
    if not found:
        raise FetchError(host, f"the name {host} has no address", code="fetching.dns", may_pass=True)
    if not allow_private:
        _refuse(host, host, [ipaddress.ip_address(info[4][0].partition("%")[0]) for info in found])
    return found


def _refuse(source: str, host: str, numbers: Sequence[_Address]) -> None:
    for number in numbers:
        if kind := private_kind(number):
            named = str(number) if host.strip("[]") == str(number) else f"{host} is at {number}: this"
            cause = f"{named} is a {kind} address; only --allow-private fetches it"
            raise FetchError(source, cause, code="fetching.refused_address")


def private_kind(address: _Address) -> str:
    """`loopback`, `private`, `link-local`, … for an address that no public host has; "" for a public one."""
    address = _inner(address)
    kinds = (
        ("unspecified", address.is_unspecified),
        ("loopback", address.is_loopback),
        ("link-local", address.is_link_local),
        ("multicast", address.is_multicast),
        ("reserved", address.is_reserved),
        ("private", not address.is_global or getattr(address, "is_site_local", False)),
    )
    return next((kind for kind, holds in kinds if holds), "")


def _inner(address: _Address) -> _Address:
    """The IPv4 address that an IPv6 one carries, else the address itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if carried := address.ipv4_mapped or address.sixtofour:
        return carried
    if address.teredo:
        return address.teredo[1]
    is_compatible = address in _COMPATIBLE and int(address) > 0xFFFF
    if is_compatible or any(address in network for network in _TRANSLATED):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _number(host: str) -> _Address | None:
    """The address that a host is written as, also in the short and octal forms that resolvers take; None for names."""
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except (OSError, UnicodeError, ValueError):
        return None
