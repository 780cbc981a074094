"""What the first visitors of a server would otherwise wait for: modules, tables kept in memory, what pages ask."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import duckdb

from dashboard import changes, ledger, measures, refrains, similar, triage, writing
from dashboard.board import MOST_ON_BOARD
from dashboard.filters import Filters
from dashboard.layout import MOST_ROWS
from dashboard.warehouse import Build, current_build, query, sources
from etl.errors import RefrainError

# The pages of every week first; `board_counts`, `possible_repeats` and `themes` bring tables into memory.
ASKED_FIRST: tuple[tuple[str, dict[str, Any]], ...] = (
    ("choices", {}),
    ("theme_choices", {}),
    ("incidents_in_view", {}),
    ("overview", {}),
    ("repeat_costs", {}),
    ("incidents_by_month", {}),
    ("recurrences_by_theme", {}),
    ("recurrence_pairs", {}),
    ("possible_repeats", {"n_rows": 100}),
    ("diagnosis_numbers", {}),
    ("follow_up_numbers", {}),
    ("board_counts", {"owner": None}),
    ("themes", {"kind": "cause"}),
    ("theme_outliers", {"kind": "cause"}),
    ("time_conflicts", {}),
    ("time_witness_counts", {}),
)
WORKED_OUT: tuple[Callable[[Build, Filters], object], ...] = (
    measures.diagnosis,
    measures.completion,
    measures.diagnosis_pace,
    changes.period_changes,
    refrains.refrains,
    measures.diagnosis_change,
    measures.lifecycle,
    ledger.finished_fixes,
    ledger.open_fixes,
    triage.triage,
    writing.blame,
    writing.judged_follow_ups,
    writing.communication,
    writing.simultaneous_changes,
)


def warm_up() -> None:
    """Ask of each warehouse what pages ask before anyone chooses a filter, so that the caches hold it."""
    for source in sources():
        with suppress(OSError, duckdb.Error, RefrainError):  # what cannot be opened is explained by the page
            _ask(current_build(source))


def _ask(build: Build) -> None:
    filters = Filters(end=build.as_of, as_of=build.as_of)
    asked = {**filters.parameters(), "n_rows": MOST_ROWS}
    if not int(query(build, "incidents_in_view", asked).iloc[0]["n_incidents"]):
        return
    for name, extra in ASKED_FIRST:
        query(build, name, {**asked, **extra})
    for work_out in WORKED_OUT:
        work_out(build, filters)
    ledger.costliest(build, filters, "is_open", None, MOST_ON_BOARD)
    similar.search_index(build)
