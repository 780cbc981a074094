"""What every chart has in common: fonts, margins, axes, legend, hover. Pure Plotly."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Iterable, Sequence
from math import log10
from typing import Any

import numpy as np
import plotly.graph_objects as go

from dashboard.charts.palette import Palette

FONT = "'Source Sans', 'Source Sans Pro', system-ui, sans-serif"
ROW_PIXELS, TWO_LINE_PIXELS = 32, 44
# Where a time axis in minutes, on a log scale, is marked, and how each mark reads.
MINUTE_MARKS = {
    1: "1 min",
    5: "5 min",
    15: "15 min",
    60: "1 h",
    240: "4 h",
    1440: "1 d",
    10080: "7 d",
    43200: "30 d",
    525600: "1 year",
}
FINER_MARKS = {
    1: "1 min",
    2: "2 min",
    5: "5 min",
    10: "10 min",
    30: "30 min",
    60: "1 h",
    120: "2 h",
    240: "4 h",
    480: "8 h",
    1440: "1 d",
    2880: "2 d",
    10080: "7 d",
    20160: "14 d",
    43200: "30 d",
}
NARROW_RANGE = 20
TITLE_WIDTH, TITLE_PIXELS = 110, 44


def blank(colours: Palette, height: int = 320, **layout: Any) -> go.Figure:
    """An empty figure in the page's look, with a legend above the drawing."""
    axis = _axis(colours)
    return go.Figure(
        layout={
            "template": "none",  # everything that shows is said here or by the chart
            "height": height,
            "margin": {"l": 8, "r": 16, "t": 8, "b": 8},
            "paper_bgcolor": colours.surface,
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"family": FONT, "size": 14, "color": colours.ink},
            "hoverlabel": {
                "bgcolor": colours.surface,
                "bordercolor": colours.grid,
                "font": {"family": FONT, "size": 14, "color": colours.ink},
                "align": "left",
            },
            "legend": {
                "orientation": "h",
                "yanchor": "bottom",
                "y": 1.02,
                "xanchor": "left",
                "x": 0,
                "traceorder": "normal",
                "font": {"size": 13},
                "title": {"text": ""},
            },
            "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": colours.muted},
            "bargap": 0.25,
            "xaxis": axis,
            "yaxis": axis,
            **layout,
        }
    )


def add(figure: go.Figure, kind: str, **trace: Any) -> None:
    """One more trace, checked once: `add_scatter` and the like check it twice, and each value of what marks carry."""
    if "customdata" in trace:
        trace["customdata"] = np.array(list(trace["customdata"]), dtype=object)
    figure.add_trace({"type": kind, **trace})


def set_axis(axis: Any, **settings: Any) -> None:
    """Settings of one axis: `update_xaxes` takes six times as long."""
    for name, value in settings.items():
        axis[name] = value


def uprights(figure: go.Figure, places: Iterable[object], **line: object) -> None:
    """Lines from bottom to top at places of the x axis, under the marks. Made at once: `add_vline` is slow."""
    lines = [
        {"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "y domain", "line": line, "layer": "below"}
        for x in places
    ]
    figure.update_layout(shapes=lines)


def carried(labels: Iterable[object], *values: Iterable[object]) -> list[list[object]]:
    """What marks carry: the label of each in words, then the values by which the rows behind it are chosen."""
    return [[str(label), *chosen] for label, *chosen in zip(labels, *values, strict=True)]


def cells(
    figure: go.Figure,
    columns: list[str],
    rows: list[str],
    hover: list[list[str]],
    carries: Sequence[Sequence[Sequence[object]]],
) -> None:
    """Unseen marks over the cells of a heatmap, which itself cannot be clicked."""
    places = [(column, row, x, y) for x, row in enumerate(rows) for y, column in enumerate(columns)]
    figure.update_traces(hoverinfo="skip", hovertemplate=None, selector={"type": "heatmap"})
    add(
        figure,
        "scatter",
        x=[column for column, *_ in places],
        y=[row for _, row, *_ in places],
        mode="markers",
        marker={"size": 30, "symbol": "square", "opacity": 0},
        hovertext=[hover[x][y] for *_, x, y in places],
        hoverinfo="text",
        customdata=[carries[x][y] for *_, x, y in places],
        showlegend=False,
    )
    set_axis(figure.layout.xaxis, range=[-0.5, len(columns) - 0.5])
    set_axis(figure.layout.yaxis, range=[len(rows) - 0.5, -0.5])


def with_title(figure: go.Figure, title: str, base: str) -> go.Figure:
    """The figure with its finding and its base written on it; the page, which says both above it, hides them."""
    lines = textwrap.wrap(title.replace("\\", ""), TITLE_WIDTH)
    named = [trace for trace in figure.data if trace.name and trace.showlegend is not False]
    if named:  # the picture has a wider font than the page: the last name would be cut at the width measured here
        named[-1].name += "\u00a0" * (2 + len(named[-1].name) // 4)
    figure.layout.height += TITLE_PIXELS
    figure.layout.title = {  # `update_layout` takes ten times as long
        "text": "<br>".join(f"<b>{safe(line)}</b>" for line in lines[:2]),
        "subtitle": {"text": safe(base), "font": {"size": 13}},
        "font": {"size": 16},
        "x": 0.01,
        "xanchor": "left",
        "yref": "container",
        "y": 0.98,
        "yanchor": "top",
        "automargin": True,
    }
    return figure


def _axis(colours: Palette) -> dict[str, Any]:
    return {
        "automargin": True,
        "gridcolor": colours.grid,
        "linecolor": colours.grid,
        "zeroline": False,
        "tickfont": {"size": 13, "color": colours.muted},
        "title": {"font": {"size": 13, "color": colours.muted}, "standoff": 10},
        "fixedrange": True,
    }


def row_height(labels: Iterable[str], smallest: int = 190) -> int:
    """Pixels for a chart with one row per label (which may hold two lines), its axis and its legend."""
    rows = list(labels)
    pixels = TWO_LINE_PIXELS if any("<br>" in row for row in rows) else ROW_PIXELS
    return max(smallest, 110 + pixels * len(rows))


def minutes_axis(low: float, high: float) -> dict[str, Any]:
    """A logarithmic axis over minutes whose marks read as people say them."""
    named = FINER_MARKS if high / low < NARROW_RANGE else MINUTE_MARKS
    marks = sorted(minutes for minutes in named if low / 3 <= minutes <= high * 3) or [1, 60]
    padding = 0.04 * (log10(high) - log10(low)) + 0.02
    return {
        "type": "log",
        "range": [log10(low) - padding, log10(high) + padding],
        "tickvals": marks,
        "ticktext": [named[minutes] for minutes in marks],
        "tickangle": 0,
    }


def safe(text: str) -> str:
    """Text from a document for Plotly, which reads some HTML: no tag survives."""
    return html.escape(text, quote=False)


def wrapped(text: str, width: int = 34) -> str:
    """A label from a document, safe for Plotly and broken into at most two lines."""
    if len(text) <= width:
        return safe(text)
    head = text[:width].rsplit(" ", 1)[0]
    rest = text[len(head) :].strip()
    rest = rest if len(rest) <= width else rest[: width - 1].rstrip() + "…"
    return f"{safe(head)}<br>{safe(rest)}"


def faded(colour: str, opacity: float) -> str:
    """A #rrggbb colour with an opacity."""
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, {opacity})"
