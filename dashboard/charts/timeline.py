"""One incident's timeline, drawn to scale."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import plotly.graph_objects as go

from dashboard import format as fmt
from dashboard.charts.palette import Palette
from dashboard.charts.style import add, blank, set_axis, wrapped
from dashboard.rows import each_row
from dashboard.words import EVENT_KINDS

LANES = ["resolved", "mitigated", "diagnosed", "attempt", "communicated", "note", "detected", "started"]
SYMBOLS = {"worked": "circle", "failed": "x", None: "circle"}


def timeline(events: pd.DataFrame, stated: pd.DataFrame, zone: dt.tzinfo, colours: Palette) -> go.Figure:
    """A lane per kind on a time axis: the incident's own times large, the lines of its timeline small.

    `events`: happened_at (None: left out), kind, text, outcome; `stated`: happened_at, kind.
    """
    events, stated = (
        rows.assign(happened_at=rows["happened_at"].dt.tz_convert(zone).dt.tz_localize(None)) if len(rows) else rows
        for rows in (events, stated)
    )
    timed = events[events["happened_at"].notna()]
    used = {*timed["kind"], *stated["kind"]}
    lanes = [kind for kind in LANES if kind in used]
    figure = blank(colours, height=max(220, 90 + 34 * len(lanes)), hovermode="closest")
    for kind in lanes:
        _lane(figure, timed[timed["kind"] == kind], kind, colours, is_main=kind not in set(stated["kind"]))
        own = stated[stated["kind"] == kind].assign(text="the time that the figures use", outcome=None)
        _lane(figure, own, kind, colours, is_main=True)
    names = [EVENT_KINDS[kind] for kind in lanes]
    set_axis(figure.layout.yaxis, categoryorder="array", categoryarray=names, tickfont={"color": colours.ink})
    both = pd.concat([timed["happened_at"], stated["happened_at"]])
    set_axis(figure.layout.xaxis, title_text=f"Time ({zone})", range=_padded(both))
    return figure


def _lane(figure: go.Figure, rows: pd.DataFrame, kind: str, colours: Palette, is_main: bool) -> None:
    if rows.empty:
        return
    add(
        figure,
        "scatter",
        x=rows["happened_at"],
        y=[EVENT_KINDS[kind]] * len(rows),
        mode="markers",
        marker={
            "color": colours.event[kind],
            "size": 14 if is_main else 9,
            "opacity": 1 if is_main else 0.5,
            "symbol": [SYMBOLS.get(outcome, "circle") for outcome in _outcomes(rows)],
            "line": {"width": 1, "color": colours.surface},
        },
        hovertext=[_said(row) for row in each_row(rows)],
        hoverinfo="text",
        showlegend=False,
    )


def _outcomes(rows: pd.DataFrame) -> list[str | None]:
    return [None if fmt.is_missing(outcome) else str(outcome) for outcome in rows["outcome"]]


def _said(row: object) -> str:
    kind, at, text, outcome = (getattr(row, name) for name in ("kind", "happened_at", "text", "outcome"))
    result = "" if fmt.is_missing(outcome) else f" ({outcome})"
    lines = wrapped(fmt.shorten(str(text), 110), 60)
    return f"<b>{EVENT_KINDS[kind]}{result}</b>, {at:%H:%M}<br>{lines}"


def _padded(times: pd.Series) -> list[pd.Timestamp]:
    edge = max((times.max() - times.min()) * 0.04, pd.Timedelta(minutes=2))
    return [times.min() - edge, times.max() + edge]
