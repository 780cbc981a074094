"""Recurrences, and the candidates that they are taken from, into the warehouse."""

from __future__ import annotations

import duckdb
import pandas as pd
import pyarrow as pa

from etl.analysis.recurrence import find_recurrences
from etl.analysis.recurrence_candidates import NO_VERDICTS, find_candidates
from etl.load.rows import arrow_table, schemas
from etl.load.warehouse import frame, insert, query


def write_recurrences(connection: duckdb.DuckDBPyConnection, verdicts: pd.DataFrame = NO_VERDICTS) -> None:
    """Find which incidents repeat an earlier one and write ``recurrence_candidates`` and ``recurrences``.

    ``verdicts`` are what people said of candidates: incident_id, earlier_incident_id, is_confirmed.
    """
    incidents = frame(connection, query("recurrence_candidates"))
    if incidents.empty:
        return
    incidents["services"] = incidents["services"].map(list)
    fixes = frame(connection, query("recurrence_fixes"))
    candidates = find_candidates(incidents, fixes, verdicts)
    insert(connection, "recurrence_candidates", _candidates_table(candidates))
    found = find_recurrences(incidents, fixes, candidates)
    listed = found.astype(object).where(found.notna(), None)
    insert(connection, "recurrences", arrow_table("recurrences", listed.to_dict("records")))


def _candidates_table(candidates: pd.DataFrame) -> pa.Table:
    """By column, not by row: there are a dozen candidates for each incident."""
    schema = schemas()["recurrence_candidates"]
    arrays = [
        pa.array(candidates[name].to_numpy(), field.type, from_pandas=True)
        for name, field in zip(schema.names, schema, strict=True)
    ]
    return pa.table(arrays, schema=schema)
