"""What a tracker knows stands in the follow-ups: by the next load for good, and at once in the patch."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from etl.cli import main
from etl.edits.store import default_url, open_store, read_edits
from etl.load.patch import patched
from etl.sync.changes import observed_changes
from etl.sync.store import confirm_link, proposed_links
from tests.conftest import Load, postmortem

Rows = Callable[..., list[tuple[Any, ...]]]
CLOSED = {
    "number": 7, "title": "Currency in the cache key", "url": "https://github.com/acme/shop/issues/7",
    "state": "CLOSED", "stateReason": "COMPLETED", "labels": [], "assignees": [{"login": "ines"}],
    "createdAt": "2024-03-06T09:00:00Z", "closedAt": "2024-05-02T09:00:00Z", "updatedAt": "2024-05-02T09:00:00Z",
}  # fmt: skip
OTHER = CLOSED | {"number": 8, "url": "https://github.com/acme/shop/issues/8", "title": "Drain the stuck queue by hand"}
STATES = "SELECT status, done_on, opened_on, owner FROM follow_ups WHERE url LIKE '%/7'"


@pytest.fixture
def linked(docs: Path, tmp_path: Path) -> Path:
    """Postmortems of which one names its issue, and an export of the tracker; the path of refrain.toml."""
    (docs / "2024-03-05-cache.md").write_text(
        postmortem(follow_ups="- [ ] Add the currency to the key https://github.com/acme/shop/issues/7")
    )
    export = tmp_path / "issues.json"
    export.write_text(json.dumps([CLOSED, OTHER]))
    config = tmp_path / "refrain.toml"
    config.write_text('[[trackers]]\nname = "Shop"\nkind = "file"\npath = "issues.json"\n')
    return config


def _sync(config: Path, warehouse: Path) -> None:
    result = CliRunner().invoke(main, ["sync", "--config", str(config), "--warehouse", str(warehouse), "--quiet"])
    assert result.exit_code == 0, result.output


def _store(warehouse: Path) -> sa.Engine:
    return open_store(default_url(warehouse))


def test_the_tracker_dates_the_item_and_the_next_load_keeps_it(
    load_into: Load, docs: Path, linked: Path, warehouse: Path, rows: Rows
) -> None:
    load_into(docs)
    assert rows(STATES) == [("open", None, None, None)]
    _sync(linked, warehouse)
    again = load_into(docs)
    assert (again.n_parsed, again.is_rebuilt) == (0, True)
    assert rows(STATES) == [("done", date(2024, 5, 2), date(2024, 3, 6), "ines")]
    assert rows("SELECT DISTINCT origin FROM follow_up_events WHERE field = 'status' AND new_value = 'done'")[0] == (
        "tracker",
    )
    assert not load_into(docs).is_rebuilt


def test_a_sync_shows_before_the_next_load(
    load_into: Load, docs: Path, linked: Path, warehouse: Path, rows: Rows
) -> None:
    load_into(docs)
    _sync(linked, warehouse)
    store = _store(warehouse)
    cursor = patched(warehouse, read_edits(store), observed_changes(store)).cursor()
    cursor.execute("USE joint; SET timezone = 'UTC'")
    shown = cursor.execute(STATES).fetchall()
    load_into(docs)
    assert shown == rows(STATES)
    assert shown[0][0] == "done"


def test_on_an_earlier_day_the_item_is_as_it_was_then(
    load_into: Load, docs: Path, linked: Path, warehouse: Path, rows: Rows
) -> None:
    load_into(docs)
    _sync(linked, warehouse)
    load_into(docs)
    known = "SELECT status FROM follow_up_versions WHERE known_from <= ? AND coalesce(known_until > ?, true)"
    assert rows(known, date(2024, 4, 1), date(2024, 4, 1)) == [("open",)]
    assert rows(known, date(2024, 6, 1), date(2024, 6, 1)) == [("done",)]


def test_a_proposed_item_counts_once_a_person_has_confirmed_it(
    load_into: Load, docs: Path, linked: Path, warehouse: Path, rows: Rows
) -> None:
    load_into(docs)
    _sync(linked, warehouse)
    store = _store(warehouse)
    proposed = proposed_links(store)
    assert list(proposed["key"]) == ["acme/shop#8"]
    queue = "SELECT owner FROM follow_ups WHERE text LIKE 'Drain%'"
    load_into(docs)
    assert rows(queue) == [(None,)]
    confirm_link(store, *proposed.iloc[0][["follow_up_id", "tracker", "key"]])
    load_into(docs)
    assert rows(queue) == [("ines",)]


def test_links_follow_a_follow_up_whose_place_has_changed(
    load_into: Load, docs: Path, linked: Path, warehouse: Path, rows: Rows
) -> None:
    load_into(docs)
    _sync(linked, warehouse)
    (docs / "2024-03-05-cache.md").write_text(
        postmortem(
            follow_ups="- [ ] Something new\n- [ ] Add the currency to the key https://github.com/acme/shop/issues/7"
        )
    )
    load_into(docs)
    assert rows(STATES)[0][0] == "done"
    assert rows("SELECT status FROM follow_ups WHERE text = 'Something new'") == [("open",)]
