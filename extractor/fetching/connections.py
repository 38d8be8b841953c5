"""Connections to checked addresses only, and a watch over them that ends what takes too long."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from extractor.fetching.guard import Resolver, checked_addresses
from extractor.settings import FetchSettings

_LOOK_EVERY = 0.1


class Ticket:
    """One request under watch: its deadline (monotonic seconds), and a second handle on its socket."""

    def __init__(self, deadline: float) -> None:
        self.deadline = deadline
        self.is_expired = False
        self._socket: socket.socket | None = None

    def hold(self, connected: socket.socket) -> None:
        """Watch this socket. A second handle stays good when TLS takes over the first."""
        self.release()
        self._socket = socket.socket(fileno=os.dup(connected.fileno()))

    def expire(self) -> None:
        """Cut the connection: whoever waits for bytes sees its end."""
        self.is_expired = True
        if held := self._socket:
            with suppress(OSError):
                held.shutdown(socket.SHUT_RDWR)

    def release(self) -> None:
        """Stop watching the socket."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None


class Watch:
    """Ends requests at their deadline, however slowly their bytes keep coming."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tickets: set[Ticket] = set()
        self._local = threading.local()
        self._stop = threading.Event()
        threading.Thread(target=self._look, name="fetch-watch", daemon=True).start()

    @contextmanager
    def over(self, seconds: float) -> Iterator[Ticket]:
        """Watch the requests of this thread for as long as the block runs, `seconds` at most."""
        ticket = self._local.ticket = Ticket(time.monotonic() + seconds)
        with self._lock:
            self._tickets.add(ticket)
            if self._stop.is_set():
                ticket.expire()
        try:
            yield ticket
        finally:
            with self._lock:
                self._tickets.discard(ticket)
                ticket.release()
            self._local.ticket = None

    def hold(self, connected: socket.socket | None) -> None:
        """Put the socket of this thread's request under watch."""
        ticket: Ticket | None = getattr(self._local, "ticket", None)
        if ticket is not None and connected is not None:
            with self._lock:
                ticket.hold(connected)
                if ticket.is_expired:
                    ticket.expire()

    def close(self) -> None:
        """Cut every open request."""
        with self._lock:
            self._stop.set()
            for ticket in self._tickets:
                ticket.expire()

    def _look(self) -> None:
        while not self._stop.wait(_LOOK_EVERY):
            now = time.monotonic()
            with self._lock:
                for ticket in self._tickets:
                    if now > ticket.deadline:
                        ticket.expire()


def new_session(settings: FetchSettings, watch: Watch, resolve: Resolver) -> requests.Session:
    """A session for one host: its connections are kept and used again; no cookies, no proxies, no .netrc."""
    session = requests.Session()
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.headers.update(
        {
            "User-Agent": settings.user_agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
            "Accept-Encoding": "gzip, deflate, br",
            "Accept-Language": "en,*;q=0.5",
        }
    )
    adapter = _CheckedAdapter(settings, watch, resolve)
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return session


class _CheckedAdapter(HTTPAdapter):
    def __init__(self, settings: FetchSettings, watch: Watch, resolve: Resolver) -> None:
        self._pools = _pool_classes(settings, watch, resolve)
        super().__init__(pool_connections=2, pool_maxsize=settings.per_host, max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **options: Any) -> None:
        self.poolmanager = PoolManager(num_pools=connections, maxsize=maxsize, block=block, **options)
        self.poolmanager.pool_classes_by_scheme = self._pools


def _pool_classes(settings: FetchSettings, watch: Watch, resolve: Resolver) -> dict[str, Any]:
    class CheckedConnection(HTTPConnection):
        """Connects to an address that was checked, and puts the socket under watch."""

        def _new_conn(self) -> socket.socket:
            found = checked_addresses(self._dns_host, self.port, resolve=resolve, allow_private=settings.allow_private)
            last: OSError | None = None
            for family, kind, protocol, _, address in found:
                opened = socket.socket(family, kind, protocol)
                try:
                    opened.settimeout(settings.connect_timeout)
                    opened.connect(address)
                    opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                except OSError as error:
                    opened.close()
                    last = error
                    continue
                watch.hold(opened)
                return opened
            if isinstance(last, TimeoutError):
                raise ConnectTimeoutError(self, f"no connection within {settings.connect_timeout:g} s") from None
            raise NewConnectionError(self, str(last and last.strerror)) from None

        def request(self, *arguments: Any, **options: Any) -> None:
            watch.hold(self.sock)
            super().request(*arguments, **options)

    class CheckedSecureConnection(CheckedConnection, HTTPSConnection):
        """The same under TLS; the certificate is checked against the name, not the number."""

    class CheckedPool(HTTPConnectionPool):
        ConnectionCls = CheckedConnection

    class CheckedSecurePool(HTTPSConnectionPool):
        ConnectionCls = CheckedSecureConnection

    return {"http": CheckedPool, "https": CheckedSecurePool}
