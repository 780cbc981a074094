"""Trends of durations against SciPy, simulation and published formulas."""

import numpy as np
import pytest
from scipy.stats import norm, permutation_test
from statsmodels.stats.power import TTestIndPower

from etl.analysis.durations import ValueCounts
from etl.analysis.trend import (
    compare_periods,
    permutation_p_value,
    smallest_detectable_ratio,
)


def lognormal(seed: int, n: int, median: float = 60, spread: float = 1.0) -> np.ndarray:
    """n durations in whole minutes, at least one."""
    return np.random.default_rng(seed).lognormal(np.log(median), spread, n).round().clip(1)


@pytest.mark.parametrize("statistic", ["median", "log_mean"])
def test_permutation_p_value_equals_scipy(statistic: str) -> None:
    """Within the noise of reshuffling, scipy.stats.permutation_test gives the same p-value."""
    before, after = lognormal(1, 40), lognormal(2, 50, median=45)

    def change(first: np.ndarray, second: np.ndarray, axis: int) -> np.ndarray:
        if statistic == "median":
            return np.median(second, axis=axis) - np.median(first, axis=axis)
        return np.log(second).mean(axis=axis) - np.log(first).mean(axis=axis)

    expected = permutation_test(
        (before, after), change, n_resamples=5000, vectorized=True, rng=np.random.default_rng(0)
    )
    counts = ValueCounts.from_values(before), ValueCounts.from_values(after)
    found = permutation_p_value(*counts, statistic)  # type: ignore[arg-type]
    assert found == pytest.approx(expected.pvalue, abs=0.03)


def test_p_value_is_uniform_without_a_change() -> None:
    """Over 200 pairs of periods alike, about 1 in 10 p-values is under 0.1 (definition of a p-value)."""
    p_values = [
        compare_periods(
            ValueCounts.from_values(lognormal(seed, 25)), ValueCounts.from_values(lognormal(seed + 999, 30))
        ).p_value
        for seed in range(200)
    ]
    share = np.mean([p_value is not None and p_value < 0.1 for p_value in p_values])
    assert 0.04 <= share <= 0.17


def test_comparison_states_both_medians_and_their_ratio() -> None:
    """Hand calculation: medians 20 and 10."""
    found = compare_periods(ValueCounts.from_values([10, 20, 30]), ValueCounts.from_values([5, 10, 15]))
    assert (found.before_minutes, found.after_minutes) == (20, 10)
    assert (found.ratio, found.difference_minutes) == (0.5, -10)


def test_log_mean_compares_geometric_means() -> None:
    """Hand calculation: sqrt(10 * 1000) = 100 and sqrt(10 * 10) = 10."""
    found = compare_periods(
        ValueCounts.from_values([10, 1000]), ValueCounts.from_values([10, 10]), statistic="log_mean"
    )
    assert found.before_minutes == pytest.approx(100)
    assert found.after_minutes == pytest.approx(10)


def test_smallest_detectable_ratio_equals_statsmodels() -> None:
    """On the log scale it is statsmodels' detectable effect of a two-sample test, to the normal limit."""
    before, after = lognormal(5, 400), lognormal(6, 300)
    found = smallest_detectable_ratio(ValueCounts.from_values(before), ValueCounts.from_values(after), "log_mean")
    deviation = np.sqrt((np.log(before).var() * 400 + np.log(after).var() * 300) / 698)
    effect = TTestIndPower().solve_power(nobs1=400, ratio=300 / 400, alpha=0.05, power=0.8)
    assert np.log(found) == pytest.approx(effect * deviation, rel=0.005)


@pytest.mark.parametrize("statistic", ["median", "log_mean"])
def test_the_smallest_detectable_change_is_found_four_times_in_five(statistic: str) -> None:
    """Simulated periods that differ by that ratio reach p < 0.05 in 70 to 90 % of 150 cases."""
    ideal = ValueCounts.from_values(np.exp(norm.ppf((np.arange(80) + 0.5) / 80)) * 60)
    ratio = smallest_detectable_ratio(ideal, ideal, statistic)  # type: ignore[arg-type]
    found = [
        permutation_p_value(
            ValueCounts.from_values(lognormal(seed, 80)),
            ValueCounts.from_values(lognormal(seed + 500, 80, median=60 * ratio)),
            statistic,  # type: ignore[arg-type]
        )
        for seed in range(150)
    ]
    assert 0.7 <= np.mean(np.array(found) < 0.05) <= 0.9


def test_an_empty_period_cannot_be_compared() -> None:
    """No incidents on one side: no medians, no p-value; the counts are still told."""
    found = compare_periods(ValueCounts.from_values([]), ValueCounts.from_values([5, 6]))
    assert (found.n_before, found.n_after) == (0, 2)
    assert found.ratio is None
    assert found.p_value is None
    assert found.difference_minutes is None


def test_a_single_incident_has_no_p_value() -> None:
    """One incident against many: the medians are shown, nothing is concluded."""
    found = compare_periods(ValueCounts.from_values([5]), ValueCounts.from_values([5, 6]))
    assert found.before_minutes == 5
    assert found.p_value is None
    assert found.smallest_detectable_ratio is None
