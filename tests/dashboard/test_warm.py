"""Warming up: visitors find what pages ask; what cannot be opened stops nothing."""

import os
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import warehouse, warm
from dashboard.filters import Filters
from dashboard.visitors import Visitors
from dashboard.warehouse import Source, current_build, query

APP = Path(warehouse.__file__).with_name("app.py")


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has asked for a page in this process: earlier tests did."""
    monkeypatch.setattr(warm, "VISITORS", Visitors())


def no_more_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on whoever asks the warehouse fails."""

    def fail(*_: object) -> None:
        pytest.fail("the warehouse was asked again")

    monkeypatch.setattr(warehouse, "opened", fail)


@pytest.mark.usefixtures("alone")
def test_a_prepared_page_asks_no_warehouse(example_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither without a filter nor under a likely one."""
    source = Source("Example", example_warehouse)
    build = current_build(source)
    warm.prepare(source, build, Event())
    teams = query(build, "choices").iloc[0]["teams"]
    monkeypatch.setenv("REFRAIN_WAREHOUSES", f"{source.label}={source.path}")
    no_more_questions(monkeypatch)
    page = AppTest.from_file(str(APP), default_timeout=60).run()
    assert not page.exception
    assert page.metric[0].value == "60"
    page.multiselect(key="team").set_value([teams[0]]).run()
    assert not page.exception
    assert 0 < int(page.metric[0].value) < 60


@pytest.mark.usefixtures("alone")
def test_a_warehouse_that_cannot_be_opened_is_passed_over(
    example_warehouse: Path, empty_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing, a broken and an empty one stand before the one that is prepared; `stop` ends it."""
    broken = tmp_path / "broken.duckdb"
    broken.write_bytes(b"no warehouse")
    paths = [tmp_path / "missing.duckdb", broken, empty_warehouse, example_warehouse]
    monkeypatch.setenv("REFRAIN_WAREHOUSES", os.pathsep.join(map(str, paths)))
    stop, asked = Event(), Event()
    monkeypatch.setattr(warm, "OFTEN", (_telling(asked),))
    monkeypatch.setattr(warm, "ONCE", ())
    warmer = Thread(target=warm.keep_warm, args=(stop,))
    warmer.start()
    assert asked.wait(20)
    stop.set()
    warmer.join(20)
    assert not warmer.is_alive()


def _telling(asked: Event) -> Callable[[object, object], None]:
    return lambda *_: asked.set()


def test_the_likeliest_filters_are_those_of_most_incidents(example_warehouse: Path) -> None:
    """Each period, each severity, team, source and service, and the largest themes; none of them twice."""
    build = current_build(Source("x", example_warehouse))
    found = list(warm.likely(build, Filters(end=build.as_of, as_of=build.as_of)))
    choices = query(build, "choices").iloc[0]
    assert {f.teams for f in found if f.teams} == {(team,) for team in choices["teams"]}
    assert {f.severities for f in found if f.severities} == {(level,) for level in choices["severities"]}
    assert sum(f.start is not None for f in found) == 3
    assert 0 < sum(f.theme_id is not None for f in found) <= warm.MOST_THEMES
    assert len(set(found)) == len(found)


def test_visitors_read_when_nobody_has_asked_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anyone came, and three seconds after a page was asked for."""
    visitors, now = Visitors(), [100.0]
    monkeypatch.setattr("dashboard.visitors.time.monotonic", lambda: now[0])
    assert visitors.are_reading()
    visitors.came()
    assert not visitors.are_reading()
    now[0] += 3.1
    assert visitors.are_reading()
