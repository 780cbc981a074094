"""What got better, what got worse and what cannot be told yet: one period against the one before.

A change counts only where its 95 % interval leaves out "as before" (and, for a median, where reshuffling the incidents
rarely gives as large a change). Everything else is too early to tell, never "stable".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from etl.analysis.durations import CONFIDENCE, N_BOOTSTRAPS, ValueCounts, bootstrap_quantiles
from etl.analysis.follow_up_quality import compare_completion
from etl.analysis.rates import compare_rates
from etl.analysis.shares import Share, difference
from etl.analysis.survival import DurationCounts
from etl.analysis.trend import LEVEL, SHORTEST_MINUTES, compare_periods

Verdict = Literal["better", "worse", "too_early"]
WITHIN_DAYS = 90
Unit = Literal["count", "share", "minutes"]


@dataclass(frozen=True)
class Change:
    """One figure in two periods.

    `before`, `after`: its values (None: not measured), from `n_before` and `n_after` incidents or follow-ups.
    `change` with `low`, `high`: after - before of a share, after / before of the others; None: cannot be given.
    """

    unit: Unit
    before: float | None
    after: float | None
    n_before: int
    n_after: int
    change: float | None
    low: float | None
    high: float | None
    verdict: Verdict


@dataclass(frozen=True)
class Changes:
    """The headline figures: incidents, share of repeats, median time to diagnose, completion, due dates missed."""

    incidents: Change
    repeats: Change
    diagnosis: Change
    completion: Change
    missed: Change


def change_of_rate(n_before: int, n_after: int, days: int) -> Change:
    """Counts of events in two periods of `days` each; fewer are better. Exact interval of the ratio of the rates."""
    found = compare_rates(n_before, days, n_after, days)
    is_clear = found.p_value is not None and found.p_value < LEVEL
    verdict = _verdict(found.low, found.high, 1.0, is_less_better=True) if is_clear else "too_early"
    return Change("count", n_before, n_after, n_before, n_after, found.ratio, found.low, found.high, verdict)


def change_of_share(before: Share, after: Share) -> Change:
    """Two shares of separate cases; a smaller one is better. Newcombe's interval of the difference."""
    found = difference(after, before)
    sizes = (before.total, after.total)
    if found is None:
        return Change("share", before.value, after.value, *sizes, None, None, None, "too_early")
    return Change("share", before.value, after.value, *sizes, *found, _verdict(found[1], found[2], 0.0, True))


def change_of_median(before: ValueCounts, after: ValueCounts, seed: int = 0) -> Change:
    """Two medians in minutes; a shorter one is better. Percentile bootstrap interval of their ratio."""
    found = compare_periods(before, after, seed=seed)
    sizes = (found.n_before, found.n_after)
    if min(sizes) < 2:
        return Change("minutes", found.before_minutes, found.after_minutes, *sizes, None, None, None, "too_early")
    low, high = ratio_interval(before, after, seed)
    is_clear = found.p_value is not None and found.p_value < LEVEL
    verdict = _verdict(low, high, 1.0, is_less_better=True) if is_clear else "too_early"
    return Change("minutes", found.before_minutes, found.after_minutes, *sizes, found.ratio, low, high, verdict)


def ratio_interval(before: ValueCounts, after: ValueCounts, seed: int = 0) -> tuple[float, float]:
    """95 % percentile interval of the ratio of two medians, each period resampled by itself (Efron & Tibshirani 1993).

    Both need an incident; a median under half a minute counts as half a minute.
    """
    rng = np.random.default_rng(seed)
    medians = [
        np.maximum(bootstrap_quantiles(one, 0.5, N_BOOTSTRAPS, rng), SHORTEST_MINUTES) for one in (after, before)
    ]
    low, high = np.quantile(medians[0] / medians[1], [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return float(low), float(high)


def change_of_completion(before: DurationCounts, after: DurationCounts, n_days: int) -> Change:
    """Share of follow-ups done within `n_days` (cumulative incidence); a larger one is better.

    Where no completion in either period has a date, the shares are unknown, not 0.
    """
    found = compare_completion(before, after, n_days)
    if not before.n_done.sum() + after.n_done.sum():
        return Change("share", None, None, found.n_sound, found.n_other, None, None, None, "too_early")
    gap = found.difference
    verdict = _verdict(gap.low, gap.high, 0.0, is_less_better=False)
    values = (found.sound.value, found.other.value)
    return Change("share", *values, found.n_sound, found.n_other, gap.value, gap.low, gap.high, verdict)


def _verdict(low: float | None, high: float | None, as_before: float, is_less_better: bool) -> Verdict:
    """An unknown upper end of a ratio is unbounded: nothing happened before."""
    if low is not None and low > as_before:
        return "worse" if is_less_better else "better"
    if high is not None and high < as_before:
        return "better" if is_less_better else "worse"
    return "too_early"
