"""When the records of one incident tell that it happened, and which pairs are near enough to be looked at.

A record's beginnings are its start and its detection (a status page opens when the fault is noticed, a postmortem
counts from the fault itself); its ends the resolution and the mitigation. Minutes since 1970; NaN: not stated.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from etl.analysis.recurrence_text import Floats, Rows

START_WINDOW, END_WINDOW = 240.0, 120.0
DAY = 1440.0
ASSUMED_LENGTH = 360.0
"""Minutes that an incident without a stated end is taken to last."""
PAIRS_AT_ONCE = 1_000_000


class Times:
    """The times of all records, by row. ``records``: started_at, detected_at, mitigated_at, resolved_at (UTC),
    occurred_on, is_day_only (the start is known to the day)."""

    def __init__(self, records: pd.DataFrame) -> None:
        is_day = records["is_day_only"].fillna(False).to_numpy(bool)
        started = np.where(is_day, np.nan, _minutes(records["started_at"]))
        self.begins = np.column_stack([started, _minutes(records["detected_at"])])
        self.ends = np.column_stack([_minutes(records["resolved_at"]), _minutes(records["mitigated_at"])])
        if is_day.any():
            self.ends[is_day] = np.nan
        self.day = np.floor(_minutes(records["occurred_on"]) / DAY)
        self.first_day = np.floor(_minutes(records["started_at"]) / DAY)
        self.is_timed = ~np.isnan(self.begins).all(axis=1)
        first = np.fmin(self.begins[:, 0], self.begins[:, 1])
        last = np.fmax(self.ends[:, 0], self.ends[:, 1])
        self.first = first
        self.has_end = ~np.isnan(last)
        self.last = np.where(self.has_end, np.fmax(last, first), first + ASSUMED_LENGTH)

    def between_begins(self, left: Rows, right: Rows) -> Floats:
        """Minutes between the two nearest beginnings; NaN where either has none."""
        return _nearest(self.begins[left], self.begins[right])

    def between_ends(self, left: Rows, right: Rows) -> Floats:
        """Minutes between the two nearest ends; NaN where either has none."""
        return _nearest(self.ends[left], self.ends[right])

    def gap(self, left: Rows, right: Rows) -> Floats:
        """Minutes from the end of the one to the start of the other; 0 where they overlap."""
        apart = np.maximum(self.first[left], self.first[right]) - np.minimum(self.last[left], self.last[right])
        gap: Floats = np.maximum(apart, 0)
        return gap

    def days_apart(self, left: Rows, right: Rows) -> Floats:
        """Civil days between the two, by their day or their start; NaN where either states neither."""
        days: Floats = np.fmin(
            np.abs(self.day[left] - self.day[right]), np.abs(self.first_day[left] - self.first_day[right])
        )
        return days


def near_pairs(times: Times, kinds: Rows) -> tuple[Rows, Rows]:
    """Rows of every two records of different kinds that begin within four hours, end within two, or, where either
    states no minute, are of one day. Found by order in time: all pairs are never compared."""
    rows = np.arange(len(kinds))
    begins = [(times.begins[:, side], rows) for side in (0, 1)]
    ends = [(times.ends[:, side], rows) for side in (0, 1)]
    by_day = _within(times.day, rows, 0.0, kinds)
    is_vague = ~(times.is_timed[by_day[0]] & times.is_timed[by_day[1]])
    found = [
        _within(*_joined(begins), START_WINDOW, kinds),
        _within(*_joined(ends), END_WINDOW, kinds),
        (by_day[0][is_vague], by_day[1][is_vague]),
    ]
    codes = np.unique(np.concatenate([left * len(kinds) + right for left, right in found]))
    return codes // max(len(kinds), 1), codes % max(len(kinds), 1)


def _joined(points: list[tuple[Floats, Rows]]) -> tuple[Floats, Rows]:
    return np.concatenate([at for at, _ in points]), np.concatenate([rows for _, rows in points])


def _within(at: Floats, rows: Rows, window: float, kinds: Rows) -> tuple[Rows, Rows]:
    """Each two rows of different kinds with points at most ``window`` apart, the lower row first."""
    order = np.argsort(at, kind="stable")
    order = order[~np.isnan(at[order])]
    at, rows = at[order], rows[order]
    n_next = np.searchsorted(at, at + window, side="right") - np.arange(len(at)) - 1
    total = np.concatenate([[0], np.cumsum(n_next)])
    left, right = [np.zeros(0, np.intp)], [np.zeros(0, np.intp)]
    start = 0
    while start < len(at):
        end = max(start + 1, int(np.searchsorted(total, total[start] + PAIRS_AT_ONCE, side="right")) - 1)
        counts = n_next[start:end]
        one = np.repeat(np.arange(start, end), counts)
        other = one + 1 + np.arange(len(one)) - np.repeat(total[start:end] - total[start], counts)
        is_pair = kinds[rows[one]] != kinds[rows[other]]
        first, second = rows[one[is_pair]], rows[other[is_pair]]
        left.append(np.minimum(first, second))
        right.append(np.maximum(first, second))
        start = end
    return np.concatenate(left), np.concatenate(right)


def _nearest(left: Floats, right: Floats) -> Floats:
    gaps = np.abs(left[:, :, None] - right[:, None, :]).reshape(len(left), -1)
    gaps[np.isnan(gaps)] = np.inf
    nearest = gaps.min(axis=1) if len(gaps) else np.zeros(0)
    return np.where(np.isinf(nearest), np.nan, nearest)


def _minutes(column: Any) -> Floats:
    moments = pd.to_datetime(column, utc=True)
    at = moments.to_numpy("datetime64[s]").astype("int64").astype(float) / 60
    minutes: Floats = np.where(moments.isna().to_numpy(), np.nan, at)
    return minutes
