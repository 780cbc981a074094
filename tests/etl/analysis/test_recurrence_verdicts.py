"""What people confirm and reject sharpens the judgement, and nothing else does."""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import check_grad

from etl.analysis.recurrence_score import Scorer
from etl.analysis.recurrence_signals import SIGNALS
from etl.analysis.recurrence_verdicts import FEWEST_VERDICTS, _unlikeliness, sharpen, verdict_of


def candidates(n: int, seed: int = 3) -> pd.DataFrame:
    """So many candidates with signals drawn at random."""
    rng = np.random.default_rng(seed)
    signals = pd.DataFrame(rng.uniform(0, 0.4, (n, len(SIGNALS))), columns=list(SIGNALS))
    ids = [f"i{number:03d}" for number in range(n)]
    return signals.assign(incident_id=ids, earlier_incident_id="first", bar=0.3)


def verdicts(pairs: pd.DataFrame, confirmed: pd.Series) -> pd.DataFrame:
    """A verdict on each pair."""
    return pairs[["incident_id", "earlier_incident_id"]].assign(is_confirmed=confirmed.to_numpy(bool))


def accuracy(scorer: Scorer, pairs: pd.DataFrame, confirmed: pd.Series) -> float:
    """Share of pairs that the scorer puts on the side where people put them."""
    over = scorer.strength(pairs) >= pairs["bar"] + scorer.bar_shift
    return float((over == confirmed).mean())


def test_verdicts_of_one_kind_change_nothing() -> None:
    """Nor do fewer than the fewest of one kind: they tell what people looked at, not where the bar is."""
    pairs = candidates(60)
    scorer = Scorer()
    few = pd.Series([number < FEWEST_VERDICTS - 1 for number in range(60)])
    for confirmed in (pd.Series([True] * 60), pd.Series([False] * 60), few):
        assert sharpen(scorer, pairs, verdicts(pairs, confirmed)) is scorer


def test_people_who_ask_for_more_raise_the_bar() -> None:
    """They reject whatever is not far over it; others are asked for more too."""
    pairs = candidates(80)
    scorer = Scorer()
    strict = pd.Series(scorer.strength(pairs) > pairs["bar"] + 0.08)
    sharpened = sharpen(scorer, pairs, verdicts(pairs, strict))
    assert sharpened.bar_shift > 0.02
    others = candidates(400, seed=4)
    truth = pd.Series(scorer.strength(others) > others["bar"] + 0.08)
    assert accuracy(sharpened, others, truth) > accuracy(scorer, others, truth) + 0.1


def test_a_signal_that_people_follow_gains_weight() -> None:
    """They confirm what shares a fix, whatever the text; unseen pairs are then judged more as they would."""
    pairs, others = candidates(150), candidates(400, seed=4)
    scorer = Scorer()
    sharpened = sharpen(scorer, pairs, verdicts(pairs, pairs["fix"] > 0.2))
    assert sharpened.weights["fix"] > 2 * scorer.weights["fix"]
    assert accuracy(sharpened, others, others["fix"] > 0.2) > accuracy(scorer, others, others["fix"] > 0.2) + 0.1


def test_weights_keep_their_sign() -> None:
    """Contrary verdicts may silence a signal, never turn it round."""
    pairs = candidates(150)
    sharpened = sharpen(Scorer(), pairs, verdicts(pairs, pairs["text"] < 0.2))
    before = Scorer().weights
    assert all(weight * before[name] >= 0 for name, weight in sharpened.weights.items())


def test_the_gradient_is_right() -> None:
    """Beside SciPy's numeric one."""
    rng = np.random.default_rng(0)
    start, signals = rng.normal(size=4), rng.normal(size=(20, 4))
    bars, sides = rng.uniform(size=20), rng.choice([-1.0, 1.0], 20)
    for _ in range(3):
        point = start + rng.normal(scale=0.05, size=4)
        error = check_grad(
            lambda values: _unlikeliness(values, start, signals, bars, sides)[0],
            lambda values: _unlikeliness(values, start, signals, bars, sides)[1],
            point,
        )
        assert error < 1e-3 * np.linalg.norm(_unlikeliness(point, start, signals, bars, sides)[1])


def test_the_last_verdict_on_a_pair_counts() -> None:
    """People change their mind; a pair that nobody judged has no verdict."""
    pairs = candidates(2)
    said = pd.concat([verdicts(pairs[:1], pd.Series([True])), verdicts(pairs[:1], pd.Series([False]))])
    assert verdict_of(pairs, said).tolist() == [False, None]


@pytest.mark.parametrize("known", [True, False])
def test_verdicts_on_pairs_that_are_no_candidates_are_left_out(known: bool) -> None:
    """They were made on an earlier build, or by hand."""
    pairs = candidates(40)
    scorer = Scorer()
    confirmed = pd.Series(scorer.strength(pairs) > 0.35)
    told = verdicts(pairs, confirmed)
    found = sharpen(scorer, pairs, told if known else told.assign(earlier_incident_id="gone"))
    assert (found is scorer) is not known
