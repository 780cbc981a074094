"""The tables that trackers are read into. All times are UTC; `tracker` is the name that refrain.toml gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from etl.edits.store import UtcDateTime

metadata = sa.MetaData()


# grain: one item of one tracker, as it was when it was last read
tracker_items = sa.Table(
    "tracker_items",
    metadata,
    sa.Column("tracker", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("url", sa.Text),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),  # open | in_progress | done | declined
    sa.Column("status_as_written", sa.Text, nullable=False),
    sa.Column("owner", sa.Text),
    sa.Column("due_on", sa.Date),
    sa.Column("opened_at", UtcDateTime, nullable=False),
    sa.Column("closed_at", UtcDateTime),
    sa.Column("updated_at", UtcDateTime, nullable=False),
    sa.Column("fetched_at", UtcDateTime, nullable=False),
)

# grain: one change of one field of one item; its opening is one too (old_value NULL)
tracker_changes = sa.Table(
    "tracker_changes",
    metadata,
    sa.Column("tracker", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("change_id", sa.Text, primary_key=True),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("field", sa.Text, nullable=False),  # status | owner | due_on
    sa.Column("old_value", sa.Text),
    sa.Column("new_value", sa.Text),
)

# grain: one follow-up and one item that is, or may be, the same piece of work
tracker_links = sa.Table(
    "tracker_links",
    metadata,
    sa.Column("follow_up_id", sa.Text, primary_key=True),
    sa.Column("tracker", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("how", sa.Text, nullable=False),  # link | key | proposed
    sa.Column("score", sa.Float),
    sa.Column("state", sa.Text, nullable=False),  # linked | proposed | rejected
    sa.Column("fingerprint", sa.Text, nullable=False),  # JSON: text, incident_title, occurred_on
)

# grain: one tracker; the cursor is the reader's own
sync_state = sa.Table(
    "sync_state",
    metadata,
    sa.Column("tracker", sa.Text, primary_key=True),
    sa.Column("cursor", sa.Text),
    sa.Column("started_at", UtcDateTime, nullable=False),
    sa.Column("finished_at", UtcDateTime),
    sa.Column("n_items", sa.Integer, nullable=False),
    sa.Column("problem", sa.Text),
)


def is_synced(table: sa.Table) -> sa.ColumnElement[bool]:
    """Whether a row's tracker stands in refrain.toml, as of the last sync."""
    return table.c.tracker.in_(sa.select(sync_state.c.tracker))


def create_tables(engine: sa.Engine) -> None:
    """Make what is missing; two processes may do so at the same time."""
    try:
        metadata.create_all(engine)
    except sa.exc.DBAPIError:
        metadata.create_all(engine)


def upsert(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, or put their values into those that are there."""
    if not rows:
        return
    insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)
    keys = [column.name for column in table.primary_key]
    new = {name: insert.excluded[name] for name in rows[0] if name not in keys}
    connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=new), list(rows))
