"""Follow-ups against the policy: what is open within and beyond it, and what was done in time."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard import format as fmt
from dashboard.charts.palette import Palette
from dashboard.charts.style import add, blank, carried, set_axis
from dashboard.rows import each_row


def burn_down(periods: pd.DataFrame, colours: Palette) -> go.Figure:
    """Stacked bars of open follow-ups from period_end, n_within, n_beyond."""
    figure = blank(colours, height=330, barmode="stack", hovermode="x unified")
    parts = {
        "n_beyond": ("beyond policy", colours.warning),
        "n_within": ("within policy", colours.fix_state["open"]),
    }
    for column, (name, colour) in parts.items():
        ends = periods["period_end"]
        add(
            figure,
            "bar",
            x=ends,
            y=periods[column],
            name=name,
            marker_color=colour,
            hovertemplate="%{y:,d}",
            customdata=carried((f"Open on {fmt.day(end)}" for end in ends), ends.dt.strftime("%Y-%m-%d")),
        )
    set_axis(figure.layout.xaxis, title_text="End of the period", hoverformat="%-d %b %Y", showgrid=False)
    set_axis(figure.layout.yaxis, title_text="Open follow-ups", rangemode="tozero", tickformat=",d")
    return figure


def done_in_time(cohorts: pd.DataFrame, colours: Palette) -> go.Figure:
    """A dot with its interval for each month, from cohort, n_items, n_open_within, share, low, high.

    A month of which nothing can be said yet (share NaN) has no dot; its place on the axis stays.
    """
    figure = blank(colours, height=330)
    known = cohorts[cohorts["share"].notna()]
    low, high = known["low"].fillna(known["share"]), known["high"].fillna(known["share"])
    add(
        figure,
        "scatter",
        x=known["cohort"],
        y=known["share"],
        mode="markers",
        marker={"color": colours.accent, "size": 6 + 1.6 * known["n_items"].pow(0.5)},
        error_y={
            "type": "data",
            "symmetric": False,
            "array": high - known["share"],
            "arrayminus": known["share"] - low,
            "color": colours.accent,
            "thickness": 1.4,
            "width": 0,
        },
        customdata=carried(
            (f"Opened in {fmt.month(cohort)}" for cohort in known["cohort"]), known["cohort"].dt.strftime("%Y-%m-%d")
        ),
        hovertext=[_said(row) for row in each_row(known)],
        hoverinfo="text",
        showlegend=False,
    )
    if len(cohorts):
        edge = pd.Timedelta(days=16)
        set_axis(figure.layout.xaxis, range=[cohorts["cohort"].min() - edge, cohorts["cohort"].max() + edge])
    set_axis(figure.layout.xaxis, title_text="Month in which the follow-ups were opened", showgrid=False)
    set_axis(figure.layout.yaxis, title_text="Share done within policy", tickformat=".0%", range=[0, 1.04])
    return figure


def _said(row: object) -> str:
    cohort, n_items, n_open, share, low, high = (
        getattr(row, name) for name in ("cohort", "n_items", "n_open_within", "share", "low", "high")
    )
    lines = [f"<b>{fmt.month(cohort)}</b>", f"{fmt.percent(share)} of {fmt.count(n_items, 'follow-up')} done in time"]
    if not fmt.is_missing(low):
        lines.append(f"95 % interval {fmt.interval(low, high, fmt.percent)}")
    if n_open:
        lines.append(f"{n_open:,} of them still have time")
    return "<br>".join(lines)
