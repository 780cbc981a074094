"""The store in SQLite and in PostgreSQL: pages, the read interface, and decisions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa

from etl.edits.store import open_store
from etl.errors import InputError
from etl.sync.items import Change, Item, Page
from etl.sync.links import refresh_links
from etl.sync.pages import finish, keep_only, read_cursor, start, write_page
from etl.sync.store import (
    confirm_link,
    linked_changes,
    linked_items,
    linked_revision,
    proposed_links,
    reject_link,
    sync_states,
)
from etl.sync.tables import create_tables, tracker_links
from tests.etl.sync.conftest import NOW, contents, told

OPENED = datetime(2026, 1, 5, 9, tzinfo=UTC)
CLOSED = datetime(2026, 2, 5, 9, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Engine]:
    """An empty store in each of the databases."""
    is_sqlite = request.param == "sqlite"
    engine = open_store(
        f"sqlite:///{tmp_path / 'edits.sqlite'}" if is_sqlite else request.getfixturevalue("postgres_url")
    )
    with engine.begin() as connection:
        for table in ("tracker_items", "tracker_changes", "tracker_links", "sync_state"):
            connection.execute(sa.text(f"DROP TABLE IF EXISTS {table}"))
    yield engine
    engine.dispose()


def issue(key: str = "PAY-1", title: str = "Alert on replica lag", **told: object) -> Item:
    changes = (
        Change("opened-status", OPENED, "status", None, "open"),
        Change("1-status", CLOSED, "status", "open", "done"),
    )
    made = Item(
        key, title, "done", "Shipped", OPENED, CLOSED, url=f"https://acme.example/browse/{key}", owner=None,
        due_on=None, closed_at=CLOSED, changes=changes,
    )  # fmt: skip
    return replace(made, **told)  # type: ignore[arg-type]


def write(engine: sa.Engine, *items: Item, cursor: str | None = "c1") -> None:
    create_tables(engine)
    start(engine, "pay", NOW)
    write_page(engine, "pay", Page(items, cursor), NOW, len(items))
    finish(engine, "pay", NOW, None)


def follow_ups(*rows: tuple[str, str], title: str = "Orders down") -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "follow_up_id": i, "text": text, "url": None, "row": None, "quotes": text, "incident_title": title,
                "occurred_on": date(2026, 1, 4),
            }
            for i, text in rows
        ]
    )  # fmt: skip


def links(engine: sa.Engine) -> list[tuple[str, ...]]:
    c = tracker_links.c
    with engine.connect() as connection:
        rows = connection.execute(sa.select(c.follow_up_id, c.key, c.how, c.state).order_by(c.follow_up_id, c.key))
        return [tuple(row) for row in rows]


def test_a_page_that_is_written_twice_is_there_once(engine: sa.Engine) -> None:
    """Items, changes and cursor in one transaction; times come back in UTC."""
    write(engine, issue(), issue("PAY-2"))
    first = contents(engine)
    write(engine, issue(), issue("PAY-2"), cursor="c2")
    assert contents(engine) == first
    assert len(first[0]) == 2
    assert read_cursor(engine, "pay") == "c2"
    state = sync_states(engine).iloc[0]
    assert (state["n_items"], state["finished_at"]) == (2, pd.Timestamp(NOW))


def test_before_the_first_sync_there_is_nothing_and_no_error(engine: sa.Engine) -> None:
    """The merge and the app may ask a store that no tracker was ever read into."""
    for read in (linked_changes, linked_items, proposed_links, sync_states):
        assert read(engine).empty


def test_changes_of_linked_items_are_told_with_their_opening(engine: sa.Engine) -> None:
    """In order of time, each with the follow-up that it is of."""
    write(engine, issue(owner="ines", due_on=date(2026, 3, 1)))
    refresh_links(engine, follow_ups(("f1", "Alert on replica lag (PAY-1)"), ("f2", "Rehearse the failover")))
    found = linked_changes(engine)
    assert list(found.columns) == [
        "follow_up_id", "tracker", "key", "url", "at", "field", "old_value", "new_value",
    ]  # fmt: skip
    assert found[["follow_up_id", "key", "field", "old_value", "new_value"]].to_numpy().tolist() == [
        ["f1", "PAY-1", "status", None, "open"],
        ["f1", "PAY-1", "status", "open", "done"],
        ["f1", "PAY-1", "due_on", None, "2026-03-01"],
        ["f1", "PAY-1", "owner", None, "ines"],
    ]
    assert str(found["at"].dtype) == "datetime64[us, UTC]"
    item = linked_items(engine).iloc[0]
    assert (item["follow_up_id"], item["how"], item["status"], item["owner"]) == ("f1", "key", "done", "ines")


def test_what_an_item_shows_but_its_history_does_not_is_a_change_of_its_own(engine: sa.Engine) -> None:
    """Once, however often it is read again and whatever else is touched."""
    write(engine, issue(owner="ines"))
    write(engine, issue(owner="ines", updated_at=NOW))
    assert [step for step in told(engine, "PAY-1") if step[0] == "owner"] == [
        ("owner", None, "ines", "2026-02-05T09:00")
    ]
    write(engine, issue(owner=None, updated_at=NOW))
    assert told(engine, "PAY-1")[-1] == ("owner", "ines", None, "2026-06-01T12:00")


def test_a_history_that_the_tracker_tells_anew_takes_the_place_of_the_old(engine: sa.Engine) -> None:
    """Other words for states in refrain.toml make other changes of the same steps."""
    write(engine, issue())
    opened = Change("opened-status", OPENED, "status", None, "open")
    write(engine, issue(status="declined", changes=(opened, Change("1-status", CLOSED, "status", "open", "declined"))))
    assert [step[2] for step in told(engine, "PAY-1")] == ["open", "declined"]
    write(engine, issue(status="open", changes=(opened,)))
    assert [step[2] for step in told(engine, "PAY-1")] == ["open"]


def test_a_proposal_is_linked_once_a_person_confirms_it(engine: sa.Engine) -> None:
    """And stays so when links are found anew; what is rejected is proposed no more."""
    write(engine, issue(), issue("PAY-2", "Alert on lag of the replica"))
    items = follow_ups(("f1", "Alert on replica lag"))
    refresh_links(engine, items)
    proposed = proposed_links(engine)
    assert proposed["key"].tolist() == ["PAY-1", "PAY-2"]
    assert proposed["follow_up_text"].tolist() == ["Alert on replica lag"] * 2
    assert proposed["score"].between(0.5, 1).all()
    assert linked_changes(engine).empty
    confirm_link(engine, "f1", "pay", "PAY-1")
    reject_link(engine, "f1", "pay", "PAY-2")
    for _ in range(2):
        refresh_links(engine, items)
        assert links(engine) == [("f1", "PAY-1", "proposed", "linked"), ("f1", "PAY-2", "proposed", "rejected")]
    assert set(linked_changes(engine)["key"]) == {"PAY-1"}


def test_a_link_that_a_document_names_may_be_rejected_too(engine: sa.Engine) -> None:
    """Then it is not made again."""
    write(engine, issue())
    items = follow_ups(("f1", "Alert on lag, see PAY-1"))
    refresh_links(engine, items)
    reject_link(engine, "f1", "pay", "PAY-1")
    refresh_links(engine, items)
    assert links(engine) == [("f1", "PAY-1", "key", "rejected")]


def test_a_decision_on_what_is_not_there_is_refused(engine: sa.Engine) -> None:
    """Someone else's sync took the proposal away meanwhile."""
    create_tables(engine)
    with pytest.raises(InputError, match="PAY-9 of pay is not linked"):
        confirm_link(engine, "f1", "pay", "PAY-9")


