"""How much each term of a text weighs."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfTransformer

from etl.analysis.theme_text import Clause

RAREST_SHARE = 0.0003
FEW_TEXTS = 100


@dataclass(frozen=True)
class Weights:
    """TF-IDF of texts: `tfidf` (n_texts x n_terms, rows of length 1) and `share_kept`.

    `share_kept[i]` is the share of the different terms of text i that enough other texts use to be
    weighed at all.
    """

    tfidf: csr_matrix
    share_kept: npt.NDArray[np.float64]


def weigh_terms(texts: Sequence[Sequence[Clause]]) -> Weights:
    """Weigh the terms of texts (each a list of clauses, each a list of terms).

    A clause that stands word for word in n texts is a set phrase and counts 1 / sqrt(n): it would
    otherwise gather texts by their phrasing. Terms of a single text, or of very few, gather nothing and
    are left out; a text may be left without any.
    """
    counts = _count_terms(texts)
    n_terms = np.diff(counts.indptr)
    n_users = np.bincount(counts.indices, minlength=counts.shape[1])
    fewest = max(2 if len(texts) < FEW_TEXTS else 3, round(len(texts) * RAREST_SHARE))
    kept = counts[:, np.flatnonzero(n_users >= fewest)]
    share_kept = np.diff(kept.indptr) / np.maximum(n_terms, 1)
    if kept.shape[1] == 0:
        return Weights(kept, share_kept)
    return Weights(csr_matrix(TfidfTransformer().fit_transform(kept.sqrt())), share_kept)


def _count_terms(texts: Sequence[Sequence[Clause]]) -> csr_matrix:
    """Summed weights of the clauses that hold each term (n_texts x all terms)."""
    n_copies = Counter(clause for text in texts for clause in set(text))
    columns: dict[str, int] = {}
    indices: list[int] = []
    data: list[float] = []
    ends = [0]
    for text in texts:
        for clause in text:
            indices.extend(columns.setdefault(term, len(columns)) for term in clause)
            data.extend([n_copies[clause] ** -0.5] * len(clause))
        ends.append(len(indices))
    counts = csr_matrix((data, indices, ends), shape=(len(texts), len(columns)))
    counts.sum_duplicates()
    return counts
