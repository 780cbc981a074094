"""Two times for one event, and what each figure leaves out, on rows that are known."""

import datetime as dt
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.filters import Filters
from dashboard.warehouse import Source, current_build, query
from dashboard.witnesses import witness
from tests.dashboard.conftest import APP, build_warehouse
from tests.dashboard.fixture_rows import example_rows

AS_OF = dt.date(2026, 6, 30)
NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


@pytest.fixture(name="warehouse")
def _warehouse(tmp_path: Path) -> Path:
    """i001 has two starts an hour apart and two ends ten minutes apart; i002 a second start known to the day."""
    rows = example_rows()
    told = [
        ("i001", "started_at", 0, "minute", "named line", True),
        ("i001", "started_at", 60, "minute", "timeline: impact begins", False),
        ("i001", "mitigated_at", 100, "minute", "timeline: impact ends, as stated", True),
        ("i001", "mitigated_at", 110, "minute", "stated duration", False),
        ("i002", "started_at", 0, "minute", "prose: between", True),
        ("i002", "started_at", 700, "day", "timeline: first day", False),
    ]
    for incident_id, field, minute, precision, rule, is_chosen in told:
        rows.add(
            "time_witnesses",
            incident_id=incident_id,
            field=field,
            at=NOON + dt.timedelta(minutes=minute),
            precision=precision,
            zone_stated=True,
            line=7,
            rule=rule,
            is_chosen=is_chosen,
        )
    return build_warehouse(tmp_path / "witnesses.duckdb", rows)


def test_two_times_to_the_minute_more_than_a_quarter_of_an_hour_apart_are_a_conflict(
    warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One incident gives two values, one of its two pairs is a conflict; a day is no second time."""
    monkeypatch.setenv("REFRAIN_WAREHOUSES", f"Example={warehouse}")
    app = AppTest.from_file(str(APP), default_timeout=30).run().switch_page("views/data_health.py").run()
    assert not app.exception
    assert any("1 of 1 incidents (100 %)** that give two values" in element.value for element in app.markdown)
    table = next(frame.value for frame in app.dataframe if "chosen_from" in frame.value)
    assert table[["time", "chosen_from", "why", "apart"]].to_numpy().tolist() == [
        ["Started", "a labelled line", "named as such", "1 h"]
    ]


def test_a_witness_that_a_stated_length_confirms_says_so() -> None:
    """The kinds are told apart by the first words of the rule; an unknown rule is shown as it is."""
    assert witness("timeline: impact ends, as stated")[1] == "a stated length confirms this line"
    assert witness("status update: resolved")[0] == "a status update"
    assert witness("prose: between")[0] == "a sentence"
    assert witness("oracle")[0] == "oracle"


def test_what_a_figure_leaves_out_is_counted(example_warehouse: Path) -> None:
    """Five of sixty incidents are in no theme (every twelfth); each tells a cause and has a day."""
    build = current_build(Source("Example", example_warehouse))
    rows = query(build, "left_out", Filters(end=AS_OF, as_of=AS_OF).parameters()).set_index("figure")
    assert rows.loc["By theme", ["n_left_out", "n_all"]].tolist() == [5, 60]
    assert "Repeats and themes" not in rows.index
    assert "By month, and one period against another" not in rows.index
    numbers = query(build, "follow_up_numbers", Filters(end=AS_OF, as_of=AS_OF).parameters()).iloc[0]
    left_out = rows.loc[["How follow-ups get done"], "n_left_out"].sum()
    assert left_out + numbers["n_timed"] == numbers["n_follow_ups"]
