"""The load, as an ordered tuple of same-shaped steps. Only this module knows the order."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath
from typing import Any

import duckdb
import pyarrow as pa
from joblib import Parallel, delayed

from etl import __version__
from etl.errors import InputError, RejectedError
from etl.extract.discover import Found, discover
from etl.extract.document import raw_incidents
from etl.extract.read import read_bytes
from etl.load.repeats import write_recurrences
from etl.load.reuse import Known, copy_unchanged, diff_follow_ups, known_documents
from etl.load.rows import Rows, arrow_table, incident_rows, merge, reject_row
from etl.load.themes import write_themes
from etl.load.warehouse import build_marts, building, insert, reading
from etl.records import Reject, SourceFile
from etl.transform.narrative import read_incident

EXTRACTOR_VERSION = f"{__version__}.1"
"""Raised when extraction changes: an unchanged file is then read again."""

_BATCH = 200
_PARALLEL_FROM = 400

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a load did."""

    n_files: int
    n_parsed: int
    n_unchanged: int
    n_removed: int
    n_incidents: int
    n_not_incidents: int
    n_follow_ups: int
    n_themes: int
    n_recurrences: int
    rejects: tuple[Reject, ...]
    as_of: date
    is_rebuilt: bool
    by_source: tuple[tuple[str, int, int], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing at all could be loaded."""
        return self.n_parsed + self.n_unchanged == 0


@dataclass(slots=True)
class Load:
    """The state that the steps hand on."""

    paths: Sequence[str]
    warehouse: Path
    source_name: str | None
    as_of: date | None
    today: date
    progress: Progress
    n_jobs: int
    found: Found | None = None
    known: dict[str, Known] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    n_parsed: int = 0
    n_unchanged: int = 0


def load(
    paths: Sequence[str],
    warehouse: Path,
    *,
    today: date,
    source_name: str | None = None,
    as_of: date | None = None,
    progress: Progress = lambda *_: None,
    n_jobs: int | None = None,
) -> Summary:
    """Load everything below ``paths`` into the warehouse file and return what was done.

    What an earlier load put there stays, except files that have gone from a folder that is named again. Where
    nothing changed the warehouse is left as it is. Raises InputError where no path is named.
    """
    if not paths:
        raise InputError("Name at least one file, folder, glob or zip to load")
    run = Load(paths, warehouse, source_name, as_of, today, progress, n_jobs or os.cpu_count() or 1)
    _find(run)
    if not _something_to_build(run):
        return _summary(run, is_rebuilt=False)
    with building(warehouse) as connection:
        for step in STEPS:
            step(run, connection)
    return _summary(run, is_rebuilt=True)


def _find(run: Load) -> None:
    run.progress("Finding files", 0, 0)
    run.found = discover(run.paths, run.source_name)
    run.known = known_documents(run.warehouse)
    run.ids = _document_ids(run.found.files, run.known)
    run.rejects = list(run.found.rejects)
    if run.as_of is None:
        run.as_of = run.found.as_of if run.found.files and all(f.is_example for f in run.found.files) else run.today


def _something_to_build(run: Load) -> bool:
    """Hash the known files; tell whether anything has to be read, dropped, or seen from another day."""
    assert run.found is not None
    present = {f.path for f in run.found.files}
    for known in run.known.values():
        is_gone = known.root in run.found.roots and known.path not in present
        (run.removed if is_gone else run.kept).append(known.document_id)
    changed = [f for f in run.found.files if not _is_unchanged(f, run.known)]
    run.n_unchanged = len(run.found.files) - len(changed)
    unchanged = {f.path for f in run.found.files} - {f.path for f in changed}
    stale = {k.document_id for k in run.known.values() if k.path in present and k.path not in unchanged}
    run.kept = [d for d in run.kept if d not in stale]
    run.found = Found(tuple(changed), run.found.rejects, run.found.roots, run.found.as_of)
    if not changed and not run.removed and run.known:
        return run.as_of != _built_as_of(run.warehouse)
    return bool(changed or run.removed)


def _is_unchanged(file: SourceFile, known: dict[str, Known]) -> bool:
    before = known.get(file.path)
    if before is None or before.extractor_version != EXTRACTOR_VERSION:
        return False
    try:
        return before.sha256 == hashlib.sha256(read_bytes(file)).hexdigest()
    except RejectedError:
        return before.sha256 == ""


def _built_as_of(warehouse: Path) -> date | None:
    with reading(warehouse) as old:
        row = old.execute("SELECT as_of FROM builds").fetchone()
    return row[0] if row else None


def _document_ids(files: Iterable[SourceFile], known: dict[str, Known]) -> dict[str, str]:
    """An id from source and name, so that a moved folder keeps its ids; from the whole path where two would share one."""
    ids: dict[str, str] = {}
    taken = {k.document_id: k.path for k in known.values() if Path(k.path.split("!")[0]).exists()}
    for file in files:
        identity = _short_hash(f"{file.source_name}\n{file.name}")
        if taken.get(identity, file.path) != file.path:
            identity = _short_hash(file.path)
        taken[identity] = file.path
        ids[file.path] = identity
    return ids


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def read_document(file: SourceFile, document_id: str, loaded_at: datetime) -> Rows:
    """Every row of one file, by table. What cannot be read becomes a row of ``rejects``; nothing is raised."""
    rejects: list[Reject] = []
    row: dict[str, Any] = {
        "document_id": document_id, "source_name": file.source_name, "path": file.path, "sha256": "", "format": "",
        "loaded_at": loaded_at, "status": "rejected", "extractor_version": EXTRACTOR_VERSION, "n_incidents": 0,
        "n_bytes": 0, "root": file.root,
    }  # fmt: skip
    parts: list[Rows] = []
    try:
        data = read_bytes(file)
        row |= {"sha256": hashlib.sha256(data).hexdigest(), "n_bytes": len(data)}
        row["format"], raws = raw_incidents(file, data, rejects)
        seen: set[str] = set()
        reasons = []
        for raw in raws:
            if raw.key in seen:
                rejects.append(Reject(file.path, raw.line_start, f"A second record with the id {raw.key}", "The first was read; give each its own id"))
                continue
            seen.add(raw.key)
            incident = read_incident(raw, file.default_zone, PurePosixPath(file.name).parent.name)
            incident_id = f"{document_id}-{_short_hash(raw.key)[:8]}" if raw.key else document_id
            source = str(raw.facts.get("source") or file.source_name) if raw.origin == "front matter" else file.source_name
            row["source_name"] = source if len(raws) == 1 else row["source_name"]
            parts.append(incident_rows(incident, incident_id, document_id, source))
            rejects += [Reject(file.path, p.line, p.problem, p.hint) for p in incident.problems]
            if incident.values["is_incident"]:
                row["n_incidents"] += 1
            else:
                reasons.append(incident.values["not_incident_reason"])
        row["not_incident_reason"] = reasons[0] if reasons and not row["n_incidents"] else None
        row["status"] = "mixed" if row["n_incidents"] and reasons else "incident" if row["n_incidents"] else "not_incident"
    except RejectedError as error:
        rejects.append(Reject(file.path, error.line, error.problem, error.hint))
        parts = []
    rows = merge(parts)
    rows["documents"] = [row]
    rows["rejects"] = [{**reject_row(r), "document_id": document_id} for r in rejects]
    return rows


def _read_batch(batch: Sequence[tuple[SourceFile, str]], loaded_at: datetime) -> dict[str, pa.Table]:
    rows = merge(read_document(file, document_id, loaded_at) for file, document_id in batch)
    return {table: arrow_table(table, listed) for table, listed in rows.items() if listed}


def _copy_kept(run: Load, connection: duckdb.DuckDBPyConnection) -> None:
    if run.kept:
        run.progress("Keeping what is unchanged", 0, len(run.kept))
        copy_unchanged(connection, run.warehouse, run.kept)


def _parse(run: Load, connection: duckdb.DuckDBPyConnection) -> None:
    assert run.found is not None
    loaded_at = datetime.now(UTC)
    files = [(f, run.ids[f.path]) for f in run.found.files]
    for done, batch in _batches(files, loaded_at, run.n_jobs):
        for table, rows in batch.items():
            insert(connection, table, rows)
        run.n_parsed = done
        run.progress("Reading documents", done, len(files))
    insert(connection, "rejects", arrow_table("rejects", [reject_row(r) for r in run.rejects]))


def _batches(files: Sequence[tuple[SourceFile, str]], loaded_at: datetime, n_jobs: int) -> Iterator[tuple[int, dict[str, pa.Table]]]:
    """Arrow tables of each batch, in order. In parallel where there is enough to do; memory holds a few batches."""
    batches = [files[i : i + _BATCH] for i in range(0, len(files), _BATCH)]
    if len(files) < _PARALLEL_FROM or n_jobs == 1:
        results: Iterable[dict[str, pa.Table]] = (_read_batch(b, loaded_at) for b in batches)
    else:
        results = Parallel(n_jobs=n_jobs, return_as="generator", pre_dispatch="2*n_jobs")(delayed(_read_batch)(b, loaded_at) for b in batches)
    done = 0
    for batch, tables in zip(batches, results, strict=True):
        done += len(batch)
        yield done, tables


def _drop_duplicates(run: Load, connection: duckdb.DuckDBPyConnection) -> None:
    """The same bytes at two paths are one document: the first path stays, the others go to ``rejects``."""
    run.progress("Looking for duplicates", 0, 0)
    connection.execute(
        """
        CREATE TEMP TABLE doubles AS
        SELECT document_id, path, first_path FROM (
            SELECT document_id, path, sha256,
                   first_value(path) OVER w AS first_path, row_number() OVER w AS place
            FROM documents WHERE n_incidents > 0
            WINDOW w AS (PARTITION BY sha256 ORDER BY path)
        ) WHERE place > 1;
        INSERT INTO rejects
        SELECT path, NULL, 'The same content as ' || first_path, 'Keep one of the two; the first was read', document_id FROM doubles;
        UPDATE documents SET status = 'rejected', n_incidents = 0 WHERE document_id IN (SELECT document_id FROM doubles);
        """
    )
    for table in ("incident_texts", "incident_services", "incident_mitigations", "incident_diagnosis_methods", "incident_roles", "timeline_events", "follow_ups", "time_witnesses"):
        connection.execute(
            f"DELETE FROM {table} WHERE incident_id IN (SELECT incident_id FROM incidents WHERE document_id IN (SELECT document_id FROM doubles))"  # noqa: S608
        )
    connection.execute("DELETE FROM incidents WHERE document_id IN (SELECT document_id FROM doubles); DROP TABLE doubles")


def _diff(run: Load, connection: duckdb.DuckDBPyConnection) -> None:
    if run.known:
        diff_follow_ups(connection, run.warehouse, str(run.as_of))


def _themes(run: Load, connection: duckdb.DuckDBPyConnection) -> None:
    for kind in ("cause", "remediation"):
        run.progress(f"Finding {kind} themes", 0, 0)
        write_themes(connection, kind, run.warehouse if run.known else None)


def _recurrences(run: Load, connection: duckdb.DuckDBPyConnection) -> None:
    run.progress("Finding recurrences", 0, 0)
    write_recurrences(connection)


def _marts(run: Load, connection: duckdb.DuckDBPyConnection) -> None:
    run.progress("Preparing the pages' tables", 0, 0)
    build_marts(connection)


def _stamp(run: Load, connection: duckdb.DuckDBPyConnection) -> None:
    """One row that says what this build is. An example only where every document is one."""
    assert run.found is not None
    files = run.found.files
    is_example = bool(files) and all(f.is_example for f in files) and not run.kept
    if not files or run.kept:
        is_example = _was_example(run) and all(f.is_example for f in files)
    count = connection.execute("SELECT count(*) FROM documents").fetchone()
    now = datetime.now(UTC)
    build = {
        "build_id": _short_hash(f"{now.isoformat()}{run.warehouse}"), "built_at": now, "as_of": run.as_of,
        "refrain_version": __version__, "n_documents": count[0] if count else 0, "is_example": is_example,
    }  # fmt: skip
    insert(connection, "builds", arrow_table("builds", [build]))


def _was_example(run: Load) -> bool:
    if not run.known:
        return False
    with reading(run.warehouse) as old:
        row = old.execute("SELECT is_example FROM builds").fetchone()
    return bool(row and row[0])


STEPS: tuple[Callable[[Load, duckdb.DuckDBPyConnection], None], ...] = (
    _copy_kept,
    _parse,
    _drop_duplicates,
    _diff,
    _themes,
    _recurrences,
    _marts,
    _stamp,
)


def _summary(run: Load, *, is_rebuilt: bool) -> Summary:
    counts: dict[str, int] = {}
    rejects: list[Reject] = list(run.rejects)
    by_source: list[tuple[str, int, int]] = []
    if run.warehouse.resolve().is_file():
        with reading(run.warehouse) as connection:
            row = connection.execute(
                """SELECT (SELECT count(*) FROM incidents WHERE is_incident), (SELECT count(*) FROM incidents WHERE NOT is_incident),
                          (SELECT count(*) FROM follow_ups), (SELECT count(*) FROM themes), (SELECT count(*) FROM recurrences)"""
            ).fetchone()
            counts = dict(zip(("incidents", "not", "follow_ups", "themes", "recurrences"), row or (0,) * 5, strict=True))
            stored = connection.execute("SELECT path, line, problem, hint, document_id FROM rejects ORDER BY path, line").fetchall()
            by_source = connection.execute(
                "SELECT source_name, count(*) FILTER (is_incident), count(*) FILTER (NOT is_incident) FROM incidents GROUP BY ALL ORDER BY ALL"
            ).fetchall()
        seen = {(r.path, r.problem) for r in rejects}
        rejects += [Reject(*r) for r in stored if (r[0], r[2]) not in seen]
    assert run.as_of is not None
    return Summary(
        n_files=run.n_parsed + run.n_unchanged,
        n_parsed=run.n_parsed,
        n_unchanged=run.n_unchanged,
        n_removed=len(run.removed),
        n_incidents=counts.get("incidents", 0),
        n_not_incidents=counts.get("not", 0),
        n_follow_ups=counts.get("follow_ups", 0),
        n_themes=counts.get("themes", 0),
        n_recurrences=counts.get("recurrences", 0),
        rejects=tuple(rejects),
        as_of=run.as_of,
        is_rebuilt=is_rebuilt,
        by_source=tuple(by_source),
    )
