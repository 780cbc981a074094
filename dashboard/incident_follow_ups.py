"""The follow-ups of one incident, and what became of them."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import format as fmt
from dashboard.editing import CODED
from dashboard.incident_response import fate_in_words
from dashboard.layout import View, show_nothing, show_table
from dashboard.words import FOLLOW_UP_STATES, field_name, words

ORIGINS = {
    "document": "the postmortem",
    "reload": "a changed postmortem",
    "edit": "someone's edit here",
    "tracker": "the tracker",
}


def show_incident_follow_ups(view: View, incident_id: str) -> None:
    """The items, each with its state on the day, and their history."""
    items = view.rows("incident_follow_ups", incident_id=incident_id)
    st.header("Follow-ups", anchor=False)
    if items.empty:
        show_nothing("The postmortem lists no follow-ups", "Nothing long-term was agreed, or it is written elsewhere.")
        return
    st.markdown(f"{fate_in_words(items['state'])}.")
    rows = items.assign(
        state=[fmt.sentence_case(FOLLOW_UP_STATES[state]) for state in items["state"]],
        kind=[fmt.sentence_case(words(kind)) for kind in items["kind"]],
    )
    columns = {
        "text": st.column_config.TextColumn("Follow-up", width="large"),
        "state": "State",
        "kind": "Kind",
        "owner": "Owner",
        "opened_on": "Opened",
        "due_on": "Due",
        "done_on": "Done",
        "url": st.column_config.LinkColumn("Tracker", display_text="Open"),
        "line": st.column_config.NumberColumn("Line", format="%d"),
    }
    show_table(rows, columns, key="incident_follow_ups", alt="Follow-ups of this incident")
    _show_history(view.rows("incident_follow_up_events", incident_id=incident_id))


def _show_history(events: pd.DataFrame) -> None:
    """What became of the follow-ups, change by change, and who says so."""
    if events.empty:
        return
    rows = events.assign(
        field=[field_name(name) for name in events["field"]],
        change=[
            f"{_told(name, old)} → {_told(name, new)}" if isinstance(old, str) else _told(name, new)
            for name, old, new in zip(events["field"], events["old_value"], events["new_value"], strict=True)
        ],
        origin=[ORIGINS[origin] for origin in events["origin"]],
    )
    columns = {
        "observed_on": "Day", "text": st.column_config.TextColumn("Follow-up", width="large"), "field": "What changed",
        "change": "Change", "origin": "Known from",
    }  # fmt: skip
    with st.expander(f"What became of them: {fmt.count(len(rows), 'change')}", icon=":material/history:"):
        show_table(rows, columns, key="follow_up_history", alt="Changes of the follow-ups", export=False)


def _told(name: str, value: object) -> str:
    if fmt.is_missing(value):
        return "nothing"
    return words(value) if name in CODED else str(value)
