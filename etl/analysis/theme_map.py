"""Themes on a plane: how differently two of them are told, who is whose nearest, and places that keep the distances.

A plane cannot hold the distances of a dozen themes, so the nearest are told apart from the picture: a pair stands for
two themes of which each is the other's nearest, whatever their places.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_matrix
from sklearn.manifold import MDS

from etl.analysis.theme_text import read_corpus
from etl.analysis.theme_weights import weigh_terms

Floats = npt.NDArray[np.float64]
FEWEST_THEMES = 4


@dataclass(frozen=True)
class ThemeMap:
    """`places`: theme_id, x, y (about -1 to 1); `pairs`: theme_id, nearest_id, distance (0 to 1), the closest first."""

    places: pd.DataFrame
    pairs: pd.DataFrame


def theme_map(texts: pd.DataFrame) -> ThemeMap | None:
    """The map of the themes whose texts are given; None for fewer than four.

    `texts`: theme_id, text, services (lists: masked, for they do not tell how something failed).
    """
    ids = sorted(texts["theme_id"].unique())
    if len(ids) < FEWEST_THEMES:
        return None
    distances = centre_distances(texts, ids)
    x, y = places(distances).T
    return ThemeMap(pd.DataFrame({"theme_id": ids, "x": x, "y": y}), mutual_pairs(ids, distances))


def centre_distances(texts: pd.DataFrame, ids: list[str]) -> Floats:
    """One less the cosine between the summed TF-IDF of each theme's texts: 0 (the same words) to 1 (none in common)."""
    corpus = read_corpus(list(texts["text"]), [list(services) for services in texts["services"]], "cause")
    place = {theme_id: number for number, theme_id in enumerate(ids)}
    rows = [place[theme_id] for theme_id in texts["theme_id"]]
    belongs = csr_matrix((np.ones(len(rows)), (rows, range(len(rows)))), shape=(len(ids), len(rows)))
    centres = (belongs @ weigh_terms(corpus).tfidf).toarray()
    lengths = np.linalg.norm(centres, axis=1, keepdims=True)
    centres = np.divide(centres, lengths, out=np.zeros_like(centres), where=lengths > 0)
    distances: Floats = np.clip(1 - centres @ centres.T, 0, 1)
    np.fill_diagonal(distances, 0)
    return distances


def places(distances: Floats) -> Floats:
    """Two coordinates a row by metric multidimensional scaling (SMACOF; de Leeuw 1977), the same each time."""
    scaling = MDS(n_components=2, metric="precomputed", init="random", n_init=8, random_state=0)
    found: Floats = scaling.fit_transform(distances)
    return found / max(float(np.abs(found).max()), 1e-9)


def mutual_pairs(ids: list[str], distances: Floats) -> pd.DataFrame:
    """The pairs of which each is the other's nearest; columns theme_id, nearest_id, distance."""
    others = distances + np.diag(np.full(len(ids), np.inf))
    nearest = others.argmin(axis=1)
    rows = [
        (ids[one], ids[other], float(distances[one, other]))
        for one, other in enumerate(nearest)
        if nearest[other] == one and one < other
    ]
    found = pd.DataFrame(rows, columns=["theme_id", "nearest_id", "distance"])
    return found.sort_values("distance", kind="stable").reset_index(drop=True)
