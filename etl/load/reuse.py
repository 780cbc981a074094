"""What an earlier build already knows: documents whose bytes and extractor are unchanged are copied, not parsed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from etl.errors import WarehouseError
from etl.load.as_written import restore
from etl.load.merge import CORRECTION
from etl.load.warehouse import insert, reading

BY_INCIDENT = (
    "incidents", "incident_texts", "incident_services", "incident_mitigations", "incident_diagnosis_methods",
    "incident_roles", "timeline_events", "follow_ups", "time_witnesses",
)  # fmt: skip
RECORDS = (("incidents", "incident_id"), ("follow_ups", "follow_up_id"))
CONTRACT = {"documents", "rejects", "incidents", "follow_ups", "builds"}
"""What makes a file a warehouse of Refrain, of whichever version."""


@dataclass(frozen=True, slots=True)
class Known:
    """One document of the earlier build."""

    document_id: str
    path: str
    sha256: str
    extractor_version: str
    root: str | None
    status: str


def known_documents(path: Path) -> dict[str, Known]:
    """The earlier build's documents by path; empty where there is no earlier build."""
    if not path.resolve().is_file():
        return {}
    with reading(path) as old:
        _check_contract(old, path)
        rows = old.execute(
            "SELECT document_id, path, sha256, extractor_version, root, status FROM documents"
        ).fetchall()
    return {row[1]: Known(*row) for row in rows}


def _check_contract(old: duckdb.DuckDBPyConnection, path: Path) -> None:
    here = {row[0] for row in old.execute("SELECT table_name FROM duckdb_tables() WHERE NOT internal").fetchall()}
    if missing := CONTRACT - here:
        listed = ", ".join(sorted(missing)[:4])
        raise WarehouseError(f"{path} is no warehouse of Refrain: it has no {listed}. Name another file")


def copy_unchanged(connection: duckdb.DuckDBPyConnection, old: Path, document_ids: list[str]) -> None:
    """Copy every row of the given documents from the earlier build, table by table."""
    if not document_ids:
        return
    connection.register("kept", pa.table({"document_id": document_ids}))
    connection.execute(f"ATTACH '{quoted(old.resolve())}' AS old (READ_ONLY)")
    try:
        for table in ("documents", "rejects"):
            connection.execute(f"INSERT INTO {table} BY NAME FROM old.{table} SEMI JOIN kept USING (document_id)")
        connection.execute(
            """CREATE TEMP TABLE kept_incidents AS
               SELECT incident_id FROM old.incidents SEMI JOIN kept USING (document_id)"""
        )
        copy_incidents(connection, "old")
    finally:
        connection.execute("DROP TABLE IF EXISTS kept_incidents; DETACH old")
        connection.unregister("kept")


def mark_first_seen(connection: duckdb.DuckDBPyConnection, old: Path, as_of: str) -> None:
    """Date the documents that the earlier build has neither by id nor by bytes; the others keep their day."""
    connection.execute(f"ATTACH '{quoted(old.resolve())}' AS old (READ_ONLY)")
    try:
        earlier = connection.execute("FROM old.documents LIMIT 0").description or ()
        day = "first_seen_on" if "first_seen_on" in {column[0] for column in earlier} else "NULL::DATE"
        connection.execute(
            f"""UPDATE documents SET first_seen_on = seen.day FROM (
                    SELECT d.document_id, CASE WHEN i.document_id IS NOT NULL THEN i.day
                           WHEN s.sha256 IS NOT NULL THEN s.day ELSE $as_of::DATE END AS day
                    FROM documents AS d
                    LEFT JOIN (SELECT document_id, {day} AS day FROM old.documents) AS i USING (document_id)
                    LEFT JOIN (SELECT sha256, min({day}) AS day FROM old.documents WHERE sha256 <> ''
                               GROUP BY sha256) AS s ON d.sha256 = s.sha256
                ) AS seen WHERE documents.document_id = seen.document_id""",
            {"as_of": as_of},
        )
    finally:
        connection.execute("DETACH old")


