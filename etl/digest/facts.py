"""What a digest is made of, read from the warehouse with the edits that it does not have yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from etl.digest.news import Facts
from etl.digest.records import Window
from etl.edits.records import Edit
from etl.errors import WarehouseError
from etl.load.merge import is_merged
from etl.load.patch import JOINT, patched
from etl.load.warehouse import frame, layout, query, reading

_FRAMES = ("follow_ups", "recurrences", "fixes", "scope_incidents")


@dataclass(frozen=True, slots=True)
class Reach:
    """Up to which day the documents were read, and up to which anything is known: an edit may be newer."""

    as_of: date
    seen_from: date


def read_reach(warehouse: Path, edits: Sequence[Edit]) -> Reach:
    """Raises WarehouseError where there is no warehouse."""
    with reading(warehouse) as connection:
        as_of: date = frame(connection, "SELECT max(as_of) AS as_of FROM builds").iloc[0]["as_of"].date()
    return Reach(as_of, max([as_of, *(edit.made_at.date() for edit in edits)]))


def read_facts(warehouse: Path, edits: Sequence[Edit], window: Window) -> Facts:
    """The frames of a window. Raises WarehouseError where there is no warehouse, or one of another version."""
    asked = {"first": window.first, "last": window.last}
    with _opened(warehouse, edits) as connection:
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
def _opened(warehouse: Path, edits: Sequence[Edit]) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse, or where edits are newer the warehouse with these over it."""
    with reading(warehouse) as connection:
        build = frame(connection, "SELECT * FROM builds").iloc[0]
        if build.get("layout") != layout():
            raise WarehouseError(f"{warehouse} was built by another version of Refrain. Load it again")
        if is_merged(build["merged"], len(edits)):
            yield connection
            return
    with closing(patched(warehouse, edits)) as whole:
        cursor = whole.cursor()
        cursor.execute(f"USE {JOINT}; SET timezone = 'UTC'")
        yield cursor
