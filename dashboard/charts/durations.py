"""How long things take: the whole distribution, its trend, and groups side by side with their intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard import format as fmt
from dashboard.charts.palette import Palette
from dashboard.charts.style import add, blank, carried, minutes_axis, row_height, safe, set_axis, uprights, wrapped
from dashboard.rows import each_row

MOST_LABELLED = 16
# Multiples of the golden ratio spread evenly over 0..1 (a low-discrepancy sequence), so that dots rarely overlap.
GOLDEN = 0.618033988749895


def ecdf(points: pd.DataFrame, marks: pd.DataFrame, singles: pd.DataFrame, colours: Palette) -> go.Figure:
    """Share of incidents within each time (minutes, share_within), marks, and below a strip of single incidents.

    `singles`: incident_id, title, occurred_on, minutes.
    """
    figure = blank(colours, height=450, hovermode="closest")
    shown = points.assign(minutes=points["minutes"].clip(lower=0.5))
    add(
        figure,
        "scatter",
        x=shown["minutes"],
        y=shown["share_within"],
        mode="lines+markers",
        line={"shape": "hv", "color": colours.accent, "width": 2.5},
        marker={"size": 9, "opacity": 0},
        customdata=carried(
            (f"{fmt.duration(one)} or longer" for one in points["minutes"]),
            points["minutes"].tolist(),
            [None] * len(points),
        ),
        hovertext=[
            f"{fmt.percent(share)} of causes were found within {fmt.duration(minutes)}"
            for minutes, share in zip(points["minutes"], points["share_within"], strict=True)
        ],
        hoverinfo="text",
        showlegend=False,
    )
    for mark in each_row(marks):
        _mark(figure, mark, colours)
    set_axis(
        figure.layout.xaxis,
        title_text="Time from detection to diagnosis",
        **minutes_axis(shown["minutes"].min(), shown["minutes"].max()),
    )
    set_axis(figure.layout.yaxis, title_text="Share of incidents", tickformat=".0%", range=[0, 1.04], domain=[0.22, 1])
    _strip(figure, singles, colours)
    return figure


def _strip(figure: go.Figure, singles: pd.DataFrame, colours: Palette) -> None:
    """A dot an incident; the heights only keep neighbours apart, and are the same each time."""
    heights = (np.arange(len(singles)) * GOLDEN) % 1
    add(
        figure,
        "scatter",
        x=singles["minutes"].clip(lower=0.5),
        y=heights,
        yaxis="y2",
        mode="markers",
        marker={"color": colours.accent, "size": 7, "opacity": 0.45 if len(singles) < 400 else 0.25},
        customdata=carried(singles["title"].fillna("Untitled incident"), [None] * len(singles), singles["incident_id"]),
        hovertext=[
            f"<b>{wrapped(fmt.shorten(row.title, 80) or 'Untitled incident', 50)}</b><br>"
            f"{fmt.day(row.occurred_on)}: {fmt.duration(row.minutes)}"
            for row in each_row(singles)
        ],
        hoverinfo="text",
        showlegend=False,
    )
    set_axis(figure.layout.xaxis, anchor="y2")
    quiet = {"showticklabels": False, "showgrid": False, "zeroline": False, "fixedrange": True}
    figure.update_layout(yaxis2={"domain": [0, 0.17], "range": [-0.15, 1.15], "anchor": "x", **quiet})


def _mark(figure: go.Figure, mark: object, colours: Palette) -> None:
    name, share, minutes, low, high = (getattr(mark, field) for field in ("name", "share", "minutes", "low", "high"))
    said = f"<b>{name}: {fmt.duration(minutes)}</b>"
    if not fmt.is_missing(low):
        said += f"<br>95 % interval {fmt.interval(low, high, fmt.duration)}"
        add(
            figure,
            "scatter",
            x=[max(low, 0.5), max(high, 0.5)],
            y=[share, share],
            mode="lines",
            line={"color": colours.warning, "width": 5},
            opacity=0.45,
            hoverinfo="skip",
            showlegend=False,
        )
    add(
        figure,
        "scatter",
        x=[max(minutes, 0.5)],
        y=[share],
        mode="markers+text",
        marker={"color": colours.warning, "size": 11},
        text=[f"{name} {fmt.duration(minutes)}"],
        textposition="top left" if share > 0.7 else "bottom right",
        textfont={"color": colours.ink, "size": 14},
        unselected={"textfont": {"color": colours.ink}, "marker": {"opacity": 1}},
        hovertext=[said],
        hoverinfo="text",
        showlegend=False,
        cliponaxis=False,
    )


def trend(periods: pd.DataFrame, is_quarterly: bool, colours: Palette) -> go.Figure:
    """Median by period with its interval, from period, minutes, low, high, n (dots are sized by n)."""
    figure = blank(colours, height=330)
    grain = "quarter" if is_quarterly else "month"
    labels = [fmt.period(period, grain) for period in periods["period"]]
    low = periods["low"].fillna(periods["minutes"])
    high = periods["high"].fillna(periods["minutes"])
    add(
        figure,
        "scatter",
        x=periods["period"],
        y=periods["minutes"].clip(lower=0.5),
        mode="lines+markers",
        line={"color": colours.accent, "width": 1.5, "dash": "dot"},
        marker={"color": colours.accent, "size": 6 + 1.6 * periods["n"].pow(0.5)},
        error_y={
            "type": "data",
            "symmetric": False,
            "array": high - periods["minutes"],
            "arrayminus": periods["minutes"] - low.clip(lower=0.5),
            "color": colours.accent,
            "thickness": 1.4,
            "width": 0,
        },
        customdata=carried(labels, periods["period"].dt.strftime("%Y-%m-%d"), [grain] * len(labels)),
        hovertext=[
            f"<b>{label}</b><br>median {fmt.duration(row.minutes)} ({fmt.count(int(row.n), 'incident')})"
            f"<br>95 % interval {fmt.interval(row.low, row.high, fmt.duration)}"
            for label, row in zip(labels, each_row(periods), strict=True)
        ],
        hoverinfo="text",
        showlegend=False,
    )
    unit = "Quarter of the incident" if is_quarterly else "Month of the incident"
    set_axis(figure.layout.xaxis, title_text=unit, showgrid=False)
    if len(periods) <= MOST_LABELLED:
        look = {"y": 1.0, "yref": "paper", "showarrow": False, "yanchor": "bottom"}
        look["font"] = {"size": 12, "color": colours.muted}
        pairs = zip(periods["period"], periods["n"], strict=True)
        figure.update_layout(annotations=[{**look, "x": period, "text": f"{n:,}"} for period, n in pairs])
        set_axis(figure.layout.xaxis, title_text=f"{unit} (on top: how many incidents)")
        if is_quarterly:
            set_axis(figure.layout.xaxis, dtick="M3", tickformat="Q%q\n%Y", tickangle=0)
        figure.update_layout(margin_t=28)
    set_axis(figure.layout.yaxis, title_text="Median time to diagnose", **minutes_axis(max(low.min(), 0.5), high.max()))
    return figure


def dots(groups: pd.DataFrame, overall: float | None, colours: Palette) -> go.Figure:
    """Median as a dot, interval as a line, from name, value, minutes, low, high, n (slowest on top)."""
    ordered = groups.sort_values(["minutes", "name"])
    labels = [f"{wrapped(str(row.name), 40)}  (n = {row.n:,})" for row in each_row(ordered)]
    figure = blank(colours, height=row_height(labels, smallest=200))
    low, high = ordered["low"].fillna(ordered["minutes"]), ordered["high"].fillna(ordered["minutes"])
    for label, start, end in zip(labels, low, high, strict=True):
        add(
            figure,
            "scatter",
            x=[max(start, 0.5), max(end, 0.5)],
            y=[label, label],
            mode="lines",
            line={"color": colours.accent, "width": 3},
            opacity=0.4,
            hoverinfo="skip",
            showlegend=False,
        )
    add(
        figure,
        "scatter",
        x=ordered["minutes"].clip(lower=0.5),
        y=labels,
        mode="markers",
        marker={"color": colours.accent, "size": 11},
        customdata=carried(ordered["name"], ordered["value"]),
        hovertext=[
            f"<b>{safe(str(row.name))}</b><br>median {fmt.duration(row.minutes)}"
            f"<br>95 % interval {fmt.interval(row.low, row.high, fmt.duration)}"
            f"<br>{fmt.count(int(row.n), 'incident')}"
            for row in each_row(ordered)
        ],
        hoverinfo="text",
        showlegend=False,
    )
    if overall:
        uprights(figure, [overall], color=colours.muted, width=1.2, dash="dash")
    set_axis(figure.layout.xaxis, title_text="Median time to diagnose", **minutes_axis(max(low.min(), 0.5), high.max()))
    set_axis(figure.layout.yaxis, showgrid=False, tickfont={"color": colours.ink})
    return figure
