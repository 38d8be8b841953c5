"""Saved pages by name: what was read of each, and what could not be."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from extractor.cli import main
from extractor.errors import SourceError
from extractor.records import Failure
from extractor.sources.pages import ReadFile, page_id, read_pages, screen_pages
from extractor.sources.reader import read_sources

TITLE = "Larkspur raises $4M to bring sensors into orchards"
BODY = (
    "Larkspur, which makes sensors for orchards, has raised four million dollars from Pomona Ventures and Aldgate "
    "Capital, two funds that had backed it before and that believe in it, they said on Tuesday in Lyon, where it is. "
    "The money is for sensors, for engineers, and for an office in Leeds, which the company will open in the spring."
)
PAGE = f"<html lang=en><title>{TITLE}</title><h1>{TITLE}</h1><p>2024-05-05</p><p>{BODY}</p></html>".encode()
GERMAN = b"<html lang=de><title>Larkspur</title><p>Das Unternehmen hat von einem Fonds vier Millionen erhalten.</p>"
GONE = b"<html><title>404 - Page not found</title><p>Sorry</p>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.html").write_bytes(PAGE)
    (tmp_path / "b.html.gz").write_bytes(gzip.compress(PAGE))
    (tmp_path / "c.htm").write_bytes(GERMAN)
    (tmp_path / "d.html").write_bytes(GONE)
    (tmp_path / "e.html").write_bytes(b"\x89PNG\0\0")
    (tmp_path / "notes.txt").write_text("no page", encoding="utf-8")
    (tmp_path / ".hidden.html").write_bytes(PAGE)
    return tmp_path


def test_each_page_of_a_folder_is_read(folder: Path) -> None:
    read = list(read_pages([str(folder)]))
    kinds = [page.reading.kind if isinstance(page, ReadFile) else page.code for page in read]
    assert kinds == ["article", "article", "non_english", "soft_404", "source.binary"]
    assert [page.id for page in read if isinstance(page, ReadFile)] == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("name", "message"),
    [("missing.html", "no such file or folder"), ("notes.txt", "this is not the name of an HTML page"), ("", "empty")],
)
def test_what_is_no_page_is_named(folder: Path, name: str, message: str) -> None:
    (failure,) = read_pages([str(folder / name) if name else ""])
    assert isinstance(failure, Failure)
    assert message in failure.message


def test_a_run_reports_what_is_no_article(folder: Path) -> None:
    found = list(read_sources([str(folder / name) for name in ("a.html", "c.htm", "d.html")]))
    failures = [(item.stage, item.code) for item in found if isinstance(item, Failure)]
    assert failures == [("reading", "page.non_english"), ("reading", "page.soft_404")]
    assert len(found) == 3


def test_a_run_reads_packed_pages(folder: Path) -> None:
    (article,) = read_sources([str(folder / "b.html.gz")])
    assert not isinstance(article, Failure)
    assert article.published_on == "2024-05-05"


@pytest.mark.parametrize(("name", "id"), [("a.html", "a"), ("a.b.html.gz", "a.b"), ("a.htm", "a")])
def test_page_id(name: str, id: str) -> None:
    assert page_id(Path("x") / name) == id


def test_read_prints_a_page(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(folder / "a.html")]) == 0
    printed = capsys.readouterr()
    assert f"title       {TITLE}\n" in printed.out
    assert "published   2024-05-05 (text)\n" in printed.out
    assert BODY in " ".join(printed.out.split())
    assert printed.err == "1 page: 1 article\n"


def test_read_writes_lines(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = folder / "out.jsonl"
    assert main(["read", str(folder), "--jsonl", "--output", str(output)]) == 1
    lines = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert [(line["id"], line["kind"]) for line in lines] == [
        ("a", "article"),
        ("b", "article"),
        ("c", "non_english"),
        ("d", "soft_404"),
    ]
    assert lines[0]["title"] == TITLE
    assert lines[0]["text"] == f"2024-05-05\n\n{BODY}" or lines[0]["text"] == BODY
    assert (lines[3]["text"], lines[3]["title"]) == (None, "404 - Page not found")
    assert "the title says" in lines[3]["message"]
    errors = capsys.readouterr().err
    assert "e.html: this is binary data, not HTML" in errors
    assert "5 pages: 2 article, 1 non english, 1 soft 404, 1 failed" in errors


def test_read_refuses_an_output_without_lines(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(folder / "a.html"), "--output", "x"]) == 2
    assert "add --jsonl" in capsys.readouterr().err


def test_screen_tells_what_to_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["screen", str(folder / "b.html.gz"), str(folder / "d.html")]) == 0
    printed = capsys.readouterr()
    assert [line.split("\t")[0] for line in printed.out.splitlines()] == ["keep", "leave"]
    assert printed.err == "1 to read, 1 left out (50.0%)\n"


def test_screening_names_what_it_cannot_open(folder: Path) -> None:
    (folder / "bad.html.gz").write_bytes(b"\x1f\x8bbroken")
    (failure,) = screen_pages([str(folder / "bad.html.gz")])
    assert isinstance(failure, Failure)
    assert failure.code == "source.bad_gzip"


def test_a_source_error_knows_its_stage() -> None:
    assert SourceError("x", "cause").stage == "source"
