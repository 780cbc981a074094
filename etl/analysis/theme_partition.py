"""From a tree of clusters to the themes' members: cut it, keep to the earlier run, move what is misplaced."""

import numpy as np
from scipy.optimize import linear_sum_assignment

from etl.analysis.theme_clusters import (
    OUTLIER,
    Labels,
    Partition,
    Space,
    Vectors,
    build_hierarchy,
    centres_of,
    choose_n_clusters,
    membership,
)

PLAINLY_NEARER = 0.1
MOST_MOVES = 3
LEAST_IN_COMMON = 0.3


def partition(space: Space, seed: int, earlier: Labels | None = None) -> Partition:
    """Cluster texts without being told into how many.

    `earlier` holds the cluster of each text in an earlier run (-1: none). A text stays with those that it was with
    before, unless it is plainly nearer to another centre: a reload moves no more than it must.
    """
    whole = build_hierarchy(space, seed)
    labels = whole.cut(choose_n_clusters(space, whole, seed))
    if earlier is not None:
        labels = back_to_earlier(labels, earlier)
    labels = move_misplaced(space.vectors, labels)
    return Partition(labels, centres_of(space.vectors, labels))


def back_to_earlier(labels: Labels, earlier: Labels) -> Labels:
    """Put texts back into the cluster that has most in common with their earlier one, where there is such a one."""
    kept = earlier != OUTLIER
    n_earlier, n_now = int(earlier.max(initial=OUTLIER)) + 1, int(labels.max()) + 1
    overlap = (membership(earlier, n_earlier) @ membership(labels, n_now).T).toarray()
    sizes = overlap.sum(axis=1, keepdims=True) + np.bincount(labels[kept], minlength=n_now) - overlap
    jaccard = overlap / np.maximum(sizes, 1)
    follows = np.full(len(overlap), OUTLIER)
    rows, columns = linear_sum_assignment(-jaccard)
    alike = jaccard[rows, columns] >= LEAST_IN_COMMON
    follows[rows[alike]] = columns[alike]
    restored = np.where(kept, follows[earlier], OUTLIER)
    labels = np.where(restored == OUTLIER, labels, restored)
    return np.asarray(np.unique(labels, return_inverse=True)[1], dtype=np.int64)


def move_misplaced(vectors: Vectors, labels: Labels) -> Labels:
    """Move texts that are plainly nearer to another centre (spherical k-means steps; Dhillon & Modha 2001)."""
    own = np.arange(len(labels))
    for _ in range(MOST_MOVES):
        similarity = vectors @ centres_of(vectors, labels).T
        similarity[own, labels] += PLAINLY_NEARER
        moved = similarity.argmax(axis=1)
        if np.array_equal(moved, labels):
            break
        labels = np.asarray(np.unique(moved, return_inverse=True)[1], dtype=np.int64)
    return labels
