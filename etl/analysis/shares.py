"""Shares of counts with intervals that hold for few cases and for shares near 0 and 1."""

from dataclasses import dataclass
from math import sqrt

from scipy.stats import norm

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Share:
    """A share in 0..1 with its interval, and the counts that it stands on; None where there is nothing to count."""

    n: int
    total: int
    value: float | None
    low: float | None
    high: float | None


def wilson(n: int, total: int, confidence: float = CONFIDENCE) -> Share:
    """The share of `n` in `total` with the score interval (Wilson 1927, without continuity correction)."""
    if not 0 <= n <= total:
        raise ValueError(f"{n} of {total} is no share: count cases among those that could be one")
    if total == 0:
        return Share(0, 0, None, None, None)
    z = float(norm.ppf((1 + confidence) / 2))
    share = n / total
    middle = (share + z**2 / (2 * total)) / (1 + z**2 / total)
    half = z / (1 + z**2 / total) * sqrt(share * (1 - share) / total + z**2 / (4 * total**2))
    return Share(n, total, share, max(0.0, middle - half), min(1.0, middle + half))


def difference(first: Share, second: Share) -> tuple[float, float, float] | None:
    """First minus second with its interval (Newcombe 1998, method 10); None where one of them has no cases."""
    if first.value is None or second.value is None:
        return None
    ends = (first.low, first.high, second.low, second.high)
    first_low, first_high, second_low, second_high = (float(end) for end in ends if end is not None)
    value = first.value - second.value
    low = value - sqrt((first.value - first_low) ** 2 + (second_high - second.value) ** 2)
    high = value + sqrt((first_high - first.value) ** 2 + (second.value - second_low) ** 2)
    return value, low, high
