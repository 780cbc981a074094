"""Warming up: visitors find what pages ask; what cannot be opened stops nothing."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.runtime import Runtime, get_instance
from streamlit.testing.v1 import AppTest

from dashboard import links, warehouse, warm
from dashboard.visitors import Visitors
from dashboard.warehouse import Source, current_build, query, sources
from dashboard.words import severity_name

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


def in_server(work: Callable[[Runtime], Awaitable[None]]) -> None:
    """Start the dashboard's server without a port, do this in it, and end it."""

    async def run() -> None:
        async with st.App(APP).lifespan()(None):
            await work(get_instance())

    asyncio.run(run())


@pytest.mark.usefixtures("alone")
def test_a_prepared_page_asks_no_warehouse(example_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither without a filter nor under a likely one."""
    source = Source("Example", example_warehouse)
    build = current_build(source)
    teams = query(build, "choices").iloc[0]["teams"]
    monkeypatch.setenv("REFRAIN_WAREHOUSES", f"{source.label}={source.path}")
    monkeypatch.setattr(warm, "likely", lambda _: [{"team": teams[0]}])

    in_server(lambda runtime: warm.prepare(runtime, source, build))
    no_more_questions(monkeypatch)
    page = AppTest.from_file(str(APP), default_timeout=60).run()
    assert not page.exception
    assert page.metric[0].value == "60"
    page.multiselect(key="team").set_value([teams[0]]).run()
    assert not page.exception
    assert 0 < int(page.metric[0].value) < 60
    page.switch_page(links.RECURRENCE).run()
    assert not page.exception


@pytest.mark.usefixtures("alone")
def test_a_warehouse_that_cannot_be_opened_is_passed_over(
    example_warehouse: Path, empty_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing, a broken and an empty one stand before the one whose pages are opened."""
    broken = tmp_path / "broken.duckdb"
    broken.write_bytes(b"no warehouse")
    paths = [tmp_path / "missing.duckdb", broken, empty_warehouse, example_warehouse]
    monkeypatch.setenv("REFRAIN_WAREHOUSES", os.pathsep.join(map(str, paths)))
    opened: list[tuple[str, str]] = []

    async def note(_: Any, page: str, parameters: dict[str, str]) -> None:
        opened.append((page, parameters["data"]))
        if page == links.HEALTH:
            raise asyncio.CancelledError

    monkeypatch.setattr(warm, "open_page", note)

    async def until_enough(runtime: Runtime) -> None:
        with suppress(asyncio.CancelledError):
            await warm.keep_warm(runtime)

    in_server(until_enough)
    assert {data for _, data in opened} == {sources()[-1].label}
    assert opened[0][0] == links.OVERVIEW


def test_the_likeliest_filters_are_those_of_most_incidents(example_warehouse: Path) -> None:
    """Each period, each severity, team, source and service, and the largest themes; none of them twice."""
    build = current_build(Source("x", example_warehouse))
    found = [one for chosen in warm.likely(build) for one in chosen.items()]
    choices = query(build, "choices").iloc[0]
    assert {value for kind, value in found if kind == "team"} == set(choices["teams"])
    assert {value for kind, value in found if kind == "severity"} == {severity_name(n) for n in choices["severities"]}
    assert sum(kind == "period" for kind, _ in found) == 3
    assert 0 < sum(kind == "theme" for kind, _ in found) <= 5
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
