"""Changing the themes: name, merge, split, pin, move. Every load and clustering keeps to it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pandas as pd
import streamlit as st

from dashboard import editing
from dashboard import format as fmt
from dashboard.layout import View
from etl.edits.identity import follow_up_reference, incident_reference
from etl.edits.records import Draft

NO_THEME = "no theme"
ACTIONS = ("Rename", "Merge into another", "Split some off", "Move some", "Hold together")


def show_theme_edits(view: View, kind: str, theme: Any, themes: pd.DataFrame, members: pd.DataFrame) -> None:
    """What people may do with one theme, and what they did so far.

    ``members``: incident_id, follow_up_id, title, occurred_on and text of each that the filters let through.
    """
    with st.expander("Change this theme", icon=":material/edit:"):
        editing.show_hint()
        action = st.segmented_control("What to do", ACTIONS, default=ACTIONS[0], required=True, key=f"theme_do_{kind}")
        with st.form(f"theme_form_{kind}", border=False):
            drafts = _ask(view, str(action), kind, theme, themes, members)
            is_saved = st.form_submit_button("Save", type="primary", disabled=not editing.who())
        if is_saved and drafts:
            editing.keep(view, drafts)
            editing.changed()
        st.caption("Pages show it at once; which incidents repeat which is worked out anew by the next load.")
        keys = {theme["theme_id"], *(f"{kind}|{r}" for r in _record_ids(kind, members))}
        editing.show_recent(view, lambda edit: edit.subject in {"theme", "theme_member"} and edit.record_key in keys)


def _record_ids(kind: str, members: pd.DataFrame) -> list[str]:
    return list(members["incident_id" if kind == "cause" else "follow_up_id"].astype(str))


def _ask(view: View, action: str, kind: str, theme: Any, themes: pd.DataFrame, members: pd.DataFrame) -> list[Draft]:
    theme_id, ids = str(theme["theme_id"]), _record_ids(kind, members)
    held = list(view.rows("theme_records", chosen_theme=theme_id)["record_id"])
    about = {"kind": kind, "label": str(theme["label"]), "members": held}
    others = {str(t): str(label) for t, label in zip(themes["theme_id"], themes["label"], strict=True) if t != theme_id}
    if action == "Rename":
        label = st.text_input("Its name", str(theme["label"]), max_chars=80).strip()
        return [_of_theme(view, theme_id, "label", label, about)] if label else []
    if action == "Merge into another":
        target = st.selectbox(
            "Into", list(others), index=None, format_func=others.__getitem__, placeholder="Choose a theme"
        )
        return [_of_theme(view, theme_id, "merged_into", target, _with_target(view, about, target))] if target else []
    if action == "Hold together":
        st.markdown(f"Its {fmt.count(len(held), 'member')} stay in it, whatever the next clustering finds.")
        return [_of_theme(view, theme_id, "members", held, about)]
    rows = st.multiselect("Which of them", range(len(members)), format_func=lambda n: _told(kind, members.iloc[n]))
    if action == "Split some off":
        label = st.text_input("Name of the new theme", max_chars=80).strip()
        taken = [ids[n] for n in rows]
        own = {"kind": kind, "label": label, "members": taken}
        return [Draft("theme", f"own-{uuid4().hex[:8]}", "members", taken, reference=own)] if taken and label else []
    target = st.selectbox("To", [NO_THEME, *others], format_func=lambda t: others.get(t, t))
    return [_move(view, kind, members.iloc[n], ids[n], None if target == NO_THEME else target) for n in rows]


def _told(kind: str, member: Any) -> str:
    said = member["title"] if kind == "cause" else fmt.shorten(str(member["text"]), 70)
    return f"{said}, {fmt.day(member['occurred_on'])}"


def _of_theme(view: View, theme_id: str, name: str, value: Any, reference: dict[str, Any]) -> Draft:
    version = editing.seen_version(view, "theme", theme_id, name)
    return Draft("theme", theme_id, name, value, version, reference=reference)


def _with_target(view: View, reference: dict[str, Any], target: str | None) -> dict[str, Any]:
    """The reference with the members of the other theme, by which it is found again."""
    if target is None:
        return reference
    rows = view.rows("theme_records", chosen_theme=target)
    return {**reference, "target_members": list(rows["record_id"])}


def _move(view: View, kind: str, member: Any, record_id: str, target: str | None) -> Draft:
    incident = {name: member[name] for name in ("incident_id", "title", "occurred_on")}
    about = incident_reference(incident) if kind == "cause" else follow_up_reference({"text": member["text"]}, incident)
    key = f"{kind}|{record_id}"
    version = editing.seen_version(view, "theme_member", key, "theme_id")
    return Draft("theme_member", key, "theme_id", target, version, reference=_with_target(view, about, target))
