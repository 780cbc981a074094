"""What follow-ups cover: a matrix of causes by what the follow-ups do, its empty cells marked. Pure."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.palette import Palette
from dashboard.charts.style import TWO_LINE_PIXELS, add, blank, cells, faded, safe, set_axis, wrapped
from dashboard.rows import each_row

COLUMNS = {"prevent": "Prevent", "detect": "Detect", "mitigate": "Mitigate"}
# A cell's state, from worst to best: nothing filed, filed and nothing done, something done.
EMPTY, UNDONE, DONE = 0, 1, 2
MOST_ROWS = 15


def coverage(matrix: pd.DataFrame, colours: Palette) -> go.Figure:
    """From name, kind, n_incidents, n_items, n_done: one row per name, one column per kind."""
    names = list(dict.fromkeys(matrix["name"]))[:MOST_ROWS]
    shown = {(row.name, row.kind): row for row in each_row(matrix)}
    labels = [f"{wrapped(str(name), 26)} (n = {shown[name, 'prevent'].n_incidents:,})" for name in names]
    rows = [[shown[name, kind] for kind in COLUMNS] for name in names]
    figure = blank(colours, height=110 + TWO_LINE_PIXELS * len(labels))
    add(
        figure,
        "heatmap",
        x=list(COLUMNS.values()),
        y=labels,
        z=[[_state(cell) for cell in row] for row in rows],
        text=[[_said(cell) for cell in row] for row in rows],
        texttemplate="%{text}",
        textfont={"size": 13, "color": colours.ink},
        colorscale=_scale(colours),
        zmin=EMPTY,
        zmax=DONE,
        showscale=False,
        xgap=3,
        ygap=3,
    )
    hover = [[f"<b>{safe(str(cell.name))}</b><br>{COLUMNS[cell.kind]}: {_said(cell)}" for cell in row] for row in rows]
    carries = [[[f"{cell.name}: to {cell.kind}", cell.name, cell.kind] for cell in row] for row in rows]
    cells(figure, list(COLUMNS.values()), labels, hover, carries)
    set_axis(figure.layout.xaxis, side="top", showgrid=False)
    set_axis(figure.layout.yaxis, showgrid=False, tickfont={"color": colours.ink})
    return figure


def _scale(colours: Palette) -> list[tuple[float, str]]:
    shades = (faded(colours.warning, 0.28), faded(colours.fix_state["open"], 0.22), faded(colours.good, 0.22))
    return [(place / 3, shade) for number, shade in enumerate(shades) for place in (number, number + 1)]


def _state(cell: object) -> int:
    n_items, n_done = (int(getattr(cell, name)) for name in ("n_items", "n_done"))
    return EMPTY if not n_items else DONE if n_done else UNDONE


def _said(cell: object) -> str:
    n_items, n_done = (int(getattr(cell, name)) for name in ("n_items", "n_done"))
    if not n_items:
        return "none"
    return f"{n_items:,} filed<br>{f'{n_done:,} done' if n_done else 'none done'}"
