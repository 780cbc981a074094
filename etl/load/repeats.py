"""Recurrences into the warehouse."""

from __future__ import annotations

import duckdb

from etl.analysis.recurrence import find_recurrences
from etl.load.rows import arrow_table
from etl.load.warehouse import frame, insert, query

_SOURCE_END = "\x1f"
"""Stands between source and service in ``sql/recurrence_candidates.sql``."""


def write_recurrences(connection: duckdb.DuckDBPyConnection) -> None:
    """Find the incidents that repeat an earlier one and write ``recurrences``."""
    incidents = frame(connection, query("recurrence_candidates"))
    if incidents.empty:
        return
    incidents["services"] = incidents["services"].map(list)
    fixes = frame(connection, query("recurrence_fixes"))
    found = find_recurrences(incidents, fixes)
    found["service"] = found["service"].map(lambda service: service.rpartition(_SOURCE_END)[2])
    listed = found.astype(object).where(found.notna(), None)
    insert(connection, "recurrences", arrow_table("recurrences", listed.to_dict("records")))
