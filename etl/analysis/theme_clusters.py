"""Clustering of texts whose number of themes nobody knows.

Steps, each for what it is good at. LSA with Ward linkage gathers texts that are worded alike into
many small groups. The words of each group, weighted by how few groups use them, make its profile; average
linkage over the profiles joins groups that fail alike though they are worded differently. The cut is the
smallest number of clusters that is nearly as stable over resamples as the stablest (after Ben-Hur,
Elisseeff & Guyon 2002). `theme_partition` then moves texts that are plainly nearer to another centre.

Ward sees at most `MOST_LINKED` texts; past that the groups are those of a KMeans fitted on a sample.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import csr_matrix
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.preprocessing import normalize

Vectors = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

MOST_LINKED = 5_000
MOST_IN_RESAMPLE = 400
N_RESAMPLES = 24
RESAMPLE_SHARE = 0.8
NEARLY_STABLEST = 0.95
FARTHEST_JOINED = 0.9
TEXTS_PER_GROUP = 4
MOST_GROUPS = 150
TEXTS_PER_CLUSTER = 7
MOST_CLUSTERS = 60
LARGEST_SHARE = 0.35
DIMENSIONS = (10, 20)
DIMENSIONS_OF_MANY = 50
OUTLIER = -1


@dataclass(frozen=True)
class Space:
    """Texts to be clustered, one row each: `weights` (TF-IDF, sparse) and `vectors` (LSA, unit length)."""

    weights: csr_matrix
    vectors: Vectors

    def take(self, rows: npt.NDArray[np.int64]) -> "Space":
        """The same space with these rows only."""
        return Space(self.weights[rows], self.vectors[rows])


@dataclass(frozen=True)
class Partition:
    """Which cluster each text is in (`labels`, -1 for an outlier), and each cluster's unit `centres`."""

    labels: Labels
    centres: Vectors

    @property
    def n_clusters(self) -> int:
        """Number of clusters, without the outliers."""
        return len(self.centres)


def project(weights: csr_matrix, fit_rows: npt.NDArray[np.int64], seed: int) -> Vectors:
    """LSA fitted on some rows: unit vectors (n_texts x 10-50); a text without terms is all 0."""
    n_fit = len(fit_rows)
    is_exact = n_fit <= MOST_LINKED
    wished = int(np.clip(round(n_fit**0.5), *DIMENSIONS)) if is_exact else DIMENSIONS_OF_MANY
    n_dimensions = min(wished, n_fit - 1, weights.shape[1] - 1)
    if n_dimensions < 1:
        return np.zeros((weights.shape[0], 1))
    svd = TruncatedSVD(n_dimensions, algorithm="arpack" if is_exact else "randomized", random_state=seed)
    with np.errstate(divide="ignore", invalid="ignore"):  # texts that are all alike have no variance
        svd.fit(weights[fit_rows])
    vectors: Vectors = normalize(svd.transform(weights))
    return vectors


def group_alike(vectors: Vectors, n_groups: int) -> Labels:
    """Labels 0.. by Ward linkage (on unit vectors Euclidean distance orders like cosine distance)."""
    if len(vectors) < 2:
        return np.zeros(len(vectors), dtype=np.int64)
    labels = fcluster(linkage(vectors, "ward"), max(n_groups, 1), "maxclust")
    return np.asarray(np.unique(labels, return_inverse=True)[1], dtype=np.int64)


def group_many(vectors: Vectors, seed: int) -> Labels:
    """Groups by KMeans fitted on a sample of the texts, started from the sample's Ward groups."""
    rng = np.random.default_rng(seed)
    sample = vectors[rng.choice(len(vectors), MOST_LINKED, replace=False)]
    n_distinct = len(np.unique(sample.round(6), axis=0))
    start = centres_of(sample, group_alike(sample, min(MOST_GROUPS, n_distinct)))
    centres = normalize(KMeans(len(start), init=start, n_init=1, random_state=seed).fit(sample).cluster_centers_)
    nearest = (vectors @ centres.T).argmax(axis=1)
    return np.asarray(np.unique(nearest, return_inverse=True)[1], dtype=np.int64)


def membership(labels: Labels, n_clusters: int) -> csr_matrix:
    """0/1 matrix n_clusters x n_texts; outliers are in no cluster."""
    inside = np.flatnonzero(labels != OUTLIER)
    return csr_matrix((np.ones(len(inside)), (labels[inside], inside)), shape=(n_clusters, len(labels)))


def centres_of(vectors: Vectors, labels: Labels) -> Vectors:
    """Unit mean vector of each cluster (n_clusters x n_dimensions)."""
    centres: Vectors = normalize(membership(labels, int(labels.max(initial=OUTLIER)) + 1) @ vectors)
    return centres


