"""Follow-ups: whether the long-term fixes get done, and how long that takes."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import behind, findings, measures
from dashboard import format as fmt
from dashboard.board import show_board
from dashboard.charts.counts import backlog, states
from dashboard.charts.survival import by_group, completion
from dashboard.flow import show_flow, show_moves
from dashboard.layout import (
    View,
    current_view,
    show_chart,
    show_figure,
    show_header,
    show_nothing,
    show_table,
    stop_if_empty,
)
from dashboard.policy import show_policy
from etl.analysis.survival import Estimate

QUESTION = "Do the long-term fixes get done?"
DIMENSIONS = {
    "With or without an owner": "owner",
    "Kind": "kind",
    "Severity": "severity",
    "Team": "team",
    "Quarter it was opened": "cohort",
}
LAST_DAY = 365
SHOWN = ("What is left to do", "How they get done")
FEWEST_IN_CURVE = 5


def main(view: View) -> None:
    """Draw the page."""
    stop_if_empty(view, QUESTION)
    numbers = view.row("follow_up_numbers")
    if not int(numbers["n_follow_ups"]):
        show_header(QUESTION, "")
        show_nothing(
            "These postmortems list no follow-ups",
            "Choose other filters, or add follow-ups to the documents.",
        )
        return
    found = measures.completion(view.build, view.filters)
    show_header(QUESTION, findings.follow_ups_answer(numbers, found.n_done, found.within[90], found.median_days))
    _figures(found, numbers)
    shown = st.segmented_control(
        "Show", SHOWN, default=SHOWN[0], required=True, key="show", bind="query-params", label_visibility="collapsed"
    )
    if shown == SHOWN[0]:
        show_board(view)
        return
    _states(view, numbers)
    _left_out(found, numbers)
    show_flow(view, found.n_timed, int(numbers["n_follow_ups"]))
    if found.n_done:
        _completion(view, found, numbers)
        _groups(view)
    _backlog(view, numbers)
    show_moves(view)
    show_policy(view)


def _figures(found: measures.Completion, numbers: dict[str, Any]) -> None:
    grid = st.grid(4, min_column_width=200, border=True)
    for n_days, estimate in found.within.items():
        with grid.cell():
            value = "–" if estimate.value is None else fmt.percent(estimate.value)
            show_figure(f"Done within {n_days} days", value, _interval_note(found, estimate), "within_days")
    with grid.cell():
        timed = fmt.measured_from(found.n_timed, int(numbers["n_follow_ups"]), "follow-ups")
        value = findings.median_days_in_words(found.median_days) if found.n_done else "–"
        show_figure("Half are done after", value, fmt.sentence_case(timed), "completion")


def _interval_note(found: measures.Completion, estimate: Estimate) -> str:
    if not found.n_done:
        return "No completion has a date"
    if estimate.low is None:
        return "Too few to give an interval"
    return f"95 % interval {fmt.interval(estimate.low, estimate.high, fmt.percent)}"


def _states(view: View, numbers: dict[str, Any]) -> None:
    n, n_overdue = int(numbers["n_follow_ups"]), int(numbers["n_overdue"])
    counts = {
        "done": int(numbers["n_done"]),
        "open": int(numbers["n_open"]) - n_overdue,
        "overdue": n_overdue,
        "declined": int(numbers["n_declined"]),
        "not_recorded": int(numbers["n_not_recorded"]),
    }
    frame = pd.DataFrame({"name": "All follow-ups", "state": list(counts), "n": list(counts.values())})
    n_unknown = counts["not_recorded"]
    title = (
        f"What became of {fmt.share_of(n_unknown, n, 'follow-ups')} is not recorded"
        if n_unknown
        else f"The state of all {fmt.count(n, 'follow-up')} is recorded"
    )
    show_chart(
        view,
        title,
        partial(states, frame),
        frame,
        definition="not_recorded",
        key="follow_up_states",
        behind=behind.follow_ups(view, "of", "state"),
    )


def _left_out(found: measures.Completion, numbers: dict[str, Any]) -> None:
    """What no curve can show, and which way that pulls the figures."""
    n_undated = int(numbers["n_closed_undated"])
    left_out = {
        "without a recorded state": int(numbers["n_not_recorded"]),
        "done or declined on an unknown day": n_undated,
        "closed before they were opened": int(numbers["n_impossible"]),
    }
    said = [f"{n:,} {why}" for why, n in left_out.items() if n]
    if not said:
        return
    n_done_undated = int(numbers["n_done_undated"])
    pulled = ""
    if n_done_undated and found.n_done:
        pulled = f" {n_done_undated:,} of these are done, so the true shares are somewhat higher."
    st.caption(f"Left out of every figure on time: {fmt.listing(said)}.{pulled} The board lists them.")


def _completion(view: View, found: measures.Completion, numbers: dict[str, Any]) -> None:
    soon, later = (fmt.percent(found.within[n_days].value) for n_days in (30, 90))
    title = f"{later} are done within 90 days, {soon} within 30"
    if found.within[90].value is None:
        title = "How follow-ups get done over time"
    show_chart(
        view,
        title,
        partial(completion, found.done, found.declined, found.still_open, LAST_DAY),
        found.done,
        definition="completion",
        key="completion",
        measured=fmt.measured_from(found.n_timed, int(numbers["n_follow_ups"]), "follow-ups"),
        behind=behind.follow_ups(view, "state", is_timed=True),
    )


@st.fragment
def _groups(view: View) -> None:
    picked = st.segmented_control(
        "Compare",
        list(DIMENSIONS),
        default="With or without an owner",
        required=True,
        key="completion_by",
        bind="query-params",
    )
    dimension = DIMENSIONS[str(picked)]
    found = measures.completion_by_group(view.build, view.filters, dimension, FEWEST_IN_CURVE)
    if len(found.curves) < 2:
        show_nothing(
            "Too few follow-ups to compare",
            f"A curve needs at least {FEWEST_IN_CURVE} follow-ups in each group.",
        )
        return
    labels = {name: f"{name} (n = {found.sizes[name]:,})" for name in found.curves}
    named = {labels[name]: curve for name, curve in found.curves.items()}
    values = {labels[name]: found.values[name] for name in found.curves}
    show_chart(
        view,
        findings.curves_title(found.test, found.within_90),
        partial(by_group, named, values, LAST_DAY),
        pd.concat([curve.assign(group=name) for name, curve in found.curves.items()]),
        definition="completion",
        key=f"completion_by_{dimension}",
        behind=behind.follow_ups(view, "value", dimension=dimension, is_timed=True),
    )
    rows = pd.DataFrame(
        [(name, n, _share(found.within_90[name]), _days(found.median_days[name])) for name, n in found.sizes.items()],
        columns=["group", "n", "within_90", "median"],
    )
    columns = {
        "group": str(picked), "n": st.column_config.NumberColumn("Follow-ups", format="localized"),
        "within_90": "Done within 90 days (95 % interval)", "median": "Half are done after (95 % interval)",
    }  # fmt: skip
    show_table(rows, columns, key=f"completion_table_{dimension}", alt="Completion by group", height="content")


def _share(found: Estimate) -> str:
    if found.value is None:
        return "not watched long enough"
    if found.low is None or found.high is None:
        return fmt.percent(found.value)
    return f"{fmt.percent(found.value)} ({fmt.interval(found.low, found.high, fmt.percent)})"


def _days(found: Estimate) -> str:
    if found.value is None:
        return "not reached"
    low, high = (None if bound is None else fmt.days(bound) for bound in (found.low, found.high))
    return f"{fmt.days(found.value)} ({low or 'unknown'} to {high or 'not reached'})"


def _backlog(view: View, numbers: dict[str, Any]) -> None:
    bands = view.rows("backlog_by_age")
    if bands.empty:
        show_nothing("No follow-up is open", "Everything that is known about is done or declined.")
        return
    n_open, n_overdue = int(numbers["n_open"]), int(numbers["n_overdue"])
    n_undated = int(numbers["n_open_without_due"])
    overdue = f"{n_overdue:,} overdue" if n_overdue else "none overdue"
    undated = f", {n_undated:,} without an agreed date" if n_undated else ""
    title = f"{fmt.count(n_open, 'follow-up')} open: {overdue}{undated}"
    show_chart(
        view,
        title,
        partial(backlog, bands),
        bands,
        definition="backlog",
        key="backlog",
        behind=behind.follow_ups(view, "youngest", "oldest", "part", state="still_open"),
    )


main(current_view())
