"""Recurrence: which failures come back, why we think so, and what state the earlier fix was in when they did."""

from functools import partial

import pandas as pd
import streamlit as st

from dashboard import behind, findings, links
from dashboard import format as fmt
from dashboard.charts.counts import repeats_by_fix_state
from dashboard.charts.refrains import refrain_history, refrains
from dashboard.layout import (
    View,
    current_view,
    incident_columns,
    show_chart,
    show_header,
    show_nothing,
    show_table,
    stop_if_empty,
)
from dashboard.links import incident_urls
from dashboard.pair import show_verdict, show_why
from dashboard.refrains import MOST_CHAINS, fixes_of
from dashboard.refrains import refrains as find_refrains
from dashboard.rows import each_row
from dashboard.words import fix_state

QUESTION = "Which failures keep coming back?"
GROUPINGS = {"Theme": "recurrences_by_theme", "Service": "recurrences_by_service"}
MOST_FIXES, MOST_LINKS = 12, 6
MOST_POSSIBLE = 100
IN_CHAIN = {"incident": "Incident", "occurred_on": "Day", "theme": "Theme", "service": "Service"}
FIXING_KINDS = ("prevent", "detect", "mitigate")


def main(view: View) -> None:
    """Draw the page."""
    stop_if_empty(view, QUESTION)
    numbers = view.row("overview")
    by_theme = view.rows("recurrences_by_theme")
    show_header(QUESTION, findings.recurrence_answer(numbers, by_theme))
    if by_theme.empty:
        show_nothing(
            "No repeats among these incidents",
            "A repeat needs two incidents whose causes are told alike, on a service that both name. Try a longer "
            "period or clear the filters.",
        )
    else:
        _by_group(view, int(numbers["n_recurrences"]), int(numbers["n_incidents"]))
        _refrains(view)
        st.page_link(links.FIXES, label="Did the finished fixes hold, and what do the open ones cost?")
        _pairs(view)
    _possible(view)


@st.fragment
def _by_group(view: View, n_repeats: int, n_incidents: int) -> None:
    grouping = st.segmented_control(
        "Show repeats by",
        list(GROUPINGS),
        default="Theme",
        required=True,
        key="repeats_by",
        bind="query-params",
    )
    counts = view.rows(GROUPINGS[str(grouping)])
    show_chart(
        view,
        findings.fix_state_title(counts),
        partial(repeats_by_fix_state, counts),
        counts,
        definition="fix_state",
        key=f"repeats_by_{str(grouping).lower()}",
        measured=f"{n_repeats:,} repeats among {fmt.count(n_incidents, 'incident')}",
        behind=behind.repeats(view, "value", "fix_state", dimension=str(grouping).lower()),
    )


def _refrains(view: View) -> None:
    found, n_chains = find_refrains(view.build, view.filters)
    longest = found[found["chain_id"].isin(found["chain_id"].unique()[:MOST_CHAINS])]
    show_chart(
        view,
        findings.refrains_title(longest, n_chains),
        partial(refrains, longest),
        longest,
        definition="refrain",
        key="refrains",
        behind=behind.among(longest, "incident_id", columns=IN_CHAIN),
    )
    _one_refrain(view, found)


@st.fragment
def _one_refrain(view: View, found: pd.DataFrame) -> None:
    """The whole history of the refrain that the reader picks, each link with what speaks for it."""
    labels = dict(zip(found["chain_id"], found["chain"], strict=True))
    picked = st.selectbox(
        "Follow one refrain through its whole history",
        list(labels),
        format_func=lambda chain: labels.get(chain, chain),
        key="refrain",
        bind="query-params",
    )
    incidents = found[found["chain_id"] == picked]
    if incidents.empty:
        return
    fixes = fixes_of(view.build, view.filters, tuple(incidents["incident_id"]))
    shown = _telling(fixes, incidents)
    show_chart(
        view,
        findings.history_title(incidents, fixes),
        partial(refrain_history, incidents, shown, view.filters.as_of),
        shown,
        definition="refrain_history",
        key=f"refrain_{picked!s}",
        measured=findings.fixes_shown(len(shown), fixes),
        behind=behind.among(incidents, "incident_id", columns=IN_CHAIN),
    )
    _show_links(view, incidents)


def _show_links(view: View, incidents: pd.DataFrame) -> None:
    """Every repeat of one refrain, the latest first; of a long one only the latest unless the reader asks."""
    repeats = list(enumerate(each_row(incidents.dropna(subset="fix_state")), 2))[::-1]
    if len(repeats) > MOST_LINKS:
        everything = st.toggle(f"Show all {len(repeats):,} repeats", key="all_links")
        repeats = repeats if everything else repeats[:MOST_LINKS]
    for number, row in repeats:
        _link(view, number, row, is_open=number == repeats[0][0])


