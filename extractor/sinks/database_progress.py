"""The progress of a run in the database: noted in the transaction that writes the rows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from extractor import __version__
from extractor.records import Extraction, Failure
from extractor.sinks.bulk import upsert_rows
from extractor.sinks.connections import telling
from extractor.sinks.database import DatabaseSink
from extractor.sinks.deals import update_deals
from extractor.sinks.progress import Done, Sizes, Tally
from extractor.sinks.tables import RUN_PROGRESS, RUNS


class DatabaseProgress:
    """Writes the rows of a run and notes its progress with them.

    `command_id` (hex) names the command; its runs are numbered. A run that did not finish is gone on with when the
    inputs are as they were. Raises SinkError.
    """

    def __init__(self, sink: DatabaseSink, command: str, command_id: str, fingerprint: str) -> None:
        self._sink = sink
        self._command = command
        self._command_id = command_id
        self._fingerprint = fingerprint
        self._run_id = ""

    def resume(self) -> Done:
        """What the last run of this command did when it is unfinished; otherwise a new run begins."""
        last = select(RUNS).where(RUNS.c.run_id.startswith(self._command_id)).order_by(RUNS.c.run_id.desc()).limit(1)
        with telling(self._sink.engine), self._sink.engine.begin() as connection:
            row = connection.execute(last).one_or_none()
            is_open = row is not None and row.status == "running" and row.fingerprint == self._fingerprint
            if row is None or not is_open:
                self._begin(connection, row.run_id if row is not None else None)
                return Done()
            self._run_id = row.run_id
            keys = select(RUN_PROGRESS.c.item_key).where(RUN_PROGRESS.c.run_id == self._run_id)
            sizes = json.loads(row.output_sizes or "{}")
            screened = json.loads(row.screened or "{}")
            return Done(
                keys=set(connection.execute(keys).scalars()),
                sizes=sizes,
                tally=Tally(row.documents, row.rounds, row.failed, row.left_out, row.duplicates, screened),
                is_finishing=bool(sizes.pop("finishing", False)),
            )

    def restart(self) -> None:
        """Leave the open run as it is and begin a new one."""
        with telling(self._sink.engine), self._sink.engine.begin() as connection:
            self._begin(connection, self._run_id or None)

    def commit(self, items: Sequence[Extraction | Failure], keys: Sequence[int], sizes: Sizes, tally: Tally) -> None:
        """Write the rows of `items` and note them as done, all or nothing."""

        def note(connection: Connection) -> None:
            upsert_rows(connection, RUN_PROGRESS, {(self._run_id, key) for key in keys}, replacing=())
            counts = {**asdict(tally), "screened": json.dumps(tally.screened)}
            self._update(connection, output_sizes=json.dumps(sizes), **counts)

        self._sink.write_many(items, run_id=self._run_id, also=note)

    def finishing(self) -> None:
        """Note that all items are done, and make the deals of the new rounds."""
        with telling(self._sink.engine), self._sink.engine.begin() as connection:
            self._update(connection, output_sizes=json.dumps({"finishing": True}))
        update_deals(self._sink.engine)

    def finish(self) -> None:
        """Note that the run is over; what it had done needs no list any more."""
        with telling(self._sink.engine), self._sink.engine.begin() as connection:
            connection.execute(RUN_PROGRESS.delete().where(RUN_PROGRESS.c.run_id == self._run_id))
            self._update(connection, status="finished", finished_at=datetime.now(UTC), output_sizes=None)

    def close(self) -> None:
        """Give the connections back."""
        self._sink.close()

    def _begin(self, connection: Connection, last: str | None) -> None:
        number = int(last.rpartition("-")[2]) + 1 if last else 1
        if last:
            connection.execute(RUN_PROGRESS.delete().where(RUN_PROGRESS.c.run_id == last))
            unfinished = RUNS.update().where(RUNS.c.run_id == last, RUNS.c.status == "running")
            connection.execute(unfinished.values(status="abandoned"))
        self._run_id = f"{self._command_id}-{number:06}"
        # The same command started twice at once is one run.
        insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        row: dict[str, Any] = {"run_id": self._run_id, "command": self._command, "fingerprint": self._fingerprint}
        row |= {"extractor_version": __version__, "status": "running", "started_at": datetime.now(UTC)}
        connection.execute(insert(RUNS).values(row).on_conflict_do_nothing())

    def _update(self, connection: Connection, **values: object) -> None:
        connection.execute(RUNS.update().where(RUNS.c.run_id == self._run_id).values(**values))
