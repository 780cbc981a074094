"""The queries of the comparison of two periods, against the same counts made in pandas."""

import datetime as dt
from pathlib import Path

import pytest

from dashboard.changes import period_changes
from dashboard.filters import Filters
from dashboard.warehouse import Source, current_build, query

AS_OF = dt.date(2026, 6, 30)
SPLIT, FIRST = dt.date(2025, 7, 1), dt.date(2024, 7, 1)


def test_missed_dates_are_those_that_passed_while_the_item_was_open(example_warehouse: Path) -> None:
    """Counted from every follow-up by hand: due in the period, before as_of, and closed later or not at all."""
    build = current_build(Source("Example", example_warehouse))
    filters = Filters(end=AS_OF, as_of=AS_OF)
    items = query(build, "retro_follow_ups", {**filters.parameters(), "n_rows": 5_000})
    known = items[items["due_on"].notna() & (items["due_on"].dt.date < AS_OF)]
    closed = known["done_on"].fillna(known["declined_on"])
    known = known[known["state"].isin(["open", "overdue"]) | closed.notna()]
    closed = closed[known.index]
    is_missed = closed.isna() | (closed > known["due_on"])
    is_after = known["due_on"].dt.date >= SPLIT
    found = period_changes(build, filters)
    assert found is not None
    assert (found.missed.n_before, found.missed.n_after) == ((~is_after).sum(), is_after.sum())
    assert found.missed.after == pytest.approx(is_missed[is_after].mean())


def test_incidents_of_both_periods_add_up_to_all(example_warehouse: Path) -> None:
    """Sixty incidents in two years: none stands in both periods."""
    build = current_build(Source("Example", example_warehouse))
    found = period_changes(build, Filters(end=AS_OF, as_of=AS_OF))
    assert found is not None
    assert found.incidents.n_before + found.incidents.n_after == 60
