"""What the first visitor of a server would otherwise wait for: modules, relations kept in memory, the first page."""

from __future__ import annotations

from contextlib import suppress

import duckdb

from dashboard import changes, ledger, measures
from dashboard.board import MOST_ON_BOARD
from dashboard.filters import Filters
from dashboard.warehouse import Build, current_build, query, sources
from etl.errors import RefrainError

ASKED_FIRST = (
    "choices",
    "theme_choices",
    "overview",
    "incidents_by_month",
    "recurrences_by_theme",
    "follow_up_numbers",
)


def warm_up() -> None:
    """Ask of each warehouse what its first pages ask, so that the caches hold it."""
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
