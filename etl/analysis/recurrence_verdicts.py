"""What people said about candidates sharpens the judgement of the others.

A verdict is a row (incident_id, earlier_incident_id, is_confirmed). The weights are the most likely ones under a
logistic model of "confirmed" given the signals, with a normal prior around the weights that there are (Bayesian
logistic regression, maximum a posteriori; Bishop 2006, Pattern Recognition and Machine Learning, section 4.5). So a
few verdicts move them a little and many move them more. With fewer than `FEWEST_VERDICTS` of either kind nothing
moves: one-sided verdicts tell what people looked at, not where the bar is.
"""

import numpy as np
import pandas as pd
from scipy.optimize import minimize

from etl.analysis.recurrence_score import Scorer, logistic
from etl.analysis.recurrence_text import Floats

FEWEST_VERDICTS = 5
VERDICT_COLUMNS = ("incident_id", "earlier_incident_id", "is_confirmed")
# How sure people's verdicts are told apart by strength: a tenth above or below the bar is nearly certain.
STEEPNESS = 25.0
PRIOR_SPREAD = 0.1


def sharpen(scorer: Scorer, candidates: pd.DataFrame, verdicts: pd.DataFrame) -> Scorer:
    """The scorer that agrees best with the verdicts without leaving the given one needlessly.

    `candidates`: incident_id, earlier_incident_id, the signals of `etl.analysis.recurrence_signals` and `bar`, the
    strength that was asked of the pair. `verdicts`: see `VERDICT_COLUMNS`; those on pairs that are no candidates are
    left out. Weights keep their sign. Returns `scorer` itself where there is too little to learn from.
    """
    measured = candidates.drop(columns="is_confirmed", errors="ignore")
    judged = measured.merge(verdicts, on=["incident_id", "earlier_incident_id"])
    confirmed = judged["is_confirmed"].to_numpy(bool)
    if min(confirmed.sum(), (~confirmed).sum()) < FEWEST_VERDICTS:
        return scorer
    names = list(scorer.weights)
    start = np.array([*scorer.weights.values(), scorer.bar_shift])
    signals = np.column_stack([judged[names].to_numpy(float), -np.ones(len(judged))])
    bars = judged["bar"].to_numpy(float)
    signs = [(0, None) if weight >= 0 else (None, 0) for weight in start[:-1]]
    found = minimize(
        _unlikeliness,
        start,
        args=(start, signals, bars, np.where(confirmed, 1.0, -1.0)),
        jac=True,
        method="L-BFGS-B",
        bounds=[*signs, (None, None)],
    )
    return Scorer(dict(zip(names, map(float, found.x[:-1]), strict=True)), float(found.x[-1]))


def _unlikeliness(values: Floats, start: Floats, signals: Floats, bars: Floats, sides: Floats) -> tuple[float, Floats]:
    """Negative logarithm of the posterior, and its gradient; `sides` is 1 for confirmed and -1 for rejected."""
    margin = sides * STEEPNESS * (signals @ values - bars)
    moved = (values - start) / PRIOR_SPREAD
    gradient = -(signals * (sides * STEEPNESS * logistic(-margin))[:, None]).sum(axis=0) + moved / PRIOR_SPREAD
    return float(np.logaddexp(0, -margin).sum() + (moved**2).sum() / 2), gradient


def verdict_of(candidates: pd.DataFrame, verdicts: pd.DataFrame) -> pd.Series:
    """What people said of each candidate, on its index: True, False, or None where nobody did."""
    pairs = ["incident_id", "earlier_incident_id"]
    said = verdicts.drop_duplicates(pairs, keep="last").set_index(pairs)["is_confirmed"].astype(object)
    found = said.reindex(pd.MultiIndex.from_frame(candidates[pairs]))
    return pd.Series(found.where(found.notna(), None).to_numpy(dtype=object), index=candidates.index, dtype=object)
