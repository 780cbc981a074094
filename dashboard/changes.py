"""The chosen period against the one before: each headline figure, cached by build and filters."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard.filters import HASHED, Filters
from dashboard.warehouse import Build, query
from etl.analysis.durations import ValueCounts
from etl.analysis.period_changes import (
    WITHIN_DAYS,
    Change,
    Changes,
    change_of_completion,
    change_of_median,
    change_of_rate,
    change_of_share,
)
from etl.analysis.shares import wilson
from etl.analysis.survival import DurationCounts

# A first period that lacks up to a month at its beginning is still compared.
GRACE = dt.timedelta(days=31)


@st.cache_data(max_entries=500, show_spinner=False, hash_funcs=HASHED)
def period_changes(build: Build, filters: Filters) -> Changes | None:
    """Every headline figure in the recent period and in the one before; None where the data do not reach back so."""
    split = compared_periods(build, filters)
    if split is None:
        return None
    both = {**replace(filters, start=split["first"]).parameters(), **split}
    numbers = query(build, "period_numbers", both).iloc[0]
    n_before, n_after = int(numbers["n_before"]), int(numbers["n_after"])
    shares = [wilson(int(numbers[f"n_repeats_{name}"]), n) for name, n in (("before", n_before), ("after", n_after))]
    return Changes(
        incidents=change_of_rate(n_before, n_after, (filters.end - split["split"]).days + 1),
        repeats=change_of_share(*shares),
        diagnosis=change_of_median(*_durations(query(build, "period_durations", both))),
        completion=change_of_completion(*_completion(query(build, "period_completion", both)), WITHIN_DAYS),
        missed=_missed(build, filters, split),
    )


def compared_periods(build: Build, filters: Filters) -> dict[str, dt.date] | None:
    """The first day of the period before (`first`), of the recent one (`split`) and its last day (`until`).

    None where the data do not reach back to the first day, but for a month.
    """
    recent, before = filters.recent(), filters.before()
    first_day = query(build, "choices").iloc[0]["first_day"]
    if recent.start is None or before.start is None or pd.isna(first_day):
        return None
    if first_day.date() > before.start + GRACE:
        return None
    return {"first": before.start, "split": recent.start, "until": filters.end}


def _durations(rows: pd.DataFrame) -> tuple[ValueCounts, ValueCounts]:
    is_after = rows["is_after"].astype(bool)
    return ValueCounts.from_frame(rows[~is_after]), ValueCounts.from_frame(rows[is_after])


def _completion(rows: pd.DataFrame) -> tuple[DurationCounts, DurationCounts]:
    is_after = rows["is_after"].astype(bool)
    return DurationCounts.from_frame(rows[~is_after]), DurationCounts.from_frame(rows[is_after])


def _missed(build: Build, filters: Filters, split: dict[str, dt.date]) -> Change:
    """Due dates are those of all incidents that the other filters let through, however old they are."""
    anyone = replace(filters, start=None, end=filters.as_of)
    due = query(build, "period_due", {**anyone.parameters(), **split}).iloc[0]
    shares = [wilson(int(due[f"n_missed_{name}"]), int(due[f"n_{name}"])) for name in ("before", "after")]
    return change_of_share(*shares)
