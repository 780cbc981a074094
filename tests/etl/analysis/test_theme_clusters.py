"""The steps of the clustering, one by one."""

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from etl.analysis.theme_clusters import agreement
from etl.analysis.theme_partition import back_to_earlier, move_misplaced
from etl.analysis.theme_weights import place_weight


@pytest.mark.parametrize("seed", range(5))
def test_agreement_is_the_adjusted_rand_index(seed: int) -> None:
    """The same figure as scikit-learn's, for random labellings and for equal ones."""
    rng = np.random.default_rng(seed)
    one, other = rng.integers(4, size=60), rng.integers(6, size=60)
    assert agreement(one, other) == pytest.approx(adjusted_rand_score(one, other))
    assert agreement(one, one) == 1.0
    assert agreement(np.zeros(60, dtype=np.int64), other) == pytest.approx(0.0)


def test_a_text_that_is_plainly_nearer_to_another_centre_moves_there() -> None:
    """Three texts to the east, three to the north; one northern text begins in the eastern cluster."""
    east, north = np.array([1.0, 0.0]), np.array([0.0, 1.0])
    vectors = np.array([east, east, east, north, north, north])
    assert move_misplaced(vectors, np.array([0, 0, 0, 0, 1, 1])).tolist() == [0, 0, 0, 1, 1, 1]


def test_a_text_on_the_edge_stays_where_it_is() -> None:
    """A text half way between two centres is not plainly nearer to either."""
    east, north = np.array([1.0, 0.0]), np.array([0.0, 1.0])
    between = (east + north) / np.sqrt(2)
    vectors = np.array([east, east, between, north, north])
    for own in (0, 1):
        assert move_misplaced(vectors, np.array([0, 0, own, 1, 1]))[2] == own


def test_later_clauses_count_less() -> None:
    """The first counts 1, the fifth 1 / sqrt(2)."""
    assert place_weight(0) == 1.0
    assert place_weight(4) == pytest.approx(2**-0.5)


def test_a_text_goes_back_to_those_that_it_was_with() -> None:
    """Clusters may have been numbered anew; a text without an earlier cluster stays where it is."""
    earlier = np.array([1, 1, 1, 0, 0, 0, -1])
    labels = np.array([0, 0, 1, 1, 1, 1, 1])
    assert back_to_earlier(labels, earlier).tolist() == [0, 0, 0, 1, 1, 1, 1]


def test_an_earlier_cluster_that_fell_apart_holds_nobody() -> None:
    """Its texts are spread over four clusters, none of which has a third in common with it."""
    earlier = np.array([0, 0, 0, 0, -1, -1, -1, -1])
    labels = np.array([0, 1, 2, 3, 0, 1, 2, 3])
    assert back_to_earlier(labels, earlier).tolist() == labels.tolist()
