"""How much each term of a text weighs."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfTransformer

from etl.analysis.theme_text import Corpus

RAREST_SHARE = 0.0003
FEW_TEXTS = 100
CLAUSES_TO_FADE = 4


@dataclass(frozen=True)
class Weights:
    """TF-IDF of texts: `tfidf` (n_texts x n_terms, rows of length 1) and `share_kept`.

    `share_kept[i]` is the share of the different terms of text i that enough other texts use to be
    weighed at all.
    """

    tfidf: csr_matrix
    share_kept: npt.NDArray[np.float64]


def weigh_terms(corpus: Corpus) -> Weights:
    """Weigh the terms of texts: square root of their summed clause weights, times rarity, to length 1.

    A clause that stands word for word in n texts is a set phrase and counts 1 / sqrt(n): it would
    otherwise gather texts by their phrasing. Later clauses count less than the first. Terms of a single text, or of
    very few, gather nothing and are left out; a text may be left without any.
    """
    counts = _count_terms(corpus)
    n_texts = len(corpus.clauses)
    n_terms = np.diff(counts.indptr)
    n_users = np.bincount(counts.indices, minlength=counts.shape[1])
    fewest = max(2 if n_texts < FEW_TEXTS else 3, round(n_texts * RAREST_SHARE))
    kept = counts[:, np.flatnonzero(n_users >= fewest)]
    share_kept = np.diff(kept.indptr) / np.maximum(n_terms, 1)
    if kept.shape[1] == 0:
        return Weights(kept, share_kept)
    return Weights(csr_matrix(TfidfTransformer().fit_transform(kept.sqrt())), share_kept)


def place_weight(place: int) -> float:
    """1 / sqrt(1 + place / 4) for a clause after `place` others: what caused it is told first, then how it went."""
    return float((1 + place / CLAUSES_TO_FADE) ** -0.5)


def _count_terms(corpus: Corpus) -> csr_matrix:
    """Summed weights of the clauses that hold each term (n_texts x all terms)."""
    columns: dict[str, int] = {}
    indices: list[int] = []
    data: list[float] = []
    ends = [0]
    for clauses in corpus.clauses:
        for place, clause in enumerate(clauses):
            indices.extend(columns.setdefault(term, len(columns)) for term in clause)
            data.extend([corpus.clause_weight(clause) * place_weight(place)] * len(clause))
        ends.append(len(indices))
    counts = csr_matrix((data, indices, ends), shape=(len(corpus.clauses), len(columns)))
    counts.sum_duplicates()
    return counts
