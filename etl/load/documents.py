"""One file to its rows. Whatever cannot be read becomes a row of ``rejects``; nothing is raised."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from etl import __version__
from etl.errors import RejectedError
from etl.extract.discover import MAPPING_FILE
from etl.extract.document import raw_incidents
from etl.extract.read import RECORD_SUFFIXES, read_bytes, suffix_of
from etl.load.rows import Rows, incident_rows, merge, reject_row
from etl.records import Incident, RawIncident, Reject, SourceFile
from etl.transform.narrative import read_incident

EXTRACTOR_VERSION = f"{__version__}.9"
"""Raised when extraction changes: an unchanged file is then read again."""

_OURS = "Please report it with the document; the rest was loaded"


def version_for(file: SourceFile) -> str:
    """What else decides how a file is read: the extractor, the source's zone, the mapping beside it."""
    settings = "" if file.default_zone == "UTC" else file.default_zone
    if suffix_of(file) in RECORD_SUFFIXES and not file.zip_path:
        mapping = Path(file.path).parent / MAPPING_FILE
        settings += hashlib.sha256(mapping.read_bytes()).hexdigest() if mapping.is_file() else ""
    return f"{EXTRACTOR_VERSION}+{short_hash(settings)}" if settings else EXTRACTOR_VERSION


def short_hash(text: str) -> str:
    """Twelve hex digits that stand for a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def read_document(file: SourceFile, document_id: str, loaded_at: datetime) -> Rows:
    """Every row of one file, by table."""
    rejects: list[Reject] = []
    row: dict[str, Any] = {
        "document_id": document_id, "source_name": file.source_name, "path": file.path, "root": file.root,
        "sha256": "", "format": "", "loaded_at": loaded_at, "status": "rejected",
        "extractor_version": version_for(file), "n_incidents": 0, "n_bytes": 0,
    }  # fmt: skip
    parts: list[Rows] = []
    try:
        data = read_bytes(file)
        row |= {"sha256": hashlib.sha256(data).hexdigest(), "n_bytes": len(data)}
        row["format"], raws = raw_incidents(file, data, rejects)
        parts = _incidents(file, row, raws, rejects)
    except RejectedError as error:
        rejects.append(Reject(file.path, error.line, error.problem, error.hint))
    except Exception as error:  # noqa: BLE001 - one document never stops a load
        rejects.append(Reject(file.path, None, _failure(error), _OURS))
    rows = merge(parts)
    rows["documents"] = [row]
    rows["rejects"] = [reject_row(replace(r, document_id=document_id)) for r in rejects]
    return rows


def _incidents(file: SourceFile, row: dict[str, Any], raws: list[RawIncident], rejects: list[Reject]) -> list[Rows]:
    """The rows of each record that can be read; ``row`` learns how many were incidents."""
    parts: list[Rows] = []
    folder = file.name.rpartition("/")[0].rpartition("/")[2]
    seen: set[str] = set()
    reasons: list[str] = []
    for raw in raws:
        if raw.key in seen:
            problem = f"A second record with the id {raw.key}"
            hint = "The first was read; give each its own id"
            rejects.append(Reject(file.path, raw.line_start, problem, hint))
            continue
        seen.add(raw.key)
        try:
            incident = read_incident(raw, file.default_zone, folder)
        except Exception as error:  # noqa: BLE001 - one record never stops its file
            rejects.append(Reject(file.path, raw.line_start, _failure(error), _OURS))
            continue
        parts.append(_record_rows(file, row, raw, incident, is_only=len(raws) == 1))
        rejects += [Reject(file.path, p.line, p.problem, p.hint) for p in incident.problems]
        if incident.values["is_incident"]:
            row["n_incidents"] += 1
        else:
            reasons.append(incident.values["not_incident_reason"])
    row["not_incident_reason"] = reasons[0] if reasons and not row["n_incidents"] else None
    row["status"] = _status(row["n_incidents"], len(reasons))
    return parts


def _record_rows(file: SourceFile, row: dict[str, Any], raw: RawIncident, incident: Incident, *, is_only: bool) -> Rows:
    incident_id = f"{row['document_id']}-{short_hash(raw.key)[:8]}" if raw.key else row["document_id"]
    source = file.source_name
    if raw.origin == "front matter":
        source = str(raw.facts.get("source") or source)
    if is_only:
        row["source_name"] = source
    return incident_rows(incident, incident_id, row["document_id"], source)


def _status(n_incidents: int, n_others: int) -> str:
    if n_incidents:
        return "mixed" if n_others else "incident"
    return "not_incident" if n_others else "rejected"


def _failure(error: Exception) -> str:
    return f"Refrain failed on it ({type(error).__name__}: {str(error)[:120]})"
