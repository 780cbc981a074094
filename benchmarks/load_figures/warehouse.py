"""A warehouse of a large company: the generated example, multiplied in SQL.

Loading 100,000 documents takes a quarter of an hour; here the few hundred of the example are loaded and each row is
copied under a new id. A copy of the company has its own days (shifted by up to three years, the same for all of its
rows), one of ten names for each of its services, of five for each of its teams, of four for each of its themes and of
three for the source. Each incident's times are stretched around its start by 0.5 to 2, each completion of a follow-up
is moved by up to 30 days, and follow-ups are copied again until there are enough. Texts stay as they are. Search index
and marts are made by the steps of a load.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb

from dashboard.warehouse import statement
from etl.load.search import write_search
from etl.load.warehouse import build_marts, building, layout
from etl.pipeline import load

EXAMPLE = Path(__file__).parents[2] / "data" / "example"
AS_OF = date(2026, 9, 30)

# What every copied row is joined with: one row per copy of an incident.
COPIES = """
CREATE TEMP TABLE copies AS
SELECT
    i.incident_id AS id, i.started_at AS began, i.incident_id || '-' || copy AS new_id, copy,
    to_days(((copy * 37) % 1095)::INTEGER) AS earlier,
    0.5 + 1.5 * (hash(i.incident_id, copy) % 1000) / 1000 AS stretch
FROM example.incidents AS i, range($n_copies) AS c (copy)
WHERE i.is_incident AND i.incident_id NOT IN (SELECT incident_id FROM example.told_elsewhere)
QUALIFY row_number() OVER (ORDER BY copy, i.incident_id) <= $n_incidents
"""
FOLLOW_UPS = """
CREATE TEMP TABLE follow_up_copies AS
SELECT
    f.follow_up_id AS id, f.follow_up_id || '-' || copy || v.variant AS new_id, c.new_id AS new_incident_id, c.copy,
    c.earlier, to_days((hash(f.follow_up_id, copy, v.variant) % 30)::INTEGER) AS later
