"""Whether groups of follow-ups are finished at different rates, from counts by duration."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2

from etl.analysis.survival import DurationCounts, Floats


@dataclass(frozen=True)
class LogRankResult:
    """Log-rank statistic (chi-squared with `degrees_of_freedom`) and its p-value."""

    statistic: float
    degrees_of_freedom: int
    p_value: float


def logrank_test(groups: Sequence[DurationCounts]) -> LogRankResult | None:
    """Compare how fast groups finish follow-ups (Mantel 1966), declined ones taken as censored.

    None where there is nothing to compare: under two groups with follow-ups, or nothing finished while
    two groups were at risk.
    """
    groups = [group for group in groups if group.n_follow_ups]
    if len(groups) < 2:
        return None
    at_risk, done = _aligned(groups)
    total_risk, total_done = at_risk.sum(axis=0), done.sum(axis=0)
    is_event = total_done > 0
    at_risk, done, total_risk, total_done = (
        at_risk[:, is_event],
        done[:, is_event],
        total_risk[is_event],
        total_done[is_event],
    )
    excess = (done - at_risk * total_done / total_risk).sum(axis=1)[:-1]
    covariance = _covariance(at_risk, total_risk, total_done)[:-1, :-1]
    if np.linalg.matrix_rank(covariance) < len(excess):
        return None
    statistic = float(excess @ np.linalg.solve(covariance, excess))
    freedom = len(groups) - 1
    return LogRankResult(statistic, freedom, float(chi2.sf(statistic, freedom)))


def _aligned(groups: Sequence[DurationCounts]) -> tuple[Floats, Floats]:
    """At risk and finished, groups x all durations."""
    days = np.unique(np.concatenate([group.days for group in groups]))
    at_risk, done = np.zeros((2, len(groups), len(days)))
    for row, group in enumerate(groups):
        done[row, np.searchsorted(days, group.days)] = group.n_done
        at_risk[row] = np.append(group.n_at_risk, 0)[np.searchsorted(group.days, days)]
    return at_risk, done


def _covariance(at_risk: Floats, total_risk: Floats, total_done: Floats) -> Floats:
    """Hypergeometric covariance of the groups' finished counts, summed over durations."""
    spread = np.where(total_risk > 1, (total_risk - total_done) / np.maximum(total_risk - 1, 1), 0.0)
    weight = total_done * spread
    shares = at_risk / total_risk
    covariance: Floats = np.diag((shares * weight).sum(axis=1)) - (shares * weight) @ shares.T
    return covariance
