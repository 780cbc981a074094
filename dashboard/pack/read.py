"""A retro pack from a warehouse: which rows, through which filters."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard.filters import Filters
from dashboard.ledger import finished_fixes
from dashboard.pack.content import make_pack
from dashboard.pack.model import Pack
from dashboard.pack.sections import Rows
from dashboard.warehouse import Build, query

# So many incidents go into a pack, the latest first; and so many items of theirs.
MOST_INCIDENTS, MOST_ITEMS = 200, 2_000


@dataclass(frozen=True)
class Scope:
    """What the retrospective is about, in words, the filters that choose its incidents, and the coverage's rows."""

    name: str
    filters: Filters
    by: str


@st.cache_data(max_entries=50, show_spinner=False)
def read_pack(build: Build, scope: Scope) -> Pack:
    """The pack about a scope."""
    return make_pack(scope.name, read_rows(build, scope), scope.filters.as_of, scope.by)


def read_rows(build: Build, scope: Scope) -> Rows:
    """What the pack is made from: the latest incidents of the scope, and what belongs to them."""

    def rows(name: str, most: int) -> pd.DataFrame:
        return query(build, name, {**scope.filters.parameters(), "n_rows": most, "search": ""})

    incidents = rows("retro_incidents", MOST_INCIDENTS)
    follow_ups, conflicts, impossible = (
        found[found["incident_id"].isin(incidents["incident_id"])]
        for found in (
            rows(name, MOST_ITEMS) for name in ("retro_follow_ups", "retro_time_conflicts", "impossible_times")
        )
    )
    fixes = finished_fixes(build, scope.filters)
    n_incidents = int(rows("incident_count", MOST_ITEMS).iloc[0]["n_incidents"])
    return Rows(incidents, follow_ups, conflicts, impossible, fixes, n_incidents)
