"""Whether finished fixes held: the rate of their failure since, beside before."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard import format as fmt
from dashboard.charts.palette import Palette
from dashboard.charts.style import add, blank, carried, row_height, set_axis, uprights, wrapped
from dashboard.rows import each_row
from dashboard.words import VERDICTS

LOWEST, HIGHEST = 0.01, 100.0
MARKS = {0.01: "1/100", 0.1: "1/10", 1: "as before", 10: "10 ×", 100: "100 ×"}


def rate_ratios(judged: pd.DataFrame, colours: Palette, n_rows: int = 15) -> go.Figure:
    """Rate of the failure since a fix over the rate before it, with exact intervals: the fixes that most is known of.

    `judged`: follow_up_id, text, verdict, n_before, days_before, n_after, days_after, rate_ratio, and the
    ends rate_ratio_low and rate_ratio_high of its interval.
    Intervals are cut at the edges of the axis: with nothing seen since, the ratio is 0 and only its upper end is known.
    """
    known = judged.assign(n_known=judged["n_before"] + judged["n_after"]).nlargest(n_rows, "n_known", keep="first")
    shown = known.sort_values(["rate_ratio", "rate_ratio_high", "follow_up_id"], ascending=False)
    labels = [
        wrapped(f"{day:%b %Y}: {fmt.shorten(text, 56)}")
        for text, day in zip(shown["text"], shown["done_on"], strict=True)
    ]
    labels = [label + "\u200b" * place for place, label in enumerate(labels)]  # two fixes may be worded alike
    figure = blank(colours, height=row_height(labels, smallest=220), hovermode="closest")
    uprights(figure, [1], color=colours.muted, width=1, dash="dot")
    shades = {"recurred": colours.warning, "held": colours.good, "too_early_to_tell": colours.muted}
    for verdict, name in VERDICTS.items():
        rows = [(label, row) for label, row in zip(labels, each_row(shown), strict=True) if row.verdict == verdict]
        _marks(figure, rows, name, shades[verdict], colours)
    set_axis(
        figure.layout.xaxis,
        type="log",
        range=[np.log10(LOWEST) - 0.05, np.log10(HIGHEST) + 0.05],
        tickvals=list(MARKS),
        ticktext=list(MARKS.values()),
        tickangle=0,
        title_text="Rate since the fix, against before (95 % interval)",
    )
    set_axis(
        figure.layout.yaxis,
        categoryorder="array",
        categoryarray=labels,
        showgrid=False,
        tickfont={"color": colours.ink},
    )
    return figure


def _marks(figure: go.Figure, rows: list[tuple[str, Any]], name: str, colour: str, colours: Palette) -> None:
    if not rows:
        return
    for label, row in rows:
        low, high = _bounded(row.rate_ratio_low, LOWEST), _bounded(row.rate_ratio_high, HIGHEST)
        add(
            figure,
            "scatter",
            x=[low, high],
            y=[label] * 2,
            mode="lines",
            line={"color": colour, "width": 3},
            hoverinfo="skip",
            showlegend=False,
        )
    add(
        figure,
        "scatter",
        x=[_bounded(row.rate_ratio, LOWEST) for _, row in rows],
        y=[label for label, _ in rows],
        mode="markers",
        name=name,
        marker={"color": colour, "size": 11, "line": {"width": 1.5, "color": colours.surface}},
        customdata=carried((row.text for _, row in rows), (row.follow_up_id for _, row in rows)),
        hovertext=[_said(row) for _, row in rows],
        hoverinfo="text",
    )


def _bounded(value: float, missing: float) -> float:
    return float(np.clip(missing if fmt.is_missing(value) else value, LOWEST, HIGHEST))


def _said(row: object) -> str:
    n_before, days_before, n_after, days_after, text = (
        getattr(row, name) for name in ("n_before", "days_before", "n_after", "days_after", "text")
    )
    before = f"{fmt.count(int(n_before), 'incident')} in {fmt.days(float(days_before))}"
    after = f"{fmt.count(int(n_after), 'incident')} in {fmt.days(float(days_after))}"
    return f"<b>{wrapped(fmt.shorten(text, 110), 60)}</b><br>before: {before}<br>since: {after}"
