"""The state of the earlier fix on the day on which it happened again."""

import pandas as pd
import pytest

from etl.analysis.fix_state import decide_fix_states

COLUMNS = ["follow_up_id", "incident_id", "kind", "status", "opened_on", "due_on", "done_on", "declined_on"]
PAIRS = pd.DataFrame(
    {"earlier_incident_id": ["a"], "started_at": pd.to_datetime(["2025-06-10 08:00"], utc=True)}, index=[7]
)


def item(follow_up_id: str = "f1", kind: str = "prevent", **values: str | None) -> dict[str, str | None]:
    """One follow-up of incident a, open since May unless told otherwise."""
    return {
        "follow_up_id": follow_up_id,
        "incident_id": "a",
        "kind": kind,
        "status": "open",
        "opened_on": "2025-05-01",
        **values,
    }


def decided(*items: dict[str, str | None]) -> tuple[str, str | None]:
    """State and deciding item on 10 June 2025."""
    row = decide_fix_states(PAIRS, pd.DataFrame(list(items), columns=COLUMNS)).loc[7]
    return row["fix_state"], row["follow_up_id"]


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({}, "open"),
        ({"status": "in_progress"}, "open"),
        ({"due_on": "2025-06-10"}, "open"),
        ({"due_on": "2025-06-09"}, "overdue"),
        ({"status": "done", "done_on": "2025-06-10"}, "done"),
        ({"status": "done", "done_on": "2025-06-11"}, "open"),
        ({"status": "done", "done_on": "2025-08-01", "due_on": "2025-06-01"}, "overdue"),
        ({"status": "done"}, "not_recorded"),
        ({"status": "declined", "declined_on": "2025-06-01"}, "declined"),
        ({"status": "declined", "declined_on": "2025-07-01"}, "open"),
        ({"status": "declined"}, "not_recorded"),
        ({"status": "not_recorded", "opened_on": None}, "not_recorded"),
        ({"status": "done", "opened_on": "2025-06-12"}, "open"),
    ],
)
def test_state_of_one_item(values: dict[str, str | None], state: str) -> None:
    """Dates first; a status of today only where it says something about that day."""
    assert decided(item(**values)) == (state, "f1")


def test_no_item_means_never_filed() -> None:
    """Nothing was filed, or only for another incident."""
    assert decided() == ("never_filed", None)
    assert decided(item(incident_id="z")) == ("never_filed", None)


STATES = {
    "overdue": {"due_on": "2025-06-01"},
    "open": {},
    "not_recorded": {"status": "not_recorded"},
    "declined": {"status": "declined", "declined_on": "2025-05-20"},
    "done": {"status": "done", "done_on": "2025-05-20"},
}


@pytest.mark.parametrize(("first", "second"), list(zip(list(STATES), list(STATES)[1:], strict=False)))
def test_the_more_telling_state_wins(first: str, second: str) -> None:
    """overdue > open > not_recorded > declined > done, whichever item comes first."""
    assert decided(item("f1", **STATES[second]), item("f2", **STATES[first])) == (first, "f2")


def test_done_means_that_all_were_finished() -> None:
    """Two finished items, and one that is not a fix, are done."""
    done = STATES["done"]
    assert decided(item("f1", **done), item("f2", **done), item("f3", kind="document"))[0] == "done"


def test_other_kinds_count_only_without_a_fixing_one() -> None:
    """A finished document is all that was filed."""
    assert decided(item("f1", kind="document", **STATES["done"])) == ("done", "f1")


def test_each_pair_is_judged_at_its_own_moment() -> None:
    """The same item is done at one moment and was open at an earlier one."""
    pairs = pd.DataFrame(
        {
            "earlier_incident_id": ["a", "a"],
            "started_at": pd.to_datetime(["2025-05-05", "2025-06-05"], utc=True),
        }
    )
    fixes = pd.DataFrame([item(status="done", done_on="2025-05-20")], columns=COLUMNS)
    assert decide_fix_states(pairs, fixes)["fix_state"].tolist() == ["open", "done"]


def test_a_source_without_any_follow_up_cannot_tell_that_none_was_filed() -> None:
    """A status page's history lists no follow-ups: missing is missing."""
    pairs = pd.concat([PAIRS, PAIRS], ignore_index=True).assign(lists_follow_ups=[True, False])
    states = decide_fix_states(pairs, pd.DataFrame(columns=COLUMNS))
    assert states["fix_state"].tolist() == ["never_filed", "not_recorded"]
