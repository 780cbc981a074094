"""Charts are pure: the same rows give the same figure, whatever the rows hold."""

from zoneinfo import ZoneInfo

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.charts import counts, durations, lifecycle, survival, timeline
from dashboard.charts.palette import DARK, LIGHT, Palette
from dashboard.charts.style import minutes_axis, wrapped
from dashboard.words import LIFE

SINGLES = pd.DataFrame(
    {
        "incident_id": ["i1", "i2", "i3"],
        "title": ["<b>Disk</b> full", "Slow", None],
        "occurred_on": pd.to_datetime(["2026-07-04"] * 3),
        "minutes": [0.0, 10.0, 10.0],
    }
)
MONTHS = pd.DataFrame(
    {
        "month": pd.to_datetime(["2026-01-01", "2026-01-01", "2026-03-01"]),
        "severity_level": [1, 0, 2],
        "n_incidents": [2, 1, 4],
    }
)


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_a_month_without_incidents_is_a_gap_not_left_out(colours: Palette) -> None:
    """February is drawn with nothing in it."""
    figure = counts.incidents_by_month(MONTHS, colours)
    worst = next(bar for bar in figure.data if bar.name == "Severity 1")
    assert list(worst.y) == [2, 0, 0]
    assert [bar.name for bar in figure.data] == ["Severity 1", "Severity 2", "Severity not stated"]


def test_a_chart_changes_nothing_that_it_is_given() -> None:
    """Drawing twice gives the same figure and leaves the rows alone."""
    before = MONTHS.copy()
    first, second = (counts.incidents_by_month(MONTHS, LIGHT) for _ in range(2))
    assert first == second
    pd.testing.assert_frame_equal(MONTHS, before)


def test_many_years_are_drawn_by_quarter() -> None:
    """Ninety months would be hairlines."""
    years = pd.DataFrame(
        {
            "month": pd.to_datetime(["2018-02-01", "2026-05-01"]),
            "severity_level": [1, 1],
            "n_incidents": [1, 1],
        }
    )
    figure = counts.incidents_by_month(years, LIGHT)
    assert figure.layout.xaxis.title.text == "Quarter of the incident"
    assert sum(figure.data[0].y) == 2


def test_repeats_are_stacked_in_the_order_of_states() -> None:
    """Never filed comes first, not recorded last; the longest bar is on top (last in Plotly's order)."""
    rows = pd.DataFrame(
        {
            "name": ["a", "a", "b"],
            "fix_state": ["not_recorded", "never_filed", "open"],
            "n_recurrences": [1, 2, 1],
        }
    )
    figure = counts.repeats_by_fix_state(rows, LIGHT)
    assert [bar.name for bar in figure.data] == ["never filed", "open", "not recorded"]
    assert list(figure.data[0].y) == ["b", "a"]


def test_the_median_is_marked_with_its_interval() -> None:
    """One line for the interval, one dot for the figure, both at its share."""
    points = pd.DataFrame({"minutes": [0.0, 10.0, 100.0], "share_within": [1 / 3, 2 / 3, 1.0]})
    marks = pd.DataFrame([("Median", 0.5, 10.0, 5.0, 50.0)], columns=["name", "share", "minutes", "low", "high"])
    figure = durations.ecdf(points, marks, SINGLES, LIGHT)
    line, dot = figure.data[1], figure.data[2]
    assert list(line.x) == [5.0, 50.0]
    assert list(dot.x) == [10.0]
    assert dot.hovertext[0] == "<b>Median: 10 min</b><br>95 % interval 5 min to 50 min"


def test_the_strip_has_a_dot_for_each_incident_at_its_time() -> None:
    """None on top of another, a title that is no markup, and zero minutes on a log axis."""
    points = pd.DataFrame({"minutes": [0.0, 10.0, 100.0], "share_within": [1 / 3, 2 / 3, 1.0]})
    marks = pd.DataFrame(columns=["name", "share", "minutes", "low", "high"])
    strip = durations.ecdf(points, marks, SINGLES, LIGHT).data[-1]
    assert list(strip.x) == [0.5, 10.0, 10.0]
    assert len(set(strip.y)) == 3
    assert strip.hovertext[0] == "<b>&lt;b&gt;Disk&lt;/b&gt; full</b><br>4 Jul 2026: 0 min"
    assert [carried[-1] for carried in strip.customdata] == ["i1", "i2", "i3"]


