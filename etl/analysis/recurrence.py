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
    centre) and lists_follow_ups (see `decide_fix_states`). `fixes`: follow_up_id, incident_id, kind,
    status, opened_on, due_on, done_on, declined_on. `vectors`: unit text vectors, one row per incident,
    optional. Incidents without a start or a theme neither repeat nor are repeated.
    """
    timed = _timed_incidents(incidents)
    pairs = _latest_earlier(timed)
    if pairs.empty:
        return pd.DataFrame(columns=list(RECURRENCE_COLUMNS))
    later = timed.loc[pairs["later"]].reset_index(drop=True)
    earlier = timed.loc[pairs["earlier"]].reset_index(drop=True)
    found = later[["incident_id", "theme_id", "started_at"]].copy()
    found["earlier_incident_id"] = earlier["incident_id"]
    found["days_since"] = (later["started_at"] - earlier["ended_at"]).dt.total_seconds() / 86_400
    shared = [
        sorted(set(own) & set(others)) for own, others in zip(later["services"], earlier["services"], strict=True)
    ]
    found["service"] = [names[0] for names in shared]
    found["confidence"] = _confidence(later, earlier, np.array([len(names) for names in shared]), vectors)
    states = decide_fix_states(found.join(earlier.filter(["lists_follow_ups"])), fixes)
    found["fix_state"], found["follow_up_id"] = states["fix_state"], states["follow_up_id"]
    return found[list(RECURRENCE_COLUMNS)].sort_values("incident_id", ignore_index=True)


def _timed_incidents(incidents: pd.DataFrame) -> pd.DataFrame:
    """Incidents in a theme and with a start, in order of start; adds `ended_at` and `vector_row`."""
    timed = incidents.assign(vector_row=np.arange(len(incidents)))
    timed = timed[timed["theme_id"].notna() & timed["started_at"].notna()].copy()
    for column in ("started_at", "resolved_at"):
        timed[column] = pd.to_datetime(timed[column], utc=True).astype("datetime64[us, UTC]")
    end_of_day = timed["started_at"].dt.floor("D") + pd.Timedelta(days=1) - pd.Timedelta(microseconds=1)
    stated = timed["resolved_at"] >= timed["started_at"]
    timed["ended_at"] = timed["resolved_at"].where(stated, end_of_day)
    timed["services"] = timed["services"].map(lambda names: sorted(set(names)))
    return timed.sort_values(["started_at", "incident_id"], ignore_index=True)


def _latest_earlier(timed: pd.DataFrame) -> pd.DataFrame:
    """Rows (`later`, `earlier`) of `timed`: each repeating incident with the last that started before it.

    One as-of join within theme and service; of the incidents resolved by then it needs only the one that
    started last, which a running maximum keeps. So no pair of incidents is ever compared.
    """
    named = timed[["theme_id", "services", "started_at", "ended_at"]].explode("services")
    named = named.dropna(subset="services").reset_index(names="row")
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
    return pairs.groupby("later")["earlier"].max().astype(int).reset_index()


def _confidence(
    later: pd.DataFrame,
    earlier: pd.DataFrame,
    n_shared: npt.NDArray[np.int64],
    vectors: npt.NDArray[np.float64] | None,
) -> npt.NDArray[np.float64]:
    """Mean of what is known, each 0..1: overlap of the services, fit of both to the theme, likeness.

    Overlap = shared services / services of the incident that names fewer. Fit = 1 - the larger cosine
    distance to the theme's centre. Likeness = cosine similarity of the two texts.
    """
    fewer = np.minimum(later["services"].map(len).to_numpy(), earlier["services"].map(len).to_numpy())
    parts = [n_shared / fewer]
    if "theme_distance" in later:
        farther = np.maximum(later["theme_distance"].to_numpy(float), earlier["theme_distance"].to_numpy(float))
        parts.append(np.clip(1 - farther, 0, 1))
    if vectors is not None:
        likeness = (vectors[later["vector_row"]] * vectors[earlier["vector_row"]]).sum(axis=1)
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
