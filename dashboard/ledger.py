"""The ledger of fixes, cached by build and filters: did the finished hold, and what did the open ones let through?"""

from __future__ import annotations

import datetime as dt

import pandas as pd
import streamlit as st

from dashboard.filters import HASHED, Filters
from dashboard.opened import Kept
from dashboard.warehouse import Build, keep, query
from etl.analysis.fix_hold import judge_completed_fixes
from etl.analysis.open_fixes import count_since_opened

FIX_FACTS = ["follow_up_id", "text", "kind", "title", "theme", "occurred_on", "url"]


@st.cache_data(max_entries=4, show_spinner=False, hash_funcs=HASHED)
def _judged(build: Build, as_of: dt.date) -> pd.DataFrame:
    """Every finished preventive fix with its verdict, whatever the filters: they do not change it."""
    everything = Filters(end=as_of, as_of=as_of).parameters()
    incidents = query(build, "fix_scope_incidents", everything)
    return judge_completed_fixes(incidents, query(build, "finished_fixes", everything), as_of)


@st.cache_data(max_entries=4, show_spinner=False, hash_funcs=HASHED)
def _costs(build: Build, as_of: dt.date) -> pd.DataFrame:
    """What every open fix has let through, whatever the filters."""
    everything = Filters(end=as_of, as_of=as_of).parameters()
    incidents = query(build, "fix_scope_incidents", everything)
    return count_since_opened(incidents, query(build, "open_fixes", everything), as_of)


@st.cache_resource(max_entries=4, show_spinner=False, hash_funcs=HASHED)
def _cost_table(build: Build, as_of: dt.date) -> Kept:
    return keep(build, _costs(build, as_of)[["follow_up_id", "n_incidents_since", "minutes_since"]])


def costliest(build: Build, filters: Filters, queue: str, owner: str | None, n_rows: int) -> pd.DataFrame:
    """The first `n_rows` follow-ups in one list of the board, each with n_incidents_since and minutes_since."""
    asked = {**filters.parameters(), "queue": queue, "owner": owner, "n_rows": n_rows}
    return query(build, "board_items", asked, {"fix_costs": _cost_table(build, filters.as_of)})


@st.cache_data(max_entries=100, show_spinner=False, hash_funcs=HASHED)
def finished_fixes(build: Build, filters: Filters) -> pd.DataFrame:
    """One row per finished preventive fix: its facts, repeats and days before and after, rate ratio, verdict."""
    fixes = query(build, "finished_fixes", filters.parameters())
    return _judged(build, filters.as_of).merge(fixes[FIX_FACTS], on="follow_up_id", how="inner")


@st.cache_data(max_entries=100, show_spinner=False, hash_funcs=HASHED)
def open_fixes(build: Build, filters: Filters) -> pd.DataFrame:
    """One row per open follow-up whose incident is in a theme, the costliest first.

    Columns: those of `count_since_opened` (follow_up_id, n_incidents_since, minutes_since, n_with_minutes, ...), its
    facts, due_on and is_overdue. The order is that of the backlog by cost: most incidents, then most minutes, then
    the oldest.
    """
    fixes = query(build, "open_fixes", filters.parameters())
    costs = _costs(build, filters.as_of)
    named = costs.merge(fixes[[*FIX_FACTS, "due_on", "is_overdue"]], on="follow_up_id", how="inner")
    ranked = named.assign(minutes_known=named["minutes_since"].fillna(0)).sort_values(
        ["n_incidents_since", "minutes_known", "opened_on", "follow_up_id"], ascending=[False, False, True, True]
    )
    return ranked.drop(columns="minutes_known").reset_index(drop=True)