FROM example.follow_ups AS f
INNER JOIN copies AS c ON f.incident_id = c.id, (VALUES (''), ('b'), ('c')) AS v (variant)
QUALIFY row_number() OVER (ORDER BY v.variant, hash(f.follow_up_id, copy)) <= $n_follow_ups
"""
TIMES = ("started_at", "detected_at", "diagnosed_at", "mitigated_at", "resolved_at")
THEME = "theme_id || '-' || copy % 4"
DONE = "if({0} IS NULL, NULL, least({0}::DATE - earlier + later, '2026-09-30'::DATE)::DATE) AS {0}"


def _moved(column: str) -> str:
    stretched = f"began + to_seconds(stretch * epoch({column} - began))"
    return f"coalesce({stretched}, {column}) - earlier AS {column}"


def _of_incidents(table: str, *replaced: str) -> str:
    replaced = ("new_id AS incident_id", *replaced)
    return (
        f"SELECT t.* REPLACE ({', '.join(replaced)}) FROM example.{table} AS t "
        "INNER JOIN copies AS c ON t.incident_id = c.id"
    )


def _of_follow_ups(table: str, *replaced: str) -> str:
    replaced = ("new_id AS follow_up_id", *replaced)
    return (
        f"SELECT t.* REPLACE ({', '.join(replaced)}) FROM example.{table} AS t "
        "INNER JOIN follow_up_copies AS c ON t.follow_up_id = c.id"
    )


_EARLIER = "earlier_incident_id || '-' || copy AS earlier_incident_id"
_THEME_ID = f"{THEME} AS theme_id"
SOURCE = "source_name || ' ' || ['north', 'south', 'west'][copy % 3 + 1] AS source_name"
TABLES = {
    "documents": "SELECT d.* REPLACE (c.new_id AS document_id, d.path || c.copy AS path, d.sha256 || c.copy AS sha256) "
    "FROM example.documents AS d INNER JOIN example.incidents AS i USING (document_id) "
    "INNER JOIN copies AS c ON i.incident_id = c.id",
    "incidents": _of_incidents(
        "incidents", "new_id AS document_id", SOURCE, "team || ' ' || copy % 5 AS team",
        "(occurred_on - earlier)::DATE AS occurred_on", "published_at - earlier AS published_at", *map(_moved, TIMES),
    ),
    "incident_services": _of_incidents("incident_services", "service || '-' || copy % 10 AS service"),
    **{
        name: _of_incidents(name)
        for name in ("incident_mitigations", "incident_diagnosis_methods", "incident_roles", "incident_texts")
    },
    "timeline_events": _of_incidents("timeline_events", _moved('"at"')),
    "time_witnesses": _of_incidents("time_witnesses", _moved('"at"')),
    "follow_ups": _of_follow_ups(
        "follow_ups", "new_incident_id AS incident_id", "(opened_on - earlier)::DATE AS opened_on",
        "(due_on - earlier)::DATE AS due_on", DONE.format("done_on"), DONE.format("declined_on"),
    ),
    "follow_up_events": _of_follow_ups("follow_up_events", "(observed_on - earlier)::DATE AS observed_on"),
    "evidence": "SELECT t.* REPLACE (c.new_id AS record_id) FROM example.evidence AS t "
    "INNER JOIN (SELECT id, new_id FROM copies UNION ALL SELECT id, new_id FROM follow_up_copies) AS c "
    "ON t.record_id = c.id",
    "themes": f"SELECT t.* REPLACE ({THEME} AS theme_id, label || ' ' || copy AS label) "
    "FROM example.themes AS t, range(4) AS c (copy)",
    "theme_members": _of_incidents("theme_members", _THEME_ID) + " WHERE t.follow_up_id IS NULL UNION ALL BY NAME "
    + _of_follow_ups("theme_members", "new_incident_id AS incident_id", _THEME_ID),
    "recurrence_candidates": _of_incidents(
        "recurrence_candidates", _EARLIER, "follow_up_id || '-' || copy AS follow_up_id",
        "earlier_follow_up_id || '-' || copy AS earlier_follow_up_id",
    ) + " SEMI JOIN copies AS e ON t.earlier_incident_id || '-' || c.copy = e.new_id",
    "recurrences": _of_incidents(
        "recurrences", _EARLIER, _THEME_ID, "service || '-' || copy % 10 AS service",
        "follow_up_id || '-' || copy AS follow_up_id",
    ) + " SEMI JOIN copies AS e ON t.earlier_incident_id || '-' || c.copy = e.new_id",
}  # fmt: skip


def build(path: Path, n_incidents: int, n_follow_ups: int) -> Path:
    """The warehouse at ``path``, made if there is none of this layout yet."""
    if path.is_file() and _layout_of(path) == layout():
        return path
    example = path.with_name("example.duckdb")
    summary = load([str(EXAMPLE)], example, today=AS_OF)
    with building(path) as connection:
        connection.execute(f"ATTACH '{example.resolve()}' AS example (READ_ONLY)")
        connection.execute("SET enable_progress_bar = false")
        sizes = {"n_copies": -(-n_incidents // summary.n_incidents) + 1, "n_incidents": n_incidents}
        connection.execute(COPIES, sizes)
        connection.execute(FOLLOW_UPS, {"n_follow_ups": n_follow_ups})
        for table, rows in TABLES.items():
            connection.execute(f"INSERT INTO {table} BY NAME {rows}")
        connection.execute(f"INSERT INTO builds SELECT * REPLACE ({n_incidents} AS n_documents) FROM example.builds")
        connection.execute("DETACH example")
        write_search(connection)
        build_marts(connection)
    return path


def services_by_size(path: Path) -> list[str]:
    """The services of a warehouse, those with the most follow-ups first, so that no page is empty."""
    sql = """SELECT service FROM mart.follow_up_facts, unnest(services) AS named (service)
             GROUP BY service ORDER BY count(*) DESC, service"""
    with duckdb.connect(str(path), read_only=True) as connection:
        return [str(row[0]) for row in connection.execute(sql).fetchall()]


def likely(path: Path, kind: str) -> list[str]:
    """The values of one filter that the dashboard prepares, those with the most incidents first."""
    with duckdb.connect(str(path), read_only=True) as connection:
        return [str(row[1]) for row in connection.execute(statement("likely_filters")).fetchall() if row[0] == kind]


def _layout_of(path: Path) -> str:
    with duckdb.connect(str(path), read_only=True) as connection:
        row = connection.execute("SELECT layout FROM builds").fetchone()
    return str(row[0]) if row else ""
