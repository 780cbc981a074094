"""The tour: every step says a number of the data, and it is offered on the example alone."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.tour import current_step
from dashboard.tour_steps import STEPS
from tests.dashboard.conftest import APP, build_warehouse
from tests.dashboard.fixture_rows import example_rows


def _open(
    warehouse: Path, monkeypatch: pytest.MonkeyPatch, page: str = "views/overview.py", **parameters: str
) -> AppTest:
    monkeypatch.setenv("REFRAIN_WAREHOUSES", f"Example={warehouse}")
    app = AppTest.from_file(str(APP), default_timeout=30)
    for name, value in parameters.items():
        app.query_params[name] = value
    return app.run().switch_page(page).run()


def _said(app: AppTest) -> str:
    return " ".join(element.value for element in app.markdown)


@pytest.mark.parametrize("place", range(len(STEPS)))
def test_each_step_tells_of_the_data_on_its_page(
    place: int, example_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The panel stands above the page, and another number of incidents gives another sentence."""
    app = _open(example_warehouse, monkeypatch, STEPS[place].page, tour=str(place + 1))
    assert not app.exception
    assert f"Step {place + 1} of {len(STEPS)}" in _said(app)
    said = STEPS[place].said
    views = [app.session_state["_view"]]
    views.append(_open(example_warehouse, monkeypatch, service="email").session_state["_view"])
    assert said(views[0]) != said(views[1])


def test_a_place_in_the_url_that_is_no_step_is_none() -> None:
    """Counted from one; what else somebody types is left alone."""
    assert [current_step(value) for value in ("1", "6", "0", "7", "off", None)] == [0, 5, None, None, None, None]


def test_real_data_have_no_tour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the offer nor the button, even where the URL asks for a step."""
    rows = example_rows()
    rows.tables["builds"][0]["is_example"] = False
    app = _open(build_warehouse(tmp_path / "real.duckdb", rows), monkeypatch, tour="1")
    assert "Step 1" not in _said(app)
    assert not [button for button in app.button if button.label == "Tour"]


def test_the_offer_stands_on_the_front_page_until_it_is_declined(
    example_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once declined, it is gone for the session."""
    app = _open(example_warehouse, monkeypatch)
    assert "New here?" in _said(app)
    app.button(key="tour_decline").click().run()
    assert not app.exception
    assert "New here?" not in _said(app)
    assert app.session_state["_tour_seen"]
