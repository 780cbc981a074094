"""One incident: its facts and where each was read, its timeline, follow-ups, relatives and text."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import clock, links
from dashboard import format as fmt
from dashboard.charts.style import with_title
from dashboard.charts.timeline import timeline
from dashboard.corrections import show_corrections
from dashboard.document import highlighted
from dashboard.incident_follow_ups import show_incident_follow_ups
from dashboard.incident_response import show_response, timeline_title
from dashboard.layout import View, picture, show_nothing, show_table
from dashboard.rows import each_row
from dashboard.tellings import show_link_by_hand, show_tellings
from dashboard.words import (
    DEFINITIONS,
    EVENT_KINDS,
    METRICS,
    field_name,
    fix_state,
    joined,
    severity_name,
    words,
)

TIMES = ("started_at", "detected_at", "diagnosed_at", "mitigated_at", "resolved_at")
SECTIONS = ("summary_text", "impact_text", "cause_text", "diagnosis_text", "short_term_text")
# Nothing else from a document becomes a link.
WEB_ADDRESS = re.compile(r"https?://[^\s<>()\[\]]+")
LEARNED = ("went_well_text", "went_wrong_text", "got_lucky_text")


def show_incident(view: View, incident_id: str) -> None:
    """The page of one incident, or where to go if there is none by that id."""
    st.button("All incidents", on_click=_close, icon=":material/arrow_back:", type="tertiary")
    found = view.rows("incident", incident_id=incident_id)
    if found.empty:
        st.title("There is no such incident here", anchor=False)
        show_nothing(
            "The link may belong to another warehouse",
            "Choose it in the sidebar, or search among all incidents.",
        )
        return
    incident = found.iloc[0]
    st.title(fmt.plain(str(incident["title"] or "Untitled incident")), anchor=False)
    _show_headline(incident)
    _show_durations(view, incident)
    show_tellings(view, incident)
    relatives = view.rows("incident_relatives", incident_id=incident_id)
    _show_relatives(relatives)
    evidence = view.rows("incident_evidence", incident_id=incident_id)
    _show_timeline(view, incident_id, incident)
    show_incident_follow_ups(view, incident_id)
    _show_sections(incident)
    _show_facts(incident, evidence[evidence["record_id"] == incident_id])
    show_corrections(view, incident)
    show_link_by_hand(view, incident)
    _show_document(view, incident_id, incident, evidence)


def _close() -> None:
    """Back to the list (a widget callback)."""
    st.query_params.pop("incident", None)


def _show_headline(incident: Any) -> None:
    severity = severity_name(incident["severity_level"])
    written = incident["severity"]
    if isinstance(written, str):
        severity = f"{severity} (written as {fmt.plain(written)})"
    parts = [
        fmt.day(incident["occurred_on"]),
        severity,
        fmt.plain(", ".join(incident["services"])) or "service not stated",
        fmt.plain(incident["team"]) if isinstance(incident["team"], str) else None,
        f"theme: {fmt.plain(incident['theme'])}" if isinstance(incident["theme"], str) else "in no theme",
    ]
    st.markdown(" · ".join(part for part in parts if part))
    if isinstance(incident["url"], str) and WEB_ADDRESS.fullmatch(incident["url"]):
        licence = f" (licence: {fmt.plain(incident['licence'])})" if isinstance(incident["licence"], str) else ""
        st.markdown(f"[Original postmortem](<{incident['url']}>){licence}")


def _show_durations(view: View, incident: Any) -> None:
    reasons = view.rows("incident_exclusions", incident_id=incident["incident_id"]).set_index("metric")["reason"]
    grid = st.grid(4, min_column_width=170, border=True)
    for metric, name in METRICS.items():
        minutes = incident[f"{metric}_minutes"]
        with grid.cell():
            st.metric(name, "–" if fmt.is_missing(minutes) else fmt.duration(minutes))
            if metric in reasons:
                st.caption(fmt.sentence_case(str(reasons[metric])))
    is_first = incident["is_mitigated_before_diagnosed"]
    if not fmt.is_missing(is_first) and is_first:
        st.caption("The impact ended before the cause was known: users did not have to wait for the diagnosis.")


def _show_relatives(relatives: pd.DataFrame) -> None:
    if relatives.empty:
        return
    with st.container(border=True):
        st.markdown("**This failure has come before or since**")
        for row in each_row(relatives):
            gap = fmt.days(row.days_since)
            said = f"{gap} earlier" if row.direction == "earlier" else f"{gap} later"
            icon = ":material/history:" if row.direction == "earlier" else ":material/update:"
            links.incident_link(str(row.incident_id), f"{row.title}, {fmt.day(row.occurred_on)} ({said})", icon=icon)
            fix = f": {fmt.plain(row.fix_text)}" if isinstance(row.fix_text, str) else ""
            st.caption(f"The earlier fix was {fix_state(row.fix_state)} then{fix}")


def _show_timeline(view: View, incident_id: str, incident: Any) -> None:
    events = view.rows("incident_events", incident_id=incident_id)
    stated = pd.DataFrame(
        [(incident[name], name.removesuffix("_at")) for name in TIMES if _is_timed(incident, name)],
        columns=["happened_at", "kind"],
    )
    st.header("Timeline", anchor=False)
    if len(events) + len(stated):
        minutes = incident["time_to_mitigate_minutes"]
        st.markdown(f"**{timeline_title(events, minutes)}**", help=DEFINITIONS["incident_timeline"])
    if events["happened_at"].notna().sum() + len(stated) >= 2:
        name = fmt.shorten(incident["title"], 90) or "Untitled incident"
        figure = with_title(timeline(events, stated, clock.zone(), view.colours), name, "Timeline, drawn to scale")
        looks = picture(figure, "timeline")
        st.plotly_chart(figure, theme=None, key="chart_timeline", config=looks, alt="Timeline to scale")
    show_response(incident, events, _listed(incident["roles"]))
    if events.empty:
        show_nothing("The postmortem has no timeline", "Add one line per event, each with its time.")
        return
    rows = events.assign(
        when=[_when(row) for row in each_row(events)],
        what=[EVENT_KINDS.get(kind, words(kind)) for kind in events["kind"]],
        outcome=events["outcome"].map(words, na_action="ignore"),
    )
    columns = {
        "when": st.column_config.TextColumn("Time"),
        "what": "Kind",
        "text": st.column_config.TextColumn("What happened", width="large"),
        "outcome": "Outcome",
        "line": st.column_config.NumberColumn("Line", format="%d"),
    }
    show_table(rows, columns, key="timeline", alt="Timeline events", height="content")


def _is_timed(incident: Any, name: str) -> bool:
    return not fmt.is_missing(incident[name]) and incident[f"{name.removesuffix('_at')}_precision"] != "day"


def _when(row: Any) -> str:
    return "no time stated" if fmt.is_missing(row.happened_at) else clock.moment(row.happened_at, row.precision)


def _show_sections(incident: Any) -> None:
    said = [name for name in SECTIONS if isinstance(incident[name], str) and incident[name].strip()]
    learned = [name for name in LEARNED if isinstance(incident[name], str) and incident[name].strip()]
    if said:
        st.header("What the postmortem says", anchor=False)
    for name in said:
        with st.container(border=True):
            st.markdown(f"**{field_name(name)}**")
            st.text(incident[name])
    if learned:
        grid = st.grid(len(learned), min_column_width=260, border=True)
        for name in learned:
            with grid.cell():
                st.markdown(f"**{field_name(name)}**")
                st.text(incident[name])


def _show_facts(incident: Any, evidence: pd.DataFrame) -> None:
    st.header("Facts, and where each was read", anchor=False)
    facts = _facts(incident)
    read = evidence.drop_duplicates("field").set_index("field")
    rows = pd.DataFrame(facts, columns=["field", "value"])
    rows["fact"] = [field_name(name) for name in rows["field"]]
    rows["line"] = rows["field"].map(read["line_start"])
    rows["quote"] = rows["field"].map(read["quote"])
    rows["rule"] = [words(rule) if isinstance(rule, str) else None for rule in rows["field"].map(read["rule"])]
    columns = {
        "fact": "Fact",
        "value": st.column_config.TextColumn("Value", width="medium"),
        "quote": st.column_config.TextColumn("Read from", width="large"),
        "line": st.column_config.NumberColumn("Line", format="%d"),
        "rule": st.column_config.TextColumn("Found by"),
    }
    show_table(rows, columns, key="facts", alt="Facts and where each was read", export=False, height="content")


def _facts(incident: Any) -> list[tuple[str, str]]:
    times = [(name, clock.moment(incident[name], incident[f"{name.removesuffix('_at')}_precision"])) for name in TIMES]
    kinds = [
        (name, fmt.sentence_case(words(incident[name]))) for name in ("cause_category", "trigger", "detection_source")
    ]
    lists = [
        ("diagnosis_methods", fmt.sentence_case(joined(_listed(incident["methods"])))),
        ("mitigations", fmt.sentence_case(joined(_listed(incident["mitigations"])))),
        ("roles", fmt.sentence_case(joined(_listed(incident["roles"])))),
    ]
    zone = incident["zone_stated"]
    stated = "not stated" if fmt.is_missing(zone) else "stated" if zone else "assumed (the source's default)"
    return [*times, ("time_zone", fmt.sentence_case(stated)), *kinds, *lists]


def _listed(values: Any) -> list[str]:
    return list(values) if pd.api.types.is_list_like(values) else []


def _show_document(view: View, incident_id: str, incident: Any, evidence: pd.DataFrame) -> None:
    found = view.rows("incident_text", incident_id=incident_id)
    if found.empty:
        return
    path = incident["path"] if isinstance(incident["path"], str) else "the document"
    with st.expander("The document, with the lines that facts were read from"):
        st.caption(fmt.plain(path))
        for row in each_row(found):
            st.html(highlighted(str(row.text), int(row.line_start), evidence))
