"""People's say over themes, in the warehouse. What the clustering found stays beside it, in the schema ``found``."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pandas as pd
import pyarrow as pa

from etl.edits.records import Edit
from etl.edits.themes import Named, apply_theme_edits, is_theme_edit
from etl.load.merge import find_records, unplaced_row
from etl.load.rows import arrow_table, schemas
from etl.load.warehouse import frame, insert, query

TABLES = ("themes", "theme_members")


def write_theme_edits(connection: duckdb.DuckDBPyConnection, edits: Sequence[Edit]) -> None:
    """Put what people made of the themes in the place of what was found."""
    if not any(is_theme_edit(e) for e in edits):
        return
    connection.execute("CREATE SCHEMA found")
    for table in TABLES:
        connection.execute(f"CREATE TABLE found.{table} AS FROM {table}")
    named = themes_with_edits(connection, edits)
    for table, rows in zip(TABLES, (named.themes, named.members), strict=True):
        connection.execute(f"DELETE FROM {table}")
        insert_frame(connection, table, rows)
    insert(connection, "unplaced_edits", arrow_table("unplaced_edits", [unplaced_row(e) for e in named.waiting]))


def themes_with_edits(connection: duckdb.DuckDBPyConnection, edits: Sequence[Edit]) -> Named:
    """The themes of the current database as people want them, whatever state of the edits is merged into it."""
    schema = found_schema(connection)
    found = Named(frame(connection, f"FROM {schema}.themes"), frame(connection, f"FROM {schema}.theme_members"))
    listed = [e for e in edits if is_theme_edit(e)]
    ids, _ = find_records(connection, listed)
    held = {str(h) for e in listed if e.field == "members" for h in e.value or ()}
    merged = {str(h) for e in listed if e.field == "merged_into" for h in e.reference.get("members", ())}
    named = {*ids.values(), *held, *merged}
    owners = frame(connection, query("incident_of_records"), {"record_ids": sorted(named)})
    return apply_theme_edits(found, listed, ids, dict(zip(owners["record_id"], owners["incident_id"], strict=True)))


def found_schema(connection: duckdb.DuckDBPyConnection) -> str:
    """Where the themes as they were found stand: beside those that people made of them, if they did."""
    sql = """SELECT count(*) AS n FROM duckdb_tables()
             WHERE schema_name = 'found' AND database_name = current_database()"""
    return "found" if frame(connection, sql)["n"].item() else "main"


def insert_frame(connection: duckdb.DuckDBPyConnection, table: str, rows: pd.DataFrame) -> None:
    """Append rows of the contract's columns, by column."""
    schema = schemas()[table]
    given = {f.name: pa.array(rows[f.name], f.type, from_pandas=True) for f in schema if f.name in rows}
    insert(connection, table, pa.table(given))