def copy_incidents(connection: duckdb.DuckDBPyConnection, old: str) -> None:
    """Copy what the documents say of the incidents in the table ``kept_incidents`` from the attached database ``old``.

    What edits and trackers put in its place is taken back: they are merged anew into every build.
    """
    for table in BY_INCIDENT:
        connection.execute(
            f"INSERT INTO {table} BY NAME FROM {old}.{table} SEMI JOIN kept_incidents USING (incident_id)"
        )
    connection.execute(
        f"""CREATE TEMP TABLE kept_records AS SELECT incident_id AS record_id FROM kept_incidents
            UNION ALL SELECT follow_up_id FROM {old}.follow_ups SEMI JOIN kept_incidents USING (incident_id)"""
    )
    connection.execute(
        f"""INSERT INTO evidence BY NAME FROM {old}.evidence
            SEMI JOIN kept_records USING (record_id) WHERE rule <> '{CORRECTION}'"""
    )
    connection.execute(
        f"""INSERT INTO follow_up_events BY NAME SELECT e.* FROM {old}.follow_up_events AS e
            SEMI JOIN kept_records AS k ON e.follow_up_id = k.record_id WHERE e.origin IN ('document', 'reload')"""
    )
    if has_table(connection, old, "values_as_written"):
        for table, key in RECORDS:
            restore(connection, table, key, f"{old}.values_as_written")
    connection.execute("DROP TABLE kept_records")


def has_table(connection: duckdb.DuckDBPyConnection, database: str, table: str) -> bool:
    """Whether an attached database, which an earlier version may have built, has a table."""
    found = connection.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE database_name = $database AND table_name = $table",
        {"database": database, "table": table},
    ).fetchone()
    return bool(found and found[0])


def diff_follow_ups(connection: duckdb.DuckDBPyConnection, old: Path, as_of: str) -> None:
    """Keep every change that a re-import shows: a status, date or owner that the earlier build read differently.
    Items are matched by incident and text, so that a new item in between shifts nothing. Where the bytes are
    the same, a difference comes from a better reader, not from the people at work: it is no event."""
    connection.execute(f"ATTACH '{quoted(old.resolve())}' AS old (READ_ONLY)")
    try:
        connection.execute("CREATE TEMP TABLE earlier AS FROM old.follow_ups")
        if has_table(connection, "old", "values_as_written"):
            restore(connection, "earlier", "follow_up_id", "old.values_as_written")
        for column in ("status", "due_on", "owner", "done_on", "declined_on"):
            changed = connection.execute(
                f"""SELECT n.follow_up_id, CAST($as_of AS DATE) AS observed_on, '{column}' AS field,
                           CAST(o.{column} AS VARCHAR) AS old_value, CAST(n.{column} AS VARCHAR) AS new_value,
                           'reload' AS origin
                    FROM follow_ups AS n JOIN earlier AS o USING (incident_id, text)
                    SEMI JOIN (
                        SELECT i.incident_id FROM incidents AS i JOIN documents AS d USING (document_id)
                        JOIN old.documents AS e USING (document_id) WHERE d.sha256 <> e.sha256) USING (incident_id)
                    WHERE n.{column} IS DISTINCT FROM o.{column}""",
                {"as_of": as_of},
            ).to_arrow_table()
            insert(connection, "follow_up_events", changed)
        connection.execute(
            """INSERT INTO follow_up_events BY NAME
               SELECT n.follow_up_id, e.observed_on, e.field, e.old_value, e.new_value, e.origin
               FROM old.follow_up_events AS e
               JOIN earlier AS o ON e.follow_up_id = o.follow_up_id
               JOIN follow_ups AS n ON n.incident_id = o.incident_id AND n.text = o.text
               WHERE e.origin = 'reload' AND NOT EXISTS (
                   SELECT 1 FROM follow_up_events AS h
                   WHERE h.follow_up_id = n.follow_up_id AND h.field = e.field AND h.origin = 'reload'
                     AND h.observed_on = e.observed_on AND h.new_value IS NOT DISTINCT FROM e.new_value)"""
        )
    finally:
        connection.execute("DROP TABLE IF EXISTS earlier; DETACH old")


def quoted(path: Path) -> str:
    """A path as it stands inside quotes in SQL."""
    return str(path).replace("'", "''")
