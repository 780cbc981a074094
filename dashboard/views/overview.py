"""Overview: what keeps failing, how fast causes are found, and whether fixes get done."""

from functools import partial
from typing import Any

import streamlit as st

from dashboard import behind, findings, measures
from dashboard import format as fmt
from dashboard.actions import actions
from dashboard.charts.counts import incidents_by_month
from dashboard.layout import (
    View,
    current_view,
    show_chart,
    show_excluded,
    show_figure,
    show_header,
    show_nothing,
    stop_if_empty,
)

QUESTION = "What keeps failing, and is it getting better?"


def main(view: View) -> None:
    """Draw the page."""
    stop_if_empty(view, QUESTION)
    numbers = view.row("overview")
    diagnosis = measures.diagnosis(view.build, view.filters)
    show_header(QUESTION, findings.overview_answer(numbers, diagnosis.median))
    _figures(view, numbers, diagnosis)
    grid = st.grid(2, min_column_width=420)
    with grid.cell():
        _months(view)
    with grid.cell():
        _actions(view, numbers)
    show_excluded(view, "time_to_diagnose", diagnosis.median.n_measured, int(numbers["n_incidents"]))


def _figures(view: View, numbers: dict[str, Any], diagnosis: measures.Diagnosis) -> None:
    completion = measures.completion(view.build, view.filters)
    n, n_repeats, n_follow_ups = (int(numbers[key]) for key in ("n_incidents", "n_recurrences", "n_follow_ups"))
    grid = st.grid(5, min_column_width=185, border=True)
    with grid.cell():
        _incidents(view, n)
    with grid.cell():
        show_figure(
            "Repeat an earlier one",
            fmt.percent(n_repeats / n),
            f"{n_repeats:,} of {n:,} incidents",
            "recurrence",
        )
    with grid.cell():
        show_figure(
            "Time to diagnose",
            fmt.duration(diagnosis.median.minutes),
            f"Median; {findings.median_interval(diagnosis.median)}",
            "time_to_diagnose",
        )
    with grid.cell():
        show_figure(
            "Done within 90 days",
            _or_dash(completion.within[90].value),
            _done_note(completion, n_follow_ups),
            "within_days",
        )
    with grid.cell():
        _overdue(numbers)


def _overdue(numbers: dict[str, Any]) -> None:
    n_open, n_dated = int(numbers["n_open"]), int(numbers["n_open_with_due"])
    if n_dated:
        note = f"of {fmt.count(n_dated, 'open one')} with a due date ({n_open:,} open in all)"
        show_figure("Follow-ups overdue", f"{int(numbers['n_overdue']):,}", note, "overdue")
        return
    note = f"None of {fmt.count(n_open, 'open one')} has a due date" if n_open else "No follow-up is open"
    show_figure("Follow-ups overdue", "–", note, "overdue")


def _done_note(completion: measures.Completion, n_follow_ups: int) -> str:
    if not completion.n_done:
        return "No completion of a follow-up has a date" if n_follow_ups else "No follow-ups are listed"
    measured = fmt.measured_from(completion.n_timed, n_follow_ups, "follow-ups")
    return f"of follow-ups; within 30 days: {fmt.percent(completion.within[30].value)} ({measured})"


def _or_dash(share: float | None) -> str:
    return "–" if share is None else fmt.percent(share)


def _incidents(view: View, n: int) -> None:
    recent, before, comparison = measures.incident_change(view.build, view.filters)
    if comparison is None:
        show_figure("Incidents", f"{n:,}", "No earlier period to compare with", "incidents")
        return
    note = f"{recent:,} in {view.filters.recent_in_words()}, {before:,} in the period before"
    show_figure("Incidents", f"{n:,}", note, "incidents", delta=recent - before, delta_color="inverse")


def _months(view: View) -> None:
    counts = view.rows("incidents_by_month")
    if counts.empty:
        show_nothing("No incident states its day", "The month chart needs the day of each incident.")
        return
    recent, before, comparison = measures.incident_change(view.build, view.filters)
    show_chart(
        view,
        findings.incident_change_title(recent, before, comparison, view.filters.recent_in_words()),
        partial(incidents_by_month, counts),
        counts,
        definition="incidents",
        key="incidents_by_month",
        behind=behind.incidents(view, "period", "grain"),
    )


def _actions(view: View, numbers: dict[str, Any]) -> None:
    slowest = measures.diagnosis_by_group(view.build, view.filters, "theme")
    n_undiagnosed = int(numbers["n_incidents"]) - int(numbers["n_diagnosed"])
    found = actions(numbers, view.rows("recurrences_by_theme"), slowest, n_undiagnosed)
    with st.container(border=True, height="stretch"):
        st.markdown("**Worth acting on now**")
        if not found:
            st.markdown("Nothing stands out: no repeats, nothing overdue, nothing unknown.")
        for action in found:
            with st.container(gap="xxsmall"):
                st.markdown(f"{action.icon} {action.text}")
                st.page_link(
                    action.page,
                    label=f":small[{action.see} →]",
                    icon="",
                    query_params=dict(action.parameters),
                )


main(current_view())
