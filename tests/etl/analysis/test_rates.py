"""Exact comparison of rates against R, SciPy and statsmodels."""

import numpy as np
import pytest
from scipy.stats import binomtest
from statsmodels.stats.rates import confint_poisson_2indep, test_poisson_2indep

from etl.analysis.rates import RateComparison, compare_rates, rate_ratios

test_poisson_2indep.__test__ = False


def test_rates_reproduce_a_published_example() -> None:
    """The example of R's poisson.test (Sahai & Khurshid 1996): 11 in 800 and 21 in 3011 person-years.

    R prints ratio 1.971488, interval 0.8584264 to 4.2772659, p-value 0.07967.
    """
    found = compare_rates(n_before=21, days_before=3011, n_after=11, days_after=800)
    assert found.ratio == pytest.approx(1.971488, abs=1e-6)
    assert found.low == pytest.approx(0.8584264, abs=1e-6)
    assert found.high == pytest.approx(4.2772659, abs=1e-6)
    assert found.p_value == pytest.approx(0.07967, abs=1e-5)


@pytest.mark.parametrize(("before", "after"), [(3, 9), (12, 2), (40, 55), (1, 1)])
def test_rates_equal_statsmodels(before: int, after: int) -> None:
    """p-value and interval are those of statsmodels' exact conditional method."""
    found = compare_rates(before, 120.0, after, 80.0)
    expected = test_poisson_2indep(after, 80.0, before, 120.0, method="exact-cond")
    assert found.p_value == pytest.approx(expected.pvalue, rel=1e-9)


@pytest.mark.parametrize(("before", "after"), [(3, 9), (12, 2), (40, 55), (0, 4), (4, 0)])
def test_interval_is_clopper_pearson(before: int, after: int) -> None:
    """The ratio's bounds are those of scipy's exact binomial interval, turned into odds."""
    found = rate_ratios([before], [120], [after], [80]).iloc[0]
    interval = binomtest(after, before + after).proportion_ci(method="exact")
    with np.errstate(divide="ignore"):
        bounds = [np.float64(share) / np.float64(1 - share) * 120 / 80 for share in interval]
    assert [found["low"], found["high"]] == pytest.approx(bounds)


def test_interval_is_near_that_of_another_exact_method() -> None:
    """Large counts: within 3 % of statsmodels' score interval."""
    found = compare_rates(200, 100.0, 300, 100.0)
    low, high = confint_poisson_2indep(300, 100.0, 200, 100.0, method="score")
    assert found.low == pytest.approx(low, rel=0.03)
    assert found.high == pytest.approx(high, rel=0.03)


def test_nothing_before_has_no_upper_bound() -> None:
    """Some incidents after none: the ratio is not defined, its lower bound is."""
    found = compare_rates(0, 100.0, 3, 100.0)
    assert found.ratio is None
    assert found.high is None
    assert found.low is not None


def test_nothing_at_all_tells_nothing() -> None:
    """No incidents, or no days on one side: no ratio, no test."""
    assert compare_rates(0, 100.0, 0, 100.0) == RateComparison(None, None, None, None)
    assert compare_rates(3, 0.0, 1, 10.0) == RateComparison(None, None, None, None)
