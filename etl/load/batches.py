"""Documents read in batches, on all cores where there is enough to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import pyarrow as pa
from joblib import Parallel, delayed

from etl.load.documents import read_document
from etl.load.rows import arrow_table, merge
from etl.records import SourceFile

_BATCH = 200
_PARALLEL_FROM = 400


def read_batches(
    files: Sequence[tuple[SourceFile, str]], loaded_at: datetime, n_jobs: int
) -> Iterator[tuple[int, dict[str, pa.Table]]]:
    """Arrow tables of each batch, in order. In parallel where there is enough to do; memory holds a few batches."""
    batches = [files[i : i + _BATCH] for i in range(0, len(files), _BATCH)]
    if len(files) < _PARALLEL_FROM or n_jobs == 1:
        results: Iterable[dict[str, pa.Table]] = (_read_batch(b, loaded_at) for b in batches)
    else:
        results = Parallel(n_jobs=n_jobs, return_as="generator", pre_dispatch="2*n_jobs")(
            delayed(_read_batch)(b, loaded_at) for b in batches
        )
    done = 0
    for batch, tables in zip(batches, results, strict=True):
        done += len(batch)
        yield done, tables


def _read_batch(batch: Sequence[tuple[SourceFile, str]], loaded_at: datetime) -> dict[str, pa.Table]:
    rows = merge(read_document(file, document_id, loaded_at) for file, document_id in batch)
    return {table: arrow_table(table, listed) for table, listed in rows.items() if listed}
