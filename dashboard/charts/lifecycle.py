"""The parts of an incident's life side by side: from its start to its end."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard import format as fmt
from dashboard.charts.palette import Palette
from dashboard.charts.style import add, blank, carried, minutes_axis, row_height, set_axis
from dashboard.rows import each_row

SHORTEST = 0.5


def lifecycle(parts: pd.DataFrame, names: dict[str, str], colours: Palette) -> go.Figure:
    """A row a part, in their order: the median with its interval, and the time that nine in ten took.

    `parts`: part, minutes, low, high, n, p90 (a part that nothing states has no minutes and is left out).
    """
    shown = parts[parts["minutes"].notna()].iloc[::-1]
    labels = [f"{names[row.part]}  (n = {row.n:,})" for row in each_row(shown)]
    figure = blank(colours, height=row_height(labels, smallest=230))
    for label, row in zip(labels, each_row(shown), strict=True):
        ends = [row.low, row.high] if not fmt.is_missing(row.low) else [row.minutes, row.minutes]
        add(
            figure,
            "scatter",
            x=[max(end, SHORTEST) for end in ends],
            y=[label, label],
            mode="lines",
            line={"color": colours.accent, "width": 5},
            opacity=0.35,
            hoverinfo="skip",
            showlegend=False,
        )
    add(
        figure,
        "scatter",
        x=shown["minutes"].clip(lower=SHORTEST),
        y=labels,
        mode="markers+text",
        name="median",
        marker={"color": colours.accent, "size": 12},
        text=[fmt.duration(minutes) for minutes in shown["minutes"]],
        textposition="top center",
        textfont={"color": colours.ink, "size": 13},
        hovertext=[_said(row, names) for row in each_row(shown)],
        hoverinfo="text",
        cliponaxis=False,
        customdata=carried((names[part] for part in shown["part"]), shown["part"]),
    )
    add(
        figure,
        "scatter",
        x=shown["p90"].clip(lower=SHORTEST),
        y=labels,
        mode="markers",
        name="nine in ten within",
        marker={"color": colours.warning, "size": 11, "symbol": "diamond-open", "line": {"width": 2}},
        hovertext=[
            f"<b>{names[row.part]}</b><br>nine in ten within {fmt.duration(row.p90)}" for row in each_row(shown)
        ],
        hoverinfo="text",
    )
    lowest = shown[["minutes", "low"]].min().min()
    highest = shown[["p90", "high"]].max().max()
    set_axis(figure.layout.yaxis, range=[-0.6, len(labels) - 0.25])
    set_axis(figure.layout.xaxis, title_text="Time", **minutes_axis(max(lowest, SHORTEST), max(highest, 1)))
    set_axis(
        figure.layout.yaxis,
        showgrid=False,
        tickfont={"color": colours.ink},
        categoryorder="array",
        categoryarray=labels,
    )
    return figure


def _said(row: object, names: dict[str, str]) -> str:
    part, minutes, low, high, n = (getattr(row, name) for name in ("part", "minutes", "low", "high", "n"))
    lines = [f"<b>{names[part]}</b>", f"median {fmt.duration(minutes)}"]
    if not fmt.is_missing(low):
        lines.append(f"95 % interval {fmt.interval(low, high, fmt.duration)}")
    return "<br>".join([*lines, fmt.count(int(n), "incident")])
