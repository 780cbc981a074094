"""Reading a list that changes while it is read, oldest change first, so that no item is passed over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from etl.sync.items import utc


@dataclass(frozen=True)
class Batch:
    """One page as a tracker gives it: `newest` is when its last record changed, `position` leads on (None: no more)."""

    records: list[dict[str, Any]]
    newest: datetime | None
    position: Any


def last_change(stamps: Iterable[Any]) -> datetime | None:
    """When the last record of a page changed, of the time stamps of all. Not the latest: a page may be out of order."""
    return utc(stated[-1]) if (stated := [s for s in stamps if s]) else None


def oldest_first(
    read: Callable[[datetime | None, Any], Batch], since: datetime | None, step: timedelta
) -> Iterator[Batch]:
    """Pages of what changed since a moment, in order of change.

    An item that changes meanwhile goes to the end of the list and those behind it move up, so that page numbers would
    pass some over. Instead each page is asked for by the time at which the last one ended; page numbers serve only
    where more items than a page holds changed within one `step`, the precision of the tracker's filter.
    """
    position: Any = None
    while True:
        batch = read(since, position)
        yield batch
        if batch.position is None:
            return
        if batch.newest is not None and (since is None or batch.newest - since > step):
            since, position = batch.newest, None
        else:
            position = batch.position
