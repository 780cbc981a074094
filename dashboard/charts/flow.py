"""Follow-ups as a flow: in and out below, what is open at the end of each period above."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard import format as fmt
from dashboard.charts.palette import Palette
from dashboard.charts.style import add, blank

PARTS = (
    ("n_opened", "opened", "open", 1),
    ("n_done", "done", "done", -1),
    ("n_declined", "declined", "declined", -1),
)


def flow(periods: pd.DataFrame, grain: str, colours: Palette) -> go.Figure:
    """Bars up for what was opened, down for what was closed, and a line of what is open, on a shared axis of time.

    `periods`: period, n_opened, n_done, n_declined, n_open; grain: month or quarter.
    """
    figure = blank(colours, height=430, barmode="relative", hovermode="x unified")
    for column, name, shade, sign in PARTS:
        if not periods[column].any():
            continue
        add(
            figure,
            "bar",
            x=periods["period"],
            y=sign * periods[column],
            name=name,
            marker_color=colours.follow_up_state[shade],
            customdata=[
                [f"{name.capitalize()} in {fmt.period(period, grain)}", n, period.strftime("%Y-%m-%d"), grain, name]
                for period, n in zip(periods["period"], periods[column], strict=True)
            ],
            hovertemplate="%{customdata[1]:,d}",
        )
    add(
        figure,
        "scatter",
        x=periods["period"],
        y=periods["n_open"],
        name=f"open at the end of the {grain}",
        mode="lines",
        line={"color": colours.accent, "width": 2.5},
        hovertemplate="%{y:,d}",
        yaxis="y2",
    )
    spelled = "%B %Y" if grain == "month" else "Q%q %Y"
    figure.update_xaxes(title_text=grain.capitalize(), hoverformat=spelled, showgrid=False)
    reach = max(int(periods[["n_opened"]].max().max()), int((periods["n_done"] + periods["n_declined"]).max()), 1)
    figure.update_yaxes(title_text="In (up), out (down)", domain=[0, 0.56], range=[-1.1 * reach, 1.1 * reach])
    figure.update_yaxes(zeroline=True, zerolinecolor=colours.muted, tickvals=_marks(reach), ticktext=_read(reach))
    figure.update_layout(
        yaxis2={**_axis(colours), "title": {"text": "Open", "font": {"size": 13, "color": colours.muted}}}
    )
    return figure


def _axis(colours: Palette) -> dict[str, object]:
    """The upper axis: the look of the lower one, from nought."""
    return {
        "domain": [0.64, 1],
        "anchor": "x",
        "rangemode": "tozero",
        "tickformat": ",d",
        "gridcolor": colours.grid,
        "zeroline": False,
        "tickfont": {"size": 13, "color": colours.muted},
        "automargin": True,
        "fixedrange": True,
    }


def _marks(reach: int) -> list[int]:
    """A few whole numbers on both sides of nought."""
    step = max(1, round(reach / 2))
    return [-2 * step, -step, 0, step, 2 * step]


def _read(reach: int) -> list[str]:
    """The same without a sign: a direction is no negative number."""
    return [f"{abs(mark):,}" for mark in _marks(reach)]
