"""What is behind each mark of each chart: as many incidents, follow-ups or documents as the mark says."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard import layout
from dashboard import policy as policy_part
from dashboard.behind import Behind, clicked
from dashboard.charts.palette import LIGHT
from tests.dashboard.test_pages import PAGES, _open

Chart = tuple[str, go.Figure, pd.DataFrame, Behind | None]
# Bars of shares, not of counts.
SHARES = {"missing_times"}
# Rows that fall short of a criterion: here there are none.
FALLING_SHORT = {"follow_up_wording"}
CHOICES = {
    "follow_ups": ({"show": "How they get done"}, {"show": "How they get done", "completion_by": "Kind"}),
    "time_to_diagnose": ({}, {"trend_by": "Month"}),
    "recurrence": ({}, {"repeats_by": "Service"}),
    "writing_quality": ({}, {"parts_by": "Source"}),
    "earned_its_keep": ({}, {"caught_by": "Severity", "practice_of": "How the cause was found"}),
    "retro_pack": ({"retro_about": "A period"},),
}


def _charts(warehouse: Path, monkeypatch: pytest.MonkeyPatch, page: str, parameters: dict[str, str]) -> list[Chart]:
    """Every chart that one page draws."""
    drawn: list[Chart] = []

    def record(view: Any, title: str, draw: Any, data: pd.DataFrame, **named: Any) -> None:
        del view, title
        drawn.append((named["key"], draw(LIGHT), data, named.get("behind")))

    monkeypatch.setattr(layout, "show_chart", record)
    monkeypatch.setattr(policy_part, "show_chart", record)
    app = _open(warehouse, monkeypatch, page, **parameters)
    assert not app.exception
    return drawn


def _marks(figure: go.Figure, behind: Behind) -> dict[tuple[object, ...], float]:
    """The values that each mark carries, and how long its bars are in all."""
    lengths: dict[tuple[object, ...], float] = defaultdict(float)
    for trace in figure.data:
        carried = trace.customdata if trace.customdata is not None else []
        sizes = (trace.x if trace.orientation == "h" else trace.y) if trace.type == "bar" else [0] * len(carried)
        for values, size in zip(carried, sizes, strict=True):
            lengths[tuple(values[-len(behind.by) :])] += abs(size)
    return lengths


@pytest.mark.parametrize("page", PAGES)
def test_a_mark_leads_to_what_it_counts(page: str, example_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every chart can be clicked; a bar of so many leads to so many rows, and the whole chart to no fewer."""
    for parameters in CHOICES.get(page, ({},)):
        for key, figure, _, behind in _charts(example_warehouse, monkeypatch, page, dict(parameters)):
            assert behind is not None, key
            marks = _marks(figure, behind)
            assert marks, key
            everything = behind.rows()
            assert len(everything) or key in FALLING_SHORT, key
            for values, length in marks.items():
                rows = behind.rows(**dict(zip(behind.by, values, strict=True)))
                assert len(rows) <= len(everything), (key, values)
                if any(trace.type == "bar" for trace in figure.data) and key not in SHARES:
                    assert len(rows) == length, (key, values)


def test_a_group_leads_to_the_incidents_that_its_median_is_of(
    example_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By theme, quarter, month and part of their life: as many incidents as the n of the dot."""
    seen = set()
    for parameters in CHOICES["time_to_diagnose"]:
        for key, _, data, behind in _charts(example_warehouse, monkeypatch, "time_to_diagnose", dict(parameters)):
            if behind is None or "n" not in data:
                continue
            for row in data.to_dict("records"):
                grain = {"period": row.get("period"), "grain": key.rpartition("_")[2]}
                mark = {"value": row["value"]} if "value" in behind.by else grain
                mark = {"life": row["part"]} if key == "lifecycle" else mark
                assert len(behind.rows(**mark)) == row["n"], (key, mark)
                seen.add(key)
    assert seen == {"diagnosis_by_theme", "diagnosis_by_quarter", "diagnosis_by_month", "lifecycle"}


def test_a_curve_leads_to_the_follow_ups_that_it_is_of(
    example_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each group's curve: as many follow-ups as the legend says."""
    (figure, behind), *_ = [
        (figure, behind)
        for key, figure, _, behind in _charts(
            example_warehouse, monkeypatch, "follow_ups", {"show": "How they get done"}
        )
        if key == "completion_by_owner" and behind
    ]
    for trace in figure.data:
        assert f"(n = {len(behind.rows(value=trace.customdata[0][-1])):,})" in trace.name


def test_what_was_clicked_is_read_from_the_selection() -> None:
    """The label, and the values under their names; a mark that carries nothing stands for nothing."""
    behind = Behind(pd.DataFrame, ("period", "grain"))
    state = {"selection": {"points": [{"x": 1}, {"customdata": ["Jan 2026", "2026-01-01", "month"]}]}}
    assert clicked(behind, state) == ("Jan 2026", {"period": "2026-01-01", "grain": "month"})
    assert clicked(behind, {"selection": {"points": [{"x": 1}]}}) is None
