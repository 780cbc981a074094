"""How follow-ups get finished over time: cumulative incidence curves, declined as a competing event."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from dashboard import format as fmt
from dashboard.charts.palette import Palette
from dashboard.charts.style import add, blank, faded, safe, set_axis, uprights

STILL_OPEN = "{share} still open after {days}"
MARKED_DAYS = (30, 90, 180)


def completion(
    done: pd.DataFrame, declined: pd.DataFrame, still_open: pd.DataFrame, last_day: int, colours: Palette
) -> go.Figure:
    """Share done by day with its band, share declined (both: days, share_done, low, high), and share still open."""
    figure = blank(colours, height=360, hovermode="closest")
    curve = _stepped(done, last_day)
    _band(figure, curve, colours.good)
    _line(figure, curve, "done", colours.good, "{share} done within {days}", "done")
    _line(
        figure,
        _stepped(declined, last_day),
        "declined",
        colours.muted,
        "{share} declined within {days}",
        "declined",
        dash="dot",
    )
    open_curve = _stepped(still_open.rename(columns={"share_open": "share_done"}), last_day, first=1.0)
    _line(figure, open_curve, "still open", colours.warning, STILL_OPEN, "still_open", dash="dash")
    marked = [day for day in MARKED_DAYS if day <= last_day]
    uprights(figure, marked, color=colours.grid, width=1.2, dash="dash")
    return _axes(figure, last_day)


def by_group(
    curves: Mapping[str, pd.DataFrame], values: Mapping[str, str], last_day: int, colours: Palette
) -> go.Figure:
    """One curve per group (name -> days, share_done), in the given order; `values`: what each group is stored as."""
    figure = blank(colours, height=360, hovermode="closest")
    for (name, curve), colour in zip(curves.items(), _repeat(colours.series, len(curves)), strict=True):
        _line(
            figure,
            _stepped(curve, last_day),
            safe(name),
            colour,
            "<b>" + safe(name) + "</b><br>{share} done within {days}",
            values[name],
        )
    return _axes(figure, last_day)


def _repeat(series: tuple[str, ...], n: int) -> list[str]:
    return [series[position % len(series)] for position in range(n)]


def _stepped(curve: pd.DataFrame, last_day: int, first: float = 0.0) -> pd.DataFrame:
    """The curve from day 0, where it has its first value, to the end of the axis."""
    start = pd.DataFrame({"days": [0], "share_done": [first], "low": [first], "high": [first]})
    columns = [name for name in start if name in curve]
    shown = pd.concat([start[columns], curve.loc[curve["days"] <= last_day, columns]], ignore_index=True)
    end = shown.tail(1).assign(days=last_day)
    known = len(curve) and curve["days"].max() >= last_day
    return pd.concat([shown, end], ignore_index=True) if known else shown


def _line(
    figure: go.Figure, curve: pd.DataFrame, name: str, colour: str, said: str, value: str, dash: str = "solid"
) -> None:
    add(
        figure,
        "scatter",
        x=curve["days"],
        y=curve["share_done"],
        mode="lines+markers",
        name=name,
        line={"shape": "hv", "color": colour, "width": 2.5, "dash": dash},
        marker={"size": 9, "opacity": 0, "color": colour},
        customdata=[[fmt.sentence_case(name), value]] * len(curve),
        hovertext=[
            said.format(share=fmt.percent(share), days=fmt.days(float(day)))
            for day, share in zip(curve["days"], curve["share_done"], strict=True)
        ],
        hoverinfo="text",
    )


def _band(figure: go.Figure, curve: pd.DataFrame, colour: str) -> None:
    low = curve["low"].fillna(curve["share_done"])
    high = curve["high"].fillna(curve["share_done"])
    add(
        figure,
        "scatter",
        x=[*curve["days"], *curve["days"][::-1]],
        y=[*high, *low[::-1]],
        fill="toself",
        fillcolor=faded(colour, 0.16),
        line={"width": 0, "shape": "hv"},
        hoverinfo="skip",
        showlegend=False,
    )


def _axes(figure: go.Figure, last_day: int) -> go.Figure:
    step = 30 if last_day <= 240 else 90 if last_day <= 730 else 180
    set_axis(figure.layout.xaxis, title_text="Days since the follow-up was opened", range=[0, last_day], dtick=step)
    set_axis(figure.layout.yaxis, title_text="Share of follow-ups", tickformat=".0%", range=[0, 1.02])
    return figure
