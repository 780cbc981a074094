"""Whether durations changed from one period to another."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.stats import norm

from etl.analysis.durations import Floats, ValueCounts, quantile_of_counts

Statistic = Literal["median", "log_mean"]
Ints = npt.NDArray[np.int64]

N_PERMUTATIONS = 1_999
LEVEL = 0.05
POWER = 0.8
# A duration stated as 0 minutes lasted less than one; it needs some logarithm.
SHORTEST_MINUTES = 0.5


@dataclass(frozen=True)
class PeriodComparison:
    """Change of a duration between two periods.

    `before_minutes`, `after_minutes`: medians, or geometric means for `log_mean`. `ratio` = after /
    before. `p_value`: how often shuffling the incidents between the periods changes it at least as much.
    `smallest_detectable_ratio`: the rise (its inverse: the fall) that so many incidents show in 80 % of
    cases. Everything but the counts is None where a period is empty; the last two need two incidents in
    each.
    """

    statistic: Statistic
    n_before: int
    n_after: int
    before_minutes: float | None
    after_minutes: float | None
    ratio: float | None
    p_value: float | None
    smallest_detectable_ratio: float | None

    @property
    def difference_minutes(self) -> float | None:
        """After minus before."""
        if self.before_minutes is None or self.after_minutes is None:
            return None
        return self.after_minutes - self.before_minutes


def compare_periods(
    before: ValueCounts, after: ValueCounts, statistic: Statistic = "median", seed: int = 0
) -> PeriodComparison:
    """Compare the durations of two periods by their medians, or by their means of logarithms."""
    sizes = (before.n_measured, after.n_measured)
    if min(sizes) == 0:
        return PeriodComparison(statistic, *sizes, None, None, None, None, None)
    centres = centre(before, statistic), centre(after, statistic)
    ratio = centres[1] / centres[0] if centres[0] > 0 else None
    if min(sizes) < 2:
        return PeriodComparison(statistic, *sizes, *centres, ratio, None, None)
    return PeriodComparison(
        statistic,
        *sizes,
        *centres,
        ratio,
        permutation_p_value(before, after, statistic, seed),
        smallest_detectable_ratio(before, after, statistic),
    )


def centre(counts: ValueCounts, statistic: Statistic) -> float:
    """Median, or geometric mean, in minutes."""
    if statistic == "median":
        return quantile_of_counts(counts, 0.5)
    return float(np.exp(np.average(_logarithms(counts.minutes), weights=counts.n_incidents)))


def permutation_p_value(before: ValueCounts, after: ValueCounts, statistic: Statistic, seed: int = 0) -> float:
    """Share of reshuffles with as large a change, the data themselves included (Phipson & Smyth 2010).

    The change is a difference of medians, or of mean logarithms. A reshuffle of counts is one draw from the
    multivariate hypergeometric law.
    """
    minutes = np.union1d(before.minutes, after.minutes)
    in_before, in_after = _spread(before, minutes), _spread(after, minutes)
    rng = np.random.default_rng(seed)
    shuffled = rng.multivariate_hypergeometric(
        in_before + in_after, before.n_measured, size=N_PERMUTATIONS, method="marginals"
    )
    observed = _changes(minutes, in_before[None, :], in_after[None, :], statistic)[0]
    changes = _changes(minutes, shuffled, in_before + in_after - shuffled, statistic)
    n_as_large = int((np.abs(changes) >= abs(observed) - 1e-12).sum())
    return (1 + n_as_large) / (1 + N_PERMUTATIONS)


def _spread(counts: ValueCounts, minutes: Floats) -> Ints:
    spread = np.zeros(len(minutes), dtype=np.int64)
    spread[np.searchsorted(minutes, counts.minutes)] = counts.n_incidents
    return spread


def _changes(minutes: Floats, before: Ints, after: Ints, statistic: Statistic) -> Floats:
    if statistic == "median":
        return _row_medians(minutes, after) - _row_medians(minutes, before)
    logarithms = _logarithms(minutes)
    changes: Floats = after @ logarithms / after.sum(axis=1) - before @ logarithms / before.sum(axis=1)
    return changes


def _row_medians(minutes: Floats, counts: Ints) -> Floats:
    below = counts.cumsum(axis=1)
    middle = (below[0, -1] - 1) / 2
    lower = minutes[(below > np.floor(middle)).argmax(axis=1)]
    upper = minutes[(below > np.ceil(middle)).argmax(axis=1)]
    medians: Floats = (lower + upper) / 2
    return medians


def smallest_detectable_ratio(before: ValueCounts, after: ValueCounts, statistic: Statistic) -> float:
    """Smallest true ratio that a two-sided 5 % test of so many incidents finds with 80 % power.

    exp((z(0.975) + z(0.8)) * s * sqrt(1/n1 + 1/n2)), s being the pooled standard deviation of the
    logarithms: the two-sample formula of Chow, Shao & Wang (2008, 3.2) on the log scale. A median of
    lognormal durations has pi/2 times the variance of their mean logarithm, so its s is sqrt(pi/2)
    larger.
    """
    sizes = np.array([before.n_measured, after.n_measured], dtype=float)
    spreads = np.array([_sum_of_squares(counts) for counts in (before, after)])
    deviation = np.sqrt(spreads.sum() / (sizes.sum() - 2))
    if statistic == "median":
        deviation *= np.sqrt(np.pi / 2)
    z = norm.ppf(1 - LEVEL / 2) + norm.ppf(POWER)
    return float(np.exp(z * deviation * np.sqrt((1 / sizes).sum())))


def _sum_of_squares(counts: ValueCounts) -> float:
    logarithms = _logarithms(counts.minutes)
    mean = np.average(logarithms, weights=counts.n_incidents)
    return float((counts.n_incidents * (logarithms - mean) ** 2).sum())


def _logarithms(minutes: Floats) -> Floats:
    return np.log(np.maximum(minutes, SHORTEST_MINUTES))
