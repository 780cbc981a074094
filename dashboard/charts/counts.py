"""Counts: incidents per month, repeats by state of the earlier fix, backlog, documents."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from dashboard import format as fmt
from dashboard.charts.palette import Palette
from dashboard.charts.style import add, blank, carried, row_height, safe, set_axis, wrapped
from dashboard.words import FIX_STATES, FOLLOW_UP_STATES, VERDICTS, severity_name

MOST_DAYS_BY_MONTH = 4 * 366


def incidents_by_month(counts: pd.DataFrame, colours: Palette) -> go.Figure:
    """Stacked bars from month, severity_level (0: not stated), n_incidents; by quarter for many years."""
    figure = blank(colours, height=330, barmode="stack", hovermode="x unified")
    is_quarterly = (counts["month"].max() - counts["month"].min()).days > MOST_DAYS_BY_MONTH
    if is_quarterly:
        counts = counts.assign(month=counts["month"].dt.to_period("Q").dt.start_time)
        counts = counts.groupby(["month", "severity_level"])["n_incidents"].sum().reset_index()
    grain = "quarter" if is_quarterly else "month"
    months = pd.date_range(counts["month"].min(), counts["month"].max(), freq="QS" if is_quarterly else "MS")
    levels = sorted(counts["severity_level"].unique(), key=lambda level: level or 99)
    for level in levels:
        chosen = (
            counts[counts["severity_level"] == level].set_index("month")["n_incidents"].reindex(months, fill_value=0)
        )
        add(
            figure,
            "bar",
            x=chosen.index,
            y=chosen,
            name=severity_name(level),
            marker_color=colours.severity.get(int(level), colours.muted),
            hovertemplate="%{y}",
            customdata=carried(
                (fmt.period(month, grain) for month in months), months.strftime("%Y-%m-%d"), [grain] * len(months)
            ),
        )
    set_axis(
        figure.layout.xaxis,
        hoverformat="Q%q %Y" if is_quarterly else "%B %Y",
        title_text="Quarter of the incident" if is_quarterly else "Month of the incident",
        showgrid=False,
    )
    set_axis(figure.layout.yaxis, title_text="Incidents", rangemode="tozero")
    return figure


def stacked_rows(
    counts: pd.DataFrame,
    states: Mapping[str, str],
    colours: Mapping[str, str],
    page: Palette,
    axis_title: str,
) -> go.Figure:
    """Horizontal stacked bars from name, state, n: one bar per name, longest on top."""
    totals = counts.groupby("name")["n"].sum().sort_values()
    labels = [wrapped(str(name)) for name in totals.index]
    figure = blank(page, height=row_height(labels), barmode="stack")
    for state, name in states.items():
        chosen = counts[counts["state"] == state].set_index("name")["n"]
        if chosen.empty:
            continue
        values = chosen.reindex(totals.index).fillna(0).astype(int)
        add(
            figure,
            "bar",
            y=labels,
            x=values,
            name=name,
            orientation="h",
            marker_color=colours.get(state, page.muted),
            text=[str(value) if value else "" for value in values],
            textposition="inside",
            textangle=0,
            insidetextanchor="middle",
            customdata=[[f"{label}: {name}", safe(str(label)), total, label, state] for label, total in totals.items()],
            hovertemplate="<b>%{customdata[1]}</b><br>" + name + ": %{x} of %{customdata[2]}<extra></extra>",
        )
    set_axis(figure.layout.xaxis, title_text=axis_title, rangemode="tozero", tickformat=",d", nticks=8)
    set_axis(figure.layout.yaxis, showgrid=False, tickfont={"color": page.ink})
    figure.update_layout(uniformtext={"minsize": 10, "mode": "hide"})
    return figure


def repeats_by_fix_state(counts: pd.DataFrame, colours: Palette, n_rows: int = 12) -> go.Figure:
    """What comes back most and the state of the earlier fix, from name, fix_state, n_recurrences."""
    most = counts.groupby("name")["n_recurrences"].sum().nlargest(n_rows).index
    shown = counts[counts["name"].isin(most)].rename(columns={"fix_state": "state", "n_recurrences": "n"})
    return stacked_rows(shown, FIX_STATES, colours.fix_state, colours, "Incidents that repeat an earlier one")


def fixes_by_verdict(counts: pd.DataFrame, colours: Palette, n_rows: int = 12) -> go.Figure:
    """Finished fixes by theme and whether they held, from theme, verdict, n_fixes (most fixes first)."""
    most = counts.groupby("theme")["n_fixes"].sum().nlargest(n_rows).index
    shown = counts[counts["theme"].isin(most)]
    shown = shown.rename(columns={"theme": "name", "verdict": "state", "n_fixes": "n"})
    shades = {
        "recurred": colours.warning,
        "held": colours.good,
        "too_early_to_tell": colours.fix_state["not_recorded"],
    }
    return stacked_rows(shown, VERDICTS, shades, colours, "Finished preventive fixes")


def cost_of_open_fixes(costs: pd.DataFrame, colours: Palette, n_rows: int = 12) -> go.Figure:
    """Incidents since each open fix was filed: follow_up_id, text, n_incidents_since, minutes_since,
    is_overdue, dearest first."""
    shown = costs.head(n_rows).iloc[::-1]
    labels = [wrapped(fmt.shorten(text, 64)) + "\u200b" * place for place, text in enumerate(shown["text"])]
    figure = blank(colours, height=row_height(labels), barmode="stack")
    for overdue, name in ((True, "overdue"), (False, "open")):
        chosen = (shown["is_overdue"].fillna(False).astype(bool) == overdue).to_numpy()
        if not chosen.any():
            continue
        lasted = [
            "" if fmt.is_missing(value) else f", {fmt.duration(float(value))} in all"
            for value in shown["minutes_since"]
        ]
        add(
            figure,
            "bar",
            y=[label for label, is_chosen in zip(labels, chosen, strict=True) if is_chosen],
            x=shown.loc[chosen, "n_incidents_since"],
            name=name,
            orientation="h",
            marker_color=colours.fix_state[name],
            customdata=[
                [text, said, fix]
                for text, said, fix, is_chosen in zip(shown["text"], lasted, shown["follow_up_id"], chosen, strict=True)
                if is_chosen
            ],
            text=shown.loc[chosen, "n_incidents_since"],
            textposition="inside",
            insidetextanchor="end",
            hovertemplate="%{y}<br>%{x} incidents since it was filed%{customdata[1]}<extra></extra>",
        )
    set_axis(
        figure.layout.xaxis,
        title_text="Incidents of its theme and services since it was filed",
        tickformat=",d",
        nticks=8,
    )
    set_axis(
        figure.layout.yaxis,
        showgrid=False,
        tickfont={"color": colours.ink},
        categoryorder="array",
        categoryarray=labels,
    )
    return figure


def states(counts: pd.DataFrame, colours: Palette) -> go.Figure:
    """What became of follow-ups, from name, state, n."""
    shown = counts[counts["n"] > 0]
    return stacked_rows(shown, FOLLOW_UP_STATES, colours.follow_up_state, colours, "Follow-ups")


def backlog(bands: pd.DataFrame, colours: Palette) -> go.Figure:
    """Open follow-ups by age, from age, youngest_days, oldest_days, n_overdue, n_overdue_by_policy,
    n_due_later, n_without_due (youngest first)."""
    figure = blank(colours, height=row_height(bands["age"]), barmode="stack")
    parts = {
        "n_overdue": ("overdue", colours.warning),
        "n_overdue_by_policy": ("overdue by policy", colours.fix_state["never_filed"]),
        "n_due_later": ("due later", colours.fix_state["open"]),
        "n_without_due": ("no date agreed", colours.fix_state["not_recorded"]),
    }
    for column, (name, colour) in parts.items():
        if not bands[column].any():
            continue
        add(
            figure,
            "bar",
            y=bands["age"],
            x=bands[column],
            name=name,
            orientation="h",
            marker_color=colour,
            text=[f"{int(value):,}" if value else "" for value in bands[column]],
            textposition="inside",
            textangle=0,
            insidetextanchor="middle",
            customdata=carried(
                (f"Opened {age} ago, {name}" for age in bands["age"]),
                bands["youngest_days"].tolist(),
                bands["oldest_days"].tolist(),
                [column] * len(bands),
            ),
            hovertemplate="Opened %{y} ago<br>" + name + ": %{x}<extra></extra>",
        )
    set_axis(figure.layout.xaxis, title_text="Open follow-ups", rangemode="tozero", tickformat=",d")
    set_axis(figure.layout.yaxis, autorange="reversed", showgrid=False, title_text="Time since opened")
    figure.update_layout(uniformtext={"minsize": 10, "mode": "hide"})
    return figure


def missing_times(shares: pd.DataFrame, colours: Palette) -> go.Figure:
    """Share of incidents that lack each time, from name, field, share_missing, share_day_only."""
    figure = blank(colours, height=row_height(shares["name"]), barmode="stack")
    for column, name, colour in (
        ("share_missing", "not stated", colours.warning),
        ("share_day_only", "known only to the day", colours.fix_state["open"]),
    ):
        add(
            figure,
            "bar",
            y=shares["name"],
            x=shares[column],
            name=name,
            orientation="h",
            marker_color=colour,
            text=[fmt.percent(value) if value >= 0.04 else "" for value in shares[column]],
            textposition="inside",
            textangle=0,
            insidetextanchor="middle",
            customdata=carried(
                (f"{time} {name}" for time in shares["name"]),
                shares["field"],
                [column == "share_day_only"] * len(shares),
            ),
            hovertemplate="%{y}: %{x:.0%} " + name + "<extra></extra>",
        )
    set_axis(figure.layout.xaxis, title_text="Share of incidents", tickformat=".0%", range=[0, 1])
    set_axis(figure.layout.yaxis, autorange="reversed", showgrid=False, tickfont={"color": colours.ink})
    return figure


def documents(counts: pd.DataFrame, colours: Palette) -> go.Figure:
    """Documents by source and what they turned out to be, from name, state, n."""
    states = {
        "incident": "incident",
        "mixed": "several records",
        "not_incident": "no incident",
        "rejected": "not readable",
    }
    shades = {
        "incident": colours.accent,
        "mixed": colours.good,
        "not_incident": colours.fix_state["not_recorded"],
        "rejected": colours.warning,
    }
    return stacked_rows(counts, states, shades, colours, "Documents")
