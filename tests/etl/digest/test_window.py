"""Which days a digest is about."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.digest.records import Window
from etl.digest.window import last_day, window_after, window_since
from etl.errors import InputError

SUNDAY = date(2024, 6, 30)


@pytest.mark.parametrize(
    ("since", "first"),
    [("7d", date(2024, 6, 24)), ("1d", SUNDAY), ("2w", date(2024, 6, 17)), ("2024-06-01", date(2024, 6, 1))],
)
def test_a_window_holds_both_its_ends(since: str, first: date) -> None:
    """Seven days up to a Sunday begin on the Monday."""
    assert window_since(since, SUNDAY) == Window(first, SUNDAY)


@pytest.mark.parametrize("since", ["", "7", "0d", "d", "-3d", "yesterday", "2024-13-01", "2024-07-01", "999999d"])
def test_what_is_no_window_is_explained(since: str) -> None:
    with pytest.raises(InputError, match=r"Write 7d|earlier day"):
        window_since(since, SUNDAY)


@given(st.lists(st.integers(0, 20), max_size=12))
def test_windows_after_one_another_leave_no_day_out_and_tell_none_twice(gaps: list[int]) -> None:
    """However irregular the runs are; a run on the same day has nothing to tell."""
    day, sent = SUNDAY, None
    told: list[date] = []
    for gap in gaps:
        day += timedelta(days=gap)
        window = window_after(sent, day)
        if window:
            told += [window.first + timedelta(days=n) for n in range((window.last - window.first).days + 1)]
            sent = window.last
    assert told == [told[0] + timedelta(days=n) for n in range(len(told))] if told else gaps == []


def test_a_day_that_is_not_over_is_left_for_the_next_digest() -> None:
    """Nor is a day told that the data do not reach."""
    assert last_day(None, seen_from=SUNDAY, today=SUNDAY) == date(2024, 6, 29)
    assert last_day(None, seen_from=date(2024, 5, 1), today=SUNDAY) == date(2024, 5, 1)
    assert last_day(date(2024, 4, 1), seen_from=SUNDAY, today=SUNDAY) == date(2024, 4, 1)
