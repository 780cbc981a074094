"""Have we seen this before? The nearest incidents to a text or a file, with what became of each."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from etl.errors import InputError
from etl.extract.discover import discover
from etl.load.documents import read_document
from etl.load.rows import Rows
from etl.load.search import read_index
from etl.load.warehouse import fetch, query, reading

TEXT_FIELDS = ("title", "cause_text", "impact_text", "diagnosis_text", "short_term_text")
_PATH_SUFFIXES = frozenset({".md", ".markdown", ".html", ".htm", ".txt", ".json", ".csv"})


@dataclass(frozen=True)
class Query:
    """What to look for, and, where it was read from a file, the SHA-256 of that file's bytes."""

    text: str
    sha256: str | None = None


@dataclass(frozen=True)
class SimilarIncident:
    """One answer: how near it is, and what became of it. `open_items` have text, due_on and is_overdue."""

    incident_id: str
    score: float
    shared_terms: tuple[str, ...]
    title: str | None
    occurred_on: date | None
    services: list[str]
    cause_text: str | None
    short_term_text: str | None
    url: str | None
    path: str | None
    methods: list[str] | None
    mitigations: list[str] | None
    n_follow_ups: int
    n_not_recorded: int
    open_items: list[dict[str, Any]] | None


def read_query(text_or_file: str) -> Query:
    """A text as it is; of a file its title, cause, impact, diagnosis and mitigation.

    A file that is no incident gives all its text. Raises InputError where there is nothing to look for.
    """
    if not text_or_file.strip():
        raise InputError("There is no text to look for. Say what you see, or name a file")
    path = Path(text_or_file)
    if len(text_or_file) < 1_000 and "\n" not in text_or_file and path.is_file():
        return _read_file(path)
    if path.suffix.lower() in _PATH_SUFFIXES and len(text_or_file.split()) == 1:
        raise InputError(f"There is no file {text_or_file}. Check the path, or give the text in quotes")
    return Query(text_or_file)


def _read_file(path: Path) -> Query:
    files = discover([str(path)]).files
    if len(files) != 1:
        raise InputError(f"{path} is no single document. Name one postmortem")
    rows = read_document(files[0], "query", datetime.now(UTC))
    if not rows.get("incidents"):
        why = [f"{reject['problem']}. {reject['hint']}" for reject in rows["rejects"]]
        raise InputError(f"{path}: {why[0] if why else 'It holds no text. Name another file'}")
    if len(rows["incidents"]) > 1:
        n = len(rows["incidents"])
        raise InputError(f"{path} holds {n} records. Name a file with one, or give its text in quotes")
    return Query(_told(rows), hashlib.sha256(path.read_bytes()).hexdigest())


def _told(rows: Rows) -> str:
    incident = rows["incidents"][0]
    if incident["is_incident"]:
        return "\n".join(incident[field] for field in TEXT_FIELDS if incident.get(field))
    return str(rows["incident_texts"][0]["text"])


def find_similar(warehouse: Path, wanted: Query, n: int) -> list[SimilarIncident]:
    """At most `n` incidents, the nearest first, without the file that was asked about.

    Raises WarehouseError where there is no warehouse.
    """
    with reading(warehouse) as connection:
        nearest = read_index(connection).nearest(wanted.text, n + 1).set_index("incident_id")
        told = fetch(connection, query("similar_incidents"), {"incident_ids": nearest.index.tolist()})
    by_id = {row["incident_id"]: row for row in told if row.pop("sha256") != wanted.sha256}
    found = nearest[nearest.index.isin(list(by_id))].head(n)
    return [
        SimilarIncident(score=score, shared_terms=tuple(shared), **by_id[incident_id])
        for incident_id, score, shared in zip(found.index, found["score"], found["shared_terms"], strict=True)
    ]
