"""Survival curves of follow-ups against SciPy, statsmodels and published examples."""

import warnings

import numpy as np
import pandas as pd
import pytest
from scipy.stats import CensoredData, ecdf, logrank
from statsmodels.duration.survfunc import CumIncidenceRight, SurvfuncRight, survdiff

from etl.analysis.logrank import logrank_test
from etl.analysis.survival import (
    DurationCounts,
    Estimate,
    completed_within,
    cumulative_incidence,
    kaplan_meier,
    median_days_to_done,
)

CENSORED, DONE, DECLINED = 0, 1, 2


def simulated(seed: int, n: int = 400) -> tuple[np.ndarray, np.ndarray]:
    """Whole days and outcomes of n follow-ups, with many ties."""
    rng = np.random.default_rng(seed)
    days = rng.exponential([[60], [200], [90]], size=(3, n)).round().astype(int)
    return days.min(axis=0), np.array([DONE, DECLINED, CENSORED])[days.argmin(axis=0)]


def counted(days: np.ndarray, outcomes: np.ndarray) -> DurationCounts:
    """The same follow-ups as counts by day."""
    return DurationCounts.from_frame(
        pd.DataFrame(
            {
                "days": days,
                "n_done": outcomes == DONE,
                "n_declined": outcomes == DECLINED,
                "n_censored": outcomes == CENSORED,
            }
        )
    )


@pytest.mark.parametrize("seed", range(4))
def test_kaplan_meier_equals_scipy(seed: int) -> None:
    """Shares still open and their log-log intervals are those of scipy.stats.ecdf on censored data."""
    days, outcomes = simulated(seed)
    found = kaplan_meier(counted(days, outcomes))
    done = outcomes == DONE
    expected = ecdf(CensoredData(uncensored=days[done], right=days[~done])).sf
    at = np.isin(expected.quantiles, found["days"])
    inner = found["share_open"].to_numpy() > 0
    np.testing.assert_allclose(found["share_open"], expected.probabilities[at], rtol=1e-9)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # SciPy warns of shares of 0 and 1
        interval = expected.confidence_interval(method="log-log")
    np.testing.assert_allclose(found["low"][inner], interval.low.probabilities[at][inner], rtol=1e-9)
    np.testing.assert_allclose(found["high"][inner], interval.high.probabilities[at][inner], rtol=1e-9)


def test_kaplan_meier_reproduces_a_published_example() -> None:
    """Ten fan belts, Conover (1999) p. 91: survival 0.875, 0.75, 0.5, 0.25, 0 at 47, 56, 77, 80, 81."""
    broken, unbroken = [77, 47, 81, 56, 80], [62, 60, 43, 71, 37]
    days = np.array(broken + unbroken)
    found = kaplan_meier(counted(days, np.array([DONE] * 5 + [CENSORED] * 5)))
    assert found["days"].tolist() == [47, 56, 77, 80, 81]
    assert found["share_open"].tolist() == pytest.approx([0.875, 0.75, 0.5, 0.25, 0.0])


@pytest.mark.parametrize("seed", range(4))
def test_cumulative_incidence_equals_statsmodels(seed: int) -> None:
    """Shares done and their standard errors are those of statsmodels' CumIncidenceRight."""
    days, outcomes = simulated(seed)
    found = cumulative_incidence(counted(days, outcomes))
    with np.errstate(all="ignore"):  # statsmodels divides by 0 where the last item is done
        expected = CumIncidenceRight(days, outcomes)
    at = np.searchsorted(expected.times, found["days"])
    known = np.isfinite(expected.cinc_se[0][at])
    assert known[:-1].all()
    np.testing.assert_allclose(found["share_done"], expected.cinc[0][at], rtol=1e-9)
    errors = np.sqrt(found["variance"].to_numpy()[known])
    np.testing.assert_allclose(errors, expected.cinc_se[0][at][known], rtol=1e-9, atol=1e-12)


def test_without_declined_items_the_incidence_is_the_complement_of_kaplan_meier() -> None:
    """With one kind of ending both estimators agree (Aalen & Johansen 1978), their intervals too."""
    days, outcomes = simulated(7)
    counts = counted(days, np.where(outcomes == DECLINED, CENSORED, outcomes))
    survival = kaplan_meier(counts).set_index("days")
    incidence = cumulative_incidence(counts).set_index("days").loc[survival.index]
    np.testing.assert_allclose(incidence["share_done"], 1 - survival["share_open"], rtol=1e-9)


def test_declined_items_lower_the_share_done() -> None:
    """Hand calculation: of 4, one done on day 1, two declined on day 2, one done on day 3: 1/4, 1/4, 1/2."""
    counts = DurationCounts(np.array([1, 2, 3]), np.array([1, 0, 1]), np.array([0, 2, 0]), np.zeros(3, int))
    assert cumulative_incidence(counts)["share_done"].tolist() == pytest.approx([0.25, 0.25, 0.5])
    assert kaplan_meier(counts)["share_open"].tolist() == pytest.approx([0.75, 0.0])


def test_completion_within_n_days_is_the_incidence_on_that_day() -> None:
    """Between two durations the curve stays level; before the first it is 0."""
    counts = DurationCounts(np.array([5, 9]), np.array([1, 1]), np.zeros(2, int), np.array([0, 2]))
    assert completed_within(counts, 4) == Estimate(0.0, None, None)
    assert completed_within(counts, 7).value == pytest.approx(0.25)
    assert completed_within(counts, 9).value == pytest.approx(0.5)


