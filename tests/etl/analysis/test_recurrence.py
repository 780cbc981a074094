"""Recurrences taken from candidates, and chains of them."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from etl.analysis.recurrence import RECURRENCE_COLUMNS, chains, find_recurrences
from etl.analysis.recurrence_pairs import last_of_theme, with_ends

NO_FIXES = pd.DataFrame(
    columns=["follow_up_id", "incident_id", "kind", "status", "opened_on", "due_on", "done_on", "declined_on"]
)


def incidents_of(*rows: tuple[str, str | None, str | None, str | None, list[str]]) -> pd.DataFrame:
    """Incidents from (id, theme, started, resolved, services)."""
    found = pd.DataFrame(rows, columns=["incident_id", "theme_id", "started_at", "resolved_at", "services"])
    for column in ("started_at", "resolved_at"):
        found[column] = pd.to_datetime(found[column], utc=True, format="ISO8601")
    return found


def candidates_of(*rows: tuple[str, str, bool]) -> pd.DataFrame:
    """Candidates from (id, earlier id, is likely)."""
    pairs = pd.DataFrame(rows, columns=["incident_id", "earlier_incident_id", "is_likely"])
    return pairs.assign(days_since=1.5, score=0.8)


def last_pairs(incidents: pd.DataFrame) -> dict[str, str]:
    """Later incident -> the latest earlier one of the same theme and service."""
    timed = with_ends(incidents)
    ids = timed["incident_id"].to_numpy()
    later, earlier = last_of_theme(timed)
    return {ids[row]: ids[earlier[later == row].max()] for row in np.unique(later)}


def test_a_likely_candidate_is_a_recurrence() -> None:
    """Columns are those of the warehouse table; the theme is the later one's, the service one that both name."""
    incidents = incidents_of(
        ("a", "t1", "2025-03-01 10:00", "2025-03-01 12:00", ["pay", "web"]),
        ("b", "t1", "2025-03-03 00:00", None, ["web"]),
        ("c", "t2", "2025-03-09 00:00", None, ["ads"]),
    )
    found = find_recurrences(incidents, NO_FIXES, candidates_of(("b", "a", True), ("c", "a", True), ("c", "b", False)))
    assert tuple(found.columns) == RECURRENCE_COLUMNS
    row = found.iloc[0].to_dict()
    assert (row["incident_id"], row["earlier_incident_id"]) == ("b", "a")
    assert (row["theme_id"], row["service"], row["fix_state"]) == ("t1", "web", "never_filed")
    assert (row["days_since"], row["confidence"], row["follow_up_id"]) == (1.5, 0.8, None)
    other = found.iloc[1].to_dict()
    assert (other["earlier_incident_id"], other["theme_id"], other["service"]) == ("a", "t2", None)


def test_only_the_latest_earlier_incident_is_kept() -> None:
    """Of several likely earlier ones, the one that started last, so that repeats link up."""
    incidents = incidents_of(
        ("a", "t1", "2025-03-01", "2025-03-20", ["pay"]),
        ("b", "t1", "2025-03-05", "2025-03-06", ["pay"]),
        ("c", "t1", "2025-04-01", None, ["pay"]),
    )
    found = find_recurrences(incidents, NO_FIXES, candidates_of(("c", "b", True), ("c", "a", True)))
    assert found["earlier_incident_id"].tolist() == ["b"]


def test_a_practice_of_listing_none_is_not_recorded() -> None:
    """Where the earlier postmortem is of a kind that never lists follow-ups, nobody knows whether one was filed."""
    incidents = incidents_of(("a", "t1", "2025-03-01", "2025-03-02", ["pay"]), ("b", "t1", "2025-04-01", None, ["pay"]))
    pairs = candidates_of(("b", "a", True))
    states = {
        lists: find_recurrences(incidents.assign(lists_follow_ups=lists), NO_FIXES, pairs)["fix_state"].item()
        for lists in (True, False)
    }
    assert states == {True: "never_filed", False: "not_recorded"}


