"""GitHub Issues against a server that answers as "REST API endpoints for issues" documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from etl.settings import Tracker
from tests.etl.sync.conftest import TestClock, item, sync, told, tracker_of
from tests.etl.sync.fake_github import REPO, FakeGitHub
from tests.etl.sync.servers import Reply, Server, serving


@pytest.fixture
def hub() -> FakeGitHub:
    return FakeGitHub()


@pytest.fixture
def server(hub: FakeGitHub) -> Iterator[Server]:
    with serving(hub) as server:
        yield server


@pytest.fixture
def tracker(server: Server) -> Tracker:
    return tracker_of(name="shop", kind="github", repo=REPO, base_url=server.base_url)


def milestone(number: int, title: str, due: str | None, updated: str = "2026-01-01T00:00:00Z") -> dict[str, Any]:
    return {"number": number, "title": title, "due_on": due, "updated_at": updated, "state": "open"}


def test_a_history_of_closing_and_reopening_has_its_dates(
    engine: sa.Engine, hub: FakeGitHub, tracker: Tracker, clock: TestClock
) -> None:
    """Done, opened again and declined in the end; who did it is not kept, only whose it is."""
    hub.add(
        7, "2026-01-05T09:00:00Z", "2026-03-02T08:00:00Z", state="closed", state_reason="not_planned",
        closed_at="2026-03-01T10:00:00Z", assignees=[{"login": "ines"}], title="Alert on replica lag",
    )  # fmt: skip
    hub.event(7, 1, "assigned", "2026-01-06T09:00:00Z", assignee={"login": "tomas"})
    hub.event(7, 2, "closed", "2026-02-01T09:00:00Z", state_reason="completed")
    hub.event(7, 3, "reopened", "2026-02-03T09:00:00Z")
    hub.event(7, 4, "unassigned", "2026-02-04T09:00:00Z", assignee={"login": "tomas"})
    hub.event(7, 5, "assigned", "2026-02-04T09:00:00Z", assignee={"login": "ines"})
    hub.event(7, 6, "commented", "2026-02-05T09:00:00Z")
    hub.event(7, 8, "closed", "2026-03-01T10:00:00Z", state_reason="not_planned")
    outcome = sync(engine, tracker, clock)
    assert (outcome.n_items, outcome.problem, outcome.unread) == (1, None, ())
    assert told(engine, "acme/shop#7") == [
        ("status", None, "open", "2026-01-05T09:00"),
        ("owner", None, "tomas", "2026-01-06T09:00"),
        ("status", "open", "done", "2026-02-01T09:00"),
        ("status", "done", "open", "2026-02-03T09:00"),
        ("owner", "tomas", "ines", "2026-02-04T09:00"),
        ("status", "open", "declined", "2026-03-01T10:00"),
    ]
    stored = item(engine, "acme/shop#7")
    assert stored["status"] == "declined"
    assert stored["status_as_written"] == "closed as not_planned"
    assert stored["owner"] == "ines"
    assert f"{stored['closed_at']:%Y-%m-%d %H:%M %Z}" == "2026-03-01 10:00 UTC"


def test_a_milestone_that_is_changed_is_a_slipped_due_date(
    engine: sa.Engine, hub: FakeGitHub, tracker: Tracker, clock: TestClock
) -> None:
    """Taken off one milestone and put on another at the same moment: one change, from date to date."""
    hub.milestones = [milestone(1, "Q1", "2026-03-31T07:00:00Z"), milestone(2, "Q2", "2026-06-30T07:00:00Z")]
    hub.add(8, "2026-01-05T09:00:00Z", "2026-03-30T09:00:00Z", milestone=hub.milestones[1])
    hub.event(8, 1, "milestoned", "2026-01-07T09:00:00Z", milestone={"title": "Q1"})
    hub.event(8, 2, "demilestoned", "2026-03-30T09:00:00Z", milestone={"title": "Q1"})
    hub.event(8, 3, "milestoned", "2026-03-30T09:00:00Z", milestone={"title": "Q2"})
    sync(engine, tracker, clock)
    assert told(engine, "acme/shop#8")[1:] == [
        ("due_on", None, "2026-03-31", "2026-01-07T09:00"),
        ("due_on", "2026-03-31", "2026-06-30", "2026-03-30T09:00"),
    ]


def test_a_milestone_that_moves_shows_on_issues_that_nobody_touched(
    engine: sa.Engine, hub: FakeGitHub, tracker: Tracker, clock: TestClock
) -> None:
    """GitHub keeps no history of a milestone's due date: what was seen first is kept, and the move is dated."""
    hub.milestones = [milestone(1, "Q1", "2026-03-31T07:00:00Z")]
    hub.add(8, "2026-01-05T09:00:00Z", "2026-01-07T09:00:00Z", milestone=hub.milestones[0])
    hub.add(9, "2026-02-01T09:00:00Z")
    hub.event(8, 1, "milestoned", "2026-01-07T09:00:00Z", milestone={"title": "Q1"})
    sync(engine, tracker, clock)
    hub.milestones[0] |= {"due_on": "2026-05-15T07:00:00Z", "updated_at": "2026-03-20T10:00:00Z"}
    for _ in range(2):
        assert sync(engine, tracker, clock).problem is None
        assert told(engine, "acme/shop#8")[1:] == [
            ("due_on", None, "2026-03-31", "2026-01-07T09:00"),
            ("due_on", "2026-03-31", "2026-05-15", "2026-03-20T10:00"),
        ]
    hub.issues[0] |= {"updated_at": "2026-05-01T00:00:00Z"}
    sync(engine, tracker, clock)
    assert len(told(engine, "acme/shop#8")) == 3


