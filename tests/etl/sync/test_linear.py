"""Linear against a server that answers as its GraphQL schema and its notes on limits document."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from etl.settings import Tracker
from etl.sync.pages import read_cursor
from tests.etl.sync.conftest import NOW, TestClock, contents, item, sync, told, tracker_of
from tests.etl.sync.fake_linear import FakeLinear, person, state
from tests.etl.sync.servers import Reply, Server, serving


@pytest.fixture
def linear() -> FakeLinear:
    return FakeLinear()


@pytest.fixture
def server(linear: FakeLinear) -> Iterator[Server]:
    with serving(linear) as server:
        yield server


@pytest.fixture
def tracker(server: Server) -> Tracker:
    return tracker_of(name="ops", kind="linear", teams=["OPS"], base_url=server.base_url)


def test_the_history_tells_state_owner_and_due_date(
    engine: sa.Engine, linear: FakeLinear, tracker: Tracker, clock: TestClock
) -> None:
    """The newest step comes first, over several pages; a duplicate is declined."""
    linear.add(
        "OPS-5", "2026-01-05T09:00:00.000Z", "2026-03-01T10:00:00.000Z", "Duplicate", dueDate="2026-02-20",
        assignee=person("ines"),
    )  # fmt: skip
    linear.step("OPS-5", "a", "2026-01-06T09:00:00.000Z", fromState=state("Triage"), toState=state("Todo"))
    linear.step("OPS-5", "b", "2026-01-07T09:00:00.000Z", toAssignee=person("tomas"), toDueDate="2026-01-31")
    linear.step("OPS-5", "c", "2026-01-08T09:00:00.000Z", fromState=state("Todo"), toState=state("Underway"))
    linear.step("OPS-5", "d", "2026-01-30T09:00:00.000Z", fromDueDate="2026-01-31", toDueDate="2026-02-20")
    linear.step("OPS-5", "e", "2026-02-01T09:00:00.000Z", fromState=state("Underway"), toState=state("Done"))
    linear.step("OPS-5", "f", "2026-02-03T09:00:00.000Z", fromState=state("Done"), toState=state("Todo"))
    linear.step("OPS-5", "g", "2026-02-04T09:00:00.000Z", fromAssignee=person("tomas"), toAssignee=person("ines"))
    linear.step("OPS-5", "h", "2026-03-01T10:00:00.000Z", fromState=state("Todo"), toState=state("Duplicate"))
    assert sync(engine, tracker, clock).problem is None
    assert told(engine, "OPS-5") == [
        ("status", None, "open", "2026-01-05T09:00"),
        ("due_on", None, "2026-01-31", "2026-01-07T09:00"),
        ("owner", None, "tomas", "2026-01-07T09:00"),
        ("status", "open", "in_progress", "2026-01-08T09:00"),
        ("due_on", "2026-01-31", "2026-02-20", "2026-01-30T09:00"),
        ("status", "in_progress", "done", "2026-02-01T09:00"),
        ("status", "done", "open", "2026-02-03T09:00"),
        ("owner", "tomas", "ines", "2026-02-04T09:00"),
        ("status", "open", "declined", "2026-03-01T10:00"),
    ]


def test_every_page_is_read_and_the_second_time_only_what_changed(
    engine: sa.Engine, linear: FakeLinear, tracker: Tracker, server: Server, clock: TestClock
) -> None:
    """Since when the last sync began, for what changes while pages are read may stand on one that was read before."""
    for number in range(1, 6):
        linear.add(f"OPS-{number}", f"2026-01-{number:02}T09:00:00.000Z")
    linear.add("WEB-1", "2026-01-03T09:00:00.000Z")
    assert sync(engine, tracker, clock).n_items == 5
    server.asked.clear()
    linear.add("OPS-2", "2026-01-02T09:00:00.000Z", "2026-06-01T12:30:00.000Z", "Done")
    assert sync(engine, tracker, clock).n_items == 1
    assert server.asked[0].body["variables"]["filter"]["updatedAt"] == {"gte": "2026-06-01T11:50:00Z"}
    assert item(engine, "OPS-2")["status"] == "done"


def test_a_sync_that_was_cut_off_goes_on_at_its_page(
    engine: sa.Engine, linear: FakeLinear, tracker: Tracker, server: Server, clock: TestClock
) -> None:
    """And asks next time for what changed since the first of them began."""
    for number in range(1, 6):
        linear.add(f"OPS-{number}", f"2026-01-{number:02}T09:00:00.000Z")
    server.faults += [None, None, *[Reply({}, 500)] * 5]
    assert "out of order" in str(sync(engine, tracker, clock).problem)
    began = NOW
    assert began.isoformat() in str(read_cursor(engine, "ops"))
    server.asked.clear()
    assert sync(engine, tracker, clock).problem is None
    assert all(a.body["variables"]["after"] == "uuid-OPS-2" for a in server.asked)
    assert len(contents(engine)[0]) == 5
    assert f'"since": "{began.isoformat()}"' in str(read_cursor(engine, "ops"))


def test_a_page_that_linear_forgot_is_no_dead_end(
    engine: sa.Engine, linear: FakeLinear, tracker: Tracker, server: Server, clock: TestClock
) -> None:
    """The issue that the cursor names was deleted meanwhile: everything is read from the beginning."""
    for number in range(1, 6):
        linear.add(f"OPS-{number}", f"2026-01-{number:02}T09:00:00.000Z")
    server.faults += [None, *[Reply({}, 500)] * 5]
    sync(engine, tracker, clock)
    linear.issues = [i for i in linear.issues if i["identifier"] != "OPS-4"]
    assert sync(engine, tracker, clock).problem is None
    assert {row[1] for row in contents(engine)[0]} == {f"OPS-{n}" for n in range(1, 6)}


def test_a_question_that_is_too_complex_is_put_smaller(
    engine: sa.Engine, linear: FakeLinear, tracker: Tracker, server: Server, clock: TestClock
) -> None:
    """Half as many issues a page until Linear takes it."""
    linear.most_complex = 10
    linear.add("OPS-1", "2026-01-01T09:00:00.000Z")
    assert sync(engine, tracker, clock).problem is None
    assert [a.body["variables"]["first"] for a in server.asked] == [40, 20, 10]


@pytest.mark.parametrize("status", [400, 200])
def test_its_limit_is_an_error_in_the_body(
    engine: sa.Engine, linear: FakeLinear, tracker: Tracker, server: Server, clock: TestClock, status: int
) -> None:
    """RATELIMITED comes with 400 (or 200); headers tell, in milliseconds, when the spent limit is filled again."""
    linear.add("OPS-1", "2026-01-01T09:00:00.000Z")
    reset = int((NOW.timestamp() + 90) * 1_000)
    server.faults += [
        FakeLinear.error(
            "Rate limit exceeded", "RATELIMITED", status,
            **{
                "X-RateLimit-Complexity-Remaining": "0", "X-RateLimit-Complexity-Reset": str(reset),
                "X-RateLimit-Requests-Remaining": "4000", "X-RateLimit-Requests-Reset": str(reset + 10**7),
            },
        )
    ]  # fmt: skip
    assert sync(engine, tracker, clock).n_items == 1
    assert clock.waits == [91.0]


def test_an_api_key_is_sent_as_it_is_and_an_oauth_token_as_bearer(
    engine: sa.Engine, linear: FakeLinear, clock: TestClock
) -> None:
    """As linear.app/developers/graphql documents."""
    for token, header in (("lin_api_abc", "lin_api_abc"), ("oauth-abc", "Bearer oauth-abc")):
        with serving(linear, token) as server:
            tracker = tracker_of(name="ops", kind="linear", base_url=server.base_url)
            assert sync(engine, tracker, clock, environment={"LINEAR_API_KEY": token}).problem is None
            assert server.asked[0].headers["authorization"] == header


def test_a_refusal_says_what_and_where(engine: sa.Engine, tracker: Tracker, server: Server, clock: TestClock) -> None:
    """GraphQL errors come with 200; they are told like any other."""
    server.faults += [FakeLinear.error("Team not accessible", "FORBIDDEN", 200)]
    problem = str(sync(engine, tracker, clock).problem)
    assert problem.startswith(
        f"ops, {server.base_url}/graphql: the token may not read this (403: Team not accessible)."
    )
