"""`extractor deals`: what many articles tell of one deal; why it is one, and a person's word on it."""

from __future__ import annotations

import argparse
import json
import sys
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any

from extractor.commands.databases import add_database_option
from extractor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy import RowMapping

    from extractor.commands.databases import Commands

_EXPORT_HELP = "file: .csv for one row a deal, else JSON Lines with all details; - for standard output (the default)"


def add_deals(commands: Commands) -> None:
    """Add `extractor deals` to the command line."""
    deals = commands.add_parser("deals", help="deals of a database: many articles, one deal")
    actions = deals.add_subparsers(title="actions", required=True, metavar="ACTION")

    def action(name: str, command: Callable[[argparse.Namespace], int], told: str) -> argparse.ArgumentParser:
        parser = actions.add_parser(name, help=told)
        add_database_option(parser)
        parser.set_defaults(command=command)
        return parser

    listing = action("list", _list, "one line a deal, the latest first")
    listing.add_argument("--company", metavar="NAME", help="only deals of this company, however its name is written")
    listing.add_argument("--limit", type=int, default=50, metavar="N", help="lines to print (default: 50; 0: all)")
    action("show", _show, "a deal with its documents, investors and all stated values").add_argument("deal_id")
    action("why", _why, "why its documents are one deal, and where its values come from").add_argument("deal_id")
    split = action("split", _split, "take documents out of a deal; they stay apart from the rest of it")
    split.add_argument("deal_id")
    split.add_argument("documents", nargs="+", metavar="DOCUMENT", help="id of a document")
    join = action("join", _join, "make one deal of two; they stay together")
    join.add_argument("deal_id")
    join.add_argument("other_id")
    export = action("export", _export, "all deals as CSV or JSON Lines")
    export.add_argument("output", nargs="?", default="-", metavar="FILE", help=_EXPORT_HELP)
    update = action("update", _update, "make the deals of rounds that have none; `run` does so at its end")
    update.add_argument("--rebuild", action="store_true", help="make all deals anew; what a person decided holds")


def _list(chosen: argparse.Namespace) -> int:
    from extractor.sinks.connections import open_engine
    from extractor.sinks.deal_reading import list_deals, reading

    with reading(open_engine(chosen.db)) as connection:
        deals = list_deals(connection, company=chosen.company)
        found = [_line(deal) for deal in islice(deals, chosen.limit or None)]
        widths = [max(map(len, column)) for column in zip(*found, strict=True)]
        for line in found:
            print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
        if next(deals, None) is not None:
            print(f"more than {chosen.limit} deals; --limit 0 prints all", file=sys.stderr)
    return 0


def _line(deal: RowMapping) -> tuple[str, ...]:
    told = f"{deal['documents']} document{'' if deal['documents'] == 1 else 's'}"
    amount = _money(deal["amount"], deal["currency"])
    day = str(deal["announced_on"] or deal["first_told_on"] or "-")
    return (deal["deal_id"], day, deal["company"], deal["round_type"] or "-", amount, deal["status"], told)


def _show(chosen: argparse.Namespace) -> int:
    deal = _details(chosen)
    print(f"{deal['company']}: {deal['round_type'] or 'round'}, {_money(deal['amount'], deal['currency'])}")
    if deal["valuation"] is not None:
        deal["valuation"] = _money(deal["valuation"], deal["valuation_currency"])
    for name in ("deal_id", "status", "instrument", "announced_on", "valuation", "first_told_on", "last_told_on"):
        if deal[name] is not None:
            print(f"  {name:<14} {deal[name]}")
    for investor in deal["investors"]:
        told = f"{investor['role']}, {investor['documents']} of {len(deal['documents'])} documents"
        print(f"  investor       {investor['name']} ({told})")
    for document in deal["documents"]:
        day = document["told_on"] or "-"
        print(f"  document       {day:<10}  {document['document_id']}  {document['status']}  {document['title']}")
        if document["url"]:
            print(f"                 {document['url']}")
    documents = {each["round_key"]: each["document_id"] for each in deal["documents"]}
    for value in deal["values"]:
        mark = "*" if value["is_preferred"] else " "
        print(f"  {mark} {value['field']:<12} {value['value']}  ({documents[value['round_key']]})")
    for found in deal["findings"]:
        print(f"  {found['severity']:<14} {found['message']}")
    return 0


