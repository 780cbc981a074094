"""What a history of changes means."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from etl.edits.fold import Change, fold, without_slips
from etl.edits.records import Edit

OWN: dict[str, Any] = {"status": "open", "owner": "Payments", "due_on": date(2026, 1, 31), "kind": "prevent"}


def change(field: str, value: Any, day: str, origin: str = "edit", **more: Any) -> Change:
    return Change("f1", field, value, datetime.fromisoformat(f"{day}T12:00+00:00"), origin, **more)


def folded(*changes: Change) -> tuple[dict[str, Any], list[Any], list[Any]]:
    found = fold(changes, {"f1": OWN})
    events = [(str(e["observed_on"]), e["field"], e["old_value"], e["new_value"]) for e in found.events]
    versions = [(str(v["known_from"]), str(v["known_until"]), v["status"]) for v in found.versions]
    return found.values["f1"], events, versions


def test_done_is_dated_by_its_day_and_known_from_the_day_it_was_said() -> None:
    values, events, versions = folded(change("status", "done", "2026-03-10", effective_on=date(2026, 3, 1)))
    assert (values["status"], values["done_on"]) == ("done", date(2026, 3, 1))
    assert events == [
        ("2026-03-10", "status", "open", "done"),
        ("2026-03-10", "done_on", None, "2026-03-01"),
    ]
    assert versions == [("None", "2026-03-10", "open"), ("2026-03-10", "None", "done")]


def test_a_re_opened_item_is_done_no_longer_and_its_history_stays() -> None:
    values, events, versions = folded(change("status", "done", "2026-03-10"), change("status", "open", "2026-05-01"))
    assert (values["status"], values["done_on"]) == ("open", None)
    assert [e[2:] for e in events if e[1] == "status"] == [("open", "done"), ("done", "open")]
    assert [v[2] for v in versions] == ["open", "done", "open"]


def test_declining_keeps_the_reason_until_it_is_taken_up_again() -> None:
    declined = (change("status", "declined", "2026-03-10"), change("declined_reason", "risk_accepted", "2026-03-10"))
    assert folded(*declined)[0]["declined_reason"] == "risk_accepted"
    values, _, _ = folded(*declined, change("status", "in_progress", "2026-04-01"))
    assert (values["declined_reason"], values["declined_on"]) == (None, None)


def test_changes_apply_in_the_order_in_which_they_were_made_whatever_made_them() -> None:
    tracker = change("status", "done", "2026-04-01", origin="tracker")
    person = change("status", "open", "2026-03-01")
    assert folded(tracker, person)[0]["status"] == "done"


def test_the_opening_of_a_trackers_item_re_opens_nothing() -> None:
    done = fold([change("status", "open", "2026-03-01", is_opening=True)], {"f1": OWN | {"status": "done"}})
    assert [(e["old_value"], e["new_value"]) for e in done.events] == [(None, "open")]
    assert [v["status"] for v in done.versions] == ["done", "open"]


def test_a_reset_gives_back_what_the_document_says() -> None:
    values, _, _ = folded(change("status", "done", "2026-03-10"), change("status", None, "2026-03-11", is_reset=True))
    assert values["status"] == "open"
    assert values["done_on"] is None
    assert folded(change("owner", None, "2026-03-10"))[0]["owner"] is None
    assert folded(change("owner", "X", "2026-03-10"), change("owner", None, "2026-03-11", is_reset=True))[0][
        "owner"
    ] == ("Payments")


def test_a_slipped_date_is_an_event_with_both_dates() -> None:
    _, events, _ = folded(change("due_on", "2026-02-28", "2026-01-30"))
    assert events == [("2026-01-30", "due_on", "2026-01-31", "2026-02-28")]


def test_of_several_changes_on_one_day_the_last_stands_as_that_days_version() -> None:
    morning = Change("f1", "status", "done", datetime(2026, 3, 10, 8, tzinfo=UTC), "edit")
    evening = Change("f1", "status", "open", datetime(2026, 3, 10, 20, tzinfo=UTC), "edit")
    found = fold([evening, morning], {"f1": OWN})
    assert [(v["known_from"], v["status"]) for v in found.versions] == [(None, "open"), (date(2026, 3, 10), "open")]
    assert len([e for e in found.events if e["field"] == "status"]) == 2


def test_a_change_of_a_record_that_is_not_there_is_left_out() -> None:
    assert not fold([change("status", "done", "2026-03-10")], {}).values


def test_what_is_taken_back_on_the_same_day_is_no_history_and_later_it_is() -> None:
    def edit(number: int, day: int, undoes: str | None = None) -> Edit:
        at = datetime(2026, 3, day, tzinfo=UTC)
        return Edit(number, f"e{number}", at, "Ana", "follow_up", "f1", "status", number, "done", bool(undoes), None,
                    undoes, {})  # fmt: skip

    def kept(*edits: Edit) -> list[str]:
        return [e.edit_id for e in without_slips(edits)]

    assert kept(edit(1, 10), edit(2, 10, "e1")) == []
    assert kept(edit(1, 10), edit(2, 11, "e1")) == ["e1", "e2"]
    assert kept(edit(1, 10), edit(2, 10, "e1"), edit(3, 10, "e2")) == ["e1"]
