"""What moved between themes since the build before, into ``theme_moves``.

Runs after everything that may change ``themes`` and ``theme_members``.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from etl.analysis.theme_moves import ThemeState, compare_themes
from etl.analysis.theme_text import Kind
from etl.load.rows import arrow_table
from etl.load.warehouse import frame, insert, query, reading


def write_theme_moves(connection: duckdb.DuckDBPyConnection, kind: Kind, earlier: Path) -> None:
    """Compare the themes of one kind with those of the earlier build."""
    with reading(earlier) as old:
        before = _state(old, kind)
        build = frame(old, query("build")).iloc[0]
    moves = compare_themes(before, _state(connection, kind))
    incidents = frame(connection, query("theme_records"), {"kind": kind}).set_index("record_id")["incident_id"]
    moves = moves.assign(
        kind=kind,
        incident_id=moves["record_id"].map(incidents),
        earlier_build_id=build["build_id"],
        earlier_built_at=build["built_at"].to_pydatetime(),
    ).astype(object)
    insert(connection, "theme_moves", arrow_table("theme_moves", moves.where(moves.notna(), None).to_dict("records")))


def _state(connection: duckdb.DuckDBPyConnection, kind: Kind) -> ThemeState:
    return ThemeState(
        frame(connection, query("theme_labels"), {"kind": kind}),
        frame(connection, query("theme_of_records"), {"kind": kind}),
        frozenset(frame(connection, query("theme_records"), {"kind": kind})["record_id"]),
    )
