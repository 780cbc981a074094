"""A store, a clock that nobody waits for, and a sync of one tracker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from etl.edits.store import open_store
from etl.settings import Settings, Tracker
from etl.sync.run import Outcome, sync_trackers
from etl.sync.store import tracker_changes, tracker_items
from etl.sync.transport import Clock
from tests.etl.sync.servers import TOKEN

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
ENVIRONMENT = dict.fromkeys(("GITHUB_TOKEN", "GITLAB_TOKEN", "JIRA_TOKEN", "LINEAR_API_KEY"), TOKEN)


class TestClock:
    """A clock that jumps over every wait and remembers it."""

    __test__ = False

    def __init__(self, now: datetime = NOW) -> None:
        self.time, self.waits = now, []  # type: tuple[datetime, list[float]]

    def clock(self) -> Clock:
        return Clock(lambda: self.time, self._sleep)

    def _sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.time += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> TestClock:
    return TestClock()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[sa.Engine]:
    """A store in a SQLite file."""
    engine = open_store(f"sqlite:///{tmp_path / 'edits.sqlite'}")
    yield engine
    engine.dispose()


def tracker_of(**told: Any) -> Tracker:
    """One tracker, as refrain.toml would name it."""
    return Settings.model_validate({"trackers": [told]}).trackers[0]


def sync(engine: sa.Engine, tracker: Tracker, clock: TestClock, **options: Any) -> Outcome:
    """The outcome of one sync of one tracker."""
    options = {"folder": Path(), "environment": ENVIRONMENT, **options}
    return sync_trackers(engine, [tracker], clock=clock.clock(), **options)[0]


Told = list[tuple[str, str | None, str | None, str]]


def told(engine: sa.Engine, key: str) -> Told:
    """The changes of an item in order of time: field, old, new, and when (to the minute)."""
    c = tracker_changes.c
    wanted = sa.select(c.field, c.old_value, c.new_value, c.at).where(c.key == key).order_by(c.at, c.field, c.change_id)
    with engine.connect() as connection:
        return [(f, old, new, f"{at:%Y-%m-%dT%H:%M}") for f, old, new, at in connection.execute(wanted)]


def item(engine: sa.Engine, key: str) -> dict[str, Any]:
    """One item as it is stored."""
    with engine.connect() as connection:
        return dict(connection.execute(sa.select(tracker_items).where(tracker_items.c.key == key)).mappings().one())


def contents(engine: sa.Engine) -> tuple[list[Any], list[Any]]:
    """Everything that was read, without when: to be compared."""
    items = [c for c in tracker_items.columns if c.name != "fetched_at"]
    with engine.connect() as connection:
        return (
            [tuple(r) for r in connection.execute(sa.select(*items).order_by("tracker", "key"))],
            [tuple(r) for r in connection.execute(sa.select(tracker_changes).order_by("tracker", "key", "change_id"))],
        )


Sync = Callable[..., Outcome]
