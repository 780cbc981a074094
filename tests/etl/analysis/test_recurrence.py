"""Recurrences by their definition, and chains of them."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from etl.analysis.recurrence import RECURRENCE_COLUMNS, chains, find_recurrences

NO_FIXES = pd.DataFrame(
    columns=["follow_up_id", "incident_id", "kind", "status", "opened_on", "due_on", "done_on", "declined_on"]
)


def incidents_of(*rows: tuple[str, str | None, str | None, str | None, list[str]]) -> pd.DataFrame:
    """Incidents from (id, theme, started, resolved, services)."""
    found = pd.DataFrame(rows, columns=["incident_id", "theme_id", "started_at", "resolved_at", "services"])
    for column in ("started_at", "resolved_at"):
        found[column] = pd.to_datetime(found[column], utc=True, format="ISO8601")
    return found


def pairs_of(incidents: pd.DataFrame) -> dict[str, str]:
    """Later incident -> earlier incident."""
    found = find_recurrences(incidents, NO_FIXES)
    return dict(zip(found["incident_id"], found["earlier_incident_id"], strict=True))


def test_a_later_incident_of_the_same_theme_and_service_recurs() -> None:
    """Columns are those of the warehouse table; days since are counted from the resolution."""
    found = find_recurrences(
        incidents_of(
            ("a", "t1", "2025-03-01 10:00", "2025-03-01 12:00", ["pay", "web"]),
            ("b", "t1", "2025-03-03 00:00", None, ["web"]),
        ),
        NO_FIXES,
    )
    assert tuple(found.columns) == RECURRENCE_COLUMNS
    row = found.iloc[0].to_dict()
    assert (row["incident_id"], row["earlier_incident_id"]) == ("b", "a")
    assert (row["theme_id"], row["service"], row["fix_state"]) == ("t1", "web", "never_filed")
    assert row["follow_up_id"] is None
    assert row["days_since"] == pytest.approx(1.5)
    assert row["confidence"] == pytest.approx(1.0)


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
    ids=[
        "other theme",
        "no theme",
        "other service",
        "no service",
        "not yet resolved",
        "same moment",
        "no start",
    ],
)
def test_what_is_no_recurrence(theme: str | None, started: str | None, services: list[str]) -> None:
    """Each part of the definition is needed."""
    earlier = ("a", "t1", "2025-03-01 10:00", "2025-03-01 12:00", ["pay"])
    assert pairs_of(incidents_of(earlier, ("b", theme, started, None, services))) == {}


@pytest.mark.parametrize("resolved", [None, "2025-03-01 09:00"], ids=["missing", "impossible"])
def test_without_a_resolution_the_earlier_incident_ends_with_its_day(resolved: str | None) -> None:
    """A repeat later on the same day may be the same failure; one on the next day is a repeat."""
    earlier = ("a", "t1", "2025-03-01 10:00", resolved, ["pay"])
    same_day = ("b", "t1", "2025-03-01 22:00", "2025-03-01 23:00", ["pay"])
    next_day = ("c", "t1", "2025-03-02 00:00", "2025-03-02 01:00", ["pay"])
    assert pairs_of(incidents_of(earlier, same_day)) == {}
    assert pairs_of(incidents_of(earlier, next_day)) == {"c": "a"}


def test_only_the_latest_earlier_incident_is_kept() -> None:
    """Repeats link up: c repeats b, b repeats a; a long one that is still going on is no earlier one."""
    found = pairs_of(
        incidents_of(
            ("c", "t1", "2025-05-01", "2025-05-02", ["pay", "web"]),
            ("a", "t1", "2025-03-01", "2025-03-02", ["pay"]),
            ("b", "t1", "2025-04-01", "2025-04-02", ["web", "pay"]),
            ("long", "t1", "2025-04-20", "2025-06-01", ["pay"]),
        )
    )
    assert found == {"b": "a", "long": "b", "c": "b"}


def test_latest_means_started_last_not_resolved_last() -> None:
    """The long one was resolved later but began earlier."""
    found = pairs_of(
        incidents_of(
            ("long", "t1", "2025-03-01", "2025-03-20", ["pay"]),
            ("short", "t1", "2025-03-05", "2025-03-06", ["pay"]),
            ("later", "t1", "2025-04-01", None, ["pay"]),
        )
    )
    assert found["later"] == "short"


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
    assert pairs_of(incidents) == by_definition(incidents)


def test_confidence_is_the_mean_of_what_is_known() -> None:
    """Hand calculation: services 1/2, fit 1 - 0.4, likeness 0.8: mean 0.6333."""
    incidents = incidents_of(
        ("a", "t1", "2025-03-01", "2025-03-02", ["pay", "web"]),
        ("b", "t1", "2025-04-01", None, ["web", "search"]),
    ).assign(theme_distance=[0.4, 0.1])
    vectors = np.array([[1.0, 0.0], [0.8, 0.6]])
    assert find_recurrences(incidents, NO_FIXES, vectors)["confidence"].tolist() == pytest.approx([1.9 / 3])


def test_no_incidents_give_no_recurrences() -> None:
    """An empty warehouse has an empty table of the right shape."""
    found = find_recurrences(incidents_of(), NO_FIXES)
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
