"""One period against the one before, against SciPy, a published table and hand calculations."""

import numpy as np
import pytest
from scipy.stats import binomtest, bootstrap

from etl.analysis.durations import ValueCounts
from etl.analysis.period_changes import (
    change_of_completion,
    change_of_median,
    change_of_rate,
    change_of_share,
    ratio_interval,
)
from etl.analysis.shares import wilson
from etl.analysis.survival import DurationCounts


def lognormal(seed: int, n: int, median: float) -> np.ndarray:
    """n durations in whole minutes, at least one."""
    return np.random.default_rng(seed).lognormal(np.log(median), 1.0, n).round().clip(1)


def test_the_interval_of_a_ratio_of_medians_is_scipys() -> None:
    """Percentile bootstrap of two samples (scipy.stats.bootstrap), resampled by other random numbers."""
    before, after = lognormal(1, 80, 60), lognormal(2, 70, 30)

    def ratio(x: np.ndarray, y: np.ndarray, axis: int = -1) -> np.ndarray:
        return np.median(x, axis=axis) / np.median(y, axis=axis)

    outside = bootstrap((after, before), ratio, n_resamples=20_000, method="percentile", rng=3, vectorized=True)
    found = ratio_interval(ValueCounts.from_values(before), ValueCounts.from_values(after))
    assert found == pytest.approx(tuple(outside.confidence_interval), rel=0.06)


def test_half_the_median_time_is_better_and_the_same_time_too_early_to_tell() -> None:
    """The verdict needs the interval and the permutation test."""
    before, same, half = (
        ValueCounts.from_values(lognormal(seed, 150, median)) for seed, median in ((1, 60), (2, 60), (3, 30))
    )
    assert change_of_median(before, half).verdict == "better"
    assert change_of_median(half, before).verdict == "worse"
    assert change_of_median(before, same).verdict == "too_early"


def test_one_incident_has_no_interval_and_no_verdict() -> None:
    """Its minutes are shown all the same."""
    found = change_of_median(ValueCounts.from_values([10.0]), ValueCounts.from_values([900.0, 950.0]))
    assert (found.before, found.after, found.low, found.verdict) == (10.0, 925.0, None, "too_early")


def test_a_difference_of_shares_is_newcombes() -> None:
    """Newcombe 1998, table II, method 10, 56/70 against 48/80: 0.2000, interval 0.0524 to 0.3339."""
    found = change_of_share(wilson(48, 80), wilson(56, 70))
    assert (found.change, found.low, found.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)
    assert found.verdict == "worse"
    assert change_of_share(wilson(56, 70), wilson(48, 80)).verdict == "better"
    assert change_of_share(wilson(0, 0), wilson(48, 80)).verdict == "too_early"


@pytest.mark.parametrize(("n_before", "n_after"), [(111, 101), (27, 87), (60, 20), (0, 3), (0, 30)])
def test_a_rate_changes_where_the_exact_test_says_so(n_before: int, n_after: int) -> None:
    """Equal days: the later count is binomial with one half (scipy.stats.binomtest)."""
    found = change_of_rate(n_before, n_after, 365)
    is_clear = binomtest(n_after, n_before + n_after, 0.5).pvalue < 0.05
    more = "worse" if n_after > n_before else "better"
    assert found.verdict == (more if is_clear else "too_early")


def test_completion_is_better_when_more_is_done() -> None:
    """Without censoring the shares are counts: 20 of 100 against 60 of 100 on day 10."""
    slow, fast = (
        DurationCounts(*(np.array(column) for column in ([10, 200], [n, 100 - n], [0, 0], [0, 0]))) for n in (20, 60)
    )
    found = change_of_completion(slow, fast, 90)
    assert (found.before, found.after, found.verdict) == (pytest.approx(0.2), pytest.approx(0.6), "better")
    undated = DurationCounts(*(np.array(column) for column in ([10], [0], [0], [50])))
    assert change_of_completion(undated, undated, 90).after is None
    assert change_of_completion(slow, undated, 5).before == 0
    width = 1.96 * np.sqrt(0.2 * 0.8 / 100 + 0.6 * 0.4 / 100)
    assert found.low == pytest.approx(0.4 - width, abs=1e-3)
