"""What a load did, in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from etl.load.warehouse import query, reading
from etl.records import Reject

_COUNTS = ("n_incidents", "n_told_elsewhere", "n_not_incidents", "n_follow_ups", "n_themes", "n_recurrences")


@dataclass(frozen=True, slots=True)
class Summary:
    """What a load did."""

    n_files: int
    n_parsed: int
    n_unchanged: int
    n_removed: int
    n_incidents: int
    n_told_elsewhere: int
    n_not_incidents: int
    n_follow_ups: int
    n_themes: int
    n_recurrences: int
    rejects: tuple[Reject, ...]
    as_of: date
    is_rebuilt: bool
    n_loaded: int
    by_source: tuple[tuple[str, int, int], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing at all of what was named could be loaded."""
        return self.n_loaded == 0


@dataclass(frozen=True, slots=True)
class Done:
    """What the steps themselves know: files read, unchanged and removed, what was rejected, and the paths found."""

    n_parsed: int
    n_unchanged: int
    n_removed: int
    rejects: tuple[Reject, ...]
    paths: frozenset[str]


def summarise(warehouse: Path, done: Done, as_of: date, *, is_rebuilt: bool) -> Summary:
    """The numbers of the load together with those of the warehouse that it left."""
    counts = dict.fromkeys(_COUNTS, 0)
    rejects = list(done.rejects)
    by_source: list[tuple[str, int, int]] = []
    n_loaded = 0
    if warehouse.resolve().is_file():
        with reading(warehouse) as connection:
            row = connection.execute(query("summary_counts")).fetchone()
            counts = dict(zip(_COUNTS, row or (0,) * len(_COUNTS), strict=True))
            stored = connection.execute(
                "SELECT path, line, problem, hint, document_id FROM rejects ORDER BY path, line"
            ).fetchall()
            read = connection.execute("SELECT path FROM documents WHERE status <> 'rejected'").fetchall()
            n_loaded = len(done.paths.intersection(path for (path,) in read))
            by_source = connection.execute(query("incidents_by_source")).fetchall()
        seen = {(r.path, r.problem) for r in rejects}
        rejects += [Reject(*r) for r in stored if (r[0], r[2]) not in seen]
    return Summary(
        n_files=done.n_parsed + done.n_unchanged,
        n_parsed=done.n_parsed,
        n_unchanged=done.n_unchanged,
        n_removed=done.n_removed,
        rejects=tuple(rejects),
        as_of=as_of,
        is_rebuilt=is_rebuilt,
        n_loaded=n_loaded,
        by_source=tuple(by_source),
        **counts,
    )
