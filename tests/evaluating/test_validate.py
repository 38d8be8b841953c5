"""A whole validation over files, with a stand-in for the extractor."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extractor.article import Article
from extractor.errors import GoldError
from extractor.evaluating.validate import run_validation
from extractor.records import Extraction

TITLE = "Acme Robotics raises $25 million"
BODY = "Acme Robotics said on Tuesday that it raised $25 million in a Series B led by Harbour Row Capital."
LABEL = {
    "company": ["Acme Robotics"],
    "status": "closed",
    "amount": {"value": 25000000, "currency": "USD", "qualifier": "exact"},
}


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Forty labelled documents, the even ones a round and the odd ones none."""
    lines = [
        {
            "id": f"doc-{n}",
            "title": TITLE,
            "text": f"{BODY} {n}",
            "published": "2024-05-07",
            "kind": "negative" if n % 2 else "funding",
            "rounds": [] if n % 2 else [LABEL],
        }
        for n in range(40)
    ]
    path = tmp_path / "news.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return path


@pytest.fixture
def fixtures(tmp_path: Path) -> Path:
    folder = tmp_path / "fixtures" / "acme"
    folder.mkdir(parents=True)
    (folder / "article.txt").write_text(f"{TITLE}\n\n{BODY}\n", encoding="utf-8")
    (folder / "meta.json").write_text('{"published": "2024-05-07", "outlet": "The Lantern"}', encoding="utf-8")
    (folder / "expected.json").write_text(json.dumps({"kind": "funding", "rounds": [LABEL]}), encoding="utf-8")
    return folder.parent


@pytest.fixture
def perfect(as_round: Callable[..., Any], as_extraction: Callable[..., Any]) -> Callable[[Article], Extraction]:
    """Finds the round in fixtures and in documents with an even number."""

    def extract(article: Article) -> Extraction:
        number = article.id.rpartition("-")[2]
        has_round = not number.isdigit() or int(number) % 2 == 0
        return as_extraction(article.id, *([as_round(LABEL)] if has_round else []))

    return extract


@pytest.fixture
def blind(as_extraction: Callable[..., Any]) -> Callable[[Article], Extraction]:
    """Finds nothing."""
    return lambda article: as_extraction(article.id)


def write_floors(path: Path, **sections: Any) -> str:
    path.write_text(json.dumps(sections), encoding="utf-8")
    return str(path)


def test_all_right(gold: Path, fixtures: Path, perfect: Any, tmp_path: Path, capsys: Any) -> None:
    floors = write_floors(tmp_path / "f.json", must_match=["acme"], fixtures={"company": 1.0}, news={"micro": 1.0})
    out = tmp_path / "out.json"
    assert run_validation([str(fixtures), str(gold)], floors=floors, json_out=str(out), extract=perfect) == 0
    printed = capsys.readouterr().out
    assert "== fixtures: 1 documents, 1 rounds" in printed
    assert "== news: 40 documents, 20 rounds" in printed
    assert "exact records 20/20; funding documents found 20/20; false alarms 0/20; not extracted 0" in printed
    written = json.loads(out.read_text(encoding="utf-8"))
    assert written["news"]["amount"] == {"p": 1.0, "r": 1.0, "f1": 1.0, "tp": 20, "fp": 0, "fn": 0}
    assert written["fixtures"]["wrong_fields"] == []


def test_under_the_floor_names_the_field(gold: Path, blind: Any, tmp_path: Path, capsys: Any) -> None:
    floors = write_floors(tmp_path / "f.json", news={"company": 0.5, "negatives_silent": 0.9})
    assert run_validation([str(gold)], floors=floors, extract=blind) == 1
    printed = capsys.readouterr().out
    assert "news: company is 0.0000, under its floor 0.5000" in printed
    assert "negatives_silent" not in printed
    assert run_validation([str(gold)], floors=None, extract=blind) == 0


def test_a_fixture_that_must_match_fails_the_run(fixtures: Path, blind: Any, tmp_path: Path, capsys: Any) -> None:
    floors = write_floors(tmp_path / "f.json", must_match=["acme"])
    assert run_validation([str(fixtures / "acme")], floors=floors, extract=blind) == 1
    assert "acme:rounds[0].amount: expected" in capsys.readouterr().out
    assert run_validation([str(fixtures)], floors=write_floors(tmp_path / "f.json"), extract=blind) == 0


