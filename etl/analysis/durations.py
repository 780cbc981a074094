"""Long-tailed durations, from counts by value: quantiles with intervals, and the whole distribution."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

CONFIDENCE = 0.95
N_BOOTSTRAPS = 2_000


@dataclass(frozen=True)
class ValueCounts:
    """How many incidents took so many minutes; `minutes` strictly increasing, `n_incidents` above 0."""

    minutes: Floats
    n_incidents: Ints

    def __post_init__(self) -> None:
        if len(self.minutes) != len(self.n_incidents):
            raise ValueError("minutes and n_incidents must have the same length")
        if np.any(np.diff(self.minutes) <= 0) or np.any(self.n_incidents <= 0):
            raise ValueError("minutes must be strictly increasing and counts above 0: add up equal values")

    @classmethod
    def from_values(cls, minutes: npt.ArrayLike) -> Self:
        """Count single durations; missing ones (NaN) are left out."""
        values = np.asarray(minutes, dtype=float)
        distinct, counts = np.unique(values[~np.isnan(values)], return_counts=True)
        return cls(distinct, counts.astype(np.int64))

    @classmethod
    def from_frame(cls, counts: pd.DataFrame) -> Self:
        """From columns minutes and n_incidents, in any order; equal values are added up."""
        minutes, n_incidents = (counts[name].to_numpy(dtype=float) for name in ("minutes", "n_incidents"))
        counted = ~np.isnan(minutes) & (n_incidents > 0)
        distinct, places = np.unique(minutes[counted], return_inverse=True)
        return cls(distinct, np.bincount(places, n_incidents[counted], len(distinct)).astype(np.int64))

    @property
    def n_measured(self) -> int:
        """Incidents that state this duration."""
        return int(self.n_incidents.sum())


@dataclass(frozen=True)
class Quantile:
    """A quantile in minutes (None: nothing measured) with its bootstrap interval."""

    share: float
    minutes: float | None
    low: float | None
    high: float | None
    n_measured: int


def quantile(
    counts: ValueCounts,
    share: float,
    seed: int = 0,
    confidence: float = CONFIDENCE,
    n_bootstraps: int = N_BOOTSTRAPS,
) -> Quantile:
    """Quantile of type 7 (Hyndman & Fan 1996) with a percentile bootstrap interval (Efron 1979).

    Fewer than two incidents have no interval.
    """
    n_measured = counts.n_measured
    if n_measured == 0:
        return Quantile(share, None, None, None, 0)
    value = quantile_of_counts(counts, share)
    if n_measured < 2:
        return Quantile(share, value, None, None, n_measured)
    resampled = bootstrap_quantiles(counts, share, n_bootstraps, np.random.default_rng(seed))
    low, high = np.quantile(resampled, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Quantile(share, value, float(low), float(high), n_measured)


def median(counts: ValueCounts, seed: int = 0) -> Quantile:
    """Half of the incidents took at most this long."""
    return quantile(counts, 0.5, seed)


def p90(counts: ValueCounts, seed: int = 0) -> Quantile:
    """Nine in ten incidents took at most this long."""
    return quantile(counts, 0.9, seed)


def quantile_of_counts(counts: ValueCounts, share: float) -> float:
    """Type 7 quantile of the counted values; at least one must be counted."""
    below = counts.n_incidents.cumsum()
    position = share * (counts.n_measured - 1)
    ranks = np.array([np.floor(position), np.ceil(position)])
    lower, upper = counts.minutes[np.searchsorted(below, ranks, side="right")]
    return float(lower + (position - ranks[0]) * (upper - lower))


def bootstrap_quantiles(counts: ValueCounts, share: float, n_bootstraps: int, rng: np.random.Generator) -> Floats:
    """Type 7 quantiles of `n_bootstraps` multinomial resamples of the counts.

    A resample's r-th smallest value is read off the ECDF at the r-th smallest of n uniform numbers, whose
    law is Beta(r, n + 1 - r); the next one's follows from it (David & Nagaraja 2003, 2.2). So only the
    two ranks that the quantile needs are drawn, not the whole resample.
    """
    n = counts.n_measured
    position = share * (n - 1)
    rank = int(np.floor(position))
    at_lower = rng.beta(rank + 1, n - rank, n_bootstraps)
    above = n - rank - 1
    step = 1 - rng.random(n_bootstraps) ** (1 / above) if above else np.zeros(n_bootstraps)
    lower, upper = (_values_at(counts, at) for at in (at_lower, at_lower + (1 - at_lower) * step))
    return lower + (position - rank) * (upper - lower)


def _values_at(counts: ValueCounts, shares: Floats) -> Floats:
    within = counts.n_incidents.cumsum() / counts.n_measured
    return counts.minutes[np.minimum(np.searchsorted(within, shares), len(within) - 1)]


def ecdf_points(counts: ValueCounts) -> pd.DataFrame:
    """The whole distribution: minutes, n_incidents, share_within (share that took at most so long)."""
    return pd.DataFrame(
        {
            "minutes": counts.minutes,
            "n_incidents": counts.n_incidents,
            "share_within": counts.n_incidents.cumsum() / max(counts.n_measured, 1),
        }
    )
