"""Follow-ups as a flow: opened, done and declined in each period, and what is open at its end."""

from __future__ import annotations

from datetime import date

import pandas as pd

COLUMNS = ("period", "n_opened", "n_done", "n_declined", "n_open")
FREQUENCIES = {"month": "MS", "quarter": "QS"}


def flow_by_period(counts: pd.DataFrame, as_of: date, grain: str = "month") -> pd.DataFrame:
    """Every period (`grain`: month or quarter) from the first opening to `as_of`, with what is open at its end.

    `counts`: period (first day), n_opened, n_done, n_declined; a period in which nothing moved may be missing. What is
    open is what was opened less what was closed, up to and with the period. Columns as in COLUMNS.
    """
    if counts.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    periods = pd.date_range(counts["period"].min(), pd.Timestamp(as_of), freq=FREQUENCIES[grain], unit="s")
    moved = counts.assign(period=counts["period"].astype(periods.dtype)).set_index("period")
    filled = moved[list(COLUMNS[1:4])].reindex(periods, fill_value=0).astype(int)
    n_open = (filled["n_opened"] - filled["n_done"] - filled["n_declined"]).cumsum()
    return filled.assign(n_open=n_open).rename_axis("period").reset_index()
