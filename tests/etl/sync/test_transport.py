"""What goes wrong between Refrain and a tracker: faults, limits, refusals; and the token, which is shown nowhere."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime

import pytest
import sqlalchemy as sa

from etl.errors import TrackerError
from etl.settings import Tracker
from etl.sync.transport import Secret, Transport, read_token
from tests.etl.sync.conftest import ENVIRONMENT, NOW, TestClock, contents, sync, tracker_of
from tests.etl.sync.fake_github import REPO, FakeGitHub
from tests.etl.sync.servers import TOKEN, Reply, Server, serving


@pytest.fixture
def hub() -> FakeGitHub:
    hub = FakeGitHub()
    for number in range(1, 4):
        hub.add(number, f"2026-01-{number:02}T00:00:00Z")
    return hub


@pytest.fixture
def server(hub: FakeGitHub) -> Iterator[Server]:
    with serving(hub) as server:
        yield server


@pytest.fixture
def tracker(server: Server) -> Tracker:
    return tracker_of(name="shop", kind="github", repo=REPO, base_url=server.base_url)


@pytest.mark.parametrize(
    "fault",
    [
        Reply({}, 500),
        Reply({}, 502),
        Reply({}, 503),
        Reply([{"number": 1}], cut=True),
        Reply([{"number": 1}], half=True),
    ],
    ids=["500", "502", "503", "cut off mid-page", "half a page"],
)
def test_a_fault_is_tried_again(
    engine: sa.Engine, tracker: Tracker, server: Server, clock: TestClock, fault: Reply
) -> None:
    """Waiting twice as long each time; nothing of the half page is kept."""
    server.faults += [None, fault, fault]
    assert sync(engine, tracker, clock).problem is None
    assert len(contents(engine)[0]) == 3
    assert clock.waits == [1.0, 2.0]


@pytest.mark.parametrize(
    ("reply", "wait"),
    [
        (Reply({"message": "slow down"}, 429, {"Retry-After": "37"}), 37.0),
        (Reply({"message": "slow down"}, 429, {"Retry-After": format_datetime(NOW + timedelta(seconds=44))}), 44.0),
        (Reply({"message": "You have exceeded a secondary rate limit"}, 403), 60.0),
        (Reply({"message": "Forbidden"}, 403, {"Retry-After": "5"}), 5.0),
        (
            Reply(
                {"message": "API rate limit exceeded"}, 403,
                {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(NOW.timestamp()) + 120)},
            ),
            121.0,
        ),
        (
            Reply(
                {}, 429, {"RateLimit-Remaining": "0", "RateLimit-Reset": str(int(NOW.timestamp()) + 20)}
            ),
            21.0,
        ),
        (
            Reply({}, 429, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "2026-06-01T12:01:00Z"}),
            61.0,
        ),
        (Reply({}, 503, {"Retry-After": "9"}), 9.0),
    ],
    ids=[
        "Retry-After in seconds", "Retry-After as a date", "GitHub's secondary limit", "403 with Retry-After",
        "GitHub's primary limit", "GitLab's limit", "Jira's limit", "503 with Retry-After",
    ],
)  # fmt: skip
def test_a_limit_is_waited_for(
    engine: sa.Engine, tracker: Tracker, server: Server, clock: TestClock, reply: Reply, wait: float
) -> None:
    """As long as the tracker asks for, in whichever way it does."""
    server.faults += [reply]
    assert sync(engine, tracker, clock).problem is None
    assert clock.waits == [wait]
    assert len(contents(engine)[0]) == 3


def test_where_the_limit_is_spent_the_next_request_waits(
    engine: sa.Engine, tracker: Tracker, server: Server, clock: TestClock
) -> None:
    """The last allowed answer is used; no request is sent in vain."""
    spent = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(NOW.timestamp()) + 10)}
    server.faults += [Reply([], headers={**spent, "Link": '<http://x/?page=2>; rel="next"'})]
    assert sync(engine, tracker, clock).problem is None
    assert clock.waits == [pytest.approx(11.0)]


def test_a_long_limit_ends_the_sync_with_what_was_read(
    engine: sa.Engine, tracker: Tracker, server: Server, clock: TestClock
) -> None:
    """An hour is not waited for; the message tells until when, and the next sync goes on."""
    reset = str(int((NOW + timedelta(minutes=50)).timestamp()))
    server.faults += [None, Reply({}, 429, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": reset})]
    problem = sync(engine, tracker, clock).problem
    assert problem == (
        f"shop, {server.base_url}: no more requests are allowed until 2026-06-01 12:50 UTC. What was read is kept; "
        "sync again after that"
    )
    assert len(contents(engine)[0]) == 2
    assert sync(engine, tracker, clock).problem is None
    assert len(contents(engine)[0]) == 3


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (401, "the token is not accepted (401: Bad credentials). Make a new one, and put it into the environment"),
        (403, "the token may not read this (403: Bad credentials). Give it the right to read issues"),
        (404, "there is no such place, or the token may not see it (404: Bad credentials). Check the name"),
        (500, "it is out of order (500), 5 times in a row. What was read is kept; sync again later"),
    ],
)
def test_a_refusal_says_what_where_and_what_to_do(
    engine: sa.Engine, tracker: Tracker, server: Server, clock: TestClock, status: int, said: str
) -> None:
    """Refusals are not tried again; faults are, five times in all."""
    server.faults += [Reply({"message": "Bad credentials"}, status)] * 5
    problem = str(sync(engine, tracker, clock).problem)
    assert problem.startswith(f"shop, {server.base_url}/repos/{REPO}/issues: {said}")
    assert len(server.asked) == (5 if status == 500 else 1)


def test_a_tracker_that_is_not_there(engine: sa.Engine, clock: TestClock) -> None:
    """Nobody listens at that port."""
    with serving(FakeGitHub()) as server:
        base_url = server.base_url
    tracker = tracker_of(name="shop", kind="github", repo=REPO, base_url=base_url)
    assert "no whole answer came (ConnectError), 5 times in a row" in str(sync(engine, tracker, clock).problem)


def test_an_answer_of_another_form_is_told(engine: sa.Engine, clock: TestClock) -> None:
    """A proxy's page, or the address of another kind of tracker."""
    with serving(lambda _: Reply({"hello": "world"})) as server:
        tracker = tracker_of(
            name="pay", kind="jira_data_center", projects=["PAY"], base_url=server.base_url
        )  # fmt: skip
        problem = str(sync(engine, tracker, clock).problem)
    assert problem.endswith("Check base_url and kind in refrain.toml")


