"""What a retrospective needs besides its history: unfinished items, contradictions, gaps, missing facts.

Everything is about documents, fixes and systems; nothing is about people.
"""

import pandas as pd

COVERAGE_KINDS = ("prevent", "detect", "mitigate")
UNFINISHED = ("overdue", "open", "not_recorded")
UNKNOWN = "unknown"
# A column of the incidents, and the fact that is missing where it is empty.
FACTS = {
    "cause_text": "root cause",
    "has_start": "start",
    "has_detection": "time of detection",
    "detection_source": "how it was detected",
    "has_diagnosis": "time of diagnosis",
    "has_mitigation": "time of mitigation",
    "has_resolution": "time of resolution",
}


def last_times_items(incidents: pd.DataFrame, follow_ups: pd.DataFrame) -> pd.DataFrame:
    """Unfinished follow-ups of every incident but the latest, the most pressing first.

    `incidents`: incident_id, occurred_on. `follow_ups`: incident_id, state (overdue, open, not_recorded, done,
    declined), opened_on. Where no incident states its day, every one counts as earlier.
    """
    dated = incidents.dropna(subset="occurred_on")
    latest = None if dated.empty else dated.sort_values(["occurred_on", "incident_id"])["incident_id"].iloc[-1]
    chosen = follow_ups[follow_ups["state"].isin(UNFINISHED) & (follow_ups["incident_id"] != latest)]
    order = chosen["state"].map({state: place for place, state in enumerate(UNFINISHED)})
    return chosen.assign(order=order).sort_values(["order", "opened_on"], ignore_index=True).drop(columns="order")


def coverage(incidents: pd.DataFrame, follow_ups: pd.DataFrame, by: str) -> pd.DataFrame:
    """Follow-ups that prevent, detect or mitigate, for each value of the column `by` of the incidents.

    One row per value and kind, values with the most incidents first: name, kind, n_incidents, n_items, n_done.
    A kind without a follow-up has n_items 0: an empty cell of the matrix.
    """
    named = incidents[["incident_id", by]].rename(columns={by: "name"}).dropna(subset="name")
    sizes = named.groupby("name").size().sort_values(ascending=False, kind="stable")
    cells = pd.MultiIndex.from_product([sizes.index, COVERAGE_KINDS], names=["name", "kind"])
    items = follow_ups.merge(named, on="incident_id").assign(is_done=lambda rows: rows["state"] == "done")
    counted = items.groupby(["name", "kind"])["is_done"].agg(n_items="size", n_done="sum")
    found = counted.reindex(cells).fillna(0).astype(int).reset_index()
    found.insert(2, "n_incidents", found["name"].map(sizes))
    return found


def differing_causes(incidents: pd.DataFrame) -> pd.DataFrame:
    """Repeats whose document names another kind of cause than the incident that they repeat.

    Rows of `incidents` (with cause_category and earlier_cause_category) of which both kinds are known and differ.
    """
    kinds = incidents[["cause_category", "earlier_cause_category"]]
    is_known = kinds.notna().all(axis=1) & ~kinds.isin([UNKNOWN]).any(axis=1)
    differs = incidents["cause_category"] != incidents["earlier_cause_category"]
    return incidents[incidents["earlier_incident_id"].notna() & is_known & differs]


def fixes_that_did_not_hold(incidents: pd.DataFrame) -> pd.DataFrame:
    """Repeats that began after the earlier fix had been called done."""
    return incidents[incidents["fix_state"] == "done"]


def missing_facts(incidents: pd.DataFrame, follow_ups: pd.DataFrame) -> pd.DataFrame:
    """One row per incident whose document leaves something open: incident_id, missing (names of facts).

    Besides the facts of the incident itself: that no follow-up is listed, and of how many nobody says what
    became of them.
    """
    listed = follow_ups.groupby("incident_id")["state"]
    n_listed, n_unknown = listed.size(), listed.agg(lambda states: int((states == "not_recorded").sum()))
    rows = []
    for incident in incidents.to_dict("records"):
        missing = [name for column, name in FACTS.items() if _is_missing(incident[column])]
        n = int(n_unknown.get(incident["incident_id"], 0))
        if not n_listed.get(incident["incident_id"], 0):
            missing.append("any follow-up")
        elif n:
            missing.append(f"what became of {n} follow-up{'s' * (n > 1)}")
        if missing:
            rows.append((incident["incident_id"], missing))
    return pd.DataFrame(rows, columns=["incident_id", "missing"])


def _is_missing(value: object) -> bool:
    return value is None or value != value or value is False or value == UNKNOWN or str(value).strip() == ""
