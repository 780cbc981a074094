"""Correcting what was read from a postmortem: the person's word wins, and is kept."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import clock, editing
from dashboard import format as fmt
from dashboard.layout import View
from dashboard.words import field_name, words
from etl.edits.identity import incident_reference
from etl.edits.records import LIST_FIELDS, Draft
from etl.records import CAUSE_CATEGORIES, DETECTION_SOURCES, DIAGNOSIS_METHODS, MITIGATIONS, TIME_FIELDS, TRIGGERS

CHOICES = {"cause_category": CAUSE_CATEGORIES, "trigger": TRIGGERS, "detection_source": DETECTION_SOURCES}
LISTS = {"services": None, "mitigations": MITIGATIONS, "diagnosis_methods": DIAGNOSIS_METHODS}
TEXTS = ("cause_text", "impact_text", "diagnosis_text", "short_term_text", "went_well_text")
FIELDS = (*TIME_FIELDS, *CHOICES, *LISTS, "severity", "team", "occurred_on", "title", *TEXTS, "is_incident")
COLUMN = {"diagnosis_methods": "methods"}
"""Where a fact has another name among the columns of the page's query."""


def show_corrections(view: View, incident: Any) -> None:
    """A place to say what a fact really was, and the corrections so far."""
    key = editing.key_of(view, str(incident["incident_id"]))
    with st.expander("Something was read wrongly? Correct it", icon=":material/edit:"):
        editing.show_hint()
        name = st.selectbox("Fact", FIELDS, format_func=field_name, key="corrected_fact", width=320)
        with st.form("correction", border=False):
            value = _ask(name, incident[COLUMN.get(name, name)] if name != "is_incident" else True)
            is_saved = st.form_submit_button("Save the correction", type="primary", disabled=not editing.who())
        if is_saved:
            reference = incident_reference(incident)
            version = editing.seen_version(view, "incident", key, name)
            editing.keep(view, [Draft("incident", key, name, value, version, reference=reference)])
            editing.changed()
        editing.show_recent(view, lambda edit: (edit.subject, edit.record_key) == ("incident", key))


def _ask(name: str, now: Any) -> Any:
    """The widget that fits the fact; its value as it is kept."""
    if name in CHOICES:
        options = [*CHOICES[name]]
        index = options.index(now) if now in options else None
        return st.selectbox("It was", options, index=index, format_func=words, placeholder="Not stated")
    if name in LIST_FIELDS:
        chosen = [str(v) for v in now] if pd.api.types.is_list_like(now) else []
        options = sorted({*chosen, *(LISTS[name] or ())})
        return st.multiselect("It was", options, chosen, format_func=words, accept_new_options=LISTS[name] is None)
    if name in TIME_FIELDS:
        return _ask_time(now)
    if name == "occurred_on":
        day = st.date_input("It was", None if fmt.is_missing(now) else pd.Timestamp(now).date(), format="YYYY-MM-DD")
        return day.isoformat() if isinstance(day, dt.date) else None
    if name == "is_incident":
        return st.checkbox("This is an incident", value=True, help="Untick for a drill, a template or planned work.")
    said = "" if fmt.is_missing(now) else str(now)
    given = st.text_area("It was", said) if name in TEXTS else st.text_input("It was", said)
    return (given or "").strip() or None


def _ask_time(now: Any) -> str | None:
    zone = clock.zone()
    known = None if fmt.is_missing(now) else pd.Timestamp(now).to_pydatetime().astimezone(zone).replace(tzinfo=None)
    given = st.datetime_input(f"It was ({zone})", known, format="YYYY-MM-DD", step=dt.timedelta(minutes=1))
    return given.replace(tzinfo=zone).astimezone(dt.UTC).isoformat() if isinstance(given, dt.datetime) else None
