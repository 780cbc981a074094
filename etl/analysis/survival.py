"""How long follow-ups take, as survival data: open items are censored, declined ones compete.

Everything is computed from counts by duration, so half a million follow-ups are a few thousand rows.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import norm

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

CONFIDENCE = 0.95


@dataclass(frozen=True)
class DurationCounts:
    """Follow-ups by whole days since opened: finished, declined, and still open at `as_of` (censored)."""

    days: Ints
    n_done: Ints
    n_declined: Ints
    n_censored: Ints

    def __post_init__(self) -> None:
        lengths = {len(self.days), len(self.n_done), len(self.n_declined), len(self.n_censored)}
        if len(lengths) != 1:
            raise ValueError("days and the three counts must have the same length")
        if np.any(np.diff(self.days) <= 0) or np.any(self.days < 0):
            raise ValueError("days must be 0 or more and strictly increasing: add up the counts of equal days")

    @classmethod
    def from_frame(cls, counts: pd.DataFrame) -> Self:
        """From columns days, n_done, n_declined, n_censored, in any order; equal days are added up."""
        columns = ["n_done", "n_declined", "n_censored"]
        summed = counts.groupby("days")[columns].sum().sort_index()
        return cls(
            summed.index.to_numpy(dtype=np.int64),
            *(summed[name].to_numpy(dtype=np.int64) for name in columns),
        )

    @property
    def n_at_risk(self) -> Ints:
        """Follow-ups still open just before each duration (an item censored that day is still at risk)."""
        leaving = self.n_done + self.n_declined + self.n_censored
        return np.asarray(leaving[::-1].cumsum()[::-1], dtype=np.int64)

    @property
    def n_follow_ups(self) -> int:
        """All follow-ups counted."""
        return int(self.n_done.sum() + self.n_declined.sum() + self.n_censored.sum())


@dataclass(frozen=True)
class Estimate:
    """A number with its interval; a None is a bound (or a number) that was not reached."""

    value: float | None
    low: float | None
    high: float | None


def kaplan_meier(counts: DurationCounts, confidence: float = CONFIDENCE) -> pd.DataFrame:
    """Share of follow-ups still open by day, declined ones taken as censored (Kaplan & Meier 1958).

    Columns: days, n_at_risk, n_done, share_open, low, high; one row per day on which one was finished.
    Interval: log-log of Greenwood's variance (Kalbfleisch & Prentice 1980), NaN where the share is 0 or
    1.
    """
    at_risk, done = counts.n_at_risk.astype(float), counts.n_done.astype(float)
    is_event = done > 0
    days, at_risk, done = counts.days[is_event], at_risk[is_event], done[is_event]
    share = np.cumprod(1 - done / at_risk)
    low, high = log_log_interval(share, _greenwood_sum(at_risk, done), confidence)
    return pd.DataFrame(
        {
            "days": days,
            "n_at_risk": at_risk.astype(np.int64),
            "n_done": done.astype(np.int64),
            "share_open": share,
            "low": low,
            "high": high,
        }
    )


def _greenwood_sum(at_risk: Floats, events: Floats) -> Floats:
    with np.errstate(divide="ignore"):
        return np.asarray(np.cumsum(events / (at_risk * (at_risk - events))), dtype=float)


def log_log_interval(share: Floats, greenwood_sum: Floats, confidence: float) -> tuple[Floats, Floats]:
    """Interval of a survival share on the scale log(-log(share)), which stays inside 0..1."""
    z = norm.ppf((1 + confidence) / 2)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        width = z * np.sqrt(greenwood_sum) / np.log(share)
        low, high = share ** np.exp(-width), share ** np.exp(width)
    known = (share > 0) & (share < 1)
    return np.where(known, np.minimum(low, high), np.nan), np.where(known, np.maximum(low, high), np.nan)


def cumulative_incidence(counts: DurationCounts, confidence: float = CONFIDENCE) -> pd.DataFrame:
    """Share of follow-ups finished by day, with declined as a competing event (Aalen & Johansen 1978).

    Columns: days, share_done, variance (delta method, Marubini & Valsecchi 1995), low, high (log-log
    scale), one row per duration. The share never counts an item that is still open as one that will never
    be finished.
    """
    at_risk = counts.n_at_risk.astype(float)
    done, left = counts.n_done.astype(float), (counts.n_done + counts.n_declined).astype(float)
    open_before = np.concatenate([[1.0], np.cumprod(1 - left / at_risk)[:-1]])
    share = np.cumsum(open_before * done / at_risk)
    variance = _incidence_variance(at_risk, done, left, open_before, share)
    low, high = _incidence_interval(share, variance, confidence)
    return pd.DataFrame({"days": counts.days, "share_done": share, "variance": variance, "low": low, "high": high})


def _incidence_variance(at_risk: Floats, done: Floats, left: Floats, open_before: Floats, share: Floats) -> Floats:
    """Variance of the cumulative incidence at each duration, from running sums (linear in the durations)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        greenwood = np.where(at_risk > left, left / (at_risk * (at_risk - left)), 0.0)
    jump = open_before * done / at_risk**2
    within = open_before**2 * done * (at_risk - done) / at_risk**3
    squares = share**2 * np.cumsum(greenwood) - 2 * share * np.cumsum(share * greenwood)
    first = squares + np.cumsum(share**2 * greenwood)
    third = share * np.cumsum(jump) - np.cumsum(share * jump)
    return np.asarray(np.maximum(first + np.cumsum(within) - 2 * third, 0.0), dtype=float)


def _incidence_interval(share: Floats, variance: Floats, confidence: float) -> tuple[Floats, Floats]:
    """Interval on the scale log(-log(share)) (Choudhury 2002), by the delta method."""
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = np.where(share > 0, variance / share**2, 0.0)
    return log_log_interval(share, np.asarray(relative, dtype=float), confidence)


def completed_within(counts: DurationCounts, n_days: int, confidence: float = CONFIDENCE) -> Estimate:
    """Share of follow-ups finished within `n_days` of being opened: the cumulative incidence on that day.

    Its value is None where nothing has been watched for that long: no follow-up, or all that were left were
    censored earlier.
    """
    if counts.n_follow_ups == 0:
        return Estimate(None, None, None)
    last = len(counts.days) - 1
    if n_days > counts.days[last] and counts.n_censored[last] > 0:
        return Estimate(None, None, None)
    curve = cumulative_incidence(counts, confidence)
    row = int(np.searchsorted(counts.days, n_days, side="right")) - 1
    if row < 0:
        return Estimate(0.0, None, None)
    share, low, high = curve[["share_done", "low", "high"]].to_numpy(dtype=float)[row]
    return Estimate(float(share), _or_none(low), _or_none(high))


def median_days_to_done(counts: DurationCounts, confidence: float = CONFIDENCE) -> Estimate:
    """First day by which half of all follow-ups were finished, declined ones never; None means "not reached".

    The interval holds the days on which the interval of the cumulative incidence crosses one half
    (Brookmeyer & Crowley 1982); its upper bound is None where that was not reached.
    """
    if counts.n_follow_ups == 0:
        return Estimate(None, None, None)
    curve = cumulative_incidence(counts, confidence)
    return Estimate(*(_first_day_at_half(curve, column) for column in ("share_done", "high", "low")))


def _first_day_at_half(curve: pd.DataFrame, column: str) -> float | None:
    reached = curve.loc[curve[column] >= 0.5 - 1e-12, "days"]
    return None if reached.empty else float(reached.iloc[0])


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
