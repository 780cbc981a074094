"""What incidents of one source say, as vectors, and for each the earlier ones that say most nearly the same.

The terms are those of the similar incidents (`etl.analysis.similar`): stems and concepts, weighed by how rare they
are in the source. No pair of incidents is compared unless both use a term that few others do.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array, diags_array

from etl.analysis.similar import build_index

Rows = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float64]

# What more incidents than this use finds no neighbours; it still counts where two incidents are compared.
MOST_USERS = 1_500
MOST_NEIGHBOURS, FEW_NEIGHBOURS = 12, 6
PAIRS_AT_ONCE = 50_000
ROWS_AT_ONCE = 1_000


def text_vectors(texts: pd.DataFrame) -> csr_array[Any]:
    """Unit vectors (n x n_terms), one for each row of `texts` in its order; all zero where nothing is told."""
    index = build_index(texts.assign(incident_id=np.arange(len(texts))))
    return csr_array(index.postings.T)


def usual_likeness(vectors: csr_array[Any]) -> Floats:
    """Mean cosine of each vector with the others: an incident told at length is a little like everything."""
    n_others = max(vectors.shape[0] - 1, 1)
    total = np.asarray(vectors.sum(axis=0)).ravel()
    own = row_dots(vectors, np.arange(vectors.shape[0]), vectors, np.arange(vectors.shape[0]))
    usual: Floats = (vectors @ total - own) / n_others
    return usual


def row_dots(left: csr_array[Any], left_rows: Rows, right: csr_array[Any], right_rows: Rows) -> Floats:
    """Dot product of `left[left_rows[i]]` and `right[right_rows[i]]` for each i."""
    dots = np.zeros(len(left_rows))
    for start in range(0, len(left_rows), PAIRS_AT_ONCE):
        part = slice(start, start + PAIRS_AT_ONCE)
        dots[part] = np.asarray(left[left_rows[part]].multiply(right[right_rows[part]]).sum(axis=1)).ravel()
    return dots


def earlier_neighbours(vectors: csr_array[Any], n: int = MOST_NEIGHBOURS) -> tuple[Rows, Rows]:
    """Rows (later, earlier) of the `n` earlier incidents nearest to each one; `vectors` are in order of time."""
    n_users = np.bincount(vectors.indices, minlength=vectors.shape[1])
    telling = csr_array(vectors @ diags_array((n_users <= max(MOST_USERS, 2)).astype(np.float32)))
    telling.eliminate_zeros()
    by_term = csr_array(telling.T)
    later, earlier = [], []
    for start in range(0, vectors.shape[0], ROWS_AT_ONCE):
        likeness = csr_array(telling[start : start + ROWS_AT_ONCE] @ by_term[:, : start + ROWS_AT_ONCE])
        for row in range(likeness.shape[0]):
            held = slice(likeness.indptr[row], likeness.indptr[row + 1])
            best = _best(likeness.indices[held], likeness.data[held], start + row, n)
            later.append(np.full(len(best), start + row))
            earlier.append(best)
    return np.concatenate([*later, []]).astype(np.intp), np.concatenate([*earlier, []]).astype(np.intp)


def _best(rows: npt.NDArray[np.int32], likeness: npt.NDArray[np.float32], before: int, n: int) -> Rows:
    earlier = rows < before
    rows, likeness = rows[earlier], likeness[earlier]
    if len(rows) > n:
        best = np.argpartition(-likeness, n)[:n]
        rows = rows[best]
    return rows.astype(np.intp)