@pytest.mark.parametrize(
    ("theme", "started", "services"),
    [
        ("t2", "2025-03-03", ["pay"]),
        (None, "2025-03-03", ["pay"]),
        ("t1", "2025-03-03", ["search"]),
        ("t1", "2025-03-03", []),
        ("t1", "2025-03-01 11:00", ["pay"]),
        ("t1", "2025-03-01 12:00", ["pay"]),
        ("t1", None, ["pay"]),
    ],
    ids=["other theme", "no theme", "other service", "no service", "not yet resolved", "same moment", "no start"],
)
def test_what_is_not_the_last_of_its_theme(theme: str | None, started: str | None, services: list[str]) -> None:
    """Same theme, same service, and over by then: each part is needed."""
    earlier = ("a", "t1", "2025-03-01 10:00", "2025-03-01 12:00", ["pay"])
    assert last_pairs(incidents_of(earlier, ("b", theme, started, None, services))) == {}


@pytest.mark.parametrize("resolved", [None, "2025-03-01 09:00"], ids=["missing", "impossible"])
def test_without_a_resolution_the_earlier_incident_ends_with_its_day(resolved: str | None) -> None:
    """A repeat later on the same day may be the same failure; one on the next day is a repeat."""
    earlier = ("a", "t1", "2025-03-01 10:00", resolved, ["pay"])
    same_day = ("b", "t1", "2025-03-01 22:00", "2025-03-01 23:00", ["pay"])
    next_day = ("c", "t1", "2025-03-02 00:00", "2025-03-02 01:00", ["pay"])
    assert last_pairs(incidents_of(earlier, same_day)) == {}
    assert last_pairs(incidents_of(earlier, next_day)) == {"c": "a"}


def by_definition(incidents: pd.DataFrame) -> dict[str, str]:
    """All pairs compared, one by one."""
    found = {}
    rows: list[Any] = list(incidents.sort_values(["started_at", "incident_id"]).itertuples())
    for later in rows:
        for earlier in reversed(rows):
            if (
                earlier.theme_id == later.theme_id
                and set(earlier.services) & set(later.services)
                and earlier.resolved_at < later.started_at
            ):
                found[later.incident_id] = earlier.incident_id
                break
    return found


def test_equals_the_comparison_of_all_pairs() -> None:
    """The as-of join finds what the definition, applied to every pair, finds."""
    rng = np.random.default_rng(5)
    n = 400
    started = pd.Timestamp("2025-01-01", tz="UTC") + pd.to_timedelta(rng.integers(0, 90 * 1440, n), unit="m")
    incidents = pd.DataFrame(
        {
            "incident_id": [f"i{i:03d}" for i in range(n)],
            "theme_id": rng.choice(["t1", "t2", "t3"], n),
            "started_at": started,
            "resolved_at": started + pd.to_timedelta(rng.lognormal(7, 2, n).round() + 1, unit="m"),
            "services": [rng.choice(list("abcd"), rng.integers(1, 3)).tolist() for _ in range(n)],
        }
    )
    assert last_pairs(incidents) == by_definition(incidents)


def test_no_candidates_give_no_recurrences() -> None:
    """An empty warehouse has an empty table of the right shape."""
    found = find_recurrences(incidents_of(), NO_FIXES, candidates_of())
    assert found.empty
    assert tuple(found.columns) == RECURRENCE_COLUMNS
    assert chains(found).empty


def test_chains_run_from_the_first_incident_to_the_last() -> None:
    """Two incidents that repeat the same one share its chain, in the order in which they came."""
    recurrences = pd.DataFrame(
        [("b", "a", 30.0), ("d", "b", 90.0), ("c", "b", 20.0), ("y", "x", 5.0)],
        columns=["incident_id", "earlier_incident_id", "days_since"],
    )
    found = chains(recurrences)
    assert found[found["chain_id"] == "a"]["incident_id"].tolist() == ["a", "b", "c", "d"]
    assert found[found["chain_id"] == "a"]["position"].tolist() == [1, 2, 3, 4]
    assert found.set_index("incident_id")["n_in_chain"].to_dict() == {
        **dict.fromkeys("abcd", 4),
        "x": 2,
        "y": 2,
    }


def test_a_long_chain_is_one_chain() -> None:
    """A thousand repeats in a row."""
    ids = [f"i{number:04d}" for number in range(1000)]
    recurrences = pd.DataFrame({"incident_id": ids[1:], "earlier_incident_id": ids[:-1], "days_since": 1.0})
    found = chains(recurrences)
    assert set(found["chain_id"]) == {"i0000"}
    assert found["incident_id"].tolist() == ids
