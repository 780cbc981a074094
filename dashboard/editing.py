"""Making a change: who, when, what became of it, and the way back. Every page that can be edited does it this way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard import clock, store
from dashboard import format as fmt
from dashboard.layout import View
from dashboard.warehouse import log_keys
from dashboard.words import field_name, words
from etl.edits.records import Conflict, Draft, Edit, Outcome

N_RECENT = 20
CODED = {"status", "kind", "declined_reason", "cause_category", "trigger", "detection_source", "verdict"}
DECIDED = "tracker_item"
"""A decision on a tracker's item stands in the tracker's links too, so it is decided anew, not undone."""
State = st.session_state


def ask_name() -> None:
    """Who is editing: the person who signed in, else the name that someone types."""
    if st.user.get("is_logged_in"):
        State["_who"] = str(st.user.get("name") or st.user.get("email") or "")
        return
    State["_who"] = st.text_input(
        "Your name", key="who", persist_state="session", placeholder="To make changes", max_chars=200,
        help="It stands beside each change that you make, so that others know whom to ask.",
    ).strip()  # fmt: skip


def who() -> str:
    """The name of the person who is looking; empty: only looking."""
    return str(State.get("_who", ""))


def show_hint() -> None:
    """What someone without a name has to do first."""
    if not who():
        st.caption("Type your name at the left to make changes.")


def turn() -> int:
    """Rises whenever something other than a table's own cells was changed: then tables are read anew."""
    return int(State.get("_edit_turn", 0))


def changed() -> None:
    """Run again, and read everything anew."""
    State["_edit_turn"] = turn() + 1
    st.rerun()


def edits_of(view: View) -> list[Edit]:
    """The whole log as this run of the page sees it."""
    return store.log(view.build.edits)


def key_of(view: View, record_id: str) -> str:
    """What the log calls a record: the id that it had when it was first edited."""
    return log_keys(view.build).get(record_id, record_id)


def seen_version(view: View, subject: str, key: str, name: str) -> int:
    """The version of a field that the page shows; 0 where it was never edited."""
    return max((e.version for e in edits_of(view) if e.address == (subject, key, name)), default=0)


def now_for(view: View) -> dt.datetime:
    """The moment of an edit (UTC); in an example, whose days are invented, on the last of its days."""
    now = dt.datetime.now(dt.UTC)
    return dt.datetime.combine(view.build.as_of, now.timetz()) if view.build.is_example else now


def keep(view: View, drafts: Sequence[Draft]) -> Outcome:
    """Save edits, say so, and put those in conflict aside to be shown."""
    return _reported(store.save(view.build.edits.url, drafts, who(), now_for(view)))


def take_back(view: View, edit: Edit) -> Outcome:
    """Undo one edit."""
    return _reported(store.take_back(view.build.edits.url, edit.edit_id, who(), now_for(view)))


def _reported(outcome: Outcome) -> Outcome:
    if outcome.kept:
        st.toast(f"Saved: {fmt.count(len(outcome.kept), 'change')}", icon=":material/check:")
    if outcome.conflicts:
        State["_conflicts"] = [*State.get("_conflicts", []), *outcome.conflicts]
    return outcome


def show_conflicts(view: View) -> None:
    """Each change that someone else's came before: theirs, yours, and the choice."""
    waiting: list[Conflict] = State.get("_conflicts", [])
    for number, conflict in enumerate(waiting):
        mine, theirs = conflict.mine, conflict.theirs
        with st.container(border=True):
            st.markdown(
                f":material/call_split: **{_about(mine.reference, mine.record_key)}** – {field_name(mine.field)}: "
                f"{fmt.plain(theirs.made_by)} set it to *{_said(theirs)}* while you chose "
                f"*{shown(mine.field, mine.value)}*. Theirs stands; yours is not lost."
            )
            with st.container(horizontal=True):
                is_dropped = st.button("Keep theirs", key=f"theirs_{number}")
                is_used = st.button("Use mine", key=f"mine_{number}", type="primary", disabled=not who())
        if is_dropped or is_used:
            State["_conflicts"] = [c for c in waiting if c is not conflict]
            if is_used:
                keep(view, [replace(mine, seen_version=theirs.version)])
            changed()


def show_recent(view: View, is_shown: Callable[[Edit], bool]) -> None:
    """The latest changes, by whom and when, each with its way back."""
    log = [e for e in edits_of(view) if is_shown(e)]
    if not log:
        return
    with st.expander(f"Latest changes ({len(log):,} in all)", icon=":material/history:"):
        undone = {e.undoes for e in log}
        newest = {e.address: e.version for e in log}
        for edit in reversed(log[-N_RECENT:]):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(_sentence(edit), width="stretch")
                can_undo = (
                    who()
                    and edit.field != DECIDED
                    and newest[edit.address] == edit.version
                    and edit.edit_id not in undone
                )
                if can_undo and st.button("Undo", key=f"undo_{edit.edit_id}", type="tertiary"):
                    take_back(view, edit)
                    changed()


def _sentence(edit: Edit) -> str:
    day = f" on {fmt.day(edit.effective_on)}" if edit.effective_on else ""
    did = "gave back" if edit.undoes else "set"
    return (
        f"{fmt.plain(edit.made_by)}, {clock.moment(edit.made_at)}: {did} {field_name(edit.field).lower()}"
        f" {'→' if edit.undoes else 'to'} *{_said(edit)}*{day} – {_about(edit.reference, edit.record_key)}"
    )


def _about(reference: Any, key: str) -> str:
    return fmt.plain(str(reference.get("text") or reference.get("label") or reference.get("title") or key))


def _said(edit: Edit) -> str:
    return "what the document says" if edit.is_reset else shown(edit.field, edit.value)


def shown(name: str, value: Any) -> str:
    """A kept value as people read it."""
    if value is None or value == []:
        return "nothing"
    if isinstance(value, list):
        return fmt.count(len(value), "member") if name == "members" else fmt.plain(", ".join(map(words, value)))
    return words(value) if name in CODED else fmt.plain(fmt.shorten(str(value), 120))
