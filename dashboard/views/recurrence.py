"""Recurrence: which failures come back, and what state the earlier fix was in when they did."""

from functools import partial

import pandas as pd
import streamlit as st

from dashboard import findings, measures
from dashboard import format as fmt
from dashboard.charts.counts import fixes_by_verdict, refrains, repeats_by_fix_state
from dashboard.layout import (
    MOST_ROWS,
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
from dashboard.words import VERDICTS, fix_state

QUESTION = "Which failures keep coming back?"
GROUPINGS = {"Theme": "recurrences_by_theme", "Service": "recurrences_by_service"}


def main(view: View) -> None:
    """Draw the page."""
    stop_if_empty(view, QUESTION)
    numbers = view.row("overview")
    by_theme = view.rows("recurrences_by_theme")
    show_header(QUESTION, findings.recurrence_answer(numbers, by_theme))
    if by_theme.empty:
        n, n_in_theme = int(numbers["n_incidents"]), int(numbers["n_in_theme"])
        show_nothing(
            "No repeats among these incidents",
            f"{fmt.share_of(n_in_theme, n, 'incidents')} belong to a theme; a repeat needs two of the same "
            "theme on the same service. Try a longer period or clear the filters.",
        )
        return
    _by_group(view, int(numbers["n_recurrences"]), int(numbers["n_incidents"]))
    _refrains(view)
    _fixes(view)
    _pairs(view)


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
    )


def _refrains(view: View) -> None:
    chains, n_chains = measures.refrains(view.build, view.filters)
    show_chart(
        view,
        findings.refrains_title(chains, n_chains),
        partial(refrains, chains),
        chains,
        definition="refrain",
        key="refrains",
    )


@st.fragment(parallel=True)
def _fixes(view: View) -> None:
    judged = measures.finished_fixes(view.build, view.filters)
    if judged.empty:
        show_nothing(
            "Whether finished fixes held is not known",
            "It takes a preventive fix with a recorded day of completion.",
        )
        return
    counts = judged.groupby(["theme", "verdict"]).size().reset_index(name="n_fixes")
    title, draw = findings.fixes_title(judged), partial(fixes_by_verdict, counts)
    show_chart(view, title, draw, counts, definition="fix_held", key="fixes_by_verdict")
    label = f"See all {fmt.count(len(judged), 'finished fix', 'finished fixes')}"
    with st.expander(label, key="fixes_open", on_change="rerun") as opened:
        if opened.open:
            show_table(
                _fix_rows(judged),
                FIX_COLUMNS,
                key="finished_fixes",
                alt="Finished fixes and whether they held",
            )


FIX_COLUMNS = {
    "text": st.column_config.TextColumn("Fix", width="large"),
    "verdict": "Verdict",
    "done_on": "Done",
    "before": st.column_config.TextColumn("Before it was done"),
    "after": st.column_config.TextColumn("Since then"),
    "theme": "Theme",
    "incident": "Filed after",
}


def _fix_rows(judged: pd.DataFrame) -> pd.DataFrame:
    rows = incident_columns(judged.sort_values(["n_after", "days_after"], ascending=False).head(MOST_ROWS))
    for side in ("before", "after"):
        pairs = zip(rows[f"n_{side}"], rows[f"days_{side}"], strict=True)
        rows[side] = [f"{fmt.count(int(n), 'incident')} in {fmt.days(float(n_days))}" for n, n_days in pairs]
    return rows.assign(verdict=rows["verdict"].map(VERDICTS))


def _pairs(view: View) -> None:
    st.subheader("Every repeat and the earlier incident", anchor=False)
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
    show_table(rows, columns, key="recurrence_pairs", alt="Incidents that repeat an earlier one")


main(current_view())