def _telling(fixes: pd.DataFrame, incidents: pd.DataFrame) -> pd.DataFrame:
    """The fixes to draw: those that decided a state first, then those that should have prevented or shown the next."""
    decided = fixes["follow_up_id"].isin(incidents["follow_up_id"].dropna())
    rank = decided.map({True: 0, False: 1}) + (~fixes["kind"].isin(FIXING_KINDS)).astype(int) * 2
    chosen = fixes[fixes["opened_on"].notna()].assign(rank=rank).nsmallest(MOST_FIXES, "rank", keep="first")
    return chosen.drop(columns="rank").sort_values(["opened_on", "incident_id"], ignore_index=True)


def _link(view: View, number: int, row: object, is_open: bool) -> None:
    incident_id, title, state, earlier_id, earlier, days, day = (
        getattr(row, name)
        for name in (
            "incident_id",
            "title",
            "fix_state",
            "earlier_incident_id",
            "earlier_title",
            "days_since",
            "occurred_on",
        )
    )
    label = f"{number}. {fmt.plain(fmt.shorten(title, 80))}, {fmt.day(day)}: back after {fmt.days(days)}"
    with st.expander(label, expanded=is_open, key=f"link_{incident_id}", on_change="rerun") as opened:
        if opened.open or is_open:
            fix = (
                "what became of its fix is not recorded"
                if state == "not_recorded"
                else f"its fix was {fix_state(state)}"
            )
            st.markdown(f"Repeats **{fmt.plain(earlier or 'Untitled incident')}**; {fix}.")
            show_why(view, incident_id, earlier_id)
            with st.container(horizontal=True):
                links.incident_link(incident_id, "Open this incident")
                links.incident_link(earlier_id, "Open the earlier one")


@st.fragment
def _pairs(view: View) -> None:
    st.header("Every repeat and the earlier incident", anchor=False)
    pairs = view.rows("recurrence_pairs")
    rows = incident_columns(pairs)
    rows["earlier"] = incident_urls(pairs["earlier_incident_id"], pairs["earlier_title"])
    rows["fix_state"] = [fmt.sentence_case(fix_state(state)) for state in rows["fix_state"]]
    rows["after"] = [fmt.days(n_days) for n_days in rows["days_since"]]
    columns = {
        "incident": "Incident",
        "occurred_on": "Day",
        "after": st.column_config.TextColumn("Came back after"),
        "fix_state": "Earlier fix was",
        "fix_text": st.column_config.TextColumn("Earlier fix", width=280),
        "earlier": "Earlier incident",
        "service": "Service",
        "theme": "Theme",
    }
    picked = show_table(
        rows, columns, key="recurrence_pairs", alt="Incidents that repeat an earlier one", selectable=True
    )
    _why_picked(view, pairs, picked)


@st.fragment
def _possible(view: View) -> None:
    """Pairs that are alike, though not enough to be counted: for people to look at."""
    possible = view.rows("possible_repeats", n_rows=MOST_POSSIBLE)
    if possible.empty:
        return
    st.header("Other pairs that look alike", anchor=False)
    st.caption("Not counted as repeats. The likeliest come first; select a row to see what the two have in common.")
    rows = incident_columns(possible)
    rows["earlier"] = incident_urls(possible["earlier_incident_id"], possible["earlier_title"])
    rows["after"] = [fmt.days(max(n_days, 0)) for n_days in rows["days_since"]]
    rows["services"] = [", ".join(names) for names in rows["services"]]
    columns = {
        "score": st.column_config.NumberColumn("Score", format="%.2f", width="small"),
        "incident": "Incident",
        "occurred_on": "Day",
        "after": st.column_config.TextColumn("Came after"),
        "earlier": "Earlier incident",
        "services": "Services in common",
    }
    picked = show_table(rows, columns, key="possible_repeats", alt="Pairs that may be repeats", selectable=True)
    _why_picked(view, possible, picked)


def _why_picked(view: View, pairs: pd.DataFrame, picked: int | None) -> None:
    if picked is None or picked >= len(pairs):
        return
    pair = pairs.iloc[picked]
    with st.container(border=True):
        st.markdown(
            f"**{fmt.plain(pair['title'] or 'Untitled incident')}** and, {fmt.days(max(pair['days_since'], 0))} "
            f"before, **{fmt.plain(pair['earlier_title'] or 'Untitled incident')}**"
        )
        show_why(view, str(pair["incident_id"]), str(pair["earlier_incident_id"]))
        show_verdict(view, pair)


main(current_view())
