"""Themes as bubbles: near where they are told alike, large where they are many, coloured by their trend."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard import format as fmt
from dashboard.charts.palette import Palette
from dashboard.charts.style import add, blank, carried, set_axis, wrapped
from dashboard.rows import each_row

TRENDS = {"worse": "more frequent", "better": "rarer", "too_early": "no clear change", "none": "not compared"}
LARGEST, SMALLEST = 62, 14


def theme_map(themes: pd.DataFrame, pairs: pd.DataFrame, colours: Palette) -> go.Figure:
    """Bubbles without axes, from theme_id, label, n_members, x, y, trend (a key of TRENDS), and the lines of `pairs`.

    `pairs`: theme_id, nearest_id.
    """
    figure = blank(colours, height=540, hovermode="closest")
    spots = themes.set_index("theme_id")
    for pair in each_row(pairs):
        ends = spots.loc[[pair.theme_id, pair.nearest_id]]
        add(
            figure,
            "scatter",
            x=ends["x"],
            y=ends["y"],
            mode="lines",
            line={"color": colours.muted, "width": 2},
            hoverinfo="skip",
            showlegend=False,
        )
    most = max(int(themes["n_members"].max()), 1)
    shades = {"worse": colours.warning, "better": colours.good, "too_early": colours.accent, "none": colours.accent}
    for trend, name in TRENDS.items():
        shown = themes[themes["trend"] == trend]
        if len(shown):
            _bubbles(figure, shown, most, name, shades[trend], colours)
    hidden = {"visible": False, "fixedrange": True, "range": [-1.25, 1.25]}
    set_axis(figure.layout.xaxis, **hidden)
    set_axis(figure.layout.yaxis, **hidden)
    figure.update_layout(legend={"itemsizing": "constant"})
    return figure


def _bubbles(figure: go.Figure, shown: pd.DataFrame, most: int, name: str, shade: str, colours: Palette) -> None:
    add(
        figure,
        "scatter",
        x=shown["x"],
        y=shown["y"],
        mode="markers+text",
        name=name,
        marker={
            "size": (shown["n_members"] / most).pow(0.5) * (LARGEST - SMALLEST) + SMALLEST,
            "color": shade,
            "opacity": 0.55,
            "line": {"width": 1.5, "color": shade},
        },
        text=[wrapped(str(label), 22) for label in shown["label"]],
        textfont={"size": 12, "color": colours.ink},
        textposition="top center",
        unselected={"marker": {"opacity": 0.55}, "textfont": {"color": colours.ink}},
        hovertext=[
            f"<b>{wrapped(str(row.label), 40)}</b><br>{fmt.count(int(row.n_members), 'incident')}, {name}"
            for row in each_row(shown)
        ],
        hoverinfo="text",
        customdata=carried(shown["label"], shown["theme_id"]),
        cliponaxis=False,
    )
