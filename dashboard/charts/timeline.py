"""One incident's timeline, drawn to scale."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard import format as fmt
from dashboard.charts.palette import Palette
from dashboard.charts.style import blank, wrapped
from dashboard.rows import each_row
from dashboard.words import EVENT_KINDS

LANES = ["resolved", "mitigated", "diagnosed", "attempt", "communicated", "note", "detected", "started"]
SYMBOLS = {"worked": "circle", "failed": "x", None: "circle"}


def timeline(events: pd.DataFrame, colours: Palette) -> go.Figure:
    """Dots on a time axis, a lane per kind, from happened_at (None: left out), kind, text, outcome."""
    timed = events[events["happened_at"].notna()]
    lanes = [EVENT_KINDS[kind] for kind in LANES if kind in set(timed["kind"])]
    figure = blank(colours, height=max(220, 90 + 34 * len(lanes)), hovermode="closest")
    for kind in LANES[::-1]:
        rows = timed[timed["kind"] == kind]
        if rows.empty:
            continue
        figure.add_scatter(
            x=rows["happened_at"],
            y=[EVENT_KINDS[kind]] * len(rows),
            mode="markers",
            marker={
                "color": colours.event[kind],
                "size": 13,
                "symbol": [SYMBOLS.get(outcome, "circle") for outcome in _outcomes(rows)],
                "line": {"width": 1, "color": colours.surface},
            },
            hovertext=[_said(row) for row in each_row(rows)],
            hoverinfo="text",
            showlegend=False,
        )
    figure.update_yaxes(categoryorder="array", categoryarray=lanes, tickfont={"color": colours.ink})
    figure.update_xaxes(title_text="Time (UTC)", range=_padded(timed["happened_at"]))
    return figure


def _outcomes(rows: pd.DataFrame) -> list[str | None]:
    return [None if fmt.is_missing(outcome) else str(outcome) for outcome in rows["outcome"]]


def _said(row: object) -> str:
    kind, at, text, outcome = (getattr(row, name) for name in ("kind", "happened_at", "text", "outcome"))
    result = "" if fmt.is_missing(outcome) else f" ({outcome})"
    lines = wrapped(fmt.shorten(str(text), 110), 60).replace("<br>", "\n")
    safe = lines.replace("<", "‹").replace(">", "›").replace("\n", "<br>")
    return f"<b>{EVENT_KINDS[kind]}{result}</b>, {at:%H:%M}<br>{safe}"


def _padded(times: pd.Series) -> list[pd.Timestamp]:
    edge = max((times.max() - times.min()) * 0.04, pd.Timedelta(minutes=2))
    return [times.min() - edge, times.max() + edge]
