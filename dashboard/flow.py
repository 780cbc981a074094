"""How the stock of follow-ups moves, as a part of a page: in and out by month, and what was re-opened or put off."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import behind
from dashboard import format as fmt
from dashboard.charts.flow import flow
from dashboard.layout import View, incident_columns, show_chart, show_nothing, show_table
from dashboard.words import DEFINITIONS, FOLLOW_UP_STATES
from etl.analysis.flow import flow_by_period

LATEST = {"month": 12, "quarter": 4}
MOST_MONTHS = 48


def show_flow(view: View, n_timed: int, n_follow_ups: int) -> None:
    """Draw the flow; nothing where no follow-up has a known opening and state."""
    grain = "month"
    counts = view.rows("follow_up_flow", grain=grain)
    if counts.empty:
        return
    if (counts["period"].max() - counts["period"].min()).days > MOST_MONTHS * 31:
        grain = "quarter"
        counts = view.rows("follow_up_flow", grain=grain)
    periods = flow_by_period(counts, view.filters.as_of, grain)
    show_chart(
        view,
        flow_title(periods, grain),
        partial(flow, periods, grain),
        periods,
        definition="flow",
        key="follow_up_flow",
        measured=fmt.measured_from(n_timed, n_follow_ups, "follow-ups"),
        behind=behind.follow_ups(view, "period", "grain", "moved", is_timed=True),
    )


def flow_title(periods: pd.DataFrame, grain: str) -> str:
    """Whether more came in than went out in the latest year, and what is open now."""
    latest = periods.tail(LATEST[grain])
    n_in, n_out = int(latest["n_opened"].sum()), int((latest["n_done"] + latest["n_declined"]).sum())
    n_open = int(periods["n_open"].iloc[-1])
    span = f"the last {fmt.count(len(latest), grain)}" if len(latest) > 1 else f"the last {grain}"
    gap = n_in - n_out
    more = (
        "as many were closed as opened"
        if not gap
        else f"{abs(gap):,} {'more' if gap > 0 else 'fewer'} were opened than closed"
    )
    return f"In {span} {more} ({n_in:,} in, {n_out:,} out); {n_open:,} {'is' if n_open == 1 else 'are'} open"


def show_moves(view: View) -> None:
    """What was re-opened and what was put off, of the follow-ups whose history is recorded."""
    st.header("Re-opened and put off", anchor=False, help=DEFINITIONS["moves"])
    numbers = view.row("follow_up_history")
    if not int(numbers["n_with_history"]):
        show_nothing(
            "No change of a follow-up was observed yet",
            "A tracker (`refrain sync`), the board, or loading a changed document again makes a history.",
        )
        return
    st.markdown(moves_in_words(numbers))
    rows = view.rows("follow_up_moves")
    if not rows.empty:
        _show_list(rows)


def moves_in_words(numbers: dict[str, Any]) -> str:
    """How many items were re-opened and put off, and of how many that can be said."""
    n, n_known = int(numbers["n_follow_ups"]), int(numbers["n_with_history"])
    n_reopened, n_slipped = int(numbers["n_reopened"]), int(numbers["n_slipped"])
    unknown = f" Of the other {n - n_known:,} nothing can be said." if n > n_known else ""
    return (
        f"Changes were observed of {fmt.share_of(n_known, n, 'follow-ups')}: **{n_reopened:,} of them "
        f"{'was' if n_reopened == 1 else 'were'} re-opened, {n_slipped:,} put off to a later date**.{unknown}"
    )


def _show_list(rows: pd.DataFrame) -> None:
    shown = incident_columns(rows)
    shown["state"] = [fmt.sentence_case(FOLLOW_UP_STATES[state]) for state in rows["state"]]
    for name in ("n_reopened", "n_slipped"):
        shown[name] = rows[name].where(rows[name] > 0)
    columns = {
        "text": st.column_config.TextColumn("Follow-up", width=340),
        "state": "State",
        "n_reopened": st.column_config.NumberColumn("Re-opened", help="How often it was opened again."),
        "reopened_on": "Last re-opened",
        "n_slipped": st.column_config.NumberColumn(
            "Put off", help="How often its agreed date was moved to a later one."
        ),
        "first_due_on": "First due",
        "due_on": "Due now",
        "days_later": st.column_config.NumberColumn("Days later", format="localized"),
        "owner": "Owner",
        "incident": "Incident",
    }
    show_table(shown, columns, key="follow_up_moves", alt="Follow-ups that were re-opened or put off", height="content")