def test_a_milestone_that_an_issue_was_born_with_is_told_once(
    engine: sa.Engine, hub: FakeGitHub, tracker: Tracker, clock: TestClock
) -> None:
    """Of an issue that nobody touched no events are asked for; later they tell the same, under an id of their own."""
    hub.milestones = [milestone(1, "Q1", "2026-03-31T07:00:00Z")]
    hub.add(8, "2026-01-05T09:00:00Z", milestone=hub.milestones[0], assignees=[{"login": "ines"}])
    hub.event(8, 1, "milestoned", "2026-01-05T09:00:00Z", milestone={"title": "Q1"})
    hub.event(8, 2, "assigned", "2026-01-05T09:00:00Z", assignee={"login": "ines"})
    sync(engine, tracker, clock)
    first = told(engine, "acme/shop#8")
    assert len(first) == 3
    hub.milestones[0] |= {"due_on": "2026-05-15T07:00:00Z", "updated_at": "2026-03-20T10:00:00Z"}
    hub.issues[0] |= {"updated_at": "2026-04-01T00:00:00Z"}
    for _ in range(2):
        sync(engine, tracker, clock)
        assert told(engine, "acme/shop#8") == [*first, ("due_on", "2026-03-31", "2026-05-15", "2026-03-20T10:00")]


def test_a_milestone_that_moves_is_seen_though_the_sync_was_cut_off(
    engine: sa.Engine, hub: FakeGitHub, tracker: Tracker, server: Server, clock: TestClock
) -> None:
    """Milestones come first, while the cursor still tells what was seen; an issue that is new waits for its history."""
    hub.milestones = [milestone(1, "Q1", "2026-03-31T07:00:00Z")]
    hub.add(8, "2026-01-05T09:00:00Z", milestone=hub.milestones[0])
    sync(engine, tracker, clock)
    hub.milestones[0] |= {"due_on": "2026-05-15T07:00:00Z", "updated_at": "2026-03-20T10:00:00Z"}
    hub.add(
        9, "2026-03-25T09:00:00Z", "2026-03-26T09:00:00Z", milestone=hub.milestones[0], state="closed",
        closed_at="2026-03-26T09:00:00Z",
    )  # fmt: skip
    hub.event(9, 1, "milestoned", "2026-03-25T09:00:00Z", milestone={"title": "Q1"})
    hub.event(9, 2, "closed", "2026-03-26T09:00:00Z", state_reason="completed")
    for n_answers in range(6):
        server.faults[:] = [None] * n_answers + [Reply({"message": "gone"}, 404)]
        sync(engine, tracker, clock)
        server.faults.clear()
    assert sync(engine, tracker, clock).problem is None
    assert [step for step in told(engine, "acme/shop#8") if step[0] == "due_on"] == [
        ("due_on", None, "2026-03-31", "2026-01-05T09:00"),
        ("due_on", "2026-03-31", "2026-05-15", "2026-03-20T10:00"),
    ]
    assert [step[:3] for step in told(engine, "acme/shop#9")] == [
        ("due_on", None, "2026-05-15"),
        ("status", None, "open"),
        ("status", "open", "done"),
    ]


