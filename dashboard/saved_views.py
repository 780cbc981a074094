"""Views that people saved under a name: a page with its filters, for everyone."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import editing
from dashboard.layout import View
from etl.edits.records import Draft


@st.fragment
def show_saved_views(view: View, page: str) -> None:
    """Links to the saved views, and a place to save this one. ``page`` is the file of the page that is shown."""
    with st.popover(
        "Saved views", icon=":material/bookmark:", width="stretch", key="saved_views", on_change="rerun"
    ) as opened:
        if not opened.open:
            return
        saved = {e.record_key: e.value for e in editing.edits_of(view) if e.subject == "view"}
        named = {name: value for name, value in sorted(saved.items()) if value}
        for name, value in named.items():
            st.page_link(value["page"], label=name, query_params=[tuple(pair) for pair in value["query"]])
        editing.show_hint()
        with st.form("save_view", border=False):
            name = st.text_input("Save this view as", max_chars=80).strip()
            if st.form_submit_button("Save", disabled=not editing.who()) and name:
                _keep(view, name, {"page": page, "query": _query()})
        gone = (
            st.selectbox("Remove", list(named), index=None, placeholder="Choose one")
            if named and editing.who()
            else None
        )
        if gone and st.button("Remove it"):
            _keep(view, gone, None)


def _query() -> list[list[str]]:
    return [[name, value] for name in st.query_params for value in st.query_params.get_all(name)]


def _keep(view: View, name: str, value: dict[str, Any] | None) -> None:
    version = editing.seen_version(view, "view", name, "query")
    editing.keep(view, [Draft("view", name, "query", value, version, reference={"label": name})])
    editing.changed()
