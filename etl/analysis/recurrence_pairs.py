"""Which pairs of incidents to look at, from times, themes and services."""

from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from etl.analysis.recurrence_text import Rows

MOST_PICKED = 2_000


def with_ends(incidents: pd.DataFrame) -> pd.DataFrame:
    """Incidents with a start, in order of it; adds `ended_at`.

    That is when it was resolved; where that is not stated, or before the start, the end of the day (UTC) of the start.
    """
    timed = incidents[incidents["started_at"].notna()].copy()
    for column in ("started_at", "resolved_at"):
        timed[column] = pd.to_datetime(timed[column], utc=True).astype("datetime64[us, UTC]")
    end_of_day = timed["started_at"].dt.floor("D") + pd.Timedelta(days=1) - pd.Timedelta(microseconds=1)
    timed["ended_at"] = timed["resolved_at"].where(timed["resolved_at"] >= timed["started_at"], end_of_day)
    return timed.sort_values(["started_at", "incident_id"], ignore_index=True)


def last_of_theme(timed: pd.DataFrame) -> tuple[Rows, Rows]:
    """Rows (later, earlier): for each theme and service of an incident the last incident that was over by then.

    `timed`: see `with_ends`. One as-of join within theme and service; of the incidents resolved by then it needs only
    the one that started last, which a running maximum keeps. So no pair of incidents is ever compared.
    """
    named = timed[["theme_id", "services", "started_at", "ended_at"]].explode("services")
    named = named.reset_index(names="row").dropna(subset=["theme_id", "services"])
    if named.empty:
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp)
    cells = ["theme_id", "services"]
    resolved = named.sort_values(["ended_at", "row"])
    resolved["earlier"] = resolved.groupby(cells)["row"].cummax()
    pairs = pd.merge_asof(
        named.rename(columns={"row": "later"}).drop(columns="ended_at"),
        resolved[[*cells, "ended_at", "earlier"]],
        left_on="started_at",
        right_on="ended_at",
        by=cells,
        allow_exact_matches=False,
    ).dropna(subset="earlier")
    return pairs["later"].to_numpy(np.intp), pairs["earlier"].to_numpy(np.intp)


def of_one_service(services: csr_array[Any], seed: int = 0) -> tuple[Rows, Rows]:
    """Rows (later, earlier) of the pairs that share a service: all, or all among `MOST_PICKED` picked blindly.

    `services` (n x n_services) holds 1 where an incident names a service.
    """
    n = services.shape[0]
    rows = np.arange(n)
    if n > MOST_PICKED:
        rows = np.sort(np.random.default_rng(seed).choice(n, MOST_PICKED, replace=False))
    shared = csr_array(services[rows] @ services[rows].T).tocoo()
    below = shared.row > shared.col
    return rows[shared.row[below]], rows[shared.col[below]]
