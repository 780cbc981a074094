"""Jira Cloud and Data Center against servers that answer as their REST APIs document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa

from etl.settings import Tracker
from tests.etl.sync.conftest import NOW, TestClock, contents, item, sync, told, tracker_of
from tests.etl.sync.fake_jira import FakeJira
from tests.etl.sync.servers import Server, serving


@pytest.fixture
def jira() -> FakeJira:
    return FakeJira(NOW)


@pytest.fixture(params=["jira_cloud", "jira_data_center"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def server(jira: FakeJira, kind: str) -> Iterator[Server]:
    with serving(jira.cloud if kind == "jira_cloud" else jira.data_center) as server:
        yield server


def named(kind: str, server: Server, **told: object) -> Tracker:
    email = {"email": "sync@acme.example"} if kind == "jira_cloud" else {}
    return tracker_of(name="pay", kind=kind, base_url=server.base_url, projects=["PAY"], **email, **told)


@pytest.fixture
def tracker(kind: str, server: Server) -> Tracker:
    return named(kind, server)


def test_the_changelog_tells_state_owner_and_due_date(
    engine: sa.Engine, jira: FakeJira, tracker: Tracker, clock: TestClock, server: Server
) -> None:
    """Steps within a category are no change; the resolution tells done from declined; slipped dates have a day."""
    jira.add(
        "PAY-1", "2026-01-05T10:00:00.000+0100", "2026-03-01T10:00:00.000+0000", "Shipped",
        resolution={"name": "Won't Do"}, resolutiondate="2026-03-01T10:00:00.000+0000", duedate="2026-02-20",
        assignee={"displayName": "Ines Roth", "accountId": "5b10"},
    )  # fmt: skip
    jira.log("PAY-1", 1, "2026-01-06T09:00:00.000+0000", ("status", "To Do", "Selected"))
    jira.log(
        "PAY-1", 2, "2026-01-07T09:00:00.000+0000", ("status", "Selected", "Underway"), ("assignee", None, "Tomas")
    )
    jira.log("PAY-1", 3, "2026-01-08T09:00:00.000+0000", ("duedate", None, "2026-01-31"))
    jira.log("PAY-1", 4, "2026-01-30T09:00:00.000+0000", ("duedate", "2026-01-31", "2026-02-20"))
    jira.log(
        "PAY-1", 5, "2026-02-01T09:00:00.000+0000", ("status", "Underway", "Shipped"), ("resolution", None, "Done")
    )
    jira.log("PAY-1", 6, "2026-02-03T09:00:00.000+0000", ("status", "Shipped", "To Do"), ("resolution", "Done", None))
    jira.log("PAY-1", 7, "2026-02-04T09:00:00.000+0000", ("assignee", "Tomas", "Ines Roth"))
    jira.log(
        "PAY-1", 8, "2026-03-01T10:00:00.000+0000", ("resolution", None, "Won't Do"), ("status", "To Do", "Shipped")
    )
    outcome = sync(engine, tracker, clock)
    assert (outcome.n_items, outcome.problem, outcome.unread) == (1, None, ())
    assert told(engine, "PAY-1") == [
        ("status", None, "open", "2026-01-05T09:00"),
        ("owner", None, "Tomas", "2026-01-07T09:00"),
        ("status", "open", "in_progress", "2026-01-07T09:00"),
        ("due_on", None, "2026-01-31", "2026-01-08T09:00"),
        ("due_on", "2026-01-31", "2026-02-20", "2026-01-30T09:00"),
        ("status", "in_progress", "done", "2026-02-01T09:00"),
        ("status", "done", "open", "2026-02-03T09:00"),
        ("owner", "Tomas", "Ines Roth", "2026-02-04T09:00"),
        ("status", "open", "declined", "2026-03-01T10:00"),
    ]
    stored = item(engine, "PAY-1")
    assert stored["status_as_written"] == "Shipped (Won't Do)"
    assert stored["url"] == f"{server.base_url}/browse/PAY-1"


@pytest.mark.parametrize("created", [1767690000, 1767690000000, "2026-01-06T09:00:00.000+0000"])
def test_a_bulk_changelog_may_write_its_times_as_numbers(engine: sa.Engine, clock: TestClock, created: object) -> None:
    """Seconds, milliseconds and time stamps are all met in answers of changelog/bulkfetch."""
    jira = FakeJira(NOW)
    jira.add("PAY-1", "2026-01-05T09:00:00.000+0000", "2026-01-07T09:00:00.000+0000", "Underway")
    jira.log("PAY-1", 1, created, ("status", "To Do", "Underway"))
    with serving(jira.cloud) as server:
        sync(engine, named("jira_cloud", server), clock)
    assert told(engine, "PAY-1")[1:] == [("status", "open", "in_progress", "2026-01-06T09:00")]


def test_long_changelogs_are_read_to_their_end(
    engine: sa.Engine, jira: FakeJira, tracker: Tracker, clock: TestClock
) -> None:
    """Cloud gives the changelogs of a page in pages of their own; an old server shortens what a search holds."""
    jira.shortens_logs = True
    for number in (1, 2):
        jira.add(f"PAY-{number}", "2026-01-01T09:00:00.000+0000", "2026-02-01T09:00:00.000+0000", "Shipped")
        for step in range(1, 10):
            owner = (f"P{step - 1}" if step > 1 else None), f"P{step}"
            jira.log(
                f"PAY-{number}", number * 100 + step, f"2026-01-{step + 1:02}T09:00:00.000+0000", ("assignee", *owner)
            )
        jira.log(f"PAY-{number}", number * 100 + 50, "2026-01-20T09:00:00.000+0000", ("status", "To Do", "Shipped"))
    sync(engine, tracker, clock)
    for key in ("PAY-1", "PAY-2"):
        assert [step[2] for step in told(engine, key) if step[0] == "owner"] == [f"P{n}" for n in range(1, 10)] + [None]
        assert told(engine, key)[-2][2] == "done"


def test_pages_and_then_only_what_changed(
    engine: sa.Engine, jira: FakeJira, tracker: Tracker, clock: TestClock, server: Server
) -> None:
    """Time is asked for in minutes before now, for Jira reads clock times in the zone of whoever asks."""
    for number in range(1, 8):
        jira.add(f"PAY-{number}", f"2026-01-{number:02}T09:00:00.000+0000")
    assert sync(engine, tracker, clock).problem is None
    assert len(contents(engine)[0]) == 7
    server.asked.clear()
    jira.add("PAY-3", "2026-01-03T09:00:00.000+0000", "2026-05-31T09:00:00.000+0000", "Shipped")
    jira.log("PAY-3", 1, "2026-05-31T09:00:00.000+0000", ("status", "To Do", "Shipped"))
    sync(engine, tracker, clock)
    asked = next(a for a in server.asked if "search" in a.path)
    assert f"updated >= -{145 * 24 * 60 + 3 * 60 + 11}m" in (asked.body or asked.query)["jql"]
    assert item(engine, "PAY-3")["status"] == "done"


def test_many_issues_that_change_in_one_minute_are_all_read(
    engine: sa.Engine, jira: FakeJira, tracker: Tracker, clock: TestClock
) -> None:
    """A bulk change: more issues in a minute, the precision of JQL, than a page holds."""
    jira.per_page = 7
    for number in range(1, 31):
        jira.add(f"PAY-{number}", "2026-01-05T09:00:00.000+0000", f"2026-02-01T09:00:{number:02}.000+0000")
    assert sync(engine, tracker, clock).problem is None
    assert len(contents(engine)[0]) == 30


@pytest.mark.parametrize("ahead", [-7, 7])
def test_clocks_may_differ(
    engine: sa.Engine, jira: FakeJira, tracker: Tracker, clock: TestClock, server: Server, ahead: int
) -> None:
    """Minutes before now are Jira's minutes: its answers tell its time, else pages would leave a gap between them."""
    jira.now = server.date = NOW + timedelta(minutes=ahead)
    for number in range(1, 21):
        jira.add(f"PAY-{number}", f"2026-01-05T09:{number * 2:02}:00.000+0000")
    assert sync(engine, tracker, clock).problem is None
    assert len(contents(engine)[0]) == 20


