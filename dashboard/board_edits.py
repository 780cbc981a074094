"""Cells that someone changed on the board, as edits of the follow-ups behind them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from dashboard import format as fmt
from etl.edits.identity import follow_up_reference
from etl.edits.records import FOLLOW_UP_FIELDS, Draft, Edit

Address = tuple[str, str, str]


def newest_versions(log: Iterable[Edit]) -> dict[Address, int]:
    """The version of each edited field that someone who knows the log has seen."""
    return {edit.address: edit.version for edit in log}


def drafts_of_row(
    item: Mapping[str, Any], changed: Mapping[str, Any], key: str, seen: Mapping[Address, int]
) -> list[Draft]:
    """The edits that the changed cells of one row ask for; ``key`` is what the log calls the follow-up.

    A day of completion goes with the state: to give one is to say that the item was done on that day.
    """
    changed = dict(changed)
    values = {name: _clean(value) for name, value in changed.items() if name in FOLLOW_UP_FIELDS}
    done_on = _clean(changed.get("done_on"))
    if done_on:
        values["status"] = "done"
    reference = follow_up_reference(
        {"text": item["text"]},
        {"incident_id": item["incident_id"], "title": item["incident_title"], "occurred_on": item["occurred_on"]},
    )
    return [
        Draft(
            "follow_up", key, name, value, seen_version=seen.get(("follow_up", key, name), 0),
            effective_on=dt.date.fromisoformat(str(done_on)) if name == "status" and done_on else None,
            reference=reference,
        )
        for name, value in values.items()
    ]  # fmt: skip


def _clean(value: Any) -> Any:
    """A cell as it is kept: no blanks for nothing, days as ISO text."""
    if fmt.is_missing(value) or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, dt.datetime | pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return value.strip()[:2000] if isinstance(value, str) else value


def new_changes(edited: Mapping[Any, Mapping[str, Any]], saved: Mapping[int, Mapping[str, Any]]) -> dict[int, Any]:
    """The cells changed since the last look, by row; a tick is a choice, not an edit."""
    found = {}
    for row, cells in edited.items():
        before = saved.get(int(row), {})
        fresh = {
            name: v for name, v in cells.items() if name != "is_picked" and (name not in before or before[name] != v)
        }
        if fresh:
            found[int(row)] = fresh
    return found
