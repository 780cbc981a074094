"""What was sent is remembered, in SQLite and in PostgreSQL: each window once to each target."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from etl.digest.records import Window
from etl.digest.sent import CLAIM_HOLDS, Memory, metadata

NOW = datetime(2024, 7, 1, 6, tzinfo=UTC)
WEEK = Window(date(2024, 6, 24), date(2024, 6, 30))
NEXT = Window(date(2024, 7, 1), date(2024, 7, 7))


@pytest.fixture
def memory(store: sa.Engine) -> Iterator[Memory]:
    metadata.create_all(store)
    yield Memory(store, "/data/refrain.duckdb", "email a@b")
    metadata.drop_all(store)


def test_a_window_is_to_be_had_once(memory: Memory) -> None:
    assert memory.claim(WEEK, NOW) is None
    assert memory.claim(WEEK, NOW) == "is being sent by another run"
    memory.settle(WEEK, NOW)
    assert memory.claim(WEEK, NOW) == "was sent before"
    assert memory.claim(NEXT, NOW) is None


def test_again_is_again(memory: Memory) -> None:
    """But not while another run sends it."""
    memory.claim(WEEK, NOW)
    assert memory.claim(WEEK, NOW, again=True) == "is being sent by another run"
    memory.settle(WEEK, NOW)
    assert memory.claim(WEEK, NOW, again=True) is None


def test_what_failed_may_be_tried_by_the_next_run(memory: Memory) -> None:
    memory.claim(WEEK, NOW)
    memory.release(WEEK)
    assert memory.claim(WEEK, NOW) is None


def test_the_claim_of_a_killed_run_ends(memory: Memory) -> None:
    """After a quarter of an hour: rather sent twice than lost."""
    memory.claim(WEEK, NOW)
    assert memory.claim(WEEK, NOW + CLAIM_HOLDS) is not None
    assert memory.claim(WEEK, NOW + CLAIM_HOLDS + timedelta(seconds=1)) is None


def test_the_last_window_is_the_newest_that_was_sent(memory: Memory) -> None:
    """A claim alone does not count, nor what another target or warehouse got."""
    assert memory.last_window() is None
    memory.claim(WEEK, NOW)
    memory.settle(WEEK, NOW)
    memory.claim(NEXT, NOW)
    assert memory.last_window() == WEEK
    assert Memory(memory.engine, memory.warehouse, "other").last_window() is None
    assert Memory(memory.engine, "/other.duckdb", memory.target).last_window() is None


def test_of_many_runs_at_once_one_sends(memory: Memory) -> None:
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda _: memory.claim(WEEK, NOW), range(16)))
    assert results.count(None) == 1