def _why(chosen: argparse.Namespace) -> int:
    deal = _details(chosen)
    documents = {each["round_key"]: each["document_id"] for each in deal["documents"]}
    if not deal["links"]:
        print("one document tells this deal; nothing was joined")
    for link in deal["links"]:
        print(f"{documents[link['left_key']]} and {documents[link['right_key']]}: {link['score']:g} points")
        for reason in link["reasons"].split("; "):
            print(f"  {reason}")
    for value in deal["values"]:
        if value["is_preferred"]:
            print(f"{value['field']}: {value['value']}, from {documents[value['round_key']]}: {value['reason']}")
    return 0


def _split(chosen: argparse.Namespace) -> int:
    from extractor.sinks.connections import open_engine
    from extractor.sinks.deal_reading import reading, rounds_of
    from extractor.sinks.deals import decide

    engine = open_engine(chosen.db)
    with reading(engine) as connection:
        rounds = rounds_of(connection, chosen.deal_id)
    unknown = [each for each in chosen.documents if each not in rounds]
    if unknown:
        raise UsageError(f"{unknown[0]}: no document of deal {chosen.deal_id}")
    taken = [each for document in chosen.documents for each in rounds[document]]
    rest = [each for found in rounds.values() for each in found if each not in taken]
    if not rest:
        raise UsageError(f"deal {chosen.deal_id} has no other document")
    decide(engine, taken, rest, "different")
    print("split")
    return 0


def _join(chosen: argparse.Namespace) -> int:
    from extractor.sinks.connections import open_engine
    from extractor.sinks.deal_reading import reading, rounds_of
    from extractor.sinks.deals import decide

    engine = open_engine(chosen.db)
    with reading(engine) as connection:
        left, right = (
            [each for found in rounds_of(connection, deal_id).values() for each in found]
            for deal_id in (chosen.deal_id, chosen.other_id)
        )
    if chosen.deal_id == chosen.other_id:
        raise UsageError("two different deals are needed")
    decide(engine, left, right, "same")
    print("joined")
    return 0


def _export(chosen: argparse.Namespace) -> int:
    from extractor.sinks.connections import open_engine
    from extractor.sinks.csv_files import csv_lines
    from extractor.sinks.deal_reading import export_deals, reading
    from extractor.sinks.growing_files import telling_of

    with reading(open_engine(chosen.db)) as connection, telling_of(chosen.output):
        deals = export_deals(connection)
        stream = (
            sys.stdout if chosen.output == "-" else open(chosen.output, "w", encoding="utf-8", newline="")  # noqa: SIM115, PTH123
        )
        try:
            if chosen.output.lower().endswith(".csv"):
                stream.writelines(csv_lines([row]) for row in _flat(deals))
            else:
                stream.writelines(json.dumps(deal, ensure_ascii=False) + "\n" for deal in deals)
        finally:
            if stream is not sys.stdout:
                stream.close()
    return 0


def _update(chosen: argparse.Namespace) -> int:
    from extractor.sinks.connections import open_engine
    from extractor.sinks.deals import update_deals

    count = update_deals(open_engine(chosen.db), rebuild=chosen.rebuild)
    print(f"{count} round{'' if count == 1 else 's'} put into deals")
    return 0


def _details(chosen: argparse.Namespace) -> dict[str, Any]:
    from extractor.sinks.connections import open_engine
    from extractor.sinks.deal_reading import deal_details, reading

    with reading(open_engine(chosen.db)) as connection:
        return deal_details(connection, chosen.deal_id)


def _flat(deals: Iterable[dict[str, Any]]) -> Iterable[list[Any]]:
    """A header, then a row a deal; several values in one cell are parted by `; `."""
    header: list[str] = []
    for deal in deals:
        row = {name: value for name, value in deal.items() if not isinstance(value, list)}
        row["documents"] = "; ".join(each["document_id"] for each in deal["documents"])
        row["urls"] = " ".join(filter(None, (each["url"] for each in deal["documents"])))
        row["investors"] = "; ".join(each["name"] for each in deal["investors"])
        row["lead_investors"] = "; ".join(each["name"] for each in deal["investors"] if each["role"] != "participant")
        row["findings"] = "; ".join(each["message"] for each in deal["findings"])
        if not header:
            header = list(row)
            yield header
        yield [row[name] for name in header]


def _money(value: Decimal | str | None, currency: str) -> str:
    from extractor.reporting.readable import scaled

    return "undisclosed" if value is None else f"{currency} {scaled(Decimal(value))}"
