"""In and out, re-opened and put off: the chart, the sentences, and the page with a history."""

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.charts.flow import flow
from dashboard.charts.palette import LIGHT
from dashboard.flow import flow_title, moves_in_words
from tests.dashboard.conftest import APP, build_warehouse
from tests.dashboard.fixture_rows import example_rows

PERIODS = pd.DataFrame(
    {
        "period": pd.to_datetime(["2026-01-01", "2026-02-01"]),
        "n_opened": [5, 2],
        "n_done": [1, 3],
        "n_declined": [0, 0],
        "n_open": [4, 3],
    }
)


def test_what_was_closed_hangs_down_and_is_read_without_a_sign() -> None:
    """Nothing was declined: no bar and no word for it; the line has an axis of its own."""
    figure = flow(PERIODS, "month", LIGHT)
    assert [trace.name for trace in figure.data] == ["opened", "done", "open at the end of the month"]
    assert list(figure.data[1].y) == [-1, -3]
    assert not any("-" in text for text in figure.layout.yaxis.ticktext)
    assert figure.data[2].yaxis == "y2"


def test_the_title_says_whether_the_stock_grows() -> None:
    """7 in, 4 out."""
    assert flow_title(PERIODS, "month") == (
        "In the last 2 months 3 more were opened than closed (7 in, 4 out); 3 are open"
    )


def test_items_without_a_history_are_said_to_be_unknown() -> None:
    """Two of ninety are not "2 %": of the other 80 nothing is known."""
    numbers = {"n_follow_ups": 90, "n_with_history": 10, "n_reopened": 1, "n_slipped": 2}
    said = moves_in_words(numbers)
    assert "1 of them was re-opened, 2 put off to a later date" in said
    assert said.endswith("Of the other 80 nothing can be said.")


def test_a_date_that_was_moved_is_listed_with_its_first_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """First due on 1 March, then on 1 April, now where the item says; an earlier date is no delay."""
    rows = example_rows()
    first, second = (row["follow_up_id"] for row in rows.tables["follow_ups"][:2])
    moved = [
        (first, "2025-03-01", "2025-04-01"),
        (first, "2025-04-01", "2025-05-10"),
        (second, "2025-06-01", "2025-05-01"),
    ]
    for number, (follow_up_id, old, new) in enumerate(moved):
        rows.add(
            "follow_up_events",
            follow_up_id=follow_up_id,
            observed_on=dt.date(2025, 2, 1 + number),
            field="due_on",
            old_value=old,
            new_value=new,
            origin="tracker",
        )
    warehouse = build_warehouse(tmp_path / "moved.duckdb", rows)
    monkeypatch.setenv("REFRAIN_WAREHOUSES", f"Example={warehouse}")
    app = AppTest.from_file(str(APP), default_timeout=30)
    app.query_params["show"] = "How they get done"
    app.run().switch_page("views/follow_ups.py").run()
    assert not app.exception
    assert any("0 of them were re-opened, 1 put off" in element.value for element in app.markdown)
    table = next(frame.value for frame in app.dataframe if "first_due_on" in frame.value)
    assert table["n_slipped"].tolist() == [2]
    assert table["first_due_on"].iloc[0] == pd.Timestamp("2025-03-01")