def test_the_token_is_in_no_log_error_store_or_repr(
    engine: sa.Engine, tracker: Tracker, server: Server, clock: TestClock, caplog: pytest.LogCaptureFixture
) -> None:
    """Not even where a server says it back, in an error or in an item's words."""
    caplog.set_level(logging.DEBUG)
    server.faults += [None, Reply({"message": f"Bad token {TOKEN}: Bearer {TOKEN}"}, 403)]
    outcome = sync(engine, tracker, clock)
    shown = [caplog.text, str(outcome), repr(tracker), str(contents(engine))]
    with engine.connect() as connection:
        shown += [str(list(connection.execute(sa.text("SELECT * FROM sync_state"))))]
    assert "[token]" in str(outcome.problem)
    assert len(caplog.records) > 3
    assert not [text for text in shown if TOKEN in text]


def test_the_token_is_in_no_repr_or_traceback_of_the_transport(server: Server, clock: TestClock) -> None:
    """Of Jira Cloud's header neither the token nor what it is encoded as."""
    secrets = (TOKEN, "c3luYzp0b2s=")
    server.faults += [Reply({"message": f"{TOKEN} c3luYzp0b2s="}, 401)]
    with Transport("pay", server.base_url, clock.clock(), Secret("Basic c3luYzp0b2s=", secrets)) as transport:
        with pytest.raises(TrackerError) as caught:
            transport.get("/x")
        shown = [repr(transport), str(vars(transport)), "".join(traceback.format_exception(caught.value))]
    assert server.asked[0].headers["authorization"] == "Basic c3luYzp0b2s="
    assert not [text for text in shown for secret in secrets if secret in text]


def test_the_token_is_not_sent_on_to_another_host(engine: sa.Engine, clock: TestClock) -> None:
    """A redirect within the host (a renamed repository) is followed with it, one to another host without."""
    with serving(FakeGitHub(), token=None) as elsewhere, serving(FakeGitHub()) as here:
        tracker = tracker_of(name="shop", kind="github", repo=REPO, base_url=here.base_url)
        path = f"/repos/{REPO}/issues"
        here.faults += [Reply(None, 301, {"Location": f"{here.base_url}{path}"})]
        assert sync(engine, tracker, clock).problem is None
        assert [a.headers.get("authorization") for a in here.asked] == [f"Bearer {TOKEN}"] * 2
        here.faults += [Reply(None, 307, {"Location": f"{elsewhere.base_url}{path}"})]
        sync(engine, tracker, clock)
        assert [a.headers.get("authorization") for a in elsewhere.asked] == [None]


@pytest.mark.parametrize("value", ["", "  ", "two words", "line\nbreak", "umläut"])
def test_what_is_no_token_is_refused_without_showing_it(value: str) -> None:
    """A header that cannot hold it would be an error that shows it."""
    with pytest.raises(TrackerError) as caught:
        read_token("shop", "GITHUB_TOKEN", {"GITHUB_TOKEN": value})
    assert "GITHUB_TOKEN" in str(caught.value)
    assert not value.strip() or value not in str(caught.value)


def test_a_token_that_is_not_set_is_told(engine: sa.Engine, tracker: Tracker, clock: TestClock) -> None:
    """With the name of the variable; a line break behind a token, as files end with, is no part of it."""
    assert sync(engine, tracker, clock, environment={}).problem == (
        "shop: the environment variable GITHUB_TOKEN is not set. Put the token into it"
    )
    assert sync(engine, tracker, clock, environment={"GITHUB_TOKEN": f"{TOKEN}\n"}).problem is None


def test_a_public_repository_needs_no_token(engine: sa.Engine, hub: FakeGitHub, clock: TestClock) -> None:
    """`token_env = ""` sends no header."""
    with serving(hub, token=None) as server:
        tracker = tracker_of(name="shop", kind="github", repo=REPO, base_url=server.base_url, token_env="")
        assert sync(engine, tracker, clock, environment={}).problem is None
        assert "authorization" not in server.asked[0].headers


def test_one_tracker_that_fails_stops_no_other(engine: sa.Engine, server: Server, clock: TestClock) -> None:
    """The first is refused, the second is read."""
    from pathlib import Path

    from etl.sync.run import sync_trackers

    trackers = [
        tracker_of(name=name, kind="github", repo=repo, base_url=server.base_url)
        for name, repo in (("gone", "acme/gone"), ("shop", REPO))
    ]
    gone, shop = sync_trackers(engine, trackers, Path(), clock=clock.clock(), environment=ENVIRONMENT)
    assert "404" in str(gone.problem)
    assert (shop.problem, shop.n_items >= 3) == (None, True)
