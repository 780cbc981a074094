"""Themes into the warehouse: texts out, pure clustering, themes and members in, ids kept from the earlier build."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from etl.analysis.theme_text import Kind
from etl.analysis.themes import Themes, find_themes, match_themes
from etl.load.rows import arrow_table
from etl.load.theme_edits import found_schema
from etl.load.warehouse import frame, insert, query, reading


def write_themes(connection: duckdb.DuckDBPyConnection, kind: Kind, earlier: Path | None) -> None:
    """Cluster the texts of one kind and write ``themes`` and ``theme_members``."""
    texts = frame(connection, query(f"{kind}_texts"))
    before = _earlier_members(earlier, kind)
    found = find_themes(texts[["record_id", "text", "masks"]], kind, earlier=before)
    if found.themes.empty:
        return
    ids = match_themes(before, found)
    insert(connection, "themes", _themes_table(found, ids))
    insert(connection, "theme_members", _members_table(found, ids, texts))


def _earlier_members(earlier: Path | None, kind: Kind) -> pd.DataFrame:
    if earlier is None:
        return pd.DataFrame(columns=["theme_id", "record_id"])
    with reading(earlier) as old:
        return frame(
            old,
            f"""SELECT theme_id, coalesce(follow_up_id, incident_id) AS record_id
                FROM {found_schema(old)}.theme_members WHERE kind = $kind AND is_primary""",
            {"kind": kind},
        )


def _themes_table(found: Themes, ids: dict[int, str]) -> pa.Table:
    rows = found.themes.assign(theme_id=found.themes["theme_no"].map(ids), kind=found.kind)
    stability = rows["stability"].where(rows["stability"].notna(), None)
    return arrow_table("themes", rows.assign(stability=stability.astype(object)).to_dict("records"))


def _members_table(found: Themes, ids: dict[int, str], texts: pd.DataFrame) -> pa.Table:
    named = found.members.merge(texts[["record_id", "incident_id", "follow_up_id"]], on="record_id")
    named = named.assign(theme_id=named["theme_no"].map(ids), kind=found.kind)
    columns = ["theme_id", "kind", "incident_id", "follow_up_id", "is_primary", "distance"]
    listed = named[columns].astype({"follow_up_id": object})
    return arrow_table("theme_members", listed.where(listed.notna(), None).to_dict("records"))