def test_errors_stand_beside_the_words_and_the_check_part_stays_unread(gold: Path, blind: Any, capsys: Any) -> None:
    from extractor.evaluating.gold import read_gold

    check = {d.id for d in read_gold(gold, "check") if d.is_funding}
    assert check
    assert run_validation([str(gold)], floors=None, max_errors=1000, extract=blind) == 0
    printed = capsys.readouterr().out
    assert (
        "doc-0 | amount | missed | gold exact 25,000,000 USD | predicted -\n    Acme Robotics raises $⟦25⟧ million"
        in printed
    )
    assert not [identity for identity in check if f"{identity} |" in printed]
    assert f"… {3 * len(check)} errors in documents of the check part" in printed
    run_validation([str(gold)], floors=None, max_errors=1000, part="check", extract=blind)
    assert " | missed | " not in capsys.readouterr().out


def test_parts_have_floors_of_their_own(gold: Path, blind: Any, tmp_path: Path, capsys: Any) -> None:
    floors = write_floors(tmp_path / "f.json", news={"company": 0.5})
    assert run_validation([str(gold)], floors=floors, part="work", extract=blind) == 0
    assert "== news:work: " in capsys.readouterr().out


def test_floors_are_raised_and_never_lowered(gold: Path, perfect: Any, blind: Any, tmp_path: Path) -> None:
    floors = str(tmp_path / "new.json")
    assert run_validation([str(gold)], floors=floors, raise_floors=True, extract=perfect) == 0
    raised = json.loads(Path(floors).read_text(encoding="utf-8"))
    assert raised["news"]["company"] == 0.99
    assert "valuation" not in raised["news"]
    assert run_validation([str(gold)], floors=floors, raise_floors=True, extract=blind) == 1
    assert json.loads(Path(floors).read_text(encoding="utf-8")) == raised
    assert run_validation([str(gold)], floors=floors, raise_floors=True, allow_regression=True, extract=blind) == 0
    assert json.loads(Path(floors).read_text(encoding="utf-8"))["news"]["company"] == 0.0


@pytest.mark.parametrize(
    ("arguments", "cause"),
    [
        ({"part": "half"}, "part is 'half'"),
        ({"raise_floors": True}, "needs a floors file"),
        ({"floors": "no/such.json"}, "no/such.json: No such file"),
    ],
)
def test_wrong_use(gold: Path, blind: Any, arguments: dict[str, Any], cause: str) -> None:
    with pytest.raises(GoldError) as caught:
        run_validation([str(gold)], **{"floors": None, **arguments}, extract=blind)
    assert cause in str(caught.value)


def test_a_source_that_is_no_gold(tmp_path: Path, blind: Any) -> None:
    (tmp_path / "notes.txt").write_text("no gold", encoding="utf-8")
    with pytest.raises(GoldError, match=r"notes\.txt: neither a folder of fixtures nor a gold"):
        run_validation([str(tmp_path / "notes.txt")], floors=None, extract=blind)


def test_fixtures_are_read_with_their_date_and_outlet(fixtures: Path, perfect: Any) -> None:
    seen: list[Article] = []

    def watch(article: Article) -> Extraction:
        seen.append(article)
        extraction: Extraction = perfect(article)
        return extraction

    run_validation([str(fixtures)], floors=None, extract=watch)
    (article,) = seen
    assert (article.id, article.published_on, article.publisher, article.title) == (
        "acme",
        "2024-05-07",
        "The Lantern",
        TITLE,
    )


def test_calibration_is_printed_on_demand(
    gold: Path, fixtures: Path, perfect: Callable[[Article], Extraction], capsys: pytest.CaptureFixture[str]
) -> None:
    run_validation([str(gold), str(fixtures)], floors=None, extract=perfect)
    assert "| round |" not in capsys.readouterr().out
    run_validation([str(gold), str(fixtures)], floors=None, extract=perfect, calibration=True)
    told = [line for line in capsys.readouterr().out.splitlines() if line.startswith("| round |")]
    assert [line.split(" | ")[1:4] for line in told] == [["1", "0.500", "1.000"], ["20", "0.500", "1.000"]]
