"""Did completed fixes hold?

A fix's scope is the cause theme and the services of the incident that it was filed for: every incident of
that theme on at least one of those services counts, once. Days are civil days (UTC); an incident on the
very day on which a fix was done, or opened, counts on neither side, because its order is not known.

Verdicts:
- recurred: at least one incident in scope after the fix was done;
- held: none, over so many days that the earlier rate would have given at least `ENOUGH_EXPECTED` (three
  expected and none seen has a chance of exp(-3), about 5 %);
- too_early_to_tell: none so far, but the days since are too few to say.

The earlier rate counts from the first day of the records to the day of the fix and includes the incident that
prompted it, so it is rather too high than too low; the interval of the rate ratio shows how little is known.
"""

from datetime import date

import numpy as np
import pandas as pd

from etl.analysis.fix_scope import by_scope, scoped_fixes, themed_incidents
from etl.analysis.rates import rate_ratios

ENOUGH_EXPECTED = 3.0
DONE_COLUMNS = (
    "follow_up_id",
    "incident_id",
    "theme_id",
    "done_on",
    "n_before",
    "days_before",
    "n_after",
    "days_after",
    "expected_after",
    "rate_ratio",
    "rate_ratio_low",
    "rate_ratio_high",
    "verdict",
)


def judge_completed_fixes(
    incidents: pd.DataFrame, fixes: pd.DataFrame, as_of: date, observed_from: date | None = None
) -> pd.DataFrame:
    """One row per fix done by `as_of` whose incident is in a theme: counts before and after, ratio, verdict.

    `incidents`: incident_id, theme_id, started_at (UTC), services (list). `fixes`: follow_up_id, incident_id,
    status, done_on. `observed_from` is the first day that the records cover (default: the first incident's).
    Days before and after leave the day of completion out. A rate ratio without incidents before has no upper
    bound (infinite).
    """
    themed = themed_incidents(incidents, as_of)
    done = scoped_fixes(fixes, themed, "done_on", as_of)
    if done.empty:
        return pd.DataFrame(columns=list(DONE_COLUMNS))
    first = pd.Timestamp(observed_from) if observed_from else themed["day"].min()
    days = themed["day"].to_numpy()
    done_on = done["done_on"].to_numpy()
    counts = np.zeros((len(done), 2), dtype=np.int64)
    for fix_rows, rows in by_scope(done, themed):
        observed = days[rows][days[rows] >= first.to_datetime64()]
        counts[fix_rows, 0] = np.searchsorted(observed, done_on[fix_rows], side="left")
        counts[fix_rows, 1] = len(observed) - np.searchsorted(observed, done_on[fix_rows], side="right")
    done["n_before"], done["n_after"] = counts[:, 0], counts[:, 1]
    done["days_before"] = (done["done_on"] - first).dt.days.clip(lower=0)
    done["days_after"] = (pd.Timestamp(as_of) - done["done_on"]).dt.days
    return _with_verdicts(done)[list(DONE_COLUMNS)].sort_values("follow_up_id", ignore_index=True)


def _with_verdicts(done: pd.DataFrame) -> pd.DataFrame:
    days_before = done["days_before"].where(done["days_before"] > 0)
    done["expected_after"] = done["n_before"] / days_before * done["days_after"]
    ratios = rate_ratios(done["n_before"], done["days_before"], done["n_after"], done["days_after"])
    done[["rate_ratio", "rate_ratio_low", "rate_ratio_high"]] = ratios.to_numpy()
    done["verdict"] = np.select(
        [done["n_after"] > 0, done["expected_after"] >= ENOUGH_EXPECTED],
        ["recurred", "held"],
        default="too_early_to_tell",
    )
    return done
