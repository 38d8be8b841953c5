"""Engines: the same call on every article, in this process or in several; a broken document costs itself alone."""

from __future__ import annotations

from collections.abc import Generator, Iterable

from extractor.engines.one_process import in_this_process
from extractor.engines.outcomes import Item, Outcome
from extractor.settings import Settings

__all__ = ["Item", "Outcome", "extract_all"]


def extract_all(
    items: Iterable[Item],
    settings: Settings | None = None,
    *,
    workers: int = 1,
    ordered: bool = True,
    time_limit: float | None = None,
) -> Generator[Outcome, None, None]:
    """Each item with its extraction or failure; failures among `items` pass through.

    `workers` > 1 starts that many processes. `ordered` keeps the order of `items`; otherwise what is done first comes
    first. `time_limit` is in seconds for one document. At most a few dozen items are held at a time.
    """
    chosen = settings or Settings()
    if workers <= 1:
        yield from in_this_process(items, chosen, time_limit)
        return
    # Imported here: one process needs none of it.
    from extractor.engines.processes import in_processes

    yield from in_processes(items, chosen, workers=workers, ordered=ordered, time_limit=time_limit)
