"""Recurrences: later incidents that repeat an earlier one, and the chains that these link up to.

A recurrence is taken from the candidates (`etl.analysis.recurrence_candidates`): pairs of one source in which the
later incident began after the earlier one was resolved (or, where no resolution is stated, after its day), whose
likeness stands out from that of other incidents of the service, whose causes have something in common, and which name
a service in common or one the other; and those that a person confirmed. Of several earlier incidents only the latest
is kept for each later one, so repeats link up into chains.
"""

import numpy as np
import pandas as pd

from etl.analysis.fix_state import decide_fix_states

RECURRENCE_COLUMNS = (
    "incident_id",
    "earlier_incident_id",
    "fix_state",
    "days_since",
    "confidence",
    "theme_id",
    "service",
    "follow_up_id",
)


def find_recurrences(incidents: pd.DataFrame, fixes: pd.DataFrame, candidates: pd.DataFrame) -> pd.DataFrame:
    """One row per incident that repeats an earlier one, shaped like the warehouse table `recurrences`.

    `incidents`: incident_id (unique), theme_id (or None), started_at (UTC timestamps), services (list of names), and
    optionally lists_follow_ups (see `decide_fix_states`). `fixes`: follow_up_id, incident_id, kind, status, opened_on,
    due_on, done_on, declined_on. `candidates`: incident_id, earlier_incident_id, is_likely, days_since, score. theme_id
    is the later one's (the earlier one's where it is in none), service one that both name (or None), and confidence the
    candidate's score.
    """
    known = incidents.set_index("incident_id")
    likely = candidates[candidates["is_likely"].astype(bool)]
    if likely.empty:
        return pd.DataFrame(columns=list(RECURRENCE_COLUMNS))
    began = known["started_at"].loc[likely["earlier_incident_id"]].to_numpy()
    latest = likely.assign(began=began).sort_values(["incident_id", "began", "earlier_incident_id"])
    found = latest.drop_duplicates("incident_id", keep="last").reset_index(drop=True)
    later, earlier = known.loc[found["incident_id"]], known.loc[found["earlier_incident_id"]]
    found["started_at"] = later["started_at"].to_numpy()
    found["confidence"] = found["score"]
    themes = zip(later["theme_id"], earlier["theme_id"], strict=True)
    found["theme_id"] = pd.Series([other if pd.isna(own) else own for own, other in themes], dtype=object)
    shared = [sorted(set(a) & set(b)) for a, b in zip(later["services"], earlier["services"], strict=True)]
    found["service"] = pd.Series([names[0] if names else None for names in shared], dtype=object)
    if "lists_follow_ups" in known:
        found["lists_follow_ups"] = earlier["lists_follow_ups"].to_numpy(bool)
    states = decide_fix_states(found.drop(columns="follow_up_id", errors="ignore"), fixes)
    found["fix_state"], found["follow_up_id"] = states["fix_state"], states["follow_up_id"]
    return found[list(RECURRENCE_COLUMNS)]


def chains(recurrences: pd.DataFrame) -> pd.DataFrame:
    """Incidents that repeat one another, in order: chain_id, incident_id, position (1..), n_in_chain.

    A chain is named after its first incident. Where two incidents repeat the same earlier one, both are
    in its chain, in the order in which they came.
    """
    ids = pd.Index(pd.unique(pd.concat([recurrences["earlier_incident_id"], recurrences["incident_id"]])))
    parent = np.arange(len(ids))
    days = np.zeros(len(ids))
    later = ids.get_indexer(recurrences["incident_id"])
    parent[later] = ids.get_indexer(recurrences["earlier_incident_id"])
    days[later] = recurrences["days_since"].to_numpy(dtype=float)
    while np.any(parent != parent[parent]):  # each round doubles how far back every incident looks
        days = days + days[parent]
        parent = parent[parent]
    found = pd.DataFrame({"chain_id": ids[parent], "incident_id": ids, "days": days})
    found = found.sort_values(["chain_id", "days", "incident_id"], ignore_index=True)
    by_chain = found.groupby("chain_id")["incident_id"]
    found["position"] = by_chain.cumcount() + 1
    found["n_in_chain"] = by_chain.transform("size")
    return found[["chain_id", "incident_id", "position", "n_in_chain"]]
