"""Tracker items that may be a follow-up: a person says which are."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import editing, store
from dashboard import format as fmt
from dashboard.layout import View
from dashboard.rows import each_row
from dashboard.words import words
from etl.edits.records import Draft

N_SHOWN = 5


def show_proposals(view: View) -> None:
    """The likeliest pairs first; what is said of one is kept and never asked again."""
    found = store.proposals(view.build.edits)
    if found.empty:
        return
    st.header("Is this the same?", anchor=False)
    st.markdown(
        f"For **{fmt.count(found['follow_up_id'].nunique(), 'follow-up')}** a tracker has an item that says nearly the "
        "same. Say which are the same: then their state is known."
    )
    editing.show_hint()
    for row in each_row(found.head(N_SHOWN)):
        with st.container(border=True):
            incident = fmt.plain(row.incident_title or "an untitled incident")
            st.markdown(
                f"**{fmt.plain(row.follow_up_text)}** (of {incident})  \n"
                f"[{fmt.plain(row.title)}](<{row.url}>), {words(row.status)}, in {fmt.plain(row.tracker)}; "
                f"likeness {row.score:.2f}"
            )
            with st.container(horizontal=True):
                name = f"{row.follow_up_id}_{row.tracker}_{row.key}"
                is_same = st.button("The same", key=f"same_{name}", disabled=not editing.who())
                is_other = st.button("Not the same", key=f"other_{name}", disabled=not editing.who())
            if is_same or is_other:
                _decide(view, row, is_same)


def _decide(view: View, row: Any, is_same: bool) -> None:
    """The link itself, and an entry in the log that says who decided it."""
    store.decide(view.build.edits.url, row.follow_up_id, row.tracker, row.key, is_same)
    key = editing.key_of(view, row.follow_up_id)
    version = editing.seen_version(view, "follow_up", key, editing.DECIDED)
    said = f"{row.key} in {row.tracker} is {'the same' if is_same else 'not the same'}"
    reference = {"text": row.follow_up_text, "title": row.incident_title, "occurred_on": row.occurred_on}
    editing.keep(view, [Draft("follow_up", key, editing.DECIDED, said, version, reference=reference)])
    editing.changed()
