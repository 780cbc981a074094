"""Who belongs to a theme: outliers, second memberships, and how stable each theme is under resampling."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from etl.analysis.theme_clusters import (
    OUTLIER,
    Labels,
    Partition,
    Space,
    Vectors,
    build_hierarchy,
    centres_of,
)

ENOUGH_SHARED = 0.5
FENCE = 0.75
FEWEST_MEMBERS = 3
LEAST_SIMILARITY = 0.35
NEARLY_AS_CLOSE = 0.1
N_BOOTSTRAPS = 20
MOST_BOOTSTRAPPED = 500


def comparable_rows(vectors: Vectors, share_kept: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Rows of the texts that share enough of their words with other texts; the rest are outliers.

    Enough is half of their different words, or less where the texts of a collection have little in common
    altogether: `FENCE` interquartile ranges below the lower quartile.
    """
    lower, upper = np.quantile(share_kept, [0.25, 0.75])
    enough = min(ENOUGH_SHARED, lower - FENCE * (upper - lower))
    return np.flatnonzero((share_kept >= enough) & np.any(vectors != 0, axis=1)).astype(np.int64)


def drop_outliers(vectors: Vectors, found: Partition, least_similarity: float = LEAST_SIMILARITY) -> Partition:
    """Mark texts far from their centre, and clusters under `FEWEST_MEMBERS`, as outliers; number the rest.

    Themes come out largest first; equal sizes keep the order of their first text.
    """
    similarity = (vectors * found.centres[found.labels]).sum(axis=1)
    labels = np.where(similarity < least_similarity, OUTLIER, found.labels)
    sizes = np.bincount(labels[labels != OUTLIER], minlength=len(found.centres))
    kept = [label for label in np.argsort(-sizes, kind="stable") if sizes[label] >= FEWEST_MEMBERS]
    renumbered = np.full(len(found.centres) + 1, OUTLIER)
    renumbered[kept] = np.arange(len(kept))
    labels = renumbered[labels]
    return Partition(labels, centres_of(vectors, labels))


def list_members(vectors: Vectors, found: Partition) -> pd.DataFrame:
    """One row per text and theme: row, theme_no, is_primary, distance (cosine, 0..2).

    A text stands in a second theme too when that centre is within `NEARLY_AS_CLOSE` of its own centre.
    """
    inside = np.flatnonzero(found.labels != OUTLIER)
    distances = 1 - vectors[inside] @ found.centres.T
    own = found.labels[inside]
    rows = np.arange(len(inside))
    primary = pd.DataFrame({"row": inside, "theme_no": own, "is_primary": True, "distance": distances[rows, own]})
    if len(found.centres) < 2:
        return primary
    own_distances = distances[rows, own]
    distances[rows, own] = np.inf
    second = distances.argmin(axis=1)
    close = distances[rows, second] <= own_distances + NEARLY_AS_CLOSE
    other = pd.DataFrame(
        {
            "row": inside[close],
            "theme_no": second[close],
            "is_primary": False,
            "distance": distances[rows, second][close],
        }
    )
    return pd.concat([primary, other[other["distance"] <= 1 - LEAST_SIMILARITY]], ignore_index=True)


def bootstrap_stability(space: Space, labels: Labels, n_clusters: int, seed: int) -> npt.NDArray[np.float64]:
    """Mean over bootstraps of each theme's best Jaccard similarity with a cluster found again (Hennig 2007).

    `n_clusters` is the number that the tree was cut at, outliers and small clusters included. NaN for a theme
    that no bootstrap drew.
    """
    n_themes = int(labels.max(initial=OUTLIER)) + 1
    rng = np.random.default_rng(seed)
    scores = np.full((N_BOOTSTRAPS, n_themes), np.nan)
    size = min(len(labels), MOST_BOOTSTRAPPED)
    for bootstrap in range(N_BOOTSTRAPS):
        drawn = rng.choice(len(labels), size, replace=True)
        again = build_hierarchy(space.take(drawn), seed).cut(n_clusters)
        chosen, first = np.unique(drawn, return_index=True)
        scores[bootstrap] = best_jaccards(labels[chosen], again[first], n_themes)
    drawn_once = ~np.isnan(scores).all(axis=0)
    means = np.full(n_themes, np.nan)
    means[drawn_once] = np.nanmean(scores[:, drawn_once], axis=0)
    return means


def best_jaccards(themes: Labels, clusters: Labels, n_themes: int) -> npt.NDArray[np.float64]:
    """For each theme, the highest Jaccard similarity with any cluster of the same texts; NaN if empty."""
    inside = themes != OUTLIER
    overlap = np.zeros((n_themes, int(clusters.max()) + 1))
    np.add.at(overlap, (themes[inside], clusters[inside]), 1)
    theme_sizes = np.bincount(themes[inside], minlength=n_themes)[:, None]
    cluster_sizes = np.bincount(clusters, minlength=overlap.shape[1])[None, :]
    best: npt.NDArray[np.float64] = (overlap / (theme_sizes + cluster_sizes - overlap)).max(axis=1)
    return np.where(theme_sizes[:, 0] > 0, best, np.nan)
