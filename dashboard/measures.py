"""Rows of the warehouse turned into measures by etl.analysis, cached by build and filters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.filters import HASHED, Filters
from dashboard.warehouse import Build, query
from dashboard.words import severity_name, words
from etl.analysis.durations import Quantile, ValueCounts, ecdf_points, median, p90, quantile_of_counts
from etl.analysis.logrank import LogRankResult, logrank_test
from etl.analysis.rates import RateComparison, compare_rates
from etl.analysis.survival import (
    DurationCounts,
    Estimate,
    completed_within,
    cumulative_incidence,
    kaplan_meier,
    median_days_to_done,
)
from etl.analysis.trend import PeriodComparison, compare_periods

MEDIAN_COLUMNS = ["name", "minutes", "low", "high", "n"]
GROUP_COLUMNS = [*MEDIAN_COLUMNS, "value"]
MOST_CURVES = 7
UNKNOWN = Estimate(None, None, None)


def _rows(build: Build, filters: Filters, name: str, **extra: Any) -> pd.DataFrame:
    return query(build, name, {**filters.parameters(), **extra})


def _durations(build: Build, filters: Filters) -> ValueCounts:
    return ValueCounts.from_frame(_rows(build, filters, "durations_by_value"))


@dataclass(frozen=True)
class Diagnosis:
    """The whole distribution of the time to diagnose, with its median and p90."""

    points: pd.DataFrame
    median: Quantile
    p90: Quantile

    def marks(self) -> pd.DataFrame:
        """The two figures to mark in a chart: name, share, minutes, low, high."""
        named = (("Median", self.median), ("Nine in ten", self.p90))
        return pd.DataFrame(
            [(name, q.share, q.minutes, q.low, q.high) for name, q in named],
            columns=["name", "share", *MEDIAN_COLUMNS[1:4]],
        )


@st.cache_data(max_entries=500, show_spinner=False, hash_funcs=HASHED)
def diagnosis(build: Build, filters: Filters) -> Diagnosis:
    """How long it takes to find out why."""
    counts = _durations(build, filters)
    return Diagnosis(ecdf_points(counts), median(counts), p90(counts))


@st.cache_data(max_entries=500, show_spinner=False, hash_funcs=HASHED)
def diagnosis_by_group(build: Build, filters: Filters, dimension: str) -> pd.DataFrame:
    """Median time to diagnose of each group of a dimension: name, minutes, low, high, n, value (as stored)."""
    counts = _rows(build, filters, "durations_by_group", dimension=dimension)
    rows = [(*_median_row(_group_name(dimension, name), group), name) for name, group in counts.groupby("name")]
    return pd.DataFrame(rows, columns=GROUP_COLUMNS)


@st.cache_data(max_entries=500, show_spinner=False, hash_funcs=HASHED)
def diagnosis_by_period(build: Build, filters: Filters, grain: str) -> pd.DataFrame:
    """Median time to diagnose of each month or quarter: period, minutes, low, high, n."""
    counts = _rows(build, filters, "durations_by_month", grain=grain)
    rows = [_median_row(period, group) for period, group in counts.groupby("period")]
    return pd.DataFrame(rows, columns=["period", *MEDIAN_COLUMNS[1:]])


def _median_row(name: object, group: pd.DataFrame) -> tuple[object, float | None, float | None, float | None, int]:
    found = median(ValueCounts.from_frame(group))
    return name, found.minutes, found.low, found.high, found.n_measured


def _group_name(dimension: str, name: object) -> str:
    if dimension == "severity":
        return severity_name(int(str(name)))
    return words(name) if dimension in {"detection", "method", "kind"} else str(name)


@st.cache_data(max_entries=500, show_spinner=False, hash_funcs=HASHED)
def diagnosis_change(build: Build, filters: Filters) -> PeriodComparison:
    """The recent period's median time to diagnose against the one before it."""
    return compare_periods(_durations(build, filters.before()), _durations(build, filters.recent()))


def _compared(build: Build, filters: Filters, recent: int, before: int) -> RateComparison | None:
    first_day = query(build, "choices").iloc[0]["first_day"]
    begins = filters.before().start
    covered = begins is not None and not pd.isna(first_day) and first_day.date() <= begins + pd.Timedelta(days=31)
    days = (filters.end - (filters.recent().start or filters.end)).days + 1
    return compare_rates(before, days, recent, days) if covered else None


def theme_change(build: Build, filters: Filters, theme_id: str) -> tuple[int, int, RateComparison | None]:
    """Members of a cause theme in the recent period and the one before, and their rates (None: nothing to compare)."""
    recent, before = (
        int(_rows(build, period, "theme_size", chosen_theme=theme_id, kind="cause").iloc[0]["n_members"])
        for period in (filters.recent(), filters.before())
    )
    return recent, before, _compared(build, filters, recent, before)


@dataclass(frozen=True)
class Completion:
    """How follow-ups get finished: curves by day, the median and the share within N days.

    Where no finished one has a day of completion (`n_done` = 0), median and shares are unknown, not 0.
    """

    n_timed: int
    n_done: int
    done: pd.DataFrame
    declined: pd.DataFrame
    still_open: pd.DataFrame
    median_days: Estimate
    within: dict[int, Estimate]


