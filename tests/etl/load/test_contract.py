"""The warehouse contract: tables and columns that tools outside Refrain may read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from etl.load.rows import arrow_table, schemas
from tests.conftest import Load

# As the design states them; a column may be added, none may go or be renamed.
CONTRACT = {
    "documents": "document_id source_name path sha256 format loaded_at status",
    "rejects": "path line problem hint",
    "incidents": (
        "incident_id document_id source_name is_incident title url severity occurred_on started_at "
        "detected_at diagnosed_at mitigated_at resolved_at published_at cause_text cause_category trigger "
        "detection_source impact_text diagnosis_text short_term_text long_term_text went_well_text"
    ),
    "incident_services": "incident_id service",
    "incident_mitigations": "incident_id mitigation",
    "incident_diagnosis_methods": "incident_id method",
    "incident_roles": "incident_id role",
    "timeline_events": "incident_id seq at kind text line",
    "follow_ups": "follow_up_id incident_id text kind status owner opened_on due_on done_on url line",
    "follow_up_events": "follow_up_id",
    "evidence": "record_id field line_start line_end quote rule",
    "themes": "theme_id kind label",
    "theme_members": "theme_id kind incident_id follow_up_id is_primary distance",
    "recurrence_candidates": "incident_id earlier_incident_id score is_likely is_confirmed days_since reference",
    "theme_moves": "kind change record_id incident_id from_theme_id to_theme_id from_label to_label",
    "incident_links": "incident_id other_id kind confidence rule origin quote",
    "told_elsewhere": "incident_id told_in reason",
    "recurrences": "incident_id earlier_incident_id fix_state days_since confidence",
}
TYPES = {
    ("incidents", "occurred_on"): "DATE",
    ("incidents", "started_at"): "TIMESTAMP WITH TIME ZONE",
    ("incidents", "published_at"): "TIMESTAMP WITH TIME ZONE",
    ("timeline_events", "at"): "TIMESTAMP WITH TIME ZONE",
    ("follow_ups", "due_on"): "DATE",
    ("incidents", "is_incident"): "BOOLEAN",
}


@pytest.fixture
def columns(docs: Path, load_into: Load, warehouse: Path) -> dict[tuple[str, str], str]:
    load_into(docs)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        found = connection.execute("SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal")
        return {(table, column): kind for table, column, kind in found.fetchall()}


def test_every_table_of_the_contract_has_its_columns(columns: dict[tuple[str, str], str]) -> None:
    """A loaded warehouse holds each table with each column, whatever else it holds."""
    stated = {(table, column) for table, listed in CONTRACT.items() for column in listed.split()}
    assert stated - columns.keys() == set()


def test_times_and_dates_have_their_types(columns: dict[tuple[str, str], str]) -> None:
    """Instants know their zone; civil dates are dates."""
    assert {place: columns[place] for place in TYPES} == TYPES


def test_every_record_points_at_its_incident(
    docs: Path, load_into: Load, rows: Callable[..., list[tuple[object, ...]]]
) -> None:
    """Ids are unique, and no row is left without the incident or follow-up that it belongs to."""
    (docs / "copy.md").write_bytes((docs / "2024-03-05-cache.md").read_bytes())
    load_into(docs)
    assert rows("SELECT incident_id FROM incidents GROUP BY 1 HAVING count(*) > 1") == []
    for table in ("incident_services", "incident_texts", "timeline_events", "follow_ups", "time_witnesses"):
        lost = f"SELECT * FROM {table} ANTI JOIN incidents USING (incident_id)"  # noqa: S608
        assert rows(lost) == [], table
    records = "SELECT incident_id AS id FROM incidents UNION ALL SELECT follow_up_id FROM follow_ups"
    assert rows(f"SELECT * FROM evidence ANTI JOIN ({records}) ON record_id = id") == []  # noqa: S608
    assert rows("SELECT * FROM follow_up_events ANTI JOIN follow_ups USING (follow_up_id)") == []
    assert rows("SELECT * FROM incidents ANTI JOIN documents USING (document_id)") == []


def test_the_arrow_types_are_those_of_the_schema() -> None:
    """The loader knows every table of schema.sql with its columns, and an empty one keeps its types."""
    assert schemas().keys() >= CONTRACT.keys()
    assert all(arrow_table(name, []).schema.equals(schema) and len(schema) for name, schema in schemas().items())


def test_half_a_surrogate_pair_is_stored_as_a_question_mark() -> None:
    """JSON lets through what UTF-8 cannot hold: the row is kept."""
    assert arrow_table("incident_services", [{"incident_id": "a", "service": "x\ud800y"}])["service"].to_pylist() == [
        "x?y"
    ]
