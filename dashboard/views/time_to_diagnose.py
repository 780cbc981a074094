"""Time to diagnose: how long it takes to find out why, and what shortens it."""

from functools import partial
from typing import Any

import streamlit as st

from dashboard import behind, findings, measures
from dashboard import format as fmt
from dashboard.charts.durations import dots, ecdf, trend
from dashboard.charts.lifecycle import lifecycle
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
from dashboard.links import incident_link
from dashboard.words import DEFINITIONS, LIFE

QUESTION = "How long does it take to find out why?"
DIMENSIONS = {
    "Theme": ("theme", "theme"),
    "Detected by": ("detection", "how it was detected"),
    "How it was found": ("method", "diagnosis method"),
    "Severity": ("severity", "severity"),
    "Service": ("service", "service"),
}
GRAINS = {"Quarter": "quarter", "Month": "month"}
MOST_GROUPS = 15
MOST_DOTS = 1_000


def main(view: View) -> None:
    """Draw the page."""
    stop_if_empty(view, QUESTION)
    numbers = view.row("diagnosis_numbers")
    found = measures.diagnosis(view.build, view.filters)
    n, n_diagnosed = int(numbers["n_incidents"]), found.median.n_measured
    show_header(QUESTION, findings.diagnosis_answer(found.median, n))
    if not n_diagnosed:
        show_nothing("Nothing to measure", "A time to diagnose needs the time of detection and the time of diagnosis.")
        show_excluded(view, "time_to_diagnose", n_diagnosed, n)
        return
    _figures(numbers, found)
    measured = fmt.measured_from(n_diagnosed, n)
    _distribution(view, numbers, found, measured)
    show_excluded(view, "time_to_diagnose", n_diagnosed, n)
    _trend(view, measured)
    _lifecycle(view, n)
    _groups(view, found, measured)


def _figures(numbers: dict[str, Any], found: measures.Diagnosis) -> None:
    n_first, n_both = int(numbers["n_mitigated_first"]), int(numbers["n_both_known"])
    grid = st.grid(3, min_column_width=220, border=True)
    with grid.cell():
        show_figure(
            "Median",
            fmt.duration(found.median.minutes),
            fmt.sentence_case(findings.median_interval(found.median)),
            "median",
        )
    with grid.cell():
        show_figure(
            "Nine in ten within",
            fmt.duration(found.p90.minutes),
            fmt.sentence_case(findings.median_interval(found.p90)),
            "p90",
        )
    with grid.cell():
        share = fmt.percent(n_first / n_both) if n_both else fmt.NOT_KNOWN
        note = f"{n_first:,} of {n_both:,} incidents with both times: a good sign"
        show_figure("Mitigated before diagnosed", share, note, "mitigated_first")


def _distribution(view: View, numbers: dict[str, Any], found: measures.Diagnosis, measured: str) -> None:
    title = (
        f"Half of the causes are found within {fmt.duration(found.median.minutes)}, "
        f"nine in ten within {fmt.duration(found.p90.minutes)}"
    )
    show_chart(
        view,
        title,
        partial(ecdf, found.points, found.marks(), view.rows("diagnosis_strip", n_rows=MOST_DOTS)),
        found.points,
        definition="ecdf",
        key="diagnosis_ecdf",
        measured=measured,
        behind=behind.incidents(view, "at_least", "incident", is_timed=True),
    )
    if st.toggle(
        "Show the mean as well",
        key="mean",
        help="A mean is moved by single long incidents, so it is not shown first.",
    ):
        with st.container(border=True):
            st.markdown(
                f"The mean is **{fmt.duration(numbers['mean_minutes'])}**. One incident alone took "
                f"{fmt.duration(numbers['longest_minutes'])}:"
            )
            incident_link(str(numbers["longest_id"]), str(numbers["longest_title"]), icon=":material/open_in_new:")


@st.fragment
def _trend(view: View, measured: str) -> None:
    change = measures.diagnosis_change(view.build, view.filters)
    period = view.filters.recent_in_words()
    picked = st.segmented_control(
        "Trend by", list(GRAINS), default="Quarter", required=True, key="trend_by", bind="query-params"
    )
    grain = GRAINS[str(picked)]
    periods = measures.diagnosis_by_period(view.build, view.filters, grain)
    show_chart(
        view,
        findings.change_title(change, period),
        partial(trend, periods, grain == "quarter"),
        periods,
        definition="smallest_change",
        key=f"diagnosis_by_{grain}",
        measured=measured,
        behind=behind.incidents(view, "period", "grain", is_timed=True),
    )
    st.caption(findings.change_sentence(change, period))


def _lifecycle(view: View, n_incidents: int) -> None:
    parts = measures.lifecycle(view.build, view.filters)
    n_first = int(parts["n_first"].sum())
    first = (
        f"; {fmt.count(n_first, 'incident')} mitigated before diagnosed are left out of the third" if n_first else ""
    )
    show_chart(
        view,
        findings.lifecycle_title(parts, LIFE),
        partial(lifecycle, parts, LIFE),
        parts,
        definition="lifecycle",
        key="lifecycle",
        measured=f"each part from those of {fmt.count(n_incidents, 'incident')} that state both of its ends{first}",
        behind=behind.incidents(view, "life"),
    )


@st.fragment
def _groups(view: View, found: measures.Diagnosis, measured: str) -> None:
    st.header("What goes with a faster diagnosis?", anchor=False, help=DEFINITIONS["interval"])
    st.caption(
        "Dots are medians, lines their 95 % intervals, the dashed line the median of all. "
        "Going together is not causing."
    )
    tabs = st.tabs(list(DIMENSIONS), key="breakdown", bind="query-params")
    for tab, (name, (dimension, what)) in zip(tabs, DIMENSIONS.items(), strict=True):
        if not tab.open:
            continue
        with tab:
            groups = measures.diagnosis_by_group(view.build, view.filters, dimension)
            if groups.empty:
                show_nothing("Nothing to compare", f"No incident states both times and its {name.lower()}.")
                continue
            shown = groups.nlargest(MOST_GROUPS, "n")
            show_chart(
                view,
                findings.groups_title(shown, what),
                partial(dots, shown, found.median.minutes),
                groups,
                definition="median",
                key=f"diagnosis_by_{dimension}",
                measured=measured,
                behind=behind.incidents(view, "value", dimension=dimension, is_timed=True),
            )


main(current_view())
