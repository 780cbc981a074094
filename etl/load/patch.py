"""A warehouse as it stands with the edits that were made since it was built.

The few incidents that the edits touch are copied beside the warehouse, in memory, and go through the same steps as in a
load: their documents' own values, the edits merged, the marts built. Views then show them in the place of the
warehouse's rows, so that every query sees the edits at once and none needs to know of them. The next load merges the
edits for good.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from etl.analysis.recurrence import find_recurrences
from etl.analysis.recurrence_verdicts import VERDICT_COLUMNS, verdict_of
from etl.edits.fold import Change
from etl.edits.records import Edit
from etl.edits.themes import is_theme_edit
from etl.load.links import people_links, settle_links
from etl.load.merge import find_records, merge_edits
from etl.load.reuse import BY_INCIDENT, copy_incidents, quoted
from etl.load.rows import arrow_table, schema_sql
from etl.load.theme_edits import TABLES, found_schema, insert_frame, themes_with_edits
from etl.load.verdicts import read_verdicts
from etl.load.warehouse import MARTS, build_marts, frame, insert, query

JOINT = "joint"
"""The catalog whose tables are the warehouse's and the patch's together."""

_KEYS = {"evidence": "record_id", "follow_up_events": "follow_up_id", "follow_up_versions": "follow_up_id"}
_FROM_PATCH = {"themes", "theme_members", "unplaced_edits"}
_OF_PAIRS = {"recurrences", "incident_links", "told_elsewhere"}
_FROM_BOTH = {*BY_INCIDENT, *_KEYS, *MARTS, *_OF_PAIRS} - {"incident_texts", "policy_days"}

_VERDICTS = pa.schema({name: pa.bool_() if name == "is_confirmed" else pa.string() for name in VERDICT_COLUMNS})


def patched(warehouse: Path, edits: Sequence[Edit], observed: Iterable[Change] = ()) -> duckdb.DuckDBPyConnection:
    """An in-memory database in which the catalog ``joint`` has every table of the warehouse, with the edits merged.

    Take a ``cursor()`` of it for each query, after ``USE joint``. The warehouse stays open read-only behind it.
    """
    connection = duckdb.connect()
    connection.execute(f"SET timezone = 'UTC'; ATTACH '{quoted(warehouse.resolve())}' AS base (READ_ONLY)")
    connection.execute(schema_sql())
    changes, verdicts = list(observed), _verdicts(connection, edits)
    _copy_touched(connection, edits, changes, list(verdicts["incident_id"]))
    merge_edits(connection, edits, changes)
    _settle(connection)
    _repeats(connection, verdicts)
    build_marts(connection)
    _join(connection)
    return connection


def _verdicts(connection: duckdb.DuckDBPyConnection, edits: Sequence[Edit]) -> pd.DataFrame:
    connection.execute("USE base")
    found = read_verdicts(connection, edits)
    connection.execute("USE memory")
    return found


def _copy_touched(
    connection: duckdb.DuckDBPyConnection, edits: Sequence[Edit], changes: Sequence[Change], judged: Sequence[str]
) -> None:
    """The edited incidents, those that repeat them, and what the marts need to know beside them."""
    connection.execute("USE base")
    ids, _ = find_records(connection, edits)
    said = people_links(connection, edits)
    named = {*ids.values(), *judged, *(c.record_id for c in changes), *_copy_themes(connection, edits)}
    connection.execute("CREATE TABLE said_links AS FROM incident_links LIMIT 0")
    insert(connection, "said_links", arrow_table("incident_links", said))
    connection.execute(query("patched_incidents"), {"ids": sorted(named)})
    connection.execute("CREATE TABLE kept_incidents AS SELECT DISTINCT incident_id FROM touched")
    connection.execute(
        f"""INSERT INTO kept_incidents SELECT DISTINCT earlier_incident_id FROM ({query("patched_candidates")})
            WHERE earlier_incident_id NOT IN (SELECT incident_id FROM touched)"""
    )
    connection.execute(
        """INSERT INTO kept_incidents SELECT incident_id FROM base.told_elsewhere
           WHERE told_in IN (FROM kept_incidents) AND incident_id NOT IN (FROM kept_incidents)"""
    )
    copy_incidents(connection, "base")
    connection.execute("INSERT INTO builds BY NAME FROM base.builds")


def _copy_themes(connection: duckdb.DuckDBPyConnection, edits: Sequence[Edit]) -> list[str]:
    """The themes as people want them, and the incidents for which that makes a difference."""
    connection.execute("USE base")
    if not any(is_theme_edit(e) for e in edits) and found_schema(connection) == "main":
        connection.execute("USE memory")
        for table in TABLES:
            connection.execute(f"INSERT INTO {table} BY NAME FROM base.{table}")
        return []
    themes = themes_with_edits(connection, edits)
    connection.execute("USE memory")
    insert_frame(connection, "themes", themes.themes)
    insert_frame(connection, "theme_members", themes.members)
    return list(frame(connection, query("renamed_incidents"))["incident_id"])


def _settle(connection: duckdb.DuckDBPyConnection) -> None:
    """Which records are told elsewhere, by the links and what people say now, and whose the items of theirs are."""
    connection.execute(query("patched_links"))
    connection.execute("INSERT INTO documents FROM base.documents SEMI JOIN incidents USING (document_id)")
    settle_links(connection)
    connection.execute(
        """INSERT INTO told_elsewhere FROM base.told_elsewhere
           WHERE incident_id IN (FROM kept_incidents) AND incident_id NOT IN (FROM touched)"""
    )
    connection.execute(query("patched_members"))


def _repeats(connection: duckdb.DuckDBPyConnection, verdicts: pd.DataFrame) -> None:
    """Which earlier incident each touched one repeats, by the build's judgement and people's verdicts, and the state of
    the earlier fix as it is known now."""
    candidates = frame(connection, query("patched_candidates"))
    said = verdict_of(candidates, verdicts)
    judged = [own if verdict is None else verdict for own, verdict in zip(candidates["is_likely"], said, strict=True)]
    incidents = frame(connection, query("patched_repeats"))
    incidents["services"] = incidents["services"].map(list)
    fixes = frame(connection, query("recurrence_fixes"))
    connection.execute("CREATE TABLE verdicts (incident_id VARCHAR, earlier_incident_id VARCHAR, is_confirmed BOOLEAN)")
    insert(connection, "verdicts", pa.Table.from_pandas(verdicts, _VERDICTS, preserve_index=False))
    insert_frame(connection, "recurrences", find_recurrences(incidents, fixes, candidates.assign(is_likely=judged)))


def _join(connection: duckdb.DuckDBPyConnection) -> None:
    """Views over both, each row of a touched incident from the patch and every other from the warehouse."""
    connection.execute(f"ATTACH ':memory:' AS {JOINT}; CREATE SCHEMA {JOINT}.mart")
    connection.execute(f"CREATE SCHEMA {JOINT}.search; CREATE SCHEMA {JOINT}.found")
    connection.execute(
        """CREATE TABLE touched_records AS SELECT incident_id AS record_id FROM touched
           UNION SELECT follow_up_id FROM base.follow_ups SEMI JOIN touched USING (incident_id)"""
    )
    tables = connection.execute(
        "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = 'base' AND NOT internal"
    ).fetchall()
    for schema, table in tables:
        connection.execute(f"CREATE VIEW {JOINT}.{schema}.{table} AS {_view(schema, table)}")


def _view(schema: str, table: str) -> str:
    name = f"{schema}.{table}"
    if table == "recurrence_candidates":
        return query("patched_verdicts")
    if schema in {"search", "found"} or table not in _FROM_BOTH | _FROM_PATCH:
        return f"FROM base.{name}"
    if table in _FROM_PATCH:
        return f"FROM memory.{name}"
    key = _KEYS.get(table, "incident_id")
    touched = "SELECT record_id FROM memory.main.touched_records"
    return (
        f"FROM base.{name} WHERE {key} NOT IN ({touched}) "
        f"UNION ALL BY NAME FROM memory.{name} WHERE {key} IN ({touched})"
    )
