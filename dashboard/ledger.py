"""The ledger of fixes, cached by build and filters: did the finished hold, and what did the open ones let through?"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.filters import Filters
from dashboard.warehouse import Build, query
from etl.analysis.fix_hold import judge_completed_fixes
from etl.analysis.open_fixes import count_since_opened

FIX_FACTS = ["follow_up_id", "text", "kind", "title", "theme", "occurred_on", "url"]


@st.cache_data(max_entries=100, show_spinner=False)
def finished_fixes(build: Build, filters: Filters) -> pd.DataFrame:
    """One row per finished preventive fix: its facts, repeats and days before and after, rate ratio, verdict."""
    incidents = query(build, "fix_scope_incidents", filters.parameters())
    fixes = query(build, "finished_fixes", filters.parameters())
    judged = judge_completed_fixes(incidents, fixes, filters.as_of)
    return judged.merge(fixes[FIX_FACTS], on="follow_up_id", how="inner")


@st.cache_data(max_entries=100, show_spinner=False)
def open_fixes(build: Build, filters: Filters) -> pd.DataFrame:
    """One row per open follow-up whose incident is in a theme, the costliest first.

    Columns: those of `count_since_opened` (follow_up_id, n_incidents_since, minutes_since, n_with_minutes, ...), its
    facts, due_on and is_overdue. The order is that of the backlog by cost: most incidents, then most minutes, then
    the oldest.
    """
    incidents = query(build, "fix_scope_incidents", filters.parameters())
    fixes = query(build, "open_fixes", filters.parameters())
    costs = count_since_opened(incidents, fixes, filters.as_of)
    named = costs.merge(fixes[[*FIX_FACTS, "due_on", "is_overdue"]], on="follow_up_id", how="inner")
    ranked = named.assign(minutes_known=named["minutes_since"].fillna(0)).sort_values(
        ["n_incidents_since", "minutes_known", "opened_on", "follow_up_id"], ascending=[False, False, True, True]
    )
    return ranked.drop(columns="minutes_known").reset_index(drop=True)


def cost_so_far(build: Build, filters: Filters) -> pd.DataFrame:
    """What each open fix has let through since it was filed, for other pages to rank by.

    Columns: follow_up_id, n_incidents_since, minutes_since, n_with_minutes. Follow-ups that are not open, or whose
    incident is in no theme, have no row.
    """
    return open_fixes(build, filters)[["follow_up_id", "n_incidents_since", "minutes_since", "n_with_minutes"]]
