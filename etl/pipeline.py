"""The load, as an ordered tuple of same-shaped steps. Only this module knows the order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import sqlalchemy as sa

from etl import __version__
from etl.edits.records import Edit
from etl.edits.store import default_url, is_unwritten, open_store, read_edits
from etl.errors import InputError
from etl.extract.discover import Found, discover
from etl.load.batches import read_batches
from etl.load.changes import document_ids, find_changes
from etl.load.documents import short_hash
from etl.load.duplicates import drop_duplicates
from etl.load.links import settle_links, write_links, write_people_links
from etl.load.lock import exclusive
from etl.load.merge import merge_edits, merged_key
from etl.load.repeats import write_recurrences
from etl.load.reuse import Known, copy_unchanged, diff_follow_ups, known_documents, mark_first_seen
from etl.load.rows import arrow_table, reject_row
from etl.load.search import write_search
from etl.load.summary import Done, Summary, summarise
from etl.load.theme_edits import write_theme_edits
from etl.load.theme_moves import write_theme_moves
from etl.load.themes import write_themes
from etl.load.verdicts import read_verdicts
from etl.load.warehouse import build_marts, building, frame, insert, layout, query, reading
from etl.records import Reject, SourceFile
from etl.sync.changes import observed_changes
from etl.sync.links import refresh_links
from etl.sync.store import linked_revision

Progress = Callable[[str, int, int], None]


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
    store: sa.Engine | None = None
    edits: Sequence[Edit] = ()
    policies: Sequence[Mapping[str, Any]] = ()
    found: Found | None = None
    paths_found: frozenset[str] = frozenset()
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
    edits_url: str | None = None,
    policies: Sequence[Mapping[str, Any]] = (),
) -> Summary:
    """Load everything below ``paths`` into the warehouse file and return what was done.

    What an earlier load put there stays, except files that have gone from a folder that is named again. What people
    typed (``edits_url``, else a file beside the warehouse) is merged in; ``policies`` are rows of that table. Where
    nothing changed the warehouse is left as it is. Raises InputError where no path is named, EditsError where the
    edits cannot be read.
    """
    if not paths:
        raise InputError("Name at least one file, folder, glob or zip to load")
    run = Load(paths, warehouse, source_name, as_of, today, progress, n_jobs or os.cpu_count() or 1)
    run.policies = policies
    url = edits_url or default_url(warehouse)
    with exclusive(warehouse), _store(url) as run.store:
        _find(run)
        is_rebuilt = _something_to_build(run)
        if is_rebuilt:
            with building(warehouse) as connection:
                for step in STEPS:
                    step(run, connection)
        return _summary(run, is_rebuilt=is_rebuilt)


@contextmanager
def _store(url: str) -> Iterator[sa.Engine | None]:
    """The database of the edits, or None where nobody has written to it."""
    if is_unwritten(url):
        yield None
        return
    engine = open_store(url)
    try:
        yield engine
    finally:
        engine.dispose()


def _find(run: Load) -> None:
    run.progress("Finding files", 0, 0)
    found = discover(run.paths, run.source_name)
    run.found = replace(found, files=tuple(f for f in found.files if not _is_own(f, run.warehouse)))
    run.known = known_documents(run.warehouse)
    run.ids = document_ids(run.found.files, run.known)
    run.rejects = list(run.found.rejects)
    run.edits = read_edits(run.store) if run.store else ()
    if run.as_of is None:
        run.as_of = found.as_of if found.files and all(f.is_example for f in found.files) else run.today


def _is_own(file: SourceFile, warehouse: Path) -> bool:
    """The warehouse may stand in the folder that is loaded."""
    path = Path(file.path)
    return path.name.startswith(warehouse.name) and path.parent == warehouse.parent.resolve()


def _something_to_build(run: Load) -> bool:
    """Compare with the earlier build; tell whether anything has to be read, dropped, or seen from another day."""
    assert run.found is not None
    changes = find_changes(run.found, run.known, run.ids)
    run.kept, run.removed = list(changes.kept), list(changes.removed)
    run.n_unchanged = len(run.found.files) - len(changes.changed)
    run.paths_found = frozenset(f.path for f in run.found.files)
    run.found = replace(run.found, files=changes.changed)
    if changes.changed or changes.removed:
        return True
    return bool(run.known) and (run.as_of, _merged(run), layout()) != _built_from(run.warehouse)


def _merged(run: Load) -> str:
    synced = linked_revision(run.store) if run.store else ""
    return merged_key(len(run.edits), synced, run.policies)


def _built_from(warehouse: Path) -> tuple[date, str, str]:
    """The day from which the earlier build is seen, the state of the edits merged into it, and its layout."""
    with reading(warehouse) as old:
        build = frame(old, "SELECT * FROM builds").iloc[0]
    return build["as_of"].date(), build.get("merged", ""), build.get("layout", "")


def _copy_kept(run: Load, connection: duckdb.DuckDBPyConnection) -> None:
    if run.kept:
        run.progress("Keeping what is unchanged", 0, len(run.kept))
        copy_unchanged(connection, run.warehouse, run.kept)


def _parse(run: Load, connection: duckdb.DuckDBPyConnection) -> None:
    assert run.found is not None
    loaded_at = datetime.now(UTC)
    files = [(f, run.ids[f.path]) for f in run.found.files]
    for done, batch in read_batches(files, loaded_at, run.n_jobs):
        for table, rows in batch.items():
            insert(connection, table, rows)
        run.n_parsed = done
        run.progress("Reading documents", done, len(files))
    insert(connection, "rejects", arrow_table("rejects", [reject_row(r) for r in run.rejects]))


def _drop_duplicates(run: Load, connection: duckdb.DuckDBPyConnection) -> None:
    run.progress("Looking for duplicates", 0, 0)
    drop_duplicates(connection)


def _diff(run: Load, connection: duckdb.DuckDBPyConnection) -> None:
    if run.known:
        mark_first_seen(connection, run.warehouse, str(run.as_of))
        diff_follow_ups(connection, run.warehouse, str(run.as_of))


def _link(run: Load, connection: duckdb.DuckDBPyConnection) -> None:
    run.progress("Linking the records of one incident", 0, 0)
    write_links(connection)


def _merge(run: Load, connection: duckdb.DuckDBPyConnection) -> None:
    if run.store is None:
        return
    run.progress("Merging what people typed and trackers know", 0, 0)
    refresh_links(run.store, frame(connection, query("sync_follow_ups")), with_proposals=False)
    merge_edits(connection, run.edits, observed_changes(run.store))


def _settle(run: Load, connection: duckdb.DuckDBPyConnection) -> None:
    write_people_links(connection, run.edits)
    settle_links(connection)


def _themes(run: Load, connection: duckdb.DuckDBPyConnection) -> None:
    for kind in ("cause", "remediation"):
        run.progress(f"Finding {kind} themes", 0, 0)
        write_themes(connection, kind, run.warehouse if run.known else None)
    write_theme_edits(connection, run.edits)


def _theme_moves(run: Load, connection: duckdb.DuckDBPyConnection) -> None:
    # A build of another version may lack the tables by which its records are told apart.
    if run.known and _built_from(run.warehouse)[2] == layout():
        for kind in ("cause", "remediation"):
            write_theme_moves(connection, kind, run.warehouse)


def _recurrences(run: Load, connection: duckdb.DuckDBPyConnection) -> None:
    run.progress("Finding recurrences", 0, 0)
    write_recurrences(connection, read_verdicts(connection, run.edits))


def _search(run: Load, connection: duckdb.DuckDBPyConnection) -> None:
    run.progress("Indexing the texts", 0, 0)
    write_search(connection)


def _policies(run: Load, connection: duckdb.DuckDBPyConnection) -> None:
    insert(connection, "policies", arrow_table("policies", run.policies))


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
        "build_id": short_hash(f"{now.isoformat()}{run.warehouse}"), "built_at": now, "as_of": run.as_of,
        "refrain_version": __version__, "n_documents": count[0] if count else 0, "is_example": is_example,
        "merged": _merged(run), "layout": layout(),
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
    _link,
    _merge,
    _settle,
    _themes,
    _theme_moves,
    _recurrences,
    _search,
    _policies,
    _marts,
    _stamp,
)


def _summary(run: Load, *, is_rebuilt: bool) -> Summary:
    assert run.as_of is not None
    return summarise(
        run.warehouse,
        Done(run.n_parsed, run.n_unchanged, len(run.removed), tuple(run.rejects), run.paths_found),
        run.as_of,
        is_rebuilt=is_rebuilt,
    )