@st.cache_data(max_entries=500, show_spinner=False, hash_funcs=HASHED)
def completion(build: Build, filters: Filters) -> Completion:
    """Completion of all follow-ups that the filters let through."""
    counts = DurationCounts.from_frame(_rows(build, filters, "follow_up_days", dimension="all"))
    mirrored = DurationCounts(counts.days, counts.n_declined, counts.n_done, counts.n_censored)
    left = DurationCounts(counts.days, counts.n_done + counts.n_declined, 0 * counts.days, counts.n_censored)
    n_done = int(counts.n_done.sum())
    within = {n_days: completed_within(counts, n_days) if n_done else UNKNOWN for n_days in (30, 90, 180)}
    return Completion(
        counts.n_follow_ups,
        n_done,
        cumulative_incidence(counts),
        cumulative_incidence(mirrored),
        kaplan_meier(left),
        median_days_to_done(counts),
        within,
    )


@dataclass(frozen=True)
class GroupedCompletion:
    """Curves, sizes, shares done within 90 days and medians by group, and whether the groups differ (log-rank).

    `values`: what each group is stored as.
    """

    values: dict[str, str]
    curves: dict[str, pd.DataFrame]
    sizes: dict[str, int]
    within_90: dict[str, Estimate]
    median_days: dict[str, Estimate]
    test: LogRankResult | None


@st.cache_data(max_entries=500, show_spinner=False, hash_funcs=HASHED)
def completion_by_group(build: Build, filters: Filters, dimension: str, fewest: int) -> GroupedCompletion:
    """Completion in each group of a dimension that has at least `fewest` follow-ups."""
    groups = _rows(build, filters, "follow_up_days", dimension=dimension).groupby("name")
    values = {_group_name(dimension, name): str(name) for name, _ in groups}
    counts = {_group_name(dimension, name): DurationCounts.from_frame(group) for name, group in groups}
    counts = {name: group for name, group in counts.items() if group.n_follow_ups >= fewest}
    counts = dict(list(counts.items())[-MOST_CURVES:]) if dimension == "cohort" else counts
    return GroupedCompletion(
        values,
        {name: cumulative_incidence(group) for name, group in counts.items()},
        {name: group.n_follow_ups for name, group in counts.items()},
        {name: completed_within(group, 90) for name, group in counts.items()},
        {name: median_days_to_done(group) for name, group in counts.items()},
        logrank_test(list(counts.values())),
    )


@st.cache_data(max_entries=500, show_spinner=False, hash_funcs=HASHED)
def diagnosis_pace(build: Build, filters: Filters) -> pd.DataFrame:
    """What each theme's median time to diagnose costs: name, minutes, n, extra_minutes (n times the median's distance
    from the median of all incidents)."""
    counts = _rows(build, filters, "durations_by_group", dimension="theme")
    if counts.empty:
        return pd.DataFrame(columns=["name", "minutes", "n", "extra_minutes"])
    overall = quantile_of_counts(ValueCounts.from_frame(counts), 0.5)
    groups = [(name, ValueCounts.from_frame(group)) for name, group in counts.groupby("name")]
    rows = [(name, quantile_of_counts(group, 0.5), group.n_measured) for name, group in groups]
    found = pd.DataFrame(rows, columns=["name", "minutes", "n"])
    return found.assign(extra_minutes=(found["minutes"] - overall) * found["n"])


LIFE = ("detect", "diagnose", "mitigate", "resolve")


@st.cache_data(max_entries=500, show_spinner=False, hash_funcs=HASHED)
def lifecycle(build: Build, filters: Filters) -> pd.DataFrame:
    """The median of each part of an incident's life, in their order: part, minutes, low, high, n, p90, n_first, n_not.

    n_first: mitigated before diagnosed, so that there is no such part; n_not: not stated, or impossible.
    """
    rows = _rows(build, filters, "lifecycle")
    measured = rows[rows["what"] == "measured"]
    by_what = rows.pivot_table(index="part", columns="what", values="n_incidents", aggfunc="sum", fill_value=0)
    by_what = by_what.reindex(LIFE, fill_value=0)
    found = []
    for part in LIFE:
        counts = ValueCounts.from_frame(measured[measured["part"] == part])
        middle = median(counts)
        late = quantile_of_counts(counts, 0.9) if middle.n_measured else None
        found.append((part, middle.minutes, middle.low, middle.high, middle.n_measured, late))
    columns = ["part", *MEDIAN_COLUMNS[1:], "p90"]
    left_out = [name for name in ("not stated", "impossible") if name in by_what]
    n_first = by_what["mitigated first"] if "mitigated first" in by_what else 0 * by_what.sum(axis=1)
    return pd.DataFrame(found, columns=columns).assign(
        n_first=n_first.to_numpy(dtype=int), n_not=by_what[left_out].sum(axis=1).to_numpy(dtype=int)
    )
