"""The map of the themes: its drawing, its title, and its place on the page."""

from pathlib import Path

import pandas as pd
import pytest

from dashboard.charts import theme_map as charts
from dashboard.charts.palette import LIGHT
from dashboard.theme_map import map_title
from tests.dashboard.test_pages import _open, _said

THEMES = pd.DataFrame(
    {
        "theme_id": ["a", "b", "c"],
        "label": ["Full <disks>", "Old snapshots", "Retries"],
        "n_members": [16, 4, 1],
        "x": [0.0, 0.5, -1.0],
        "y": [0.0, 0.5, 1.0],
        "trend": ["worse", "too_early", "too_early"],
    }
)
PAIRS = pd.DataFrame([("a", "b", 0.4)], columns=["theme_id", "nearest_id", "distance"])


def test_a_bubble_carries_its_theme_and_grows_with_the_root_of_its_incidents() -> None:
    """Four times the incidents, twice the size beyond the smallest; a label is no markup; one line for the pair."""
    line, worse, unclear = charts.theme_map(THEMES, PAIRS, LIGHT).data
    assert list(line.x) == [0.0, 0.5]
    assert (worse.name, unclear.name) == ("more frequent", "no clear change")
    beyond = [size - charts.SMALLEST for size in (*worse.marker.size, *unclear.marker.size)]
    assert beyond == pytest.approx([48, 24, 12])
    assert [marks[-1] for marks in unclear.customdata] == ["b", "c"]
    assert "<disks>" not in worse.text[0]


def test_the_title_names_the_nearest_and_how_many_grow() -> None:
    """Without a pair and without growth, only the number of themes is left."""
    assert map_title(THEMES, PAIRS) == (
        r"Told most alike: Full \<disks\> and Old snapshots; 1 theme has become more frequent"
    )
    assert map_title(THEMES.assign(trend="none"), PAIRS.iloc[:0]) == "3 themes, none nearest to each other"


def test_the_map_is_drawn_when_its_box_is_opened(example_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Closed at first; a period without one before has no colours to compare."""
    app = _open(example_warehouse, monkeypatch, "themes")
    assert "Told most alike" not in _said(app)
    app.session_state["theme_map_box"] = True
    app.run()
    assert not app.exception
    assert "Told most alike" in _said(app) or "none nearest" in _said(app)
