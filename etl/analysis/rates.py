"""Rates of incidents over days of exposure: exact ratio, interval and test."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import beta, binomtest

CONFIDENCE = 0.95


def rate_ratios(
    n_before: npt.ArrayLike,
    days_before: npt.ArrayLike,
    n_after: npt.ArrayLike,
    days_after: npt.ArrayLike,
    confidence: float = CONFIDENCE,
) -> pd.DataFrame:
    """Rate after / rate before with its exact interval, for arrays of equal length.

    Columns ratio, low, high. Given the sum of two Poisson counts, the later one is binomial (Przyborowski
    & Wilenski 1940); its Clopper-Pearson interval is turned into one of the ratio. `high` is infinite
    where nothing happened before; all three are NaN where nothing happened at all or a side has no days.
    """
    before, after = np.asarray(n_before, dtype=float), np.asarray(n_after, dtype=float)
    exposure_before, exposure_after = (
        np.asarray(days_before, dtype=float),
        np.asarray(days_after, dtype=float),
    )
    known = (before + after > 0) & (exposure_before > 0) & (exposure_after > 0)
    tail = (1 - confidence) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        low_share = np.where(after > 0, beta.ppf(tail, after, before + 1), 0.0)
        high_share = np.where(before > 0, beta.ppf(1 - tail, after + 1, before), 1.0)
        scale = exposure_before / exposure_after
        shares = {"ratio": after / (before + after), "low": low_share, "high": high_share}
        ratios = {name: np.where(known, share / (1 - share) * scale, np.nan) for name, share in shares.items()}
    return pd.DataFrame(ratios)


@dataclass(frozen=True)
class RateComparison:
    """Rate after / rate before; None where it is not defined (`high`, `ratio`: nothing happened before)."""

    ratio: float | None
    low: float | None
    high: float | None
    p_value: float | None


def compare_rates(n_before: int, days_before: float, n_after: int, days_after: float) -> RateComparison:
    """Exact conditional comparison of two Poisson rates; p-value of equal rates by the binomial test."""
    found = rate_ratios([n_before], [days_before], [n_after], [days_after]).iloc[0]
    if np.isnan(found["low"]):
        return RateComparison(None, None, None, None)
    expected_share = days_after / (days_before + days_after)
    p_value = float(binomtest(n_after, n_before + n_after, expected_share).pvalue)
    ratio, low, high = (float(value) if np.isfinite(value) else None for value in found)
    return RateComparison(ratio, low, high, p_value)