def test_links_follow_their_follow_up_when_ids_change(engine: sa.Engine) -> None:
    """A new item at the head of a document moves all the others on; a confirmed link never stays on the wrong one."""
    write(engine, issue())
    refresh_links(engine, follow_ups(("i-f0", "Alert on replica lag"), ("i-f1", "Rehearse the failover")))
    confirm_link(engine, "i-f0", "pay", "PAY-1")
    refresh_links(
        engine,
        follow_ups(("i-f0", "Write the runbook"), ("i-f1", "Alert on replica lag"), ("i-f2", "Rehearse the failover")),
    )
    assert links(engine) == [("i-f1", "PAY-1", "proposed", "linked")]


def test_a_link_whose_follow_up_is_gone_is_put_aside_and_found_again(engine: sa.Engine) -> None:
    """Its id is another follow-up's now: it must not be linked with that one; nor is the decision forgotten."""
    write(engine, issue())
    before = follow_ups(("i-f0", "Alert on replica lag"))
    refresh_links(engine, before)
    confirm_link(engine, "i-f0", "pay", "PAY-1")
    refresh_links(engine, follow_ups(("i-f0", "Buy more disks")))
    assert links(engine)[0][0].startswith("aside-")
    refresh_links(engine, before)
    assert links(engine) == [("i-f0", "PAY-1", "proposed", "linked")]


