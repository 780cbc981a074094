"""Corrections, themes and saved views: changed on their pages, shown at once, undone there."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from etl.edits.store import default_url, open_store, read_edits
from tests.dashboard.conftest import APP


@pytest.fixture(name="warehouse")
def _warehouse(example_warehouse: Path, tmp_path: Path) -> Path:
    """A copy of one's own: edits are kept beside it."""
    return Path(shutil.copy(example_warehouse, tmp_path / "w.duckdb"))


def _open(warehouse: Path, monkeypatch: pytest.MonkeyPatch, page: str, who: str = "Ana", **parameters: str) -> AppTest:
    monkeypatch.setenv("REFRAIN_WAREHOUSES", f"Example={warehouse}")
    app = AppTest.from_file(str(APP), default_timeout=30)
    for name, value in parameters.items():
        app.query_params[name] = value
    app.session_state["who"] = who
    app.run()
    return app.switch_page(f"views/{page}.py").run()


def _log(warehouse: Path) -> Any:
    return read_edits(open_store(default_url(warehouse)))


def _button(app: AppTest, label: str) -> Any:
    return next(b for b in app.button if b.label == label)


def _said(app: AppTest) -> str:
    return " ".join(e.value for kind in (app.title, app.markdown, app.caption) for e in kind)


def test_a_corrected_fact_shows_at_once_and_can_be_given_back(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open(warehouse, monkeypatch, "incidents", incident="i005")
    app.selectbox(key="corrected_fact").set_value("severity").run()
    next(t for t in app.text_input if t.label == "It was").set_value("P5")
    _button(app, "Save the correction").click().run()
    assert not app.exception
    assert "Severity 5 (written as P5)" in _said(app)
    (edit,) = _log(warehouse)
    assert (edit.subject, edit.record_key, edit.value, edit.made_by) == ("incident", "i005", "P5", "Ana")
    before = _said(_open(warehouse, monkeypatch, "incidents", incident="i005"))
    assert "Severity 5 (written as P5)" in before
    app.button(key=f"undo_{edit.edit_id}").click().run()
    assert "written as P5" not in _said(app)


@pytest.mark.parametrize(
    "fact", ["started_at", "cause_category", "services", "mitigations", "occurred_on", "cause_text", "is_incident"]
)
def test_every_kind_of_fact_has_a_way_to_say_it(warehouse: Path, monkeypatch: pytest.MonkeyPatch, fact: str) -> None:
    app = _open(warehouse, monkeypatch, "incidents", incident="i005")
    app.selectbox(key="corrected_fact").set_value(fact).run()
    _button(app, "Save the correction").click().run()
    assert not app.exception
    assert _log(warehouse)[0].field == fact


def test_without_a_name_nothing_can_be_saved(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open(warehouse, monkeypatch, "incidents", who="", incident="i005")
    assert _button(app, "Save the correction").disabled
    assert "Type your name at the left to make changes." in _said(app)


def test_a_theme_gets_the_name_that_someone_gives_it(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open(warehouse, monkeypatch, "themes")
    next(t for t in app.text_input if t.label == "Its name").set_value("Pools that run dry")
    next(b for b in app.button if b.label == "Save" and "theme_form" in str(b.form_id)).click().run()
    assert not app.exception
    assert "Pools that run dry" in _said(app)
    assert _log(warehouse)[0].reference["members"]


def test_a_saved_view_leads_back_to_its_page_and_filters(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open(warehouse, monkeypatch, "recurrence", service="checkout")
    app.session_state["saved_views"] = True
    app.run()
    next(t for t in app.text_input if t.label == "Save this view as").set_value("Checkout on Mondays")
    next(b for b in app.button if "save_view" in str(b.form_id)).click().run()
    assert not app.exception
    (edit,) = _log(warehouse)
    assert edit.value == {"page": "views/recurrence.py", "query": [["service", "checkout"]]}
    other = _open(warehouse, monkeypatch, "overview", who="")
    other.session_state["saved_views"] = True
    other.run()
    links = [e.proto for e in other.get("page_link") if e.proto.label == "Checkout on Mondays"]
    assert len(links) == 1


def test_what_people_changed_stands_in_data_health(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open(warehouse, monkeypatch, "incidents", incident="i005")
    app.selectbox(key="corrected_fact").set_value("is_incident").run()
    next(c for c in app.checkbox if c.label == "This is an incident").uncheck()
    _button(app, "Save the correction").click().run()
    health = _open(warehouse, monkeypatch, "data_health")
    assert not health.exception
    (edit,) = _log(warehouse)
    assert edit.value is False
    health.button(key=f"undo_{edit.edit_id}").click().run()
    assert not health.exception
    assert len(_log(warehouse)) == 2
