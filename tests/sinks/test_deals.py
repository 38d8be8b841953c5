"""Deals in both databases: incremental, reversible, explained."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from extractor.cli import main
from extractor.merging.facts import facts_of
from extractor.records import (
    ArticleInfo,
    Company,
    DateValue,
    Extraction,
    FundingRound,
    Investor,
    Money,
    Relevance,
    RoundType,
)
from extractor.sinks.connections import open_engine
from extractor.sinks.database import DatabaseSink
from extractor.sinks.deal_facts import load_facts
from extractor.sinks.deals import update_deals
from extractor.sinks.tables import DEAL_DOCUMENTS, METADATA, ROUNDS


def article(id: str, company: str, amount: str, day: str, lead: str = "Pomona Ventures", **changes: Any) -> Extraction:
    round_ = FundingRound(
        round_id=f"r-{id}",
        company=Company(name=company),
        round_type=RoundType.SEED,
        amount=Money(value=Decimal(amount), currency="USD", text=amount),
        announced_on=DateValue(value=day, basis="published"),
        investors=(Investor(name=lead, role="lead"), Investor(name="Hill Street Angels")),
    )
    info = ArticleInfo(title=f"{company} raises", published_on=day, text_sha256=id.rjust(64, "0"), text_length=9)
    extraction = Extraction(
        extractor_version="0",
        id=id,
        article=info,
        relevance=Relevance(is_funding=True, score=1.0, reason="-"),
        rounds=(round_,),
    )
    return extraction.model_copy(update=changes)


ONE = article("one", "Larkspur", "4000000", "2024-05-06")
TWO = article("two", "Larkspur Inc.", "4000000", "2024-05-07", lead="Pomona")
OTHER = article("other", "Quillon", "9000000", "2024-05-07", lead="Aldgate Capital")
LATER = article("later", "Larkspur", "4100000", "2024-05-09")


def write(url: str, *extractions: Extraction) -> None:
    sink = DatabaseSink(url)
    sink.write_many(extractions)
    update_deals(sink.engine)
    sink.close()


def deals(url: str) -> dict[str, set[str]]:
    engine = open_engine(url)
    found: dict[str, set[str]] = {}
    with engine.connect() as connection:
        for row in connection.execute(select(DEAL_DOCUMENTS)):
            found.setdefault(row.deal_id, set()).add(row.document_id)
    engine.dispose()
    return found


def groups(url: str) -> set[frozenset[str]]:
    return {frozenset(documents) for documents in deals(url).values()}


def test_many_articles_are_one_deal(database: str) -> None:
    write(database, ONE, TWO, OTHER)
    assert groups(database) == {frozenset({"one", "two"}), frozenset({"other"})}
    engine = open_engine(database)
    with engine.connect() as connection:
        row = connection.execute(text("SELECT * FROM deals_flat WHERE documents = 2")).one()
        assert row.lead_investors == "Pomona Ventures"
        assert row.other_investors == "Hill Street Angels"
        assert (row.company, row.amount_number, row.currency) == ("Larkspur", 4_000_000.0, "USD")
        assert Decimal(row.amount) == 4_000_000
    engine.dispose()


def test_new_articles_join_old_deals_which_keep_their_ids(database: str) -> None:
    write(database, ONE, OTHER)
    before = {frozenset(documents): deal_id for deal_id, documents in deals(database).items()}
    write(database, LATER)
    write(database, TWO)
    after = {frozenset(documents): deal_id for deal_id, documents in deals(database).items()}
    assert after == {
        frozenset({"one", "two", "later"}): before[frozenset({"one"})],
        frozenset({"other"}): before[frozenset({"other"})],
    }


def test_one_by_one_or_all_at_once_gives_the_same_deals(database: str, tmp_path: Path) -> None:
    for each in (LATER, OTHER, TWO, ONE):
        write(database, each)
    at_once = f"sqlite:///{tmp_path / 'other.db'}"
    write(at_once, ONE, TWO, OTHER, LATER)
    assert groups(database) == groups(at_once)


def test_an_article_that_changed_leaves_its_deal(database: str) -> None:
    write(database, ONE, TWO)
    changed = article("two", "Quillon", "9000000", "2024-05-07", lead="Aldgate Capital")
    info = changed.article.model_copy(update={"text_sha256": "f" * 64})
    write(database, OTHER, changed.model_copy(update={"article": info}))
    assert groups(database) == {frozenset({"one"}), frozenset({"other", "two"})}


def test_updating_again_changes_nothing(database: str) -> None:
    write(database, ONE, TWO, OTHER)
    engine = open_engine(database)
    before = everything(engine)
    assert update_deals(engine) == 0
    assert everything(engine) == before
    update_deals(engine, rebuild=True)
    assert everything(engine) == before
    engine.dispose()


def test_company_by_company_gives_the_same_deals(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """However few rounds are in memory together; a deal joined by hand over two companies stays whole."""
    crowd = [
        article(f"{name}-{place}", name, f"{place % 3 + 2}000000", f"2024-0{place % 4 + 1}-07")
        for place in range(9)
        for name in ("Larkspur", "Larkspur Inc.", "Quillon", "Brackenfield", "Brakenfield", "Perimeter AI")
    ]
    write(database, *crowd)
    of_document = {document: deal for deal, documents in deals(database).items() for document in documents}
    assert not main(["deals", "join", "--db", database, of_document["Quillon-0"], of_document["Brackenfield-0"]])
    engine = open_engine(database)
    before = everything(engine)
    monkeypatch.setattr("extractor.sinks.deals._AT_ONCE", 1)
    assert update_deals(engine) == 0
    update_deals(engine, rebuild=True)
    assert everything(engine) == before
    with engine.begin() as connection:
        connection.execute(METADATA.tables["deals"].delete())
    assert update_deals(engine) == len(crowd)
    engine.dispose()
    assert groups(database) == {
        frozenset(row[2] for row in before["deal_documents"] if row[1] == deal)
        for deal in {row[1] for row in before["deal_documents"]}
    }


def everything(engine: Any) -> dict[str, list[Any]]:
    with engine.connect() as connection:
        return {
            name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for name, table in METADATA.tables.items()
        }


def test_the_database_gives_the_facts_of_the_record(database: str, extraction: Extraction) -> None:
    write(database, extraction, ONE)
    engine = open_engine(database)
    with engine.connect() as connection:
        keys = connection.execute(select(ROUNDS.c.round_key).where(~ROUNDS.c.is_previous)).scalars().all()
        stored = {each.round_id: each for each in load_facts(connection, keys)}
    engine.dispose()
    for each in (*facts_of(extraction), *facts_of(ONE)):
        assert {**fields(stored[each.round_id]), "key": 0} == {**fields(each), "key": 0}


def fields(each: Any) -> dict[str, Any]:
    return {name: getattr(each, name) for name in each.__slots__}


def test_split_and_join_are_reversible(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    write(database, ONE, TWO, OTHER)
    at = ["--db", database]
    (deal_id,) = [key for key, documents in deals(database).items() if "two" in documents]
    assert main(["deals", "split", deal_id, "two", *at]) == 0
    assert groups(database) == {frozenset({"one"}), frozenset({"two"}), frozenset({"other"})}
    write(database, LATER)
    assert frozenset({"one", "later"}) in groups(database) or frozenset({"two", "later"}) in groups(database)
    ids = {next(iter(sorted(documents))): key for key, documents in deals(database).items()}
    two = next(key for key, documents in deals(database).items() if "two" in documents)
    one = next(key for key, documents in deals(database).items() if "one" in documents)
    assert main(["deals", "join", one, two, *at]) == 0
    assert groups(database) == {frozenset({"one", "two", "later"}), frozenset({"other"})}
    assert main(["deals", "join", one, ids["other"], *at]) == 0
    assert groups(database) == {frozenset({"one", "two", "later", "other"})}
    assert main(["deals", "update", "--rebuild", *at]) == 0
    (whole,) = deals(database)
    assert main(["deals", "split", whole, "other", *at]) == 0
    assert groups(database) == {frozenset({"one", "two", "later"}), frozenset({"other"})}
    capsys.readouterr()


def test_list_show_why_export(database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(database, ONE, TWO, OTHER)
    at = ["--db", database]
    assert main(["deals", "list", "--company", "LARKSPUR", *at]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    deal_id = line.split()[0]
    assert "USD 4 million" in line
    assert "2 documents" in line
    assert main(["deals", "show", deal_id, *at]) == 0
    shown = capsys.readouterr().out
    assert "Pomona Ventures (lead, 2 of 2 documents)" in shown
    assert main(["deals", "why", deal_id, *at]) == 0
    why = capsys.readouterr().out
    assert "one and two" in why
    assert "+2.5 the same amount" in why
    assert main(["deals", "export", *at]) == 0
    exported = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {each["amount"] for each in exported} == {"4000000", "9000000"}
    assert main(["deals", "export", str(tmp_path / "deals.csv"), *at]) == 0
    rows = list(csv.DictReader((tmp_path / "deals.csv").open(encoding="utf-8")))
    assert {row["investors"] for row in rows} >= {"Pomona Ventures; Hill Street Angels"}


@pytest.mark.parametrize(
    "words", [["show", "nope"], ["why", "nope"], ["split", "nope", "one"], ["join", "nope", "never"]]
)
def test_unknown_deals_are_named(database: str, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    write(database, ONE)
    assert main(["deals", *words, "--db", database]) == 2
    assert "nope: no such deal" in capsys.readouterr().err


def test_wrong_splits_and_joins_are_refused(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    write(database, ONE)
    (deal_id,) = deals(database)
    for words in (["split", deal_id, "gone"], ["split", deal_id, "one"], ["join", deal_id, deal_id]):
        assert main(["deals", *words, "--db", database]) == 2
    assert "no document of deal" in capsys.readouterr().err
