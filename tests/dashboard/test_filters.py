"""Filters: named parameters for every query, and a round trip through the URL."""

import datetime as dt
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.filters import Filters, months_before, period_bounds
from dashboard.warehouse import Build, Source, current_build, query
from tests.dashboard.conftest import APP

AS_OF = dt.date(2026, 6, 30)
ALL = Filters(end=AS_OF, as_of=AS_OF)


@pytest.fixture(name="build")
def _build(example_warehouse: Path) -> Build:
    return current_build(Source("example", example_warehouse))


def _n_incidents(build: Build, filters: Filters) -> int:
    return int(query(build, "incident_count", {**filters.parameters(), "search": ""}).iloc[0]["n_incidents"])


def test_twelve_months_back_is_a_whole_year() -> None:
    """The twelve months that end on 30 June begin on 1 July."""
    assert months_before(AS_OF, 12) == dt.date(2025, 7, 1)


def test_the_period_before_ends_the_day_before_and_is_as_long() -> None:
    """1 July 2025 to 30 June 2026 is compared with the 365 days up to 30 June 2025."""
    before = ALL.before()
    assert before.end == dt.date(2025, 6, 30)
    assert before.start == dt.date(2024, 7, 1)


def test_a_chosen_period_never_ends_after_the_day_shown() -> None:
    """Dates later than as_of are cut off; half a range means all."""
    dates = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    assert period_bounds("Choose dates", dates, AS_OF) == (dates[0], AS_OF)
    assert period_bounds("Choose dates", dates[:1], AS_OF) == (None, AS_OF)


def test_filters_narrow_every_query_alike(build: Build) -> None:
    """A service's incidents are as many as those that name it (counted by hand over all rows)."""
    rows = query(build, "incident_list", {**ALL.parameters(), "search": "", "n_rows": 1000, "n_skipped": 0})
    by_hand = sum("checkout" in services for services in rows["services"])
    assert 0 < by_hand < len(rows)
    assert _n_incidents(build, Filters(end=AS_OF, as_of=AS_OF, services=("checkout",))) == by_hand


def test_nothing_later_than_the_day_shown_is_seen(build: Build) -> None:
    """On an earlier day there are fewer incidents, and no follow-up is done that was done later."""
    day = dt.date(2025, 6, 30)
    earlier = Filters(end=day, as_of=day)
    rows = query(build, "incident_list", {**earlier.parameters(), "search": "", "n_rows": 1000, "n_skipped": 0})
    assert 0 < len(rows) < _n_incidents(build, ALL)
    assert rows["occurred_on"].max().date() <= day
    then = query(build, "follow_up_numbers", earlier.parameters()).iloc[0]
    now = query(build, "follow_up_numbers", ALL.parameters()).iloc[0]
    assert then["n_done"] < now["n_done"]


def test_a_search_is_a_value_never_sql(build: Build) -> None:
    """Quotes and comments are looked for, not run."""
    given = {**ALL.parameters(), "search": "'; DROP TABLE incidents; --"}
    assert int(query(build, "incident_count", given).iloc[0]["n_incidents"]) == 0


def test_the_url_sets_the_filters_and_a_click_sets_the_url(
    example_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A shared link opens with its filters, and changing one is what the next page sees."""
    monkeypatch.setenv("REFRAIN_WAREHOUSES", f"Example={example_warehouse}")
    app = AppTest.from_file(str(APP), default_timeout=30)
    app.query_params["service"] = "checkout"
    app.query_params["period"] = "Last 12 months"
    app.query_params["severity"] = "Severity 2"
    app.query_params["team"] = "Payments"
    app.query_params["source"] = "wiki"
    app.query_params["theme"] = "Expired TLS certificates"
    app.run()
    assert not app.exception
    assert app.multiselect(key="service").value == ["checkout"]
    filters = app.session_state["_view"].filters
    assert filters.services == ("checkout",)
    assert (filters.severities, filters.teams, filters.sources) == ((2,), ("Payments",), ("wiki",))
    assert filters.theme_id == "theme-c1"
    assert filters.start == dt.date(2025, 7, 1)
    app.multiselect(key="service").set_value(["checkout", "search"]).run()
    app.switch_page("views/recurrence.py").run()
    assert app.session_state["_view"].filters.services == ("checkout", "search")


def test_clearing_puts_every_filter_back(example_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One button, all incidents again."""
    monkeypatch.setenv("REFRAIN_WAREHOUSES", f"Example={example_warehouse}")
    app = AppTest.from_file(str(APP), default_timeout=30).run()
    app.multiselect(key="service").set_value(["checkout"]).run()
    button = next(button for button in app.button if button.label == "Clear filters")
    button.click().run()
    assert app.session_state["_view"].filters == ALL