def test_an_issue_that_moves_to_another_project_stays_one(
    engine: sa.Engine, jira: FakeJira, kind: str, server: Server, clock: TestClock
) -> None:
    """Its changelog names the key that it had before; changes are not kept twice."""
    jira.add("PAY-1", "2026-01-05T09:00:00.000+0000")
    sync(engine, named(kind, server), clock)
    moved = jira.issues[0]
    moved["key"] = "PAY-77"
    moved["fields"]["updated"] = "2026-01-06T09:00:00.000+0000"
    history = {"id": "9", "created": "2026-01-06T09:00:00.000+0000", "items": []}
    history["items"] = [{"field": "Key", "fieldId": "issuekey", "fromString": "PAY-1", "toString": "PAY-77"}]  # type: ignore[assignment]
    jira.logs[moved["id"]] = [history]
    sync(engine, named(kind, server), clock)
    items, changes = contents(engine)
    assert [row[1] for row in items] == ["PAY-77"]
    assert [row[1] for row in changes] == ["PAY-77"]


def test_own_jql_narrows_and_is_kept_apart(
    engine: sa.Engine, jira: FakeJira, kind: str, server: Server, clock: TestClock
) -> None:
    """An OR in it does not open the other clauses."""
    sync(engine, named(kind, server, jql="labels = postmortem OR labels = incident"), clock)
    asked = next(a for a in server.asked if "search" in a.path)
    jql = (asked.body or asked.query)["jql"]
    assert jql.startswith('project in ("PAY") AND (labels = postmortem OR labels = incident)')
