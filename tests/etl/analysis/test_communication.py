"""Promises of a next update: read from what was said, kept or not by what came next."""

from datetime import UTC, datetime

import pandas as pd
import pytest

from etl.analysis.communication import promised_update, promises

SAID = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Status page updated, next update promised in 30 minutes", "2026-03-02T10:30"),
        ("We will provide another update within 2 hours.", "2026-03-02T12:00"),
        ("Next update in half an hour", "2026-03-02T10:30"),
        ("We will post updates every fifteen minutes", "2026-03-02T10:15"),
        ("We will provide an update by Monday, 2026-03-02 04:00 US/Pacific with current details.", "2026-03-02T12:00"),
        ("Next update by 11:15 UTC", "2026-03-02T11:15"),
        ("Next update at 9:30 UTC", "2026-03-03T09:30"),
        ("Next update by 1:30 pm UTC", "2026-03-02T13:30"),
    ],
)
def test_a_promise_is_read_with_its_moment(text: str, due: str) -> None:
    """Minutes and hours from now, and clock times that name their zone; a time that is past means tomorrow."""
    assert promised_update(text, SAID) == datetime.fromisoformat(due).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "We will provide updates as they become available.",
        "The update was rolled out within 30 nodes.",
        "Next update by 11:15",
        "Restarted the workers in 5 minutes",
        "We will provide an update by 2026-02-31 10:00 UTC",
    ],
)
def test_no_moment_is_no_promise(text: str) -> None:
    """A promise without a time, a time without a zone, a day that is none."""
    assert promised_update(text, SAID) is None


def _events(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["incident_id", "at", "kind", "text"])
    return frame.assign(at=pd.to_datetime(frame["at"], utc=True))


def test_a_promise_is_kept_by_the_next_word_to_users() -> None:
    """a: told in time; b: 40 minutes late; c: the end of the incident counts; d: nothing later is recorded."""
    said = "Next update in 30 minutes"
    found = promises(
        _events(
            ("a", "2026-03-02 10:00", "communicated", said),
            ("a", "2026-03-02 10:34", "communicated", "Still looking"),
            ("b", "2026-03-02 10:00", "communicated", said),
            ("b", "2026-03-02 10:10", "attempt", "Restarted"),
            ("b", "2026-03-02 11:10", "communicated", "Found it"),
            ("c", "2026-03-02 10:00", "communicated", said),
            ("c", "2026-03-02 10:20", "resolved", "Over"),
            ("d", "2026-03-02 10:00", "communicated", said),
        )
    ).set_index("incident_id")["is_kept"]
    assert found.drop("d").to_dict() == {"a": True, "b": False, "c": True}
    assert pd.isna(found["d"])


def test_a_line_that_is_dated_by_its_own_promise_is_left_out() -> None:
    """Its only time is the deadline: when it was said is not known."""
    found = promises(_events(("a", "2026-03-02 11:15", "communicated", "Next update by 2026-03-02 11:15 UTC")))
    assert found.empty
