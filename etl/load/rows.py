"""Records to columns: one Arrow table a warehouse table, typed by the contract, so that loads are columnar."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import pyarrow as pa

from etl.records import Evidence, Incident, Reject

_TYPES = {
    "VARCHAR": pa.string(),
    "VARCHAR[]": pa.list_(pa.string()),
    "INTEGER": pa.int32(),
    "BIGINT": pa.int64(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
    "TIMESTAMPTZ": pa.timestamp("us", tz="UTC"),
}
_TABLE = re.compile(r"CREATE TABLE (\w+) \((.*?)\);", re.DOTALL)
_COLUMN = re.compile(r'"?(\w+)"? (VARCHAR\[\]|[A-Z]+)')

Rows = dict[str, list[dict[str, Any]]]
"""Rows by table name."""


def schema_sql() -> str:
    """The contract: ``sql/schema.sql``."""
    return (files("etl") / "sql" / "schema.sql").read_text(encoding="utf-8")


@cache
def schemas() -> dict[str, pa.Schema]:
    """Arrow schema of each contract table, read from ``sql/schema.sql``: it is written once."""
    found = {}
    for table, body in _TABLE.findall(schema_sql()):
        plain = re.sub(r"--[^\n]*", "", body)
        columns = (_COLUMN.match(part.strip()) for part in plain.split(","))
        found[table] = pa.schema([(m[1], _TYPES[m[2]]) for m in columns if m])
    return found


def arrow_table(table: str, rows: Iterable[Mapping[Any, Any]]) -> pa.Table:
    """Rows (missing keys are NULL) as an Arrow table of the contract's types."""
    of, listed = pa.struct(list(schemas()[table])), list(rows)
    try:
        return pa.Table.from_struct_array(pa.array(listed, of))
    except UnicodeEncodeError:  # half a surrogate pair, which JSON lets through
        return pa.Table.from_struct_array(pa.array([{k: _encodable(v) for k, v in r.items()} for r in listed], of))


def _encodable(value: Any) -> Any:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def incident_rows(incident: Incident, incident_id: str, document_id: str, source_name: str) -> Rows:
    """Every row of one incident, by table."""
    head = {"incident_id": incident_id}
    rows: Rows = {
        "incidents": [{**head, "document_id": document_id, "source_name": source_name, **incident.values}],
        "incident_texts": [{**head, "line_start": incident.values.get("line_start") or 1, "text": incident.text}],
        "incident_services": [{**head, "service": s} for s in incident.services],
        "incident_mitigations": [{**head, "mitigation": m} for m in incident.mitigations],
        "incident_diagnosis_methods": [{**head, "method": m} for m in incident.methods],
        "incident_roles": [{**head, "role": r} for r in incident.roles],
        "evidence": [_evidence(e, incident_id) for e in incident.evidence],
    }
    rows["timeline_events"] = [
        {
            **head,
            "seq": n,
            "at": e.at,
            "kind": e.kind,
            "text": e.text,
            "line": e.line,
            "precision": e.precision,
            "outcome": e.outcome,
        }
        for n, e in enumerate(incident.events)
    ]
    rows["time_witnesses"] = [
        {
            **head, "field": w.field, "at": w.at, "precision": w.precision, "zone_stated": w.zone_stated,
            "line": w.line, "rule": w.rule, "is_chosen": incident.chosen.get(w.field) is w,
        }
        for w in incident.witnesses
    ]  # fmt: skip
    rows["follow_ups"], rows["follow_up_events"] = [], []
    for item in incident.follow_ups:
        follow_up_id = f"{incident_id}-f{item.seq}"
        columns = (
            "seq",
            "text",
            "kind",
            "status",
            "owner",
            "opened_on",
            "due_on",
            "done_on",
            "declined_on",
            "url",
            "line",
        )
        rows["follow_ups"].append({"follow_up_id": follow_up_id, **head, **{k: getattr(item, k) for k in columns}})
        rows["evidence"] += [_evidence(e, follow_up_id) for e in item.evidence]
        closed = item.done_on or item.declined_on
        if closed:
            rows["follow_up_events"].append(
                {
                    "follow_up_id": follow_up_id,
                    "observed_on": closed,
                    "field": "status",
                    "new_value": item.status,
                    "origin": "document",
                }
            )
    return rows


def _evidence(evidence: Evidence, record_id: str) -> dict[str, Any]:
    return {**evidence._asdict(), "record_id": record_id}


def reject_row(reject: Reject) -> dict[str, Any]:
    return {k: getattr(reject, k) for k in ("path", "line", "problem", "hint", "document_id")}


def merge(batches: Iterable[Rows]) -> Rows:
    """Rows of many documents, by table."""
    merged: Rows = {}
    for rows in batches:
        for table, listed in rows.items():
            merged.setdefault(table, []).extend(listed)
    return merged
