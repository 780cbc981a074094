"""Links between follow-ups and items, brought up to date: what documents name, and what people decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import sqlalchemy as sa

from etl.sync.homes import ASIDE, find_homes
from etl.sync.matching import Link, Matches, fingerprint, match, rows_of
from etl.sync.tables import create_tables, is_synced, tracker_items, tracker_links, upsert

_Key = tuple[str, str, str]
_ITEM_COLUMNS = ("tracker", "key", "url", "title", "opened_at")


def refresh_links(engine: sa.Engine, follow_ups: pd.DataFrame, *, with_proposals: bool = True) -> Matches:
    """Find each stored link's follow-up by content, and link anew what documents name.

    `follow_ups` as `sync_follow_ups.sql` gives them. What people confirmed or rejected stays.
    To be called after every load, for then ids may have changed, and after every sync. Without proposals those that
    stand are left as they are, which is quick. Nobody who edits waits while words are compared.
    """
    prints = {str(r["follow_up_id"]): fingerprint(r) for r in rows_of(follow_ups)}
    create_tables(engine)
    with engine.begin() as connection:
        _rehome(connection, prints)
        confirmed = [_key(r) for r in _rows(connection) if r["state"] == "linked" and not _is_automatic(r)]
        items = _items(connection)
    found = match(follow_ups, items, confirmed, with_proposals)
    links = {(x.follow_up_id, x.tracker, x.key): x for x in found.links}
    with engine.begin() as connection:
        stored = {_key(row): row for row in _rows(connection)}
        _write(connection, links, stored, prints, with_proposals)
    return found


def _rehome(connection: sa.Connection, prints: Mapping[str, str]) -> None:
    rows = _rows(connection)
    homes = find_homes([(r["follow_up_id"], r["fingerprint"]) for r in rows], prints)
    moved: list[tuple[dict[str, Any], dict[str, Any]]] = []
    for row in rows:
        home = homes[(row["follow_up_id"], row["fingerprint"])]
        if (home.follow_up_id, home.fingerprint) != (row["follow_up_id"], row["fingerprint"]):
            moved.append((row, {**row, "follow_up_id": home.follow_up_id, "fingerprint": home.fingerprint}))
    for old, _ in moved:
        connection.execute(tracker_links.delete().where(_is(_key(old))))
    decided = {_key(r): r for r in _rows(connection)}
    # Of two links that come to one home the decided one stays; without a home only decisions are worth keeping.
    for new in (new for _, new in moved if not (_is_automatic(new) and new["follow_up_id"].startswith(ASIDE))):
        if _key(new) not in decided or _is_automatic(decided[_key(new)]):
            decided[_key(new)] = new
            upsert(connection, tracker_links, [new])


def _write(
    connection: sa.Connection,
    links: Mapping[_Key, Link],
    stored: Mapping[_Key, Mapping[str, Any]],
    prints: Mapping[str, str],
    with_proposals: bool,
) -> None:
    for key, row in stored.items():
        if row["how"] == "proposed" and not with_proposals:
            continue
        if key not in links and row["follow_up_id"] in prints and _is_automatic(row):
            connection.execute(tracker_links.delete().where(_is(key), tracker_links.c.state == row["state"]))
    rows = []
    for key, link in links.items():
        held = stored.get(key)
        if held is None or _is_automatic(held):
            new = {name: getattr(link, name) for name in Link.__slots__} | {"fingerprint": prints[link.follow_up_id]}
            if held is None or any(held[name] != value for name, value in new.items()):
                rows.append(new)
    upsert(connection, tracker_links, rows)


def _is_automatic(row: Mapping[str, Any]) -> bool:
    """Whether a link stands by itself: named for certain, or proposed and not decided on."""
    if row["state"] == "linked":
        return bool(row["how"] != "proposed" and row["score"] == 1.0)
    return bool(row["state"] == "proposed")


def _rows(connection: sa.Connection) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(sa.select(tracker_links)).mappings()]


def _items(connection: sa.Connection) -> pd.DataFrame:
    columns = [tracker_items.c[name] for name in _ITEM_COLUMNS]
    rows = [
        tuple(row)
        for row in connection.execute(sa.select(*columns).where(is_synced(tracker_items)).order_by(*columns[:2]))
    ]
    return pd.DataFrame(rows, columns=list(_ITEM_COLUMNS))


def _key(row: Mapping[str, Any]) -> _Key:
    return (row["follow_up_id"], row["tracker"], row["key"])


def _is(key: _Key) -> sa.ColumnElement[bool]:
    link = tracker_links.c
    return sa.and_(link.follow_up_id == key[0], link.tracker == key[1], link.key == key[2])
