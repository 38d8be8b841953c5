"""Labels: what is read, and that every fault names the file and the line."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor.errors import GoldError
from extractor.evaluating.gold import fixture_folders, parse_round, read_fixture, read_gold


def document(identity: str, *rounds: dict[str, Any]) -> dict[str, Any]:
    return {"id": identity, "kind": "funding" if rounds else "negative", "rounds": list(rounds)}


def write_lines(path: Path, *values: Any) -> Path:
    path.write_text("\n".join(v if isinstance(v, str) else json.dumps(v) for v in values) + "\n", encoding="utf-8")
    return path


def test_a_round_keeps_every_field(label: dict[str, Any]) -> None:
    gold = parse_round(label, "test")
    assert gold.company == ("Acme Robotics", "Acme")
    assert gold.amount is not None
    assert (gold.amount.value, gold.amount.currency, gold.amount.qualifier) == (Decimal(25000000), "USD", "exact")
    assert [a.currency for a in gold.amount_also] == ["EUR"]
    assert gold.leads == (("Harbour Row Capital", "Harbour Row"),)
    assert gold.others == (("Quillfish Ventures",), ("Jo Adeyemi",))
    assert gold.valuation is not None
    assert gold.valuation.basis == "post"
    assert gold.stake_percent == 25


def test_fractions_are_exact(tmp_path: Path) -> None:
    line = '{"id": "a", "kind": "funding", "rounds": [{"company": ["A"], "stake_percent": 16.67}]}'
    (gold,) = read_gold(write_lines(tmp_path / "g.jsonl", line))
    assert gold.rounds[0].stake_percent == Decimal("16.67")


def test_parts_are_a_partition(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "g.jsonl", *(document(f"doc-{n}") for n in range(200)), "")
    parts = {part: {d.id for d in read_gold(path, part)} for part in ("all", "work", "check")}  # type: ignore[arg-type]
    assert parts["work"] | parts["check"] == parts["all"]
    assert not parts["work"] & parts["check"]
    assert 25 < len(parts["check"]) < 75
    # The first three names whose hash begins with 0 to 3, worked out once with sha256sum.
    assert [f"doc-{n}" for n in range(13) if f"doc-{n}" in parts["check"]] == ["doc-7", "doc-10", "doc-12"]


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        ("{broken", "not JSON"),
        ("[]", "not an object"),
        ('{"kind": "negative"}', "no id"),
        ('{"id": "b", "kind": "maybe"}', "kind is 'maybe'"),
        ('{"id": "b", "kind": "funding", "rounds": []}', "0 rounds"),
        ('{"id": "b", "kind": "negative", "rounds": [{"company": ["B"]}]}', "1 rounds"),
        ('{"id": "b", "kind": "funding", "rounds": [{"company": []}]}', "no company"),
        ('{"id": "b", "kind": "funding", "rounds": [{"company": ["B"], "ammount": null}]}', "unknown key 'ammount'"),
        ('{"id": "b", "kind": "funding", "rounds": [{"company": ["B"], "amount": {"value": "5"}}]}', "not a number"),
        ('{"id": "b", "kind": "funding", "rounds": [{"company": ["B"], "leads": "X"}]}', "not a list"),
        ('{"id": "b", "kind": "funding", "rounds": [{"company": ["B"], "leads": [[1]]}]}', "not a name"),
        ('{"id": "b", "kind": "funding", "rounds": [{"company": ["B"], "tranches": [{"sum": 1}]}]}', "in a tranche"),
        ('{"id": "a", "kind": "negative", "rounds": []}', "given twice"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, cause: str) -> None:
    path = write_lines(tmp_path / "g.jsonl", document("a"), "", line)
    with pytest.raises(GoldError) as caught:
        read_gold(path)
    assert str(caught.value).startswith(f"{path}:3: ")
    assert cause in str(caught.value)


def test_a_missing_or_empty_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"none\.jsonl: No such file"):
        read_gold(tmp_path / "none.jsonl")
    with pytest.raises(GoldError, match="holds no labelled document"):
        read_gold(write_lines(tmp_path / "empty.jsonl", ""))
    (tmp_path / "latin.jsonl").write_bytes(b'{"id": "\xe9"}')
    with pytest.raises(GoldError, match="not UTF-8"):
        read_gold(tmp_path / "latin.jsonl")


def make_fixture(folder: Path, expected: Any, meta: Any = None) -> Path:
    folder.mkdir()
    (folder / "article.txt").write_text("A title\n\nA paragraph.\n", encoding="utf-8")
    (folder / "expected.json").write_text(json.dumps(expected), encoding="utf-8")
    (folder / "meta.json").write_text(json.dumps(meta or {"published": "2024-05-06"}), encoding="utf-8")
    return folder


def test_a_fixture_is_a_folder(tmp_path: Path) -> None:
    make_fixture(tmp_path / "b-two", {"kind": "negative", "rounds": []})
    make_fixture(tmp_path / "a-one", {"kind": "funding", "rounds": [{"company": "A"}], "findings": ["x.y"]})
    (tmp_path / "floors.json").write_text("{}", encoding="utf-8")
    folders = fixture_folders(tmp_path)
    assert [f.name for f in folders] == ["a-one", "b-two"]
    assert fixture_folders(folders[0]) == (folders[0].resolve(),)
    one = read_fixture(folders[0])
    assert (one.slug, one.published, one.findings, one.previous_rounds) == ("a-one", "2024-05-06", ("x.y",), None)
    assert one.document.rounds[0].company == ("A",)


def test_a_fixture_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="neither a fixture"):
        fixture_folders(tmp_path)
    typo = make_fixture(tmp_path / "typo", {"kind": "negative", "rounds": [], "finding": []})
    with pytest.raises(GoldError, match=r"typo.*expected\.json: unknown key 'finding'"):
        read_fixture(typo)
    (typo / "article.txt").unlink()
    with pytest.raises(GoldError, match=r"neither article\.txt nor page\.html"):
        read_fixture(typo)
