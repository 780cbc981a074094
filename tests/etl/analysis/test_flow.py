"""Follow-ups in and out, by hand."""

import datetime as dt

import pandas as pd

from etl.analysis.flow import COLUMNS, flow_by_period

COUNTS = pd.DataFrame(
    {
        "period": pd.to_datetime(["2026-01-01", "2026-04-01"]),
        "n_opened": [5, 2],
        "n_done": [1, 3],
        "n_declined": [0, 1],
    }
)


def test_what_is_open_is_what_came_in_less_what_went_out() -> None:
    """5 - 1 = 4; nothing moved in two months; 4 + 2 - 3 - 1 = 2; and so it stays until June."""
    found = flow_by_period(COUNTS, dt.date(2026, 6, 30))
    assert found["n_open"].tolist() == [4, 4, 4, 2, 2, 2]
    assert found["n_opened"].tolist() == [5, 0, 0, 2, 0, 0]
    assert found["period"].dt.month.tolist() == [1, 2, 3, 4, 5, 6]


def test_quarters_begin_in_january_and_april() -> None:
    """The same flow in two steps."""
    assert flow_by_period(COUNTS, dt.date(2026, 6, 30), "quarter")["n_open"].tolist() == [4, 2]


def test_nothing_known_is_no_flow() -> None:
    """An empty frame has the columns all the same."""
    assert tuple(flow_by_period(COUNTS.iloc[:0], dt.date(2026, 6, 30))) == COLUMNS
