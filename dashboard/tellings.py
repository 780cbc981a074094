"""One incident in several documents: where else it is told, what is said there, and people's word on whether it is."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import clock, editing, links
from dashboard import format as fmt
from dashboard.layout import View, show_table
from dashboard.rows import each_row
from dashboard.words import field_name
from etl.edits.identity import incident_reference
from etl.edits.records import Draft
from etl.load.links import SIDES, SUBJECT
from etl.load.verdicts import SEPARATOR
from etl.records import TIME_FIELDS

LONGEST = 240
LABELS = {"same": "The same incident", "different": "Not the same"}
FORMATS = {"markdown": "document", "html": "web page", "docx": "Word document", "pdf": "PDF"}
OFFERED = {"same": ("different",), "possible": ("same", "different"), "mentions": ("same",), "mentioned": ("same",)}
HEADS = {
    "same": ":material/link: Also told in",
    "possible": ":material/help: May be told in",
    "mentions": ":material/format_quote: Names",
    "mentioned": ":material/format_quote: Named by",
    "different": ":material/link_off: Not the same as",
}
HINT = "Type your name at the left first."


def show_tellings(view: View, incident: Any) -> None:
    """The other documents of the incident, with what they say, and those that may be."""
    incident_id = str(incident["incident_id"])
    found = view.rows("incident_tellings", incident_id=incident_id)
    same = found[found["relation"] == "same"]
    if same["is_counted"].any():
        st.info("Another document says more of this incident, so it is counted there.", icon=":material/link:")
    if len(found):
        with st.container(border=True):
            for relation, head in HEADS.items():
                for row in each_row(found[found["relation"] == relation]):
                    _show_one(view, incident, row, head)
            if len(same):
                _show_times(incident, same)
                _show_updates(view, same)


def _show_one(view: View, incident: Any, row: Any, head: str) -> None:
    st.markdown(f"**{head}**")
    kind = FORMATS.get(row.format, f"record in {row.format}") if isinstance(row.format, str) else "record"
    label = f"{row.title or 'Untitled incident'}, {fmt.day(row.occurred_on)} ({kind}, {row.source_name})"
    links.incident_link(str(row.incident_id), label)
    st.caption(_why(view, incident, row))
    offered = OFFERED.get(row.relation, ())
    if offered:
        with st.container(horizontal=True):
            for value in offered:
                _verdict_button(view, incident, row, value)


def _why(view: View, incident: Any, row: Any) -> str:
    """Where the link comes from, in words."""
    said = _said(view, _key(str(incident["incident_id"]), str(row.incident_id)))
    if row.origin == "person" and said is not None:
        return f"{fmt.plain(said.made_by)} said so on {fmt.day(said.made_at)}."
    if row.origin == "document" and isinstance(row.quote, str) and row.quote:
        return f"It says so: “{fmt.plain(fmt.shorten(row.quote, LONGEST))}”"
    if row.origin == "document":
        return "Both have the same name or address."
    if row.origin == "found":
        return f"Found by time, service and words, {row.confidence * 100:.0f} % sure."
    return "Linked through another document."


def _said(view: View, key: str) -> Any:
    """The last word that stands on a pair, by today's or yesterday's ids."""
    newest = {e.record_key: e for e in editing.edits_of(view) if e.subject == SUBJECT and e.value}
    return newest.get(key)


def _key(one: str, other: str) -> str:
    return SEPARATOR.join(sorted((one, other)))


def _verdict_button(view: View, incident: Any, row: Any, value: str) -> None:
    key = _key(str(incident["incident_id"]), str(row.incident_id))
    is_pressed = st.button(
        LABELS[value], key=f"link_{value}_{key}", disabled=not editing.who(), help=None if editing.who() else HINT
    )
    if is_pressed:
        other = {"incident_id": row.incident_id, "title": row.title, "occurred_on": row.occurred_on}
        _keep(view, incident, other, value)


def _keep(view: View, incident: Any, other: Any, value: str) -> None:
    key = _key(str(incident["incident_id"]), str(other["incident_id"]))
    both = sorted([incident, other], key=lambda one: str(one["incident_id"]))
    reference = dict(zip(SIDES, map(incident_reference, both), strict=True))
    about = {**reference, "title": f"{incident['title']} / {other['title']}"}
    version = editing.seen_version(view, SUBJECT, key, "verdict")
    editing.keep(view, [Draft(SUBJECT, key, "verdict", value, version, reference=about)])
    editing.changed()


def _show_times(incident: Any, same: pd.DataFrame) -> None:
    """What each document says of the times, one below the other."""
    names = [str(incident["title"]), *same["title"]]
    rows = pd.DataFrame({"document": names})
    for name in TIME_FIELDS:
        precision = f"{name.removesuffix('_at')}_precision"
        stated = [(incident[name], incident[precision]), *zip(same[name], same[precision], strict=True)]
        rows[name] = [None if fmt.is_missing(at) else clock.moment(at, known) for at, known in stated]
    columns = {"document": "Document", **{name: field_name(name) for name in TIME_FIELDS}}
    show_table(rows, columns, key="tellings", alt="The times that each document states", export=False)


def _show_updates(view: View, same: pd.DataFrame) -> None:
    updates = view.rows("incident_updates", incident_ids=tuple(same["incident_id"]))
    if updates.empty:
        return
    with st.expander(f"What was communicated, as told there ({fmt.count(len(updates), 'update')})"):
        rows = updates.assign(when=[clock.moment(row.happened_at, row.precision) for row in each_row(updates)])
        columns = {"when": "Time", "text": st.column_config.TextColumn("Update", width="large")}
        show_table(rows, columns, key="updates", alt="Updates told in other documents", export=False, height="content")


def show_link_by_hand(view: View, incident: Any) -> None:
    """A place to link a record of the same days that nothing links yet, and what was said so far."""
    incident_id = str(incident["incident_id"])
    known = set(view.rows("incident_tellings", incident_id=incident_id)["incident_id"])
    with st.expander("Told in another document too? Link it", icon=":material/link:"):
        near = view.rows("incident_tellings_near", incident_id=incident_id)
        others = {str(row.incident_id): row for row in each_row(near) if row.incident_id not in known}
        if not others:
            st.caption("No other document tells of an incident within three days of this one.")
        else:
            editing.show_hint()
            chosen = st.selectbox(
                "Record", list(others), format_func=lambda one: _named(others[one]), key="linked_record"
            )
            if st.button("Link as the same incident", disabled=not editing.who()):
                row = others[chosen]
                _keep(
                    view,
                    incident,
                    {"incident_id": row.incident_id, "title": row.title, "occurred_on": row.occurred_on},
                    "same",
                )
        editing.show_recent(view, lambda edit: edit.subject == SUBJECT and incident_id in edit.record_key)


def _named(row: Any) -> str:
    return f"{row.title or 'Untitled incident'}, {fmt.day(row.occurred_on)} ({row.source_name})"