def profile_tree(weights: csr_matrix, groups: Labels) -> Vectors:
    """Average-linkage tree (SciPy form) over the groups' mean TF-IDF, by cosine distance."""
    sums = (membership(groups, int(groups.max()) + 1) @ weights).toarray()
    return np.asarray(linkage(sums + 1e-9, "average", metric="cosine"), dtype=float)


@dataclass(frozen=True)
class Hierarchy:
    """Groups of texts worded alike, and the tree that joins them."""

    groups: Labels
    tree: Vectors

    def cut(self, n_clusters: int) -> Labels:
        """Labels 0.. of the texts at this number of clusters (fewer where there are not so many groups)."""
        if len(self.tree) == 0:
            return np.zeros_like(self.groups)
        clusters = fcluster(self.tree, n_clusters, "maxclust")
        return np.asarray(np.unique(clusters, return_inverse=True)[1][self.groups], dtype=np.int64)


def build_hierarchy(space: Space, seed: int) -> Hierarchy:
    """Group texts worded alike and link the groups."""
    n_texts = len(space.vectors)
    if n_texts > MOST_LINKED:
        groups = group_many(space.vectors, seed)
    else:
        groups = group_alike(space.vectors, min(n_texts // TEXTS_PER_GROUP, MOST_GROUPS))
    tree = profile_tree(space.weights, groups) if groups.max() > 0 else np.zeros((0, 4))
    return Hierarchy(groups, tree)


def candidate_counts(n_texts: int) -> list[int]:
    """Numbers of clusters worth trying: each one up to 12, then ever wider steps."""
    most = min(MOST_CLUSTERS, n_texts // TEXTS_PER_CLUSTER)
    wider = np.geomspace(12, MOST_CLUSTERS, 16).round().astype(int).tolist()
    return [count for count in [*range(2, 12), *wider] if count <= most]


def mean_stabilities(space: Space, whole: Hierarchy, counts: list[int], seed: int) -> npt.NDArray[np.float64]:
    """For each number of clusters, how well resamples agree with the whole (mean adjusted Rand index)."""
    rng = np.random.default_rng(seed)
    n_texts = len(space.vectors)
    size = min(int(n_texts * RESAMPLE_SHARE), MOST_IN_RESAMPLE)
    cuts = [whole.cut(count) for count in counts]
    scores = np.zeros((N_RESAMPLES, len(counts)))
    for resample in range(N_RESAMPLES):
        rows = np.sort(rng.choice(n_texts, size, replace=False))
        again = build_hierarchy(space.take(rows), seed)
        scores[resample] = [
            agreement(labels[rows], again.cut(count)) for count, labels in zip(counts, cuts, strict=True)
        ]
    means: npt.NDArray[np.float64] = scores.mean(axis=0)
    return means


def agreement(one: Labels, other: Labels) -> float:
    """Adjusted Rand index of two labellings 0.. of the same texts (Hubert & Arabie 1985).

    scikit-learn's `adjusted_rand_score` without its checks of the input, which take ten times as long.
    """
    n_texts, width = len(one), int(other.max()) + 1
    both = _pairs(np.bincount(one * width + other))
    first, second, every = _pairs(np.bincount(one)), _pairs(np.bincount(other)), n_texts * (n_texts - 1) / 2
    if first == second == both:
        return 1.0
    expected = first * second / every
    return (both - expected) / ((first + second) / 2 - expected)


def _pairs(sizes: Labels) -> float:
    """Number of pairs of texts that are in the same group."""
    return float((sizes * (sizes - 1) / 2).sum())


def largest_share(labels: Labels) -> float:
    """Share of the texts that are in the largest cluster."""
    return float(np.bincount(labels).max() / len(labels))


def choose_n_clusters(space: Space, whole: Hierarchy, seed: int) -> int:
    """Smallest number of clusters that is nearly as stable as the stablest.

    A cut that leaves most texts in one cluster is stable because it hardly cuts, and one that joins
    clusters with hardly a word in common says nothing; neither is considered (where every cut leaves most
    texts together, the one that leaves fewest is).
    """
    fewest = 1 + int((whole.tree[:, 2] > FARTHEST_JOINED).sum())
    shares = {count: largest_share(whole.cut(count)) for count in candidate_counts(len(space.vectors))}
    most = max([LARGEST_SHARE, *([min(shares.values())] if shares else [])])
    counts = [count for count, share in shares.items() if count >= fewest and share <= most]
    if not counts:
        return fewest
    stabilities = mean_stabilities(space, whole, counts, seed)
    return counts[int(np.argmax(stabilities >= NEARLY_STABLEST * stabilities.max()))]
