"""GitLab against a server that answers as its REST API documents; system notes as its source writes them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from etl.settings import Tracker
from tests.etl.sync.conftest import TestClock, item, sync, told, tracker_of
from tests.etl.sync.fake_gitlab import PROJECT, FakeGitLab
from tests.etl.sync.servers import Server, serving

KEY = f"{PROJECT}#4"


@pytest.fixture
def lab() -> FakeGitLab:
    return FakeGitLab()


@pytest.fixture
def server(lab: FakeGitLab) -> Iterator[Server]:
    with serving(lab) as server:
        yield server


@pytest.fixture
def tracker(server: Server) -> Tracker:
    return tracker_of(name="shop", kind="gitlab", project=PROJECT, base_url=server.base_url)


def test_states_come_from_state_events(engine: sa.Engine, lab: FakeGitLab, tracker: Tracker, clock: TestClock) -> None:
    """Closed, reopened, closed; the opening is no event of GitLab's, and is there all the same."""
    lab.add(
        4, "2026-01-05T09:00:00.100Z", "2026-03-01T10:00:00.000Z", state="closed", closed_at="2026-03-01T10:00:00.000Z"
    )
    for event_id, state, at in (
        (142, "closed", "2026-02-01T09:00:00.000Z"),
        (143, "reopened", "2026-02-05T09:00:00.000Z"),
        (144, "closed", "2026-03-01T10:00:00.000Z"),
    ):
        lab.history(4, "resource_state_events", event_id, at, state=state)
    assert sync(engine, tracker, clock).problem is None
    assert told(engine, KEY) == [
        ("status", None, "open", "2026-01-05T09:00"),
        ("status", "open", "done", "2026-02-01T09:00"),
        ("status", "done", "open", "2026-02-05T09:00"),
        ("status", "open", "done", "2026-03-01T10:00"),
    ]
    assert item(engine, KEY)["url"] == f"https://gitlab.example/{PROJECT}/-/issues/4"


def test_owners_and_due_dates_come_from_system_notes(
    engine: sa.Engine, lab: FakeGitLab, tracker: Tracker, clock: TestClock
) -> None:
    """What people write in comments is no note of the system."""
    lab.add(
        4, "2026-01-05T09:00:00.000Z", "2026-03-01T10:00:00.000Z", due_date="2026-04-15",
        assignees=[{"username": "li.wei"}, {"username": "ana"}],
    )  # fmt: skip
    lab.note(4, 1, "2026-01-06T09:00:00.000Z", "assigned to @kofi and @ana")
    lab.note(4, 2, "2026-01-07T09:00:00.000Z", "changed due date to February 28, 2026")
    lab.note(4, 3, "2026-01-08T09:00:00.000Z", "assigned to @mallory", system=False)
    lab.note(4, 4, "2026-02-01T09:00:00.000Z", "assigned to @li.wei and unassigned @kofi")
    lab.note(
        4, 5, "2026-02-27T09:00:00.000Z", "changed start date to March 1, 2026 and changed due date to April 15, 2026"
    )
    sync(engine, tracker, clock)
    assert told(engine, KEY)[1:] == [
        ("owner", None, "ana, kofi", "2026-01-06T09:00"),
        ("due_on", None, "2026-02-28", "2026-01-07T09:00"),
        ("owner", "ana, kofi", "ana, li.wei", "2026-02-01T09:00"),
        ("due_on", "2026-02-28", "2026-04-15", "2026-02-27T09:00"),
    ]


def test_the_milestone_is_due_where_the_issue_is_not(
    engine: sa.Engine, lab: FakeGitLab, tracker: Tracker, clock: TestClock
) -> None:
    """The issue's own due date goes before its milestone's."""
    first, second = ({"id": n, "title": f"v{n}", "due_date": f"2026-0{n}-28"} for n in (3, 4))
    lab.add(4, "2026-01-05T09:00:00.000Z", "2026-02-01T10:00:00.000Z", milestone=second)
    lab.history(4, "resource_milestone_events", 1, "2026-01-05T09:00:00.000Z", action="add", milestone=first)
    lab.history(4, "resource_milestone_events", 2, "2026-02-01T10:00:00.000Z", action="remove", milestone=first)
    lab.history(4, "resource_milestone_events", 3, "2026-02-01T10:00:00.000Z", action="add", milestone=second)
    lab.add(5, "2026-01-05T09:00:00.000Z", milestone=second, due_date="2026-02-14")
    sync(engine, tracker, clock)
    assert [step for step in told(engine, KEY) if step[0] == "due_on"] == [
        ("due_on", None, "2026-03-28", "2026-01-05T09:00"),
        ("due_on", "2026-03-28", "2026-04-28", "2026-02-01T10:00"),
    ]
    assert f"{item(engine, f'{PROJECT}#5')['due_on']}" == "2026-02-14"


