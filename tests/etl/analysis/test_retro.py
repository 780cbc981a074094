"""What a retrospective needs: unfinished items, gaps, contradictions, missing facts. All counted by hand."""

import pandas as pd

from etl.analysis.retro import (
    COVERAGE_KINDS,
    coverage,
    differing_causes,
    fixes_that_did_not_hold,
    last_times_items,
    missing_facts,
)

INCIDENTS = pd.DataFrame(
    {
        "incident_id": ["a", "b", "c"],
        "occurred_on": pd.to_datetime(["2026-01-01", "2026-02-01", "2026-03-01"]),
        "theme": ["Disk full", "Disk full", None],
        "cause_category": ["capacity", "configuration", "unknown"],
        "earlier_incident_id": [None, "a", "b"],
        "earlier_cause_category": [None, "capacity", "configuration"],
        "fix_state": [None, "done", "open"],
        "cause_text": ["The disk was full.", "  ", "Unclear."],
        "has_start": [True, True, True],
        "has_detection": [True, False, True],
        "detection_source": ["monitoring", "unknown", "monitoring"],
        "has_diagnosis": [True, True, True],
        "has_mitigation": [True, True, True],
        "has_resolution": [True, True, True],
    }
)
FOLLOW_UPS = pd.DataFrame(
    [
        ("a", "open", "prevent", "2026-01-05"),
        ("a", "done", "prevent", "2026-01-05"),
        ("b", "overdue", "detect", "2026-02-05"),
        ("b", "not_recorded", "prevent", "2026-02-05"),
        ("b", "overdue", "process", "2026-02-03"),
        ("c", "overdue", "mitigate", "2026-03-02"),
    ],
    columns=["incident_id", "state", "kind", "opened_on"],
)


def test_last_times_items_leave_out_the_latest_incident_and_what_is_closed() -> None:
    """Overdue comes first, the oldest of them on top; the latest incident's items are this time's."""
    found = last_times_items(INCIDENTS, FOLLOW_UPS)
    assert list(zip(found["incident_id"], found["state"], found["kind"], strict=True)) == [
        ("b", "overdue", "process"),
        ("b", "overdue", "detect"),
        ("a", "open", "prevent"),
        ("b", "not_recorded", "prevent"),
    ]


def test_without_a_day_every_incident_is_an_earlier_one() -> None:
    """Nobody can say which came last, so nothing is left out."""
    undated = INCIDENTS.assign(occurred_on=pd.NaT)
    assert len(last_times_items(undated, FOLLOW_UPS)) == 5


def test_an_empty_cell_of_the_matrix_is_a_row_with_nothing_in_it() -> None:
    """Two incidents of one theme: three items prevent or detect, none mitigates; process items count nowhere."""
    cells = coverage(INCIDENTS, FOLLOW_UPS, "theme").set_index("kind")
    assert list(cells.index) == list(COVERAGE_KINDS)
    assert cells["n_items"].to_dict() == {"prevent": 3, "detect": 1, "mitigate": 0}
    assert cells["n_done"].to_dict() == {"prevent": 1, "detect": 0, "mitigate": 0}
    assert set(cells["n_incidents"]) == {2}


def test_two_causes_contradict_only_where_both_are_known() -> None:
    """b says configuration where a said capacity; c says nothing, so it contradicts nothing."""
    assert list(differing_causes(INCIDENTS)["incident_id"]) == ["b"]


def test_a_repeat_after_a_finished_fix_is_found() -> None:
    """Only b began after the earlier fix was called done."""
    assert list(fixes_that_did_not_hold(INCIDENTS)["incident_id"]) == ["b"]


def test_missing_facts_are_named_and_complete_documents_left_out() -> None:
    """a states everything; b lacks a cause, a detection, and the fate of one item; of c nothing else is open."""
    found = missing_facts(INCIDENTS, FOLLOW_UPS).set_index("incident_id")["missing"]
    assert list(found.index) == ["b"]
    assert found["b"] == ["root cause", "time of detection", "how it was detected", "what became of 1 follow-up"]


def test_an_incident_without_follow_ups_lacks_them() -> None:
    """An empty list of items is a gap of its own."""
    found = missing_facts(INCIDENTS, FOLLOW_UPS[FOLLOW_UPS["incident_id"] != "a"]).set_index("incident_id")["missing"]
    assert found["a"] == ["any follow-up"]
