"""Follow-ups against the policy: so many days from their opening, by severity and kind.

The policy is measured by itself: a date that was agreed for one item does not change how many days the policy gives it.
Items are given as counts: opened_on, policy_days, closed_on (NaT: open), state (done, declined, open), n_items. Items
without a known opening or state, and those closed before they were opened, are not among them.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from etl.analysis.survival import DurationCounts, completed_within

ALLOWED = 10_000
"""The end of the allowed time, where time is measured in ten-thousandths of it: one day in ten years shows."""

BURN_DOWN_COLUMNS = ("period_end", "n_within", "n_beyond")
COHORT_COLUMNS = ("cohort", "n_items", "n_open_within", "share", "low", "high")
Ints = npt.NDArray[np.int64]


def burn_down(items: pd.DataFrame, as_of: date, grain: str = "month") -> pd.DataFrame:
    """Items open at the end of each period (`grain`: month or week, ISO weeks), from the first opening to `as_of`.

    Columns period_end, n_within, n_beyond: those that the policy still gave time, and those whose last allowed day had
    passed. The last period ends on `as_of`. An item counts from the day on which it was opened, and no more from the
    day on which it was done or declined.
    """
    if items.empty:
        return pd.DataFrame(columns=list(BURN_DOWN_COLUMNS))
    opened, closed = _days(items["opened_on"]), _days(items["closed_on"])
    late_from = opened + items["policy_days"].to_numpy(dtype=np.int64) + 1
    n = items["n_items"].to_numpy(dtype=np.int64)
    ends = _period_ends(items["opened_on"].min(), as_of, grain)
    on = _days(pd.Series(ends))
    is_closed = items["closed_on"].notna().to_numpy()
    n_open = _by_day(opened, n, on) - _by_day(closed[is_closed], n[is_closed], on)
    was_late = np.maximum(closed, late_from)[is_closed]
    n_beyond = _by_day(late_from, n, on) - _by_day(was_late, n[is_closed], on)
    return pd.DataFrame({"period_end": ends, "n_within": n_open - n_beyond, "n_beyond": n_beyond})


def _days(column: pd.Series) -> Ints:
    """Days since 1970; NaT becomes the least integer and is masked by the caller."""
    return np.asarray(column.to_numpy(dtype="datetime64[D]").astype(np.int64))


def _by_day(days: Ints, n: Ints, on: Ints) -> Ints:
    """How many items have their day on or before each of the days `on`."""
    order = np.argsort(days, kind="stable")
    total = np.concatenate([[0], np.cumsum(n[order])])
    return np.asarray(total[np.searchsorted(days[order], on, side="right")], dtype=np.int64)


def _period_ends(first: pd.Timestamp, as_of: date, grain: str) -> pd.DatetimeIndex:
    frequency = {"month": "ME", "week": "W-SUN"}[grain]
    last = pd.Timestamp(as_of)
    whole = pd.date_range(first, last, freq=frequency)
    return pd.DatetimeIndex(whole.union([last]))


def closed_within_policy(items: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Share of each month's items that were done in the time that the policy gives them.

    Columns: cohort (first day of the month of opening), n_items, n_open_within (open on `as_of`, with time left),
    share, low, high. Time is measured as a share of the time allowed, which differs between items, and the share is the
    cumulative incidence of done at its end: items with time left are censored, declined ones compete (see
    `survival.cumulative_incidence`). Share and interval are NaN where nothing has been watched for that long, and where
    more than half of the items still have time: one that is done among few that were watched long would decide it all.
    """
    if items.empty:
        return pd.DataFrame(columns=list(COHORT_COLUMNS))
    ended = items["closed_on"].fillna(pd.Timestamp(as_of))
    watched = (ended - items["opened_on"]).dt.days
    counted = items.assign(
        days=-(-watched * ALLOWED // items["policy_days"]),  # rounded up: a day too many is never within
        cohort=items["opened_on"].dt.to_period("M").dt.start_time,
        has_time=items["closed_on"].isna() & (watched <= items["policy_days"]),
    )
    rows = [_cohort_row(cohort, group) for cohort, group in counted.groupby("cohort")]
    return pd.DataFrame(rows, columns=list(COHORT_COLUMNS))


def _cohort_row(cohort: object, group: pd.DataFrame) -> tuple[object, ...]:
    named = {"n_done": "done", "n_declined": "declined", "n_censored": "open"}
    counts = group[["days"]].assign(
        **{column: group["n_items"].where(group["state"] == state, 0) for column, state in named.items()}
    )
    found = completed_within(DurationCounts.from_frame(counts), ALLOWED)
    n_items, n_open = int(group["n_items"].sum()), int(group.loc[group["has_time"], "n_items"].sum())
    is_told = 2 * n_open <= n_items
    numbers = (v if is_told and v is not None else np.nan for v in (found.value, found.low, found.high))
    return cohort, n_items, n_open, *numbers
