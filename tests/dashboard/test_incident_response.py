"""How one incident was handled, in words; and the same silences as over all incidents."""

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from dashboard.filters import Filters
from dashboard.incident_response import fate_in_words, roles_in_words, timeline_title, told_in_words
from dashboard.warehouse import Source, current_build, query
from etl.analysis.communication import Told, told_users

AS_OF = dt.date(2026, 6, 30)


def at(minute: int) -> pd.Timestamp:
    """So many minutes after noon."""
    return pd.Timestamp("2026-03-01 12:00", tz="UTC") + pd.Timedelta(minutes=minute)


def test_a_silence_lasts_from_the_detection_to_the_end() -> None:
    """Told at 10 and 15, over at 60: silent for 10, 5 and 45 minutes. Who takes a role tells users nothing."""
    updates = pd.DataFrame(
        {"at": [at(2), at(10), at(15)], "text": ["Ines takes over command", "Status page set", "Still investigating"]}
    )
    found = told_users(updates, at(0).to_pydatetime(), at(60).to_pydatetime())
    assert found == Told(2, 10.0, 45.0)


def test_an_update_before_the_detection_is_no_first_update() -> None:
    """Users were told at -5; how long after the detection is not known, and 12:00 to 12:20 was silent."""
    updates = pd.DataFrame({"at": [at(-5)], "text": ["Status page set"]})
    assert told_users(updates, at(0).to_pydatetime(), at(20).to_pydatetime()) == Told(1, None, 20.0)


def test_one_incident_is_measured_as_all_of_them_are(example_warehouse: Path) -> None:
    """Every incident of the fixture, against writing_updates.sql."""
    build = current_build(Source("Example", example_warehouse))
    filters = Filters(end=AS_OF, as_of=AS_OF)
    expected = query(build, "writing_updates", {**filters.parameters(), "n_rows": 5_000})
    assert len(expected) > 50
    for row in expected.itertuples():
        incident = query(build, "incident", {"incident_id": row.incident_id}).iloc[0]
        events = query(build, "incident_events", {"incident_id": row.incident_id})
        updates = events[events["kind"] == "communicated"].rename(columns={"happened_at": "at"})
        detected, mitigated, resolved = (
            None if pd.isna(incident[name]) else incident[name].to_pydatetime()
            for name in ("detected_at", "mitigated_at", "resolved_at")
        )
        found = told_users(updates, detected, mitigated or resolved)
        assert found.n_updates == row.n_updates
        assert pd.Series([found.first_update_minutes, found.longest_silence_minutes], dtype=float).tolist() == (
            pytest.approx([row.first_update_minutes, row.longest_silence_minutes], nan_ok=True)
        )


def test_roles_that_are_missing_are_said_to_be() -> None:
    """A communications liaison leads communications; nobody commands here."""
    assert roles_in_words(["scribe", "comms liaison"]) == (
        "Named: **scribe and comms liaison**. Not named: incident commander."
    )
    assert roles_in_words([]) == "The document names no role."


def test_the_timeline_says_what_was_tried_and_when_it_ended() -> None:
    """An attempt without a stated outcome is no failure."""
    events = pd.DataFrame({"kind": ["attempt", "attempt", "note"], "outcome": ["failed", None, None]})
    assert timeline_title(events, 34.0) == (
        "2 attempts, 1 of them without success; the impact ended 34 min after its start"
    )
    assert timeline_title(events.iloc[2:], None) == "What happened when"


def test_the_fate_of_the_follow_ups_leads_their_list() -> None:
    """None done is said, none declined is not."""
    assert fate_in_words(pd.Series(["overdue", "not_recorded"])) == "**0 of 2 done**, 1 overdue, 1 not recorded"
    assert told_in_words(Told(0, None, None)) == "The timeline does not say when users were told anything."
    assert told_in_words(Told(2, 10.0, 45.0)) == (
        "**2 updates**, the first 10 min after the detection. The longest silence lasted 45 min."
    )
