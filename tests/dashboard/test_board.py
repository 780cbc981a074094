"""The board: what someone changes is kept, shown at once, told when it conflicts, and can be taken back."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from dashboard.board_edits import drafts_of_row, new_changes
from etl.edits.records import Draft
from etl.edits.store import append, default_url, open_store, read_edits
from tests.dashboard.conftest import APP

NOW = dt.datetime(2026, 6, 30, 9, tzinfo=dt.UTC)
ITEM: dict[str, Any] = {
    "follow_up_id": "f1",
    "text": "Alert sooner",
    "incident_id": "i1",
    "incident_title": "Certificate expired",
    "occurred_on": dt.date(2026, 1, 5),
    "state": "open",
}


@pytest.fixture(name="warehouse")
def _warehouse(example_warehouse: Path, tmp_path: Path) -> Path:
    """A copy of one's own: edits are kept beside it."""
    return Path(shutil.copy(example_warehouse, tmp_path / "w.duckdb"))


def _board(warehouse: Path, monkeypatch: pytest.MonkeyPatch, who: str = "Ana", **parameters: str) -> AppTest:
    monkeypatch.setenv("REFRAIN_WAREHOUSES", f"Example={warehouse}")
    app = AppTest.from_file(str(APP), default_timeout=30)
    for name, value in parameters.items():
        app.query_params[name] = value
    app.session_state["who"] = who
    app.run()
    return app.switch_page("views/follow_ups.py").run()


def _rows(app: AppTest) -> Any:
    return app.session_state["_board_rows"]


def _change(app: AppTest, **cells: Any) -> AppTest:
    key = f"board_{app.session_state['_board_turn']}"
    app.session_state[key] = {"edited_rows": {0: cells}, "added_rows": [], "deleted_rows": []}
    return app.run()


def _log(warehouse: Path) -> Any:
    return read_edits(open_store(default_url(warehouse)))


def _numbers(app: AppTest) -> dict[str, int]:
    options = app.get("button_group")[-1].proto.options if app.get("button_group") else []
    return {o.content.split(" (")[0]: int(o.content.split("(")[1].rstrip(")").replace(",", "")) for o in options}


def test_a_changed_cell_is_kept_and_counted_at_once(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _board(warehouse, monkeypatch)
    before, first = _numbers(app), _rows(app).iloc[0]
    app = _change(app, status="done")
    assert not app.exception
    (edit,) = _log(warehouse)
    assert (edit.made_by, edit.field, edit.value, edit.record_key) == ("Ana", "status", "done", first["follow_up_id"])
    assert _numbers(app)["Done"] == before["Done"] + 1
    assert _numbers(app)["Open"] == before["Open"] - 1
    assert any("Latest changes (1 in all)" in e.label for e in app.expander)


def test_an_edit_of_the_example_is_made_on_its_own_last_day(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _change(_board(warehouse, monkeypatch), owner="Ana")
    assert _log(warehouse)[0].made_at.date() == dt.date(2026, 6, 30)


def test_nobody_can_change_anything_without_a_name(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _change(_board(warehouse, monkeypatch, who=""), status="done")
    assert not app.exception
    assert not Path(f"{warehouse}.edits.sqlite").exists()


def test_the_second_of_two_people_sees_the_conflict_and_may_choose(
    warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ana and Ben have the same board open; both change the same cell."""
    ana, ben = _board(warehouse, monkeypatch, "Ana"), _board(warehouse, monkeypatch, "Ben")
    _change(ben, note="from Ben's other window")  # so that Ben's versions are known before Ana's change
    _change(ana, owner="Ana")
    ben = _change(ben, note="from Ben's other window", owner="Ben")
    assert not ben.exception
    assert [e.value for e in _log(warehouse) if e.field == "owner"] == ["Ana"]
    told = " ".join(m.value for m in ben.markdown)
    assert "Ana set it to *Ana* while you chose *Ben*" in told
    mine = next(b for b in ben.button if b.label == "Use mine")
    mine.click().run()
    assert [(e.value, e.made_by) for e in _log(warehouse) if e.field == "owner"] == [("Ana", "Ana"), ("Ben", "Ben")]


def test_a_change_can_be_taken_back(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _board(warehouse, monkeypatch)
    before = _numbers(app)
    app = _change(app, status="declined", declined_reason="duplicate")
    assert _numbers(app)["Declined"] == before["Declined"] + 1
    for edit in reversed(_log(warehouse)):
        app.button(key=f"undo_{edit.edit_id}").click().run()
    assert _numbers(app) == before
    assert len(_log(warehouse)) == 4


def test_yesterdays_page_stays_as_it_was(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seen from the day before the edit, nothing has changed."""
    before = _board(warehouse, monkeypatch, as_of="2026-06-29")
    numbers, metrics = _numbers(before), [m.value for m in before.metric]
    _change(_board(warehouse, monkeypatch), status="done", done_on="2026-06-01")
    after = _board(warehouse, monkeypatch, as_of="2026-06-29")
    assert (_numbers(after), [m.value for m in after.metric]) == (numbers, metrics)
    assert _numbers(_board(warehouse, monkeypatch)) != numbers


def test_someone_can_follow_their_own_items(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _board(warehouse, monkeypatch)
    owner = _rows(app)["owner"].dropna().iloc[0]
    mine = _board(warehouse, monkeypatch, owner=owner)
    assert not mine.exception
    assert set(_rows(mine)["owner"]) == {owner}


def test_edits_of_an_unreachable_database_are_explained(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = warehouse.with_name("refrain.toml")
    settings.write_text('[edits]\nurl = "postgresql+psycopg://someone:secret@127.0.0.1:1/none"\n')
    monkeypatch.setenv("REFRAIN_CONFIG", str(settings))
    app = _board(warehouse, monkeypatch)
    said = " ".join(e.value for kind in (app.header, app.markdown, app.title) for e in kind)
    assert "cannot be kept" in said
    assert "secret" not in said


def test_a_day_of_completion_says_that_the_item_is_done() -> None:
    (draft,) = drafts_of_row(ITEM, {"done_on": "2026-05-01"}, "f1", {})
    assert (draft.field, draft.value, draft.effective_on) == ("status", "done", dt.date(2026, 5, 1))


def test_a_blank_cell_clears_and_a_text_is_trimmed() -> None:
    drafts = drafts_of_row(ITEM, {"owner": "  ", "note": " Soon "}, "f1", {("follow_up", "f1", "note"): 3})
    assert [(d.field, d.value, d.seen_version) for d in drafts] == [("owner", None, 0), ("note", "Soon", 3)]
    assert drafts[0].reference["occurred_on"] == "2026-01-05"


def test_only_what_is_new_since_the_last_look_is_an_edit() -> None:
    edited = {0: {"owner": "Ana", "is_picked": True}, "1": {"status": "done"}, 2: {"is_picked": True}}
    assert new_changes(edited, {0: {"owner": "Ana"}}) == {1: {"status": "done"}}
    assert new_changes(edited, {0: {"owner": "Ben"}, 1: {"status": "done"}}) == {0: {"owner": "Ana"}}


def test_the_log_of_another_document_does_not_disturb_the_board(
    warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An edit whose record is gone stays in the log."""
    engine: sa.Engine = open_store(default_url(warehouse))
    reference = {"incident_id": "gone", "title": "Gone", "occurred_on": "2020-01-01", "text": "Gone"}
    append(engine, [Draft("follow_up", "gone-f0", "status", "done", reference=reference)], "Ana", NOW)
    assert not _board(warehouse, monkeypatch).exception
