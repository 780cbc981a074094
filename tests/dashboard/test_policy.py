"""Follow-ups against the policy, as a part of a page."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.charts import policy as charts
from dashboard.charts.palette import DARK, LIGHT, Palette
from dashboard.policy import done_in_time_title, policy_in_words
from tests.dashboard.conftest import build_warehouse
from tests.dashboard.fixture_rows import example_rows

COHORTS = pd.DataFrame(
    {
        "cohort": pd.to_datetime(["2026-01-01", "2026-02-01", "2026-03-01"]),
        "n_items": [9, 1, 4],
        "n_open_within": [0, 0, 4],
        "share": [0.5, 1.0, np.nan],
        "low": [0.2, np.nan, np.nan],
        "high": [0.8, np.nan, np.nan],
    }
)


@pytest.fixture
def with_policy(tmp_path: Path) -> Path:
    """The sixty incidents, with sixty days for all and fourteen for severity 1."""
    rows = example_rows()
    rows.add("policies", severity_level=None, kind=None, days=60)
    rows.add("policies", severity_level=1, kind=None, days=14)
    return build_warehouse(tmp_path / "policy.duckdb", rows)


def page() -> None:
    """A page that shows nothing else."""
    import datetime as dt

    from dashboard.filters import Filters
    from dashboard.layout import View
    from dashboard.policy import show_policy
    from dashboard.warehouse import current_build, sources

    day = dt.date(2026, 6, 30)
    show_policy(View(current_build(sources()[0]), Filters(end=day, as_of=day), is_dark=False))


def opened(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("REFRAIN_WAREHOUSES", f"Example={warehouse}")
    app = AppTest.from_function(page, default_timeout=30).run()
    assert not app.exception
    return app


def test_a_policy_is_told_and_drawn(with_policy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its rules in words, then what is open beyond it and what was done in time; by week too."""
    app = opened(with_policy, monkeypatch)
    assert app.caption[0].value == "Follow-ups are due within 14 days for severity 1; within 60 days for the rest."
    said = " ".join(block.value for block in app.markdown)
    assert "are beyond policy" in said
    assert "Done in time" in said
    app.segmented_control(key="policy_by").set_value("Week").run()
    assert not app.exception


def test_without_a_policy_nothing_is_drawn(
    example_warehouse: Path, empty_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for warehouse in (example_warehouse, empty_warehouse):
        app = opened(warehouse, monkeypatch)
        assert not app.markdown
        assert not app.subheader


def test_rules_are_put_into_words() -> None:
    rules = pd.DataFrame({"severity_level": [1, None], "kind": ["prevent", "document"], "days": [1, 30]})
    assert policy_in_words(rules) == (
        "Follow-ups are due within 1 day for severity 1 and kind prevent; within 30 days for kind document."
    )


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_a_month_of_which_nothing_is_known_has_no_dot_but_its_place(colours: Palette) -> None:
    figure = charts.done_in_time(COHORTS, colours)
    assert len(figure.data[0].x) == 2
    assert figure.layout.xaxis.range[1] > COHORTS["cohort"].max()
    assert figure.data[0].error_y.array[1] == 0


def test_the_title_names_the_newest_month_that_is_known() -> None:
    assert done_in_time_title(COHORTS) == "Done in time: 100 % of 1 follow-up opened in Feb 2026"
    assert "No month is old enough" in done_in_time_title(COHORTS.tail(1))


def test_what_is_beyond_policy_stands_below_what_is_within() -> None:
    periods = pd.DataFrame(
        {"period_end": pd.to_datetime(["2026-01-31", "2026-02-28"]), "n_within": [3, 2], "n_beyond": [0, 4]}
    )
    figure = charts.burn_down(periods, LIGHT)
    assert [(bar.name, list(bar.y)) for bar in figure.data] == [("beyond policy", [0, 4]), ("within policy", [3, 2])]
