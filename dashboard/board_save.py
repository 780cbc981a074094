"""Saving on the board: each changed cell at once, several rows together, conflicts shown, everything undoable."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import format as fmt
from dashboard import store
from dashboard.board_edits import drafts_of_row, new_changes, newest_versions
from dashboard.layout import View
from dashboard.warehouse import log_keys
from dashboard.words import field_name, words
from etl.edits.records import Conflict, Draft, Edit, Outcome

N_RECENT = 20
State = st.session_state


def ask_name() -> str:
    """Who is editing: the person who signed in, else the name that someone types. Empty: only looking."""
    if st.user.get("is_logged_in"):
        return str(st.user.get("name") or st.user.get("email") or "")
    return st.text_input(
        "Your name", key="who", persist_state="session", placeholder="Type your name to make changes", width=320,
        help="It stands beside each change that you make, so that others know whom to ask.", max_chars=200,
    ).strip()  # fmt: skip


def frozen(place: Any, read: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """The rows on the board, which stay where they are while someone edits, until the place or the board changes.

    What was known of each field when they were read tells a conflict later.
    """
    if State.get("_board_place") != place:
        State["_board_place"] = place
        refresh()
    if "_board_rows" not in State:
        State["_board_rows"] = read()
        State["_board_saved"] = {}
        State["_board_seen"] = None
    rows: pd.DataFrame = State["_board_rows"]
    return rows


def refresh() -> None:
    """Read the board anew at the next run."""
    State.pop("_board_rows", None)
    State["_board_turn"] = State.get("_board_turn", 0) + 1


def editor_key() -> str:
    """The table's key: another one for each time the board is read anew."""
    return f"board_{State.get('_board_turn', 0)}"


def save_changes(view: View, rows: pd.DataFrame, who: str) -> None:
    """Keep what was changed in the table since the last run, and run again to show it."""
    seen = _seen(view)
    edited = State.get(editor_key(), {}).get("edited_rows", {})
    fresh = new_changes(edited, State["_board_saved"])
    if not who or not fresh:
        return
    drafts = [d for row, changed in fresh.items() for d in _drafts(view, rows.iloc[row], changed, seen)]
    for row, changed in fresh.items():
        State["_board_saved"].setdefault(row, {}).update(changed)
    _keep(view, drafts, who)


def _seen(view: View) -> dict[Any, int]:
    if State.get("_board_seen") is None:
        State["_board_seen"] = newest_versions(store.log(view.build.edits_url, view.build.n_edits))
    seen: dict[Any, int] = State["_board_seen"]
    return seen


def _drafts(view: View, item: Any, changed: dict[str, Any], seen: dict[Any, int]) -> list[Draft]:
    follow_up_id = str(item["follow_up_id"])
    return drafts_of_row(item, changed, log_keys(view.build).get(follow_up_id, follow_up_id), seen)


def now_for(view: View) -> dt.datetime:
    """The moment of an edit (UTC); in an example, whose days are invented, on the last of its days."""
    now = dt.datetime.now(dt.UTC)
    return dt.datetime.combine(view.build.as_of, now.timetz()) if view.build.is_example else now


def _keep(view: View, drafts: Sequence[Draft], who: str) -> None:
    outcome = store.save(view.build.edits_url, drafts, who, now_for(view))
    _report(outcome)
    if outcome.kept or outcome.conflicts:
        st.rerun()


def _report(outcome: Outcome) -> None:
    for edit in outcome.kept:
        if State.get("_board_seen") is not None:
            State["_board_seen"][edit.address] = edit.version
    if outcome.kept:
        st.toast(f"Saved: {fmt.count(len(outcome.kept), 'change')}", icon=":material/check:")
    if outcome.conflicts:
        State["_conflicts"] = [*State.get("_conflicts", []), *outcome.conflicts]
        refresh()