def test_a_part_that_nothing_states_has_no_row() -> None:
    """The parts stay in the order of an incident's life, the first on top."""
    parts = pd.DataFrame(
        [
            ("detect", 10.0, 5.0, 20.0, 9, 40.0),
            ("diagnose", None, None, None, 0, None),
            ("resolve", 0.0, None, None, 1, 0.0),
        ],
        columns=["part", "minutes", "low", "high", "n", "p90"],
    )
    figure = lifecycle.lifecycle(parts, LIFE, LIGHT)
    rows = list(figure.layout.yaxis.categoryarray)
    assert rows == ["Mitigation to resolution  (n = 1)", "Start to detection  (n = 9)"]
    assert list(figure.data[-2].x) == [0.5, 10.0]
    assert "95 %" not in figure.data[-2].hovertext[0]


def test_a_group_of_one_has_a_dot_and_no_made_up_interval() -> None:
    """Its line has no length."""
    groups = pd.DataFrame({"name": ["a"], "value": ["a"], "minutes": [10.0], "low": [None], "high": [None], "n": [1]})
    figure = durations.dots(groups.astype({"low": float, "high": float}), None, LIGHT)
    assert list(figure.data[0].x) == [10.0, 10.0]


def test_time_axes_are_marked_in_words() -> None:
    """A log axis over minutes reads as minutes and hours."""
    axis = minutes_axis(10, 120)
    assert axis["type"] == "log"
    assert "1 h" in axis["ticktext"]
    assert not any(text.isdigit() for text in axis["ticktext"])


def test_a_curve_begins_at_nothing_done() -> None:
    """Day 0, share 0, then the steps."""
    curve = pd.DataFrame({"days": [5, 30], "share_done": [0.2, 0.5], "low": [0.1, 0.3], "high": [0.3, 0.7]})
    still_open = curve.rename(columns={"share_done": "share_open"}).assign(share_open=1 - curve["share_done"])
    figure = survival.completion(curve, curve.assign(share_done=0.0), still_open, 365, LIGHT)
    done = next(trace for trace in figure.data if trace.name == "done")
    assert (done.x[0], done.y[0]) == (0, 0)
    assert list(done.x[1:3]) == [5, 30]


def test_a_timeline_keeps_document_text_out_of_its_markup() -> None:
    """Angle brackets from a document never reach Plotly as tags."""
    at = pd.to_datetime(["2026-01-01 10:00", "2026-01-01 10:30"], utc=True)
    events = pd.DataFrame({"happened_at": at, "kind": "attempt", "text": "<b>x</b>", "outcome": ["failed", None]})
    stated = pd.DataFrame({"happened_at": at[:1], "kind": ["started"]})
    figure = timeline.timeline(events, stated, ZoneInfo("Asia/Tokyo"), LIGHT)
    said = " ".join(text for trace in figure.data for text in trace.hovertext)
    assert "<b>x" not in said
    assert "&lt;b&gt;x" in said
    assert "19:30" in said


def test_long_labels_take_two_lines_at_most() -> None:
    """What does not fit is cut with an ellipsis."""
    label = wrapped("A very long label that would never fit on one single line of an axis anywhere", 20)
    assert label.count("<br>") == 1
    assert label.endswith("…")


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_figures_are_drawn_on_the_page_itself(colours: Palette) -> None:
    """In the page's own colour, so that a downloaded picture is not see-through."""
    figure: go.Figure = counts.incidents_by_month(MONTHS, colours)
    assert figure.layout.paper_bgcolor == colours.surface
    assert figure.layout.plot_bgcolor == "rgba(0,0,0,0)"
    assert figure.layout.font.color == colours.ink
