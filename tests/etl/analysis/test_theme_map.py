"""Distances, places and nearest pairs of themes, on texts and squares made by hand."""

import numpy as np
import pandas as pd
import pytest

from etl.analysis.theme_map import centre_distances, mutual_pairs, places, theme_map

CAUSES = {
    "a": ["the certificate expired before renewal", "an expired certificate was not renewed"],
    "b": ["certificate renewal failed and the certificate expired", "the renewal job skipped an expired certificate"],
    "c": ["the disk filled up with old snapshots", "old snapshots filled the disk"],
    "d": ["a queue consumer stopped reading messages", "messages piled up as the consumer stopped"],
}


def _texts(causes: dict[str, list[str]]) -> pd.DataFrame:
    rows = [(theme_id, text, []) for theme_id, texts in causes.items() for text in texts]
    return pd.DataFrame(rows, columns=["theme_id", "text", "services"])


def test_the_same_words_are_no_distance_and_no_common_word_is_one() -> None:
    """a and c have no word in common; c beside itself is the same."""
    found = centre_distances(_texts({"a": CAUSES["a"], "c": CAUSES["c"], "e": CAUSES["c"]}), ["a", "c", "e"])
    assert found[1, 2] == pytest.approx(0, abs=1e-9)
    assert found[0, 1] == pytest.approx(1)
    assert np.allclose(found, found.T)


def test_the_themes_that_share_their_words_are_each_others_nearest() -> None:
    """The two about certificates; their pair leads the list, and they lie nearer than any others."""
    found = theme_map(_texts(CAUSES))
    assert found is not None
    assert found.pairs.iloc[0][["theme_id", "nearest_id"]].tolist() == ["a", "b"]
    spots = found.places.set_index("theme_id")[["x", "y"]].to_numpy()
    gaps = np.linalg.norm(spots[:, None] - spots[None], axis=2)
    assert gaps[0, 1] == gaps[np.triu_indices(4, 1)].min()


def test_three_themes_are_no_map() -> None:
    """A triangle says nothing that a table does not."""
    assert theme_map(_texts({key: CAUSES[key] for key in "abc"})) is None


def test_distances_of_a_plane_are_kept() -> None:
    """The corners of a square: four sides of one, two diagonals of the root of two; twice the same places."""
    corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], dtype=float)
    given = np.linalg.norm(corners[:, None] - corners[None], axis=2)
    found = places(given)
    gaps = np.linalg.norm(found[:, None] - found[None], axis=2)
    assert gaps / gaps[0, 1] == pytest.approx(given, abs=0.02)
    assert np.array_equal(found, places(given))


def test_only_mutual_neighbours_are_a_pair() -> None:
    """On a line at 0, 1, 2.5 and 10: 0 and 1 are each other's nearest; that of 2.5 is 1, that of 10 is 2.5."""
    line = np.array([0, 1, 2.5, 10])
    found = mutual_pairs(list("abcd"), np.abs(line[:, None] - line[None]))
    assert found.to_numpy().tolist() == [["a", "b", 1.0]]
