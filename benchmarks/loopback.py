"""Real HTTP hosts on loopback addresses, with all the faults that hosts have; for the tests and fetch_many.py."""

from __future__ import annotations

import gzip
import socket
import ssl
import struct
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behaviour = Callable[[BaseHTTPRequestHandler], None]
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Request:
    """What a host was asked."""

    at: float
    path: str
    headers: Mapping[str, str]


@dataclass
class Log:
    """What happened at a host. `most_open` is how many requests were in work at once, `downloads` the pages sent."""

    requests: list[Request] = field(default_factory=list)
    most_open: int = 0
    downloads: list[str] = field(default_factory=list)

    def paths(self) -> list[str]:
        """The paths asked, in order."""
        return [request.path for request in self.requests]


class Host(ThreadingHTTPServer):
    """One host: paths to behaviours; a path without one is 404, and so is robots.txt. Use as a context manager."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, pages: Mapping[str, Behaviour] | None = None, *, address: str = "127.0.0.1") -> None:
        self.pages: dict[str, Behaviour] = dict(pages or {})
        self.log = Log()
        self.lock = threading.Lock()
        self.in_work: set[_Handler] = set()
        super().__init__((address, 0), _Handler)
        self.base = f"http://{address}:{self.server_port}"

    def __enter__(self) -> Host:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: Any) -> None:
        self.shutdown()
        self.server_close()

    def url(self, path: str) -> str:
        """The address of a path."""
        return self.base + path

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no matter."""


class SecureHost(Host):
    """A host under TLS with this certificate and key (one PEM file); handshakes are made by the request's thread."""

    def __init__(self, pages: Mapping[str, Behaviour], *, certificate: str) -> None:
        super().__init__(pages)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        self.base = self.base.replace("http:", "https:")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Host

    def do_GET(self) -> None:
        host = self.server
        with host.lock:
            host.log.requests.append(Request(time.monotonic(), self.path, dict(self.headers.items())))
            host.in_work.add(self)
            open_now = sum(_is_connected(handler.connection) for handler in host.in_work)
            host.log.most_open = max(host.log.most_open, open_now)
        try:
            host.pages.get(self.path, status(404))(self)
        finally:
            self.answered()

    def answered(self) -> None:
        """The client has its answer with what is written next, and may ask again before this thread goes on."""
        with self.server.lock:
            self.server.in_work.discard(self)

    def log_message(self, *_: Any) -> None:
        pass


def _is_connected(connection: socket.socket) -> bool:
    """Whether the client still waits: one that gave up has sent its end, or a reset."""
    try:
        return connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) != b""
    except (BlockingIOError, ValueError):  # ValueError: there is no looking ahead under TLS
        return True
    except OSError:
        return False


def article(title: str, *paragraphs: str, head: str = "") -> bytes:
    """A news page."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    page = (
        f"<!doctype html><html lang=en><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{body}"
    )
    return (page + "</article></body></html>").encode()


def reply(
    body: bytes, code: int = 200, *, kind: str = HTML, headers: Mapping[str, str] | None = None, wait: float = 0.0
) -> Behaviour:
    """An answer with Content-Length, after `wait` seconds."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(wait)
        handler.send_response(code)
        if kind:
            handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            handler.send_header(name, value)
        _done(handler)
        handler.end_headers()
        handler.wfile.write(body)
        if code == 200:
            handler.server.log.downloads.append(handler.path)  # type: ignore[attr-defined]

    return answer


def _done(handler: BaseHTTPRequestHandler) -> None:
    assert isinstance(handler, _Handler)
    handler.answered()


def status(code: int, **headers: str) -> Behaviour:
    """An empty answer; `Retry_After="2"` is a header."""
    return reply(b"", code, headers={name.replace("_", "-"): value for name, value in headers.items()})


def redirect(to: str, code: int = 302) -> Behaviour:
    """A redirect."""
    return status(code, Location=to)


def tagged(body: bytes, etag: str = '"1"', last_modified: str = "") -> Behaviour:
    """A page that answers 304 to who has it."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked, since = handler.headers.get("If-None-Match"), handler.headers.get("If-Modified-Since")
        marks = {"ETag": etag} if etag else {}
        marks |= {"Last-Modified": last_modified} if last_modified else {}
        if (etag and asked == etag) or (last_modified and since == last_modified):
            handler.send_response(304)
            for name, value in marks.items():
                handler.send_header(name, value)
            _done(handler)
            handler.end_headers()
        else:
            reply(body, headers=marks)(handler)

    return answer


def first(*behaviours: Behaviour) -> Behaviour:
    """One behaviour after the other, the last one for good."""
    left = list(behaviours)

    def answer(handler: BaseHTTPRequestHandler) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(handler)

    return answer


def raw(data: bytes) -> Behaviour:
    """These bytes, then the end."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        _done(handler)
        handler.wfile.write(data)
        handler.close_connection = True

    return answer


def reset(before: bytes = b"") -> Behaviour:
    """Some bytes, then a connection reset."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        _done(handler)
        if before:
            handler.wfile.write(before)
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.close_connection = True
        handler.connection.close()

    return answer


def stall(seconds: float, before: bytes = b"") -> Behaviour:
    """Some bytes, then nothing for so long."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        if before:
            handler.wfile.write(before)
        handler.close_connection = True
        time.sleep(seconds)

    return answer


def drip(data: bytes, pause: float, before: bytes = b"") -> Behaviour:
    """Some bytes, then byte by byte."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        handler.wfile.write(before)
        for byte in data:
            handler.wfile.write(bytes([byte]))
            time.sleep(pause)

    return answer


def endless(kind: str = HTML, encoding: str = "", block: bytes = b"x" * 65536) -> Behaviour:
    """A body without end, in blocks, `encoding` being what the blocks are packed by."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        handler.send_response(200)
        handler.send_header("Content-Type", kind)
        if encoding:
            handler.send_header("Content-Encoding", encoding)
        handler.end_headers()
        while True:
            handler.wfile.write(block)

    return answer


def gzip_bomb(megabytes: int) -> bytes:
    """A gzip file of so many MB of zeros, itself packed a thousandfold; made in flat memory."""
    block = gzip.compress(bytes(1024 * 1024), 9)
    return block * megabytes


def gzip_bomb_of_one_piece(megabytes: int) -> bytes:
    """The same as a single member: blocks that refer to nothing before them, repeated."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = packer.compress(bytes(1024 * 1024)) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"\x1f\x8b\x08" + bytes(6) + b"\x03" + block * megabytes + packer.flush() + bytes(8)
