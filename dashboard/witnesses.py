"""Documents that contradict themselves about when something happened, as a part of the Data health page."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import clock
from dashboard import format as fmt
from dashboard.layout import MOST_ROWS, View, incident_columns, show_nothing, show_table
from dashboard.words import DEFINITIONS, field_name
from etl.analysis.stated_lengths import disagreeing_lengths

# What a witness is, by the first words of its rule, and why it was believed.
WITNESSES = {
    "source field": ("a field of the record", "named as such"),
    "named line": ("a labelled line", "named as such"),
    "status update": ("a status update", "told at the time"),
    "prose": ("a sentence", "no value is named as such"),
    "timeline": ("a line of the timeline", "no value is named as such, and no sentence states it"),
    "stated duration": ("the start and a stated length", "nothing else tells it"),
}
AS_STATED = "a stated length confirms this line"
LENGTHS = {
    "time_to_detect": "Start to detection",
    "time_to_repair": "Start to mitigation",
    "duration": "Start to mitigation",
    "time_to_resolve": "Start to resolution",
}


def witness(rule: str) -> tuple[str, str]:
    """What kind of witness a rule stands for, and why it comes before the others."""
    kind, reason = WITNESSES.get(rule.split(":")[0].split(",")[0], (rule, "the first that was found"))
    return (kind, AS_STATED) if rule.endswith(", as stated") else (kind, reason)


def show_conflicts(view: View) -> None:
    """Two times for one event, and stated lengths that do not fit: what was chosen, and why."""
    st.header("Documents that contradict themselves", anchor=False, help=DEFINITIONS["conflicts"])
    counts = view.row("time_witness_counts")
    n_several, n = int(counts["n_several"]), int(counts["n_conflicting"])
    if n:
        st.markdown(
            f"**{fmt.share_of(n, n_several, 'incidents')}** that give two values for one time give values more than a "
            "quarter of an hour apart. The figures use the one that is called chosen."
        )
        _show_times(view.rows("time_conflicts"))
    elif n_several:
        show_nothing(
            "No two times for one event", f"{fmt.count(n_several, 'incident')} give two values, and they agree."
        )
    else:
        show_nothing("No incident gives two values for one time", "There is nothing to compare.")
    _show_lengths(disagreeing_lengths(view.rows("stated_lengths", n_rows=4 * MOST_ROWS)))


def _show_times(rows: pd.DataFrame) -> None:
    shown = incident_columns(rows)
    shown["time"] = [field_name(name) for name in rows["field"]]
    for which in ("chosen", "other"):
        shown[which] = [clock.moment(at) for at in rows[f"{which}_at"]]
        shown[f"{which}_from"] = [witness(rule)[0] for rule in rows[f"{which}_rule"]]
    shown["why"] = [
        "corrected by a person" if is_corrected else witness(rule)[1]
        for rule, is_corrected in zip(rows["chosen_rule"], rows["is_corrected"], strict=True)
    ]
    shown["apart"] = [fmt.duration(minutes) for minutes in rows["minutes_apart"]]
    column = st.column_config
    columns = {
        "incident": "Incident",
        "time": "Time",
        "chosen": column.TextColumn("Chosen", width=170),
        "other": column.TextColumn("Also stated", width=170),
        "apart": "Apart",
        "chosen_from": column.TextColumn("Chosen from", width=150),
        "why": column.TextColumn("Why", width=200),
        "chosen_line": column.NumberColumn("Line", format="%d", width=60),
        "other_from": column.TextColumn("The other from", width=150),
        "other_line": column.NumberColumn("Its line", format="%d", width=60),
    }
    show_table(shown, columns, key="time_conflicts", alt="Two times for one event, the farthest apart first")


def _show_lengths(rows: pd.DataFrame) -> None:
    if rows.empty:
        return
    counted = f"{fmt.count(rows['incident_id'].nunique(), 'document')} state a length that their own times do not give"
    st.markdown(f"**{counted}**: the times are used.", help=DEFINITIONS["stated_length"])
    shown = incident_columns(rows)
    shown["what"] = [LENGTHS[field] for field in rows["field"]]
    shown["stated"] = [fmt.duration(minutes) for minutes in rows["stated_minutes"]]
    shown["measured"] = [fmt.duration(minutes) for minutes in rows["minutes"]]
    columns = {
        "incident": "Incident",
        "occurred_on": "Day",
        "what": "Length",
        "stated": "Stated",
        "measured": "From its times",
        "quote": st.column_config.TextColumn("As written", width="large"),
        "line": st.column_config.NumberColumn("Line", format="%d"),
    }
    show_table(shown, columns, key="stated_lengths", alt="Stated lengths that the times do not give")


def show_left_out(view: View) -> None:
    """What every other figure leaves out."""
    rows = view.rows("left_out")
    st.header("What the other figures leave out", anchor=False, help=DEFINITIONS["left_out"])
    if rows.empty:
        st.markdown("Nothing: every incident and every follow-up is in every figure.")
        return
    shown = rows.assign(
        reason=[fmt.sentence_case(reason) for reason in rows["reason"]],
        left_out=[
            fmt.share_of(int(n), int(total), f"{noun}s")
            for n, total, noun in zip(rows["n_left_out"], rows["n_all"], rows["noun"], strict=True)
        ],
    )
    columns = {
        "figure": st.column_config.TextColumn("Figure", width=300), "reason": "Why",
        "left_out": st.column_config.TextColumn("Left out", width=280),
    }  # fmt: skip
    show_table(shown, columns, key="left_out", alt="What each figure leaves out", height="content")
