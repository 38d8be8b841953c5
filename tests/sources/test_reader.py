"""Inputs on disk: what is read comes, what cannot be read is a Failure that names file and line."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from extractor.article import Article
from extractor.records import Failure
from extractor.sources import read_sources

GOOD = '{"id": "a", "title": "Larkspur raises $4M", "text": "Larkspur raised $4 million."}'
ALSO_GOOD = '{"id": "b", "title": "Quillon raises €6M", "text": "Quillon raised €6 million."}'

# name of the file, its bytes, stable code, line that is named
BAD_FILES = [
    ("empty.txt", b"", "source.empty", None),
    ("blank.txt", b" \n\t\n", "source.empty", None),
    ("bom_alone.txt", b"\xef\xbb\xbf", "source.empty", None),
    ("latin.txt", "Title\n\nCafé Noir raised".encode("latin-1"), "source.not_utf8", 3),
    ("utf16.txt", "Title\n\nBody".encode("utf-16"), "source.not_utf8", 1),
    ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "source.binary", 3),
    ("notes.docx", b"PK\x03\x04", "source.unsupported", None),
    ("no_suffix", b"text", "source.unsupported", None),
    ("empty.jsonl", b"", "source.empty", None),
    ("blank.jsonl", b"\n\n", "source.empty", None),
    ("binary.jsonl", b"\x00\x01\x02\n\x00\n", "source.binary", 1),
    ("bare.jsonl", b"just words\n", "source.bad_json", 1),
    ("list.jsonl", b"[1, 2]\n", "source.bad_json", 1),
    ("deep.jsonl", b"[" * 100_000, "source.bad_json", 1),
    ("digits.jsonl", b'{"id": ' + b"9" * 5000 + b"}", "source.bad_json", 1),
    ("textless.jsonl", b'\n{"id": "x", "title": "T"}\n', "source.missing_field", 2),
    ("null_text.jsonl", b'{"id": "x", "text": null}', "source.missing_field", 1),
    ("number.jsonl", b'{"id": "x", "text": 5}', "source.bad_field", 1),
    ("latin.jsonl", b'{"id": "x", "text": "Caf\xe9"}', "source.not_utf8", 1),
    ("empty.html", b"", "source.empty", None),
    ("binary.html", b"<p>\0\0</p>", "source.binary", None),
    ("wordless.html", b"<html><body><script>1</script></body></html>", "source.empty", None),
]


@pytest.mark.parametrize(("name", "data", "code", "line"), BAD_FILES, ids=[row[0] for row in BAD_FILES])
def test_an_unreadable_file_is_a_failure_with_its_place(
    tmp_path: Path, name: str, data: bytes, code: str, line: int | None
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    (item,) = read_sources([str(path)])
    assert isinstance(item, Failure)
    assert (item.stage, item.code, item.line, item.source) == ("source", code, line, str(path))


@pytest.mark.parametrize(
    ("name", "cause"), [("", "name of a source is empty"), ("file:///etc/passwd", "file: addresses are not fetched")]
)
def test_what_is_no_file_is_told_so(name: str, cause: str) -> None:
    (item,) = read_sources([name])
    assert isinstance(item, Failure)
    assert cause in item.message


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    (item,) = read_sources([str(tmp_path / "nowhere.txt")])
    assert isinstance(item, Failure)
    assert item.code == "source.missing"
    assert "nowhere.txt" in item.source


def test_good_documents_come_from_around_the_bad_lines(tmp_path: Path) -> None:
    path = tmp_path / "mixed.jsonl"
    path.write_bytes(
        b"\n".join([GOOD.encode(), b'{"id": "broken", ', b'{"id": "l", "text": "\xff"}', b'{"text": ""}', b"\0"])
        + b"\n\n"
        + ALSO_GOOD.encode()
    )
    items = list(read_sources([str(path)]))
    assert [item.id for item in items if isinstance(item, Article)] == ["a", "b"]
    failures = [(item.line, item.code) for item in items if isinstance(item, Failure)]
    assert failures == [
        (2, "source.bad_json"),
        (3, "source.not_utf8"),
        (4, "source.missing_field"),
        (5, "source.binary"),
    ]


def test_a_missing_file_does_not_stop_the_others(tmp_path: Path) -> None:
    path = tmp_path / "good.jsonl"
    path.write_text(GOOD, encoding="utf-8")
    first, second = read_sources([str(tmp_path / "gone.txt"), str(path)])
    assert isinstance(first, Failure)
    assert isinstance(second, Article)


def test_a_folder_yields_its_files_sorted_and_skips_the_rest(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "b.txt").write_text("Beta\n\nBody two.", encoding="utf-8")
    (tmp_path / "a.txt").write_text("Alpha\n\nBody one.", encoding="utf-8")
    (tmp_path / "sub" / "c.html").write_text("<h1>Gamma</h1><p>Body.</p>", encoding="utf-8")
    (tmp_path / "meta.json").write_text("{}", encoding="utf-8")
    (tmp_path / ".hidden" / "d.txt").write_text("Delta\n\nBody.", encoding="utf-8")
    titles = [item.title for item in read_sources([str(tmp_path)]) if isinstance(item, Article)]
    assert titles == ["Alpha", "Beta", "Gamma"]


def test_a_folder_without_articles_is_a_failure(tmp_path: Path) -> None:
    (item,) = read_sources([str(tmp_path)])
    assert isinstance(item, Failure)
    assert item.code == "source.empty"


def test_the_second_document_of_one_id_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "twice.jsonl"
    path.write_text(f"{GOOD}\n{ALSO_GOOD}\n{GOOD}\n", encoding="utf-8")
    items = list(read_sources([str(path)]))
    assert [item.id for item in items if isinstance(item, Article)] == ["a", "b"]
    (refused,) = [item for item in items if isinstance(item, Failure)]
    assert (refused.code, refused.line, refused.id) == ("source.duplicate_id", 3, "a")


def test_copies_without_an_id_are_read_once_and_are_no_mistake(tmp_path: Path) -> None:
    text = "Larkspur raises $4 million\n\nLarkspur has raised $4 million."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "b.txt").write_text(text, encoding="utf-8")
    told = [("One.", "https://wire.example/a"), ("Two.", "https://wire.example/a?utm_source=x"), ("Two.", None)]
    lines = [json.dumps({"text": body, "url": url} if url else {"text": body}) for body, url in told]
    (tmp_path / "c.jsonl").write_text("\n".join(lines), encoding="utf-8")
    items = list(read_sources([str(tmp_path)]))
    assert [item.text if isinstance(item, Article) else (item.code, item.message) for item in items] == [
        text,
        ("source.duplicate", "the same text was already read in this run"),
        "One.",
        ("source.duplicate", "the same page was already read in this run"),
        "Two.",
    ]


def test_a_dash_reads_jsonl_from_standard_input() -> None:
    first, second = read_sources(["-"], stdin=io.BytesIO(f"\ufeff{GOOD}\nnot json\n".encode()))
    assert isinstance(first, Article)
    assert isinstance(second, Failure)
    assert (second.source, second.line) == ("<stdin>", 2)


def test_documents_come_one_at_a_time(tmp_path: Path) -> None:
    good = tmp_path / "good.jsonl"
    good.write_text(GOOD, encoding="utf-8")
    items = read_sources([str(good), str(tmp_path / "later.jsonl")])
    assert isinstance(next(items), Article)
    (tmp_path / "later.jsonl").write_text(ALSO_GOOD, encoding="utf-8")
    assert isinstance(next(items), Article)


@pytest.mark.parametrize(
    ("stated", "given", "expected"),
    [
        ("2021-05-04", None, "2021-05-04"),
        ("2021-05-04T22:10:00Z", None, "2021-05-04"),
        ("2021-05", None, "2021-05"),
        ("2021-05-04", "2024-01-01", "2021-05-04"),
        (None, "2024-01-01", "2024-01-01"),
        ("05/06/2021", None, None),
        (None, None, None),
    ],
)
def test_a_given_date_fills_in_where_a_jsonl_document_has_none(
    tmp_path: Path, stated: str | None, given: str | None, expected: str | None
) -> None:
    path = tmp_path / "dated.jsonl"
    path.write_text(json.dumps({"id": "d", "text": "Body.", "published": stated}), encoding="utf-8")
    (item,) = read_sources([str(path)], published=given)
    assert isinstance(item, Article)
    assert item.published_on == expected
    assert (item.published_basis is None) == (expected is None)
