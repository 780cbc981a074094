"""Refrains on a time axis: many in a row each, or one with the life of its fixes drawn under its incidents."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard import format as fmt
from dashboard.charts.palette import Palette
from dashboard.charts.style import add, blank, carried, row_height, set_axis, uprights, wrapped
from dashboard.rows import each_row
from dashboard.words import FIX_STATES, fix_state

Stretch = tuple[pd.Timestamp, pd.Timestamp, str]
"""The first and the last day of a line, and its row."""

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
    lasted = chains.groupby("chain")["occurred_on"].agg(first="min", last="max").reset_index()
    _lines(figure, [(row.first, row.last, wrapped(row.chain)) for row in each_row(lasted)], colours.grid, LINE)
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
    _lines(figure, [(days.min(), days.max(), INCIDENTS)], colours.grid, LINE)
    _lives(figure, labels, dated, pd.Timestamp(as_of), colours)
    _incidents(figure, incidents.assign(row=INCIDENTS), colours)
    _rows(figure, rows, colours)
    first = min(days.min(), dated["opened_on"].min()) if len(dated) else days.min()
    last = pd.Timestamp(as_of) if len(dated) else days.max()
    edge = max((last - first) * 0.03, pd.Timedelta(days=2))
    set_axis(figure.layout.xaxis, range=[first - edge, last + edge], title_text="Day")
    return figure


def _fix_label(number: int, text: str) -> str:
    return wrapped(f"{number}. {fmt.shorten(text, 64)}")


@dataclass(frozen=True)
class _Life:
    """One fix on its row: how it ended and when, and from when on it was overdue, if it ever was."""

    fix: Any
    row: str
    state: str
    end: pd.Timestamp
    overdue_from: pd.Timestamp | None

    @property
    def stretches(self) -> list[tuple[str, Stretch]]:
        """The states that it went through, each with its first and last day."""
        known = "not_recorded" if self.state == "not_recorded" else "open"
        if self.overdue_from is None:
            return [(known, (self.fix.opened_on, self.end, self.row))]
        late = ("overdue", (self.overdue_from, self.end, self.row))
        return [(known, (self.fix.opened_on, self.overdue_from, self.row)), late]

    @property
    def last_state(self) -> str:
        """Its state at the end, by which the mark there is coloured."""
        return "overdue" if self.state == "open" and self.overdue_from is not None else self.state

    def in_words(self) -> str:
        """What it asks for, and its days."""
        due, said = self.fix.due_on, ENDS[self.state][1]
        dates = f"filed {fmt.day(self.fix.opened_on)}" + ("" if fmt.is_missing(due) else f", due {fmt.day(due)}")
        ended = f"{said} {fmt.day(self.end)}" if self.state in {"done", "declined"} else said
        return f"<b>{wrapped(fmt.shorten(self.fix.text, 110), 60)}</b><br>{dates}<br>{ended}"


def _life(fix: Any, row: str, as_of: pd.Timestamp) -> _Life:
    due, closed, state = fix.due_on, fix.closed_on, fix.state
    end = as_of if fmt.is_missing(closed) or closed > as_of else closed
    if state in {"done", "declined"} and fmt.is_missing(closed):
        end, state = as_of, "not_recorded"  # done on a day that nobody wrote down
    is_late = state != "not_recorded" and not fmt.is_missing(due) and due < end
    return _Life(fix, row, state, end, due if is_late else None)


def _lives(figure: go.Figure, rows: list[str], fixes: pd.DataFrame, as_of: pd.Timestamp, colours: Palette) -> None:
    """The stretches of each fix's life, and the mark at its end."""
    lives = [_life(fix, row, as_of) for row, fix in zip(rows, each_row(fixes), strict=True)]
    if not lives:
        return
    for state in ("open", "not_recorded", "overdue"):
        stretches = [stretch for life in lives for at, stretch in life.stretches if at == state]
        dash = "dot" if state == "not_recorded" else "solid"
        _lines(figure, stretches, colours.fix_state[state], BAR, dash)
    add(
        figure,
        "scatter",
        x=[life.end for life in lives],
        y=[life.row for life in lives],
        mode="markers",
        marker={
            "color": [colours.fix_state[life.last_state] for life in lives],
            "symbol": [ENDS[life.state][0] for life in lives],
            "size": DOT,
            "line": {"width": 1.5, "color": colours.ink},
        },
        hovertext=[life.in_words() for life in lives],
        hoverinfo="text",
        showlegend=False,
    )


def _lines(figure: go.Figure, stretches: list[Stretch], colour: str, width: int, dash: str = "solid") -> None:
    """Lines of one look as one trace, with a gap after each: Plotly takes as long for a trace as for many points."""
    if not stretches:
        return
    add(
        figure,
        "scatter",
        x=[day for first, last, _ in stretches for day in (first, last, None)],
        y=[place for *_, row in stretches for place in (row, row, None)],
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
    add(
        figure,
        "scatter",
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
    set_axis(figure.layout.xaxis, title_text="Day of the incident", hoverformat="%-d %b %Y")
    set_axis(
        figure.layout.yaxis, categoryorder="array", categoryarray=order, showgrid=False, tickfont={"color": colours.ink}
    )