def test_a_key_that_left_the_document_is_no_link_any_more(engine: sa.Engine) -> None:
    """What documents name is read anew each time; follow-ups that are not loaded now keep theirs."""
    write(engine, issue(), issue("PAY-2", "Other"))
    refresh_links(engine, follow_ups(("f1", "Alert on lag (PAY-1)"), ("f2", "Second thing (PAY-2)")))
    refresh_links(engine, follow_ups(("f1", "Nobody is paged for it now")))
    assert links(engine) == [("f2", "PAY-2", "key", "linked")]


def test_a_load_may_leave_the_proposals_as_they_are(engine: sa.Engine) -> None:
    """Ids are brought up to date and what documents name is linked; words are compared only by a sync."""
    write(engine, issue(), issue("PAY-2", "Rehearse the failover"))
    refresh_links(engine, follow_ups(("i-f0", "Alert on replica lag")))
    later = follow_ups(("i-f0", "Alert on replica lag"), ("i-f1", "Rehearse the failover"), ("i-f2", "Third (PAY-2)"))
    refresh_links(engine, later, with_proposals=False)
    assert links(engine) == [("i-f0", "PAY-1", "proposed", "proposed"), ("i-f2", "PAY-2", "key", "linked")]
    refresh_links(engine, later)
    assert len(links(engine)) == 2


def test_a_tracker_that_left_the_settings_counts_no_longer(engine: sa.Engine) -> None:
    """One that is renamed would tell everything twice; what was read of it stays, and counts again when it is back."""
    write(engine, issue())
    items = follow_ups(("f1", "Alert on lag (PAY-1)"))
    refresh_links(engine, items)
    before = linked_revision(engine)
    assert not linked_changes(engine).empty
    keep_only(engine, ["other"])
    assert linked_changes(engine).empty
    assert linked_revision(engine) != before
    refresh_links(engine, items)
    assert links(engine) == []
    write(engine, issue())
    refresh_links(engine, items)
    assert linked_revision(engine) == before


def test_an_item_with_a_new_key_takes_its_links_with_it(engine: sa.Engine) -> None:
    """A confirmed link survives that a ticket is moved to another project."""
    write(engine, issue())
    refresh_links(engine, follow_ups(("f1", "Alert on replica lag")))
    confirm_link(engine, "f1", "pay", "PAY-1")
    write(engine, issue("OPS-7", former_keys=("PAY-1",)))
    assert links(engine) == [("f1", "OPS-7", "proposed", "linked")]
    assert linked_items(engine)["key"].tolist() == ["OPS-7"]
