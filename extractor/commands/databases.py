"""`extractor db init|upgrade|stats`: the tables of a database, and what is in it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

DEFAULT_DATABASE = "sqlite:///funding.db"
_DB_HELP = f"database, for example {DEFAULT_DATABASE} (the default) or postgresql://user@host/name"


def add_database_option(parser: argparse.ArgumentParser) -> None:
    """`--db URL` of commands that read or change one database."""
    parser.add_argument("--db", metavar="URL", default=DEFAULT_DATABASE, help=_DB_HELP)


def add_db(commands: Commands) -> None:
    """Add `extractor db` to the command line."""
    db = commands.add_parser("db", help="make the tables of a database, bring them up to date, count what is in them")
    actions = db.add_subparsers(title="actions", required=True, metavar="ACTION")
    for name, command, told in (
        ("init", _init, "make the tables in a database that has none of them"),
        ("upgrade", _upgrade, "bring an older database to today's layout; its rows are kept"),
        ("stats", _stats, "count documents, rounds, deals, findings and failures"),
    ):
        action = actions.add_parser(name, help=told)
        add_database_option(action)
        action.set_defaults(command=command)


def _init(chosen: argparse.Namespace) -> int:
    from extractor.sinks.connections import open_engine, safe_name
    from extractor.sinks.layouts import make_ready

    engine = open_engine(chosen.db)
    make_ready(engine)
    print(f"{safe_name(engine.url)}: ready")
    return 0


def _upgrade(chosen: argparse.Namespace) -> int:
    from extractor.sinks.connections import open_engine, safe_name
    from extractor.sinks.layouts import Layout, upgrade

    engine = open_engine(chosen.db)
    before = upgrade(engine)
    print(f"{safe_name(engine.url)}: " + ("already up to date" if before is Layout.CURRENT else "upgraded"))
    return 0


def _stats(chosen: argparse.Namespace) -> int:
    from extractor.sinks.connections import open_engine
    from extractor.sinks.statistics import statistics

    counts = statistics(open_engine(chosen.db))
    width = max(len(name) for name, _ in counts)
    for name, count in counts:
        print(f"{name:<{width}}  {count}")
    return 0
