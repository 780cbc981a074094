"""Data health: what was read, what was not, and what each figure leaves out."""

from functools import partial

import pandas as pd
import streamlit as st

from dashboard import behind, editing
from dashboard import format as fmt
from dashboard.charts.counts import documents, missing_times
from dashboard.layout import (
    View,
    current_view,
    incident_columns,
    show_chart,
    show_header,
    show_table,
    stop_if_empty,
)
from dashboard.witnesses import show_conflicts, show_left_out
from dashboard.words import DEFINITIONS, METRICS, field_name

QUESTION = "How far can these figures be trusted?"


def main(view: View) -> None:
    """Draw the page."""
    read = view.rows("documents_by_status")
    rejects = view.rows("rejects")
    if read.empty and rejects.empty:
        stop_if_empty(view, QUESTION)
    show_header(QUESTION, _answer(view, read, rejects))
    _documents(view, read)
    _rejects(rejects)
    if int(view.row("incidents_in_view")["n_incidents"]):
        _missing(view)
        _exclusions(view)
        show_conflicts(view)
        show_left_out(view)
    _not_incidents(view)
    _edits(view)


def _answer(view: View, read: pd.DataFrame, rejects: pd.DataFrame) -> str:
    n = int(read["n_documents"].sum())
    n_unread = int(read.loc[read["status"] == "rejected", "n_documents"].sum())
    numbers = view.row("overview")
    n_incidents, n_diagnosed = int(numbers["n_incidents"]), int(numbers["n_diagnosed"])
    unread = (
        f"**{fmt.share_of(n_unread, n, 'documents')} could not be read**"
        if n_unread
        else f"**All {fmt.count(n, 'document')} could be read**"
    )
    problems = f", with {fmt.count(len(rejects), 'problem')} to look at" if len(rejects) else ""
    diagnosed = (
        f" {fmt.share_of(n_diagnosed, n_incidents, 'incidents')} state a usable time to diagnose."
        if n_incidents
        else ""
    )
    return f"{unread}{problems}.{diagnosed}"


def _documents(view: View, read: pd.DataFrame) -> None:
    if read.empty:
        return
    counts = read.rename(columns={"source_name": "name", "status": "state", "n_documents": "n"})
    totals = counts.groupby("state")["n"].sum()
    n_incident = int(totals.get("incident", 0) + totals.get("mixed", 0))
    title = f"{fmt.share_of(n_incident, int(totals.sum()), 'documents')} describe incidents"
    show_chart(
        view,
        title,
        partial(documents, counts),
        read,
        definition="incidents",
        key="documents",
        behind=behind.documents(view, "source", "status"),
    )


def _rejects(rejects: pd.DataFrame) -> None:
    if rejects.empty:
        return
    st.header("Not readable", anchor=False)
    columns = {
        "path": st.column_config.TextColumn("File", width="medium"),
        "line": st.column_config.NumberColumn("Line", format="%d"),
        "problem": st.column_config.TextColumn("Problem", width="large"),
        "hint": st.column_config.TextColumn("What to do", width="large"),
    }
    show_table(rejects, columns, key="rejects", alt="Documents that could not be read")


def _missing(view: View) -> None:
    rows = view.rows("missing_times")
    rows = rows.assign(
        name=[field_name(name) for name in rows["field"]],
        share_missing=rows["n_missing"] / rows["n_incidents"],
        share_day_only=rows["n_day_only"] / rows["n_incidents"],
    )
    worst = rows.sort_values("n_missing").iloc[-1]
    n, n_missing = int(worst["n_incidents"]), int(worst["n_missing"])
    title = (
        f"The time most often missing: {worst['name'].lower()}, in {fmt.share_of(n_missing, n, 'incidents')}"
        if n_missing
        else f"All five times are stated in all {fmt.count(n, 'incident')}"
    )
    show_chart(
        view,
        title,
        partial(missing_times, rows),
        rows,
        definition="missing",
        key="missing_times",
        behind=behind.incidents(view, "missing", "is_day"),
    )


def _exclusions(view: View) -> None:
    st.header("What each duration leaves out", anchor=False, help=DEFINITIONS["excluded"])
    reasons = view.rows("exclusion_reasons")
    if reasons.empty:
        st.markdown("Nothing: every duration of every incident could be measured.")
        return
    rows = reasons.assign(
        metric=[METRICS.get(name, name) for name in reasons["metric"]],
        reason=[
            fmt.sentence_case(reason) + (" (contradictory)" if impossible else "")
            for reason, impossible in zip(reasons["reason"], reasons["is_impossible"], strict=True)
        ],
    )
    columns = {"metric": "Duration", "reason": "Why it is left out", "n_incidents": "Incidents"}
    show_table(rows, columns, key="exclusion_reasons", alt="Reasons for leaving durations out", height="content")
    impossible = view.rows("impossible_times")
    if impossible.empty:
        return
    n = impossible["incident_id"].nunique()
    said = f"{fmt.count(n, 'incident')} {'states' if n == 1 else 'state'} times that contradict each other"
    st.markdown(f"**{said}**", help=DEFINITIONS["impossible"])
    shown = incident_columns(impossible).assign(metric=[METRICS.get(name, name) for name in impossible["metric"]])
    columns = {
        "incident": "Incident",
        "occurred_on": "Day",
        "metric": "Duration",
        "reason": "What contradicts",
    }
    show_table(shown, columns, key="impossible_times", alt="Incidents with contradictory times")


def _not_incidents(view: View) -> None:
    rows = view.rows("not_incidents")
    if rows.empty:
        return
    with st.expander(f"{fmt.count(len(rows), 'record')} not counted as an incident, and why"):
        columns = {
            "path": st.column_config.TextColumn("File", width="large"),
            "source_name": "Source",
            "reason": "Why",
        }
        show_table(rows, columns, key="not_incidents", alt="Records that are not counted")


def _edits(view: View) -> None:
    """What people corrected, and what they said of records that are no longer here."""
    if not view.build.edits.n_edits:
        return
    st.header("What people changed", anchor=False)
    editing.show_recent(view, lambda edit: edit.subject != "view")
    rows = view.rows("unplaced_edits")
    if rows.empty:
        return
    are = "is about a record that is" if len(rows) == 1 else "are about records that are"
    st.markdown(f"{fmt.count(len(rows), 'edit')} {are} not here now. They are kept, and apply when it is loaded again.")
    rows["field"] = [field_name(name) for name in rows["field"]]
    columns = {
        "told": st.column_config.TextColumn("About", width="large"), "field": "What", "value": "Set to",
        "made_at": st.column_config.DatetimeColumn("When", format="D MMM YYYY, HH:mm"),
    }  # fmt: skip
    show_table(rows, columns, key="unplaced_edits", alt="Edits whose record is not here")


main(current_view())
