"""Overview: what keeps failing, how fast causes are found, and whether fixes get done."""

from functools import partial
from typing import Any

import streamlit as st

from dashboard import behind, findings, measures
from dashboard import format as fmt
from dashboard.actions import actions
from dashboard.change_findings import GROUPS, change_lines, delta, delta_colour, incidents_title, missed_note
from dashboard.changes import period_changes
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
from dashboard.words import DEFINITIONS
from etl.analysis.period_changes import Change, Changes

QUESTION = "What keeps failing, and is it getting better?"
ICONS = {
    "better": ":material/trending_up:",
    "worse": ":material/trending_down:",
    "too_early": ":material/hourglass_empty:",
}


def main(view: View) -> None:
    """Draw the page."""
    stop_if_empty(view, QUESTION)
    numbers = view.row("overview")
    diagnosis = measures.diagnosis(view.build, view.filters)
    found = period_changes(view.build, view.filters)
    show_header(QUESTION, findings.overview_answer(numbers, diagnosis.median))
    _figures(view, numbers, diagnosis, found)
    _changes(view, found)
    grid = st.grid(2, min_column_width=420)
    with grid.cell():
        _actions(view, numbers)
    with grid.cell():
        _months(view)
    show_excluded(view, "time_to_diagnose", diagnosis.median.n_measured, int(numbers["n_incidents"]))


def _figures(view: View, numbers: dict[str, Any], diagnosis: measures.Diagnosis, found: Changes | None) -> None:
    completion = measures.completion(view.build, view.filters)
    n, n_repeats, n_follow_ups = (int(numbers[key]) for key in ("n_incidents", "n_recurrences", "n_follow_ups"))
    grid = st.grid(5, min_column_width=185, border=True)
    with grid.cell():
        note = "No earlier period to compare with"
        if found:
            recent, before = found.incidents.n_after, found.incidents.n_before
            note = f"{recent:,} in {view.filters.recent_in_words()}, {before:,} in the period before"
        show_figure("Incidents", f"{n:,}", note, "incidents", **_delta(found.incidents if found else None))
    with grid.cell():
        show_figure(
            "Repeat an earlier one",
            fmt.percent(n_repeats / n),
            f"{n_repeats:,} of {n:,} incidents",
            "recurrence",
            **_delta(found.repeats if found else None),
        )
    with grid.cell():
        show_figure(
            "Time to diagnose",
            fmt.duration(diagnosis.median.minutes),
            f"Median; {findings.median_interval(diagnosis.median)}",
            "time_to_diagnose",
            **_delta(found.diagnosis if found else None),
        )
    with grid.cell():
        show_figure(
            "Done within 90 days",
            _or_dash(completion.within[90].value),
            _done_note(completion, n_follow_ups),
            "within_days",
            **_delta(found.completion if found else None),
        )
    with grid.cell():
        _overdue(numbers, missed_note(found.missed if found else None, view.filters.recent_in_words()))


def _delta(change: Change | None) -> dict[str, Any]:
    """What a figure shows of its change; grey where chance may explain it."""
    if change is None:
        return {}
    said = delta(change)
    is_still = said is not None and said.startswith(("0 ", "+0", "-0"))
    return {"delta": said, "delta_color": delta_colour(change), "delta_arrow": "off" if is_still else "auto"}


def _changes(view: View, found: Changes | None) -> None:
    """What got better, what got worse, and what is too early to tell."""
    with st.container(border=True):
        period = view.filters.recent_in_words()
        st.markdown(
            f"**{fmt.sentence_case(period)} against the period of the same length before**",
            help=DEFINITIONS["period_change"],
        )
        if found is None:
            st.markdown(
                "The data do not reach back far enough: choose a shorter period to compare it with the one before."
            )
            return
        lines = change_lines(found)
        for verdict, heading in GROUPS.items():
            st.markdown(f"{ICONS[verdict]} **{heading}**" + ("" if lines[verdict] else ": nothing"))
            for line in lines[verdict]:
                with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                    st.markdown(line.text, width="content")
                    _lead(line.page, line.see, line.parameters)


def _lead(page: str, see: str, parameters: tuple[tuple[str, str], ...]) -> None:
    st.page_link(page, label=f":small[{see} →]", icon="", query_params=dict(parameters))


def _overdue(numbers: dict[str, Any], missed: str) -> None:
    n_open, n_dated = int(numbers["n_open"]), int(numbers["n_open_with_due"])
    if n_dated:
        note = f"of {fmt.count(n_dated, 'open one')} with a due date ({n_open:,} open in all){missed}"
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


def _months(view: View) -> None:
    counts = view.rows("incidents_by_month")
    if counts.empty:
        show_nothing("No incident states its day", "The month chart needs the day of each incident.")
        return
    found = period_changes(view.build, view.filters)
    period = view.filters.recent_in_words()
    show_chart(
        view,
        incidents_title(found.incidents if found else None, int(counts["n_incidents"].sum()), period),
        partial(incidents_by_month, counts),
        counts,
        definition="incidents",
        key="incidents_by_month",
        behind=behind.incidents(view, "period", "grain"),
    )


def _actions(view: View, numbers: dict[str, Any]) -> None:
    slowest = measures.diagnosis_pace(view.build, view.filters)
    n_undiagnosed = int(numbers["n_incidents"]) - int(numbers["n_diagnosed"])
    found = actions(numbers, view.rows("repeat_costs"), slowest, n_undiagnosed)
    with st.container(border=True, height="stretch"):
        st.markdown("**Worth acting on now, what cost most first**", help=DEFINITIONS["actions"])
        if not found:
            st.markdown("Nothing stands out: no repeats, nothing overdue, nothing unknown.")
        for action in found:
            with st.container(gap="xxsmall"):
                st.markdown(f"{action.icon} {action.text}")
                _lead(action.page, action.see, action.parameters)


main(current_view())
