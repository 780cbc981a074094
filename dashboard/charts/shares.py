"""Shares with their intervals, and grids of shares. Pure."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import format as fmt
from dashboard.charts.palette import Palette
from dashboard.charts.style import (
    TWO_LINE_PIXELS,
    add,
    blank,
    carried,
    cells,
    faded,
    row_height,
    safe,
    set_axis,
    wrapped,
)
from dashboard.rows import each_row

MOST_ROWS = 24


def shares(rows: pd.DataFrame, axis_title: str, colours: Palette, reference: str = "") -> go.Figure:
    """Dots with intervals, from name, n, total, value, low, high (and stored: the name as
    stored); and, where `reference` names it, a mark each.

    The mark is the column `published` (a share, or missing), with its interval published_low, published_high if known.
    """
    shown = rows.iloc[::-1]
    labels = [f"{wrapped(str(row.name), 34)}  ({_counted(row)})" for row in each_row(shown)]
    figure = blank(colours, height=row_height(labels, smallest=190))
    for label, row in zip(labels, each_row(shown), strict=True):
        if fmt.is_missing(row.value):
            continue
        add(
            figure,
            "scatter",
            x=[row.low, row.high],
            y=[label, label],
            mode="lines",
            line={"color": colours.accent, "width": 4},
            opacity=0.4,
            hoverinfo="skip",
            showlegend=False,
        )
    add(
        figure,
        "scatter",
        x=shown["value"],
        y=labels,
        mode="markers",
        name="here",
        marker={"color": colours.accent, "size": 11},
        customdata=carried(shown["name"], shown["stored"] if "stored" in shown else shown["name"]),
        hovertext=[_said(row) for row in each_row(shown)],
        hoverinfo="text",
        showlegend=bool(reference),
    )
    if reference:
        _references(figure, shown, labels, reference, colours)
    set_axis(figure.layout.xaxis, title_text=axis_title, tickformat=".0%", rangemode="tozero")
    set_axis(
        figure.layout.yaxis,
        showgrid=False,
        tickfont={"color": colours.ink},
        categoryorder="array",
        categoryarray=labels,
    )
    return figure


def _counted(row: Any) -> str:
    return "no counterpart" if fmt.is_missing(row.value) else f"{row.n:,} of {row.total:,}"


def _said(row: object) -> str:
    name, n, total, value, low, high = (getattr(row, key) for key in ("name", "n", "total", "value", "low", "high"))
    if fmt.is_missing(value):
        return f"<b>{safe(str(name))}</b><br>no counterpart here"
    return (
        f"<b>{safe(str(name))}</b><br>{fmt.percent(value)} ({n:,} of {total:,})"
        f"<br>95 % interval {fmt.interval(low, high, fmt.percent)}"
    )


def _references(figure: go.Figure, shown: pd.DataFrame, labels: list[str], name: str, colours: Palette) -> None:
    known = shown["published"].notna().tolist()
    add(
        figure,
        "scatter",
        x=[share for share, is_known in zip(shown["published"], known, strict=True) if is_known],
        y=[label for label, is_known in zip(labels, known, strict=True) if is_known],
        mode="markers",
        name=name,
        marker={"color": colours.warning, "size": 13, "symbol": "diamond-open", "line": {"width": 2.5}},
        error_x=_published_intervals(shown, colours),
        hovertext=[f"{name}: {fmt.percent(share)}" for share in shown["published"].dropna()],
        hoverinfo="text",
    )


def _published_intervals(shown: pd.DataFrame, colours: Palette) -> dict[str, Any] | None:
    known = shown[shown["published"].notna()]
    if "published_low" not in known or known["published_low"].isna().all():
        return None
    return {
        "type": "data",
        "symmetric": False,
        "array": known["published_high"] - known["published"],
        "arrayminus": known["published"] - known["published_low"],
        "color": faded(colours.warning, 0.6),
        "thickness": 1.4,
        "width": 0,
    }


def share_grid(rows: pd.DataFrame, columns: dict[str, str], colours: Palette) -> go.Figure:
    """A grid of shares from name, part, n, total: a row a name, a column a part (stored name to heading)."""
    names = list(dict.fromkeys(rows["name"]))[-MOST_ROWS:]
    found = {(row.name, row.part): row for row in each_row(rows)}
    grid = [[found[name, part] for part in columns] for name in names]
    labels = [f"{wrapped(str(name), 24)} (n = {row[0].total:,})" for name, row in zip(names, grid, strict=True)]
    figure = blank(colours, height=110 + TWO_LINE_PIXELS * len(labels) * 3 // 4)
    add(
        figure,
        "heatmap",
        x=list(columns.values()),
        y=labels,
        z=[[cell.n / cell.total for cell in row] for row in grid],
        text=[[fmt.percent(cell.n / cell.total) for cell in row] for row in grid],
        texttemplate="%{text}",
        textfont={"size": 13, "color": colours.ink},
        colorscale=[
            (0, faded(colours.warning, 0.4)),
            (0.5, faded(colours.warning, 0.08)),
            (1, faded(colours.good, 0.3)),
        ],
        zmin=0,
        zmax=1,
        showscale=False,
        xgap=2,
        ygap=2,
    )
    hover = [
        [f"<b>{safe(str(cell.name))}</b><br>{columns[cell.part]}: {cell.n:,} of {cell.total:,}" for cell in row]
        for row in grid
    ]
    carries = [
        [[f"{cell.name}: without {columns[cell.part].lower()}", cell.name, cell.part] for cell in row] for row in grid
    ]
    cells(figure, list(columns.values()), labels, hover, carries)
    set_axis(figure.layout.xaxis, side="top", showgrid=False, tickangle=0)
    set_axis(figure.layout.yaxis, showgrid=False, tickfont={"color": colours.ink}, type="category")
    return figure


def count_grid(counts: pd.DataFrame, parts: list[str], noun: str, colours: Palette) -> go.Figure:
    """A grid of counts from name, part, n: a row a name, a column each of `parts`, stronger by its share of the row."""
    wide = counts.pivot_table(index="name", columns="part", values="n", aggfunc="sum", fill_value=0, sort=False)
    wide = wide.reindex(columns=parts)
    sizes = wide.sum(axis=1)
    labels = [f"{wrapped(str(name), 26)}" for name in wide.index]
    figure = blank(colours, height=130 + TWO_LINE_PIXELS * len(labels) * 7 // 8)
    add(
        figure,
        "heatmap",
        x=[safe(part) for part in parts],
        y=labels,
        z=wide.div(sizes, axis=0),
        text=[[f"{n:,}" if n else "" for n in row] for row in wide.to_numpy().tolist()],
        texttemplate="%{text}",
        textfont={"size": 13, "color": colours.ink},
        colorscale=[(0, faded(colours.good, 0.04)), (1, faded(colours.good, 0.75))],
        showscale=False,
        xgap=2,
        ygap=2,
    )
    hover = [
        [f"<b>{safe(str(name))}</b><br>{safe(str(part))}: {n:,} {noun}" for part, n in row.items()]
        for name, row in wide.iterrows()
    ]
    carries = [[[f"{name}, {part}", name, part] for part in parts] for name in wide.index]
    cells(figure, [safe(part) for part in parts], labels, hover, carries)
    set_axis(figure.layout.xaxis, side="top", showgrid=False, tickangle=-35, tickfont={"size": 12}, type="category")
    set_axis(figure.layout.yaxis, showgrid=False, tickfont={"color": colours.ink}, type="category")
    return figure
