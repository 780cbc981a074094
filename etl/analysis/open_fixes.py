"""What open fixes have let through: incidents of the same theme on the same services since they were opened.

Days are civil days (UTC). An incident on the very day on which a fix was opened is not counted, nor is
the one that the fix was filed for.
"""

from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from etl.analysis.fix_scope import by_scope, scoped_fixes, themed_incidents

OPEN_STATUSES = ("open", "in_progress")
COLUMNS = (
    "follow_up_id",
    "incident_id",
    "theme_id",
    "opened_on",
    "n_incidents_since",
    "minutes_since",
    "n_with_minutes",
)


def count_since_opened(incidents: pd.DataFrame, fixes: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """One row per open fix: incidents in its scope since it was opened, and the minutes that they lasted.

    `incidents`: incident_id, theme_id, started_at, resolved_at (UTC), services (list). `fixes`:
    follow_up_id, incident_id, status, opened_on. `minutes_since` sums the `n_with_minutes` incidents that
    state both times, and is NaN where none does.
    """
    themed = themed_incidents(incidents, as_of)
    still_open = fixes[fixes["status"].isin(OPEN_STATUSES)]
    fixes_open = scoped_fixes(still_open, themed, "opened_on", as_of)
    if fixes_open.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    minutes = themed["minutes"].to_numpy(dtype=float)
    measures = np.column_stack([np.ones(len(themed)), np.nan_to_num(minutes), ~np.isnan(minutes)])
    totals = _totals_since(fixes_open, themed, measures)
    fixes_open["n_incidents_since"] = totals[:, 0].astype(np.int64)
    fixes_open["minutes_since"] = np.where(totals[:, 2] > 0, totals[:, 1], np.nan)
    fixes_open["n_with_minutes"] = totals[:, 2].astype(np.int64)
    return fixes_open[list(COLUMNS)].sort_values("follow_up_id", ignore_index=True)


def _totals_since(
    fixes: pd.DataFrame, themed: pd.DataFrame, measures: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Sums of each measure over the incidents in scope after the day on which each fix was opened."""
    days, opened_on = themed["day"].to_numpy(), fixes["opened_on"].to_numpy()
    totals = np.zeros((len(fixes), measures.shape[1]))
    for fix_rows, rows in by_scope(fixes, themed):
        summed = np.vstack([np.zeros(measures.shape[1]), measures[rows].cumsum(axis=0)])
        n_by_then = np.searchsorted(days[rows], opened_on[fix_rows], side="right")
        totals[fix_rows] = summed[-1] - summed[n_by_then]
    own = fixes["own_row"].to_numpy()
    has_own = (days[own] > opened_on) & (fixes["services"].str.len() > 0).to_numpy()
    totals[has_own] -= measures[own[has_own]]
    return totals
