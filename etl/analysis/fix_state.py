"""The state that an earlier incident's fixes were in when it happened again.

Each follow-up has a state on the day on which the later incident started, read from its dates first and
from its recorded status only where that says something about that day:

- done_on, or declined_on, before or on that day: done, declined;
- done_on or declined_on later: it was open then (overdue when due_on was before that day);
- status open or in_progress: open, or overdue when due_on was before that day;
- opened_on later: open, whatever its status is today, for it was not done then;
- status not_recorded, or done or declined without a date: not_recorded. A document lists the status of
  the day on which it was written, not of the day that matters here.

Of several follow-ups the most telling decides: overdue > open > not_recorded > declined > done, so `done`
means that all were finished. Follow-ups of kind prevent, detect and mitigate count; others only where
there are none of these. Without any follow-up the fix was never_filed, or not_recorded where the source of
the earlier incident lists no follow-up for any of its incidents (a status page's history): such a source
cannot tell.
"""

import numpy as np
import pandas as pd

PRECEDENCE = ("overdue", "open", "not_recorded", "declined", "done")
NEVER_FILED = "never_filed"
FIXING_KINDS = ("prevent", "detect", "mitigate")
DATES = ("opened_on", "due_on", "done_on", "declined_on")


def decide_fix_states(pairs: pd.DataFrame, fixes: pd.DataFrame) -> pd.DataFrame:
    """fix_state and follow_up_id (the item that decided it, or None) for each row of `pairs`, on its index.

    `pairs`: earlier_incident_id, started_at (of the later incident, UTC timestamps), and optionally
    lists_follow_ups (bool: the source of the earlier incident lists some). `fixes`: follow_up_id,
    incident_id, kind, status, opened_on, due_on, done_on, declined_on.
    """
    filed = _filed(pairs, fixes)
    filed["fix_state"] = _states(filed)
    filed["rank"] = filed["fix_state"].map({state: rank for rank, state in enumerate(PRECEDENCE)})
    deciding = (
        _fixing_only(filed)
        .sort_values(["rank", "opened_on", "follow_up_id"])
        .drop_duplicates("pair")
        .set_index("pair")[["fix_state", "follow_up_id"]]
        .reindex(pairs.index)
        .astype(object)
    )
    unfiled = deciding["fix_state"].isna()
    deciding.loc[unfiled, "fix_state"] = NEVER_FILED
    if "lists_follow_ups" in pairs:
        deciding.loc[unfiled & ~pairs["lists_follow_ups"], "fix_state"] = "not_recorded"
    return deciding.where(deciding.notna(), None)


def _filed(pairs: pd.DataFrame, fixes: pd.DataFrame) -> pd.DataFrame:
    moments = pd.DataFrame(
        {
            "pair": pairs.index,
            "incident_id": pairs["earlier_incident_id"].to_numpy(),
            "on": pd.to_datetime(pairs["started_at"], utc=True).dt.tz_localize(None).dt.floor("D").to_numpy(),
        }
    )
    dated = fixes[["follow_up_id", "incident_id", "kind", "status"]].assign(
        **{column: pd.to_datetime(fixes[column]) for column in DATES}
    )
    return moments.merge(dated, on="incident_id")


def _states(filed: pd.DataFrame) -> np.ndarray:
    """State of each follow-up on the day `on`."""
    on = filed["on"]
    ended_later = (filed["done_on"] > on) | (filed["declined_on"] > on)
    is_open = ended_later | (filed["opened_on"] > on) | filed["status"].isin(["open", "in_progress"])
    return np.select(
        [
            filed["done_on"] <= on,
            filed["declined_on"] <= on,
            is_open & (filed["due_on"] < on),
            is_open,
        ],
        ["done", "declined", "overdue", "open"],
        default="not_recorded",
    )


def _fixing_only(filed: pd.DataFrame) -> pd.DataFrame:
    fixing = filed["kind"].isin(FIXING_KINDS)
    has_fixing = fixing.groupby(filed["pair"]).transform("any")
    return filed[fixing | ~has_fixing]