def test_completion_is_unknown_past_the_last_day_that_was_watched() -> None:
    """Items censored on day 9 say nothing about day 90."""
    counts = DurationCounts(np.array([5, 9]), np.array([1, 1]), np.zeros(2, int), np.array([0, 2]))
    assert completed_within(counts, 90) == Estimate(None, None, None)


def test_open_items_are_not_counted_as_never_finished() -> None:
    """Half are done on day 10, half were opened on the last day: completion within 10 days is 1, not 1/2."""
    counts = DurationCounts(np.array([0, 10]), np.array([0, 50]), np.zeros(2, int), np.array([50, 0]))
    assert completed_within(counts, 10).value == pytest.approx(1.0)


def test_the_interval_holds_the_true_completion_as_often_as_it_says() -> None:
    """Over 300 simulations the 95 % interval holds the true incidence in 92 to 98 % of cases."""
    hits = 0
    truth = (1 / 60) / (1 / 60 + 1 / 200) * (1 - np.exp(-40.5 * (1 / 60 + 1 / 200)))
    for seed in range(300):
        estimate = completed_within(counted(*simulated(seed, 150)), 40)
        assert estimate.low is not None
        assert estimate.high is not None
        hits += estimate.low <= truth <= estimate.high
    assert 0.92 <= hits / 300 <= 0.98


def test_median_equals_statsmodels_when_nothing_is_declined() -> None:
    """Then it is the Kaplan-Meier median."""
    days, outcomes = simulated(3)
    outcomes = np.where(outcomes == DECLINED, CENSORED, outcomes)
    expected = SurvfuncRight(days, (outcomes == DONE).astype(int))
    found = median_days_to_done(counted(days, outcomes))
    assert found.value == expected.quantile(0.5)
    assert found.low is not None
    assert found.high is not None
    assert found.low < expected.quantile(0.5) < found.high


def test_median_is_none_where_it_was_not_reached() -> None:
    """Under half of the items are ever done."""
    counts = DurationCounts(np.array([5, 9]), np.array([1, 0]), np.zeros(2, int), np.array([0, 9]))
    found = median_days_to_done(counts)
    assert found.value is None
    assert found.high is None


def test_nothing_counted_gives_nothing() -> None:
    """No follow-ups: no curve, no estimate, no test."""
    empty = DurationCounts.from_frame(pd.DataFrame({"days": [], "n_done": [], "n_declined": [], "n_censored": []}))
    assert kaplan_meier(empty).empty
    assert cumulative_incidence(empty).empty
    assert completed_within(empty, 30) == Estimate(None, None, None)
    assert median_days_to_done(empty) == Estimate(None, None, None)
    assert logrank_test([empty, empty]) is None


def test_unsorted_days_are_refused() -> None:
    """Counts must be added up by day first."""
    with pytest.raises(ValueError, match="strictly increasing"):
        DurationCounts(np.array([3, 3]), np.ones(2, int), np.ones(2, int), np.ones(2, int))


@pytest.mark.parametrize("seed", range(3))
def test_logrank_equals_scipy_for_two_groups(seed: int) -> None:
    """Statistic and p-value are those of scipy.stats.logrank."""
    (days, outcomes), (days_b, outcomes_b) = simulated(seed), simulated(seed + 50, 150)
    found = logrank_test([counted(days, outcomes), counted(days_b // 2, outcomes_b)])
    expected = logrank(
        CensoredData(uncensored=days[outcomes == DONE], right=days[outcomes != DONE]),
        CensoredData(uncensored=days_b[outcomes_b == DONE] // 2, right=days_b[outcomes_b != DONE] // 2),
    )
    assert found is not None
    assert found.statistic == pytest.approx(expected.statistic**2, rel=1e-9)
    assert found.p_value == pytest.approx(expected.pvalue, rel=1e-7)


def test_logrank_equals_statsmodels_for_three_groups() -> None:
    """Statistic and p-value are those of statsmodels' survdiff."""
    groups = [simulated(seed, 120) for seed in range(3)]
    found = logrank_test([counted(*group) for group in groups])
    days = np.concatenate([group[0] for group in groups])
    done = np.concatenate([group[1] == DONE for group in groups]).astype(int)
    statistic, p_value = survdiff(days, done, np.repeat([0, 1, 2], 120))
    assert found is not None
    assert found.degrees_of_freedom == 2
    assert found.statistic == pytest.approx(statistic, rel=1e-9)
    assert found.p_value == pytest.approx(p_value, rel=1e-9)


def test_logrank_reproduces_bland_and_altman() -> None:
    """Two kinds of glioma, Bland & Altman, BMJ 2004;328:1073: chi-squared 7.5, P = 0.006."""
    first = [6, 13, 21, 30, 37, 38, 49, 50, 63, 79, 86, 98, 202, 219]
    first_censored = [31, 47, 80, 82, 82, 149]
    second = [10, 10, 12, 13, 14, 15, 16, 17, 18, 20, 24, 24, 25, 28, 30, 33, 35, 37, 40, 40, 46, 48]
    second += [76, 81, 82, 91, 112, 181]
    second_censored = [34, 40, 70]
    found = logrank_test(
        [
            counted(np.array(done + censored), np.array([DONE] * len(done) + [CENSORED] * len(censored)))
            for done, censored in ((first, first_censored), (second, second_censored))
        ]
    )
    assert found is not None
    assert found.statistic == pytest.approx(7.5, abs=0.05)
    assert found.p_value == pytest.approx(0.006, abs=0.0005)
