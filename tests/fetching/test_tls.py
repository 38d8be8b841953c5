"""Pages under TLS: the certificate is checked against the name, and the deadline holds there too."""

from __future__ import annotations

import shutil
import socket
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import requests

from benchmarks.loopback import Host, SecureHost, drip, reply
from extractor.errors import SourceError
from extractor.fetching.fetcher import Fetcher
from extractor.fetching.guard import AddressInfo
from extractor.settings import FetchSettings

SETTINGS = FetchSettings(
    allow_private=True, delay=0.0, retries=0, read_timeout=1.0, page_timeout=2.0, respect_robots=False
)
SLOW = drip(b"x" * 100, 0.1, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="needs openssl to make a certificate")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("tls") / "host.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=news.test"]
    made += ["-addext", "subjectAltName=DNS:news.test", "-keyout", str(path), "-out", str(path.with_suffix(".crt"))]
    subprocess.run(made, check=True, capture_output=True)
    path.write_text(path.read_text() + path.with_suffix(".crt").read_text())
    return str(path)


@pytest.fixture
def trusted(certificate: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sessions take the certificate of the test for one of an authority."""
    initial = requests.Session.__init__

    def trusting(session: requests.Session) -> None:
        initial(session)
        session.verify = str(Path(certificate).with_suffix(".crt"))

    monkeypatch.setattr(requests.Session, "__init__", trusting)


def here(host: str, port: int) -> list[AddressInfo]:
    return socket.getaddrinfo("127.0.0.1", port, type=socket.SOCK_STREAM)


def outcome(settings: FetchSettings, url: str) -> bytes | str:
    with Fetcher(settings, resolve=here) as fetcher:
        (found,) = fetcher.fetch_all([url])
    return f"{found.code}: {found.cause}" if isinstance(found, SourceError) else found.body


@pytest.mark.usefixtures("trusted")
def test_pages_under_tls(certificate: str) -> None:
    with SecureHost({"/a": reply(b"<p>hello"), "/slow": SLOW}, certificate=certificate) as host:
        base = f"https://news.test:{host.server_port}"
        assert outcome(SETTINGS, f"{base}/a") == b"<p>hello"
        assert outcome(SETTINGS, f"{base}/slow") == "fetching.timeout: the page did not come whole within 2 s"
        assert "not valid for 'other.test'" in str(outcome(SETTINGS, f"https://other.test:{host.server_port}/a"))
        refused = outcome(replace(SETTINGS, allow_private=False), f"{base}/a")
        assert str(refused).startswith("fetching.refused_address: news.test is at 127.0.0.1")


def test_a_certificate_of_nobody_is_refused(certificate: str) -> None:
    with SecureHost({"/a": reply(b"<p>hello")}, certificate=certificate) as host:
        found = outcome(SETTINGS, f"https://news.test:{host.server_port}/a")
    assert str(found).startswith("fetching.tls: no secure connection: self-signed certificate")


def test_a_host_without_tls_says_so() -> None:
    with Host({"/a": reply(b"<p>hello")}) as host:
        assert str(outcome(SETTINGS, f"https://news.test:{host.server_port}/a")).startswith("fetching.tls")