def test_labels_tell_work_in_progress_and_what_was_declined(
    engine: sa.Engine, hub: FakeGitHub, server: Server, clock: TestClock
) -> None:
    """Words of one's own are mapped in refrain.toml; a label that was put on before it was closed counts."""
    tracker = tracker_of(
        name="shop", kind="github", repo=REPO, base_url=server.base_url, statuses={"Parked for good": "declined"}
    )
    hub.add(1, "2026-01-01T00:00:00Z", "2026-01-09T00:00:00Z", labels=[{"name": "status: in progress"}])
    hub.event(1, 11, "labeled", "2026-01-03T00:00:00Z", label={"name": "status: in progress"})
    hub.add(
        2, "2026-01-01T00:00:00Z", "2026-01-10T00:00:00Z", state="closed", labels=[{"name": "parked for good"}],
        closed_at="2026-01-10T00:00:00Z",
    )  # fmt: skip
    hub.event(2, 12, "labeled", "2026-01-04T00:00:00Z", label={"name": "parked for good"})
    hub.event(2, 13, "closed", "2026-01-10T00:00:00Z")
    sync(engine, tracker, clock)
    assert told(engine, "acme/shop#1")[1:] == [("status", "open", "in_progress", "2026-01-03T00:00")]
    assert told(engine, "acme/shop#2")[1:] == [("status", "open", "declined", "2026-01-10T00:00")]


@pytest.mark.parametrize(
    ("state", "merged", "status"),
    [("closed", "2026-02-02T00:00:00Z", "done"), ("closed", None, "declined"), ("open", None, "in_progress")],
)
def test_a_pull_request_is_done_when_it_is_merged(
    engine: sa.Engine, hub: FakeGitHub, tracker: Tracker, server: Server, clock: TestClock,
    state: str, merged: str | None, status: str,
) -> None:  # fmt: skip
    """GitHub lists pull requests among the issues; their events are not asked for."""
    hub.add(
        3, "2026-02-01T00:00:00Z", "2026-02-03T00:00:00Z", state=state, pull_request={"merged_at": merged},
        closed_at="2026-02-02T00:00:00Z" if state == "closed" else None,
        html_url=f"https://github.com/{REPO}/pull/3",
    )  # fmt: skip
    sync(engine, tracker, clock)
    assert item(engine, "acme/shop#3")["status"] == status
    assert not any(path.endswith("/events") for path in server.paths())
    steps = told(engine, "acme/shop#3")
    assert steps[0][:3] == ("status", None, "in_progress")
    assert [s[2] for s in steps[1:]] == ([status] if state == "closed" else [])


def test_the_second_time_only_what_changed_is_read(
    engine: sa.Engine, hub: FakeGitHub, tracker: Tracker, server: Server, clock: TestClock
) -> None:
    """From the last change on, with ten minutes of overlap; an issue that nobody touched has no events to ask for."""
    for number in range(1, 8):
        hub.add(number, f"2026-01-{number:02}T00:00:00Z")
    assert sync(engine, tracker, clock).n_items >= 7
    server.asked.clear()
    hub.add(3, "2026-01-03T00:00:00Z", "2026-02-01T00:00:00Z", state="closed", closed_at="2026-02-01T00:00:00Z")
    hub.event(3, 1, "closed", "2026-02-01T00:00:00Z", state_reason="completed")
    outcome = sync(engine, tracker, clock)
    assert outcome.n_items == 2  # the one that changed, and the last one of before
    asked = next(a for a in server.asked if a.path.endswith("/issues"))
    assert asked.query["since"] == "2026-01-06T23:50:00Z"
    assert [p for p in server.paths() if p.endswith("/events")] == [f"/repos/{REPO}/issues/3/events"]
    assert item(engine, "acme/shop#3")["status"] == "done"


