"""Start and end as sentences state them, and the zone that a document's clock times name."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from etl.transform.spans import from_statements
from etl.transform.zones import only_zone

DAY = date(2024, 3, 5)


def read(text: str, written: datetime | None = None) -> dict[str, str]:
    """Field to "day hour:minute" of what one text states."""
    found = from_statements([(text, 1, written)], UTC, True, DAY)
    return {w.field: f"{w.at:%d %H:%M}" for w in found}


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Between 09:10 and 10:05 customers could not pay.", "05 09:10", "05 10:05"),
        ("On 4 March 2024 from 23:10 to 00:20 users saw errors.", "04 23:10", "05 00:20"),
        ("Errors from 09:10 - 09:20, and between 09:40 and 10:00 users waited.", "05 09:10", "05 10:00"),
        ("Impact began at 09:10. By 10:05 all queues had recovered.", "05 09:10", "05 10:05"),
        ("The tills were not able to take cards from 09:10 to 10:05.", "05 09:10", "05 10:05"),
        ("Impact began at 09:10. Resolved by a restart of all the 4 tills at 10:05.", "05 09:10", "05 10:05"),
        ("Starting at 09:10 we saw errors; as of 10:05 both issues have been resolved.", "05 09:10", "05 10:05"),
    ],
)  # fmt: skip
def test_start_and_end_are_read_from_the_sentence(text: str, start: str, end: str) -> None:
    """As a span or as two moments; the end may lie past midnight."""
    assert read(text) == {"started_at": start, "mitigated_at": end}


def test_a_promise_of_an_update_is_no_end() -> None:
    """ "We will provide an update by 11:00" tells neither start nor end."""
    assert read("We will provide an update by 11:00.") == {}


def test_a_clock_time_in_a_status_update_lies_before_the_update() -> None:
    """Written shortly after midnight, "resolved as of 23:50" means the evening before."""
    written = datetime(2024, 3, 5, 0, 10, tzinfo=UTC)
    assert read("The issue has been resolved for all users as of 23:50.", written) == {"mitigated_at": "04 23:50"}


def test_the_only_zone_named_holds_for_the_other_times() -> None:
    """ "9:10 AM PDT" beside "9:40 AM": one zone; two zones, or one time quoted among many, tell nothing."""
    zone = only_zone("9:10 AM PDT first errors\n9:40 AM recovered")
    assert zone is not None
    assert zone.utcoffset(None) == timedelta(hours=-7)
    assert only_zone("9:10 AM PDT and 18:10 CEST") is None
    assert only_zone("10:00 a\n10:05 b\n10:10 c\n10:20 d (their mail says 2:20 PST)") is None


def test_a_zone_that_is_named_twice_holds_for_many_times() -> None:
    """A single quoted time tells nothing; start and end in the same zone do."""
    zone = only_zone("9:10 WAT errors\n9:12 a\n9:13 b\n9:14 c\n9:20 d\n9:30 e\n9:40 WAT recovered")
    assert zone is not None
    assert zone.utcoffset(None) == timedelta(hours=1)
