"""From signals to a judgement: how strong the evidence is that one incident repeats another, and whether it will do.

The strength of a pair is a weighted sum of its signals. How much strength is enough differs between sources: where
all postmortems are told from one template, any two are much alike. So the bar of a source is set by its own pairs
that share a service, nearly all of which repeat nothing: their median plus `DEVIATIONS` robust standard deviations
(1.4826 times the median absolute deviation; Rousseeuw and Croux 1993, Journal of the American Statistical Association
88), held between `LOWEST_BAR` and `HIGHEST_BAR` and drawn towards `USUAL_BAR` where there are few such pairs.

The weights were set by hand and are sharpened by what people say: see `etl.analysis.recurrence_verdicts`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array

from etl.analysis.recurrence_text import PAIRS_AT_ONCE, Floats, Rows

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "text": 1.0,
        "cause": 0.15,
        "fix": 0.07,
        "service": 0.05,
        "theme": 0.05,
        "other_theme": -0.02,
        "nearness": 0.05,
        "named": 0.05,
        "claimed": 0.1,
        "denied": -0.15,
    }
)
DEVIATIONS = 1.75
LOWEST_BAR, USUAL_BAR, HIGHEST_BAR = 0.15, 0.2, 0.35
FEW_PAIRS = 25
# A pair that is dwarfed by better ones on both sides is a likeness, not a repeat.
SHARE_OF_BEST = 0.55
# How much more is asked of two incidents that name no service in common, where services were only read from the text.
UNKNOWN_SERVICE = 1.2
# Causes that have less than this in common are two failures, however alike their symptoms.
LEAST_CAUSE = 0.05
# How much strength makes the difference between a doubtful and a good candidate (0.5 and 0.73).
SCALE = 0.25


@dataclass(frozen=True)
class Scorer:
    """The weight of each signal, and how far the bar is moved from where the source's own pairs put it."""

    weights: Mapping[str, float] = field(default_factory=lambda: WEIGHTS)
    bar_shift: float = 0.0

    def strength(self, signals: pd.DataFrame) -> Floats:
        """Weighted sum of the signals of each row."""
        strength: Floats = signals[list(self.weights)].to_numpy(float) @ np.array(list(self.weights.values()))
        return strength

    def allows(self, pairs: pd.DataFrame) -> npt.NDArray[np.bool_]:
        """Whether a pair may be a repeat at all: the earlier one was over, and the causes have something in common."""
        return (pairs["days_since"] > 0).to_numpy(bool) & (pairs["cause"] >= LEAST_CAUSE).to_numpy(bool)


@dataclass(frozen=True, eq=False)
class Ties:
    """Pairs of rows among `n` incidents, and how strong the evidence is that they belong together."""

    later: Rows
    earlier: Rows
    strength: Floats
    n: int

    def best_of_each(self) -> Floats:
        """The strength of each incident's strongest tie, in whichever direction; at least 0."""
        best = np.zeros(self.n)
        np.maximum.at(best, self.later, self.strength)
        np.maximum.at(best, self.earlier, self.strength)
        return best

    def support(self) -> Floats:
        """How strongly some third incident ties the two of each pair together: the weaker of its ties to them."""
        held = self.strength > 0
        ties = csr_array((self.strength[held], (self.later[held], self.earlier[held])), shape=(self.n, self.n))
        ties = csr_array(ties + ties.T)
        support = np.zeros(len(self.later))
        for start in range(0, len(self.later), PAIRS_AT_ONCE):
            part = slice(start, start + PAIRS_AT_ONCE)
            weaker = csr_array(ties[self.later[part]].minimum(ties[self.earlier[part]]))
            support[part] = np.asarray(weaker.max(axis=1).todense()).ravel()
        return support


def judge_ties(ties: Ties, bar: float) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """For each pair its score (0..1, to rank by), and whether it stands out: over the bar, and not dwarfed.

    The score adds to the pair's own strength the support of a third incident: three that are alike in pairs are
    likelier one refrain than two are.
    """
    best = ties.best_of_each()
    dwarfed = ties.strength < SHARE_OF_BEST * np.sqrt(best[ties.later] * best[ties.earlier])
    return logistic((ties.strength + ties.support() - bar) / SCALE), (ties.strength >= bar) & ~dwarfed


def set_bar(strengths: Floats) -> float:
    """The strength that a source's likely repeats must reach, from its pairs that share a service."""
    n = len(strengths)
    if n == 0:
        return USUAL_BAR
    middle = float(np.median(strengths))
    spread = 1.4826 * float(np.median(np.abs(strengths - middle)))
    own = float(np.clip(middle + DEVIATIONS * spread, LOWEST_BAR, HIGHEST_BAR))
    return (n * own + FEW_PAIRS * USUAL_BAR) / (n + FEW_PAIRS)


def logistic(value: Floats) -> Floats:
    """1 / (1 + exp(-value))."""
    return np.asarray(1 / (1 + np.exp(-np.clip(value, -60, 60))))
