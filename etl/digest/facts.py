"""What a digest is made of, read from the warehouse with the edits that it does not have yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import sqlalchemy as sa

from etl.digest.news import Facts
from etl.digest.records import Window
from etl.edits.fold import Change
from etl.edits.records import Edit
from etl.edits.store import read_edits
from etl.errors import WarehouseError
from etl.load.merge import is_merged
from etl.load.patch import JOINT, patched
from etl.load.warehouse import frame, layout, query, reading
from etl.sync.changes import observed_changes
from etl.sync.store import last_sync, linked_revision, sync_states

_FRAMES = ("follow_ups", "recurrences", "fixes", "scope_incidents")


@dataclass(frozen=True, slots=True)
class Typed:
    """What people typed and trackers know: in a build already, or to be laid over it. ``synced`` marks their state."""

    edits: Sequence[Edit] = ()
    observed: Sequence[Change] = ()
    synced: str = ""
    newest_day: date = date.min


@dataclass(frozen=True, slots=True)
class Reach:
    """Up to which day the documents were read, and up to which anything is known: an edit or a sync may be newer."""

    as_of: date
    seen_from: date


def read_typed(engine: sa.Engine) -> Typed:
    """Everything in the database of the edits."""
    edits, synced = read_edits(engine), last_sync(engine)
    days = [edit.made_at.date() for edit in edits]
    if not synced:
        return Typed(edits, newest_day=max(days, default=date.min))
    days += [at.date() for at in sync_states(engine)["finished_at"].dropna()]
    return Typed(edits, observed_changes(engine), linked_revision(engine), max(days, default=date.min))


def read_reach(warehouse: Path, typed: Typed) -> Reach:
    """Raises WarehouseError where there is no warehouse."""
    with reading(warehouse) as connection:
        as_of: date = frame(connection, "SELECT max(as_of) AS as_of FROM builds").iloc[0]["as_of"].date()
    return Reach(as_of, max(as_of, typed.newest_day))


def read_facts(warehouse: Path, typed: Typed, window: Window) -> Facts:
    """The frames of a window. Raises WarehouseError where there is no warehouse, or one of another version."""
    asked = {"first": window.first, "last": window.last}
    with _opened(warehouse, typed) as connection:
        frames = {name: frame(connection, query(f"digest_{name}"), _used(name, asked)) for name in _FRAMES}
        ids = sorted(set(frames["follow_ups"]["follow_up_id"]))
        frames["reloads"] = frame(connection, query("digest_reloads"), {"follow_up_ids": ids})
        numbers = frame(connection, query("digest_numbers")).iloc[0]
    return Facts(
        **frames,
        as_of=numbers["as_of"].date(),
        n_follow_ups=int(numbers["n_follow_ups"]),
        n_not_recorded=int(numbers["n_not_recorded"]),
    )


def _used(name: str, asked: dict[str, date]) -> dict[str, date]:
    return {key: day for key, day in asked.items() if f"${key}" in query(f"digest_{name}")}


@contextmanager
def _opened(warehouse: Path, typed: Typed) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse, or where edits or trackers are newer the warehouse with these over it."""
    with reading(warehouse) as connection:
        build = frame(connection, "SELECT * FROM builds").iloc[0]
        if build.get("layout") != layout():
            raise WarehouseError(f"{warehouse} was built by another version of Refrain. Load it again")
        if is_merged(build["merged"], len(typed.edits), typed.synced):
            yield connection
            return
    with closing(patched(warehouse, typed.edits, typed.observed)) as whole:
        cursor = whole.cursor()
        cursor.execute(f"USE {JOINT}; SET timezone = 'UTC'")
        yield cursor
