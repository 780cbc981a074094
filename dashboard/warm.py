"""What visitors would otherwise wait for: modules, tables kept in memory, answers under the likeliest filters.

Without a filter these are worked out as the server starts; under each of the likeliest, one after the other, while
nobody asks for a page; and again for each new build and after edits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import chain
from threading import Event
from typing import Any

import duckdb

from dashboard import changes, ledger, measures, refrains, similar
from dashboard.board import MOST_ON_BOARD
from dashboard.filters import MONTHS_BACK, Filters, period_bounds
from dashboard.layout import MOST_ROWS
from dashboard.rows import each_row
from dashboard.visitors import VISITORS
from dashboard.warehouse import Build, Source, current_build, query, sources
from etl.errors import RefrainError

SECONDS_BETWEEN_LOOKS = 5.0
MOST_THEMES = 5
Question = Callable[[Build, Filters], object]


def _asking(name: str, **extra: Any) -> Question:
    return lambda build, filters: query(build, name, {**filters.parameters(), "n_rows": MOST_ROWS, **extra})


def _on_board(build: Build, filters: Filters) -> object:
    return ledger.costliest(build, filters, "is_open", None, MOST_ON_BOARD)


def _in_quarters(build: Build, filters: Filters) -> object:
    return measures.diagnosis_by_period(build, filters, "quarter")


# What the pages of every week ask whenever a filter is chosen, page by page.
OFTEN: tuple[Question, ...] = (
    _asking("incidents_in_view"),
    _asking("overview"),
    measures.diagnosis,
    measures.completion,
    changes.period_changes,
    measures.diagnosis_pace,
    _asking("repeat_costs"),
    _asking("incidents_by_month"),
    _asking("recurrences_by_theme"),
    refrains.refrains,
    _asking("recurrence_pairs"),
    _asking("possible_repeats", n_rows=100),
    _asking("diagnosis_numbers"),
    _asking("diagnosis_strip", n_rows=1000),
    measures.diagnosis_change,
    _in_quarters,
    measures.lifecycle,
    _asking("follow_up_numbers"),
    _asking("board_owners"),
    _asking("board_counts", owner=None),
    _on_board,
    _asking("incidents_without_fix"),
    _asking("places_that_would_tell"),
    _asking("themes", kind="cause"),
    _asking("theme_months", kind="cause"),
    _asking("theme_outliers", kind="cause"),
)
# What takes long on other pages without taking much memory, asked without a filter only.
ONCE: tuple[Question, ...] = (
    _asking("choices"),
    _asking("theme_choices"),
    ledger.finished_fixes,
    ledger.open_fixes,
    _asking("time_conflicts"),
    _asking("time_witness_counts"),
    lambda build, _: similar.search_index(build),
)


def keep_warm(stop: Event) -> None:
    """Prepare each warehouse, and whatever takes its place, until `stop` is set."""
    prepared: dict[Source, Build] = {}
    while not stop.is_set():
        for source in sources():
            with suppress(OSError, duckdb.Error, RefrainError):  # what cannot be opened is explained by the page
                build = current_build(source)
                if prepared.get(source) != build:
                    prepared[source] = build
                    prepare(source, build, stop)
        stop.wait(SECONDS_BETWEEN_LOOKS)


def prepare(source: Source, build: Build, stop: Event) -> None:
    """Work out what pages ask without a filter, then, in quiet moments, under each likely one.

    Ends early where `stop` is set or another build has taken the place of this one.
    """
    if not int(query(build, "choices").iloc[0]["n_incidents"]):
        return
    everything = Filters(end=build.as_of, as_of=build.as_of)
    for question in chain(OFTEN, ONCE):
        question(build, everything)
    for filters in likely(build, everything):
        for question in OFTEN:
            while not VISITORS.are_reading() and not stop.is_set():
                stop.wait(1)
            if stop.is_set():
                return
            question(build, filters)
        if current_build(source) != build:
            return


def likely(build: Build, everything: Filters) -> Iterator[Filters]:
    """The filters that people are likely to choose first: each period, and what most incidents have in common."""
    for period in MONTHS_BACK:
        start, end = period_bounds(period, (), build.as_of)
        yield replace(everything, start=start, end=end)
    for kind, value, _ in query(build, "likely_filters").itertuples(index=False):
        chosen: dict[str, Any] = {kind: (int(value) if kind == "severities" else value,)}
        yield replace(everything, **chosen)
    themes = query(build, "themes", {**everything.parameters(), "n_rows": MOST_ROWS, "kind": "cause"})
    for theme in each_row(themes.head(MOST_THEMES)):
        yield replace(everything, theme_id=theme.theme_id, theme=theme.label)
