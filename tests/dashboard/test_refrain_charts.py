"""Charts of refrains and of the ledger of fixes."""

import datetime as dt
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.charts.counts import cost_of_open_fixes
from dashboard.charts.ledger import rate_ratios
from dashboard.charts.palette import DARK, LIGHT, Palette
from dashboard.charts.refrains import INCIDENTS, refrain_history, refrains

AS_OF = dt.date(2026, 6, 30)
INCIDENTS_OF_ONE = pd.DataFrame(
    {
        "chain": "Full disks, orders",
        "incident_id": ["first", "second", "third"],
        "occurred_on": pd.to_datetime(["2026-01-10", "2026-03-10", "2026-05-10"]),
        "title": ["Disk full", "Disk <b>full</b>", "Disk full again"],
        "fix_state": [None, "open", "overdue"],
    }
)


def fix(state: str, opened: str | None, due: str | None = None, closed: str | None = None) -> dict[str, Any]:
    """One follow-up."""
    days = {"opened_on": opened, "due_on": due, "closed_on": closed}
    return {"text": f"Fix that is {state}", "state": state} | {name: pd.Timestamp(day) for name, day in days.items()}


def drawn(*fixes: dict[str, Any], colours: Palette = LIGHT) -> go.Figure:
    """The history with these fixes."""
    frame = pd.DataFrame(list(fixes), columns=["text", "state", "opened_on", "due_on", "closed_on"])
    return refrain_history(INCIDENTS_OF_ONE, frame, AS_OF, colours)


def bars(figure: go.Figure) -> list[tuple[str, str, str]]:
    """Each stretch of a fix's life: first day, last day, colour. A trace has a gap after each."""
    lines = [trace for trace in figure.data if trace.mode == "lines" and trace.y[0] != INCIDENTS]
    return [
        (f"{first:%m-%d}", f"{last:%m-%d}", line.line.color)
        for line in lines
        for first, last in zip(line.x[::3], line.x[1::3], strict=True)
    ]


def ends(figure: go.Figure) -> Any:
    """The marks at the ends of the lives."""
    return next(trace for trace in figure.data if trace.mode == "markers")


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_a_fix_is_open_then_overdue_until_the_day_looked_from(colours: Palette) -> None:
    """The colour changes on the due day; an arrow says that it goes on."""
    figure = drawn(fix("open", "2026-01-15", due="2026-04-01"), colours=colours)
    states = colours.fix_state
    assert bars(figure) == [("01-15", "04-01", states["open"]), ("04-01", "06-30", states["overdue"])]
    assert list(ends(figure).marker.symbol) == ["triangle-right"]


def test_a_fix_that_was_done_ends_on_its_day() -> None:
    """With a dot in the colour of done."""
    figure = drawn(fix("done", "2026-01-15", due="2026-04-01", closed="2026-02-15"))
    assert bars(figure) == [("01-15", "02-15", LIGHT.fix_state["open"])]
    end = ends(figure)
    assert (list(end.marker.symbol), list(end.marker.color)) == (["circle"], [LIGHT.fix_state["done"]])
    assert "done 15 Feb 2026" in end.hovertext[0]


def test_each_of_several_fixes_has_its_own_row_and_end() -> None:
    """Lines of one look are one trace, in which no line runs on into the next."""
    figure = drawn(fix("open", "2026-01-15", due="2026-04-01"), fix("done", "2026-02-01", closed="2026-03-01"))
    states = LIGHT.fix_state
    assert bars(figure) == [
        ("01-15", "04-01", states["open"]),
        ("02-01", "03-01", states["open"]),
        ("04-01", "06-30", states["overdue"]),
    ]
    assert list(ends(figure).y) == list(figure.layout.yaxis.categoryarray[-2::-1])
    assert list(ends(figure).marker.color) == [states["overdue"], states["done"]]
    assert all(line.x[2::3] == (None,) * (len(line.x) // 3) for line in figure.data if line.mode == "lines")


@pytest.mark.parametrize("state", ["not_recorded", "done"])
def test_a_fix_whose_end_nobody_wrote_down_is_dotted(state: str) -> None:
    """Neither open nor done is claimed for any day."""
    figure = drawn(fix(state, "2026-01-15", due="2026-04-01"))
    line = next(trace for trace in figure.data if trace.mode == "lines" and trace.y[0] != INCIDENTS)
    assert (line.line.dash, line.line.color) == ("dot", LIGHT.fix_state["not_recorded"])
    assert "state not recorded" in ends(figure).hovertext[0]


def test_a_fix_without_a_day_is_left_out_and_a_refrain_without_fixes_is_drawn() -> None:
    """Nothing is guessed; the incidents stand alone, and nothing is drawn after the last of them."""
    figure = drawn(fix("open", None))
    assert bars(figure) == []
    assert figure.layout.xaxis.range[1] < pd.Timestamp("2026-06-01")


def test_incidents_carry_the_state_of_the_earlier_fix() -> None:
    """In both charts: the first is hollow, the others are coloured and named, and text stays text."""
    for figure in (drawn(), refrains(INCIDENTS_OF_ONE, LIGHT)):
        dots = {trace.name: trace for trace in figure.data if trace.mode == "markers" and trace.name}
        assert list(dots) == ["first time", "fix open", "fix overdue"]
        assert "Disk &lt;b&gt;full" in dots["fix open"].hovertext[0]
        assert "earlier fix: open" in dots["fix open"].hovertext[0]


def judged(**changed: Any) -> pd.DataFrame:
    """One judged fix."""
    row = {
        "follow_up_id": "f1",
        "text": "Rotate logs",
        "done_on": pd.Timestamp("2026-01-01"),
        "verdict": "held",
        "n_before": 4,
        "days_before": 400,
        "n_after": 0,
        "days_after": 300,
        "rate_ratio": 0.0,
        "rate_ratio_low": 0.0,
        "rate_ratio_high": 1.1,
    }
    return pd.DataFrame([row | changed])


def test_an_interval_without_an_end_is_drawn_to_the_edge() -> None:
    """Nothing before: the ratio has no upper bound; nothing since: no lower one."""
    held = rate_ratios(judged(), LIGHT)
    assert list(held.data[0].x) == [0.01, pytest.approx(1.1)]
    came = rate_ratios(judged(verdict="recurred", rate_ratio=float("inf"), rate_ratio_high=float("inf")), LIGHT)
    assert came.data[0].x[1] == 100
    assert came.data[1].x[0] == 100
    assert "4 incidents in 400 days" in held.data[1].hovertext[0]


def test_fixes_worded_alike_keep_rows_of_their_own() -> None:
    """Two fixes of one wording and month are two rows."""
    both = pd.concat([judged(), judged(follow_up_id="f2")])
    assert len(set(rate_ratios(both, LIGHT).layout.yaxis.categoryarray)) == 2


def test_the_dearest_open_fix_is_on_top() -> None:
    """Plotly draws the last row on top; the overdue one is in its own colour."""
    costs = pd.DataFrame(
        {
            "follow_up_id": ["f1", "f2"],
            "text": ["Dear", "Cheap"],
            "n_incidents_since": [9, 1],
            "minutes_since": [120.0, None],
            "is_overdue": [True, None],
        }
    )
    figure = cost_of_open_fixes(costs, LIGHT)
    assert figure.layout.yaxis.categoryarray[-1].startswith("Dear")
    assert {bar.name: list(bar.x) for bar in figure.data} == {"overdue": [9], "open": [1]}
    assert "2 h" in figure.data[0].customdata[0][1]
