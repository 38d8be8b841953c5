"""The command as a user runs it: exit codes, messages, outputs."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from extractor import __version__
from extractor.cli import main

GOOD = {
    "id": "a",
    "title": "Larkspur raises $4M seed",
    "text": "Larkspur raised $4 million in a seed round led by Pomona Ventures.",
}
ALSO_GOOD = {
    "id": "b",
    "title": "Quillon raises €6M 🚀",
    "text": "Quillon, a maker of 芯片, raised €6 million from Aldgate Capital.",
}
DOUBTFUL = {
    "id": "c",
    "title": "Brightloom in talks to raise $4 million",
    "text": "Brightloom could raise up to $9 million from Aldgate Capital and Quillon, people said. Quillon got $2M. "
    "Others speak of $6 million from Tern and the Hale family.",
}


def command(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "extractor", *arguments], input=stdin, capture_output=True, timeout=120
    )


def jsonl(path: Path, *lines: object) -> Path:
    texts = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    return path


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["--version"], ["schema"], ["rules", "list"]])
def test_quick_commands_do_not_import_spacy(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom extractor.cli import main\n"
        f"try:\n    main({arguments!r})\nexcept SystemExit:\n    pass\n"
        "sys.exit('spacy imported' if 'spacy' in sys.modules else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout


def test_records_and_schemas_come_without_spacy() -> None:
    code = "import sys, extractor; extractor.Extraction, extractor.Money; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 0


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--version"])
    assert stopped.value.code == 0
    assert capsys.readouterr().out == f"extractor {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["fly"],
        ["run"],
        ["run", "x.txt", "--published", "yesterday"],
        ["run", "x.txt", "--published", "2024-02-30"],
        ["run", "x.txt", "--min-confidence", "1.2"],
        ["run", "x.txt", "--min-confidence", "nan"],
        ["run", "x.txt", "--min-confidence", "most"],
        ["show"],
        ["validate", "x", "--part", "half"],
        ["rules", "polish"],
    ],
)
def test_wrong_use_exits_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert "usage: extractor" in capsys.readouterr().err


def test_an_input_is_never_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = jsonl(tmp_path / "in.jsonl", GOOD)
    before = path.read_bytes()
    assert main(["run", str(path), "--output", str(path)]) == 2
    assert "would replace an input" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_run_writes_one_line_a_document(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "in.jsonl", GOOD, ALSO_GOOD)
    output = tmp_path / "out.jsonl"
    assert main(["run", str(path), "--output", str(output)]) == 0
    records = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert [record["id"] for record in records] == ["a", "b"]
    assert records[0]["article"]["text"] is None
    assert records[0]["rounds"][0]["amount"]["value"] == "4000000"


def test_run_with_text_proves_its_evidence(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "in.jsonl", ALSO_GOOD)
    output = tmp_path / "out.jsonl"
    assert main(["run", str(path), "--output", str(output), "--with-text"]) == 0
    record = json.loads(output.read_text(encoding="utf-8"))
    text = record["article"]["text"]
    assert text == f"{ALSO_GOOD['title']}\n\n{ALSO_GOOD['text']}"
    found = _evidence(record)
    assert found
    for evidence in found:
        assert text[evidence["start"] : evidence["end"]] == evidence["text"]


def _evidence(value: object) -> list[dict[str, object]]:
    if isinstance(value, list):
        return [found for item in value for found in _evidence(item)]
    if not isinstance(value, dict):
        return []
    own = value.get("evidence") or []
    return [*own, *(found for item in value.values() for found in _evidence(item) if found not in own)]


def test_two_runs_are_byte_identical(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "in.jsonl", GOOD, ALSO_GOOD)
    first, second = command("run", str(path)), command("run", str(path))
    assert first.returncode == 0, first.stderr.decode()
    assert first.stdout == second.stdout
    assert first.stdout.count(b"\n") == 2


def test_the_doubtful_go_to_a_file_of_their_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = jsonl(tmp_path / "in.jsonl", GOOD, DOUBTFUL)
    output, doubtful, database = tmp_path / "out.jsonl", tmp_path / "doubtful.jsonl", tmp_path / "funding.db"
    assert main(["run", str(path), "--output", str(output)]) == 0
    good, weak = [json.loads(line)["rounds"][0] for line in output.read_text(encoding="utf-8").splitlines()]
    assert weak["confidence"] < good["confidence"]
    least = [value for value in weak["field_confidence"].values() if value is not None]
    between = str((weak["confidence"] + good["confidence"]) / 2)
    chosen = ["--min-confidence", between, "--doubtful", str(doubtful)]
    assert main(["run", str(path), "--output", str(output), "--db", str(database), *chosen]) == 0
    assert "2 documents, 2 rounds, 1 of them too doubtful" in capsys.readouterr().err
    kept = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert [len(record["rounds"]) for record in kept] == [1, 0]
    assert [f["code"] for f in kept[1]["findings"]] == ["confidence.round"]
    (sent,) = [json.loads(line) for line in doubtful.read_text(encoding="utf-8").splitlines()]
    assert sent["rounds"] == [weak]
    listed = [f for f in sent["findings"] if f["code"] == "confidence.field"]
    assert len(listed) >= sum(value < float(between) for value in least) > 0
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT confidence FROM rounds").fetchall() == [(good["confidence"],)]


def test_a_threshold_without_a_file_for_the_doubtful(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = jsonl(tmp_path / "in.jsonl", GOOD)
    assert main(["run", str(path), "--min-confidence", "1"]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["rounds"] == []
    assert "1 of them too doubtful" in told.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--doubtful", "d.jsonl"], "--doubtful needs --min-confidence"),
        (["--output", "d.jsonl", "--doubtful", "d.jsonl", "--min-confidence", "1"], "would replace the output"),
        (["--output", "d.jsonl", "--doubtful", "./d.jsonl", "--min-confidence", "1"], "would replace the output"),
        (["--doubtful", "-", "--min-confidence", "1"], "would replace the output"),
        (["--output", "o.jsonl", "--doubtful", "in.jsonl", "--min-confidence", "1"], "would replace an input"),
    ],
)
def test_the_doubtful_replace_nothing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    jsonl(tmp_path / "in.jsonl", GOOD)
    assert main(["run", "in.jsonl", *arguments]) == 2
    assert message in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_a_bad_line_is_named_and_the_good_ones_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = jsonl(tmp_path / "in.jsonl", GOOD, '{"id": "broken",', ALSO_GOOD)
    output = tmp_path / "out.jsonl"
    assert main(["run", str(path), "--output", str(output)]) == 1
    assert f"error: {path}:2: not JSON" in capsys.readouterr().err
    assert len(output.read_text(encoding="utf-8").splitlines()) == 2


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("gone.txt", None, "no such file"),
        ("empty.txt", b"", "empty"),
        ("latin.txt", b"Title\n\nCaf\xe9", ":3: not UTF-8"),
        ("picture.txt", b"\x89PNG\0\0", ":1: this is binary data"),
        ("notes.docx", b"PK", "not supported"),
    ],
)
def test_a_bad_file_is_named_and_the_good_one_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes | None, message: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    good = jsonl(tmp_path / "good.jsonl", GOOD)
    output = tmp_path / "out.jsonl"
    assert main(["run", str(tmp_path / name), str(good), "--output", str(output)]) == 1
    (complaint,) = [line for line in capsys.readouterr().err.splitlines() if line.startswith("error: ")]
    assert name in complaint
    assert message in complaint
    assert json.loads(output.read_text(encoding="utf-8"))["id"] == "a"


def test_standard_input_to_standard_output() -> None:
    done = command("run", "-", stdin=json.dumps(ALSO_GOOD, ensure_ascii=False).encode())
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout.decode("utf-8"))["article"]["title"] == ALSO_GOOD["title"]


def test_run_fills_a_database_once(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "in.jsonl", GOOD)
    database = tmp_path / "funding.db"
    for _ in range(2):
        assert main(["run", str(path), "--db", f"sqlite:///{database}"]) == 0
    with closing(sqlite3.connect(database)) as connection:
        query = "SELECT name FROM organizations JOIN rounds ON company_key = organization_key"
        assert connection.execute(query).fetchall() == [("Larkspur",)]


def test_a_database_that_cannot_be_opened_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = jsonl(tmp_path / "in.jsonl", GOOD)
    assert main(["run", str(path), "--db", "sqlite:////no/such/folder/x.db"]) == 1
    assert capsys.readouterr().err.startswith("error: sqlite:////no/such/folder/x.db: ")


def test_show_prints_the_record_for_reading(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "larkspur.txt"
    path.write_text(f"{GOOD['title']}\n\n{GOOD['text']}\n", encoding="utf-8")
    assert main(["show", str(path), "--published", "2024-05-05"]) == 0
    shown = capsys.readouterr().out
    assert "Larkspur" in shown
    assert "USD 4 million" in shown
    assert "2024-05-05 (given)" in shown
    assert "\x1b[" not in shown


def test_rules_prove_their_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "check"]) == 0, capsys.readouterr().err


def test_rules_list_names_each_rule_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "list"]) == 0
    names = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert "round.seed" in names
    assert len(names) == len(set(names))


def test_schema_prints_every_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert set(json.loads(capsys.readouterr().out)) == {"extraction", "funding_round", "failure"}


def test_a_reader_that_goes_away_is_no_crash(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "in.jsonl", *({**GOOD, "id": str(number)} for number in range(20)))
    process = subprocess.Popen(
        [sys.executable, "-m", "extractor", "run", str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    complaint = process.stderr.read()
    process.wait(timeout=60)
    process.stderr.close()
    assert b"Traceback" not in complaint


@pytest.mark.skipif(sys.platform == "win32", reason="signals are of POSIX")
def test_an_interrupt_ends_with_130_and_complete_lines(tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    process = subprocess.Popen(
        [sys.executable, "-m", "extractor", "run", "-", "--output", str(output)],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # A shell that runs the tests in the background may have them ignore the signal; the command must not.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stdin is not None
    process.stdin.write(json.dumps(GOOD).encode() + b"\n" + json.dumps(ALSO_GOOD).encode() + b"\n")
    process.stdin.flush()
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob(".out.jsonl.part")) and time.monotonic() < deadline:
        time.sleep(0.1)
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    _, complaint = process.communicate(timeout=60)
    # where a compiled module was being imported, Python ends by the signal itself, which a shell shows as 130, too
    assert process.returncode in (130, -signal.SIGINT), complaint.decode()
    for line in output.read_text(encoding="utf-8").splitlines():
        assert json.loads(line)["id"] in {"a", "b"}
