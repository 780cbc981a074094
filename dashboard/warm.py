"""What the first visitor of a server would otherwise wait for: modules, relations kept in memory, the first page."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from threading import Thread
from typing import Any

import duckdb

from dashboard import changes, ledger, measures
from dashboard.board import MOST_ON_BOARD
from dashboard.filters import Filters
from dashboard.warehouse import Build, current_build, query, sources
from etl.errors import RefrainError

# These warn that no session asks.
QUIET = ("caching.cache_data_api", "scriptrunner_utils.script_run_context")
ASKED_FIRST = (
    "choices",
    "theme_choices",
    "overview",
    "incidents_by_month",
    "recurrences_by_theme",
    "follow_up_numbers",
)


@asynccontextmanager
async def warming(_: Any) -> AsyncIterator[None]:
    """Begin to warm up as the server starts; whoever comes at once waits no longer than without."""
    Thread(target=warm_up, name="warm-up", daemon=True).start()
    yield


def warm_up() -> None:
    """Ask of each warehouse what its first pages ask, so that the caches hold it."""
    for name in QUIET:
        logging.getLogger(f"streamlit.runtime.{name}").setLevel(logging.ERROR)
    for source in sources():
        with suppress(OSError, duckdb.Error, RefrainError):  # what cannot be opened is explained by the page
            _ask(current_build(source))


def _ask(build: Build) -> None:
    filters = Filters(end=build.as_of, as_of=build.as_of)
    for name in ASKED_FIRST:
        query(build, name, filters.parameters())
    measures.diagnosis(build, filters)
    measures.completion(build, filters)
    changes.period_changes(build, filters)
    ledger.costliest(build, filters, "is_open", None, MOST_ON_BOARD)
