"""Writing what was read, page by page: a sync that is cut off loses nothing, one that is run again doubles nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from etl.sync.items import Change, Item, Page, State
from etl.sync.tables import sync_state, tracker_changes, tracker_items, tracker_links, upsert


def read_cursor(engine: sa.Engine, tracker: str) -> str | None:
    """Where the last sync of a tracker came to, finished or not."""
    with engine.connect() as connection:
        return connection.scalar(sa.select(sync_state.c.cursor).where(sync_state.c.tracker == tracker))


def start(engine: sa.Engine, tracker: str, at: datetime) -> None:
    """Note that a sync has begun; the cursor stays."""
    row = {"tracker": tracker, "started_at": at, "finished_at": None, "n_items": 0, "problem": None}
    with engine.begin() as connection:
        upsert(connection, sync_state, [row])


def keep_only(engine: sa.Engine, trackers: Iterable[str]) -> None:
    """Leave the trackers out that are not in refrain.toml any more. What was read of them is kept."""
    with engine.begin() as connection:
        connection.execute(sync_state.delete().where(sync_state.c.tracker.not_in(list(trackers))))


def finish(engine: sa.Engine, tracker: str, at: datetime, problem: str | None) -> None:
    """Note how a sync ended. `finished_at` stays empty where it did not come to its end."""
    ended = {"finished_at": None if problem else at, "problem": problem}
    with engine.begin() as connection:
        connection.execute(sync_state.update().where(sync_state.c.tracker == tracker).values(ended))


def write_page(engine: sa.Engine, tracker: str, page: Page, fetched_at: datetime, n_items: int) -> None:
    """Items, their changes and the cursor behind them, in one transaction. Writing a page twice changes nothing.

    `n_items` is how many this sync has read so far.
    """
    items = {item.key: item for item in sorted(page.items, key=lambda i: (i.key, i.updated_at))}
    with engine.begin() as connection:
        _move(connection, tracker, items.values())
        stored = _stored(connection, tracker, items)
        # An item whose history was not read yet waits until it is.
        items = {key: item for key, item in items.items() if item.changes is not None or key in stored}
        upsert(connection, tracker_items, [_row(tracker, item, fetched_at) for item in items.values()])
        _write_changes(connection, tracker, items, stored)
        state = sync_state.update().where(sync_state.c.tracker == tracker)
        connection.execute(state.values(cursor=page.cursor, n_items=n_items))


def _row(tracker: str, item: Item, fetched_at: datetime) -> dict[str, Any]:
    columns = (c.name for c in tracker_items.columns if c.name not in ("tracker", "fetched_at"))
    return {"tracker": tracker, "fetched_at": fetched_at, **{name: getattr(item, name) for name in columns}}


def _move(connection: sa.Connection, tracker: str, items: Iterable[Item]) -> None:
    """An item that has a new key takes its changes and links with it."""
    for item in items:
        for former in item.former_keys:
            for table in (tracker_changes, tracker_links):
                _rename(connection, table, tracker, former, item.key)
            was = (tracker_items.c.tracker == tracker) & (tracker_items.c.key == former)
            connection.execute(tracker_items.delete().where(was))


def _rename(connection: sa.Connection, table: sa.Table, tracker: str, former: str, key: str) -> None:
    was = (table.c.tracker == tracker) & (table.c.key == former)
    moved = [{**row, "key": key} for row in connection.execute(sa.select(table).where(was)).mappings()]
    upsert(connection, table, moved)
    connection.execute(table.delete().where(was))


def _write_changes(
    connection: sa.Connection, tracker: str, items: Mapping[str, Item], stored: Mapping[str, Mapping[str, Change]]
) -> None:
    gone: list[dict[str, str]] = []
    rows: list[dict[str, Any]] = []
    for key, item in items.items():
        known = stored.get(key, {})
        history = _history(item, known)
        gone += [{"k": key, "c": i} for i in known if i not in history]
        rows += [_change_row(tracker, key, c) for i, c in history.items() if known.get(i) != c]
    if gone:
        c = tracker_changes.c
        match = (c.tracker == tracker) & (c.key == sa.bindparam("k")) & (c.change_id == sa.bindparam("c"))
        connection.execute(tracker_changes.delete().where(match), gone)
    upsert(connection, tracker_changes, rows)


def _history(item: Item, known: Mapping[str, Change]) -> dict[str, Change]:
    """The history as the tracker tells it today, and what it does not tell but was seen.

    Due dates stay as they were first seen: a milestone that is moved rewrites a tracker's history of due dates.
    """
    if item.changes is None:
        return {**known, **{c.change_id: c for c in _unexplained(item, known.values()) if c.field == "due_on"}}
    first_seen = {c.at: c for c in known.values() if c.field == "due_on" and not _was_observed(c)}
    history = {i: c for i, c in known.items() if _was_observed(c)}
    for change in item.changes:
        seen = first_seen.get(change.at, change) if change.field == "due_on" else change
        history[change.change_id] = replace(change, old_value=seen.old_value, new_value=seen.new_value)
    return {**history, **{c.change_id: c for c in _unexplained(item, history.values())}}


def _was_observed(change: Change) -> bool:
    return change.change_id.startswith("observed-")


def _stored(connection: sa.Connection, tracker: str, items: Mapping[str, Item]) -> dict[str, dict[str, Change]]:
    c = tracker_changes.c
    columns = (c.key, c.change_id, c.at, c.field, c.old_value, c.new_value)
    wanted = sa.select(*columns).where(c.tracker == tracker, c.key.in_(list(items)))
    found: dict[str, dict[str, Change]] = {}
    for key, *values in connection.execute(wanted):
        change = Change(*values)
        found.setdefault(key, {})[change.change_id] = change
    return found


def _unexplained(item: Item, history: Iterable[Change]) -> list[Change]:
    """A change for each field that is not what its history comes to, on the day that it was observed."""
    last: dict[str, Change] = {}
    for change in history:
        if change.field not in last or change.at >= last[change.field].at:
            last[change.field] = change
    found = []
    for name, value in zip(State._fields, item.state, strict=True):
        was = last[name].new_value if name in last else None
        if was != value:
            at = item.updated_at
            if name == "due_on" and item.due_set_at and (name not in last or item.due_set_at > last[name].at):
                at = item.due_set_at
            found.append(Change(f"observed-{name}-{at:%Y%m%dT%H%M%S}", at, name, was, value))
    return found


def _change_row(tracker: str, key: str, change: Change) -> dict[str, Any]:
    return {"tracker": tracker, "key": key, **{name: getattr(change, name) for name in Change.__slots__}}
