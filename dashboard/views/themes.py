"""Themes: what the causes and the follow-ups have in common."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import format as fmt
from dashboard.filters import keep_choice
from dashboard.findings import incident_change_title
from dashboard.layout import (
    View,
    current_view,
    incident_columns,
    show_header,
    show_nothing,
    show_table,
    stop_if_empty,
)
from dashboard.links import incident_link
from dashboard.measures import theme_change
from dashboard.rows import each_row
from dashboard.theme_edits import show_theme_edits
from dashboard.theme_findings import also_in
from dashboard.theme_map import show_theme_map
from dashboard.theme_sections import NOUNS, show_moves, show_outliers, show_values
from dashboard.words import DEFINITIONS, FOLLOW_UP_STATES, stability_in_words

QUESTION = "What do the failures have in common?"
KINDS = {"Causes": "cause", "Follow-ups": "remediation"}


def main(view: View) -> None:
    """Draw the page."""
    stop_if_empty(view, QUESTION)
    show_header(QUESTION, _answer(view, view.rows("themes", kind="cause")))
    tabs = st.tabs(list(KINDS), key="theme_kind", bind="query-params")
    for tab, kind in zip(tabs, KINDS.values(), strict=True):
        if tab.open:
            with tab:
                _show_kind(view, kind, view.rows("themes", kind=kind))


def _answer(view: View, themes: pd.DataFrame) -> str:
    numbers = view.row("overview")
    n, n_in_theme = int(numbers["n_incidents"]), int(numbers["n_in_theme"])
    if themes.empty:
        return f"No theme was found among {fmt.count(n, 'incident')}: their causes differ too much."
    largest = themes.iloc[0]
    return (
        f"**{fmt.share_of(n_in_theme, n, 'incidents')}** fall into {fmt.count(len(themes), 'cause theme')}. "
        f"The largest is **{fmt.plain(largest['label'])}** "
        f"({fmt.count(int(largest['n_members']), 'incident')}). The others are like no other, or state no cause."
    )


def _show_kind(view: View, kind: str, themes: pd.DataFrame) -> None:
    if themes.empty:
        show_nothing("No themes here", "Themes need several texts that describe the same thing; try a longer period.")
        return
    noun = NOUNS[kind]
    definition = "theme" if kind == "cause" else "remediation_theme"
    st.markdown(f"**{fmt.count(len(themes), 'theme')}, the largest first**", help=DEFINITIONS[definition])
    show_table(
        _theme_rows(view, kind, themes),
        {
            "label": st.column_config.TextColumn("Theme", width=280),
            "n_members": st.column_config.ProgressColumn(
                f"{noun.capitalize()}s", format="%d", min_value=0, max_value=int(themes["n_members"].max())
            ),
            "months": st.column_config.BarChartColumn("By month", y_min=0),
            **({"n_recurrences": st.column_config.NumberColumn("Repeats")} if kind == "cause" else {}),
            "last_day": "Last seen",
            "how_clear": st.column_config.TextColumn("How clear", help=DEFINITIONS["stability"]),
            "terms": st.column_config.ListColumn("Words in common", width="large"),
        },
        key=f"themes_{kind}",
        alt=f"Themes of {noun}s",
    )
    show_outliers(view, kind)
    if kind == "cause":
        show_theme_map(view, themes)
    _show_one(view, kind, themes)
    if kind == "cause":
        show_values(view)
    show_moves(view, kind)


def _theme_rows(view: View, kind: str, themes: pd.DataFrame) -> pd.DataFrame:
    counts = view.rows("theme_months", kind=kind)
    months = pd.DatetimeIndex([])
    if len(counts):
        months = pd.date_range(counts["month"].min(), counts["month"].max(), freq="MS")
    wide = counts.pivot_table(index="theme_id", columns="month", values="n_members", fill_value=0)
    wide = wide.reindex(index=themes["theme_id"], columns=months, fill_value=0).fillna(0)
    by_month = pd.Series(wide.to_numpy().tolist(), index=themes.index, dtype=object)
    return themes.assign(
        months=by_month, how_clear=[stability_in_words(value).split(" (")[0] for value in themes["stability"]]
    )


def _show_one(view: View, kind: str, themes: pd.DataFrame) -> None:
    labels = dict(zip(themes["theme_id"], themes["label"], strict=True))
    st.space("small")
    keep_choice(f"{kind}_theme", labels)
    picked = st.selectbox(
        "Look at one theme",
        list(labels),
        format_func=lambda theme_id: labels.get(theme_id, theme_id),
        key=f"{kind}_theme",
        bind="query-params",
    )
    theme = themes[themes["theme_id"] == picked].iloc[0]
    members = view.rows("theme_members", chosen_theme=picked, kind=kind)
    grid = st.grid(2, min_column_width=420)
    with grid.cell(), st.container(border=True, height="stretch"):
        st.markdown(
            "**In the words of the postmortems**",
            help="The members that use most of the words that the theme has in common.",
        )
        central = members[members["is_primary"] & members["is_central"].fillna(False)].drop_duplicates("text")
        for row in each_row(central.head(3)):
            st.markdown(f"> {fmt.plain(fmt.shorten(row.text, 320))}")
            incident_link(
                str(row.incident_id),
                f"{row.title}, {fmt.day(row.occurred_on)}",
                icon=":material/subdirectory_arrow_right:",
            )
    with grid.cell(), st.container(border=True, height="stretch"):
        _show_facts(view, kind, theme)
    _show_members(kind, members)
    show_theme_edits(view, kind, theme, themes, members[members["is_primary"]])


def _show_facts(view: View, kind: str, theme: "pd.Series[Any]") -> None:
    services = view.rows("theme_services", chosen_theme=theme["theme_id"], kind=kind)
    named = [f"{row.service} ({row.n_members:,})" for row in each_row(services)]
    st.markdown(f"**{fmt.plain(theme['label'])}**")
    noun = NOUNS[kind]
    lines = [
        f"{fmt.count(int(theme['n_members']), noun)} between {fmt.day(theme['first_day'])} "
        f"and {fmt.day(theme['last_day'])}",
        f"Services: {fmt.plain(fmt.listing(named, limit=6)) or 'not stated'}",
        f"How clear it is: {stability_in_words(theme['stability'])}",
    ]
    if kind == "cause":
        lines.insert(1, f"{fmt.count(int(theme['n_recurrences']), 'repeat')} of an earlier incident")
        change = theme_change(view.build, view.filters, str(theme["theme_id"]))
        lines.insert(1, fmt.plain(incident_change_title(*change, view.filters.recent_in_words())))
    st.markdown("\n".join(f"- {line}" for line in lines))


def _show_members(kind: str, members: pd.DataFrame) -> None:
    n_second = int((~members["is_primary"]).sum())
    if n_second:
        st.caption(
            f"{fmt.count(n_second, NOUNS[kind])} of another theme {'fits' if n_second == 1 else 'fit'} here too and "
            "stand last, marked as second; they are not counted above."
        )
    rows = incident_columns(members)
    rows["other_theme"] = also_in(rows["other_theme"])
    rows["place"] = ["" if is_primary else "second" for is_primary in rows["is_primary"]]
    rows["services"] = [", ".join(names) for names in rows["services"]]
    rows["is_recurrence"] = ["repeat" if repeats else "" for repeats in rows["is_recurrence"]]
    rows["state"] = [FOLLOW_UP_STATES.get(str(state), "") for state in rows["state"]]
    text = {"text": st.column_config.TextColumn("Root cause" if kind == "cause" else "Follow-up", width="large")}
    incident = {"incident": "Incident", "occurred_on": "Day"}
    if kind == "cause":
        columns = {
            **incident,
            **text,
            "services": "Services",
            "severity": "Severity",
            "is_recurrence": "Repeat",
            "place": "Place",
            "other_theme": "Also in",
        }
    else:
        columns = {**text, "state": "State", **incident, "place": "Place", "other_theme": "Also in"}
    show_table(rows, columns, key=f"members_{kind}", alt="Members of the theme")


main(current_view())
