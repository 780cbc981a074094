"""Recurrences in the warehouse: what counts as a practice of listing follow-ups, and what people's verdicts do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pytest

from etl.load.repeats import write_recurrences
from etl.load.rows import arrow_table, schema_sql
from etl.load.warehouse import frame, insert, query
from tests.etl.analysis.recurrence_texts import CERTIFICATE, DISK, FILLER, incident


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty warehouse in memory."""
    with duckdb.connect() as opened:
        opened.execute("SET timezone = 'UTC'")
        opened.execute(schema_sql())
        yield opened


def add(connection: duckdb.DuckDBPyConnection, table: str, *rows: dict[str, Any]) -> None:
    """Append rows; what is not given is NULL."""
    insert(connection, table, arrow_table(table, rows))


def add_incident(connection: duckdb.DuckDBPyConnection, one: dict[str, Any], document: str | None = None) -> None:
    """An incident with its document (a file of its own unless one is named), text and services."""
    own = one["incident_id"]
    if document is None:
        add(connection, "documents", _document(own, one["source_name"], 1))
    facts = {
        name: one[name] for name in ("incident_id", "source_name", "title", "cause_text", "started_at", "resolved_at")
    }
    add(connection, "incidents", {**facts, "document_id": document or own, "is_incident": True})
    add(connection, "incident_texts", {"incident_id": own, "line_start": 1, "text": one["body"]})
    add(connection, "incident_services", *({"incident_id": own, "service": name} for name in one["services"]))


def _document(document_id: str, source: str, n_incidents: int, kind: str = "markdown") -> dict[str, Any]:
    return {
        "document_id": document_id,
        "source_name": source,
        "path": f"/docs/{document_id}.md",
        "sha256": document_id,
        "format": kind,
        "loaded_at": datetime(2026, 1, 1, tzinfo=UTC),
        "status": "incident",
        "extractor_version": "1",
        "n_incidents": n_incidents,
        "n_bytes": 1,
    }


def file_follow_up(connection: duckdb.DuckDBPyConnection, incident_id: str) -> None:
    """One follow-up of an incident."""
    item = {"follow_up_id": f"{incident_id}-1", "incident_id": incident_id, "text": "Renew the certificate by machine"}
    add(connection, "follow_ups", {**item, "status": "open", "opened_on": date(2025, 1, 1), "seq": 1})


def practice(connection: duckdb.DuckDBPyConnection) -> dict[str, bool]:
    """Incident -> whether postmortems like it list follow-ups."""
    rows = frame(connection, query("recurrence_candidates"))
    return dict(zip(rows["incident_id"], rows["lists_follow_ups"].astype(bool), strict=True))


def test_a_practice_begins_with_the_first_that_shows_it(connection: duckdb.DuckDBPyConnection) -> None:
    """Postmortems of the years before listed none: nobody knows whether any was filed."""
    for number in range(4):
        add_incident(connection, incident(f"i{number}", f"202{number}-03-01", DISK, ["pay"]))
    file_follow_up(connection, "i1")
    file_follow_up(connection, "i3")
    assert practice(connection) == {"i0": False, "i1": True, "i2": True, "i3": True}


def test_few_that_list_some_are_no_practice(connection: duckdb.DuckDBPyConnection) -> None:
    """One in ten of a status page's records is an exception, or misread."""
    for number in range(10):
        add_incident(connection, incident(f"i{number}", f"202{number}-03-01", DISK, ["pay"]))
    file_follow_up(connection, "i0")
    assert not any(practice(connection).values())


def test_records_of_one_file_have_a_practice_of_their_own(connection: duckdb.DuckDBPyConnection) -> None:
    """A provider's records list none, though the postmortems beside them do."""
    add(connection, "documents", _document("records", "wiki", 2, "csv"))
    for number in range(2):
        add_incident(connection, incident(f"r{number}", f"2024-0{number + 1}-01", DISK, ["pay"]), "records")
    add_incident(connection, incident("p", "2024-01-01", DISK, ["pay"]))
    file_follow_up(connection, "p")
    assert practice(connection) == {"r0": False, "r1": False, "p": True}


def recurrences(connection: duckdb.DuckDBPyConnection, *verdicts: tuple[str, str, bool]) -> dict[str, tuple[str, str]]:
    """Later incident -> earlier incident and the state of its fix, under these verdicts."""
    connection.execute("DELETE FROM recurrences; DELETE FROM recurrence_candidates")
    said = pd.DataFrame(list(verdicts), columns=["incident_id", "earlier_incident_id", "is_confirmed"])
    write_recurrences(connection, said)
    rows = connection.execute("SELECT incident_id, earlier_incident_id, fix_state FROM recurrences").fetchall()
    return {later: (earlier, state) for later, earlier, state in rows}


def test_verdicts_reach_the_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """A repeat is found with the state of its fix; rejected it goes, another that is confirmed comes."""
    for one in FILLER:
        add_incident(connection, one)
    add_incident(connection, incident("a", "2025-03-01", CERTIFICATE[0], ["checkout"]))
    add_incident(connection, incident("b", "2025-06-01", CERTIFICATE[1], ["checkout"]))
    file_follow_up(connection, "a")
    assert recurrences(connection)["b"] == ("a", "open")
    assert recurrences(connection, ("b", "a", False), ("b", "f00", True))["b"][0] == "f00"
    said = connection.execute("SELECT is_confirmed FROM recurrence_candidates WHERE incident_id = 'b' ORDER BY score")
    assert {row[0] for row in said.fetchall()} == {True, False, None}


def test_an_empty_warehouse_has_no_recurrences(connection: duckdb.DuckDBPyConnection) -> None:
    """Nothing raises and nothing is written."""
    assert recurrences(connection) == {}
    assert isinstance(connection.execute("FROM recurrence_candidates").to_arrow_table(), pa.Table)
