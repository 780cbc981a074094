"""Recurrences: later incidents of the same cause theme on an overlapping service.

A later incident repeats an earlier one when both are in the same cause theme, both name at least one
service, and the later one started after the earlier one was resolved. Where the earlier one states no
resolution (or one before its start), the later one must have started after the day on which the earlier
one did (UTC). Only the latest earlier incident is kept for each later one, so repeats link up into
chains.
"""

import numpy as np
import numpy.typing as npt
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


def find_recurrences(
    incidents: pd.DataFrame, fixes: pd.DataFrame, vectors: npt.NDArray[np.float64] | None = None
) -> pd.DataFrame:
    """One row per incident that repeats an earlier one, shaped like the warehouse table `recurrences`.

    `incidents`: incident_id (unique), theme_id (None: in no theme), started_at, resolved_at (UTC
    timestamps), services (list of names), and optionally theme_distance (cosine distance to the theme's
    centre). `fixes`: follow_up_id, incident_id, kind, status, opened_on, due_on, done_on, declined_on.
    `vectors`: unit text vectors, one row per incident, optional. Incidents without a start or a theme
    neither repeat nor are repeated.
    """
    timed = _timed_incidents(incidents, vectors is not None)
    pairs = _latest_earlier(timed)
    if pairs.empty:
        return pd.DataFrame(columns=list(RECURRENCE_COLUMNS))
    pairs["days_since"] = (pairs["started_at"] - pairs["ended_at"]).dt.total_seconds() / 86_400
    pairs = _with_shared_services(pairs, timed)
    pairs["confidence"] = _confidence(pairs, timed, vectors)
    states = decide_fix_states(pairs, fixes)
    pairs["fix_state"], pairs["follow_up_id"] = states["fix_state"], states["follow_up_id"]
    return pairs[list(RECURRENCE_COLUMNS)].sort_values("incident_id", ignore_index=True)


def _timed_incidents(incidents: pd.DataFrame, has_vectors: bool) -> pd.DataFrame:
    timed = incidents.assign(row=np.arange(len(incidents)) if has_vectors else -1)
    timed = timed[timed["theme_id"].notna() & timed["started_at"].notna()].copy()
    for column in ("started_at", "resolved_at"):
        timed[column] = pd.to_datetime(timed[column], utc=True).astype("datetime64[us, UTC]")
    end_of_day = timed["started_at"].dt.floor("D") + pd.Timedelta(days=1) - pd.Timedelta(microseconds=1)
    stated = timed["resolved_at"] >= timed["started_at"]
    timed["ended_at"] = timed["resolved_at"].where(stated, end_of_day)
    timed["services"] = timed["services"].map(lambda names: sorted(set(names)))
    return timed


def _latest_earlier(timed: pd.DataFrame) -> pd.DataFrame:
    """One row per repeating incident: incident_id, theme_id, started_at, earlier_incident_id, ended_at.

    Sorted once and joined as-of within theme and service, so that no pair of incidents is ever compared
    twice.
    """
    named = timed.explode("services").rename(columns={"services": "service"}).dropna(subset="service")
    later = named.sort_values(["started_at", "incident_id"])[
        ["incident_id", "theme_id", "service", "started_at"]
    ]
    earlier = named.sort_values(["ended_at", "started_at", "incident_id"])[
        ["incident_id", "theme_id", "service", "ended_at"]
    ].rename(columns={"incident_id": "earlier_incident_id"})
    pairs = pd.merge_asof(
        later,
        earlier,
        left_on="started_at",
        right_on="ended_at",
        by=["theme_id", "service"],
        allow_exact_matches=False,
    ).dropna(subset="earlier_incident_id")
    latest = pairs.sort_values(["ended_at", "earlier_incident_id"]).drop_duplicates(
        "incident_id", keep="last"
    )
    return latest.drop(columns="service").reset_index(drop=True)


def _with_shared_services(pairs: pd.DataFrame, timed: pd.DataFrame) -> pd.DataFrame:
    services = dict(zip(timed["incident_id"], timed["services"], strict=True))
    own = [services[incident_id] for incident_id in pairs["incident_id"]]
    earlier = [services[incident_id] for incident_id in pairs["earlier_incident_id"]]
    shared = [sorted(set(mine).intersection(theirs)) for mine, theirs in zip(own, earlier, strict=True)]
    sizes = [min(len(mine), len(theirs)) for mine, theirs in zip(own, earlier, strict=True)]
    share = [len(both) / size for both, size in zip(shared, sizes, strict=True)]
    return pairs.assign(service=[both[0] for both in shared], service_share=share)


def _confidence(
    pairs: pd.DataFrame, timed: pd.DataFrame, vectors: npt.NDArray[np.float64] | None
) -> npt.NDArray[np.float64]:
    """Mean of what is known, each 0..1: overlap of the services, fit of both to the theme, likeness.

    Service overlap = shared services / services of the incident that names fewer. Fit = 1 - the larger cosine
    distance to the theme's centre. Likeness = cosine similarity of the two texts.
    """
    parts = [pairs["service_share"].to_numpy(dtype=float)]
    own = timed.set_index("incident_id").loc[pairs["incident_id"]]
    earlier = timed.set_index("incident_id").loc[pairs["earlier_incident_id"]]
    if "theme_distance" in timed:
        farther = np.maximum(own["theme_distance"].to_numpy(float), earlier["theme_distance"].to_numpy(float))
        parts.append(np.clip(1 - farther, 0, 1))
    if vectors is not None:
        likeness = (vectors[own["row"]] * vectors[earlier["row"]]).sum(axis=1)
        parts.append(np.clip(likeness, 0, 1))
    confidence: npt.NDArray[np.float64] = np.nanmean(np.vstack(parts), axis=0)
    return confidence


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
