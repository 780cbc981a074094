"""A sync that is killed at any moment and run again has read the same as one that was not."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.edits.store import open_store
from etl.settings import Tracker
from tests.etl.sync.conftest import NOW, TestClock, contents, sync, tracker_of
from tests.etl.sync.fake_github import REPO, FakeGitHub
from tests.etl.sync.fake_gitlab import PROJECT, FakeGitLab
from tests.etl.sync.fake_jira import FakeJira
from tests.etl.sync.fake_linear import FakeLinear, state
from tests.etl.sync.servers import Answers, Reply, serving

N = 7


class Killed(BaseException):
    """The process ends here: nothing catches it."""


def _github() -> tuple[Answers, dict[str, Any]]:
    hub = FakeGitHub()
    for n in range(1, N + 1):
        hub.add(n, f"2026-01-{n:02}T00:00:00Z", f"2026-02-{n:02}T00:00:00Z", state="closed")
        hub.event(n, n, "closed", f"2026-02-{n:02}T00:00:00Z", state_reason="completed")
    return hub, {"kind": "github", "repo": REPO}


def _gitlab() -> tuple[Answers, dict[str, Any]]:
    lab = FakeGitLab()
    for n in range(1, N + 1):
        lab.add(n, f"2026-01-{n:02}T00:00:00.000Z", f"2026-02-{n:02}T00:00:00.000Z", state="closed")
        lab.history(n, "resource_state_events", n, f"2026-02-{n:02}T00:00:00.000Z", state="closed")
    return lab, {"kind": "gitlab", "project": PROJECT}


def _jira() -> FakeJira:
    jira = FakeJira(NOW)
    for n in range(1, N + 1):
        jira.add(f"PAY-{n}", f"2026-01-{n:02}T00:00:00.000+0000", f"2026-02-{n:02}T00:00:00.000+0000", "Shipped")
        jira.log(f"PAY-{n}", n, f"2026-02-{n:02}T00:00:00.000+0000", ("status", "To Do", "Shipped"))
    return jira


def _cloud() -> tuple[Answers, dict[str, Any]]:
    return _jira().cloud, {"kind": "jira_cloud", "projects": ["PAY"], "email": "sync@acme.example"}


def _data_center() -> tuple[Answers, dict[str, Any]]:
    return _jira().data_center, {"kind": "jira_data_center", "projects": ["PAY"]}


def _linear() -> tuple[Answers, dict[str, Any]]:
    linear = FakeLinear()
    for n in range(1, N + 1):
        linear.add(f"OPS-{n}", f"2026-01-{n:02}T00:00:00.000Z", f"2026-02-{n:02}T00:00:00.000Z", "Done")
        steps = {"fromState": state("Todo"), "toState": state("Done")}
        linear.step(f"OPS-{n}", str(n), f"2026-02-{n:02}T00:00:00.000Z", **steps)
    return linear, {"kind": "linear", "teams": ["OPS"]}


TRACKERS = [_github, _gitlab, _cloud, _data_center, _linear]
Make = Callable[[], tuple[Answers, dict[str, Any]]]


@contextmanager
def killing(engine: sa.Engine, at: int, killed: list[int]) -> Iterator[None]:
    """The process is killed as it begins its `at`th statement or commit, if it comes that far; `killed` tells."""
    left = [at]

    def count(*_: Any) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise Killed

    sa.event.listen(engine, "before_cursor_execute", count)
    sa.event.listen(engine, "commit", count)
    try:
        yield
    except Killed:
        killed.append(at)
    finally:
        sa.event.remove(engine, "before_cursor_execute", count)
        sa.event.remove(engine, "commit", count)


@contextmanager
def store() -> Iterator[sa.Engine]:
    with tempfile.TemporaryDirectory() as folder:
        engine = open_store(f"sqlite:///{Path(folder) / 'edits.sqlite'}")
        yield engine
        engine.dispose()


@pytest.mark.parametrize("make", TRACKERS, ids=lambda make: make.__name__.strip("_"))
def test_nothing_is_lost_or_doubled_wherever_a_sync_is_cut_off(make: Make) -> None:
    """Killed up to three times in a row, at moments drawn over the whole sync: between statements and at commits."""
    answers, told = make()
    with serving(answers) as server, store() as whole:
        tracker = tracker_of(name="t", base_url=server.base_url, **told)
        assert sync(whole, tracker, TestClock()).problem is None
        expected = contents(whole)
        assert len(expected[0]) == N
        killed: list[int] = []

        @settings(max_examples=10, deadline=None, derandomize=True)
        @given(st.lists(st.integers(1, 90), min_size=1, max_size=3))
        def cut(moments: list[int]) -> None:
            with store() as engine:
                for moment in moments:
                    with killing(engine, moment, killed):
                        sync(engine, tracker, TestClock())
                assert sync(engine, tracker, TestClock()).problem is None
                assert contents(engine) == expected
                _assert_nothing_more(engine, tracker, expected)

        cut()
        assert len(killed) > 5


def _assert_nothing_more(engine: sa.Engine, tracker: Tracker, expected: Any) -> None:
    """A further sync, and one from the beginning, change nothing."""
    assert sync(engine, tracker, TestClock()).problem is None
    assert sync(engine, tracker, TestClock(), is_full=True).problem is None
    assert contents(engine) == expected


@pytest.mark.parametrize("make", TRACKERS, ids=lambda make: make.__name__.strip("_"))
def test_what_a_cut_sync_has_read_is_kept_whole(make: Make) -> None:
    """Every item that is stored has its history, whenever the server falls silent."""
    answers, told = make()
    with serving(answers) as server:
        tracker = tracker_of(name="t", base_url=server.base_url, **told)
        for n_answers in range(0, 16, 3):
            with store() as engine:
                server.faults[:] = [None] * n_answers + [Reply({"message": "gone"}, 404)] * 10
                sync(engine, tracker, TestClock())
                server.faults.clear()
                items, changes = contents(engine)
                done = {row[1] for row in changes if row[4] == "status" and row[6] == "done"}
                assert {row[1] for row in items} == done
