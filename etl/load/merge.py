"""What people typed and trackers know, put in place of what the documents say. The documents' own values are kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import duckdb

from etl.edits.fold import Change, fold, follow_up_changes
from etl.edits.identity import ABOUT_RECORDS, Records, locate
from etl.edits.records import INCIDENT_FIELDS, LIST_FIELDS, Edit
from etl.load.as_written import Fact, as_text, keep_as_written, put
from etl.load.rows import arrow_table
from etl.load.warehouse import fetch, frame, insert, query
from etl.records import TIME_FIELDS
from etl.transform.severity import severity_level

Ids = dict[tuple[str, str], str]
CORRECTION = "correction"
"""The rule of a fact that a person gave."""


def find_records(connection: duckdb.DuckDBPyConnection, edits: Sequence[Edit]) -> tuple[Ids, list[Edit]]:
    """Today's id of each edited incident and follow-up, and the edits whose record is not in this warehouse."""
    references = [{"key": e.record_key, **e.reference} for e in edits if e.subject in ABOUT_RECORDS]
    if not references:
        return {}, []
    asked = {
        "incident_ids": sorted({str(r.get("incident_id", r["key"])) for r in references}),
        "titles": sorted({str(r["title"]) for r in references if r.get("title")}),
        "texts": sorted({str(r["text"]) for r in references if r.get("text")}),
    }
    incidents = frame(connection, query("edited_incidents"), asked)
    follow_ups = frame(connection, query("edited_follow_ups"), asked)
    return locate(edits, Records(incidents, follow_ups))


def merge_edits(connection: duckdb.DuckDBPyConnection, edits: Sequence[Edit], observed: Iterable[Change] = ()) -> None:
    """Correct the incidents' facts and bring the follow-ups up to date; list the edits that found no record."""
    ids, unplaced = find_records(connection, edits)
    _correct_incidents(connection, edits, ids)
    _update_follow_ups(connection, [*observed, *follow_up_changes(edits, ids)])
    insert(connection, "unplaced_edits", arrow_table("unplaced_edits", [unplaced_row(e) for e in unplaced]))


def unplaced_row(edit: Edit) -> dict[str, Any]:
    """The row of an edit that found no record, and by what it knew it."""
    told = edit.reference.get("text") or edit.reference.get("title") or edit.reference.get("label")
    names = ("edit_id", "subject", "record_key", "field", "made_at")
    return {**{name: getattr(edit, name) for name in names}, "value": as_text(edit.value), "told": told}


def _correct_incidents(connection: duckdb.DuckDBPyConnection, edits: Sequence[Edit], ids: Ids) -> None:
    newest = {
        (ids[e.subject, e.record_key], e.field): e
        for e in edits
        if e.subject == "incident" and (e.subject, e.record_key) in ids and e.field in INCIDENT_FIELDS
    }
    stated = [(record_id, name, e.value) for (record_id, name), e in newest.items() if not e.is_reset]
    facts: list[Fact] = [fact for one in stated for fact in _with_consequences(one)]
    keep_as_written(connection, "incidents", "incident_id", facts)
    put(connection, "incidents", "incident_id", facts)
    evidence = [
        {"record_id": r, "field": name, "quote": as_text(value) or "", "rule": CORRECTION} for r, name, value in stated
    ]
    insert(connection, "evidence", arrow_table("evidence", evidence))


def _with_consequences(fact: Fact) -> list[Fact]:
    """A corrected time is known to the minute; a severity has a level; what is no incident has a reason."""
    record_id, name, value = fact
    if name in LIST_FIELDS:
        return [(record_id, name, value or [])]
    if name in TIME_FIELDS:
        return [fact, (record_id, name.replace("_at", "_precision"), "minute" if value else None)]
    if name == "severity":
        return [fact, (record_id, "severity_level", severity_level(value))]
    if name == "is_incident":
        return [fact, (record_id, "not_incident_reason", None if value else "a person marked it as no incident")]
    return [fact]


def _update_follow_ups(connection: duckdb.DuckDBPyConnection, changes: Sequence[Change]) -> None:
    asked = {"follow_up_ids": sorted({c.record_id for c in changes})}
    own = {row["follow_up_id"]: row for row in fetch(connection, query("follow_ups_by_id"), asked)}
    folded = fold(changes, own)
    facts: list[Fact] = [
        (record_id, name, value)
        for record_id, values in folded.values.items()
        for name, value in values.items()
        if value != own[record_id][name]
    ]
    keep_as_written(connection, "follow_ups", "follow_up_id", facts)
    put(connection, "follow_ups", "follow_up_id", facts)
    insert(connection, "follow_up_events", arrow_table("follow_up_events", folded.events))
    insert(connection, "follow_up_versions", arrow_table("follow_up_versions", folded.versions))


def merged_key(revision: int, synced: str = "", policies: Sequence[Mapping[str, Any]] = ()) -> str:
    """A name for one state of the edits, the trackers and the policy, to be compared with that of a build."""
    return json.dumps([revision, synced, [list(rule.values()) for rule in policies]])


def is_merged(key: object, revision: int, synced: str = "") -> bool:
    """Whether a build with this key has these edits and this state of the trackers, whatever its policy is."""
    return isinstance(key, str) and json.loads(key)[:2] == [revision, synced]
