"""Refrains on a time axis: many in a row each, or one with the life of its fixes drawn under its incidents."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import plotly.graph_objects as go

from dashboard import format as fmt
from dashboard.charts.palette import Palette
from dashboard.charts.style import blank, carried, row_height, uprights, wrapped
from dashboard.rows import each_row
from dashboard.words import FIX_STATES, fix_state

INCIDENTS = "<b>Incidents</b>"
LINE, BAR, DOT = 3, 11, 13
# How the life of a fix ended, or that it has not: symbol and words.
ENDS = {
    "done": ("circle", "done"),
    "declined": ("x", "declined"),
    "open": ("triangle-right", "still open"),
    "not_recorded": ("circle-open", "state not recorded"),
}


def refrains(chains: pd.DataFrame, colours: Palette) -> go.Figure:
    """Chains of incidents on a time axis, from chain (a label), incident_id, occurred_on, title, fix_state."""
    order = list(dict.fromkeys(chains["chain"]))[::-1]
    figure = blank(colours, height=row_height(map(wrapped, order), smallest=240), hovermode="closest")
    for chain in order:
        dates = chains.loc[chains["chain"] == chain, "occurred_on"]
        _line(figure, [dates.min(), dates.max()], wrapped(chain), colours.grid, LINE)
    _incidents(figure, chains.assign(row=[wrapped(chain) for chain in chains["chain"]]), colours)
    _rows(figure, [wrapped(chain) for chain in order], colours)
    return figure


def refrain_history(incidents: pd.DataFrame, fixes: pd.DataFrame, as_of: dt.date, colours: Palette) -> go.Figure:
    """One refrain: its incidents, and under them the life of each fix, from filed to done or declined, or to `as_of`.

    `incidents`: incident_id, occurred_on, title, fix_state (None: the first). `fixes`: text, state, opened_on, due_on,
    closed_on, those without opened_on are left out. A bar is drawn in the colour of the state that the fix had then, so
    that a line down from an incident meets each fix as it stood.
    """
    dated = fixes[fixes["opened_on"].notna()]
    labels = [_fix_label(number, text) for number, text in enumerate(dated["text"], 1)]
    rows = [*labels[::-1], INCIDENTS]
    figure = blank(colours, height=row_height(rows, smallest=260), hovermode="closest")
    days = incidents["occurred_on"]
    uprights(figure, days, color=colours.grid, width=1.5, dash="dot")
    _line(figure, [days.min(), days.max()], INCIDENTS, colours.grid, LINE)
    for row, fix in zip(labels, each_row(dated), strict=True):
        _life(figure, row, fix, pd.Timestamp(as_of), colours)
    _incidents(figure, incidents.assign(row=INCIDENTS), colours)
    _rows(figure, rows, colours)
    first = min(days.min(), dated["opened_on"].min()) if len(dated) else days.min()
    last = pd.Timestamp(as_of) if len(dated) else days.max()
    edge = max((last - first) * 0.03, pd.Timedelta(days=2))
    figure.update_xaxes(range=[first - edge, last + edge], title_text="Day")
    return figure


def _fix_label(number: int, text: str) -> str:
    return wrapped(f"{number}. {fmt.shorten(text, 64)}")


def _life(figure: go.Figure, row: str, fix: object, as_of: pd.Timestamp, colours: Palette) -> None:
    """The stretches of one fix's life, and the mark at its end."""
    opened, due, closed, state, text = (
        getattr(fix, name) for name in ("opened_on", "due_on", "closed_on", "state", "text")
    )
    end = as_of if fmt.is_missing(closed) or closed > as_of else closed
    if state in {"done", "declined"} and fmt.is_missing(closed):
        end, state = as_of, "not_recorded"  # done on a day that nobody wrote down
    overdue_from = due if state != "not_recorded" and not fmt.is_missing(due) and due < end else None
    known = colours.fix_state["not_recorded" if state == "not_recorded" else "open"]
    dash = "dot" if state == "not_recorded" else "solid"
    _line(figure, [opened, overdue_from if overdue_from is not None else end], row, known, BAR, dash)
    if overdue_from is not None:
        _line(figure, [overdue_from, end], row, colours.fix_state["overdue"], BAR)
    symbol, said = ENDS[state]
    colour = colours.fix_state["overdue" if state == "open" and overdue_from is not None else state]
    dates = f"filed {fmt.day(opened)}" + ("" if fmt.is_missing(due) else f", due {fmt.day(due)}")
    ended = f"{said} {fmt.day(end)}" if state in {"done", "declined"} else said
    figure.add_scatter(
        x=[end],
        y=[row],
        mode="markers",
        marker={"color": colour, "size": DOT, "symbol": symbol, "line": {"width": 1.5, "color": colours.ink}},
        hovertext=f"<b>{wrapped(fmt.shorten(text, 110), 60)}</b><br>{dates}<br>{ended}",
        hoverinfo="text",
        showlegend=False,
    )


def _line(figure: go.Figure, days: list[pd.Timestamp], row: str, colour: str, width: int, dash: str = "solid") -> None:
    figure.add_scatter(
        x=days,
        y=[row] * 2,
        mode="lines",
        line={"color": colour, "width": width, "dash": dash},
        hoverinfo="skip",
        showlegend=False,
    )


def _incidents(figure: go.Figure, rows: pd.DataFrame, colours: Palette) -> None:
    """A dot per incident, in the colour of the state that the earlier fix had when it came."""
    _dots(figure, rows[rows["fix_state"].isna()], "first time", colours.surface, colours)
    for state, name in FIX_STATES.items():
        _dots(figure, rows[rows["fix_state"] == state], f"fix {name}", colours.fix_state[state], colours)


def _dots(figure: go.Figure, rows: pd.DataFrame, name: str, colour: str, colours: Palette) -> None:
    if rows.empty:
        return
    said = [
        f"<b>{wrapped(fmt.shorten(row.title, 90), 50)}</b><br>{fmt.day(row.occurred_on)}"
        + (f"<br>earlier fix: {fix_state(row.fix_state)}" if isinstance(row.fix_state, str) else "")
        for row in each_row(rows)
    ]
    figure.add_scatter(
        x=rows["occurred_on"],
        y=rows["row"],
        mode="markers",
        name=name,
        marker={"color": colour, "size": DOT, "line": {"width": 1.5, "color": colours.muted}},
        customdata=carried(rows["title"].fillna("Untitled incident"), rows["incident_id"]),
        hovertext=said,
        hoverinfo="text",
    )


def _rows(figure: go.Figure, order: list[str], colours: Palette) -> None:
    figure.update_xaxes(title_text="Day of the incident", hoverformat="%-d %b %Y")
    figure.update_yaxes(categoryorder="array", categoryarray=order, showgrid=False, tickfont={"color": colours.ink})
