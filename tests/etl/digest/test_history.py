"""What became of one follow-up in a window: told once, on the day on which it was both true and known."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from etl.digest.history import Change, History, Known, Reload, changes, history
from etl.digest.records import Window

MARCH = date(2024, 3, 1)


def day(n: int) -> date:
    return MARCH + timedelta(days=n)


def known(
    known_from: int | None = None,
    status: str = "open",
    due: int | None = None,
    done: int | None = None,
    declined: int | None = None,
    policy: int | None = None,
) -> Known:
    start, *dates = (None if n is None else day(n) for n in (known_from, due, done, declined, policy))
    return Known(start, status, *dates)


def told(history: History, first: int, last: int) -> list[tuple[str, date]]:
    return [(c.kind, c.day) for c in changes(history, Window(day(first), day(last)))]


def test_an_item_is_overdue_from_the_day_after_its_date() -> None:
    """Due on day 10: nothing on day 10, newly overdue on day 11, nothing new on day 12."""
    item = history([known(due=10)], [], None, None)
    assert told(item, 10, 10) == []
    assert told(item, 11, 11) == [("overdue", day(11))]
    assert told(item, 12, 30) == []


def test_what_was_finished_in_the_same_window_is_not_overdue_any_more() -> None:
    item = history([known(due=10, done=13, status="done")], [], None, None)
    assert told(item, 9, 12) == [("overdue", day(11))]
    assert told(item, 9, 13) == [("done", day(13))]


def test_an_edit_that_is_made_late_is_told_on_the_day_on_which_it_was_made() -> None:
    """On day 20 someone says that it was done on day 5: the window of day 5 could not tell it."""
    item = history([known(), known(20, "done", done=5)], [], None, None)
    assert told(item, 1, 10) == []
    assert told(item, 11, 20) == [("done", day(20))]


def test_a_document_that_is_rewritten_late_is_told_when_it_is_read() -> None:
    """The text read on day 20 says done on day 5; before that it said open."""
    reloads = [Reload(day(20), "status", "open", "done"), Reload(day(20), "done_on", None, str(day(5)))]
    item = history([known(status="done", done=5)], reloads, None, None)
    assert told(item, 1, 19) == []
    assert told(item, 20, 20) == [("done", day(20))]


def test_a_rewritten_document_and_an_edit_do_not_undo_each_other() -> None:
    """Edited on day 8 (a date), rewritten as done on day 20: open until then, with the edited date."""
    reloads = [Reload(day(20), "status", "open", "done"), Reload(day(20), "done_on", None, str(day(20)))]
    versions = [known(status="done", done=20), known(8, "done", due=15, done=20)]
    item = history(versions, reloads, None, None)
    assert told(item, 1, 15) == []
    assert told(item, 16, 19) == [("overdue", day(16))]
    assert told(item, 16, 25) == [("done", day(20))]


def test_opened_again_after_it_was_done() -> None:
    item = history([known(), known(5, "done", done=5), known(9, "open")], [], None, None)
    assert told(item, 1, 7) == [("done", day(5))]
    assert told(item, 8, 10) == [("reopened", day(9))]
    assert told(item, 1, 10) == [("reopened", day(9))]


def test_a_date_that_moves_twice_slips_once_from_where_it_stood() -> None:
    item = history([known(due=10), known(5, due=20), known(9, due=30)], [], None, None)
    assert list(changes(item, Window(day(1), day(12)))) == [Change("slipped", day(9), day(10))]
    assert list(changes(item, Window(day(6), day(12)))) == [Change("slipped", day(9), day(20))]


def test_a_date_that_moves_and_moves_back_did_not_slip() -> None:
    item = history([known(due=10), known(5, due=20), known(7, due=10)], [], None, None)
    assert told(item, 1, 9) == []


def test_a_first_date_or_an_earlier_one_is_no_slip_and_a_removed_one_is() -> None:
    """The policy's date is no agreed one: to agree on a later one is no slip either."""
    assert told(history([known(policy=10), known(5, due=40)], [], None, None), 1, 9) == []
    assert told(history([known(due=30), known(5, due=20)], [], None, None), 1, 9) == []
    assert told(history([known(due=30), known(5)], [], None, None), 1, 9) == [("slipped", day(5))]


def test_a_policy_makes_an_item_overdue_where_no_date_was_agreed() -> None:
    assert told(history([known(policy=10)], [], None, None), 11, 11) == [("overdue", day(11))]
    assert told(history([known(due=20, policy=10)], [], None, None), 11, 11) == []


def test_what_a_late_postmortem_says_is_told_when_it_is_first_read() -> None:
    """Done on day 3 and read first on day 12; what is merely open is no news."""
    late = history([known(status="done", done=3)], [], day(12), day(1))
    assert told(late, 1, 11) == []
    assert told(late, 12, 14) == [("done", day(12))]
    assert told(history([known()], [], day(12), day(1)), 12, 14) == []
    assert told(history([known(due=5)], [], day(12), day(1)), 12, 14) == [("overdue", day(12))]


def test_a_state_without_a_day_is_no_news_until_something_shows_its_change() -> None:
    """A document that always said done tells nothing; one that said open until day 9 does."""
    assert told(history([known(status="done")], [], None, None), 1, 30) == []
    shown = [Reload(day(9), "status", "open", "done")]
    assert told(history([known(status="done")], shown, None, None), 1, 30) == [("done", day(9))]


versions = st.lists(
    st.tuples(
        st.integers(1, 60),
        st.sampled_from(["open", "done", "declined", "not_recorded"]),
        st.one_of(st.none(), st.integers(0, 60)),
    ),
    max_size=5,
    unique_by=lambda v: v[0],
)


@given(versions, st.one_of(st.none(), st.integers(0, 60)), st.lists(st.integers(1, 60), unique=True, max_size=6))
@settings(deadline=None, max_examples=300)
def test_adjacent_windows_lose_nothing_and_tell_nothing_twice(
    drawn: list[tuple[int, str, int | None]], due: int | None, cuts: list[int]
) -> None:
    """Whichever way the days are cut: what holds at the end was told by some window, and no day's change by two."""
    listed = [known(due=due)]
    for start, status, its_due in sorted(drawn):
        closed = {status: start} if status in {"done", "declined"} else {}
        listed.append(known(start, status, due=its_due, **closed))
    item = history(listed, [], None, None)
    edges = [0, *sorted(cuts), 70]
    found = [c for a, b in pairwise(edges) for c in told(item, a + 1, b)]
    assert len(found) == len(set(found))
    before, after = item.on(day(0)), item.on(day(70))
    assert before
    assert after
    kinds = {kind for kind, _ in found}
    if after.state in {"done", "declined"} and before.state != after.state:
        assert after.state in kinds
    if after.is_overdue and not before.is_overdue:
        assert "overdue" in kinds


def test_each_day_alone_tells_its_own_change() -> None:
    """One item that goes through all of it, told day by day."""
    item = history(
        [
            known(due=4),
            known(7, "done", due=4, done=7),
            known(12, due=14),
            known(20, "declined", due=14, declined=20),
        ],
        [],
        None,
        None,
    )
    days = [one for n in range(1, 30) for one in told(item, n, n)]
    assert days == [
        ("overdue", day(5)),
        ("done", day(7)),
        ("reopened", day(12)),
        ("slipped", day(12)),
        ("overdue", day(15)),
        ("declined", day(20)),
    ]
