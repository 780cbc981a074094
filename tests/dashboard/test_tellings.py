"""The incident page where an incident is told in several documents: all are shown, and people say if they are one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from etl.edits.store import default_url, open_store, read_edits
from tests.conftest import Load
from tests.dashboard.conftest import APP
from tests.told_twice import OTHER, RECORD, write_told_twice


@pytest.fixture(name="ids")
def _ids(load_into: Load, rows: Any, tmp_path: Path) -> dict[str, str]:
    """The incidents of a loaded warehouse, by the first word of the title."""
    load_into(write_told_twice(tmp_path / "told"))
    return {title.split()[0]: one for one, title in rows("SELECT incident_id, title FROM incidents")}


def _open(warehouse: Path, monkeypatch: pytest.MonkeyPatch, incident: str, who: str = "Ana") -> AppTest:
    monkeypatch.setenv("REFRAIN_WAREHOUSES", f"Told={warehouse}")
    app = AppTest.from_file(str(APP), default_timeout=30)
    app.query_params["incident"] = incident
    app.session_state["who"] = who
    app.run()
    app = app.switch_page("views/incidents.py").run()
    assert not app.exception
    return app


def _said(app: AppTest) -> str:
    kinds = (app.title, app.markdown, app.caption, app.info)
    return " ".join(str(e.value) for kind in kinds for e in kind)


def _press(app: AppTest, label: str) -> AppTest:
    next(b for b in app.button if b.label == label).click()
    app.run()
    assert not app.exception
    return app


def test_each_document_shows_the_other(ids: dict[str, str], warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With where the link comes from, the times of both, and the updates of the status page."""
    app = _open(warehouse, monkeypatch, ids["Checkout"])
    assert "Also told in" in _said(app)
    assert "Found by time, service and words" in _said(app)
    times = next(t.value for t in app.dataframe if "document" in t.value.columns)
    assert list(times["document"]) == [
        "Checkout refused card payments after a gateway certificate ran out",
        RECORD["name"],
    ]
    assert times["detected_at"].notna().any()
    record = _open(warehouse, monkeypatch, ids["Card"])
    assert "so it is counted there" in _said(record)


def test_a_denied_link_parts_the_two_at_once_and_can_be_undone(
    ids: dict[str, str], warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page tells who said so; undone, the two are one incident again."""
    app = _press(_open(warehouse, monkeypatch, ids["Checkout"]), "Not the same")
    assert "Not the same as" in _said(app)
    assert "Ana said so" in _said(app)
    assert "so it is counted there" not in _said(_open(warehouse, monkeypatch, ids["Card"]))
    (edit,) = read_edits(open_store(default_url(warehouse)))
    app.button(key=f"undo_{edit.edit_id}").click().run()
    assert "Also told in" in _said(app)


def test_a_record_of_the_same_days_is_linked_by_hand(
    ids: dict[str, str], load_into: Load, warehouse: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Nothing links them but a person."""
    (tmp_path / "told" / "chat.md").write_text(
        "---\ntitle: Search went slow on a Saturday\nstarted_at: 2024-05-11\n---\n\n## Impact\n\nThe index was cold.\n"
    )
    load_into(tmp_path / "told")
    app = _open(warehouse, monkeypatch, ids["Slow"])
    assert "Also told in" not in _said(app)
    _press(app, "Link as the same incident")
    assert "Also told in" in _said(app)
    assert OTHER["name"] in _said(app)


def test_data_health_says_what_is_counted_elsewhere(
    ids: dict[str, str], warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of three records, with the document in which it is counted."""
    app = _open(warehouse, monkeypatch, ids["Checkout"]).switch_page("views/data_health.py").run()
    assert not app.exception
    left_out = next(t.value for t in app.dataframe if "left_out" in t.value.columns)
    assert list(left_out.loc[left_out["figure"] == "Every figure", "left_out"]) == ["1 of 3 records (33 %)"]
    reasons = next(t.value for t in app.dataframe if "path" in t.value.columns)["reason"]
    assert any(str(reason).startswith("told in another document: Checkout refused") for reason in reasons)


def test_without_a_name_nothing_can_be_said(
    ids: dict[str, str], warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The button is there, but not to be pressed."""
    app = _open(warehouse, monkeypatch, ids["Checkout"], who="")
    assert next(b for b in app.button if b.label == "Not the same").disabled
