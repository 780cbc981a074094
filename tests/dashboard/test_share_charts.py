"""Shares and grids: drawn from rows alone, with nothing in them that a document could break."""

import pandas as pd
import pytest

from dashboard.charts.coverage import coverage
from dashboard.charts.palette import DARK, LIGHT, Palette
from dashboard.charts.shares import count_grid, share_grid, shares

SHARES = pd.DataFrame(
    {
        "name": ["<b>a</b>", "b"],
        "n": [3, 0],
        "total": [4, 5],
        "value": [0.75, 0.0],
        "low": [0.3, 0.0],
        "high": [0.95, 0.4],
    }
)


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_a_share_is_a_dot_on_its_interval_with_its_counts(colours: Palette) -> None:
    """The first row is on top (last in Plotly's order); the label holds the counts and no tag."""
    figure = shares(SHARES, "Share", colours)
    dots = next(trace for trace in figure.data if trace.mode == "markers")
    assert list(dots.x) == [0.0, 0.75]
    assert dots.y[1] == "&lt;b&gt;a&lt;/b&gt;  (3 of 4)"
    assert list(figure.data[1].x) == [0.3, 0.95]


def test_published_shares_are_marked_where_they_are_known() -> None:
    """A missing published share has no mark."""
    figure = shares(SHARES.assign(published=[0.5, None]), "Share", LIGHT, reference="published")
    marks = next(trace for trace in figure.data if trace.name == "published")
    assert list(marks.x) == [0.5]


def test_a_grid_of_shares_shows_per_cent_and_keeps_the_order() -> None:
    """Rows as given, columns as named."""
    rows = pd.DataFrame({"name": ["2025", "2025"], "part": ["b", "a"], "n": [1, 2], "total": [4, 4]})
    figure = share_grid(rows, {"a": "A", "b": "B"}, LIGHT)
    assert list(figure.data[0].x) == ["A", "B"]
    assert list(figure.data[0].text[0]) == ["50 %", "25 %"]


def test_a_grid_of_counts_leaves_nothing_blank_but_zeros() -> None:
    """A pair that never occurs is an empty cell."""
    cells = pd.DataFrame({"name": ["x", "y"], "part": ["a", "b"], "n": [2, 3]})
    figure = count_grid(cells, ["b", "a"], "incidents", LIGHT)
    assert [list(row) for row in figure.data[0].text] == [["", "2"], ["3", ""]]


def test_an_empty_cell_of_the_coverage_is_marked() -> None:
    """Nothing filed, nothing done and something done are three colours, with the counts in words."""
    cells = pd.DataFrame(
        {
            "name": ["x"] * 3,
            "kind": ["prevent", "detect", "mitigate"],
            "n_incidents": 2,
            "n_items": [0, 2, 3],
            "n_done": [0, 0, 1],
        }
    )
    figure = coverage(cells, LIGHT)
    assert list(figure.data[0].z[0]) == [0, 1, 2]
    assert list(figure.data[0].text[0]) == ["none", "2 filed<br>none done", "3 filed<br>1 done"]