def test_labels_and_duplicates_tell_the_rest(
    engine: sa.Engine, lab: FakeGitLab, tracker: Tracker, clock: TestClock
) -> None:
    """A scoped label tells work in progress; closed as a duplicate is declined."""
    lab.add(4, "2026-01-05T09:00:00.000Z", "2026-02-01T10:00:00.000Z", labels=["workflow::in dev"])
    lab.history(
        4, "resource_label_events", 1, "2026-01-20T09:00:00.000Z", action="add", label={"name": "workflow::in dev"}
    )
    lab.history(4, "resource_label_events", 2, "2026-01-21T09:00:00.000Z", action="add", label=None)  # since deleted
    lab.add(5, "2026-01-05T09:00:00.000Z", "2026-02-01T10:00:00.000Z", state="closed", closed_at="2026-02-01T10:00:00Z")
    lab.note(5, 9, "2026-02-01T10:00:00.000Z", "marked this issue as a duplicate of #2")
    lab.history(5, "resource_state_events", 1, "2026-02-01T10:00:00.000Z", state="closed")
    sync(engine, tracker, clock)
    assert told(engine, KEY)[1:] == [("status", "open", "in_progress", "2026-01-20T09:00")]
    assert told(engine, f"{PROJECT}#5")[1:] == [("status", "open", "declined", "2026-02-01T10:00")]


def test_a_milestone_that_moves_is_a_slip_of_its_issues(
    engine: sa.Engine, lab: FakeGitLab, tracker: Tracker, clock: TestClock
) -> None:
    """Issues of a milestone are read again when its due date moves, though nobody touched them."""
    milestone = {"id": 3, "title": "v3", "due_date": "2026-03-28", "updated_at": "2026-01-01T00:00:00.000Z"}
    lab.milestones = [milestone]
    lab.add(4, "2026-01-05T09:00:00.000Z", milestone=milestone)
    sync(engine, tracker, clock)
    milestone |= {"due_date": "2026-05-02", "updated_at": "2026-03-20T00:00:00.000Z"}
    for _ in range(2):
        sync(engine, tracker, clock)
        assert [step for step in told(engine, KEY) if step[0] == "due_on"] == [
            ("due_on", None, "2026-03-28", "2026-01-05T09:00"),
            ("due_on", "2026-03-28", "2026-05-02", "2026-03-20T00:00"),
        ]


def test_every_page_is_read_and_the_second_time_only_what_changed(
    engine: sa.Engine, lab: FakeGitLab, tracker: Tracker, server: Server, clock: TestClock
) -> None:
    """Pages of issues and of their notes; then from the last change on."""
    for iid in range(1, 8):
        lab.add(iid, f"2026-01-{iid:02}T00:00:00.000Z")
    lab.add(4, "2026-01-04T00:00:00.000Z", "2026-01-09T00:00:00.000Z", assignees=[{"username": "ana"}])
    for number in range(5):
        lab.note(4, number, f"2026-01-05T00:0{number}:00.000Z", "changed the description")
    lab.note(4, 9, "2026-01-06T00:00:00.000Z", "assigned to @ana")
    sync(engine, tracker, clock)
    assert told(engine, KEY)[1:] == [("owner", None, "ana", "2026-01-06T00:00")]
    server.asked.clear()
    assert sync(engine, tracker, clock).n_items == 1
    asked = next(a for a in server.asked if a.path.endswith("/issues"))
    assert asked.query["updated_after"] == "2026-01-08T23:50:00.000Z"
