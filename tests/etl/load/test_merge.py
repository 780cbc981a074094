"""Edits in the warehouse: merged at load, shown at once by the patch, never lost, and taken back whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import sqlalchemy as sa

from etl.edits.identity import follow_up_reference, incident_reference
from etl.edits.records import Draft
from etl.edits.store import append, default_url, open_store, read_edits, undo
from etl.load.patch import patched
from etl.load.rows import schemas
from etl.load.summary import Summary
from etl.load.warehouse import MARTS, reading
from tests.conftest import Load, postmortem

Rows = Callable[..., list[tuple[Any, ...]]]
NOW = datetime(2024, 6, 20, 9, tzinfo=UTC)
BOTH = ("follow_ups", "incidents")
STATUS = "SELECT text, status, done_on, declined_on FROM follow_ups ORDER BY text"


@pytest.fixture
def log(warehouse: Path) -> sa.Engine:
    warehouse.parent.mkdir(parents=True, exist_ok=True)
    return open_store(default_url(warehouse))


def incident(rows: Rows, title: str) -> dict[str, Any]:
    found = rows("SELECT incident_id, title, occurred_on FROM incidents WHERE title = ?", title)[0]
    return dict(zip(("incident_id", "title", "occurred_on"), found, strict=True))


def follow_up_draft(rows: Rows, field: str, value: Any, **more: Any) -> Draft:
    """About the one follow-up of the first document."""
    about = incident(rows, "Cache poisoned")
    follow_up_id, text = rows("SELECT follow_up_id, text FROM follow_ups WHERE incident_id = ?", about["incident_id"])[
        0
    ]
    reference = follow_up_reference({"text": text}, about)
    return Draft("follow_up", follow_up_id, field, value, reference=reference, **more)


def incident_draft(rows: Rows, field: str, value: Any) -> Draft:
    about = incident(rows, "Cache poisoned")
    return Draft("incident", about["incident_id"], field, value, reference=incident_reference(about))


def test_an_edit_is_merged_by_the_next_load_which_parses_nothing(
    load_into: Load, docs: Path, rows: Rows, log: sa.Engine
) -> None:
    load_into(docs)
    append(log, [follow_up_draft(rows, "status", "done", effective_on=date(2024, 5, 1))], "Ana", NOW)
    again: Summary = load_into(docs)
    assert (again.n_parsed, again.is_rebuilt) == (0, True)
    assert rows(STATUS)[0] == ("Add the currency to the key", "done", date(2024, 5, 1), None)
    assert rows("SELECT field, old_value, new_value, origin FROM follow_up_events WHERE origin = 'edit'") == [
        ("status", "open", "done", "edit"),
        ("done_on", None, "2024-05-01", "edit"),
    ]
    assert not load_into(docs).is_rebuilt


def test_edits_survive_a_changed_a_moved_and_a_deleted_warehouse(
    load_into: Load, docs: Path, rows: Rows, log: sa.Engine, warehouse: Path, tmp_path: Path
) -> None:
    load_into(docs)
    append(log, [follow_up_draft(rows, "owner", "Catalogue team")], "Ana", NOW)
    document = docs / "2024-03-05-cache.md"
    document.write_text(postmortem(follow_ups="- [ ] Write a test\n- [ ] Add the currency to the key"))
    load_into(docs)
    owned = "SELECT text FROM follow_ups WHERE owner = 'Catalogue team'"
    assert rows(owned) == [("Add the currency to the key",)]
    document.rename(docs / "moved.md")
    load_into(docs)
    assert rows(owned) == [("Add the currency to the key",)]
    for built in warehouse.parent.glob("refrain.duckdb*"):
        if "edits" not in built.name:
            built.unlink()
    load_into(docs)
    assert rows(owned) == [("Add the currency to the key",)]


def test_undo_gives_back_what_the_document_says(load_into: Load, docs: Path, rows: Rows, log: sa.Engine) -> None:
    load_into(docs)
    before = [rows(f"SELECT CAST(COLUMNS(*) AS VARCHAR) FROM {t} ORDER BY ALL") for t in BOTH]  # noqa: S608 - our own names
    drafts = [
        follow_up_draft(rows, "status", "declined"),
        incident_draft(rows, "started_at", "2024-03-05T07:00:00+00:00"),
        incident_draft(rows, "services", ["Checkout", "Pricing"]),
    ]
    kept = append(log, drafts, "Ana", NOW).kept
    load_into(docs)
    assert rows("SELECT CAST(COLUMNS(*) AS VARCHAR) FROM follow_ups ORDER BY ALL") != before[0]
    assert rows("SELECT service FROM incident_services ORDER BY ALL")[0] == ("Checkout",)
    for edit in kept:
        undo(log, edit.edit_id, "Ana", NOW)
    load_into(docs)
    after = [rows(f"SELECT CAST(COLUMNS(*) AS VARCHAR) FROM {t} ORDER BY ALL") for t in BOTH]  # noqa: S608 - our own names
    assert after == before
    assert rows("SELECT DISTINCT service FROM incident_services") == [("Pricing",)]
    assert rows("SELECT count(*) FROM evidence WHERE rule = 'correction'") == [(0,)]


def test_a_corrected_fact_wins_and_says_that_a_person_gave_it(
    load_into: Load, docs: Path, rows: Rows, log: sa.Engine
) -> None:
    load_into(docs)
    append(
        log,
        [
            incident_draft(rows, "detected_at", "2024-03-05T08:20:00+00:00"),
            incident_draft(rows, "severity", "SEV2"),
            incident_draft(rows, "cause_category", "config"),
        ],
        "Ana",
        NOW,
    )
    load_into(docs)
    found = rows(
        """SELECT i.detected_precision, i.severity_level, i.cause_category, f.time_to_detect_minutes
           FROM incidents AS i JOIN mart.incident_facts AS f USING (incident_id) WHERE i.title = 'Cache poisoned'"""
    )
    assert found == [("minute", 2, "config", 10.0)]
    quotes = rows("SELECT field, quote FROM evidence WHERE rule = 'correction' ORDER BY field")
    assert ("severity", "SEV2") in quotes


def test_an_edit_without_its_record_is_listed_and_comes_back_with_it(
    load_into: Load, docs: Path, rows: Rows, log: sa.Engine
) -> None:
    load_into(docs)
    append(log, [follow_up_draft(rows, "status", "done")], "Ana", NOW)
    document = docs / "2024-03-05-cache.md"
    text = document.read_text()
    document.unlink()
    load_into(docs)
    assert rows("SELECT field, value, told FROM unplaced_edits") == [("status", "done", "Add the currency to the key")]
    document.write_text(text)
    load_into(docs)
    assert rows("SELECT count(*) FROM unplaced_edits") == [(0,)]
    assert rows(STATUS)[0][1] == "done"


def test_the_patch_shows_what_the_next_load_will_build(
    load_into: Load, docs: Path, rows: Rows, log: sa.Engine, warehouse: Path
) -> None:
    """Every table, row for row, but for the time of the build and what only a comparison of all tells."""
    load_into(docs)
    drafts = [
        follow_up_draft(rows, "status", "done", effective_on=date(2024, 5, 1)),
        follow_up_draft(rows, "note", "Shipped with the June release"),
        incident_draft(rows, "mitigated_at", "2024-03-05T08:40:00+00:00"),
        incident_draft(rows, "services", []),
    ]
    append(log, drafts, "Ana", NOW)
    cursor = patched(warehouse, read_edits(log)).cursor()
    cursor.execute("USE joint; SET timezone = 'UTC'")
    names = [
        *(schemas().keys() - {"builds", "documents", "values_as_written", "recurrence_candidates"}),
        *(f"mart.{m}" for m in MARTS),
    ]
    shown = {name: _rows(cursor.execute(f"FROM {name} ORDER BY ALL").to_arrow_table()) for name in names}
    load_into(docs)
    with reading(warehouse) as built:
        for name in names:
            assert shown[name] == _rows(built.execute(f"FROM {name} ORDER BY ALL").to_arrow_table()), name
    assert shown["mart.follow_up_facts"]


def _rows(table: pa.Table) -> list[dict[str, Any]]:
    return table.select(sorted(table.column_names)).to_pylist()  # type: ignore[no-any-return]
