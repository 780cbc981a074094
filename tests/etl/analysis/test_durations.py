"""Quantiles from counts against NumPy and SciPy."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import bootstrap
from scipy.stats import ecdf as scipy_ecdf

from etl.analysis.durations import ValueCounts, bootstrap_quantiles, ecdf_points, median, p90, quantile

durations = st.lists(st.integers(0, 500), min_size=1, max_size=60)


@given(durations, st.sampled_from([0.0, 0.25, 0.5, 0.9, 1.0]))
def test_quantile_equals_numpy(minutes: list[int], share: float) -> None:
    """Type 7 is numpy.quantile's default."""
    found = quantile(ValueCounts.from_values(minutes), share, n_bootstraps=10)
    assert found.minutes == pytest.approx(np.quantile(minutes, share))
    assert found.n_measured == len(minutes)


def test_bootstrap_interval_equals_scipy() -> None:
    """The interval is that of scipy.stats.bootstrap's percentile method, to the noise of resampling."""
    minutes = np.random.default_rng(4).lognormal(4, 1, 200).round()
    found = quantile(ValueCounts.from_values(minutes), 0.9, n_bootstraps=20_000)
    expected = bootstrap(
        (minutes,),
        lambda sample, axis: np.quantile(sample, 0.9, axis=axis),
        n_resamples=20_000,
        method="percentile",
        vectorized=True,
        rng=np.random.default_rng(1),
    ).confidence_interval
    assert found.low == pytest.approx(expected.low, rel=0.02)
    assert found.high == pytest.approx(expected.high, rel=0.02)


def test_resampled_quantiles_follow_the_multinomial_law() -> None:
    """Median of resamples of (1, 2, 9): 1, 2 and 9 with 7/27, 13/27 and 7/27 (by enumeration)."""
    counts = ValueCounts.from_values([1, 2, 9])
    drawn = bootstrap_quantiles(counts, 0.5, 60_000, np.random.default_rng(0))
    shares = [(drawn == value).mean() for value in (1, 2, 9)]
    assert shares == pytest.approx([7 / 27, 13 / 27, 7 / 27], abs=0.006)


def test_resampled_means_of_two_ranks_follow_the_multinomial_law() -> None:
    """Median of resamples of (0, 10): 0, 5 and 10 with 1/4, 1/2 and 1/4 (by enumeration)."""
    counts = ValueCounts.from_values([0, 10])
    drawn = bootstrap_quantiles(counts, 0.5, 60_000, np.random.default_rng(0))
    shares = [(drawn == value).mean() for value in (0, 5, 10)]
    assert shares == pytest.approx([0.25, 0.5, 0.25], abs=0.006)


def test_the_same_seed_gives_the_same_interval() -> None:
    """Pages must not flicker."""
    counts = ValueCounts.from_values([3, 5, 8, 13, 21, 400])
    assert p90(counts) == p90(counts)
    assert median(counts, seed=1) == median(counts, seed=1)


def test_counts_in_any_order_are_added_up() -> None:
    """A frame of counts and the single values give the same median."""
    frame = pd.DataFrame({"minutes": [30, 10, 30], "n_incidents": [1, 2, 1]})
    assert median(ValueCounts.from_frame(frame)) == median(ValueCounts.from_values([10, 10, 30, 30]))


def test_missing_durations_are_left_out() -> None:
    """A missing duration is missing, not 0."""
    assert ValueCounts.from_values([np.nan, 4.0]).n_measured == 1


def test_nothing_measured_has_no_quantile() -> None:
    """No value and no interval, for none; no interval for a single one."""
    assert median(ValueCounts.from_values([])).minutes is None
    single = median(ValueCounts.from_values([7]))
    assert (single.minutes, single.low, single.high) == (7, None, None)


def test_ecdf_equals_scipy() -> None:
    """Shares within each duration are scipy.stats.ecdf's."""
    minutes = [5, 5, 8, 40, 40, 40, 90]
    found = ecdf_points(ValueCounts.from_values(minutes))
    expected = scipy_ecdf(minutes).cdf
    assert found["minutes"].tolist() == expected.quantiles.tolist()
    assert found["share_within"].tolist() == pytest.approx(expected.probabilities.tolist())


def test_counts_that_were_not_added_up_are_refused() -> None:
    """Equal durations must be one row."""
    with pytest.raises(ValueError, match="strictly increasing"):
        ValueCounts(np.array([1.0, 1.0]), np.array([1, 1]))