def test_no_issue_is_passed_over_when_one_moves_while_pages_are_read(
    engine: sa.Engine, hub: FakeGitHub, tracker: Tracker, server: Server, clock: TestClock
) -> None:
    """An issue of the first page changes before the second is asked for: page numbers would skip one."""
    for number in range(1, 7):
        hub.add(number, f"2026-01-{number:02}T00:00:00Z")
    answers = hub._page

    def page(asked: Any, found: list[dict[str, Any]]) -> Any:
        reply = answers(asked, found)
        hub.issues[0] = {**hub.issues[0], "updated_at": "2026-03-01T00:00:00Z"}
        return reply

    hub._page = page  # type: ignore[method-assign]
    assert sync(engine, tracker, clock).problem is None
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM tracker_items")).scalar() == 6


def test_more_than_a_hundred_pages_are_read(
    engine: sa.Engine, hub: FakeGitHub, tracker: Tracker, clock: TestClock
) -> None:
    """GitHub refuses page numbers past a hundred; pages that begin where the last one ended never come there."""
    hub.per_page = 2
    for number in range(1, 105):
        hub.add(number, f"2026-01-{1 + number // 24:02}T{number % 24:02}:00:00Z")
    assert sync(engine, tracker, clock).problem is None
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM tracker_items")).scalar() == 104


def test_many_issues_that_change_in_one_second_are_read_by_page_number(
    engine: sa.Engine, hub: FakeGitHub, tracker: Tracker, clock: TestClock
) -> None:
    """A bulk edit gives a page and more the same time stamp."""
    for number in range(1, 10):
        hub.add(number, "2026-01-01T00:00:00Z")
    assert sync(engine, tracker, clock).problem is None
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM tracker_items")).scalar() == 9


def test_labels_narrow_what_is_read(engine: sa.Engine, hub: FakeGitHub, server: Server, clock: TestClock) -> None:
    """Only issues with all of the labels are asked for."""
    hub.add(1, "2026-01-01T00:00:00Z", labels=[{"name": "postmortem"}])
    hub.add(2, "2026-01-02T00:00:00Z")
    tracker = tracker_of(name="shop", kind="github", repo=REPO, base_url=server.base_url, labels=["postmortem"])
    assert sync(engine, tracker, clock).n_items == 1


def test_settings_that_change_begin_anew(engine: sa.Engine, hub: FakeGitHub, server: Server, clock: TestClock) -> None:
    """The cursor of other labels would pass over what they left out."""
    hub.add(1, "2026-01-01T00:00:00Z", labels=[{"name": "postmortem"}])
    hub.add(2, "2026-01-02T00:00:00Z")
    named = {"name": "shop", "kind": "github", "repo": REPO, "base_url": server.base_url}
    hub.add(3, "2026-05-02T00:00:00Z", labels=[{"name": "postmortem"}])
    assert sync(engine, tracker_of(**named, labels=["postmortem"]), clock).n_items == 2
    assert sync(engine, tracker_of(**named), clock).n_items >= 3


def test_a_record_that_is_no_issue_is_told_of_and_the_rest_is_read(
    engine: sa.Engine, hub: FakeGitHub, tracker: Tracker, clock: TestClock
) -> None:
    """One answer without a title does not hold up the others."""
    hub.add(1, "2026-01-01T00:00:00Z")
    del hub.add(2, "2026-01-02T00:00:00Z")["title"]
    outcome = sync(engine, tracker, clock)
    assert outcome.n_items == 1
    assert outcome.unread == ("number 2: 'title' is missing",)
