"""Documents read in batches, on all cores where there is enough to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from math import ceil

import pyarrow as pa
from joblib import Parallel, delayed

from etl.load.documents import read_document
from etl.load.rows import arrow_table, merge
from etl.records import SourceFile

_BATCH = 100
"""Documents of a batch, at most."""
_PARALLEL_FROM = 400
_AT_ONCE_BYTES = 1 << 24
"""Rows are handed on when they are so many: DuckDB appends a thousand documents at half the price of five times 200."""

Tables = dict[str, pa.Table]
"""Rows by the name of their table."""


def read_batches(
    files: Sequence[tuple[SourceFile, str]], loaded_at: datetime, n_jobs: int
) -> Iterator[tuple[int, Tables]]:
    """``(documents read so far, rows)`` after each batch, in order; no rows while they wait for more. In parallel where
    there is enough to do; memory holds a few batches."""
    batches = _batches(files, n_jobs)
    if len(files) < _PARALLEL_FROM or n_jobs == 1:
        results: Iterable[Tables] = (_read_batch(b, loaded_at) for b in batches)
    else:
        results = Parallel(n_jobs=n_jobs, return_as="generator", pre_dispatch="2*n_jobs")(
            delayed(_read_batch)(b, loaded_at) for b in batches
        )
    done, waiting = 0, list[Tables]()
    for batch, tables in zip(batches, results, strict=True):
        done += len(batch)
        waiting.append(tables)
        if done < len(files) and sum(rows.nbytes for held in waiting for rows in held.values()) < _AT_ONCE_BYTES:
            yield done, {}
            continue
        yield done, _joined(waiting)
        waiting.clear()


def _joined(batches: Sequence[Tables]) -> Tables:
    names = dict.fromkeys(name for tables in batches for name in tables)
    return {name: pa.concat_tables([tables[name] for tables in batches if name in tables]) for name in names}


def _batches(files: Sequence[tuple[SourceFile, str]], n_jobs: int) -> list[Sequence[tuple[SourceFile, str]]]:
    """Batches of one size, as many for each process, so that none waits long for the last."""
    n_rounds = ceil(len(files) / (n_jobs * _BATCH))
    size = ceil(len(files) / (n_jobs * n_rounds)) if n_rounds else 1
    return [files[i : i + size] for i in range(0, len(files), size)]


def _read_batch(batch: Sequence[tuple[SourceFile, str]], loaded_at: datetime) -> Tables:
    rows = merge(read_document(file, document_id, loaded_at) for file, document_id in batch)
    return {table: arrow_table(table, listed) for table, listed in rows.items() if listed}