def show_conflicts(view: View, who: str) -> None:
    """Each change that someone else's came before: theirs, yours, and the choice."""
    waiting: list[Conflict] = State.get("_conflicts", [])
    for number, conflict in enumerate(waiting):
        mine, theirs = conflict.mine, conflict.theirs
        with st.container(border=True):
            st.markdown(
                f":material/call_split: **{fmt.plain(str(mine.reference.get('text', '')))}** – "
                f"{field_name(mine.field)}: {fmt.plain(theirs.made_by)} set it to *{_said(theirs)}* while you chose "
                f"*{_shown(mine.field, mine.value)}*. Theirs stands; yours is not lost."
            )
            with st.container(horizontal=True):
                keep = st.button("Keep theirs", key=f"theirs_{number}")
                use = st.button("Use mine", key=f"mine_{number}", type="primary", disabled=not who)
        if keep or use:
            State["_conflicts"] = [c for c in waiting if c is not conflict]
            if use:
                again = Draft(
                    mine.subject, mine.record_key, mine.field, mine.value, theirs.version, mine.effective_on,
                    mine.is_reset, mine.undoes, mine.reference,
                )  # fmt: skip
                refresh()
                _keep(view, [again], who)
            st.rerun()


def show_bulk(
    view: View, rows: pd.DataFrame, edited: pd.DataFrame, who: str, statuses: Sequence[str], reasons: Sequence[str]
) -> None:
    """Change several items at once: those that are picked in the table."""
    picked = rows[edited["is_picked"].to_numpy(dtype=bool)]
    label = f"Change {fmt.count(len(picked), 'item')}" if len(picked) else "Pick items to change them together"
    with st.popover(label, disabled=picked.empty, icon=":material/edit_note:"), st.form("bulk", border=False):
        given = {
            "status": st.selectbox("State", statuses, index=None, format_func=words, placeholder="Leave as it is"),
            "declined_reason": st.selectbox(
                "Declined because", reasons, index=None, format_func=words, placeholder="Leave as it is"
            ),
            "owner": st.text_input("Owner", placeholder="Leave as it is"),
            "due_on": st.date_input("Due", value=None, format="YYYY-MM-DD"),
            "note": st.text_input("Note", placeholder="Leave as it is"),
        }
        if st.form_submit_button("Change them", type="primary"):
            changed = {name: value for name, value in given.items() if value}
            seen = _seen(view)
            drafts = [d for _, item in picked.iterrows() for d in _drafts(view, item, changed, seen)]
            refresh()
            _keep(view, drafts, who)


def show_recent(view: View, who: str) -> None:
    """The latest changes, by whom and when, each with its way back."""
    log = [e for e in store.log(view.build.edits_url, view.build.n_edits) if e.subject == "follow_up"]
    if not log:
        return
    with st.expander(f"Latest changes ({len(log):,} in all)", icon=":material/history:"):
        undone = {e.undoes for e in log}
        newest = newest_versions(log)
        for edit in reversed(log[-N_RECENT:]):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(_sentence(edit), width="stretch")
                can_undo = who and newest[edit.address] == edit.version and edit.edit_id not in undone
                if can_undo and st.button("Undo", key=f"undo_{edit.edit_id}", type="tertiary"):
                    _report(store.take_back(view.build.edits_url, edit.edit_id, who, now_for(view)))
                    refresh()
                    st.rerun()


def _sentence(edit: Edit) -> str:
    about = fmt.plain(str(edit.reference.get("text") or edit.record_key))
    day = f" on {fmt.day(edit.effective_on)}" if edit.effective_on else ""
    did = "took back" if edit.undoes else "set"
    return (
        f"{fmt.plain(edit.made_by)}, {edit.made_at:%-d %b %Y %H:%M} UTC: {did} {field_name(edit.field).lower()}"
        f" {'to' if not edit.undoes else '→'} *{_said(edit)}*{day} – {about}"
    )


def _said(edit: Edit) -> str:
    return "what the document says" if edit.is_reset else _shown(edit.field, edit.value)


def _shown(field: str, value: Any) -> str:
    if value is None:
        return "nothing"
    return words(value) if field in {"status", "kind", "declined_reason"} else fmt.plain(str(value))
