"""One sync: every tracker in turn, whatever becomes of the others, then the links."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import sqlalchemy as sa

from etl.errors import TrackerError
from etl.load.warehouse import frame, query, reading
from etl.settings import Tracker
from etl.sync.cursors import read_cursor_text
from etl.sync.pages import finish, keep_only, read_cursor, start, write_page
from etl.sync.readers import read_pages
from etl.sync.tables import create_tables
from etl.sync.transport import Clock

Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class Outcome:
    """How the sync of one tracker went: items read, what stopped it, and records that could not be read."""

    tracker: str
    kind: str
    n_items: int
    problem: str | None
    unread: tuple[str, ...]


def sync_trackers(
    engine: sa.Engine,
    trackers: Iterable[Tracker],
    folder: Path,
    *,
    is_full: bool = False,
    clock: Clock | None = None,
    environment: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> list[Outcome]:
    """Read every tracker into the store. A tracker that fails keeps what was read of it, and stops no other."""
    create_tables(engine)
    trackers = tuple(trackers)
    keep_only(engine, (t.name for t in trackers))
    clock = clock or Clock()
    report = progress or (lambda _name, _n: None)
    return [_sync(engine, t, folder, is_full, clock, environment, report) for t in trackers]


def _sync(
    engine: sa.Engine,
    tracker: Tracker,
    folder: Path,
    is_full: bool,
    clock: Clock,
    environment: Mapping[str, str] | None,
    progress: Progress,
) -> Outcome:
    seen: set[str] = set()
    problem = None
    unread: list[str] = []
    cursor = read_cursor_text(None if is_full else read_cursor(engine, tracker.name), tracker)
    start(engine, tracker.name, clock.now())
    try:
        for page in read_pages(tracker, cursor, folder, clock, environment):
            seen |= {item.key for item in page.items}
            write_page(engine, tracker.name, page, clock.now(), len(seen))
            unread += [problem for problem in page.problems if problem not in unread]
            progress(tracker.name, len(seen))
    except TrackerError as error:
        problem = str(error)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        missing = f" ({error} is missing)" if isinstance(error, KeyError) else ""
        problem = (
            f"{tracker.name}: an answer has not the form that {tracker.kind} documents{missing}. "
            "Check base_url and kind in refrain.toml"
        )
    finish(engine, tracker.name, clock.now(), problem)
    return Outcome(tracker.name, tracker.kind, len(seen), problem, tuple(unread))


def read_follow_ups(warehouse: Path) -> pd.DataFrame:
    """The follow-ups of a warehouse, as `refresh_links` wants them. Raises WarehouseError where there is none."""
    with reading(warehouse) as connection:
        return frame(connection, query("sync_follow_ups"))
