"""What the rest of Refrain reads from the trackers' tables, and the decisions of people on proposed links."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pandas as pd
import sqlalchemy as sa

from etl.errors import InputError
from etl.sync.tables import (
    create_tables,
    is_synced,
    metadata,
    sync_state,
    tracker_changes,
    tracker_items,
    tracker_links,
)

__all__ = [
    "confirm_link",
    "create_tables",
    "last_sync",
    "linked_changes",
    "linked_items",
    "linked_revision",
    "metadata",
    "proposed_links",
    "reject_link",
    "sync_state",
    "sync_states",
    "tracker_changes",
    "tracker_items",
    "tracker_links",
]

_TIMES = ("at", "opened_at", "closed_at", "updated_at", "fetched_at", "started_at", "finished_at")


def linked_changes(engine: sa.Engine) -> pd.DataFrame:
    """Every change of every linked item, in order of time; its opening is a change from nothing.

    Columns: follow_up_id, tracker, key, url, at (UTC), field (status, owner, due_on), old_value, new_value.
    Where nothing was ever synced, no rows.
    """
    link, item, change = tracker_links.c, tracker_items.c, tracker_changes.c
    joined = _linked().join(tracker_changes, (change.tracker == link.tracker) & (change.key == link.key))
    columns = (
        link.follow_up_id, link.tracker, link.key, item.url, change.at, change.field, change.old_value,
        change.new_value,
    )  # fmt: skip
    chosen = sa.select(*columns).select_from(joined).where(link.state == "linked", is_synced(tracker_links))
    return _frame(engine, chosen.order_by(link.follow_up_id, change.at, link.tracker, link.key, change.change_id))


def linked_items(engine: sa.Engine) -> pd.DataFrame:
    """Each linked item as it was last read, with the follow-up that it is; several items may be one follow-up.

    Columns: follow_up_id, how, fingerprint, and those of tracker_items.
    """
    link = tracker_links.c
    columns = (link.follow_up_id, link.how, link.fingerprint, *tracker_items.columns)
    chosen = sa.select(*columns).select_from(_linked()).where(link.state == "linked", is_synced(tracker_links))
    return _frame(engine, chosen.order_by(link.follow_up_id, link.tracker, link.key))


def linked_revision(engine: sa.Engine) -> str:
    """A name for what `linked_changes` tells: another one when it tells something else, empty for nothing."""
    changes = linked_changes(engine)
    if changes.empty:
        return ""
    told = changes.to_csv(index=False, date_format="%Y-%m-%dT%H:%M:%S.%f")
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def last_sync(engine: sa.Engine) -> str:
    """A quick mark of the trackers' tables, another one after every sync and decision on a link; empty without any."""
    link, state = tracker_links.c, sync_state.c
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table(tracker_links.name):
            return ""
        last = connection.execute(sa.select(sa.func.max(state.finished_at))).scalar()
        counts = sa.select(link.state, sa.func.count()).group_by(link.state).order_by(link.state)
        return f"{last} {[tuple(row) for row in connection.execute(counts)]}"


def proposed_links(engine: sa.Engine) -> pd.DataFrame:
    """Links that a person is asked about, the likeliest first, each with what the follow-up says.

    Columns: follow_up_id, tracker, key, how, score (0..1), follow_up_text, incident_title, occurred_on, and of the
    item url, title, status, owner, due_on, opened_at.
    """
    link, item = tracker_links.c, tracker_items.c
    columns = (
        link.follow_up_id, link.tracker, link.key, link.how, link.score, link.fingerprint, item.url, item.title,
        item.status, item.owner, item.due_on, item.opened_at,
    )  # fmt: skip
    chosen = sa.select(*columns).select_from(_linked()).where(link.state == "proposed", is_synced(tracker_links))
    found = _frame(engine, chosen.order_by(link.score.desc(), link.follow_up_id, link.tracker, link.key))
    told = [json.loads(text) for text in found.pop("fingerprint")]
    for position, (column, name) in enumerate(
        (("follow_up_text", "text"), ("incident_title", "incident_title"), ("occurred_on", "occurred_on")), 5
    ):
        found.insert(position, column, [t[name] for t in told])
    return found


def confirm_link(engine: sa.Engine, follow_up_id: str, tracker: str, key: str) -> None:
    """A person says that the item is the follow-up. Raises InputError where no such link is known."""
    _decide(engine, follow_up_id, tracker, key, "linked")


def reject_link(engine: sa.Engine, follow_up_id: str, tracker: str, key: str) -> None:
    """A person says that the item is not the follow-up; it is proposed no more. Raises InputError likewise."""
    _decide(engine, follow_up_id, tracker, key, "rejected")


def sync_states(engine: sa.Engine) -> pd.DataFrame:
    """How the last sync of each tracker went: tracker, started_at, finished_at, n_items, problem."""
    columns = [c for c in sync_state.columns if c.name != "cursor"]
    return _frame(engine, sa.select(*columns).order_by(sync_state.c.tracker))


def _decide(engine: sa.Engine, follow_up_id: str, tracker: str, key: str, state: str) -> None:
    link = tracker_links.c
    row = (link.follow_up_id == follow_up_id) & (link.tracker == tracker) & (link.key == key)
    with engine.begin() as connection:
        if not connection.execute(tracker_links.update().where(row).values(state=state)).rowcount:
            raise InputError(f"{key} of {tracker} is not linked with this follow-up. Reload the page, or sync again")


def _linked() -> sa.Join:
    link, item = tracker_links.c, tracker_items.c
    return tracker_links.join(tracker_items, (item.tracker == link.tracker) & (item.key == link.key))


def _frame(engine: sa.Engine, chosen: sa.Select[Any]) -> pd.DataFrame:
    names = [column.name for column in chosen.selected_columns]
    with engine.connect() as connection:
        is_there = sa.inspect(connection).has_table(tracker_links.name)
        rows = [tuple(row) for row in connection.execute(chosen)] if is_there else []
    found = pd.DataFrame(rows, columns=names, dtype=object)
    for name in _TIMES:
        if name in found:
            found[name] = pd.to_datetime(found[name], utc=True).astype("datetime64[us, UTC]")
    if "score" in found:
        found["score"] = found["score"].astype(float)
    return found
