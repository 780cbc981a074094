"""Which record an edit is about."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pandas as pd

from etl.edits.identity import Records, follow_up_reference, incident_reference, locate
from etl.edits.records import Edit

INCIDENTS = [
    {"incident_id": "i1", "title": "Disk full", "occurred_on": "2026-01-05"},
    {"incident_id": "i2", "title": "Disk full", "occurred_on": "2026-02-09"},
]
FOLLOW_UPS = [
    {"follow_up_id": "i1-f0", "incident_id": "i1", "text": "Alert on disk space at 80 %"},
    {"follow_up_id": "i1-f1", "incident_id": "i1", "text": "Rotate the logs every day"},
    {"follow_up_id": "i2-f0", "incident_id": "i2", "text": "Move the logs to object storage"},
]


def frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    columns = {"incident_id": [], "title": [], "occurred_on": [], "follow_up_id": [], "text": []}
    found = pd.DataFrame(rows) if rows else pd.DataFrame(columns)
    if "occurred_on" in found:
        found["occurred_on"] = pd.to_datetime(found["occurred_on"])
    return found


def edit(subject: str, key: str, reference: dict[str, Any]) -> Edit:
    return Edit(
        1, "e1", datetime(2026, 9, 1, tzinfo=UTC), "Ana", subject, key, "status", 1, "done", False, None, None,
        reference,
    )  # fmt: skip


def found(
    one: Edit, incidents: list[dict[str, Any]] = INCIDENTS, follow_ups: list[dict[str, Any]] = FOLLOW_UPS
) -> str | None:
    ids, unplaced = locate([one], Records(frame(incidents), frame(follow_ups)))
    assert bool(unplaced) != bool(ids)
    return ids.get((one.subject, one.record_key))


ALERT = edit("follow_up", "i1-f0", follow_up_reference(FOLLOW_UPS[0], frame(INCIDENTS).iloc[0].to_dict()))
DISK = edit("incident", "i1", incident_reference(frame(INCIDENTS).iloc[0].to_dict()))


def test_an_unchanged_record_is_found_by_its_id() -> None:
    assert found(ALERT) == "i1-f0"
    assert found(DISK) == "i1"


def test_an_item_put_in_before_it_does_not_shift_the_edit() -> None:
    shifted = [{**FOLLOW_UPS[0], "follow_up_id": "i1-f1"}, {**FOLLOW_UPS[1], "follow_up_id": "i1-f0"}]
    assert found(ALERT, follow_ups=shifted) == "i1-f1"


def test_a_reworded_item_is_found_by_likeness() -> None:
    reworded = [{**FOLLOW_UPS[0], "text": "Alert on the disk space at 80%"}, *FOLLOW_UPS[1:]]
    assert found(ALERT, follow_ups=reworded) == "i1-f0"


def test_a_different_item_in_its_place_is_not_taken_for_it() -> None:
    other = [{**FOLLOW_UPS[0], "text": "Write a runbook for failover"}, *FOLLOW_UPS[1:]]
    assert found(ALERT, follow_ups=other) is None


def test_a_moved_document_is_found_by_title_and_day() -> None:
    moved = [{**INCIDENTS[0], "incident_id": "new"}, INCIDENTS[1]]
    items = [{**FOLLOW_UPS[0], "incident_id": "new", "follow_up_id": "new-f0"}, *FOLLOW_UPS[2:]]
    assert found(DISK, moved, items) == "new"
    assert found(ALERT, moved, items) == "new-f0"


def test_a_moved_document_with_a_new_title_is_found_by_the_items_text() -> None:
    moved = [{"incident_id": "new", "title": "Postmortem 7", "occurred_on": "2026-01-06"}]
    items = [{**FOLLOW_UPS[0], "incident_id": "new", "follow_up_id": "new-f0"}]
    assert found(ALERT, moved, items) == "new-f0"
    assert found(DISK, moved, items) is None


def test_two_that_fit_are_not_guessed_between() -> None:
    twins = [{**INCIDENTS[0], "incident_id": "a"}, {**INCIDENTS[0], "incident_id": "b"}]
    items = [{**FOLLOW_UPS[0], "incident_id": i, "follow_up_id": f"{i}-f0"} for i in "ab"]
    assert found(DISK, twins, items) is None
    assert found(ALERT, twins, items) is None


def test_another_incident_that_took_the_id_is_not_taken_for_it() -> None:
    other = [{"incident_id": "i1", "title": "Certificate expired", "occurred_on": "2026-06-01"}]
    assert found(DISK, other, []) is None
