"""Who changed production, where a timeline says so: roles and pseudonyms, never names."""

import pandas as pd
import pytest

from etl.analysis.actors import actor_of_change, changes_at_once


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("The on-call engineer restarted the broker", "on-call engineer"),
        ("Second responder rolled back the release", "second responder"),
        ("@kim-1 deployed 3.4.1", "@kim-1"),
        ("Database administrator then raised the limit", "database administrator"),
        ("Incident commander asked for an update", None),
        ("Kubernetes restarted the pods", None),
        ("Restarted the pods", None),
        ("Sam restarted the pods", None),
    ],
)
def test_an_actor_is_a_role_or_a_handle_that_changes_something(text: str, actor: str | None) -> None:
    """Asking and watching change nothing; a capitalised word may be a system."""
    assert actor_of_change(text) == actor


def test_changes_by_different_people_within_ten_minutes_are_paired() -> None:
    """By hand: 10:00 and 10:06 pair; 10:06 and 10:08 are one person; 10:08 and 10:30 are too far apart."""
    frame = pd.DataFrame(
        [
            ("a", "2026-03-02 10:00", "@kim restarted the broker"),
            ("a", "2026-03-02 10:06", "@sam scaled the consumers"),
            ("a", "2026-03-02 10:08", "@sam lowered the limit"),
            ("a", "2026-03-02 10:30", "@kim rolled back the release"),
            ("b", "2026-03-02 10:07", "The on-call engineer restarted the broker"),
        ],
        columns=["incident_id", "at", "text"],
    )
    found = changes_at_once(frame.assign(at=pd.to_datetime(frame["at"], utc=True)))
    assert found[["incident_id", "first", "second", "minutes_apart"]].to_numpy().tolist() == [
        ["a", "person A", "person B", 6.0]
    ]
