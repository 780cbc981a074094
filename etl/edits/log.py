"""The log of edits as JSON lines: to keep it elsewhere, or to move it to another database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from etl.edits.store import edits, read_edits
from etl.errors import InputError

_NAMES = {column.name for column in edits.c} - {"seq"}


def export_log(engine: sa.Engine) -> Iterator[str]:
    """The whole log as JSON lines, in its order."""
    for edit in read_edits(engine):
        yield json.dumps({name: _plain(getattr(edit, name)) for name in _NAMES})


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def import_log(engine: sa.Engine, lines: Iterable[str]) -> tuple[int, int]:
    """Add the edits of an exported log that are not there yet; how many were added, and how many were known.

    An edit whose version is taken by another one takes the next: nothing is lost, and the later one in the file wins.
    Raises InputError with the line that is no edit; then nothing is added.
    """
    n_added = n_known = 0
    with engine.begin() as connection:
        known = set(connection.execute(sa.select(edits.c.edit_id)).scalars())
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            row = _imported(line, number)
            if row["edit_id"] in known:
                n_known += 1
                continue
            connection.execute(sa.insert(edits), row | {"version": _free_version(connection, row)})
            known.add(row["edit_id"])
            n_added += 1
    return n_added, n_known


def _imported(line: str, number: int) -> dict[str, Any]:
    try:
        row: dict[str, Any] = json.loads(line)
        row["made_at"] = datetime.fromisoformat(row["made_at"])
        if row["effective_on"]:
            row["effective_on"] = datetime.fromisoformat(row["effective_on"]).date()
        row["value"], row["reference"] = json.dumps(row["value"]), json.dumps(row["reference"])
        if row["made_at"].tzinfo is None or row.keys() != _NAMES:
            raise KeyError("its names or its time")
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"Line {number} is no edit of an exported log ({error}). Export it again") from error
    return row


def _free_version(connection: sa.Connection, row: dict[str, Any]) -> int:
    newest = connection.execute(
        sa.select(sa.func.max(edits.c.version)).where(
            *(edits.c[name] == row[name] for name in ("subject", "record_key", "field"))
        )
    ).scalar_one()
    return (newest or 0) + 1
